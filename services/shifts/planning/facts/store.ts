import { plusDays } from '../../../local-time/wall-clock.ts'
import { NO_CURRENCY, type PayTerms } from '../../../pay-rules/model.ts'
import { DAYS_AROUND } from '../../../roster-rules/check.ts'
import type { PlanWeights } from '../../../schemas/plans.ts'
import { readCarried } from '../../fairness/store.ts'
import { listPacks } from '../../pay/store.ts'
import { termsOf } from '../../pay/terms.ts'
import { readFacts } from '../../roster/facts/store.ts'
import { marginOf, millisOf } from '../../roster/judge.ts'
import { dateText, listShifts, spanOf, toDate, type Period, type Reader } from '../../store.ts'
import { wordsOf } from '../../watch/store.ts'
import { meanRates, premiums } from '../premiums.ts'
import type { Question, WishOf } from '../question.ts'
import type { Names } from '../shortage.ts'

export type Asked = { period: Period; siteId: string | null; lockedIds: readonly string[]; weights: PlanWeights; now: number }

/** Whole weeks around the period, and the rest after the last. */
const MORE_AROUND = { before: 7, after: 7 }

/** All that the planner asks of a real roster. */
export async function readQuestion(
  database: { prisma: Reader },
  { period, siteId, lockedIds, weights, now }: Asked,
): Promise<{ question: Question; names: Names }> {
  const { prisma } = database
  const around = marginOf(marginOf(period, DAYS_AROUND), MORE_AROUND)
  const [facts, sites, draft, published, wishes, carried, termsByPerson, names] = await Promise.all([
    readFacts(database, around),
    prisma.site.findMany({ select: { id: true, zone: true } }),
    listShifts(prisma, 'draft', around),
    listShifts(prisma, 'published', period),
    listWishes(prisma, period),
    readCarried(prisma, period.from),
    readTerms(prisma, period),
    wordsOf(prisma),
  ])
  const active = await prisma.shiftType.findMany({ where: { isActive: true }, select: { id: true } })
  const question: Question = {
    facts: facts.rules,
    typeIds: new Set(active.map(({ id }) => id)),
    zones: new Map(sites.map(({ id, zone }) => [id, zone])),
    homes: new Map(facts.workers.map((worker) => [worker.id, worker.siteId])),
    period,
    siteId,
    span: millisOf(spanOf(period, facts.settings.zone)),
    draft,
    published,
    lockedIds: new Set(lockedIds),
    wishes,
    weights,
    carried,
    premiumOf: premiums(termsByPerson),
    rates: meanRates(termsByPerson.values()),
    now,
  }
  return { question, names }
}

async function listWishes(db: Reader, { from, to }: Period): Promise<WishOf[]> {
  const rows = await db.wish.findMany({ where: { fromDate: { lt: toDate(to) }, toDate: { gt: toDate(from) } }, orderBy: { id: 'asc' } })
  return rows.map(({ id, personId, fromDate, toDate: until, kind, shiftTypeId, weight }) => ({
    id,
    personId,
    from: dateText(fromDate),
    to: dateText(until),
    kind: kind === 'on' ? ('on' as const) : ('off' as const),
    shiftTypeId,
    weight,
  }))
}

/** Of those whose pay is agreed. */
async function readTerms(db: Reader, period: Period): Promise<Map<string, PayTerms>> {
  const [contracts, packs, holidays] = await Promise.all([
    db.contract.findMany(),
    listPacks(db),
    db.holiday.findMany({ where: { date: { gte: toDate(plusDays(period.from, -3)), lt: toDate(plusDays(period.to, 3)) } } }),
  ])
  const days = holidays.map(({ siteId, date, name }) => ({ siteId, date: dateText(date), name }))
  const people = new Set(contracts.flatMap(({ personId, hourlyRate }) => (hourlyRate === null ? [] : [personId])))
  return new Map(
    [...people].map((id) => {
      const own = contracts.filter(({ personId }) => personId === id).map((contract) => ({ ...contract, validFrom: dateText(contract.validFrom) }))
      return [id, termsOf({ contracts: own, packs, holidays: days, dates: period, currency: NO_CURRENCY }).terms]
    }),
  )
}
