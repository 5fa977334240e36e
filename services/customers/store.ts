import { randomUUID } from 'node:crypto'
import type { Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import { numberVariants, regionOf, toE164 } from '../telephony/caller-id.ts'
import type { Identity } from '../schemas/calls.ts'
import { isPinOf } from '../secrets/service.ts'
import { decideIdentity, type NumberOwner } from './identity.ts'

type CallOfSomebody = { sid: string; fromNumber: string | null; fromKind: string; customerId: string | null; identity: string }
export type KeyedReference = { kind: string; value: string }

/**
 * Settles whose call it is and puts it, with the cases that it opened, on that record. May be called as often as something
 * new is known. Returns the customer, or null while nobody can say.
 */
export async function settleIdentity(
  tx: Transaction,
  sid: string,
  known: { reference: KeyedReference | null; pin?: string; deservesRecord: boolean; now: Date },
): Promise<string | null> {
  const call = await lockCall(tx, sid)
  const number = await tellingNumber(tx, call)
  // Two calls of one unknown number at once must not make two records.
  if (number !== null) await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('caller ' || ${number}))`
  const reference = known.reference && (await tx.customerReference.findUnique({ where: { kind_value: known.reference } }))
  const owners = number === null ? [] : await ownersOf(tx, number)
  const inQuestion = [call.customerId, reference?.customerId, ...owners.map(({ customerId }) => customerId)]
  const decision = decideIdentity({
    current: { customerId: call.customerId, identity: call.identity as Identity },
    owners,
    referenceOwner: reference?.customerId ?? null,
    pinOwner: known.pin === undefined ? null : await findPinOwner(tx, known.pin, inQuestion),
    deservesRecord: known.deservesRecord && (number !== null || HIDDEN.has(call.fromKind)),
  })
  switch (decision.kind) {
    case 'keep':
      return call.customerId && followMerge(tx, { ...call, customerId: call.customerId })
    case 'attach': {
      const customerId = await livingRecord(tx, decision.customerId)
      if (decision.confirmsNumber && number !== null) await confirmNumber(tx, customerId, number, known.now)
      return attach(tx, sid, customerId, decision.identity)
    }
    case 'create':
      return attach(tx, sid, await createFromCall(tx, number, known), 'new')
  }
}

/** The record is there and is no part of another one, and stays so until the end of the transaction. */
export async function lockRecord(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`select 1 from customer where id = ${id}::uuid for no key update`
  const customer = await tx.customer.findUnique({ where: { id }, select: { name: true, mergedIntoId: true } })
  if (!customer) throw domainError('NOT_FOUND', { kind: 'customer', id })
  if (customer.mergedIntoId !== null) throw domainError('ALREADY_MERGED', { name: customer.name })
}

/** The call began on a record while that was merged into another one. */
async function followMerge(tx: Transaction, { sid, customerId, identity }: CallOfSomebody & { customerId: string }): Promise<string> {
  const living = await livingRecord(tx, customerId)
  return living === customerId ? customerId : attach(tx, sid, living, identity as Identity)
}

/** The record that this one was merged into, if it was; it stays so until the end of the transaction. Asked before a case is held, as a merge does. */
export async function livingRecord(tx: Transaction, id: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ mergedIntoId: string | null }[]>`select merged_into_id as "mergedIntoId" from customer where id = ${id}::uuid for share`
  return row?.mergedIntoId == null ? id : livingRecord(tx, row.mergedIntoId)
}

/** People who hide their number are served like others; SIP devices, short codes and our own phones are no customers. */
const HIDDEN = new Set(['withheld', 'unparsed'])

/** Nobody else (an agent, say) may decide meanwhile. */
async function lockCall(tx: Transaction, sid: string): Promise<CallOfSomebody> {
  await tx.$executeRaw`select 1 from call where sid = ${sid} for no key update`
  return tx.call.findUniqueOrThrow({ where: { sid } })
}

/** The caller's number if it can say whose call it is: one that the network vouches for, and nobody's of ours. */
async function tellingNumber(tx: Transaction, { fromKind, fromNumber }: CallOfSomebody): Promise<string | null> {
  return fromKind !== 'number' || fromNumber === null || (await isOurs(tx, fromNumber)) ? null : fromNumber
}

/** An agent says whose call it is. The number becomes the customer's own, unless somebody else has it too. */
export async function confirmCustomer(tx: Transaction, sid: string, customerId: string, now: Date): Promise<void> {
  const number = await tellingNumber(tx, await lockCall(tx, sid))
  await lockRecord(tx, customerId)
  if (number !== null) await confirmNumber(tx, customerId, number, now)
  await attach(tx, sid, customerId, 'confirmed')
}

/** "Not this person": the call leaves the record, and the number counts as shared from now on. */
export async function detachCustomer(tx: Transaction, sid: string): Promise<void> {
  const call = await lockCall(tx, sid)
  if (call.customerId !== null && call.fromNumber !== null) {
    await tx.contactPoint.updateMany({
      where: { customerId: call.customerId, kind: 'phone', value: { in: [...numberVariants(call.fromNumber)] } },
      data: { standing: 'shared', verifiedAt: null },
    })
  }
  await tx.call.update({ where: { sid }, data: { customerId: null, identity: 'none' } })
  await tx.case.updateMany({ where: { callSid: sid }, data: { customerId: null } })
}

/** Whose PIN it is among these customers; null when it is nobody's, or that of two. */
async function findPinOwner(tx: Transaction, pin: string, inQuestion: ReadonlyArray<string | null | undefined>): Promise<string | null> {
  const customers = await tx.customer.findMany({ where: { id: { in: inQuestion.filter((id) => id != null) }, pinHash: { not: null } } })
  const matching: string[] = []
  for (const { id, pinHash } of customers) if (pinHash !== null && (await isPinOf(pinHash, pin))) matching.push(id)
  const [only] = matching
  return only !== undefined && matching.length === 1 ? only : null
}

async function attach(tx: Transaction, callSid: string, customerId: string, identity: Identity): Promise<string> {
  await tx.call.update({ where: { sid: callSid }, data: { customerId, identity } })
  await tx.case.updateMany({ where: { callSid }, data: { customerId } })
  return customerId
}

async function confirmNumber(tx: Transaction, customerId: string, number: string, now: Date): Promise<void> {
  const others = (await ownersOf(tx, number)).some((owner) => owner.customerId !== customerId && owner.standing !== 'unconfirmed')
  const standing = others ? 'shared' : 'direct'
  await tx.contactPoint.upsert({
    where: { customerId_kind_value: { customerId, kind: 'phone', value: number } },
    create: { id: randomUUID(), customerId, kind: 'phone', value: number, standing, verifiedAt: now, validFrom: now },
    update: { standing, verifiedAt: now, validTo: null },
  })
}

async function createFromCall(tx: Transaction, number: string | null, { reference, now }: { reference: KeyedReference | null; now: Date }): Promise<string> {
  const id = randomUUID()
  const name = number === null ? 'Caller without a number' : `Caller ${number}`
  await tx.customer.create({ data: { id, name, isNew: true, createdAt: now } })
  if (number !== null) {
    await tx.contactPoint.create({ data: { id: randomUUID(), customerId: id, kind: 'phone', value: number, standing: 'unconfirmed', validFrom: now } })
  }
  if (reference) await tx.customerReference.create({ data: { ...reference, customerId: id, isVerified: false } })
  return id
}

export async function ownersOf(tx: Transaction, number: string): Promise<NumberOwner[]> {
  const points = await tx.contactPoint.findMany({ where: { kind: 'phone', value: { in: [...numberVariants(number)] }, validTo: null } })
  return points.map(({ customerId, standing }) => ({ customerId, standing: standing as NumberOwner['standing'] }))
}

/** A number in any spelling as E.164; national spellings are read in the country of our oldest number. */
export async function toHouseNumber(tx: Pick<Transaction, 'phoneNumber'>, typed: string): Promise<string | undefined> {
  const ours = await tx.phoneNumber.findFirst({ orderBy: [{ createdAt: 'asc' }, { number: 'asc' }] })
  return toE164(typed, regionOf(ours?.number ?? ''))
}

/** Numbers of ours and of our people say nothing about a customer. */
export async function isOurs(tx: Pick<Transaction, 'phoneNumber' | 'person'>, number: string): Promise<boolean> {
  const values = [...numberVariants(number)]
  return (await tx.phoneNumber.count({ where: { number: { in: values } } })) + (await tx.person.count({ where: { phone: { in: values } } })) > 0
}
