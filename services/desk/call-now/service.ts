import { DateTime } from 'luxon'
import type { z } from 'zod'
import type { Callback, OutboundCall } from '../../../prisma/generated/client.ts'
import { startAttempt } from '../../callbacks/attempts/store.ts'
import { requestCallback } from '../../callbacks/intake/store.ts'
import { changeState, holdCallback } from '../../callbacks/store.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { PersonPrincipal } from '../../http/access.ts'
import { firstAllowed } from '../../messages/hours.ts'
import { readReach, type Reach } from '../../messages/reach/store.ts'
import type { callNow, outboundCall } from '../../schemas/desk.ts'
import { canBeCalled, regionOf, toE164 } from '../../telephony/caller-id.ts'

export type CallNowService = ReturnType<typeof callNowService>

/** So soon after he asked for it his own phone must ring, or it rings no more. */
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
  const found = await tx.case.findUnique({ where: { number }, select: { id: true } })
  if (!found) throw domainError('NOT_FOUND', { kind: 'case', id: caseNumber })
  const reach = await readReach(tx, found.id)
  if (by.role === 'agent') await checkIsHis(tx, reach, by.id)
  const person = await tx.person.findUniqueOrThrow({ where: { id: by.id } })
  if (person.phone === null) throw refused('you have no phone')
  const pressed = await findPressed(tx, found.id, by.id)
  if (pressed) return pressed
  const customerNumber = numberOf(reach, given.number)
  checkHours(reach, given.anyway, at)
  const callback = await callbackFor(tx, reach, by.id, customerNumber, at)
  const { name, phone, language } = person
  const started = await startAttempt(tx, callback, { personId: by.id, phone, language, why: `${name} calls by himself`, at, isHisOwn: true })
  if (started.kind === 'started') return tx.outboundCall.findUniqueOrThrow({ where: { id: started.callId } })
  // Pressed twice at once, the other one was faster.
  const other = await findPressed(tx, found.id, by.id)
  if (!other) throw refused('he is being called already, or you are')
  return other
}

/** Pressed twice it is one call. */
async function findPressed(tx: Transaction, caseId: string, personId: string): Promise<OutboundCall | undefined> {
  const attempt = await tx.callbackAttempt.findFirst({
    where: { personId, endedAt: null, agentCallId: { not: null }, callback: { caseId } },
    select: { agentCallId: true },
  })
  return attempt?.agentCallId == null ? undefined : ((await tx.outboundCall.findUnique({ where: { id: attempt.agentCallId } })) ?? undefined)
}

/** The customer waits for a call about this case: then this is it. Else one of its own, for this call. */
async function callbackFor(tx: Transaction, reach: Reach, personId: string, number: string, at: Date): Promise<Callback> {
  const { case: about, hours, from, language } = reach
  const waits = await tx.callback.findFirst({
    where: { caseId: about.id, number, endedAt: null, state: { in: [...WAITS] } },
    orderBy: { placeAt: 'asc' },
    select: { id: true },
  })
  const held = waits ? await holdCallback(tx, waits.id) : undefined
  if (held && WAITS.has(held.state)) {
    return held.state === 'waiting' ? held : changeState(tx, held, 'waiting', { at, why: 'one of us calls now', personId })
  }
  const window = { from: at, to: new Date(at.getTime() + USEFUL_SECONDS * 1_000) }
  const asked = {
    source: 'callNow',
    number,
    caseId: about.id,
    customerId: about.customerId,
    language,
    zone: hours.zones[0],
    ourNumber: from,
    personId,
  } as const
  return (await requestCallback(tx, { ...asked, window, isAsap: true, isApart: true, madeById: personId }, at)).callback
}
const WAITS: ReadonlySet<string> = new Set(['waiting', 'snoozed', 'resting', 'scheduled'])

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
