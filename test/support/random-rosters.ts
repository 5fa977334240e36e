import { DateTime } from 'luxon'
import { dateAt, datesBetween, wallWindow } from '../../services/local-time/wall-clock.ts'
import type { Cover, Duty, Interval, Leave, Presence, Shift, ShiftType } from '../../services/roster-rules/model.ts'
import { PRESENCES } from '../../services/roster-rules/model.ts'
import { keeperOf } from '../../services/shifts/keeper.ts'
import type { RingablePerson } from '../../services/shifts/on-shift.ts'

/** Chance that comes out the same for the same seed. */
export type Chance = { real: () => number; int: (below: number) => number; pick: <T>(items: readonly T[]) => T; happens: (share: number) => boolean }

/** mulberry32 */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const real = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number): number => Math.floor(real() * below)
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  return { real, int, pick, happens: (share) => real() < share }
}

export type RandomRoster = Interval & {
  sites: Array<{ id: string; zone: string }>
  levels: Array<{ id: string; rank: number; headId: string }>
  people: RingablePerson[]
  shiftTypes: ShiftType[]
  shifts: Shift[]
  covers: Cover[]
  duties: Duty[]
  leaves: Leave[]
  presences: Presence[]
}

const MINUTE = 60_000
const DAY = 86_400_000
export const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'] as const
export const SKILLS = ['network', 'billing', 'meters'] as const
const LANGUAGES = ['en', 'ru', 'de'] as const
/** Early, late, night, and nights that begin or end within the hour that is skipped or doubled. */
const TIMES: ReadonlyArray<[string, string]> = [
  ['06:00', '14:00'],
  ['14:00', '22:00'],
  ['22:00', '06:00'],
  ['08:00', '16:30'],
  ['16:30', '01:30'],
  ['18:00', '02:30'],
  ['02:30', '10:30'],
  ['00:00', '24:00'],
  ['12:00', '12:00'],
]

/**
 * A roster of several sites and zones: a year of duties as they are planned, with overrides, swaps and leave, and with damage: shifts missing,
 * cut short or doubled, stretches of days on which a level has nobody, people who are gone. The same seed gives the same roster.
 */
export function randomRoster(seed: number, { year = 2026, days = 365 }: { year?: number; days?: number } = {}): RandomRoster {
  const chance = chanceOf(seed)
  const from = Date.UTC(year, 0, 1)
  const to = from + days * DAY
  const sites = ZONES.map((zone, n) => ({ id: `site-${n}`, zone }))
  const levels = Array.from({ length: 2 + chance.int(3) }, (_, rank) => ({ id: `level-${rank}`, rank, headId: `head-${rank}` }))
  const people = [
    ...levels.map(({ headId, rank }) => personOf(headId, rank, chance)),
    ...levels.flatMap(({ id, rank }) => teamOf(id, rank, chance, { from, to })),
  ]
  const shiftTypes = sites.flatMap((site) => levels.flatMap((level) => typesOf(site.id, level.id, chance)))
  const shifts = shiftTypes.flatMap((type) => shiftsOf(type, sites.find(({ id }) => id === type.siteId)?.zone ?? 'UTC', people, chance, { from, to }))
  const covers = shifts.flatMap((shift) => coversOf(shift, people, chance))
  const duties = dutiesOf(shifts, covers)
  const leaves = people.flatMap(({ id }) => leavesOf(id, chance, { from, to }))
  const presences = people.flatMap(({ id }) => presencesOf(id, chance, { from, to }))
  return { from, to, sites, levels, people, shiftTypes, shifts, covers, duties, leaves, presences }
}

function personOf(id: string, levelRank: number, chance: Chance): RingablePerson {
  return {
    id,
    name: chance.pick(['Ada', 'Ben', 'Cleo', 'Dmitri', 'Eva', 'Фёдор']), // on purpose the same for several
    isActive: chance.happens(0.95),
    isTrainee: chance.happens(0.1),
    isGuest: chance.happens(0.1),
    levelRank,
    speaks: chance.happens(0.3) ? [] : LANGUAGES.filter(() => chance.happens(0.6)),
    attestations: [],
    contracts: [{ validFrom: '2020-01-01', pack: 'plain', weeklyMinutes: 2400, maxWeeklyMinutes: null }],
    phone: chance.happens(0.95) ? `+4930${String(1_000_000 + chance.int(1_000_000))}` : null,
    idleSince: 0,
  }
}

function teamOf(levelId: string, rank: number, chance: Chance, period: Interval): RingablePerson[] {
  return Array.from({ length: 4 + chance.int(8) }, (_, n) => ({
    ...personOf(`${levelId}-person-${n}`, rank, chance),
    idleSince: period.from - chance.int(DAY),
    attestations: SKILLS.filter(() => chance.happens(0.5)).map((skill) => ({ skill, expiresAt: chance.happens(0.4) ? instantIn(period, chance) : null })),
  }))
}

function typesOf(siteId: string, levelId: string, chance: Chance): ShiftType[] {
  return Array.from({ length: chance.int(5) }, (_, n) => {
    const [startsAt, endsAt] = chance.pick(TIMES)
    const skill = chance.happens(0.2) ? chance.pick(SKILLS) : null
    const kind = chance.happens(0.3) ? ('onCall' as const) : ('desk' as const)
    return {
      id: `${siteId} ${levelId} type-${n}`,
      siteId,
      levelId,
      name: `${startsAt}-${endsAt}`,
      startsAt,
      endsAt,
      kind,
      skill,
      breaks: [],
      forbiddenNext: [],
    }
  })
}

const windows = new Map<string, Interval>()
/** Rosters of one year ask for the same windows again and again. */
function windowOf(date: string, from: string, to: string, zone: string): Interval {
  const key = `${date} ${from} ${to} ${zone}`
  const found = windows.get(key) ?? wallWindow(date, from, to, zone)
  windows.set(key, found)
  return found
}

function shiftsOf(type: ShiftType, zone: string, people: readonly RingablePerson[], chance: Chance, period: Interval): Shift[] {
  const team = people.filter(({ id }) => id.startsWith(type.levelId))
  const missing = chance.pick([0.02, 0.1, 0.5])
  let emptyUntil = ''
  return datesBetween(dateAt(period.from, 'utc'), dateAt(period.to, 'utc')).flatMap((date) => {
    if (chance.happens(0.01)) emptyUntil = dateAt(Date.parse(date) + chance.int(40) * DAY, 'utc')
    if (date < emptyUntil) return []
    return Array.from({ length: chance.pick([1, 1, 2, 3]) }, (_, n) => n).flatMap((n): Shift[] => {
      const window = windowOf(date, type.startsAt, type.endsAt, zone)
      const cut = chance.happens(0.1) ? chance.int(120) * MINUTE : 0
      if (chance.happens(missing) || window.from + cut >= window.to) return []
      const { siteId, levelId, kind, skill } = type
      const personId = chance.pick(team).id
      const shift = { siteId, zone, date, kind, levelId, skill, shiftTypeId: type.id, breaks: [], buddyId: null, personId }
      return [{ ...shift, id: `${type.id} ${date} ${n}`, from: window.from + cut, to: window.to }]
    })
  })
}

function coversOf(shift: Shift, people: readonly RingablePerson[], chance: Chance): Cover[] {
  return (['swap', 'override'] as const).flatMap((kind): Cover[] => {
    if (!chance.happens(0.05)) return []
    const minutes = (shift.to - shift.from) / MINUTE
    const from = chance.happens(0.5) ? shift.from : shift.from + chance.int(minutes) * MINUTE
    const to = chance.happens(0.5) ? shift.to : from + (1 + chance.int((shift.to - from) / MINUTE)) * MINUTE
    return [{ id: `${kind} ${shift.id}`, kind, shiftId: shift.id, personId: chance.pick(people).id, reason: 'ill', from, to }]
  })
}

/** Who really works when, made the simple way: at each instant the override, else the swap, else the person of the shift. */
export function dutiesOf(shifts: readonly Shift[], covers: readonly Cover[]): Duty[] {
  const byShift = new Map<string, Cover[]>()
  for (const cover of covers) byShift.set(cover.shiftId, [...(byShift.get(cover.shiftId) ?? []), cover])
  return shifts.flatMap((shift) => {
    const own = byShift.get(shift.id) ?? []
    const cuts = [...new Set([shift.from, shift.to, ...own.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
    const pieces = cuts.slice(1).map((to, n): Duty => {
      const from = cuts[n] ?? to
      const standing = own.filter((cover) => cover.from <= from && to <= cover.to)
      const cover = standing.find(({ kind }) => kind === 'override') ?? standing[0]
      const { siteId, zone, kind, levelId, skill, buddyId } = shift
      const who = { personId: cover?.personId ?? shift.personId, plannedId: shift.personId, source: cover?.kind ?? ('shift' as const) }
      const why = { overrideId: cover?.id ?? null, reason: cover?.reason ?? '' }
      return { shiftId: shift.id, ...who, ...why, siteId, zone, kind, levelId, skill, buddyId, from, to }
    })
    return pieces.reduce<Duty[]>((merged, piece) => {
      const last = merged.at(-1)
      if (last?.overrideId === piece.overrideId) last.to = piece.to
      else merged.push(piece)
      return merged
    }, [])
  })
}

const instantIn = (period: Interval, chance: Chance): number => period.from + chance.int((period.to - period.from) / MINUTE) * MINUTE

function leavesOf(personId: string, chance: Chance, period: Interval): Leave[] {
  return Array.from({ length: chance.int(6) }, (_, n) => {
    const from = instantIn(period, chance)
    return {
      id: `leave ${personId} ${n}`,
      personId,
      kind: chance.pick(['leave', 'sick', 'training'] as const),
      from,
      to: from + (1 + chance.int(20 * 24 * 60)) * MINUTE,
    }
  })
}

function presencesOf(personId: string, chance: Chance, period: Interval): Presence[] {
  return Array.from({ length: chance.int(40) }, () => {
    const from = instantIn(period, chance)
    const state = chance.pick(PRESENCES)
    return { personId, state, from, until: state === 'wrapUp' && chance.happens(0.8) ? from + chance.int(600) * 1000 : null }
  })
}

export type KeeperCheck = { checked: number; byWhy: Record<'desk' | 'onCall' | 'head', number>; wrong: string[] }

/** Both clock changes of Berlin and New York in 2026, and midnights of the year's ends there and in Tokyo. */
const CHANGES = ['2026-03-29T01:00Z', '2026-10-25T01:00Z', '2026-03-08T07:00Z', '2026-11-01T06:00Z', '2026-01-01T00:00Z', '2026-12-31T15:00Z'].map((text) =>
  DateTime.fromISO(text).toMillis(),
)

/**
 * Asks at `instants` instants who keeps a level, on random rosters of a year, and compares with the rule read aloud. A third of the instants are
 * seams of duties (and the millisecond before), a tenth the hours around clock changes. `wrong` must stay empty.
 */
export function checkKeepers(instants: number, { seed = 1, instantsPerRoster = 5000 }: { seed?: number; instantsPerRoster?: number } = {}): KeeperCheck {
  const result: KeeperCheck = { checked: 0, byWhy: { desk: 0, onCall: 0, head: 0 }, wrong: [] }
  for (let roster = 0; result.checked < instants; roster++) {
    const { from, to, levels, people, duties, leaves } = randomRoster(seed + roster)
    const chance = chanceOf(seed + roster + 1_000_000)
    const ofDay = byDay(duties)
    for (let n = 0; n < instantsPerRoster && result.checked < instants; n++) {
      const kind = chance.real()
      const seam = duties.length > 0 ? chance.pick(duties) : { from, to }
      const at =
        kind < 1 / 3
          ? chance.pick([seam.from, seam.to]) - chance.int(2)
          : kind < 0.43
            ? chance.pick(CHANGES) + chance.int(240 * MINUTE) - 120 * MINUTE
            : from + chance.int(to - from)
      const level = chance.pick(levels)
      const keeper = keeperOf(level, at, ofDay(at), leaves, people)
      const expected = keeperReadAloud(level, at, ofDay(at), leaves, people)
      const holds = keeper.why === 'head' || ((keeper.from ?? Infinity) <= at && at < (keeper.until ?? -Infinity))
      if (`${keeper.why} ${keeper.personId}` !== expected || !holds) {
        result.wrong.push(`seed ${seed + roster}, ${level.id} at ${at}: ${keeper.why} ${keeper.personId} instead of ${expected}`)
      }
      result.byWhy[keeper.why]++
      result.checked++
    }
  }
  return result
}

function keeperReadAloud(
  level: { id: string; headId: string },
  at: number,
  duties: readonly Duty[],
  leaves: readonly Leave[],
  people: readonly RingablePerson[],
): string {
  const mayKeep = people.filter((one) => one.isActive && !one.isGuest && !one.isTrainee)
  const present = mayKeep.filter((one) => !leaves.some((leave) => leave.personId === one.id && leave.from <= at && leave.to > at))
  for (const kind of ['desk', 'onCall']) {
    const begins = present.flatMap(({ id, name }) =>
      duties
        .filter((duty) => duty.personId === id && duty.levelId === level.id && duty.kind === kind && duty.from <= at && duty.to > at)
        .map((duty) => ({ id, key: `${String(duty.from).padStart(16, '0')} ${name} ${id}` })),
    )
    const [first] = begins.sort((a, b) => (a.key < b.key ? -1 : 1))
    if (first) return `${kind} ${first.id}`
  }
  return `head ${level.headId}`
}

/** The duties that touch the UTC day of an instant, as a query of the database would give them. */
export function byDay(duties: readonly Duty[]): (at: number) => Duty[] {
  const days = new Map<number, Duty[]>()
  for (const duty of duties) {
    for (let day = Math.floor(duty.from / DAY); day <= Math.floor(duty.to / DAY); day++) {
      const list = days.get(day)
      if (list) list.push(duty)
      else days.set(day, [duty])
    }
  }
  return (at) => days.get(Math.floor(at / DAY)) ?? []
}
