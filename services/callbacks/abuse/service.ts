import { batcher, together } from '../../batch.ts'
import type { Database } from '../../db.ts'
import { getRule } from '../../rules/store.ts'
import type { CallbackRule } from '../../schemas/rules.ts'
import { canBeCalled, canBeTexted } from '../../telephony/caller-id.ts'
import { countryOf, keysOf } from './keys.ts'
import { isPressedOut, isRefusedLine, publicReasonOf, refusalOf, suspicionOf, type Facts, type Hour, type Refusal } from './judge.ts'
import { priceOf } from './money/price.ts'
import { findLack, reserveOnce, type Wanted } from './money/store.ts'
import { periodsOf, type Periods } from './periods.ts'
import { countAsk, countPassed, countRefused } from './store.ts'

export type Asked = {
  /** E.164; null only where an answer in writing is wanted. */
  number: string | null
  /** Extension, name and whom he asks for: five people behind one switchboard are five. */
  who: string
  /** Where it comes from; null: not from the network (somebody on the phone). */
  address: string | null
  isWritten?: boolean
  isHoneypot?: boolean
  /** When the window begins that he has chosen. */
  callAt?: Date | undefined
  at: Date
}
/**
 * `public` may be said to anybody (number: give another one; mobile: one that takes texts; notNow: call us, come later, or write), `why` is for us alone.
 * `isKnown`: a customer has the number by the record. `wasWritten`: to be called when what was asked for stands in the database, or will not.
 */
export type Verdict =
  { kind: 'ok'; needsCode: boolean; isKnown: boolean; wasWritten?: () => void } | { kind: 'refused'; public: ReturnType<typeof publicReasonOf>; why: Refusal }
/** What stands behind a number, as the provider says; undefined: he does not. */
export type LookUp = (number: string) => Promise<string | undefined>
export type Guard = ReturnType<typeof guard>

type Parts = {
  database: Pick<Database, 'pool' | 'prisma'>
  /** Of the company. */ zone: () => string
  lookUp?: LookUp
  log: { warn: (details: object, text: string) => void }
}
/** Until then what was let in stands in the database: as long as its transaction may last. */
const WRITTEN_MS = 10_000

type Weighed = { facts: Facts; rule: CallbackRule; periods: Periods }

/**
 * Who may ask at the public ways, and who must give back a code first. Everybody is counted before anything is decided. Ask it outside of any
 * transaction: what was counted stays, whatever becomes of the request.
 */
export function guard({ database: { pool, prisma }, zone, lookUp, log }: Parts) {
  /** Strangers who were let in, or are just being weighed, and of whom nothing is written down yet: of many at once each counts those before him. */
  let justLetIn = 0
  // A refusal must cost us little, since machines get them by the thousand: what all of them need is read and written once for many.
  const readRule = together(() => getRule(prisma, 'callback'))
  const refused = batcher((hours: readonly Date[]) => countRefused(pool, hours), { maxItems: 1_000, isItemsFault: () => false })

  async function check(asked: Asked): Promise<Verdict> {
    const periods = periodsOf(asked.at, zone())
    const { hour, ...facts } = await weigh(asked, periods)
    const { body: rule } = await readRule()
    const narrow = refusalOf(facts, rule)
    if (narrow !== undefined) return refuse(narrow, periods)
    const isKnown = facts.standing === 'confirmed'
    if (isKnown) return { kind: 'ok', isKnown, needsCode: !facts.isWritten && rule.code === 'always' && facts.canBeTexted }
    const weighed = { facts, rule, periods }
    const why = await weighStranger(asked, weighed, hour)
    if (typeof why === 'string') return refuse(why, periods)
    // Of those who come at the same moment the last may be too many.
    const passed = await countPassed(pool, periods.hour.at)
    return passed > rule.limits.allPerHour ? refuse('all', periods) : { kind: 'ok', isKnown, ...why }
  }

  async function refuse(why: Refusal, periods: Periods): Promise<Verdict> {
    await refused(periods.hour.at)
    return { kind: 'refused', why, public: publicReasonOf(why) }
  }

  async function weigh({ number, who, address, isWritten = false, isHoneypot = false, at }: Asked, periods: Periods): Promise<Facts & { hour: Hour }> {
    const { ourNumbers, ...found } = await countAsk(pool, keysOf({ number, who, address }), number, periods, at)
    return {
      ...{ ...found, isWritten, isHoneypot },
      country: number === null ? '' : countryOf(number),
      ourCountries: [...new Set(ourNumbers.map(countryOf))],
      canBeCalled: number === null ? null : canBeCalled(number),
      canBeTexted: canBeTexted(number),
    }
  }

  async function weighStranger(
    { number, callAt, at }: Asked,
    { facts, rule, periods }: Weighed,
    hour: Hour,
  ): Promise<Refusal | { needsCode: boolean; wasWritten?: () => void }> {
    if (hour.passed >= rule.limits.allPerHour) return 'all'
    if (isPressedOut(facts, hour)) return 'pressure'
    if (facts.isWritten) return { needsCode: false }
    const suspicion = suspicionOf(facts, hour, rule)
    const needsCode = rule.code === 'always' || (rule.code === 'suspicion' && suspicion !== undefined)
    if (needsCode && !facts.canBeTexted) return 'codeImpossible'
    const { budget } = rule
    const callPrice = priceOf('call', facts.country, budget)
    if (callAt && callAt >= periods.hour.until && (await findLack(prisma, periodsOf(callAt, zone()), { price: callPrice, budget, at }))) return 'money'
    const price = callPrice + (needsCode ? priceOf('text', facts.country, budget) : 0)
    const wasWritten = await takeMoney(periods, { price, budget, at, isPaced: true })
    if (!wasWritten) return 'money'
    if (suspicion !== undefined && number !== null && isRefusedLine(await lineOf(number, at, periods))) return 'lineType'
    return { needsCode, wasWritten }
  }

  /** Undefined: there is none. */
  async function takeMoney(periods: Periods, wanted: Wanted): Promise<(() => void) | undefined> {
    const ahead = justLetIn
    justLetIn += 1
    let forgotten: NodeJS.Timeout | undefined
    let isIn = true
    const leave = (): void => {
      clearTimeout(forgotten)
      if (isIn) justLetIn -= 1
      isIn = false
    }
    try {
      const lack = await findLack(prisma, periods, { ...wanted, price: wanted.price + ahead * wanted.budget.callMinor })
      if (lack === undefined) {
        forgotten = setTimeout(leave, WRITTEN_MS).unref()
        return leave
      }
    } catch (error) {
      leave()
      throw error
    }
    leave()
    return undefined
  }

  /** Once a number and day, and never instead of somebody's call. */
  async function lineOf(number: string, at: Date, { day }: Periods): Promise<string | undefined> {
    if (!lookUp) return undefined
    const key = `lookup:${number}:${day.at.toISOString()}`
    const reserved = await prisma.$transaction((tx) => reserveOnce(tx, { kind: 'lookup', key, number, at }))
    if (reserved !== 'new') return undefined
    return lookUp(number).catch((err: unknown) => {
      log.warn({ err }, 'a number could not be looked up')
      return undefined
    })
  }

  return { check }
}
