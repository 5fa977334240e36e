import { requestCallback, type NewCallback } from '../../services/callbacks/intake/store.ts'
import type { Transaction } from '../../services/db.ts'

type Given = { at: Date; dueAt: Date; number: string } & Partial<NewCallback>

/** A callback as soon as possible, asked for in a call. */
export async function aCallback(tx: Transaction, { at, dueAt, ...given }: Given) {
  const usual = { source: 'ivr', language: 'en', zone: 'Europe/Berlin', ourNumber: '+493023125100', isAsap: true } as const
  return requestCallback(tx, { ...usual, window: { from: at, to: dueAt }, ...given }, at)
}
