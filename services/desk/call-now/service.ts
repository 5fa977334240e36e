import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import type { z } from 'zod'
import type { OutboundCall } from '../../../prisma/generated/client.ts'
import { addCaseEvent, noteSign } from '../../cases/events/store.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { PersonPrincipal } from '../../http/access.ts'
import { firstAllowed } from '../../messages/hours.ts'
import { readReach, type Reach } from '../../messages/reach/store.ts'
import type { Asked, CallPurpose } from '../../outbound/ends/service.ts'
import { acknowledge, requestCall } from '../../outbound/store.ts'
import type { callNow, outboundCall } from '../../schemas/desk.ts'
import { canBeCalled, regionOf, toE164 } from '../../telephony/caller-id.ts'
import type { OutboundReply } from '../../telephony/provider.ts'
import { callNowWords } from './words.ts'

export type CallNowService = ReturnType<typeof callNowService>

/** How long the customer's phone rings. */
const RING_SECONDS = 40
/** So soon after he asked for it the agent's own phone must ring, or it rings no more. */
const USEFUL_SECONDS = 60

/** The owner of a case calls its customer: his own phone rings first, and the customer sees a number of ours. */
export function callNowService({ database: { prisma }, clock, wake }: { database: Pick<Database, 'prisma'>; clock: Clock; wake: () => void }) {
  return {
    callNow: async (number: string, by: PersonPrincipal, given: z.output<typeof callNow>): Promise<z.infer<typeof outboundCall>> => {
      const call = await prisma.$transaction((tx) => request(tx, number, by, given, clock.now().toJSDate()))
      wake()
      return { id: call.id, state: call.state, to: call.customerNumber ?? '' }
    },
  }
}

async function request(tx: Transaction, caseNumber: string, by: PersonPrincipal, given: z.output<typeof callNow>, at: Date): Promise<OutboundCall> {
  const number = caseNumber.replace(/[\s-]/g, '')
  await tx.$executeRaw`select 1 from "case" where number = ${number} for no key update`
  const found = await tx.case.findUnique({ where: { number }, select: { id: true } })
  if (!found) throw domainError('NOT_FOUND', { kind: 'case', id: caseNumber })
  const reach = await readReach(tx, found.id)
  if (by.role === 'agent') await checkIsHis(tx, reach, by.id)
  const person = await tx.person.findUniqueOrThrow({ where: { id: by.id } })
  if (person.phone === null) throw refused('you have no phone')
  // Pressed twice it is one call.
  const open = await tx.outboundCall.findFirst({ where: { caseId: found.id, personId: by.id, purpose: 'callNow', endedAt: null } })
  if (open) return open
  const customerNumber = numberOf(reach, given.number)
  checkHours(reach, given.anyway, at)
  const { id } = await requestCall(tx, {
    key: `callNow:${randomUUID()}`,
    purpose: 'callNow',
    ...{ caseId: found.id, personId: by.id, to: person.phone, from: reach.from, language: person.language, customerNumber },
    dueAt: at,
    untilAt: new Date(at.getTime() + USEFUL_SECONDS * 1_000),
  })
  return tx.outboundCall.findUniqueOrThrow({ where: { id } })
}

/** The owner's to call; when the case is over, of who had it last. */
async function checkIsHis(tx: Transaction, { owner, case: { id, number, status } }: Reach, personId: string): Promise<void> {
  if (owner?.id === personId) return
  if (owner) throw domainError('NOT_THE_OWNER', { name: owner.name })
  const last = await tx.custody.findFirst({ where: { caseId: id }, orderBy: [{ toAt: 'desc' }, { fromAt: 'desc' }], select: { personId: true } })
  if (last?.personId !== personId) throw domainError('CASE_IS_OVER', { number, status })
}

function numberOf({ points, from }: Reach, given: string | undefined): string {
  if (given !== undefined) {
    const number = toE164(given, regionOf(from))
    if (number === undefined) throw domainError('NUMBER_INVALID', { number: given })
    return callable(number)
  }
  const phones = points.filter(({ kind }) => kind === 'phone')
  const number = (phones.find(({ isPersonal }) => isPersonal) ?? phones[0])?.value
  if (number === undefined) throw domainError('UNREACHABLE_CUSTOMER', { reason: 'there is no phone number on the record' })
  return callable(number)
}

function callable(number: string): string {
  if (!canBeCalled(number)) throw domainError('UNREACHABLE_CUSTOMER', { reason: `${number} cannot be called` })
  return number
}

/** By the clock on his wall; whoever knows better says so. */
function checkHours({ hours }: Reach, anyway: boolean, at: Date): void {
  const allowed = firstAllowed(at.getTime(), hours)
  if (anyway || allowed <= at.getTime()) return
  const from = DateTime.fromMillis(allowed, { zone: hours.zones[0] ?? 'utc' }).toFormat('yyyy-MM-dd HH:mm ZZ')
  throw refused(`he may not be called before ${from}; say "anyway" to call all the same`)
}

const refused = (reason: string) => domainError('CALL_ACT_NOT_NOW', { act: 'call', reason })

/** What the owner hears, and what is written down of it. A mailbox of his own presses no key, so the customer's phone does not ring for it. */
export function callNowCalls(): CallPurpose {
  return { answer, ended }
}

async function answer(tx: Transaction, call: OutboundCall, { step, key, dialled }: Asked): Promise<OutboundReply> {
  const words = callNowWords(call.language)
  const { language } = words
  if (step === '') {
    const about = await tx.case.findUnique({ where: { id: call.caseId ?? '' }, include: { customer: true } })
    return { kind: 'asks', step: 'asked', text: words.asks({ number: about?.number ?? '', customer: about?.customer?.name ?? '' }), language }
  }
  if (step === 'asked' && key === '1' && call.customerNumber !== null) {
    await acknowledge(tx, call.id)
    return { kind: 'connects', step: 'talked', before: words.connecting, from: call.from, to: call.customerNumber, ringSeconds: RING_SECONDS, language }
  }
  if (step !== 'talked') return { kind: 'ends', text: words.ended, language }
  return { kind: 'ends', text: dialled === 'answered' ? words.ended : words.noAnswer, language }
}

/** A try counts once the customer's phone was rung; who is told of it is the case. */
async function ended(tx: Transaction, call: OutboundCall, at: Date): Promise<void> {
  if (call.caseId === null || call.legSid === null || call.state !== 'acknowledged') return
  const logged = await tx.call.findUnique({ where: { sid: call.legSid }, include: { legs: { where: { number: call.customerNumber } } } })
  const leg = logged?.legs[0]
  const result = leg?.acceptedAt ? 'answered' : leg?.status === 'failed' ? 'failed' : 'noAnswer'
  const body = { outboundId: call.id, callSid: call.legSid, result }
  await addCaseEvent(tx, { caseId: call.caseId, at, personId: call.personId, kind: 'called', body, isInternal: false })
  if (result === 'answered') await noteSign(tx, call.caseId, at)
}
