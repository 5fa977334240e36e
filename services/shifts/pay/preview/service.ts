import { setImmediate as breathe } from 'node:timers/promises'
import type { z } from 'zod'
import { dateAt, plusDays } from '../../../local-time/wall-clock.ts'
import type { Database } from '../../../db.ts'
import { NO_CURRENCY, type PayInput, type PayResult, type PayTerms } from '../../../pay-rules/model.ts'
import { payOf, sumsOf } from '../../../pay-rules/pay.ts'
import { groupBy } from '../../../roster-rules/group-by.ts'
import type { Role } from '../../../schemas/people.ts'
import type { payPreview, payPreviewQuery } from '../../../schemas/pay.ts'
import { checkPeriod } from '../../period.ts'
import { listDuties, listHolidays, listLeaves, toDate, type Period, type Plan, type Reader } from '../../store.ts'
import { breaksOf } from '../facts/store.ts'
import { datesOf } from '../month.ts'
import { listPacks } from '../store.ts'
import { atMeanRates, meanRates } from '../means.ts'
import { agreedOf, termsOf } from '../terms.ts'
import { isPayOffice } from '../who.ts'
import { workOf } from '../worked.ts'

type Preview = z.infer<typeof payPreview>
type Sum = Pick<PayResult, 'worked' | 'night' | 'base' | 'premiums' | 'total' | 'currency'>

const MOST_DAYS = 100
const EVER = { from: -Infinity, to: Infinity }

export type PayPreviewer = ReturnType<typeof payPreviewer>

/**
 * What a roster costs before it is published: shifts that begin in the period, leave taken out. Overtime of a month is counted when the period holds all of it.
 * Who plans but does not see pay gets it at the house's mean rate.
 */
export function payPreviewer({ database: { prisma } }: { database: Pick<Database, 'prisma'> }) {
  return async (role: Role, { plan, ...period }: z.infer<typeof payPreviewQuery>): Promise<Preview> => {
    checkPeriod(period, MOST_DAYS)
    return prisma.$transaction(
      async (tx) => {
        const house = await readHouse(tx, period, isPayOffice(role))
        const now = await costOf(tx, 'published', period, house)
        const then = plan === 'published' ? now : await costOf(tx, plan, period, house)
        return { ...period, rates: isPayOffice(role) ? 'own' : 'mean', people: peopleOf(then, house), totals: totalsOf(then, now) }
      },
      { timeout: 60_000, isolationLevel: 'RepeatableRead' },
    )
  }
}

type House = { names: ReadonlyMap<string, string>; termsOn: (personId: string, month: string) => PayTerms }

async function readHouse(tx: Reader, period: Period, isOwnRate: boolean): Promise<House> {
  const [people, packs, holidays] = await Promise.all([
    tx.person.findMany({ include: { contracts: { orderBy: { validFrom: 'asc' } } }, orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
    listPacks(tx),
    listHolidays(tx, { from: plusDays(period.from, -31), to: plusDays(period.to, 32) }),
  ])
  const contracts = new Map(people.map((one) => [one.id, one.contracts.map(agreedOf)]))
  const means = isOwnRate ? undefined : meanRates([...contracts.values()], period)
  return {
    names: new Map(people.map(({ id, name }) => [id, name])),
    termsOn: (personId, month) => {
      const { terms } = termsOf({ contracts: contracts.get(personId) ?? [], packs, holidays, dates: datesOf(month), currency: NO_CURRENCY })
      return means ? atMeanRates(terms, means) : terms
    },
  }
}

/** By person, and of each by currency. */
async function costOf(tx: Reader, plan: Plan, period: Period, { termsOn }: House): Promise<Map<string, Sum[]>> {
  const around = { from: toDate(plusDays(period.from, -2)), to: toDate(plusDays(period.to, 3)) }
  const isIn = ({ from, zone }: { from: number; zone: string }): boolean => period.from <= dateAt(from, zone) && dateAt(from, zone) < period.to
  const [duties, leaves] = await Promise.all([listDuties(tx, around, plan), listLeaves(tx, around)])
  const breaks = await breaksOf(tx, new Set(duties.map(({ shiftId }) => shiftId)), plan)
  const costs = new Map<string, Sum[]>()
  for (const [personId, own] of groupBy(duties.filter(isIn), (duty) => duty.personId)) {
    const { pieces } = workOf({
      month: EVER,
      duties: own.map((duty) => ({ ...duty, breaks: breaks.get(duty.shiftId) ?? [] })),
      leaves: leaves.filter((leave) => leave.personId === personId),
      times: [],
      talks: [],
    })
    await breathe()
    const months = groupBy(pieces, ({ from, zone }) => dateAt(from, zone).slice(0, 7))
    costs.set(
      personId,
      [...months].flatMap(([month, worked]) => inEach(payOf({ personId, month, pieces: worked, terms: termsOn(personId, month) } satisfies PayInput))),
    )
  }
  return costs
}

/** Of a month in two currencies the minutes stand with its own one. */
const inEach = (result: PayResult): Sum[] =>
  sumsOf(result).map((sum, n) => (n === 0 ? { ...sum, worked: result.worked, night: result.night } : { ...sum, worked: 0, night: 0 }))

function peopleOf(costs: ReadonlyMap<string, readonly Sum[]>, { names }: House): Preview['people'] {
  return [...names].flatMap(([id, name]) =>
    [...groupBy(costs.get(id) ?? [], ({ currency }) => currency)].map(([currency, own]) => ({
      ...{ id, name, currency },
      ...{ worked: sum(own, 'worked'), night: sum(own, 'night'), premiums: sum(own, 'premiums'), total: sum(own, 'total') },
    })),
  )
}

function totalsOf(then: ReadonlyMap<string, readonly Sum[]>, now: ReadonlyMap<string, readonly Sum[]>): Preview['totals'] {
  const [all, published] = [[...then.values()].flat(), [...now.values()].flat()]
  const currencies = [...new Set([...all, ...published].filter(({ total }) => total > 0).map(({ currency }) => currency))].sort()
  return currencies.map((currency) => {
    const [own, before] = [all, published].map((each) => each.filter((one) => one.currency === currency)) as [Sum[], Sum[]]
    return {
      ...{ currency, base: sum(own, 'base'), premiums: sum(own, 'premiums'), total: sum(own, 'total') },
      ...{ nowPremiums: sum(before, 'premiums'), nowTotal: sum(before, 'total') },
    }
  })
}

const sum = (all: readonly Sum[], name: Exclude<keyof Sum, 'currency'>): number => all.reduce((total, one) => total + one[name], 0)
