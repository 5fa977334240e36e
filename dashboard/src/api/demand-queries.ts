import { queryOptions } from '@tanstack/react-query'
import { ask, askList } from './http.ts'
import type { Forecast, NightShare, OpeningPattern } from './pay-types.ts'

/** Dates; `to` is not included. `skill` '': all calls. */
export type ForecastQuestion = {
  from: string
  to: string
  siteId: string
  levelId: string
  skill: string
  minutes: number
  weeks: number
  servicePercent: number
  answerSeconds: number
  shrinkagePercent: number
}

export const forecastQuery = (question: ForecastQuestion) =>
  queryOptions({
    queryKey: ['planning', 'forecast', question],
    queryFn: ({ signal }) => ask<Forecast>('GET', `/api/demand/forecast?${questionText(question)}`, { signal }),
    staleTime: 60_000,
  })

const questionText = (question: ForecastQuestion): string =>
  new URLSearchParams(Object.entries(question).map(([name, value]) => [name, String(value)])).toString()

export const nightShareQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['planning', 'nights', from, to],
    queryFn: ({ signal }) => ask<NightShare>('GET', `/api/advice/nights?from=${from}&to=${to}`, { signal }),
    staleTime: 300_000,
  })
export const openingQuery = queryOptions({
  queryKey: ['planning', 'opening'],
  queryFn: ({ signal }) => askList<OpeningPattern>('/api/advice/opening', 'patterns', { signal }),
  staleTime: 300_000,
})
