import type { DateTime } from 'luxon'
import type { Prisma } from '../../prisma/generated/client.ts'
import type { Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import { LIVE_CHANNEL } from '../http/live/messages.ts'
import type { PersonRow } from './views.ts'

/** Ends sessions that still run; how many. */
export async function endSessions(db: Pick<Transaction, 'loginSession'>, which: Prisma.LoginSessionWhereInput, now: DateTime): Promise<number> {
  const { count } = await db.loginSession.updateMany({ where: { ...which, revokedAt: null }, data: { revokedAt: now.toJSDate() } })
  return count
}

/** Tells every process that the rights of a person or key changed: open sockets are asked again at once (on commit). */
export async function announceAccess(db: Pick<Transaction, '$executeRaw'>, id: string): Promise<void> {
  const note = JSON.stringify({ type: 'access', id })
  await db.$executeRaw`SELECT pg_notify(${LIVE_CHANNEL}, ${note})`
}

export async function getPerson(db: Pick<Transaction, 'person'>, id: string): Promise<PersonRow> {
  const row = await db.person.findUnique({ where: { id }, include: { level: true } })
  if (!row) throw domainError('NOT_FOUND', { kind: 'person', id })
  return row
}

/** The active admins, locked until the transaction ends: two that demote each other at once must not both succeed. */
export async function lockAdmins(db: Pick<Transaction, '$queryRaw'>): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT id FROM person WHERE role = 'admin' AND is_active ORDER BY id FOR UPDATE`
  return rows.map(({ id }) => id)
}
