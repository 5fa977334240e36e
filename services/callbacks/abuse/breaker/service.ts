import type { Clock } from '../../../clock.ts'
import type { Database, Transaction } from '../../../db.ts'
import { getRule } from '../../../rules/store.ts'
import type { CallbackRule } from '../../../schemas/rules.ts'
import { isUnderPressure } from '../judge.ts'
import { findLack, readPeriods, readSpent } from '../money/store.ts'
import { dropOldCounts } from '../store.ts'
import { countedSince, quietMinutes, type Before } from './share.ts'
import { closeBreaker, countCalls, findLast, findOpen, listOver, openBreaker, tellLeads, type Why } from './store.ts'

const BUDGET = { hour: 'budgetHour', day: 'budgetDay' } as const

/**
 * Closes the public ways when calls to who asked by them go wrong, opens them on trial when it was quiet for as long, and says so when the money for
 * strangers is used up. Any number of workers may look.
 */
export function breakerWatch({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    sweep: async (): Promise<void> => {
      const at = clock.now().toJSDate()
      await prisma.$transaction(async (tx) => {
        await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('callback breaker'))`
        const { body: rule } = await getRule(tx, 'callback')
        for (const { id, untilAt } of await listOver(tx, at)) await closeBreaker(tx, id, untilAt ?? at)
        await watchCalls(tx, rule, at)
        await watchMoney(tx, rule, at)
        await watchCrowd(tx, at)
      })
      await dropOldCounts(prisma, at)
    },
  }
}

async function watchCalls(tx: Transaction, { breaker: rule }: CallbackRule, at: Date): Promise<void> {
  if (await findOpen(tx, 'failed', at)) return
  const last = await findLast(tx, 'failed')
  const before: Before | undefined = last ? { openedAt: last.openedAt, endedAt: last.closedAt ?? at } : undefined
  const since = countedSince(before, at, rule)
  const calls = await countCalls(tx, since, rule.shortSeconds)
  const minutes = quietMinutes(calls, before, at, rule)
  if (minutes === undefined) return
  const body = { calls: calls.all, bad: calls.bad, minutes: Math.round((at.getTime() - since.getTime()) / 60_000) }
  await openBreaker(tx, { why: 'failed', at, untilAt: new Date(at.getTime() + minutes * 60_000), body })
}

/** Strangers have no money left when a text with a code and a call in our own country do not fit; with a larger budget they have some again. */
async function watchMoney(tx: Transaction, { budget }: CallbackRule, at: Date): Promise<void> {
  const periods = await readPeriods(tx, at)
  const lack = await findLack(tx, periods, { price: budget.callMinor + budget.textMinor, budget, at })
  const { all: spent } = await readSpent(tx, periods)
  for (const period of ['hour', 'day'] as const) {
    const why: Why = BUDGET[period]
    const open = await findOpen(tx, why, at)
    if (open && lack !== period) await closeBreaker(tx, open.id, at)
    if (open || lack !== period) continue
    const body = { period: periods[period].at.toISOString(), limitMinor: budget[`${period}Minor`], spentMinor: spent[period], currency: budget.currency }
    if (await isClosedByHand(tx, why, body)) continue
    await openBreaker(tx, { why, at, untilAt: periods[period].until, body, key: `${body.period} ${body.limitMinor}` })
  }
}

/** Somebody knows it and has closed it: it does not come back with the same money in the same hour. */
async function isClosedByHand(tx: Transaction, why: Why, { period, limitMinor }: { period: string; limitMinor: number }): Promise<boolean> {
  const last = await findLast(tx, why)
  const body = last?.body as { period?: string; limitMinor?: number } | undefined
  return last?.closedById != null && body?.period === period && body.limitMinor === limitMinor
}

/** Machines ask: nothing is closed, but strangers need a code, and somebody of us should know. */
async function watchCrowd(tx: Transaction, at: Date): Promise<void> {
  const periods = await readPeriods(tx, at)
  const row = await tx.askCount.findUnique({ where: { scope_key_period_periodAt: { scope: 'all', key: '', period: 'hour', periodAt: periods.hour.at } } })
  if (!row || !isUnderPressure({ passed: row.count, refused: row.refused })) return
  const body = { why: 'pressure', calls: row.count + row.refused, bad: row.refused, until: periods.hour.until.toISOString() }
  await tellLeads(tx, { key: `pressure:${periods.hour.at.toISOString()}`, body }, at)
}
