import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { dateAt, plusDays } from '../../local-time/wall-clock.ts'
import { startOf, dayOf } from '../../roster-rules/calendar.ts'
import { toInstant, toNeed } from '../../roster-rules/from-wire.ts'
import type { Need } from '../../roster-rules/model.ts'
import type { ForecastQuery, forecast, needsCopy, needsMade } from '../../schemas/plans.ts'
import { announceRoster } from '../live/store.ts'
import { checkPeriod } from '../period.ts'
import { checkLevel, checkSite, checkSkills } from '../settings/store.ts'
import { needView } from '../settings/views.ts'
import { dateText, getRosterSettings, toDate } from '../store.ts'
import { profileOf } from './arrivals.ts'
import { type DatedNeed, copiedNeeds, neededBy, type Period } from './dated-needs.ts'
import { forecastOf, type ForecastRow } from './forecast.ts'
import { listDemand } from './store.ts'
import { callsFor, type StepWish } from './wanted-calls.ts'

type Forecast = z.infer<typeof forecast>
type Made = z.infer<typeof needsMade>
export type DemandService = ReturnType<typeof demandService>

/** A quarter of a year at once. */
const MOST_DAYS = 93

type Parts = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  /** Whom a step of a version of a flow asks for; undefined: nobody, or there is no such step any more. */
  wishOf: (flow: string, version: string, step: string) => Promise<StepWish | undefined>
}

/** How many people are needed: from past calls, and copied from one period to another. Both make needs that hold for days only. */
export function demandService({ database: { prisma }, clock, wishOf }: Parts) {
  async function forecastRows(tx: Transaction, query: ForecastQuery): Promise<ForecastRow[]> {
    const { from, to, minutes, siteId, levelId } = query
    checkPeriod({ from, to }, MOST_DAYS)
    await checkSite(tx, siteId)
    await checkLevel(tx, levelId)
    const skill = query.skill === '' ? null : query.skill
    if (skill !== null) await checkSkills(tx, [skill])
    const site = await tx.site.findUniqueOrThrow({ where: { id: siteId } })
    const past = await pastOf(tx, query, site)
    const levels = await tx.level.findMany({ orderBy: { rank: 'asc' }, select: { id: true, rank: true } })
    const rank = levels.find(({ id }) => id === levelId)?.rank ?? 0
    const calls = callsFor(past.calls, { rank, frontRank: levels[0]?.rank ?? 0, skill }, site.zone)
    const holidays = await holidaysOf(tx, siteId, { from: past.from, to })
    return forecastOf(profileOf(calls, past, holidays, minutes), {
      ...{ from, to, minutes, holidays, zone: site.zone },
      share: query.servicePercent / 100,
      answerSeconds: query.answerSeconds,
      shrinkage: query.shrinkagePercent / 100,
      wrapUpSeconds: (await getRosterSettings(tx)).wrapUpSeconds,
    })
  }

  /** The weeks before the period, or before today where it is ahead; not those before the first call, which say nothing. */
  async function pastOf(tx: Transaction, { from, weeks }: ForecastQuery, site: { name: string; zone: string }) {
    const today = dateAt(clock.now().toMillis(), site.zone)
    const to = from < today ? from : today
    const midnight = (date: string): Date => new Date(startOf(dayOf(date), site.zone))
    const longAgo = plusDays(to, -7 * weeks)
    const logged = await listDemand(tx, { from: midnight(longAgo), to: midnight(to) }, site.name)
    const calls = await Promise.all(
      logged.map(async ({ at, talkSeconds, flow, version, steps }) => {
        const wishes = await Promise.all(steps.map((step) => wishOf(flow, version, step)))
        return { at, talkSeconds, wishes: wishes.filter((wish) => wish !== undefined) }
      }),
    )
    const first = calls[0] && dateAt(calls[0].at.getTime(), site.zone)
    // Whole weeks, so that each weekday comes as often.
    const lived = first === undefined ? weeks : Math.min(weeks, Math.ceil((dayOf(to) - dayOf(first)) / 7))
    return { calls, from: plusDays(to, -7 * Math.max(1, lived)), to }
  }

  return {
    forecast: async (query: ForecastQuery): Promise<Forecast> => {
      const rows = await prisma.$transaction((tx) => forecastRows(tx, query))
      return {
        ...{ from: query.from, to: query.to, minutes: query.minutes },
        rows: rows.map(({ at, calls, talkSeconds, people, answeredIn }) => ({ at: toInstant(at), calls, talkSeconds, people, answeredIn })),
      }
    },
    /** Instead of those that were made so before for the same days. */
    makeNeeds: (query: ForecastQuery): Promise<Made> =>
      prisma.$transaction(async (tx) => {
        const rows = await forecastRows(tx, query)
        const { siteId, levelId, minutes, skill } = query
        return replaceNeeds(tx, query, neededBy(rows, minutes, { siteId, levelId, skill: skill === '' ? null : skill }), [
          { siteId, levelId, kind: 'desk', skill: skill === '' ? null : skill },
        ])
      }),
    copyNeeds: ({ from, to, target }: z.infer<typeof needsCopy>): Promise<Made> =>
      prisma.$transaction(async (tx) => {
        checkPeriod({ from, to }, MOST_DAYS)
        const end = plusDays(target, dayOf(to) - dayOf(from))
        const needs = (await tx.need.findMany({ include: { site: true }, orderBy: { id: 'asc' } })).map((row) => toNeed(needView(row)))
        const holidays = await tx.holiday.findMany({ where: { date: { gte: toDate(from), lt: toDate(to) } } })
        const closed = new Set(holidays.map(({ siteId, date }) => `${siteId} ${dateText(date)}`))
        const copies = copiedNeeds(needs, { from, to }, target, closed)
        return replaceNeeds(tx, { from: target, to: end }, copies, copies)
      }),
  }
}

type Place = Pick<Need, 'siteId' | 'levelId' | 'kind' | 'skill'>

/** What holds instead of the usual on days of the period, and only there, gives way at these places. */
async function replaceNeeds(tx: Transaction, { from, to }: Period, needs: readonly DatedNeed[], places: readonly Place[]): Promise<Made> {
  const within = { isInstead: true, validFrom: { gte: toDate(from) }, validTo: { lte: toDate(to) } }
  const old =
    places.length === 0
      ? { count: 0 }
      : await tx.need.deleteMany({
          where: { ...within, OR: places.map(({ siteId, levelId, kind, skill }) => ({ siteId, levelId, kind, skill })) },
        })
  await tx.need.createMany({
    data: needs.map(({ from: startsAt, to: endsAt, validFrom, validTo, days, ...rest }) => ({
      ...{ ...rest, id: randomUUID(), startsAt, endsAt, days: [...days] },
      validFrom: validFrom === null ? null : toDate(validFrom),
      validTo: validTo === null ? null : toDate(validTo),
    })),
  })
  if (needs.length + old.count > 0) await announceRoster(tx, 'settings')
  return { added: needs.length, replaced: old.count }
}

async function holidaysOf(tx: Transaction, siteId: string, { from, to }: Period): Promise<ReadonlySet<string>> {
  const rows = await tx.holiday.findMany({ where: { siteId, date: { gte: toDate(from), lt: toDate(to) } } })
  return new Set(rows.map(({ date }) => dateText(date)))
}
