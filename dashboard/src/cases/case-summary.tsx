import { Button, NativeSelect, Switch } from '@mantine/core'
import { IconPhoneOutgoing } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseChange, CaseDetail } from '../api/case-types.ts'
import { CustomerChoice } from '../customers/customer-choice.tsx'
import { useFormat } from '../format/use-format.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { SEVERITIES } from './case-filter.ts'
import { Score } from './score.tsx'
import { casePath, useCaseSend } from './use-case-send.ts'
import { useReasonName } from './use-reason-name.ts'

/** Whose it is, who owns it, how urgent. */
export const CaseSummary = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const reasonName = useReasonName()
  const change = useCaseSend<CaseChange>({ method: 'PATCH', path: casePath(one.number) })
  const isOpen = one.status === 'open'
  return (
    <Card>
      <div className="stack">
        <dl className="facts">
          <div>
            <dt>{t('cases.owner')}</dt>
            <dd>
              {one.owner?.name ?? t('cases.noOwner')}
              {isOpen && one.isUnattended ? <span className="muted small"> · {t('caseWork.summary.asKeeper')}</span> : null}
            </dd>
          </div>
          <div>
            <dt>{t('cases.level')}</dt>
            <dd>
              {one.level.rank} · {one.level.name}
            </dd>
          </div>
          <div>
            <dt>{t('cases.reason')}</dt>
            <dd>{reasonName(one.reason) || '—'}</dd>
          </div>
          <div>
            <dt>{t('cases.opened')}</dt>
            <dd>
              {dateTime(one.openedAt)}
              <span className="muted small"> · {t(`caseWork.channels.${one.channel}`)}</span>
            </dd>
          </div>
          <Times one={one} />
          {one.callSid === null ? null : (
            <div>
              <dt>{t('cases.call')}</dt>
              <dd>
                <Link to="/calls/$sid" params={{ sid: one.callSid }}>
                  {t('cases.openCall')}
                </Link>
              </dd>
            </div>
          )}
          {one.score === null ? null : (
            <div>
              <dt>{t('caseWork.score.name')}</dt>
              <dd>
                <Score score={one.score} />
              </dd>
            </div>
          )}
        </dl>
        <Whose one={one} />
        {isOpen ? (
          <div className="row case-urgency">
            <NativeSelect
              label={t('cases.severity')}
              value={one.severity}
              disabled={change.isSending}
              onChange={(event) => change.send({ severity: event.currentTarget.value as (typeof SEVERITIES)[number] })}
              data={SEVERITIES.map((value) => ({ value, label: t(`cases.severities.${value}`) }))}
            />
            <Switch
              label={t('caseWork.signs.isDistressed')}
              checked={one.isDistressed}
              disabled={change.isSending}
              onChange={(event) => change.send({ isDistressed: event.currentTarget.checked })}
            />
          </div>
        ) : null}
        {change.fault ? <Fault error={change.fault} /> : null}
      </div>
    </Card>
  )
}

const Times = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const times: [string, string | null][] = [
    [one.toppedAt === null ? t('caseWork.summary.dueTop') : t('caseWork.summary.topped'), one.toppedAt ?? (one.endedAt === null ? one.dueTopAt : null)],
    [t('caseWork.summary.ola'), one.endedAt === null ? one.olaDueAt : null],
    [t('caseWork.summary.lastSign'), one.lastSignAt],
    [t('caseWork.summary.ended'), one.endedAt],
  ]
  return times.flatMap(([name, at]) =>
    at === null
      ? []
      : [
          <div key={name}>
            <dt>{name}</dt>
            <dd>{dateTime(at)}</dd>
          </div>,
        ],
  )
}

/** The customer, how to call him, and what to do when it is somebody else. */
const Whose = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const [isChoosing, setChoosing] = useState(false)
  const calling = useCaseSend<undefined>({ path: casePath(one.number, '/call'), said: t('caseWork.summary.calling') })
  const change = useCaseSend<CaseChange>({ method: 'PATCH', path: casePath(one.number), onDone: () => setChoosing(false) })
  return (
    <div className="stack tight">
      <span className="dim small">{t('caseWork.list.customer')}</span>
      {one.customer === null ? (
        <span>{t('caseWork.summary.nobody')}</span>
      ) : (
        <Link to="/customers/$id" params={{ id: one.customer.id }} className="strong">
          {one.customer.name}
        </Link>
      )}
      <div className="actions">
        {one.customer !== null && one.status === 'open' ? (
          <Button
            size="xs"
            leftSection={<IconPhoneOutgoing size={14} aria-hidden />}
            loading={calling.isSending}
            onClick={() => calling.send(undefined)}
            title={t('caseWork.summary.callWhy')}
          >
            {t('caseWork.summary.call')}
          </Button>
        ) : null}
        <Button size="xs" onClick={() => setChoosing(true)}>
          {t(one.customer === null ? 'caseWork.summary.say' : 'caseWork.summary.other')}
        </Button>
      </div>
      {calling.fault ? <Fault error={calling.fault} /> : null}
      {isChoosing ? (
        <Dialog title={t('caseWork.summary.whose')} onClose={() => setChoosing(false)}>
          <div className="stack">
            {change.fault ? <Fault error={change.fault} /> : null}
            <CustomerChoice except={one.customer?.id} onChoose={({ id }) => change.send({ customerId: id })} />
            {one.customer === null ? null : (
              <div className="actions">
                <Button loading={change.isSending} onClick={() => change.send({ customerId: null })}>
                  {t('caseWork.summary.noOne')}
                </Button>
              </div>
            )}
          </div>
        </Dialog>
      ) : null}
    </div>
  )
}
