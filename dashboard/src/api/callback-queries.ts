import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { toCallbackQuery, type CallbackFilter } from '../callbacks/callback-filter.ts'
import type { Callback, CallbackBoard, CallbackDetail, CallbackFigures, CallbackOptions } from './callback-types.ts'
import { ask, askList } from './http.ts'

/** Live notes make these old at once; this is for when the feed is lost. */
const OFTEN = 15_000

export const callbacksQuery = (filter: CallbackFilter, myId: string | undefined) =>
  queryOptions({
    queryKey: ['callbacks', 'list', filter, myId],
    queryFn: ({ signal }) => askList<Callback>(`/api/callbacks${toCallbackQuery(filter, myId)}`, 'callbacks', { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: OFTEN,
  })
export const myCallbacksQuery = (myId: string | undefined) => ({ ...callbacksQuery({ isMine: true }, myId), enabled: myId !== undefined })

export const callbackQuery = (id: string) =>
  queryOptions({ queryKey: ['callbacks', 'one', id], queryFn: ({ signal }) => ask<CallbackDetail>('GET', callbackPath(id), { signal }) })

/** Reckoned anew from the roster each time: by the clock, and after what we do, not after each ring of a phone. */
export const callbackBoardQuery = queryOptions({
  queryKey: ['callback-board'],
  queryFn: ({ signal }) => ask<CallbackBoard>('GET', '/api/callbacks/board', { signal }),
  refetchInterval: 10_000,
})

export const callbackFiguresQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['callback-figures', from, to],
    queryFn: ({ signal }) => ask<CallbackFigures>('GET', `/api/callbacks/figures?${new URLSearchParams({ from, to }).toString()}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })

/** What may be promised now. */
export const callbackOptionsQuery = (skill: string, language: string) =>
  queryOptions({
    queryKey: ['callback-options', skill, language],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ ...(skill === '' ? {} : { skill }), ...(language === '' ? {} : { language }) })
      return ask<CallbackOptions>('GET', `/api/callbacks/options?${query.toString()}`, { signal })
    },
    placeholderData: keepPreviousData,
  })

export const callbackPath = (id: string, rest = ''): string => `/api/callbacks/${encodeURIComponent(id)}${rest}`
