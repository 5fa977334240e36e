import { IANAZone } from 'luxon'
import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { WAKING } from '../../messages/hours.ts'
import { SHIPPED } from '../../rules/shipped.ts'
import { getRule } from '../../rules/store.ts'
import type { PublicOptions, publicOptionsQuery } from '../../schemas/callbacks.ts'
import { RULE_BODIES } from '../../schemas/rules.ts'
import { ANYBODY, coverOf, deskTimes, type Wanted } from './cover.ts'
import { asapOf, mayPromise, offer, type Standing } from './offers.ts'
import type { AllowedHours } from './slots.ts'
import { lockWindows, readStanding } from './store.ts'
import { startOf, waitMinutes } from './wait.ts'

export type Wish = {
  /** As soon as possible, or a window. */
  wish: 'now' | { from: Date; to: Date }
  skill?: string | null | undefined
  language: string
  /** The customer's; one that does not exist, or none, is ours. */
  zone?: string | null | undefined
  at: Date
  personId?: string | null | undefined
  levelId?: string | null | undefined
  siteId?: string | null | undefined
  /** By the clock on his wall; absent: waking hours. */
  hours?: { from: string; to: string } | undefined
  /** The callback that is to get this window in place of its own. */
  except?: string | undefined
}

export type Promised =
  | { kind: 'ok'; window: { from: Date; to: Date }; isAsap: boolean; waitMinutes: number | null; zone: string }
  /** Others were faster, or it is too late for it. */
  | { kind: 'gone'; options: PublicOptions }
  /** Nothing can be promised: nobody is on the roster for it. */
  | { kind: 'noCover'; opensAt: Date | null }

export type CallbackWindows = ReturnType<typeof callbackWindows>
type Query = z.infer<typeof publicOptionsQuery>

/** By what is spoken and written in words of the program. */
const LANGUAGES = ['en', 'ru']

/**
 * What customers may be promised, from the published roster, who is there, and what was promised to others.
 *
 * The wait that is shown: in how many minutes somebody would talk with him if he asked now. The queue of callers and callbacks is played through in its
 * order with the people who are at the desk (`startsOf`), each for as long as one takes of their time with all its tries (`readMeans`).
 */
export function callbackWindows({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  type Db = Transaction

  async function zoneOf(db: Db, zone: string | null | undefined): Promise<string> {
    if (zone && IANAZone.isValidZone(zone)) return zone
    return (await db.company.findFirst({ select: { zone: true } }))?.zone ?? 'UTC'
  }

  async function optionsOf(db: Db, { language, zone, skill }: Query, standing: Standing): Promise<PublicOptions> {
    const hours = { ...WAKING, zone: await zoneOf(db, zone) }
    const company = await db.company.findFirst({ select: { name: true, language: true } })
    const ours = company?.language ?? 'en'
    const wanted: Wanted = { ...ANYBODY, skill: skill ?? null, language: language ?? null }
    const { now, windows, opensAt } = offer(standing, wanted, hours)
    return {
      company: company?.name ?? '',
      languages: [...LANGUAGES].sort((a, b) => Number(b === ours) - Number(a === ours)),
      canCall: now !== null || windows.length > 0,
      now: now && { waitMinutes: waitMinutes(standing.at, now.startsAt) },
      windows: windows.map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
      zone: hours.zone,
      opensAt: opensAt === null ? null : iso(opensAt),
      topics: await topicsOf(db, language ?? ours),
    }
  }

  /** What a form offers now. Nothing is held by it. */
  async function options(query: Query): Promise<PublicOptions> {
    const { body: rule } = await getRule(prisma, 'callback')
    return optionsOf(prisma, query, await readStanding(prisma, { at: clock.now().toJSDate(), rule }))
  }

  let last: Promise<unknown> = Promise.resolve()
  /**
   * A transaction that promises, after those of this process that came before: a crowd that wants the same window waits here, and not for each
   * other with all connections of the pool.
   */
  async function inTurn<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const turn = last.then(() => prisma.$transaction(work))
    last = turn.catch(() => undefined)
    return turn
  }

  /** In the transaction that writes it down: until its end nobody else is sold the same place. Call it before you hold a callback. */
  async function promise(tx: Transaction, { wish, skill, language, zone: given, at, personId, levelId, siteId, hours: own, except }: Wish): Promise<Promised> {
    await lockWindows(tx)
    const { body: rule } = await getRule(tx, 'callback')
    const zone = await zoneOf(tx, given)
    const hours: AllowedHours = { ...(own ?? WAKING), zone }
    const wanted: Wanted = { skill: skill ?? null, language, personId: personId ?? null, levelId: levelId ?? null, siteId: siteId ?? null }
    const standing = await readStanding(tx, { at, rule, except })
    if (wish === 'now') {
      const times = deskTimes(standing.roster, standing.at)
      const now = asapOf(standing, times, coverOf(times, wanted), wanted)
      const window = now && { from: at, to: new Date(now.until) }
      if (window) return { kind: 'ok', window, isAsap: true, waitMinutes: waitMinutes(standing.at, now.startsAt), zone }
    } else if (mayPromise(standing, wanted, hours, { from: wish.from.getTime(), to: wish.to.getTime() })) {
      return { kind: 'ok', window: wish, isAsap: false, waitMinutes: null, zone }
    }
    const left = await optionsOf(tx, { language, zone, ...(skill && { skill }) }, standing)
    return left.canCall ? { kind: 'gone', options: left } : { kind: 'noCover', opensAt: left.opensAt === null ? null : new Date(left.opensAt) }
  }

  /** In how many minutes somebody talks with him who waits at this place; null: nobody can say. */
  async function waitAt(db: Db, { id, placeAt, ...wanted }: Wanted & { id: string; placeAt: Date }, at: Date): Promise<number | null> {
    const { body: rule } = await getRule(db, 'callback')
    const standing = await readStanding(db, { at, rule, days: 2, placeBefore: { at: placeAt, id } })
    return waitMinutes(standing.at, startOf({ ...standing, times: deskTimes(standing.roster, standing.at) }, wanted))
  }

  return { options, promise, inTurn, waitAt }
}

const iso = (at: number): string => new Date(at).toISOString()

/** What it may be about, by the reasons of the house. */
async function topicsOf(db: Pick<Transaction, 'ruleVersion'>, language: string): Promise<PublicOptions['topics']> {
  const own = await db.ruleVersion.findMany({ where: { kind: 'reason' }, distinct: ['key'], orderBy: [{ key: 'asc' }, { version: 'desc' }] })
  const titles = new Map(Object.entries(SHIPPED.reason).map(([key, { title }]) => [key, title]))
  for (const { key, body } of own) titles.set(key, RULE_BODIES.reason.parse(body).title)
  return [...titles]
    .flatMap(([key, title]) => {
      const named = title[language] ?? title['en'] ?? Object.values(title)[0]
      return named ? [{ key, title: named }] : []
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}
