import { DateTime } from 'luxon'
import type { Prisma } from '../../../../prisma/generated/client.ts'
import type { Transaction } from '../../../db.ts'
import { livingRecord } from '../../../customers/store.ts'
import { domainError } from '../../../errors.ts'
import { tell } from '../../../notifications/store.ts'
import type { CaseMove } from '../../../schemas/cases.ts'
import { getRosterSettings } from '../../../shifts/store.ts'
import { addContact } from '../../contacts/store.ts'
import { endCustody, holdCase, holdCases, type HeldCase } from '../../custody/store.ts'
import { addCaseEvent } from '../../events/store.ts'
import { unreachableTooSoon } from '../../moves.ts'
import { getCaseId } from '../../reading/store.ts'
import type { Moving } from '../acts/store.ts'

export type Close = Extract<CaseMove, { move: 'close' }>

/** Two cases, of which the other may get the customer of the first: who joins A to B and who joins B to A at once must not wait for each other. Returns the first. */
export async function holdWithOther(tx: Transaction, id: string, other: string): Promise<HeldCase | undefined> {
  const { customerId } = await tx.case.findUniqueOrThrow({ where: { id }, select: { customerId: true } })
  if (customerId !== null) await livingRecord(tx, customerId)
  await holdCases(tx, [id, other])
  return holdCase(tx, id)
}

/** Without a solution: the customer wants nothing more, it is the same as another case, or he cannot be reached. Returns the id of the case that it is joined to. */
export async function closeCase(tx: Transaction, { held, mover, at }: Moving, { reason, joinTo, note }: Close): Promise<string | undefined> {
  const { id: caseId } = held
  if (reason === 'unreachable') await checkUnreachable(tx, held)
  const joined = reason === 'duplicate' ? await joinedCase(tx, held, joinTo ?? '') : undefined
  const endedAt = await endCustody(tx, held.custody, at)
  await tx.case.update({ where: { id: caseId }, data: { status: 'closed', endedAt, endReason: reason, joinedToId: joined?.id ?? null } })
  // Nobody waits for it any more: it is neither kept nor broken.
  await tx.customerPromise.updateMany({ where: { caseId, keptAt: null, replacedAt: null }, data: { replacedAt: endedAt, reason } })
  const body = { reason, ...(joined && { joinedTo: joined.number }), ...(note !== '' && { note }) }
  await addCaseEvent(tx, { caseId, at: endedAt, personId: mover.id, kind: 'closed', body })
  if (joined) await handOn(tx, held, joined, { mover, at: endedAt })
  return joined?.id
}

/** The open case of the same customer that it is the same as. */
async function joinedCase(tx: Transaction, held: HeldCase, joinTo: string): Promise<HeldCase> {
  const id = await getCaseId(tx, joinTo)
  const other = id === held.id ? undefined : await holdCase(tx, id)
  if (!other) throw domainError('NOT_FOUND', { kind: 'case', id: joinTo })
  if (other.status !== 'open') throw domainError('CASE_IS_OVER', { number: other.number, status: other.status })
  if (held.customerId !== null && other.customerId !== null && held.customerId !== other.customerId) {
    const { name } = await tx.customer.findUniqueOrThrow({ where: { id: other.customerId }, select: { name: true } })
    throw domainError('JOINS_OTHER_CUSTOMER', { number: other.number, name })
  }
  return other
}

/** What was known of the closed one and not of the other goes over; the other's owner hears that its customer was here again. */
async function handOn(tx: Transaction, held: HeldCase, other: HeldCase, { mover, at }: Pick<Moving, 'mover' | 'at'>): Promise<void> {
  const facts = { ...(held.facts as Prisma.JsonObject), ...(other.facts as Prisma.JsonObject) }
  await tx.case.update({ where: { id: other.id }, data: { facts, ...(other.customerId === null && { customerId: held.customerId }) } })
  const words = held.words === '' ? {} : { words: held.words }
  await addContact(tx, other.id, { at, personId: mover.id, from: held.number, ...words, ...(held.callSid !== null && { callSid: held.callSid }) })
  const owner = other.custody?.personId
  if (owner === undefined || owner === mover.id) return
  await tell(tx, [owner], { kind: 'message', key: `joined:${held.id}`, body: { case: other.number, title: other.title } }, at)
}

/** Calls of the owner that somebody answered, and those of which nobody knows. */
const NOT_IN_VAIN = ['answered', 'acknowledged', 'unknown']

async function checkUnreachable(tx: Transaction, { id: caseId, customerId, openedAt, reopenedAt }: HeldCase): Promise<void> {
  const since = reopenedAt ?? openedAt
  const events = await tx.caseEvent.findMany({ where: { caseId, kind: 'called', at: { gte: since } }, orderBy: { at: 'asc' } })
  const tries = events.filter(({ body }) => {
    const { result } = body as { result?: unknown }
    return typeof result === 'string' && !NOT_IN_VAIN.includes(result)
  })
  const [first] = tries
  const notices = first
    ? await tx.customerMessage.count({
        where: { caseId, channel: { in: ['sms', 'email'] }, state: { in: ['handed', 'delivered'] }, createdAt: { gte: first.at } },
      })
    : 0
  const customer = customerId === null ? null : await tx.customer.findUnique({ where: { id: customerId }, select: { zone: true } })
  const zone = customer?.zone ?? (await getRosterSettings(tx)).zone
  const refusal = unreachableTooSoon(tries, notices > 0, (at) => DateTime.fromJSDate(at, { zone }).hour)
  if (refusal) throw refusal
}
