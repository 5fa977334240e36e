import { randomUUID } from 'node:crypto'
import type { Transaction } from '../db.ts'

export type NewCallback = { caseId: string; callSid: string; number: string; language: string; requestedAt: Date; dueAt: Date }

/** Somebody wants to be called back. */
export async function requestCallback(tx: Transaction, callback: NewCallback): Promise<void> {
  await tx.callback.create({ data: { id: randomUUID(), ...callback } })
}
