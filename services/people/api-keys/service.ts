import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { Role } from '../../schemas/people.ts'
import { hashOf, newSecret } from '../../secrets/service.ts'
import { hintOf, KEY_PREFIX } from '../secrets.ts'
import { announceAccess } from '../store.ts'
import { apiKeyView } from '../views.ts'

type KeyView = ReturnType<typeof apiKeyView>
export type NewApiKey = { name: string; role: Role; expiresAt?: string | null | undefined }

export type ApiKeyService = {
  /** `key` is in this answer only; the table has its hash. */
  createApiKey: (given: NewApiKey) => Promise<KeyView & { key: string }>
  listApiKeys: () => Promise<KeyView[]>
  revokeApiKey: (id: string) => Promise<void>
}

/** Keys for programs. */
export function apiKeyService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }): ApiKeyService {
  return {
    createApiKey: async ({ name, role, expiresAt }) => {
      const now = clock.now()
      if (expiresAt && DateTime.fromISO(expiresAt) <= now) {
        throw domainError('EXPIRY_PASSED', { at: expiresAt, now: now.toJSDate().toISOString() })
      }
      const key = `${KEY_PREFIX}${newSecret()}`
      const row = await prisma.apiKey.create({
        data: {
          id: randomUUID(),
          name,
          role,
          keyHash: hashOf(key),
          hint: hintOf(key),
          createdAt: now.toJSDate(),
          expiresAt: expiresAt ?? null,
        },
      })
      return { ...apiKeyView(row), key }
    },
    listApiKeys: async () => (await prisma.apiKey.findMany({ orderBy: { createdAt: 'desc' } })).map(apiKeyView),
    revokeApiKey: async (id) => {
      const { count } = await prisma.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: clock.now().toJSDate() } })
      if (count === 0) throw domainError('NOT_FOUND', { kind: 'API key', id })
      await announceAccess(prisma, id)
    },
  }
}
