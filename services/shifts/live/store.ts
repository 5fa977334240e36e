import type { Transaction } from '../../db.ts'
import { LIVE_CHANNEL } from '../../http/live/messages.ts'

/** What of the roster changed. */
export type RosterPart = 'settings' | 'workers' | 'leave'

/** Tells pages, on commit, that the roster must be read anew. */
export async function announceRoster(db: Pick<Transaction, '$executeRaw'>, id: RosterPart): Promise<void> {
  const note = JSON.stringify({ type: 'roster', id })
  await db.$executeRaw`SELECT pg_notify(${LIVE_CHANNEL}, ${note})`
}
