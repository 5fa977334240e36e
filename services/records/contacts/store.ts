import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { isOurs, lockRecord, ownersOf, toHouseNumber } from '../../customers/store.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { contactPointChange, newContactPoint } from '../../schemas/customers.ts'

type NewContactPoint = z.infer<typeof newContactPoint>
type ContactPointChange = z.infer<typeof contactPointChange>
type Standing = NewContactPoint['standing']

export type CustomerContacts = ReturnType<typeof customerContacts>

/** Numbers and addresses of a customer, and what we write on his record. */
export function customerContacts({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    addContactPoint: async (customerId: string, point: NewContactPoint): Promise<void> => {
      await prisma.$transaction(async (tx) => {
        await lockRecord(tx, customerId)
        await addContactPoint(tx, customerId, point, clock.now().toJSDate())
      })
    },

    /** Answers with the customer's id. */
    changeContactPoint: async (id: string, change: ContactPointChange): Promise<string> =>
      prisma.$transaction(async (tx) => {
        const point = await tx.contactPoint.findUnique({ where: { id } })
        if (!point) throw domainError('NOT_FOUND', { kind: 'contact point', id })
        await lockRecord(tx, point.customerId)
        const now = clock.now().toJSDate()
        await tx.contactPoint.update({
          where: { id },
          data: {
            ...(change.label !== undefined && { label: change.label }),
            ...(change.standing !== undefined && { standing: await standingOf(tx, point, change.standing) }),
            ...(change.isVerified !== undefined && { verifiedAt: change.isVerified ? (point.verifiedAt ?? now) : null }),
            ...(change.isOver !== undefined && { validTo: change.isOver ? (point.validTo ?? now) : null }),
          },
        })
        return point.customerId
      }),

    addNote: async (customerId: string, text: string, personId: string | null): Promise<void> => {
      await prisma.$transaction(async (tx) => {
        await lockRecord(tx, customerId)
        await tx.customerNote.create({ data: { id: randomUUID(), customerId, personId, text, at: clock.now().toJSDate() } })
      })
    },
  }
}

/** One that was his before is his again; one that is his already is refused. */
export async function addContactPoint(tx: Transaction, customerId: string, point: NewContactPoint, now: Date): Promise<void> {
  const { kind, label } = point
  const value = kind === 'phone' ? await ownNumber(tx, point.value) : point.value.toLowerCase()
  const standing = await standingOf(tx, { customerId, kind, value }, point.standing)
  const verifiedAt = point.isVerified ? now : null
  const known = await tx.contactPoint.findUnique({ where: { customerId_kind_value: { customerId, kind, value } } })
  if (known?.validTo === null) throw domainError('ALREADY_EXISTS', { kind: 'contact point', value })
  if (known) await tx.contactPoint.update({ where: { id: known.id }, data: { standing, label, verifiedAt, validFrom: now, validTo: null } })
  else await tx.contactPoint.create({ data: { id: randomUUID(), customerId, kind, value, standing, label, verifiedAt, validFrom: now } })
}

/** What is ours says nothing about a customer. */
async function ownNumber(tx: Transaction, typed: string): Promise<string> {
  const number = await toHouseNumber(tx, typed)
  if (number === undefined) throw domainError('NUMBER_INVALID', { number: typed })
  if (await isOurs(tx, number)) throw domainError('NUMBER_OF_OURS', { number })
  return number
}

/** A number that somebody else has too is nobody's own. */
async function standingOf(
  tx: Transaction,
  { customerId, kind, value }: { customerId: string; kind: string; value: string },
  wanted: Standing,
): Promise<Standing> {
  if (kind !== 'phone' || wanted !== 'direct') return wanted
  const others = (await ownersOf(tx, value)).some((owner) => owner.customerId !== customerId && owner.standing !== 'unconfirmed')
  return others ? 'shared' : 'direct'
}
