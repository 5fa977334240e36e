import type { Transaction } from '../db.ts'

/** A call belongs to an incident; said twice, it does so once. The incident's case has the owner and the clock, so no second one is opened. */
export async function joinIncident(tx: Transaction, incidentId: string, callSid: string, joinedAt: Date): Promise<void> {
  await tx.incidentCall.createMany({ data: { incidentId, callSid, joinedAt }, skipDuplicates: true })
}
