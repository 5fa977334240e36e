import type { z } from 'zod'
import type { BlockedNumber } from '../../../prisma/generated/client.ts'
import { audit } from '../../audit/store.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { Principal } from '../../http/access.ts'
import { toE164 } from '../../numbers/e164.ts'
import type { blockedNumber, newBlockedNumber } from '../../schemas/customers.ts'
import { numberVariants } from '../../telephony/caller-id.ts'

type BlockedView = z.infer<typeof blockedNumber>

/** `onBlocked`: what else ends with it, in the same transaction. */
export type BlockedParts = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  onBlocked: (tx: Transaction, numbers: readonly string[], by: { at: Date; personId: string | null; reason: string }) => Promise<void>
}

export type BlockedNumbers = ReturnType<typeof blockedNumbers>

/** Numbers that the line turns away for a while: machines that call and call. The line asks in the statement that it needs anyway (calls/store.ts). */
export function blockedNumbers({ database: { prisma }, clock, onBlocked }: BlockedParts) {
  return {
    listBlocked: async (): Promise<BlockedView[]> =>
      viewsOf(prisma, await prisma.blockedNumber.findMany({ orderBy: [{ blockedAt: 'desc' }, { number: 'asc' }] })),
    /** Blocked again it has the new reason and end; how often it was turned away is counted on. */
    block: (given: z.infer<typeof newBlockedNumber>, by: Principal): Promise<BlockedView> =>
      prisma.$transaction(async (tx) => {
        const number = toE164(given.number)
        const now = clock.now().toJSDate()
        const expiresAt = given.expiresAt ? new Date(given.expiresAt) : null
        if (expiresAt && expiresAt <= now) throw domainError('EXPIRY_PASSED', { at: expiresAt.toISOString(), now: now.toISOString() })
        const ours = { in: [...numberVariants(number)] }
        if ((await tx.phoneNumber.count({ where: { number: ours } })) + (await tx.person.count({ where: { phone: ours } })) > 0)
          throw domainError('NUMBER_OF_OURS', { number })
        const data = { reason: given.reason, blockedById: by.kind === 'person' ? by.id : null, blockedAt: now, expiresAt }
        const row = await tx.blockedNumber.upsert({ where: { number }, create: { number, ...data }, update: data })
        await onBlocked(tx, numberVariants(number), { at: now, personId: data.blockedById, reason: given.reason })
        await audit(tx, { at: now, actor: actorOf(by), kind: 'number.blocked', subject: 'number', body: { until: expiresAt?.toISOString() ?? null } })
        return (await viewsOf(tx, [row]))[0] as BlockedView
      }),
    unblock: (given: string, by: Principal): Promise<void> =>
      prisma.$transaction(async (tx) => {
        const number = toE164(given)
        const { count } = await tx.blockedNumber.deleteMany({ where: { number } })
        if (count === 0) throw domainError('NOT_FOUND', { kind: 'blocked number', id: number })
        await audit(tx, { at: clock.now().toJSDate(), actor: actorOf(by), kind: 'number.unblocked', subject: 'number' })
      }),
  }
}

const actorOf = (by: Principal): string => (by.kind === 'person' ? by.id : `key:${by.id}`)

async function viewsOf(db: Pick<Transaction, 'person'>, rows: readonly BlockedNumber[]): Promise<BlockedView[]> {
  const people = await db.person.findMany({ where: { id: { in: rows.flatMap(({ blockedById }) => blockedById ?? []) } }, select: { id: true, name: true } })
  return rows.map(({ number, reason, blockedById, blockedAt, expiresAt, turnedAway }) => ({
    ...{ number, reason, turnedAway, blockedBy: people.find(({ id }) => id === blockedById) ?? null },
    ...{ blockedAt: blockedAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null },
  }))
}
