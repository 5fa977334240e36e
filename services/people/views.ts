import type { ApiKey, LoginSession, Level, Person } from '../../prisma/generated/client.ts'
import type { PersonView } from '../schemas/people.ts'

export type PersonRow = Person & { level: Level | null }

export function personView(row: PersonRow): PersonView {
  const { id, name, email, phone, role, language, level, isActive } = row
  return {
    id,
    name,
    email,
    phone,
    role,
    language,
    isActive,
    level: level && { id: level.id, rank: level.rank, name: level.name },
    hasPassword: row.passwordHash !== null,
    createdAt: row.createdAt.toISOString(),
  }
}

export function levelView(row: Level & { head: { id: string; name: string } }) {
  const { id, rank, name, isExecutive, head } = row
  return { id, rank, name, isExecutive, head: { id: head.id, name: head.name } }
}

export function sessionView(row: LoginSession, currentId: string) {
  return {
    id: row.id,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    isCurrent: row.id === currentId,
  }
}

export function apiKeyView(row: ApiKey) {
  const { id, name, role, hint } = row
  return {
    id,
    name,
    role,
    hint,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}
