// A company as one would meet it: 20 agents at a desk and on call, four skills, two languages, nights, and two laws.
import type { Database } from '../../services/db.ts'
import { datesBetween, plusDays } from '../../services/local-time/wall-clock.ts'
import type { Leave, Need, PackId, ShiftType, Worker } from '../../services/roster-rules/model.ts'
import { HOUSE_NIGHT } from '../../services/roster-rules/model.ts'
import { planWeights, type PlanWeights } from '../../services/schemas/plans.ts'
import type { StoredShift } from '../../services/shifts/roster/diff.ts'
import type { Question } from '../../services/shifts/planning/question.ts'
import { spanOf } from '../../services/shifts/store.ts'
import { seeded } from './seeded.ts'

export const SITE = '10000000-0000-4000-8000-000000000001'
export const FRONT = '20000000-0000-4000-8000-000000000001'
export const SECOND = '20000000-0000-4000-8000-000000000002'
export const SKILLS = ['network', 'billing', 'meters', 'heating'] as const

const idOf = (kind: number, n: number): string => `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export type MonthOptions = {
  from?: string
  to?: string
  pack?: PackId | 'mixed'
  people?: number
  /** Of the front line at each time of the day: the rest follows from it. */
  front?: { early: number; late: number; night: number }
  seed?: number
  weights?: Partial<PlanWeights>
  leaves?: Leave[]
  hasWishes?: boolean
}

const HALF_HOUR = (from: string) => [{ from, minutes: 30, isPaid: false }]

export function monthTypes(): ShiftType[] {
  const desk = { siteId: SITE, kind: 'desk' as const, levelId: FRONT, skill: null, forbiddenNext: [] }
  return [
    { ...desk, id: idOf(3, 1), name: 'Early', startsAt: '06:00', endsAt: '14:30', breaks: HALF_HOUR('10:00') },
    { ...desk, id: idOf(3, 2), name: 'Late', startsAt: '14:00', endsAt: '22:30', breaks: HALF_HOUR('18:00') },
    { ...desk, id: idOf(3, 3), name: 'Night', startsAt: '22:00', endsAt: '06:30', breaks: HALF_HOUR('02:00') },
    { ...desk, id: idOf(3, 4), name: 'Day', startsAt: '09:00', endsAt: '17:30', breaks: HALF_HOUR('13:00') },
    { ...desk, id: idOf(3, 5), name: 'Specialists', levelId: SECOND, startsAt: '08:00', endsAt: '16:30', breaks: HALF_HOUR('12:00') },
    { ...desk, id: idOf(3, 6), name: 'On call', kind: 'onCall', levelId: SECOND, startsAt: '16:30', endsAt: '08:00', breaks: [] },
  ]
}

export function monthNeeds(zone: string, { early, late, night }: NonNullable<MonthOptions['front']>): Need[] {
  const always = { siteId: SITE, zone, onHolidays: true, validFrom: null, validTo: null, isInstead: false }
  const front = { ...always, levelId: FRONT, kind: 'desk' as const, skill: null }
  const [week, weekend, all] = [
    [1, 2, 3, 4, 5],
    [6, 7],
    [1, 2, 3, 4, 5, 6, 7],
  ]
  const needs: Array<Omit<Need, 'id'>> = [
    { ...front, days: week, from: '06:00', to: '14:00', people: early },
    { ...front, days: week, from: '14:00', to: '22:00', people: late },
    { ...front, days: weekend, from: '06:00', to: '14:00', people: Math.max(1, early - 1) },
    { ...front, days: weekend, from: '14:00', to: '22:00', people: Math.max(1, late - 1) },
    { ...front, days: all, from: '22:00', to: '06:00', people: night },
    { ...front, days: week, from: '09:00', to: '17:00', people: early + 1, onHolidays: false },
    { ...front, days: week, from: '08:00', to: '20:00', people: 1, skill: 'network' },
    { ...front, days: all, from: '08:00', to: '16:00', people: 1, skill: 'billing' },
    { ...front, days: week, from: '10:00', to: '14:00', people: 1, skill: 'meters', onHolidays: false },
    { ...always, levelId: SECOND, kind: 'desk', skill: 'heating', days: week, from: '08:00', to: '16:00', people: 1, onHolidays: false },
    { ...always, levelId: SECOND, kind: 'onCall', skill: null, days: all, from: '17:00', to: '08:00', people: 1 },
  ]
  return needs.map((need, n) => ({ ...need, id: idOf(4, n + 1) }))
}

/** Five specialists; of the front line each third works part-time; each has two of four skills or three. */
export function monthPeople(count: number, pack: PackId | 'mixed', seed: number): Worker[] {
  const chance = seeded(seed)
  return Array.from({ length: count }, (_, n): Worker => {
    const isSecond = n >= count - 5
    const skills = isSecond ? ['heating', 'network'] : SKILLS.filter((_skill, k) => k < 3 && (n + k) % 3 !== 2)
    const weeklyMinutes = !isSecond && n % 3 === 2 ? 1_800 : 2_400
    return {
      id: idOf(5, n + 1),
      name: `Person ${String(n + 1).padStart(2, '0')}`,
      isActive: true,
      isTrainee: false,
      isGuest: false,
      levelRank: isSecond ? 2 : 1,
      speaks: chance.isTrue(0.5) ? ['en', 'ru'] : ['en', 'de'],
      attestations: skills.map((skill) => ({ skill, expiresAt: null })),
      contracts: [{ validFrom: '2025-01-01', pack: pack === 'mixed' ? (n % 2 === 0 ? 'de' : 'ru') : pack, weeklyMinutes, maxWeeklyMinutes: 2_880 }],
    }
  })
}

/** A month to be planned from nothing. */
export function realMonth(options: MonthOptions = {}): Question {
  const { from = '2027-02-01', to = '2027-03-01', pack = 'de', people = 20, front = { early: 3, late: 3, night: 1 }, seed = 1, leaves = [] } = options
  const zone = pack === 'ru' ? 'Europe/Moscow' : 'Europe/Berlin'
  const workers = monthPeople(people, pack, seed)
  const shiftTypes = monthTypes()
  const chance = seeded(seed + 100)
  const dates = datesBetween(from, to)
  const wishes: Question['wishes'] =
    options.hasWishes === false
      ? []
      : workers.flatMap(({ id }, n) =>
          [0, 1, 2].map((k) => {
            const date = chance.pick(dates)
            return {
              id: idOf(6, n * 3 + k + 1),
              personId: id,
              from: date,
              to: plusDays(date, 1),
              kind: k < 2 ? ('off' as const) : ('on' as const),
              shiftTypeId: null,
              weight: 1 + chance.below(5),
            }
          }),
        )
  const span = spanOf({ from, to }, zone)
  return {
    facts: {
      workers,
      leaves,
      shiftTypes,
      levels: [
        { id: FRONT, rank: 1 },
        { id: SECOND, rank: 2 },
      ],
      needs: monthNeeds(zone, front),
      holidays: [],
      house: HOUSE_NIGHT,
    },
    typeIds: new Set(shiftTypes.map(({ id }) => id)),
    zones: new Map([[SITE, zone]]),
    homes: new Map(workers.map(({ id }) => [id, SITE])),
    period: { from, to },
    siteId: null,
    span: { from: span.from.getTime(), to: span.to.getTime() },
    draft: [] as StoredShift[],
    published: [],
    lockedIds: new Set(),
    wishes,
    weights: planWeights.parse(options.weights ?? {}),
    carried: new Map(),
    premiumOf: () => null,
    rates: new Map(),
    now: 0,
  }
}

/** The same company in a database; `headId` heads both levels. */
export async function storeMonth(
  { prisma }: Pick<Database, 'prisma'>,
  { facts, zones, wishes }: Question,
  { headId, at }: { headId: string; at: Date },
): Promise<void> {
  const zone = zones.get(SITE) ?? 'UTC'
  await prisma.company.create({ data: { id: 1, name: 'Nordlicht', zone, createdAt: at } })
  await prisma.site.create({ data: { id: SITE, name: 'Office', zone } })
  await prisma.level.createMany({
    data: [
      { id: FRONT, rank: 1, name: 'Front line', headId },
      { id: SECOND, rank: 2, name: 'Specialists', headId },
    ],
  })
  await prisma.skill.createMany({ data: SKILLS.map((key) => ({ key, name: key })) })
  await prisma.person.createMany({
    data: facts.workers.map(({ id, name, levelRank, speaks }) => ({
      ...{ id, name, email: `${id}@example.org`, role: 'agent' as const, createdAt: at, siteId: SITE },
      levelId: levelRank === 2 ? SECOND : FRONT,
      speaks: [...speaks],
    })),
  })
  await prisma.attestation.createMany({
    data: facts.workers.flatMap(({ id, attestations }) => attestations.map(({ skill }) => ({ personId: id, skillKey: skill }))),
  })
  await prisma.contract.createMany({
    data: facts.workers.flatMap(({ id, contracts }) =>
      contracts.map(({ validFrom, ...rest }) => ({ personId: id, validFrom: new Date(validFrom), hourlyRate: 2_100, currency: 'EUR', ...rest })),
    ),
  })
  await prisma.shiftType.createMany({
    data: facts.shiftTypes.map(({ breaks, forbiddenNext, ...type }) => ({ ...type, breaks: [...breaks], forbiddenNext: [...forbiddenNext] })),
  })
  await prisma.need.createMany({
    data: facts.needs.map(({ zone: _zone, from, to, days, validFrom: _from, validTo: _to, ...need }) => ({
      ...need,
      days: [...days],
      startsAt: from,
      endsAt: to,
    })),
  })
  await prisma.holiday.createMany({ data: facts.holidays.map(({ siteId, date }) => ({ siteId, date: new Date(date), name: 'Holiday' })) })
  await prisma.wish.createMany({ data: wishes.map(({ from, to, ...wish }) => ({ ...wish, fromDate: new Date(from), toDate: new Date(to), createdAt: at })) })
  await prisma.leave.createMany({
    data: facts.leaves.map(({ from, to, ...leave }) => ({ ...leave, fromAt: new Date(from), toAt: new Date(to), createdAt: at })),
  })
}
