import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask, askList } from './http.ts'
import type { PayMonth, PayPack, PayStatement, WorkedTime } from './pay-types.ts'

/** The words of a statement are the server's, in the language of the screen. */
export const myPayQuery = (month: string, language: string) =>
  queryOptions({
    queryKey: ['pay', 'mine', month, language],
    queryFn: ({ signal }) => ask<PayStatement>('GET', `/api/my-pay/${month}?language=${language}`, { signal }),
  })
export const payMonthQuery = (month: string) =>
  queryOptions({
    queryKey: ['pay', 'month', month],
    queryFn: ({ signal }) => ask<PayMonth>('GET', `/api/pay/months/${month}`, { signal }),
    placeholderData: keepPreviousData,
  })
export const payStatementQuery = (month: string, personId: string, language: string) =>
  queryOptions({
    queryKey: ['pay', 'person', month, personId, language],
    queryFn: ({ signal }) => ask<PayStatement>('GET', `/api/pay/months/${month}/people/${personId}?language=${language}`, { signal }),
  })
export const payPacksQuery = queryOptions({
  queryKey: ['pay', 'packs'],
  queryFn: ({ signal }) => askList<PayPack>('/api/pay/packs', 'packs', { signal }),
})
export const workedTimesQuery = (state: WorkedTime['state']) =>
  queryOptions({
    queryKey: ['pay', 'worked-times', state],
    queryFn: ({ signal }) => askList<WorkedTime>(`/api/pay/worked-times?state=${state}`, 'workedTimes', { signal }),
  })
