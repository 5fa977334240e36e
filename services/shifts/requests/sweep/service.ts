import type { Clock } from '../../../clock.ts'
import type { Database, Transaction } from '../../../db.ts'
import { listPlannerIds, announceOffer, ask, endChanged, endOffer, holdOffer, LIVE_STATES, tellOutcome, type OfferRow, type Telling } from '../offers/store.ts'
import { hasEnded } from '../offers/service.ts'
import { remind } from '../reminders/store.ts'

export type RequestSweep = ReturnType<typeof requestSweep>

/** What time does to offers: the next ones are asked, supervisors hear of what nobody takes, what has begun is over; and shifts are called to mind. */
export function requestSweep({ database: { prisma }, clock, telling }: { database: Pick<Database, 'prisma'>; clock: Clock; telling: Telling }) {
  async function look(id: string, at: Date): Promise<void> {
    await prisma.$transaction(async (tx) => {
      const offer = await holdOffer(tx, id)
      if (!offer || !LIVE_STATES.includes(offer.state)) return
      if (hasEnded(offer, at)) return endOffer(tx, offer, 'expired', {}, { at, by: null, name: '' })
      if (await isStale(tx, offer)) return endChanged(tx, offer, { at, by: null, name: '' })
      if (offer.state !== 'open') return
      const { raiseAt } = offer
      await ask(tx, offer, telling, at)
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
      // One after the other: each holds a connection. One that fails does not hold up the others.
      const failed: unknown[] = []
      const keep = (error: unknown): void => void failed.push(error)
      for (const { id } of live) await look(id, at).catch(keep)
      await remind(prisma, telling.text, at, keep)
      if (failed.length > 0) throw failed[0]
    },
  }
}

/** The roster has changed under it: its person does not work that shift any more, or works longer than was offered (as `isOffered` says). */
async function isStale(tx: Transaction, { shiftId, personId, startsAt, endsAt, createdAt }: OfferRow): Promise<boolean> {
  if (shiftId === null || personId === null) return false
  const begins = [{ startsAt: { gte: startsAt, lt: endsAt } }, { startsAt: { lte: createdAt } }]
  const where = { plan: 'published', shiftId, personId, OR: begins, endsAt: { gt: startsAt, lte: endsAt } }
  return (await tx.duty.count({ where })) === 0
}
