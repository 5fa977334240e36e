import type { Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { CallbackRule } from '../../schemas/rules.ts'
import type { CallbackBoard } from '../../schemas/callbacks.ts'
import { CLOSES_ALL } from '../abuse/breaker/store.ts'
import { readPeriods, readSpent } from '../abuse/money/store.ts'
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

/** What keeps strangers out now: what closes the ways goes before a budget that is used up. One that closes by itself counts until then. */
export async function findBreaker(tx: Transaction, at: Date): Promise<CallbackBoard['breaker']> {
  const rows = await tx.callbackBreaker.findMany({
    where: { closedAt: null, OR: [{ untilAt: null }, { untilAt: { gt: at } }] },
    orderBy: { openedAt: 'desc' },
  })
  const row = rows.find(({ why }) => CLOSES_ALL.some((one) => one === why)) ?? rows[0]
  if (!row) return null
  const { id, why, openedAt, untilAt, body } = row
  return { id, why, openedAt: openedAt.toISOString(), untilAt: untilAt?.toISOString() ?? null, body: body as Record<string, unknown> }
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

/** What strangers have made us spend, or what is reserved for it, in this hour and on this day. */
export async function readBudget(tx: Transaction, at: Date, { currency, hourMinor, dayMinor }: CallbackRule['budget']): Promise<CallbackBoard['budget']> {
  const { all: spent } = await readSpent(tx, await readPeriods(tx, at))
  return { currency, hour: { spentMinor: spent.hour, limitMinor: hourMinor }, day: { spentMinor: spent.day, limitMinor: dayMinor } }
}
