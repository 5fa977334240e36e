import type { DateTime } from 'luxon'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { hashOf, newSecret } from '../../secrets/service.ts'
import { FIRST_LINK_DAYS, INVITATION_DAYS } from '../secrets.ts'
import { hashPassword, openSession, type SignedIn, type Visitor } from '../sign-in/service.ts'
import { announceAccess, endSessions, getPerson } from '../store.ts'

export type Purpose = 'invitation' | 'first sign-in'
/** `url` is in this answer only; the table has the token's hash. */
export type OneTimeUrl = { url: string; expiresAt: string }

export type LinkService = {
  /** A link with which the person sets a password (also a new one, when the old is forgotten). Earlier invitations end. */
  invite: (personId: string) => Promise<OneTimeUrl>
  /** The link that start-up prints: signs the first admin in once. */
  createFirstAdminLink: (personId: string) => Promise<OneTimeUrl>
  getLink: (token: string) => Promise<{ name: string; email: string; purpose: Purpose }>
  acceptInvitation: (given: { token: string; password: string }, visitor: Visitor) => Promise<SignedIn>
  useSignInLink: (given: { token: string }, visitor: Visitor) => Promise<SignedIn>
}

/** Links that work once. `baseUrl` is asked late: with port 0 it is known only when the server listens. */
export function linkService({
  database: { prisma },
  clock,
  baseUrl,
}: {
  database: Pick<Database, 'prisma'>
  clock: Clock
  baseUrl: () => string
}): LinkService {
  const create = async (personId: string, purpose: Purpose, days: number): Promise<OneTimeUrl> => {
    const now = clock.now()
    const token = newSecret()
    const expiresAt = now.plus({ days }).toJSDate()
    await prisma.$transaction(async (tx) => {
      const { isActive, name } = await getPerson(tx, personId)
      if (!isActive) throw domainError('PERSON_INACTIVE', { name })
      await tx.oneTimeLink.deleteMany({ where: { personId, purpose, usedAt: null } })
      await tx.oneTimeLink.create({ data: { tokenHash: hashOf(token), personId, purpose, createdAt: now.toJSDate(), expiresAt } })
    })
    return { url: `${baseUrl()}/welcome?token=${token}`, expiresAt: expiresAt.toISOString() }
  }

  return {
    invite: (personId) => create(personId, 'invitation', INVITATION_DAYS),
    createFirstAdminLink: (personId) => create(personId, 'first sign-in', FIRST_LINK_DAYS),
    getLink: async (token) => {
      const link = await getLiveLink(prisma, token, clock.now())
      return { name: link.person.name, email: link.person.email, purpose: link.purpose === 'invitation' ? 'invitation' : 'first sign-in' }
    },
    acceptInvitation: async ({ token, password }, visitor) => {
      await getLiveLink(prisma, token, clock.now())
      const passwordHash = await hashPassword(password)
      const now = clock.now()
      return prisma.$transaction(async (tx) => {
        const personId = await claimLink(tx, token, 'invitation', now)
        await tx.person.update({ where: { id: personId }, data: { passwordHash } })
        await endSessions(tx, { personId }, now)
        await announceAccess(tx, personId)
        return openSession(tx, personId, visitor, now)
      })
    },
    useSignInLink: ({ token }, visitor) =>
      prisma.$transaction(async (tx) => {
        const now = clock.now()
        return openSession(tx, await claimLink(tx, token, 'first sign-in', now), visitor, now)
      }),
  }
}

/**
 * Uses the link up, atomically: of two at once the second finds it used. Returns whose it was. The condition names columns of this
 * table only: with a relation in it Prisma would select first and update later, and both would win.
 */
async function claimLink(tx: Transaction, token: string, purpose: Purpose, now: DateTime): Promise<string> {
  const tokenHash = hashOf(token)
  const { count } = await tx.oneTimeLink.updateMany({
    where: { tokenHash, purpose, usedAt: null, expiresAt: { gt: now.toJSDate() } },
    data: { usedAt: now.toJSDate() },
  })
  if (count === 0) {
    await getLiveLink(tx, token, now)
    throw domainError('LINK_NOT_FOUND')
  }
  const { person } = await tx.oneTimeLink.findUniqueOrThrow({ where: { tokenHash }, include: { person: true } })
  if (!person.isActive) throw domainError('LINK_NOT_FOUND')
  return person.id
}

async function getLiveLink(db: Pick<Transaction, 'oneTimeLink'>, token: string, now: DateTime) {
  const link = await db.oneTimeLink.findUnique({ where: { tokenHash: hashOf(token) }, include: { person: true } })
  if (!link || !link.person.isActive) throw domainError('LINK_NOT_FOUND')
  if (link.usedAt) throw domainError('LINK_USED', { at: link.usedAt.toISOString() })
  if (link.expiresAt.getTime() <= now.toMillis()) throw domainError('LINK_EXPIRED', { at: link.expiresAt.toISOString() })
  return link
}
