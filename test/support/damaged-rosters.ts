import { wallWindow } from '../../services/local-time/wall-clock.ts'
import { type GapsInput, findGaps } from '../../services/roster-rules/gaps.ts'
import type { Attestation, Duty, Gap, Interval, Need, Worker } from '../../services/roster-rules/model.ts'
import { type Chance, chanceOf } from './random-rosters.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** Zones and a day in the middle of the period: clock changes of an hour, of half an hour, at midnight, and ordinary days. */
const PERIODS: ReadonlyArray<{ day: string; zones: readonly string[] }> = [
  { day: '2026-03-29', zones: ['Europe/Berlin', 'America/New_York'] },
  { day: '2026-10-25', zones: ['Europe/Berlin', 'Asia/Tokyo'] },
  { day: '2026-03-08', zones: ['America/New_York', 'Europe/Berlin'] },
  { day: '2026-11-01', zones: ['America/New_York', 'Asia/Tokyo'] },
  { day: '2026-04-05', zones: ['Australia/Lord_Howe', 'America/Santiago'] },
  { day: '2026-10-04', zones: ['Australia/Lord_Howe', 'Europe/Berlin'] },
  { day: '2026-09-06', zones: ['America/Santiago', 'Europe/Berlin'] },
  { day: '2026-12-31', zones: ['Europe/Moscow', 'America/New_York'] },
  { day: '2028-02-29', zones: ['Asia/Tokyo', 'Europe/Berlin'] },
]
const LEVELS = ['front', 'second'] as const
const SKILLS = ['network', 'billing'] as const
const TIMES = ['00:00', '00:30', '01:00', '01:30', '02:00', '02:15', '02:30', '03:00', '06:00', '08:00', '12:00', '16:30', '22:00', '23:30'] as const

/** Two or three days of a roster from which much is missing. All times are whole minutes. The same seed gives the same one. */
export function damagedRoster(seed: number): GapsInput {
  const chance = chanceOf(seed)
  const { day, zones } = chance.pick(PERIODS)
  const middle = Date.parse(day)
  const from = middle - DAY + chance.int(24 * 60) * MINUTE
  const period = { from, to: from + (2 * 24 * 60 + chance.int(24 * 60)) * MINUTE }
  const sites = zones.map((zone, n) => ({ id: `site-${n}`, zone }))
  const workers = Array.from({ length: 5 + chance.int(6) }, (_, n) => workerOf(`person-${n}`, chance, period))
  const needs = Array.from({ length: 2 + chance.int(4) }, (_, n) => needOf(`need-${n}`, sites, chance))
  const dates = Array.from({ length: 6 }, (_, n) => dateOf(middle + (n - 3) * DAY))
  const planned = needs.flatMap((need) => dates.flatMap((date) => plan(need, date, workers, chance)))
  const duties = planned.flatMap((duty) => damage(duty, workers, chance))
  const leaves = workers
    .filter(() => chance.happens(0.4))
    .flatMap(({ id }) =>
      Array.from({ length: 1 + chance.int(2) }, (_, n) => ({ id: `${id} ${n}`, personId: id, kind: 'sick' as const, ...pieceOf(period, 24 * 60, chance) })),
    )
  const holidays = sites.filter(() => chance.happens(0.3)).map(({ id }) => ({ siteId: id, date: chance.pick(dates) }))
  return { needs, duties, leaves, workers, holidays, ...period }
}

function workerOf(id: string, chance: Chance, period: Interval): Worker {
  const attestations = SKILLS.filter(() => chance.happens(0.7)).flatMap((skill): Attestation[] =>
    Array.from({ length: chance.pick([1, 1, 2]) }, () => ({
      skill,
      expiresAt: chance.pick([null, period.from - DAY, pieceOf(period, 1, chance).from, pieceOf(period, 1, chance).from]),
    })),
  )
  const flags = { isActive: chance.happens(0.9), isTrainee: chance.happens(0.15), isGuest: chance.happens(0.15) }
  return { id, name: id, ...flags, levelRank: 0, speaks: [], attestations, contracts: [] }
}

const timeOf = (chance: Chance): string =>
  chance.happens(0.8) ? chance.pick(TIMES) : `${String(chance.int(24)).padStart(2, '0')}:${String(chance.int(60)).padStart(2, '0')}`

function needOf(id: string, sites: ReadonlyArray<{ id: string; zone: string }>, chance: Chance): Need {
  const { id: siteId, zone } = chance.pick(sites)
  const days = chance.happens(0.6) ? [1, 2, 3, 4, 5, 6, 7] : [1, 2, 3, 4, 5, 6, 7].filter(() => chance.happens(0.6))
  const hours = chance.happens(0.15) ? { from: '00:00', to: '24:00' } : { from: timeOf(chance), to: timeOf(chance) }
  const kind = chance.happens(0.25) ? ('onCall' as const) : ('desk' as const)
  const skill = chance.happens(0.5) ? chance.pick(SKILLS) : null
  return {
    id,
    siteId,
    zone,
    levelId: chance.pick(LEVELS),
    kind,
    skill,
    days,
    ...hours,
    people: chance.int(4),
    onHolidays: chance.happens(0.5),
    validFrom: null,
    validTo: null,
    isInstead: false,
  }
}

/** The need as the planner would have met it. */
function plan(need: Need, date: string, workers: readonly Worker[], chance: Chance): Duty[] {
  return Array.from({ length: need.people }, () => {
    const personId = chance.pick(workers).id
    const { siteId, zone, kind, levelId, skill } = need
    const who = { personId, plannedId: personId, overrideId: null, source: 'shift' as const, reason: '', buddyId: null }
    return { shiftId: `${need.id} ${date}`, ...who, siteId, zone, kind, levelId, skill, ...wallWindow(date, need.from, need.to, need.zone) }
  })
}

/** Missing, cut, moved, doubled, put to another person, level, kind or skill, or to somebody who is not there; two thirds stay whole. */
function damage(duty: Duty, workers: readonly Worker[], chance: Chance): Duty[] {
  const minutes = (): number => (1 + chance.int(180)) * MINUTE
  switch (chance.int(30)) {
    case 0:
    case 1:
      return []
    case 2:
      return [{ ...duty, from: duty.from + minutes() }].filter(({ from, to }) => from < to)
    case 3:
      return [{ ...duty, to: duty.to - minutes() }].filter(({ from, to }) => from < to)
    case 4:
      return [{ ...duty, from: duty.from - minutes(), to: duty.to - minutes() }].filter(({ from, to }) => from < to)
    case 5:
      return [duty, { ...duty, from: duty.from + MINUTE, to: duty.to + minutes() }]
    case 6:
      return [{ ...duty, levelId: chance.pick(LEVELS), kind: chance.pick(['desk', 'onCall'] as const) }]
    case 7:
      return [{ ...duty, skill: chance.pick([null, ...SKILLS]) }]
    case 8:
      return [{ ...duty, personId: 'nobody' }]
    case 9: {
      const half = duty.from + Math.floor((duty.to - duty.from) / 2 / MINUTE) * MINUTE
      return [
        { ...duty, to: half },
        { ...duty, personId: chance.pick(workers).id, from: half },
      ]
    }
    default:
      return [duty]
  }
}

function pieceOf(period: Interval, longestMinutes: number, chance: Chance): Interval {
  const from = period.from + chance.int((period.to - period.from) / MINUTE) * MINUTE
  return { from, to: from + (1 + chance.int(longestMinutes)) * MINUTE }
}

const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 'yyyy-MM-dd'.length)

/** What the clock of `zone` shows in each minute (as if it were UTC), for the days around `middle`; read off quarter hour by quarter hour. */
type Clock = { begin: number; shown: number[] }
const clocks = new Map<string, Clock>()
function clockOf(zone: string, middle: number): Clock {
  const key = `${zone} ${middle}`
  const known = clocks.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const [begin, shown] = [middle - 5 * DAY, [] as number[]]
  for (let at = begin; at < middle + 6 * DAY; at += 15 * MINUTE) {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const reading = Date.UTC(part.year ?? 0, (part.month ?? 0) - 1, part.day, part.hour, part.minute)
    for (let minute = 0; minute < 15; minute++) shown.push(reading + minute * MINUTE)
  }
  clocks.set(key, { begin, shown })
  return { begin, shown }
}

/** For each minute of the period, is the need in force? From the first minute that shows its begin to the last that shows its end. */
function minutesOfNeed(need: Need, { from, to, holidays }: GapsInput): boolean[] {
  const middle = Math.floor(from / DAY) * DAY
  const { begin, shown } = clockOf(need.zone, middle)
  const clock = (date: number, time: string): number => date + Number(time.slice(0, 2)) * 60 * MINUTE + Number(time.slice(3)) * MINUTE
  const inForce = Array.from({ length: (to - from) / MINUTE }, () => false)
  for (let date = middle - 3 * DAY; date <= middle + 4 * DAY; date += DAY) {
    const isHoliday = holidays.some((holiday) => holiday.siteId === need.siteId && holiday.date === dateOf(date))
    if (!need.days.includes(new Date(date).getUTCDay() || 7) || (isHoliday && !need.onHolidays)) continue
    const [begins, ends] = [clock(date, need.from), clock(need.to <= need.from ? date + DAY : date, need.to)]
    const first = shown.findIndex((time) => time >= begins)
    const end = shown.includes(ends) ? shown.lastIndexOf(ends) : shown.findIndex((time) => time > ends)
    for (let minute = first; minute < end; minute++) {
      const n = minute - (from - begin) / MINUTE
      if (n >= 0 && n < inForce.length) inForce[n] = true
    }
  }
  return inForce
}

/** The gaps, counted minute by minute. */
export function gapsByMinutes(roster: GapsInput): Gap[] {
  const { needs, duties, leaves, workers, from, to } = roster
  const gaps: Gap[] = []
  for (const need of needs) {
    const inForce = minutesOfNeed(need, roster)
    const { id: needId, siteId, levelId, kind, skill } = need
    const isForNeed = (duty: Duty): boolean =>
      duty.siteId === siteId && duty.levelId === levelId && duty.kind === kind && (!skill || !duty.skill || duty.skill === skill)
    const able = workers
      .filter((worker) => worker.isActive && !worker.isTrainee)
      .map((worker) => ({
        worker,
        duties: duties.filter((duty) => duty.personId === worker.id && isForNeed(duty)),
        leaves: leaves.filter(({ personId }) => personId === worker.id),
      }))
    let open: Gap | undefined
    for (let at = from; at < to; at += MINUTE) {
      const have = able.filter(
        (one) =>
          one.duties.some((duty) => duty.from <= at && at < duty.to) &&
          !one.leaves.some((leave) => leave.from <= at && at < leave.to) &&
          (!skill || one.worker.attestations.some((attested) => attested.skill === skill && (attested.expiresAt === null || at < attested.expiresAt))),
      ).length
      const isGap = inForce[(at - from) / MINUTE] && have < need.people
      if (isGap && open?.to === at && open.have === have) open.to = at + MINUTE
      else if (isGap) gaps.push((open = { needId, siteId, levelId, kind, skill, need: need.people, have, from: at, to: at + MINUTE }))
    }
  }
  return gaps.sort((a, b) => a.from - b.from || (a.needId < b.needId ? -1 : 1))
}

export type GapsCheck = { rosters: number; withGaps: number; gaps: number; minutes: number; differences: string[] }

/** Compares findGaps with the count by minutes on `count` damaged rosters, from `seed` on. `differences` must stay empty. */
export function checkGaps(count: number, seed = 1): GapsCheck {
  const result: GapsCheck = { rosters: 0, withGaps: 0, gaps: 0, minutes: 0, differences: [] }
  for (let n = seed; n < seed + count; n++) {
    const roster = damagedRoster(n)
    const [found, counted] = [findGaps(roster), gapsByMinutes(roster)]
    const [foundText, countedText] = [found, counted].map((gaps) => JSON.stringify(gaps.map((gap) => Object.entries(gap).sort())))
    if (foundText !== countedText) result.differences.push(`seed ${n}: found ${JSON.stringify(found)}, counted ${JSON.stringify(counted)}`)
    result.rosters++
    result.withGaps += Number(counted.length > 0)
    result.gaps += counted.length
    result.minutes += (roster.to - roster.from) / MINUTE
  }
  return result
}
