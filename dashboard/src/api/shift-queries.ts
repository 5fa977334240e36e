import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask, askList } from './http.ts'
import type { Board, Feed, Handover, Holiday, Leave, MyShifts, Need, Notice, OnShiftAnswer, RosterSettings, ShiftType, Skill, Worker } from './shift-types.ts'

// Live messages make these old by the first part of their keys (live/live-order.ts). A duty also begins and ends without one.
const MINUTE = 60_000

export const boardQuery = queryOptions({
  queryKey: ['board'],
  queryFn: ({ signal }) => ask<Board>('GET', '/api/board', { signal }),
  refetchInterval: MINUTE,
})

export type OnShiftQuestion = { at: string; levelId: string; skill: string; language: string; isUrgent: boolean }

export const onShiftQuery = (question: OnShiftQuestion) =>
  queryOptions({
    queryKey: ['board', 'on-shift', question],
    queryFn: ({ signal }) => ask<OnShiftAnswer>('GET', `/api/on-shift${questionText(question)}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: MINUTE,
  })

const questionText = ({ isUrgent, ...texts }: OnShiftQuestion): string => {
  const query = new URLSearchParams({ isUrgent: String(isUrgent) })
  for (const [name, value] of Object.entries(texts)) if (value !== '') query.set(name, value)
  return `?${query.toString()}`
}

export const myShiftsQuery = queryOptions({
  queryKey: ['my-shifts'],
  queryFn: ({ signal }) => ask<MyShifts>('GET', '/api/me/shifts', { signal }),
  refetchInterval: MINUTE,
})
export const feedsQuery = queryOptions({ queryKey: ['feeds'], queryFn: ({ signal }) => askList<Feed>('/api/me/feeds', 'feeds', { signal }) })
export const handoversQuery = queryOptions({
  queryKey: ['handovers'],
  queryFn: ({ signal }) => askList<Handover>('/api/handovers', 'handovers', { signal }),
})
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => askList<Notice>('/api/me/notices', 'notices', { signal }),
  staleTime: MINUTE,
})

export const skillsQuery = queryOptions({
  queryKey: ['planning', 'skills'],
  queryFn: ({ signal }) => askList<Skill>('/api/skills', 'skills', { signal }),
  staleTime: MINUTE,
})
export const shiftTypesQuery = queryOptions({
  queryKey: ['planning', 'shift-types'],
  queryFn: ({ signal }) => askList<ShiftType>('/api/shift-types', 'shiftTypes', { signal }),
})
export const needsQuery = queryOptions({ queryKey: ['planning', 'needs'], queryFn: ({ signal }) => askList<Need>('/api/needs', 'needs', { signal }) })
export const workersQuery = queryOptions({
  queryKey: ['planning', 'workers'],
  queryFn: ({ signal }) => askList<Worker>('/api/workers', 'workers', { signal }),
})
/** Dates of the company's calendar; `to` is not included. */
export const leavesQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['planning', 'leaves', from, to],
    queryFn: ({ signal }) => askList<Leave>(`/api/leaves?from=${from}&to=${to}`, 'leaves', { signal }),
    placeholderData: keepPreviousData,
  })
export const rosterSettingsQuery = queryOptions({
  queryKey: ['planning', 'settings'],
  queryFn: ({ signal }) => ask<RosterSettings>('GET', '/api/roster-settings', { signal }),
})
export const holidaysQuery = (siteId: string, year: number) =>
  queryOptions({
    queryKey: ['planning', 'holidays', siteId, year],
    queryFn: ({ signal }) => askList<Holiday>(`/api/sites/${siteId}/holidays?from=${year}-01-01&to=${year + 1}-01-01`, 'holidays', { signal }),
  })
