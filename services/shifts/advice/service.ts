import { DateTime } from 'luxon'
import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { dateAt, plusDays } from '../../local-time/wall-clock.ts'
import { NO_CURRENCY, type PayTerms } from '../../pay-rules/model.ts'
import { dayOf } from '../../roster-rules/calendar.ts'
import type { nightQuery, nightShare, openingPattern } from '../../schemas/plans.ts'
import { USUAL_TALK_SECONDS } from '../demand/arrivals.ts'
import { callsOf, countByHour } from '../demand/store.ts'
import { listPacks } from '../pay/store.ts'
import { checkPeriod } from '../period.ts'
import { getRosterSettings } from '../store.ts'
import { nightFigures } from './nights.ts'
import { openings } from './opening.ts'

type NightShare = z.infer<typeof nightShare>
type OpeningPattern = z.infer<typeof openingPattern>
export type AdviceService = ReturnType<typeof adviceService>

const WEEKS = 13
/** 30 days of leave and nine of illness and training, of 260 working days. */
const ABSENCE = 0.15
const USUAL_WEEK = 2_400
/** A mean of fewer would say what one of them gets. */
const LEAST_PEOPLE = 3

/** When it is worth being open, from the house's own calls and contracts. */
export function adviceService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    nights: async ({ from, to, nightFrom, nightTo }: z.infer<typeof nightQuery>): Promise<NightShare> => {
      checkPeriod({ from, to })
      const zone = await zoneOf(prisma)
      const night = { from: `${nightFrom.slice(0, 2)}:00`, to: `${nightTo.slice(0, 2)}:00` }
      const hours = await countByHour(prisma, { from, to }, zone)
      return { ...nightFigures(hours, night, dayOf(to) - dayOf(from)), ...night, zone }
    },
    opening: async (): Promise<OpeningPattern[]> => {
      const zone = await zoneOf(prisma)
      const today = clock.now().setZone(zone).toFormat('yyyy-MM-dd')
      const period = { from: plusDays(today, -7 * WEEKS), to: today }
      const month = DateTime.fromISO(today, { zone: 'utc' }).plus({ months: 1 }).toFormat('yyyy-MM')
      const { terms, weeklyMinutes, currency } = await meanTerms(prisma, `${month}-01`)
      const { firstAt, talkSeconds } = await callsOf(prisma, period)
      const days = firstAt === null ? 7 * WEEKS : dayOf(today) - dayOf(dateAt(firstAt.getTime(), zone))
      const facts = {
        hours: await countByHour(prisma, period, zone),
        wanted: await countByHour(prisma, period, zone, 'wanted'),
        weeks: Math.min(WEEKS, Math.max(1, Math.ceil(days / 7))),
        talkSeconds: (talkSeconds ?? USUAL_TALK_SECONDS) + (await getRosterSettings(prisma)).wrapUpSeconds,
      }
      return openings({ ...facts, weeklyMinutes, absence: ABSENCE, zone, month, terms }).map((one) => ({ ...one, currency }))
    },
  }
}

async function zoneOf(tx: Transaction): Promise<string> {
  return (await tx.company.findFirst())?.zone ?? 'UTC'
}

type Means = { terms: PayTerms | null; weeklyMinutes: number; currency: string }

/** The house's mean contract on a day, in the currency and by the pack that most have. */
async function meanTerms(tx: Transaction, date: string): Promise<Means> {
  const contracts = await tx.$queryRaw<
    { hourlyRate: number | null; onCallRate: number | null; currency: string | null; weeklyMinutes: number; pack: string }[]
  >`
    select distinct on (c.person_id) c.hourly_rate as "hourlyRate", c.on_call_rate as "onCallRate", c.currency, c.weekly_minutes as "weeklyMinutes", coalesce(c.pay_pack, c.pack) as pack
      from contract c join person p on p.id = c.person_id and p.is_active where c.valid_from <= ${date}::date order by c.person_id, c.valid_from desc`
  const full = contracts.filter(({ weeklyMinutes }) => weeklyMinutes > 0)
  const weeklyMinutes = full.length === 0 ? USUAL_WEEK : mean(full.map((one) => one.weeklyMinutes))
  const currency = mostOf(contracts.flatMap((one) => one.currency ?? [])) ?? NO_CURRENCY
  const paid = contracts.filter((one) => one.currency === currency && one.hourlyRate !== null)
  if (paid.length < LEAST_PEOPLE) return { terms: null, weeklyMinutes, currency }
  const packs = await listPacks(tx)
  const pack = mostOf(paid.map((one) => one.pack)) ?? 'plain'
  const hourlyRate = Math.round(mean(paid.map((one) => one.hourlyRate ?? 0)))
  const onCallRate = Math.round(mean(paid.map((one) => one.onCallRate ?? 0)))
  const holidays = await tx.holiday.findMany({ distinct: ['date'], orderBy: { date: 'asc' } })
  return {
    weeklyMinutes,
    currency,
    terms: {
      currency,
      packs,
      rates: [{ validFrom: '0001-01-01', hourlyRate, onCallRate, weeklyMinutes, pack }],
      holidays: holidays.map(({ date: day, name }) => ({ siteId: null, date: day.toISOString().slice(0, 10), name })),
    },
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function mostOf(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
