import {
  IconAlertTriangle,
  IconArrowBarToUp,
  IconChevronsUp,
  IconClock,
  IconHeartBroken,
  IconHourglassEmpty,
  IconUrgent,
  IconUserOff,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CaseRow } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { Pill, type Tone } from '../ui/pieces.tsx'
import { clockOf, dueOf, type Due } from './due-words.ts'

const LOOKS: Record<Due, { tone: Tone; icon: TablerIcon }> = {
  done: { tone: 'plain', icon: IconClock },
  late: { tone: 'bad', icon: IconAlertTriangle },
  soon: { tone: 'warn', icon: IconClock },
  ahead: { tone: 'plain', icon: IconClock },
}

type Clocked = Pick<CaseRow, 'dueTopAt' | 'toppedAt' | 'endedAt' | 'promisedAt' | 'level'>

/** The running clock to the 20 hours. */
export const TopClock = ({ one, now }: { one: Clocked; now: number }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  if (one.endedAt !== null) return null
  if (one.toppedAt !== null || one.level.isExecutive)
    return (
      <Pill tone={one.toppedAt === null ? 'plain' : 'bad'} icon={IconArrowBarToUp}>
        {t('caseWork.clock.topped')}
      </Pill>
    )
  const due = dueOf(one.dueTopAt, null, now)
  return (
    <span title={dateTime(one.dueTopAt)}>
      <Pill {...LOOKS[due]}>{t(due === 'late' ? 'caseWork.clock.topLate' : 'caseWork.clock.top', { clock: clockOf(Date.parse(one.dueTopAt) - now) })}</Pill>
    </span>
  )
}

/** The clock to the earliest promise that is still to be kept. */
export const PromiseClock = ({ one, now }: { one: Clocked; now: number }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  if (one.promisedAt === null || one.endedAt !== null) return null
  const due = dueOf(one.promisedAt, null, now)
  return (
    <span title={dateTime(one.promisedAt)}>
      <Pill {...LOOKS[due]}>
        {t(due === 'late' ? 'caseWork.clock.promiseLate' : 'caseWork.clock.promise', { clock: clockOf(Date.parse(one.promisedAt) - now) })}
      </Pill>
    </span>
  )
}

const SEVERITY_LOOKS: Record<string, { tone: Tone; icon?: TablerIcon }> = {
  urgent: { tone: 'bad', icon: IconUrgent },
  high: { tone: 'warn', icon: IconChevronsUp },
}

export const SeverityPill = ({ severity }: { severity: string }) => {
  const { t, i18n } = useTranslation()
  return <Pill {...(SEVERITY_LOOKS[severity] ?? {})}>{i18n.exists(`cases.severities.${severity}`) ? t(`cases.severities.${severity}`) : severity}</Pill>
}

/** What sets a case apart; nothing for an ordinary one. */
export const CaseSigns = ({ one }: { one: CaseRow }) => {
  const { t } = useTranslation()
  const isOpen = one.status === 'open'
  return (
    <>
      {one.severity === 'urgent' || one.severity === 'high' ? <SeverityPill severity={one.severity} /> : null}
      {isOpen && one.isUnattended ? (
        <span title={t('caseWork.signs.unattendedWhy')}>
          <Pill tone="warn" icon={IconUserOff}>
            {t('caseWork.signs.unattended')}
          </Pill>
        </span>
      ) : null}
      {one.isDistressed ? (
        <Pill tone="warn" icon={IconHeartBroken}>
          {t('caseWork.signs.distressed')}
        </Pill>
      ) : null}
      {isOpen && one.olaBreachedAt !== null ? (
        <Pill tone="bad" icon={IconHourglassEmpty}>
          {t('caseWork.signs.ola')}
        </Pill>
      ) : null}
    </>
  )
}
