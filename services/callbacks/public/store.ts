import type { Callback } from '../../../prisma/generated/client.ts'
import { openCase } from '../../cases/store.ts'
import type { Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import { promisedAt } from '../../escalation/promise.ts'
import { makePromise } from '../../escalation/promises/store.ts'
import { ourNumber } from '../../messages/store.ts'
import { findRule } from '../../rules/store.ts'
import { SHIPPED } from '../../rules/shipped.ts'
import type { PublicOptions } from '../../schemas/callbacks.ts'
import { isToken } from '../../secrets/token.ts'
import { sameKeyOf } from '../place.ts'
import type { Asked, House } from './request.ts'
import { NO_TOPICS, PAGE_LANGUAGES, TOPICS, type Language } from './words.ts'

type Reader = Pick<Transaction, 'company' | 'phoneNumber' | 'ruleVersion'>

/** What the public may know of us. */
export async function readHouse(tx: Reader): Promise<House> {
  const found = await tx.company.findFirst({ select: { name: true, zone: true, language: true } })
  const company = found ?? { name: 'Nightline', zone: 'UTC', language: 'en' } // `init` has not run
  const topics = await topicKeys(tx)
  return {
    ...{ company: company.name, zone: company.zone, language: company.language, languages: PAGE_LANGUAGES, topics },
    ourNumber: await ourNumber(tx, null),
  }
}

async function topicKeys(tx: Reader): Promise<string[]> {
  const added = await tx.ruleVersion.findMany({ where: { kind: 'reason' }, select: { key: true }, distinct: ['key'], orderBy: { key: 'asc' } })
  const keys = new Set([...Object.keys(SHIPPED.reason), ...added.map(({ key }) => key)])
  return [...keys].filter((key) => !NO_TOPICS.includes(key))
}

/** What may be chosen, in the customer's words. */
export async function listTopics(tx: Reader, keys: readonly string[], language: string): Promise<PublicOptions['topics']> {
  const titled = await Promise.all(
    keys.map(async (key) => {
      const ours = TOPICS[key]?.[language as Language]
      if (ours !== undefined) return { key, title: ours }
      const title = (await findRule(tx, 'reason', key))?.body.title
      return { key, title: title?.[language] ?? title?.['en'] ?? key }
    }),
  )
  return titled
}

/** The callback of a link, as it stands; who has no such link learns nothing. */
export async function getByToken(tx: Pick<Transaction, 'callback'>, token: string, at: Date): Promise<Callback> {
  const found = isToken(token) ? await tx.callback.findUnique({ where: { token } }) : null
  if (!found) throw domainError('LINK_NOT_FOUND')
  if (found.tokenUntil !== null && found.tokenUntil <= at) throw domainError('LINK_EXPIRED', { at: found.tokenUntil.toISOString() })
  return found
}

/** One that is open for the same number, extension and name. Two who ask for the same at once come one after the other. */
export async function findSame(tx: Transaction, { number, extension, name, askFor }: Asked & { number: string }): Promise<Callback | undefined> {
  const sameKey = await lockSame(tx, { number, extension, name, askFor })
  return (await tx.callback.findFirst({ where: { sameKey, endedAt: null } })) ?? undefined
}

/** Whoever asks for the same, or proves that it is his, comes one after the other. Take it before you hold a callback. */
export async function lockSame(tx: Transaction, whose: Pick<Callback, 'number' | 'extension' | 'name' | 'askFor'>): Promise<string> {
  const sameKey = sameKeyOf({ ...whose, customerId: null })
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`callback ${sameKey}`}))`
  return sameKey
}

/** 1 is next. */
export async function positionOf(tx: Pick<Transaction, '$queryRaw'>, { placeAt, id, state }: Callback): Promise<number | null> {
  if (state !== 'waiting') return null
  const [row] = await tx.$queryRaw<[{ ahead: number }]>`
    select count(*)::int as ahead from callback where state = 'waiting' and (place_at, id) < (${placeAt}, ${id}::uuid)`
  return row.ahead + 1
}

/** Who says the same again within a day has the case that he has. */
const SAME_HOURS = 24

/** A case that is answered in writing, with an answer promised. Returns its number. */
export async function openWritten(tx: Transaction, asked: Asked, at: Date): Promise<string> {
  const { number, name, email, extension, askFor, reason, words, zone, language } = asked
  const given = { from: number, name, email, extension, askFor, language }
  const facts = Object.fromEntries(Object.entries(given).flatMap(([key, value]) => (value ? [[key, value]] : [])))
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`written ${JSON.stringify(facts)}`}))`
  const since = new Date(at.getTime() - SAME_HOURS * 3_600_000)
  const same = await tx.case.findFirst({
    where: { channel: 'web', status: 'open', openedAt: { gt: since }, reason, words, facts: { equals: facts } },
    select: { number: true },
  })
  if (same) return same.number
  const opened = await openCase(tx, {
    ...{ customerId: null, callSid: null, title: words.slice(0, 80), reason, severity: 'normal', facts, words, openedAt: at },
    channel: 'web',
  })
  const dueAt = new Date(promisedAt(at.getTime(), zone, opened.dueTopAt.getTime()))
  await makePromise(tx, { caseId: opened.id, callSid: null, kind: 'answer', madeAt: at, dueAt, toWhom: name })
  return opened.number
}
