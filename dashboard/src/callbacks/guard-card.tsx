import { Button } from '@mantine/core'
import { IconCoinOff, IconDoorOff, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { callbackPath } from '../api/callback-queries.ts'
import type { CallbackBoard } from '../api/callback-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { useSkillName } from '../now/use-skill-name.ts'
import { Card, Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { PauseDialog } from './pause-dialog.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { useCallbackSend } from './use-callback-send.ts'

/** Whether strangers may ask, and what they have cost. */
export const GuardCard = ({ board, maySupervise }: { board: CallbackBoard; maySupervise: boolean }) => {
  const { t, i18n } = useTranslation()
  const { moment } = useFormat()
  const now = useNow(60_000)
  const [isOpening, setOpening] = useState(false)
  const { breaker, budget } = board
  // Without money strangers are not called; they may still write.
  const isClosed = breaker !== null && !breaker.why.startsWith('budget')
  return (
    <Card title={t('callbacks.guard.title')}>
      <div className="stack">
        {breaker ? (
          <Note tone={isClosed ? 'bad' : 'warn'} icon={isClosed ? IconDoorOff : IconCoinOff}>
            <p className="strong">{isClosed ? t('callbacks.guard.closed', { at: moment(breaker.openedAt, now) }) : t('callbacks.guard.used')}</p>
            <p>{i18n.exists(`callbacks.guard.whys.${breaker.why}`) ? t(`callbacks.guard.whys.${breaker.why}`) : breaker.why}</p>
            {breaker.untilAt ? <p className="muted">{t('callbacks.guard.until', { at: moment(breaker.untilAt, now) })}</p> : null}
            {maySupervise && isClosed ? (
              <Button size="xs" mt={6} onClick={() => setOpening(true)}>
                {t('callbacks.guard.close')}
              </Button>
            ) : null}
          </Note>
        ) : (
          <p className="muted">{t('callbacks.guard.open')}</p>
        )}
        <Budget name={t('callbacks.guard.hour')} currency={budget.currency} {...budget.hour} />
        <Budget name={t('callbacks.guard.day')} currency={budget.currency} {...budget.day} />
      </div>
      {isOpening ? (
        <ReasonDialog
          title={t('callbacks.guard.close')}
          path="/api/callbacks/breaker/close"
          said={t('callbacks.acts.said.breaker')}
          onClose={() => setOpening(false)}
        />
      ) : null}
    </Card>
  )
}

const Budget = ({ name, currency, spentMinor, limitMinor }: { name: string; currency: string; spentMinor: number; limitMinor: number }) => {
  const { t, i18n } = useTranslation()
  const money = (minor: number) => new Intl.NumberFormat(i18n.language, { style: 'currency', currency }).format(minor / 100)
  const percent = limitMinor === 0 ? 100 : (100 * spentMinor) / limitMinor
  return (
    <div className="stack tight">
      <span className="row spread small">
        <span>{name}</span>
        <span className="muted">{t('callbacks.guard.spent', { spent: money(spentMinor), limit: money(limitMinor) })}</span>
      </span>
      <span className="budget-bar" aria-hidden>
        <span className={percent > 80 ? 'spent is-high' : 'spent'} style={{ width: `${Math.min(100, percent)}%` }} />
      </span>
    </div>
  )
}

export const PausesCard = ({ board, maySupervise }: { board: CallbackBoard; maySupervise: boolean }) => {
  const { t } = useTranslation()
  const [isPausing, setPausing] = useState(false)
  return (
    <Card
      title={t('callbacks.pauses.title')}
      aside={
        maySupervise ? (
          <Button size="xs" leftSection={<IconPlayerPause size={14} aria-hidden />} onClick={() => setPausing(true)}>
            {t('callbacks.pauses.pause')}
          </Button>
        ) : null
      }
    >
      {board.pauses.length === 0 ? <p className="muted">{t('callbacks.pauses.none')}</p> : null}
      <ul className="lines">
        {board.pauses.map((pause) => (
          <PauseLine key={pause.id} pause={pause} maySupervise={maySupervise} />
        ))}
      </ul>
      {isPausing ? <PauseDialog onClose={() => setPausing(false)} /> : null}
    </Card>
  )
}

const PauseLine = ({ pause, maySupervise }: { pause: CallbackBoard['pauses'][number]; maySupervise: boolean }) => {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const now = useNow(60_000)
  const skillName = useSkillName()
  const what = pause.skill === null ? t('callbacks.pauses.all') : t('callbacks.pauses.skill', { skill: skillName(pause.skill) })
  const resuming = useCallbackSend<undefined>({ path: callbackPath('pauses', `/${pause.id}/resume`), said: t('callbacks.pauses.resumed') })
  return (
    <li>
      <span className="stack tight grow">
        <span className="strong">{what}</span>
        <span className="muted small">{t('callbacks.pauses.by', { who: pause.by?.name ?? '–', at: moment(pause.at, now), reason: pause.reason })}</span>
        {resuming.fault ? <Fault error={resuming.fault} /> : null}
      </span>
      {maySupervise ? (
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={resuming.isSending}
          onClick={() => resuming.send(undefined)}
          aria-label={t('callbacks.pauses.resumeOf', { what })}
        >
          {t('callbacks.pauses.resume')}
        </Button>
      ) : null}
    </li>
  )
}
