import { DateTime } from 'luxon'
import type { Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { CallbackRule } from '../../schemas/rules.ts'
import type { CallbackBoard } from '../../schemas/callbacks.ts'
import { LIVE_STATES } from '../states.ts'

const ref = { id: true, name: true } as const

export async function listPauses(tx: Transaction): Promise<CallbackBoard['pauses']> {
  const rows = await tx.callbackPause.findMany({ where: { resumedAt: null }, orderBy: { pausedAt: 'asc' } })
  const people = await tx.person.findMany({ where: { id: { in: rows.flatMap(({ pausedById }) => pausedById ?? []) } }, select: ref })
  return rows.map(({ id, skill, why, pausedAt, pausedById }) => ({
    ...{ id, skill, reason: why, at: pausedAt.toISOString() },
    by: people.find((person) => person.id === pausedById) ?? null,
  }))
}

/** The public ways in are closed by it; one that closes by itself counts until then. */
export async function findBreaker(tx: Transaction, at: Date): Promise<CallbackBoard['breaker']> {
  const row = await tx.callbackBreaker.findFirst({
    where: { closedAt: null, OR: [{ untilAt: null }, { untilAt: { gt: at } }] },
    orderBy: { openedAt: 'desc' },
  })
  return (
    row && {
      id: row.id,
      why: row.why,
      openedAt: row.openedAt.toISOString(),
      untilAt: row.untilAt?.toISOString() ?? null,
      body: row.body as Record<string, unknown>,
    }
  )
}

/** Of us: whose phone rings for a callback, or who talks for one. */
export async function peopleInUse(tx: Transaction): Promise<Set<string>> {
  const rows = await tx.callbackAttempt.findMany({ where: { endedAt: null, personId: { not: null } }, select: { personId: true } })
  return new Set(rows.flatMap(({ personId }) => personId ?? []))
}

export async function countQueue(tx: Transaction): Promise<Pick<CallbackBoard, 'waiting' | 'live'>> {
  const [row] = await tx.$queryRaw<[{ waiting: number; live: number }]>`
    select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = any(${[...LIVE_STATES]}::text[]))::int as live
    from callback where ended_at is null`
  return row
}

export async function checkSkill(tx: Transaction, skill: string): Promise<void> {
  const skills = await tx.skill.findMany({ orderBy: { key: 'asc' }, select: { key: true } })
  if (!skills.some(({ key }) => key === skill)) throw domainError('SKILL_UNKNOWN', { skill, allowed: skills.map(({ key }) => key).join(', ') })
}

/** What was spent, or is reserved, in this hour and on this day by the clock on the company's wall. */
export async function readBudget(
  tx: Transaction,
  { at, zone, budget }: { at: Date; zone: string; budget: CallbackRule['budget'] },
): Promise<CallbackBoard['budget']> {
  const now = DateTime.fromJSDate(at, { zone })
  const spent = async (period: 'hour' | 'day') => {
    const [row] = await tx.$queryRaw<[{ minor: number }]>`
      select coalesce(sum(coalesce(settled_minor, reserved_minor)), 0)::int as minor from spending where at >= ${now.startOf(period).toJSDate()} and at <= ${at}`
    return row.minor
  }
  return {
    currency: budget.currency,
    hour: { spentMinor: await spent('hour'), limitMinor: budget.hourMinor },
    day: { spentMinor: await spent('day'), limitMinor: budget.dayMinor },
  }
}
