import { queryOptions } from '@tanstack/react-query'
import { ask, askList } from './http.ts'
import type { CallUnderWay, Desk, DeskForm, DeskFormSave, DeskFormSubmit, DeskPop } from './desk-types.ts'

const path = encodeURIComponent

/** Live notes make it old at once; while a phone rings nobody waits for a note that was lost. */
const WHILE_RINGING = 2_000
const OTHERWISE = 20_000

export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: ({ signal }) => ask<Desk>('GET', '/api/desk', { signal }),
  refetchInterval: ({ state }) => (state.data?.calls.some((call) => call.state === 'ringing') ? WHILE_RINGING : OTHERWISE),
  refetchIntervalInBackground: true,
})

/** Of a call that is not the newest one. */
export const popQuery = (sid: string) =>
  queryOptions({ queryKey: ['desk', 'pop', sid], queryFn: ({ signal }) => ask<DeskPop>('GET', `/api/desk/calls/${path(sid)}`, { signal }) })

export const callsUnderWayQuery = queryOptions({
  queryKey: ['desk', 'under-way'],
  queryFn: ({ signal }) => askList<CallUnderWay>('/api/desk/calls', 'calls', { signal }),
  refetchInterval: 5_000,
})

const formPath = (sid: string): string => `/api/desk/forms/${path(sid)}`
export const formApi = {
  get: (sid: string) => ask<DeskForm>('GET', formPath(sid)),
  put: (sid: string, body: DeskFormSave) => ask<DeskForm>('PUT', formPath(sid), { body }),
  submit: (sid: string, body: DeskFormSubmit) => ask<DeskForm>('POST', `${formPath(sid)}/submit`, { body }),
}
