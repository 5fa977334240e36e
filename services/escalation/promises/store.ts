import { randomUUID } from 'node:crypto'
import type { Transaction } from '../../db.ts'

export type NewPromise = { caseId: string; callSid: string | null; kind: 'answer' | 'callback'; madeAt: Date; dueAt: Date; toWhom?: string }

/** Writes down a time told to a customer. The database refuses one that is later than the case's 20 hours. */
export async function makePromise(tx: Transaction, promise: NewPromise): Promise<void> {
  await tx.customerPromise.create({ data: { id: randomUUID(), ...promise } })
}

/** What was promised on a case is kept, all of that kind. Returns how many promises that were. */
export async function keepPromises(tx: Transaction, caseId: string, kind: NewPromise['kind'], at: Date): Promise<number> {
  const { count } = await tx.customerPromise.updateMany({ where: { caseId, kind, keptAt: null, replacedAt: null }, data: { keptAt: at } })
  return count
}
