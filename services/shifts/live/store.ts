import type { Transaction } from '../../db.ts'
import { LIVE_CHANNEL } from '../../http/live/messages.ts'

/** Tells pages, on commit, that the roster must be read anew. `what` changed: "draft", "settings", "workers", "leave", or the first day of what is published anew. */
export async function announceRoster(db: Pick<Transaction, '$executeRaw'>, what: string): Promise<void> {
  const note = JSON.stringify({ type: 'roster', id: what })
  await db.$executeRaw`SELECT pg_notify(${LIVE_CHANNEL}, ${note})`
}
