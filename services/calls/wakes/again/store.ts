import type { Transaction } from '../../../db.ts'
import type { Effect } from '../../../ivr/effects.ts'

/** All calls together take ten minutes, and who accepts has half an hour: an older waking is of no use to a caller. */
const LONGEST_MINUTES = 45

/**
 * The waking of an earlier call from the same number about the same thing, while people are being called, or while the one who took it may still call
 * in time. Whoever waits at night dials again: nobody is woken twice for that, and no second person gets the case. Two calls at once are one too.
 */
export async function findWakingOf(tx: Transaction, { number, title, reason, skill }: Extract<Effect, { kind: 'wake' }>, now: Date) {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('waking of ' || ${number}))`
  const awaitsHisCall = { promises: { some: { kind: 'callback', keptAt: null, dueAt: { gt: now } } } }
  return tx.wake.findFirst({
    where: {
      number,
      skill,
      startedAt: { gt: new Date(now.getTime() - LONGEST_MINUTES * 60_000) },
      case: { title, reason, status: 'open' },
      OR: [{ state: 'calling' }, { state: 'accepted', case: awaitsHisCall }],
    },
    orderBy: { startedAt: 'desc' },
    include: { case: { include: { custodies: { where: { toAt: null }, include: { person: true } } } } },
  })
}
