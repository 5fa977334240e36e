import type { Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
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
