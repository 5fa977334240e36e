import type { Transaction } from '../db.ts'

export type Unmet = { id: string; callSid: string | null; section: string | null; asked: string; by: 'keys' | 'speech' | 'agent'; at: Date }

/** Somebody asked for what the directory has not: what is asked often should be in it. */
export async function addUnmet(tx: Pick<Transaction, 'unmetRequest'>, unmet: Unmet): Promise<void> {
  await tx.unmetRequest.createMany({ data: unmet, skipDuplicates: true })
}
