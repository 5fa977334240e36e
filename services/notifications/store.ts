import { randomUUID } from 'node:crypto'
import type { Prisma } from '../../prisma/generated/client.ts'
import type { Transaction } from '../db.ts'
import { LIVE_CHANNEL } from '../http/live/messages.ts'
import type { NoticeView } from '../schemas/rosters.ts'

/** `key`: what it is about; a person is told once of each, however often `tell` is called. */
export type Told = { kind: NoticeView['kind']; key: string; body: Prisma.InputJsonObject }

/**
 * Tells people something: one row each, and none for who has it already. Their pages hear of it on commit. Returns who is told anew, for
 * whoever sends more than a row.
 */
export async function tell(tx: Transaction, people: readonly string[], { kind, key, body }: Told, at: Date): Promise<string[]> {
  // In one order: two who tell the same people at once must not wait for each other in a circle.
  const data = [...new Set(people)].sort().map((personId) => ({ id: randomUUID(), personId, kind, key, body, createdAt: at }))
  const rows = await tx.notice.createManyAndReturn({ data, skipDuplicates: true, select: { personId: true } })
  for (const { personId } of rows) await announceNotice(tx, personId)
  return rows.map(({ personId }) => personId)
}

/** Says that somebody's notices changed; `id` is the person. */
export async function announceNotice(db: Pick<Transaction, '$executeRaw'>, personId: string): Promise<void> {
  const note = JSON.stringify({ type: 'notice', id: personId })
  await db.$executeRaw`SELECT pg_notify(${LIVE_CHANNEL}, ${note})`
}

/** What is no longer so need not be told: takes back the notices of `key` that nobody has seen. */
export async function untell(tx: Transaction, key: string): Promise<void> {
  const rows = await tx.$queryRaw<{ person_id: string }[]>`DELETE FROM notice WHERE key = ${key} AND seen_at IS NULL RETURNING person_id`
  for (const { person_id: personId } of rows) await announceNotice(tx, personId)
}
