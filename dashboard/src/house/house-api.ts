import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as audit from '../../../services/schemas/audit.ts'
import type * as customers from '../../../services/schemas/customers.ts'
import type * as departures from '../../../services/schemas/departures.ts'
import { ask, askList, sendFile } from '../api/http.ts'

// The server's own schemas, as types only: not a byte of them is in the bundle.
export type Heirloom = departures.Heirloom
export type HeirloomCounts = departures.HeirloomCounts
export type Successors = departures.Successors
export type Departure = departures.Departure
export type Belongings = z.infer<typeof departures.belongings>
export type NewDeparture = z.input<typeof departures.newDeparture>
export type BlockedNumber = z.infer<typeof customers.blockedNumber>
export type NewBlockedNumber = z.input<typeof customers.newBlockedNumber>
export type ImportFault = z.infer<typeof customers.importFault>
export type ImportResult = z.infer<typeof customers.importResult>
export type ImportKind = 'orders' | 'products'
export type AuditEntry = z.infer<typeof audit.auditEntry>
export type AuditSearch = { subject?: string; kind?: string }

const path = encodeURIComponent

export const belongingsQuery = (personId: string) =>
  queryOptions({
    queryKey: ['departure', personId],
    queryFn: ({ signal }) => ask<Belongings>('GET', `/api/people/${path(personId)}/departure`, { signal }),
    // What is left is asked for each time that somebody looks.
    gcTime: 0,
  })
export const letGo = (personId: string, body: NewDeparture): Promise<Departure> => ask('POST', `/api/people/${path(personId)}/departure`, { body })

export const blockedQuery = queryOptions({
  queryKey: ['blocked-numbers'],
  queryFn: ({ signal }) => askList<BlockedNumber>('/api/blocked-numbers', 'blockedNumbers', { signal }),
  // Calls are turned away meanwhile.
  refetchInterval: 30_000,
})
export const block = (body: NewBlockedNumber): Promise<BlockedNumber> => ask('POST', '/api/blocked-numbers', { body })
export const unblock = (number: string): Promise<unknown> => ask('DELETE', `/api/blocked-numbers/${path(number)}`)

/** The table must be sent as text/csv, whatever the machine of the user calls such files. */
export const importTable = (kind: ImportKind, table: ArrayBuffer, isDryRun: boolean): Promise<ImportResult> =>
  sendFile(`/api/imports/${kind}?dryRun=${isDryRun}`, new Blob([table], { type: 'text/csv' }))

const AUDIT_PAGE = 50
export const auditQuery = ({ subject, kind }: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', subject ?? '', kind ?? ''],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        limit: String(AUDIT_PAGE),
        ...(subject === undefined ? {} : { subject }),
        ...(kind === undefined ? {} : { kind }),
        ...(pageParam === null ? {} : { before: String(pageParam) }),
      })
      return askList<AuditEntry>(`/api/audit?${query.toString()}`, 'entries', { signal })
    },
    initialPageParam: null as number | null,
    getNextPageParam: (entries) => (entries.length < AUDIT_PAGE ? null : (entries.at(-1)?.seq ?? null)),
  })
