import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { planRosterQuery } from '../planner/api.ts'
import { usePlanner } from '../planner/use-planner.ts'
import { notify } from '../ui/notices.tsx'
import { addShift, changeShift, readDraft, removeShift } from './api.ts'
import { asNewShift, asShiftChange, foldOf } from './make-shift.ts'
import { changesBetween, withPlan } from './plan-on-roster.ts'
import type { LevelRank, Period, Roster, ShiftView } from './types.ts'
import type { View } from './use-desk.ts'

type Undo = { runId: string; period: Period; before: readonly ShiftView[] }

/** The planner's place on the roster: what is open of it, a plan shown as if it were applied, one applied and taken back. */
export const usePlan = (view: View, draft: Roster | undefined, levels: readonly LevelRank[]) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const planner = usePlanner(view.mayEdit)
  const [wantsShown, show] = useState(false)
  const [undo, setUndo] = useState<Undo | null>(null)
  const [left, setLeft] = useState<number | null>(null)
  const runId = planner.view?.kind === 'run' ? planner.view.id : null
  const isShown = wantsShown && runId !== null && view.mayEdit
  const { data: planned } = useQuery(planRosterQuery(runId ?? '', isShown))
  const run = useQuery({ queryKey: ['plans', runId ?? ''], enabled: false }).data as Period | undefined
  const roster = useMemo(
    () => (draft && isShown && planned && run ? withPlan(draft, levels, planned.shifts, run) : draft),
    [draft, levels, isShown, planned, run],
  )
  const takeBack = async ({ period, before }: Undo) => {
    setUndo(null)
    const now = await readDraft(period)
    const changes = changesBetween(now.shifts, before, period)
    for (const [index, { from, to }] of changes.entries()) {
      setLeft(changes.length - index)
      await sendChange(from, to, now)
    }
    setLeft(null)
    void notify(t('planner.undone'))
    void queryClient.invalidateQueries({ queryKey: ['roster'] })
    void queryClient.invalidateQueries({ queryKey: ['plans'] })
  }
  return {
    planner,
    roster,
    isShown: isShown && planned !== undefined,
    show,
    left,
    openForm: (of: 'gaps' | 'month') => planner.setView({ kind: 'form', of }),
    applied: () => show(false),
    /** Reads the draft before it is changed, so that it can be brought back. */
    remember: async (id: string, period: Period) => {
      const { shifts } = await readDraft(period)
      setUndo({ runId: id, period, before: shifts })
    },
    undo: undo !== null && undo.runId === runId && left === null ? () => void takeBack(undo) : null,
  }
}
export type PlanOnRoster = ReturnType<typeof usePlan>

/** One after the other, as a person would; what somebody else has changed meanwhile is left as he wants it. */
const sendChange = async (from: ShiftView | null, to: ShiftView | null, { shiftTypes }: Roster): Promise<void> => {
  try {
    if (from === null && to !== null) await addShift(asNewShift(to, shiftTypes, foldOf(to)))
    else if (from !== null && to === null) await removeShift(from.id, from.version)
    else if (from !== null && to !== null) await changeShift(from.id, asShiftChange(from, to, from.version, shiftTypes, foldOf(to)))
  } catch {
    // It is said by the roster itself: what could not be taken back stands there.
  }
}
