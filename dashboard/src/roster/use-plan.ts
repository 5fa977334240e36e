import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { planRosterQuery } from '../planner/api.ts'
import { usePlanner } from '../planner/use-planner.ts'
import { notify } from '../ui/notices.tsx'
import { withPlan } from './plan-on-roster.ts'
import type { LevelRank, Period, Roster } from './types.ts'
import type { View } from './use-desk.ts'

/** The planner's place on the roster: what is open of it, a plan shown as if it were applied, one applied and taken back. */
export const usePlan = (view: View, draft: Roster | undefined, levels: readonly LevelRank[]) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const planner = usePlanner(view.mayEdit)
  const [wantsShown, show] = useState(false)
  const [undo, setUndo] = useState<string | null>(null)
  const runId = planner.view?.kind === 'run' ? planner.view.id : null
  const isShown = wantsShown && runId !== null && view.mayEdit
  const { data: planned } = useQuery(planRosterQuery(runId ?? '', isShown))
  const run = useQuery({ queryKey: ['plans', runId ?? ''], enabled: false }).data as Period | undefined
  const roster = useMemo(
    () => (draft && isShown && planned && run ? withPlan(draft, levels, planned.shifts, run) : draft),
    [draft, levels, isShown, planned, run],
  )
  const takenBack = (): void => {
    setUndo(null)
    void notify(t('planner.undone'))
    void queryClient.invalidateQueries({ queryKey: ['roster'] })
    void queryClient.invalidateQueries({ queryKey: ['plans'] })
  }
  return {
    planner,
    roster,
    isShown: isShown && planned !== undefined,
    show,
    openForm: (of: 'gaps' | 'month') => planner.setView({ kind: 'form', of }),
    applied: () => show(false),
    remember: setUndo,
    /** What the page does once a plan that was applied here has been taken back. */
    undo: undo !== null && undo === runId ? takenBack : null,
  }
}
export type PlanOnRoster = ReturnType<typeof usePlan>
