import type { Clock } from '../../../clock.ts'
import type { Database, Transaction } from '../../../db.ts'
import { listPlannerIds, announceOffer, ask, askedOf, endOffer, holdOffer, LIVE_STATES, tellOutcome, type OfferRow, type Telling } from '../offers/store.ts'
import { hasEnded } from '../offers/service.ts'
import { rankAskedBy } from '../offers/waves.ts'
import { remind } from '../reminders/store.ts'

export type RequestSweep = ReturnType<typeof requestSweep>

/** What time does to offers: the next ones are asked, supervisors hear of what nobody takes, what has begun is over; and shifts are called to mind. */
export function requestSweep({ database: { prisma }, clock, telling }: { database: Pick<Database, 'prisma'>; clock: Clock; telling: Telling }) {
  async function look(id: string, at: Date): Promise<void> {
    await prisma.$transaction(async (tx) => {
      const offer = await holdOffer(tx, id)
      if (!offer || !LIVE_STATES.includes(offer.state)) return
      if (hasEnded(offer, at)) return endOffer(tx, offer, 'expired', {}, { at, by: null, name: '' })
      if (await isStale(tx, offer)) return endOffer(tx, offer, 'withdrawn', {}, { at, by: null, name: '' })
      if (offer.state !== 'open') return
      const { raiseAt } = offer
      await ask(tx, offer, rankAskedBy(askedOf(offer), at.getTime()), telling, at)
      if (raiseAt === null || raiseAt > at || offer.raisedAt !== null) return
      await tx.shiftOffer.update({ where: { id }, data: { raisedAt: at } })
      await tellOutcome(tx, offer, [...(await listPlannerIds(tx)), offer.createdById], 'raised', '', at)
      await announceOffer(tx, id)
    })
  }

  return {
    sweep: async (): Promise<void> => {
      const at = clock.now().toJSDate()
      const live = await prisma.shiftOffer.findMany({ where: { state: { in: LIVE_STATES } }, select: { id: true }, orderBy: { startsAt: 'asc' } })
      const looked = await Promise.allSettled(live.map(({ id }) => look(id, at)))
      await remind(prisma, telling.text, at)
      for (const one of looked) if (one.status === 'rejected') throw one.reason
    },
  }
}

/** The roster has changed under it: its person does not work that shift any more. */
async function isStale(tx: Transaction, { shiftId, personId, startsAt, endsAt }: OfferRow): Promise<boolean> {
  if (shiftId === null || personId === null) return false
  const where = { plan: 'published', shiftId, personId, startsAt: { lt: endsAt }, endsAt: { gt: startsAt } }
  return (await tx.duty.count({ where })) === 0
}
