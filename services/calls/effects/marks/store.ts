import type { Transaction } from '../../../db.ts'
import type { Effect } from '../../../ivr/effects.ts'
import type { Performed } from '../performed.ts'

/** One mark for a call and name: the first counts. */
export async function performRating(tx: Transaction, { call, at }: Performed, { name, score, most }: Extract<Effect, { kind: 'rating' }>): Promise<void> {
  await tx.rating.createMany({ data: { callSid: call.sid, name, score, most, givenAt: at }, skipDuplicates: true })
}
