import type { Prisma } from '../../prisma/generated/client.ts'
import type { Transaction } from '../db.ts'

/** `actor`: a person's id, "key:<id>" or "rules"; `subject`: an id; `body`: ids and plain facts, nothing personal. */
export type NewAuditEntry = { at: Date; actor: string; kind: string; subject: string; body?: Prisma.InputJsonObject }

/** Writes down who did what. At the commit the database gives the entry its place in the chain; custody and promises write their own. */
export async function audit(tx: Pick<Transaction, 'auditEntry'>, { body = {}, ...entry }: NewAuditEntry): Promise<void> {
  await tx.auditEntry.create({ data: { ...entry, body } })
}
