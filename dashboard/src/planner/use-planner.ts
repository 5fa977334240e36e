import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { isUnderWay, plansQuery } from './api.ts'
import type { PlanRun } from './types.ts'

export type PlannerView = { kind: 'form'; of: 'gaps' | 'month' } | { kind: 'run'; id: string }

/** What of the planner is open. A plan that is being made goes on when it is closed, and can be opened again. */
export const usePlanner = (mayEdit: boolean) => {
  const [view, setView] = useState<PlannerView | null>(null)
  const { data } = useQuery({ ...plansQuery, enabled: mayEdit, retry: false })
  const latest = data?.find((run) => isUnderWay(run)) ?? data?.find(({ state, appliedAt }) => (state === 'done' || state === 'stopped') && appliedAt === null)
  return { view, setView, latest, close: useCallback(() => setView(null), []) }
}
export type Planner = ReturnType<typeof usePlanner>

/** What the server answered to a button is what the screen shows, without waiting for the next look. */
export const useKeepRun = () => {
  const queryClient = useQueryClient()
  return (run: PlanRun | null) => {
    if (run) queryClient.setQueryData(['plans', run.id], run)
    void queryClient.invalidateQueries({ queryKey: ['plans'] })
  }
}
