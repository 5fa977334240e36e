import { randomUUID } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { DateTime } from 'luxon'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { Authenticator, PersonPrincipal, Principal } from '../../http/access.ts'
import { hashOf, newSecret } from '../../secrets/service.ts'
import { isToken } from '../../secrets/token.ts'
import type { Role } from '../../schemas/people.ts'
import { isOnDuty } from '../../shifts/on-shift/store.ts'
import { isKey, isLive, isSeenLongAgo, plainEmail, SESSION_DAYS } from '../secrets.ts'
import { announceAccess, endSessions } from '../store.ts'
import { sessionView } from '../views.ts'

export type SignedIn = { token: string; expiresAt: DateTime; personId: string }
export type Visitor = { userAgent: string | undefined }

export type SignInService = Authenticator & {
  signIn: (given: { email: string; password: string }, visitor: Visitor) => Promise<SignedIn>
  signOut: (principal: PersonPrincipal) => Promise<void>
  /** Sets the own password and ends all other sessions. `current` is needed when there is one already. */
  changePassword: (principal: PersonPrincipal, given: { password: string; current?: string | undefined }) => Promise<void>
  listSessions: (principal: PersonPrincipal) => Promise<ReturnType<typeof sessionView>[]>
  endSession: (principal: PersonPrincipal, id: string) => Promise<void>
}

/** argon2id with OWASP's parameters (19 MiB, 2 passes), which are the defaults of @node-rs/argon2. */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** Who is it: sessions and passwords of persons, keys of programs. */
export function signInService({ database, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }): SignInService {
  const { prisma } = database
  // Compared for addresses that nobody has, so that the time of the answer does not tell which exist.
  const nobodysHash = hashPassword(newSecret())

  /** A guest of another department has an agent's rights while he is on duty here, to the second. */
  const roleNow = async ({ id, role }: { id: string; role: Role }, now: DateTime): Promise<Role> =>
    role === 'guest' && (await isOnDuty(prisma, id, now.toJSDate())) ? 'agent' : role

  const identifyPerson = async (token: string): Promise<Principal | undefined> => {
    const session = isToken(token) ? await prisma.loginSession.findUnique({ where: { tokenHash: hashOf(token) }, include: { person: true } }) : null
    const now = clock.now()
    if (!session || !session.person.isActive || !isLive(session, now)) return undefined
    if (isSeenLongAgo(session.lastSeenAt, now)) {
      await prisma.loginSession.updateMany({ where: { id: session.id }, data: { lastSeenAt: now.toJSDate() } })
    }
    const { id, name, email } = session.person
    return { kind: 'person', id, name, email, role: await roleNow(session.person, now), sessionId: session.id }
  }

  const identifyKey = async (key: string): Promise<Principal | undefined> => {
    const row = isKey(key) ? await prisma.apiKey.findUnique({ where: { keyHash: hashOf(key) } }) : null
    const now = clock.now()
    if (!row || !isLive(row, now)) return undefined
    if (isSeenLongAgo(row.lastUsedAt, now)) await prisma.apiKey.updateMany({ where: { id: row.id }, data: { lastUsedAt: now.toJSDate() } })
    return { kind: 'apiKey', id: row.id, name: row.name, role: row.role }
  }

  return {
    identify: (given) => (given.kind === 'session' ? identifyPerson(given.token) : identifyKey(given.key)),
    isCurrent: async (principal) => {
      const now = clock.now()
      if (principal.kind === 'apiKey') {
        const row = await prisma.apiKey.findUnique({ where: { id: principal.id } })
        return row !== null && row.role === principal.role && isLive(row, now)
      }
      const session = await prisma.loginSession.findUnique({ where: { id: principal.sessionId }, include: { person: true } })
      if (!session?.person.isActive || !isLive(session, now)) return false
      return (await roleNow(session.person, now)) === principal.role
    },
    signIn: async ({ email, password }, visitor) => {
      const person = await prisma.person.findUnique({ where: { email: plainEmail(email) } })
      const isRight = await verify(person?.passwordHash ?? (await nobodysHash), password)
      if (!person?.passwordHash || !person.isActive || !isRight) throw domainError('WRONG_CREDENTIALS')
      return openSession(prisma, person.id, visitor, clock.now())
    },
    signOut: async (principal) => {
      await endSessions(prisma, { id: principal.sessionId }, clock.now())
      await announceAccess(prisma, principal.id)
    },
    changePassword: async (principal, { password, current }) => {
      const { passwordHash } = await prisma.person.findUniqueOrThrow({ where: { id: principal.id } })
      if (passwordHash !== null && !(await verify(passwordHash, current ?? ''))) throw domainError('WRONG_PASSWORD')
      const newHash = await hashPassword(password)
      await prisma.$transaction(async (tx) => {
        await tx.person.update({ where: { id: principal.id }, data: { passwordHash: newHash } })
        await endSessions(tx, { personId: principal.id, id: { not: principal.sessionId } }, clock.now())
        await announceAccess(tx, principal.id)
      })
    },
    listSessions: async (principal) => {
      const rows = await prisma.loginSession.findMany({
        where: { personId: principal.id, revokedAt: null, expiresAt: { gt: clock.now().toJSDate() } },
        orderBy: { lastSeenAt: 'desc' },
      })
      return rows.map((row) => sessionView(row, principal.sessionId))
    },
    endSession: async (principal, id) => {
      const ended = await endSessions(prisma, { id, personId: principal.id }, clock.now())
      if (ended === 0) throw domainError('NOT_FOUND', { kind: 'session', id })
      await announceAccess(prisma, principal.id)
    },
  }
}

/** Signs a person in; the token is in the answer only, its hash in the table. */
export async function openSession(db: Pick<Transaction, 'loginSession'>, personId: string, { userAgent }: Visitor, now: DateTime): Promise<SignedIn> {
  const token = newSecret()
  const expiresAt = now.plus({ days: SESSION_DAYS })
  await db.loginSession.create({
    data: {
      id: randomUUID(),
      tokenHash: hashOf(token),
      personId,
      userAgent: userAgent?.slice(0, 200) ?? null,
      createdAt: now.toJSDate(),
      lastSeenAt: now.toJSDate(),
      expiresAt: expiresAt.toJSDate(),
    },
  })
  return { token, expiresAt, personId }
}
