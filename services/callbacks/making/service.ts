import { IANAZone } from 'luxon'
import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { isOurs, livingRecord } from '../../customers/store.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { zonesOf } from '../../messages/hours.ts'
import { ourNumber } from '../../messages/store.ts'
import type { newCallback } from '../../schemas/callbacks.ts'
import { canBeCalled, regionOf, toE164 } from '../../telephony/caller-id.ts'
import { actorOf, personIdOf, type Actor } from '../acts/rights.ts'
import { checkSkill } from '../board/store.ts'
import { requestCallback } from '../intake/store.ts'
import { promisedOrRefusal, wishOf, type Windows } from '../promised.ts'

export type CallbackMaker = ReturnType<typeof callbackMaker>
type Given = z.output<typeof newCallback>
type Parts = { database: Pick<Database, 'prisma'>; clock: Clock; windows: Windows }

/**
 * One of us or a program writes down that somebody wants to be called back. With `key` (the header Idempotency-Key) a program that asks again gets the
 * same one; so does who asks for somebody for whom one is open.
 */
export function callbackMaker({ database: { prisma }, clock, windows }: Parts) {
  return (by: Actor, given: Given, key: string | undefined): Promise<{ id: string; isNew: boolean }> =>
    prisma.$transaction(async (tx) => {
      const requestKey = key === undefined ? undefined : `${actorOf(by)}:${key}`
      if (requestKey !== undefined) {
        // Two with the same key at once: the second finds what the first has made.
        await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${requestKey}))`
        const earlier = await tx.callback.findUnique({ where: { requestKey }, select: { id: true } })
        if (earlier) return { id: earlier.id, isNew: false }
      }
      const at = clock.now().toJSDate()
      const about = await subjectOf(tx, given)
      const { language, zone } = about
      const wish = { wish: wishOf(given.window), language, zone, at, skill: given.skill ?? null, personId: given.personId ?? null }
      const promise = promisedOrRefusal(await windows.promise(tx, wish), wish)
      const { askFor, extension, name, words, severity, skill, reason, personId } = given
      const { callback, isNew } = await requestCallback(
        tx,
        {
          ...{ ...about, ...promise, name, words, severity, madeById: personIdOf(by), source: by.kind === 'person' ? 'agent' : 'api' },
          ...{ askFor: askFor ?? null, extension: extension ?? null, skill: skill ?? null, personId: personId ?? null },
          ...(reason !== undefined && { reason }),
          ...(requestKey !== undefined && { requestKey }),
        },
        at,
      )
      return { id: callback.id, isNew }
    })
}

/** Whom, about what, and in which language and zone; refuses what is not there or cannot be called. */
async function subjectOf(tx: Transaction, given: Given) {
  const from = await ourNumber(tx, null)
  const number = toE164(given.number, regionOf(from))
  if (number === undefined) throw domainError('NUMBER_INVALID', { number: given.number })
  if (await isOurs(tx, number)) throw domainError('NUMBER_OF_OURS', { number })
  if (!canBeCalled(number)) throw domainError('UNREACHABLE_CUSTOMER', { reason: `${number} cannot be called` })
  const its = given.caseNumber === undefined ? null : await openCaseOf(tx, given.caseNumber)
  const wanted = given.customerId ?? its?.customerId ?? null
  const customer = wanted === null ? null : await customerOf(tx, wanted)
  if (given.skill !== undefined) await checkSkill(tx, given.skill)
  if (given.personId !== undefined) await checkPerson(tx, given.personId)
  const company = await tx.company.findFirstOrThrow({ select: { zone: true, language: true } })
  return {
    ...{ number, ourNumber: from, caseId: its?.id ?? null, customerId: customer?.id ?? null },
    language: given.language ?? customer?.language ?? company.language,
    zone: zoneOf(given.zone) ?? zonesOf({ zone: customer?.zone ?? null, number, ours: company.zone })[0],
  }
}

async function openCaseOf(tx: Transaction, typed: string) {
  const number = typed.replace(/[\s-]/g, '')
  const found = await tx.case.findUnique({ where: { number }, select: { id: true, number: true, status: true, customerId: true } })
  if (!found) throw domainError('NOT_FOUND', { kind: 'case', id: typed })
  if (found.status !== 'open') throw domainError('CASE_IS_OVER', { number, status: found.status })
  return found
}

async function customerOf(tx: Transaction, id: string) {
  const found = await tx.customer.findUnique({ where: { id: await livingRecord(tx, id) }, select: { id: true, language: true, zone: true } })
  if (!found) throw domainError('NOT_FOUND', { kind: 'customer', id })
  return found
}

async function checkPerson(tx: Transaction, id: string): Promise<void> {
  const found = await tx.person.findFirst({ where: { id, isActive: true, phone: { not: null } }, select: { id: true } })
  if (!found) throw domainError('PERSON_UNKNOWN', { person: id })
}

function zoneOf(zone: string | undefined): string | undefined {
  if (zone === undefined || IANAZone.isValidZone(zone)) return zone
  throw domainError('ZONE_UNKNOWN', { zone })
}
