import { Button } from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isUnderWay } from '../planner/api.ts'
import { Note } from '../ui/pieces.tsx'
import type { PlanOnRoster } from './use-plan.ts'
import type { RosterWords } from './use-roster-words.ts'
import { addDays } from './weeks.ts'

/** A plan that is being made, or waits to be looked at, while its panel is closed. */
export const PlannerBar = ({ plan, words }: { plan: PlanOnRoster; words: RosterWords }) => {
  const { t } = useTranslation()
  const { planner, isShown } = plan
  if (isShown)
    return (
      <div role="status">
        <Note tone="accent" icon={IconWand}>
          {t('planner.shownPlan')}
        </Note>
      </div>
    )
  const run = planner.latest
  if (!run || planner.view !== null) return null
  const period = { from: words.dayMonth(run.from), to: words.dayMonth(addDays(run.to, -1)) }
  return (
    <Note icon={IconWand}>
      <span className="row spread">
        <span>{t(isUnderWay(run) ? 'planner.underWay' : 'planner.ready', period)}</span>
        <Button size="xs" onClick={() => planner.setView({ kind: 'run', id: run.id })}>
          {t('planner.open')}
        </Button>
      </span>
    </Note>
  )
}
