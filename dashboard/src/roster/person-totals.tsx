import { IconAlertTriangle, IconCircleCheck, IconMoon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Pill } from '../ui/pieces.tsx'
import type { Row } from './grid-model.ts'
import type { Roster, WorkerView } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'

/** One person's five weeks in four figures. */
export const PersonTotals = ({ person, rows, roster, words }: { person: WorkerView; rows: readonly Row[]; roster: Roster; words: RosterWords }) => {
  const { t } = useTranslation()
  const minutes = rows.reduce((sum, row) => sum + row.minutes, 0)
  const agreed = rows.reduce((sum, row) => sum + (row.agreed ?? 0), 0)
  const nights = rows.reduce((sum, row) => sum + row.nights, 0)
  const findings = roster.findings.filter(({ personId }) => personId === person.id).length
  return (
    <div className="row">
      <h2>{person.name}</h2>
      {person.level ? <span className="muted">{person.level.name}</span> : null}
      <Pill>{agreed === 0 ? words.hours(minutes) : t('roster.totalOf', { hours: words.hours(minutes), agreed: words.hours(agreed) })}</Pill>
      <Pill tone="night" icon={IconMoon}>
        {t('roster.nightsWord', { count: nights })}
      </Pill>
      {findings > 0 ? (
        <Pill tone="bad" icon={IconAlertTriangle}>
          {t('roster.findingsCount', { count: findings })}
        </Pill>
      ) : (
        <Pill tone="ok" icon={IconCircleCheck}>
          {t('roster.allFine')}
        </Pill>
      )}
    </div>
  )
}
