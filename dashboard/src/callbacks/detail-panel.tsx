import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { callbackPath, callbackQuery } from '../api/callback-queries.ts'
import type { CallbackDetail } from '../api/callback-types.ts'
import { meQuery } from '../api/queries.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useNow } from '../format/use-now.ts'
import { maySupervise } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card } from '../ui/pieces.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { Attempts, Chain } from './chain.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { OrderWhy } from './order-why.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { Promised, Standing, whoOf } from './signs.tsx'
import { SnoozeDialog } from './snooze-dialog.tsx'
import { TakeDialog } from './take-dialog.tsx'

/** One callback: what was promised, each try, all that happened and why, and what can be done. */
export const DetailPanel = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const { t } = useTranslation()
  const query = useQuery(callbackQuery(id))
  const panel = useRef<HTMLElement>(null)
  const number = query.data === undefined ? '…' : groupNumber(query.data.number)
  const close = () => {
    // Back to the row from which it was opened.
    document.querySelector<HTMLElement>('[data-row][aria-pressed="true"]')?.focus()
    onClose()
  }
  useKeys({ Escape: close })
  useEffect(() => panel.current?.focus(), [id])
  return (
    <aside className="callback-side stack" aria-label={t('callbacks.detail.of', { number })} tabIndex={-1} ref={panel}>
      <Loaded query={query}>
        {(one) => (
          <>
            <Head one={one} onClose={close} />
            <Card title={t('callbacks.detail.tries')}>
              <Attempts attempts={one.attempts} />
            </Card>
            <Card title={t('callbacks.detail.chain')}>
              <Chain events={one.events} />
            </Card>
          </>
        )}
      </Loaded>
    </aside>
  )
}

const Head = ({ one, onClose }: { one: CallbackDetail; onClose: () => void }) => {
  const { t } = useTranslation()
  const now = useNow(5_000)
  return (
    <Card
      title={whoOf(one)}
      aside={
        <Button size="xs" onClick={onClose}>
          {t('callbacks.detail.close')}
        </Button>
      }
    >
      <div className="stack">
        <dl className="facts">
          <div>
            <dt>{t('callbacks.form.number')}</dt>
            <dd className="number">
              {groupNumber(one.number)}
              {one.extension ? ` ${t('callbacks.extension', { extension: one.extension })}` : ''}
            </dd>
          </div>
          {one.askFor ? (
            <div>
              <dt>{t('callbacks.form.askFor')}</dt>
              <dd>{one.askFor}</dd>
            </div>
          ) : null}
          <div>
            <dt>{t('callbacks.due')}</dt>
            <dd>
              <Promised one={one} now={now} />
            </dd>
          </div>
          <div>
            <dt>{t('callbacks.standing')}</dt>
            <dd>
              <Standing one={one} now={now} />
            </dd>
          </div>
          <div>
            <dt>{t('callbacks.why')}</dt>
            <dd>
              <OrderWhy one={one} />
            </dd>
          </div>
          {one.case ? (
            <div>
              <dt>{t('callbacks.case')}</dt>
              <dd>
                <Link to="/cases/$number" params={{ number: one.case.number }}>
                  {one.case.number}
                </Link>{' '}
                {one.case.owner?.name ?? ''}
              </dd>
            </div>
          ) : null}
        </dl>
        {one.words === '' ? null : <p className="said">{one.words}</p>}
        <Acts one={one} />
      </div>
    </Card>
  )
}

type Act = 'take' | 'snooze' | 'move' | 'done' | 'cancel'
const LIVE = ['offering', 'calling', 'talking']

/** What this person may do with it now; the server decides, this only leaves out what it would refuse. */
const actsOf = (one: CallbackDetail, supervises: boolean, isHis: boolean, hasCalled: boolean): Act[] => {
  if (one.endedAt !== null || LIVE.includes(one.state)) return []
  if (!(supervises || isHis)) return hasCalled ? ['done'] : []
  if (one.state === 'unverified') return ['cancel']
  const canSnooze = one.state === 'waiting' || one.state === 'snoozed'
  return [...(supervises ? (['take', 'move'] as const) : []), ...(canSnooze ? (['snooze'] as const) : []), 'done', 'cancel']
}

const Acts = ({ one }: { one: CallbackDetail }) => {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data?.person
  const [act, setAct] = useState<Act | null>(null)
  const isHis = me !== undefined && (one.person?.id === me.id || (one.person === null && one.case?.owner?.id === me.id))
  const last = one.attempts.filter(({ customerRungAt }) => customerRungAt !== null).at(-1)
  const acts = actsOf(one, me !== undefined && maySupervise(me.role), isHis, me !== undefined && last?.agent?.id === me.id)
  const close = () => setAct(null)
  return (
    <>
      {acts.length === 0 ? null : (
        <div className="actions">
          {acts.map((name) => (
            <Button key={name} size="xs" onClick={() => setAct(name)}>
              {t(`callbacks.acts.${name}`)}
            </Button>
          ))}
        </div>
      )}
      {act === 'take' ? <TakeDialog one={one} onClose={close} /> : null}
      {act === 'move' ? <MoveDialog one={one} onClose={close} /> : null}
      {act === 'snooze' ? <SnoozeDialog one={one} onClose={close} /> : null}
      {act === 'done' || act === 'cancel' ? (
        <ReasonDialog
          title={t(`callbacks.acts.${act}`)}
          why={t(act === 'done' ? 'callbacks.acts.doneWhy' : 'callbacks.acts.cancelWhy')}
          path={callbackPath(one.id, `/${act}`)}
          said={t(`callbacks.acts.said.${act}`)}
          onClose={close}
        />
      ) : null}
    </>
  )
}
