import type { Transaction } from '../../../db.ts'
import { untell } from '../../../notifications/store.ts'
import { endOffer, holdOffer, LIVE_STATES } from '../offers/store.ts'

/** Somebody leaves the house: what he asked for is withdrawn, nobody waits for his answer, and what he had been about to take looks for somebody again. */
export async function endRequestsOf(tx: Transaction, personId: string, name: string, at: Date): Promise<void> {
  await tx.wish.deleteMany({ where: { personId, toDate: { gt: at } } })
  const asked = await tx.leaveRequest.updateManyAndReturn({ where: { personId, state: 'asked' }, data: { state: 'withdrawn' }, select: { id: true } })
  for (const { id } of asked) await untell(tx, `leaveRequest:${id}`)
  const live = { state: { in: LIVE_STATES } }
  const his = await tx.shiftOffer.findMany({ where: { ...live, OR: [{ personId }, { takenById: personId }] }, select: { id: true }, orderBy: { id: 'asc' } })
  for (const { id } of his) {
    const offer = await holdOffer(tx, id)
    if (!offer || !LIVE_STATES.includes(offer.state)) continue
    if (offer.personId === personId) await endOffer(tx, offer, 'withdrawn', {}, { at, by: personId, name })
    else if (offer.takenById === personId)
      await tx.shiftOffer.update({ where: { id }, data: { state: 'open', takenById: null, takenAt: null, givenShiftId: null, givenSeen: null } })
  }
  await tx.offerPerson.deleteMany({ where: { personId, answer: null, offer: live } })
}
