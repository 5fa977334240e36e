import { DateTime } from 'luxon'
import type { Transaction } from '../services/db.ts'
import { datesBetween, plusDays, wallWindow } from '../services/local-time/wall-clock.ts'

/** What the roster is made for: ids by name, and the people who stand on it. */
export type RosterOf = { id: (name: string) => string; zone: string; now: Date }

type PatternKey = 'E' | 'L' | 'N' | 'C'
type Pattern = { name: string; from: string; to: string; kind: 'desk' | 'onCall'; level: string; breakFrom: string | null; forbiddenNext: readonly string[] }

const FRONT = 'Front line'
const SECOND = 'Specialists'

/** Each shift of eight hours has half an hour's break that is not paid. */
const PATTERNS: Readonly<Record<PatternKey, Pattern>> = {
  E: { name: 'Early', from: '06:00', to: '14:00', kind: 'desk', level: FRONT, breakFrom: '10:00', forbiddenNext: [] },
  L: { name: 'Late', from: '14:00', to: '22:00', kind: 'desk', level: FRONT, breakFrom: '18:00', forbiddenNext: ['Early'] },
  N: { name: 'Night', from: '22:00', to: '06:00', kind: 'desk', level: FRONT, breakFrom: '02:00', forbiddenNext: ['Early', 'Late'] },
  C: { name: 'On call', from: '18:00', to: '08:00', kind: 'onCall', level: SECOND, breakFrom: null, forbiddenNext: [] },
}
const BREAK_MINUTES = 30

/** Two weeks that come again and again, Monday first: Early, Late, Night, on Call. Nobody has two nights running, and 11 hours lie between two shifts at the desk. */
const FORTNIGHT: ReadonlyArray<readonly [name: string, days: string]> = [
  ['Amira Haddad', 'EEEEE-- EEEEE--'],
  ['Dana Novak', 'EEELL-- EEEEE--'],
  ['Irina Sokolova', '--EE-LL --EE-LL'],
  ['Boris Ivanov', 'LLL--EE N-N-N--'],
  ['Greta Lind', 'EE--E-N -N-N-N-'],
  ['Lena Krause', 'N-N-N-- LL---EE'],
  ['Omar Saleh', '-N-N-N- --LLL-N'],
  ['Elif Kaya', 'C-C-C-C -C-C-C-'],
  ['Hugo Martin', '-C-C-C- C-C-C-C'],
]

const CONTRACT_HOURS: Readonly<Record<string, number>> = {
  'Amira Haddad': 40,
  'Dana Novak': 40,
  'Irina Sokolova': 32,
  'Boris Ivanov': 40,
  'Greta Lind': 32,
  'Lena Krause': 32,
  'Omar Saleh': 32,
  'Elif Kaya': 40,
  'Hugo Martin': 24,
}

const ATTESTED: Readonly<Record<string, readonly string[]>> = {
  heating: ['Amira Haddad', 'Boris Ivanov', 'Omar Saleh', 'Elif Kaya', 'Hugo Martin'],
  billing: ['Dana Novak', 'Greta Lind', 'Lena Krause', 'Chen Wei'],
}
/** Somebody should see to this one. */
const EXPIRES_SOON = { name: 'Boris Ivanov', skill: 'heating', inDays: 10 }

const WEEKDAYS = [1, 2, 3, 4, 5]
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7]
const NEEDS = [
  { name: 'early', pattern: 'E', days: WEEKDAYS, people: 2, skill: null },
  { name: 'early at the weekend', pattern: 'E', days: [6, 7], people: 1, skill: null },
  { name: 'heating', pattern: 'E', days: WEEKDAYS, people: 1, skill: 'heating' },
  { name: 'late', pattern: 'L', days: ALL_DAYS, people: 1, skill: null },
  { name: 'night', pattern: 'N', days: ALL_DAYS, people: 1, skill: null },
  { name: 'on call', pattern: 'C', days: ALL_DAYS, people: 1, skill: null },
] as const

const HOLIDAYS: Readonly<Record<string, string>> = {
  '2026-01-01': 'New Year’s Day',
  '2026-03-08': 'Women’s Day',
  '2026-04-03': 'Good Friday',
  '2026-04-06': 'Easter Monday',
  '2026-05-01': 'Labour Day',
  '2026-05-14': 'Ascension Day',
  '2026-05-25': 'Whit Monday',
  '2026-10-03': 'Day of German Unity',
  '2026-12-25': 'Christmas Day',
  '2026-12-26': 'Second Day of Christmas',
  '2027-01-01': 'New Year’s Day',
  '2027-03-08': 'Women’s Day',
  '2027-03-26': 'Good Friday',
  '2027-03-29': 'Easter Monday',
  '2027-05-01': 'Labour Day',
  '2027-05-06': 'Ascension Day',
  '2027-05-17': 'Whit Monday',
  '2027-10-03': 'Day of German Unity',
  '2027-12-25': 'Christmas Day',
  '2027-12-26': 'Second Day of Christmas',
}

const DAYS_BEFORE = 7
const DAYS_AHEAD = 28
/** So many days ahead nobody has the late shift. */
const GAP_AFTER_DAYS = 5
/** On the first Friday from then on Irina has one shift more than her contract says. */
const TOO_MUCH_AFTER_DAYS = 9

/** The demo company's roster around now: what it is made of, and the draft and the published roster, which are the same. */
export async function seedRoster(tx: Transaction, { id, zone, now }: RosterOf): Promise<void> {
  const site = id('Berlin')
  const today = DateTime.fromJSDate(now, { zone })
  const dayOf = (date: string): Date => new Date(`${date}T00:00:00Z`)
  await tx.holiday.createMany({ data: Object.entries(HOLIDAYS).map(([date, name]) => ({ siteId: site, date: dayOf(date), name })) })
  await tx.skill.createMany({ data: Object.keys(ATTESTED).map((key) => ({ key, name: key === 'heating' ? 'Heating' : 'Billing' })) })
  await tx.attestation.createMany({
    data: Object.entries(ATTESTED).flatMap(([skillKey, names]) =>
      names.map((name) => ({
        personId: id(name),
        skillKey,
        expiresAt: name === EXPIRES_SOON.name && skillKey === EXPIRES_SOON.skill ? today.plus({ days: EXPIRES_SOON.inDays }).toJSDate() : null,
      })),
    ),
  })
  await tx.contract.createMany({
    data: Object.entries(CONTRACT_HOURS).map(([name, hours]) => ({
      personId: id(name),
      validFrom: dayOf(today.minus({ years: 1 }).startOf('year').toFormat('yyyy-MM-dd')),
      pack: 'de',
      weeklyMinutes: hours * 60,
      hourlyRate: 2_150,
      onCallRate: 450,
      payPack: 'de-3b',
      currency: 'EUR',
    })),
  })
  await tx.shiftType.createMany({
    data: Object.values(PATTERNS).map(({ name, from, to, kind, level, breakFrom, forbiddenNext }) => ({
      id: id(`shift type ${name}`),
      siteId: site,
      name,
      startsAt: from,
      endsAt: to,
      kind,
      levelId: id(level),
      breaks: breakFrom === null ? [] : [{ from: breakFrom, minutes: BREAK_MINUTES, isPaid: false }],
      forbiddenNext: forbiddenNext.map((other) => id(`shift type ${other}`)),
    })),
  })
  await tx.need.createMany({
    data: NEEDS.map(({ name, pattern, days, people, skill }) => {
      const { from, to, kind, level } = PATTERNS[pattern]
      return { id: id(`need ${name}`), siteId: site, levelId: id(level), kind, skill, days: [...days], startsAt: from, endsAt: to, people }
    }),
  })
  const shifts = plannedShifts(today).map(({ date, name, pattern }) => shiftRow({ date, name, pattern, site, zone, id }))
  await tx.shift.createMany({ data: ['draft', 'published'].flatMap((plan) => shifts.map((shift) => ({ plan, ...shift }))) })
}

type PlannedShift = { date: string; name: string; pattern: PatternKey }

function plannedShifts(today: DateTime): PlannedShift[] {
  const first = today.toFormat('yyyy-MM-dd')
  const gap = plusDays(first, GAP_AFTER_DAYS)
  const tooMuch = datesBetween(plusDays(first, TOO_MUCH_AFTER_DAYS), plusDays(first, TOO_MUCH_AFTER_DAYS + 7)).find((date) => weekdayOf(date) === 5)
  return datesBetween(plusDays(first, -DAYS_BEFORE), plusDays(first, DAYS_AHEAD + 1)).flatMap((date) =>
    FORTNIGHT.flatMap(([name, days]): PlannedShift[] => {
      const written = name === 'Irina Sokolova' && date === tooMuch ? 'L' : days.replace(' ', '')[placeInFortnight(date)]
      const pattern = (Object.keys(PATTERNS) as PatternKey[]).find((key) => key === written)
      return pattern === undefined || (pattern === 'L' && date === gap) ? [] : [{ date, name, pattern }]
    }),
  )
}

function shiftRow({ date, name, pattern, site, zone, id }: PlannedShift & { site: string; zone: string; id: RosterOf['id'] }) {
  const { name: type, from, to, kind, level, breakFrom } = PATTERNS[pattern]
  const { from: startsAt, to: endsAt } = wallWindow(date, from, to, zone)
  const breakDate = breakFrom !== null && breakFrom < from ? plusDays(date, 1) : date
  const rest = breakFrom === null ? null : wallWindow(breakDate, breakFrom, '24:00', zone).from
  return {
    id: id(`shift ${date} ${type} ${name}`),
    personId: id(name),
    shiftTypeId: id(`shift type ${type}`),
    siteId: site,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    kind,
    levelId: id(level),
    breaks: rest === null ? [] : [{ from: new Date(rest).toISOString(), to: new Date(rest + BREAK_MINUTES * 60_000).toISOString(), isPaid: false }],
  }
}

const weekdayOf = (date: string): number => DateTime.fromISO(date, { zone: 'utc' }).weekday

/** 0 is the Monday of a week with an even number of weeks since 1970-01-05. */
function placeInFortnight(date: string): number {
  const days = DateTime.fromISO(date, { zone: 'utc' }).diff(DateTime.fromISO('1970-01-05', { zone: 'utc' }), 'days').days
  return ((days % 14) + 14) % 14
}
