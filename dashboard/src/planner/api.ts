import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask, askList } from '../api/http.ts'
import type { Period, Plan } from '../roster/types.ts'
import type {
  FairnessView,
  NewOffer,
  NewPlan,
  Offer,
  OfferList,
  PayPackView,
  PayPreview,
  PlanApplied,
  PlanRoster,
  PlanRun,
  RepairChoice,
  RepairQuery,
  Repairs,
} from './types.ts'

const periodOf = ({ from, to }: Period): string => `from=${from}&to=${to}`

/** While a plan is made its figures change by the second; a lost live note must not stop the clock on the screen. */
const POLL = 1_500

export const isUnderWay = ({ state }: Pick<PlanRun, 'state'>): boolean => state === 'queued' || state === 'running'

export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: ({ signal }) => askList<PlanRun>('/api/plans', 'plans', { signal }),
})
export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ['plans', id],
    queryFn: ({ signal }) => ask<PlanRun>('GET', `/api/plans/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? POLL : false),
  })
export const planRosterQuery = (id: string, isWanted: boolean) =>
  queryOptions({
    queryKey: ['plans', id, 'roster'],
    queryFn: ({ signal }) => ask<PlanRoster>('GET', `/api/plans/${id}/roster`, { signal }),
    enabled: isWanted,
  })
export const startPlan = (body: NewPlan) => ask<PlanRun>('POST', '/api/plans', { body })
export const stopPlan = (id: string) => ask<PlanRun>('POST', `/api/plans/${id}/stop`)
export const continuePlan = (id: string) => ask<PlanRun>('POST', `/api/plans/${id}/continue`)
export const cancelPlan = (id: string) => ask<unknown>('POST', `/api/plans/${id}/cancel`)
export const applyPlan = (id: string) => ask<PlanApplied>('POST', `/api/plans/${id}/apply`)

/** The draft as it was before it was applied; the server refuses if somebody has changed it since. */
export const takeBackPlan = (id: string) => ask<unknown>('POST', `/api/plans/${id}/take-back`)

export const fairnessQuery = (period: Period) =>
  queryOptions({
    queryKey: ['fairness', period.from, period.to],
    queryFn: ({ signal }) => askList<FairnessView>(`/api/fairness?${periodOf(period)}`, 'people', { signal }),
    placeholderData: keepPreviousData,
  })

/** What the server says the period costs; only who may see pay is told. */
export const payPreviewQuery = (period: Period, plan: Plan, isAllowed: boolean) =>
  queryOptions({
    queryKey: ['pay-preview', plan, period.from, period.to],
    queryFn: ({ signal }) => ask<PayPreview>('GET', `/api/pay/preview?${periodOf(period)}&plan=${plan}`, { signal }),
    placeholderData: keepPreviousData,
    enabled: isAllowed,
    retry: false,
  })
export const payPacksQuery = (isAllowed: boolean) =>
  queryOptions({
    queryKey: ['pay-packs'],
    queryFn: ({ signal }) => askList<PayPackView>('/api/pay/packs', 'packs', { signal }),
    staleTime: 300_000,
    enabled: isAllowed,
    retry: false,
  })

export const askRepairs = (body: RepairQuery) => ask<Repairs>('POST', '/api/repairs', { body })
export const chooseRepair = (body: RepairChoice) => ask<unknown>('POST', '/api/repairs/choice', { body })

export const offersQuery = queryOptions({
  queryKey: ['offers'],
  queryFn: ({ signal }) => ask<OfferList>('GET', '/api/shift-offers', { signal }),
})
export const offerQuery = (id: string) =>
  queryOptions({ queryKey: ['offers', id], queryFn: ({ signal }) => ask<Offer>('GET', `/api/shift-offers/${id}`, { signal }), refetchInterval: 10_000 })
export const makeOffer = (body: NewOffer) => ask<Offer>('POST', '/api/shift-offers', { body })
export const withdrawOffer = (id: string) => ask<unknown>('POST', `/api/shift-offers/${id}/withdrawal`)
export const decideOffer = (id: string, isGranted: boolean) => ask<unknown>('POST', `/api/shift-offers/${id}/decision`, { body: { isGranted } })
