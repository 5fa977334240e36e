import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask } from '../api/http.ts'
import type { CheckedFlow, FlowChange, FlowDetail, FlowFinding, FlowInfo, FlowPublication, FlowTraffic, Rehearsal, RehearsalCall } from '../api/types.ts'

const pathOf = (flow: string, rest = ''): string => `/api/flows/${encodeURIComponent(flow)}${rest}`

/** Somebody else may publish while this is open: the page says so within half a minute. */
const LOOK_AGAIN = 30_000

export const flowQuery = (flow: string) =>
  queryOptions({
    queryKey: ['flow', flow],
    queryFn: ({ signal }) => ask<FlowDetail>('GET', pathOf(flow), { signal }),
    refetchInterval: LOOK_AGAIN,
  })

export const trafficQuery = (flow: string) =>
  queryOptions({
    queryKey: ['flow', flow, 'traffic'],
    queryFn: ({ signal }) => ask<FlowTraffic>('GET', pathOf(flow, '/traffic?days=7'), { signal }),
    staleTime: 60_000,
  })

export const checkQuery = (flow: string, source: string) =>
  queryOptions({
    queryKey: ['flow', flow, 'check', source],
    queryFn: ({ signal }) => ask<CheckedFlow>('POST', pathOf(flow, '/check'), { body: { source }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  })

export type Comparison = { changes: FlowChange[]; findings: FlowFinding[] }

export const compareQuery = (flow: string, version: string, source: string) =>
  queryOptions({
    queryKey: ['flow', flow, 'compare', version, source],
    queryFn: ({ signal }) => ask<Comparison>('POST', pathOf(flow, '/compare'), { body: { source }, signal }),
    gcTime: 60_000,
  })

/** The same call is the same rehearsal, as long as the version is. */
export const rehearseQuery = (flow: string, version: string, call: RehearsalCall) =>
  queryOptions({
    queryKey: ['flow', flow, 'rehearse', version, call],
    queryFn: ({ signal }) => ask<Rehearsal>('POST', pathOf(flow, '/rehearse'), { body: call, signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  })

export const publicationsQuery = (flow: string) =>
  queryOptions({ queryKey: ['flow', flow, 'publications'], queryFn: ({ signal }) => ask<FlowPublication[]>('GET', pathOf(flow, '/publications'), { signal }) })

export const sourceQuery = (flow: string, version: string) =>
  queryOptions({
    queryKey: ['flow', flow, 'source', version],
    queryFn: ({ signal }) => ask<{ source: string }>('GET', pathOf(flow, `/versions/${version}`), { signal }),
    staleTime: Infinity,
  })

export const publishFlow = (flow: string, body: { source: string; why: string; replaces: string }) => ask<FlowInfo>('POST', pathOf(flow, '/publish'), { body })
export const rollBackFlow = (flow: string, body: { version: string; why: string }) => ask<FlowInfo>('POST', pathOf(flow, '/rollback'), { body })
