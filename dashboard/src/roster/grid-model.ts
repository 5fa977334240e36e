import { dayOf, MINUTE, startOf } from '../../../services/roster-rules/calendar.ts'
import { toShift } from '../../../services/roster-rules/from-wire.ts'
import { groupBy } from '../../../services/roster-rules/group-by.ts'
import { nightMinutes, nightsOf } from '../../../services/roster-rules/nights.ts'
import { contractOn, workMinutes } from '../../../services/roster-rules/person-roster.ts'
import { worstOf } from './edits.ts'
import type { FindingView, OverrideView, Roster, ShiftView, WorkerView } from './types.ts'
import { wallTime } from './wall-time.ts'
import { addDays, daysFrom, isoWeekday, mondayOf, plusMonths } from './weeks.ts'

/** The roster as the grid draws it: rows of cells, a cell is one person's day. */
export type Day = { date: string; from: number; to: number; hours: number; isWeekend: boolean; isToday: boolean; holidays: string[] }
/** A piece of the 24-hour track, in shares of the day. `isTail`: after midnight. */
export type TrackPart = { left: number; width: number; isTail: boolean }
export type Chip = {
  key: string
  shift: ShiftView
  startsAt: string
  endsAt: string
  endsNextDay: boolean
  minutes: number
  nightMinutes: number
  isNight: boolean
  severity: FindingView['severity'] | null
  track: TrackPart[]
  /** This person stands in for the one of the shift. */
  standsInFor: { name: string; override: OverrideView } | null
  /** Others who stand in for this person. */
  replacedBy: string[]
}
/** `tails`: shifts of the evening before that reach into this day; the day to scale draws them. */
export type Cell = { personId: string; date: string; day: Day; chips: Chip[]; tails: Chip[]; leaves: Roster['leaves'] }
export type Row = {
  key: string
  person: WorkerView
  cells: Cell[]
  minutes: number
  agreed: number | null
  readonly nights: number
}

const HOUR = 60 * MINUTE

/** What is wrong with a whole week is said at the name and in the list; marked at each shift it would drown the rest. */
const OF_A_WEEK = new Set(['weekHours', 'averageWeek', 'contractHours', 'contract', 'weeklyRest'])

const SHOWN_ROLES = new Set(['agent', 'supervisor', 'manager', 'guest'])

export const daysOf = ({ zone, holidays }: Pick<Roster, 'zone' | 'holidays'>, dates: readonly string[], today: string): Day[] =>
  dates.map((date) => {
    const [from, to] = [startOf(dayOf(date), zone), startOf(dayOf(date) + 1, zone)]
    const names = new Set(holidays.filter((holiday) => holiday.date === date).map(({ name }) => name))
    return { date, from, to, hours: (to - from) / 3_600_000, isWeekend: isoWeekday(date) > 5, isToday: date === today, holidays: [...names] }
  })

/** Who has a row: whoever may work, and whoever is planned in any case. By level, then by name. */
export const peopleOf = ({ workers, shifts, overrides, from, to }: Roster): WorkerView[] => {
  const planned = new Set([...shifts.filter(({ date }) => date >= from && date < to), ...overrides].map(({ personId }) => personId))
  return workers
    .filter((worker) => planned.has(worker.id) || (worker.isActive && SHOWN_ROLES.has(worker.role)))
    .sort((a, b) => (a.level?.rank ?? 99) - (b.level?.rank ?? 99) || a.name.localeCompare(b.name))
}

/** One row for each person, of one week. */
export const weekRows = (roster: Roster, days: readonly Day[]): Row[] => {
  const index = indexOf(roster)
  return peopleOf(roster).map((person) => rowOf(person.id, person, days, index))
}

/** One row for each week of one person. */
export const personRows = (roster: Roster, person: WorkerView, days: readonly Day[]): Row[] => {
  const index = indexOf(roster)
  return [...groupBy(days, ({ date }) => mondayOf(date))].map(([monday, week]) => rowOf(monday, person, week, index))
}

/** Rows that look as before are the same objects, so React does not draw them again. */
export const reuseRows = (rows: readonly Row[], before: readonly Row[]): Row[] => {
  const known = new Map(before.map((row) => [row.key, row]))
  return rows.map((row) => {
    const old = known.get(row.key)
    return old !== undefined && isSameRow(old, row) ? old : row
  })
}

type Index = { roster: Roster; chips: Map<string, Chip[]>; leaves: Map<string, Roster['leaves']> }

const indexOf = (roster: Roster): Index => {
  const findings = new Map<string, FindingView[]>()
  for (const finding of roster.findings)
    for (const id of OF_A_WEEK.has(finding.rule) ? [] : finding.shiftIds) findings.set(id, [...(findings.get(id) ?? []), finding])
  const covers = groupBy(
    roster.overrides.filter(({ revokedAt }) => revokedAt === null),
    ({ shiftId }) => shiftId,
  )
  const names = new Map(roster.workers.map(({ id, name }) => [id, name]))
  const before = addDays(roster.from, -1)
  const chips = new Map<string, Chip[]>()
  const put = (personId: string, chip: Chip) => {
    const key = `${personId} ${chip.shift.date}`
    const there = chips.get(key)
    chips.set(key, there === undefined ? [chip] : [...there, chip].sort((a, b) => a.shift.startsAt.localeCompare(b.shift.startsAt)))
  }
  for (const shift of roster.shifts) {
    if (shift.date < before || shift.date >= roster.to) continue
    const his = covers.get(shift.id) ?? []
    const replacedBy = his.map(({ personId }) => names.get(personId) ?? '')
    put(shift.personId, { ...chipOf(shift, roster), severity: worstOf(findings.get(shift.id) ?? []), replacedBy })
    for (const override of his) {
      const part = { ...shift, personId: override.personId, startsAt: override.fromAt, endsAt: override.toAt, breaks: [] }
      put(override.personId, { ...chipOf(part, roster), key: override.id, shift, standsInFor: { name: names.get(shift.personId) ?? '', override } })
    }
  }
  return { roster, chips, leaves: groupBy(roster.leaves, ({ personId }) => personId) }
}

export const chipOf = (shift: ShiftView, { house }: Pick<Roster, 'house'>): Chip => {
  const known = CHIPS.get(shift)
  if (known?.house === house) return known.chip
  const times = timesOf(shift, house)
  const chip: Chip = {
    key: shift.id,
    shift,
    ...times,
    minutes: workMinutes(toShift(shift)),
    isNight: times.nightMinutes > house.minutes,
    severity: null,
    standsInFor: null,
    replacedBy: [],
  }
  CHIPS.set(shift, { house, chip })
  return chip
}

/** A shift that has not changed is the same object from one state of the roster to the next: nothing of it need be worked out again. */
const CHIPS = new WeakMap<ShiftView, { house: Roster['house']; chip: Chip }>()

type Times = Pick<Chip, 'startsAt' | 'endsAt' | 'endsNextDay' | 'nightMinutes' | 'track'>

/** Many work from the same hour to the same hour: what the clock says of it is asked once. */
const timesOf = (shift: ShiftView, house: Roster['house']): Times => {
  const known = TIMES.get(house) ?? new Map<string, Times>()
  TIMES.set(house, known)
  const key = `${shift.startsAt} ${shift.endsAt} ${shift.zone}`
  const found = known.get(key)
  if (found) return found
  const [from, to] = [Date.parse(shift.startsAt), Date.parse(shift.endsAt)]
  const times = {
    startsAt: clockAt(from, shift),
    endsAt: clockAt(to, shift),
    endsNextDay: to > startOf(dayOf(shift.date) + 1, shift.zone),
    nightMinutes: nightMinutes({ from, to }, shift.zone, house),
    track: trackOf(shift),
  }
  known.set(key, times)
  return times
}
/** As `wallTime` says it. Where the day has 24 hours that is plain reckoning; only where the clocks change they have to be asked, which takes longer. */
const clockAt = (at: number, { date, zone }: Pick<ShiftView, 'date' | 'zone'>): string => {
  for (const day of [dayOf(date), dayOf(date) + 1]) {
    const [from, to] = [startOf(day, zone), startOf(day + 1, zone)]
    if (at < from || at >= to || to - from !== 24 * HOUR) continue
    const two = (count: number): string => String(count).padStart(2, '0')
    return `${two(Math.floor((at - from) / HOUR))}:${two(Math.floor(((at - from) % HOUR) / MINUTE))}`
  }
  return wallTime(at, zone)
}
const TIMES = new WeakMap<Roster['house'], Map<string, Times>>()

/** By time that really passes: a day of 25 hours is as wide as one of 24. What lies after midnight is drawn at the left, as the tail. */
export const trackOf = ({ date, zone, startsAt, endsAt }: Pick<ShiftView, 'date' | 'zone' | 'startsAt' | 'endsAt'>): TrackPart[] => {
  const [from, to] = [Date.parse(startsAt), Date.parse(endsAt)]
  return [0, 1].flatMap((offset) => {
    const day = dayOf(date) + offset
    const [begin, end] = [startOf(day, zone), startOf(day + 1, zone)]
    const [left, right] = [Math.max(from, begin), Math.min(to, end)]
    return right > left ? [{ left: (left - begin) / (end - begin), width: (right - left) / (end - begin), isTail: offset === 1 }] : []
  })
}

const rowOf = (key: string, person: WorkerView, days: readonly Day[], { roster, chips, leaves }: Index): Row => {
  const away = leaves.get(person.id) ?? []
  const cells = days.map((day) => ({
    personId: person.id,
    date: day.date,
    day,
    chips: chips.get(`${person.id} ${day.date}`) ?? NO_CHIPS,
    tails:
      days.length === 1
        ? (chips.get(`${person.id} ${addDays(day.date, -1)}`) ?? NO_CHIPS).filter(({ shift }) => Date.parse(shift.endsAt) > day.from)
        : NO_CHIPS,
    leaves: away.filter(({ fromAt, toAt }) => Date.parse(fromAt) < day.to && Date.parse(toAt) > day.from),
  }))
  const own = cells.flatMap((cell) => cell.chips.filter(({ standsInFor }) => standsInFor === null))
  const atDesk = own.filter(({ shift }) => shift.kind === 'desk')
  const minutes = atDesk.reduce((sum, chip) => sum + chip.minutes, 0)
  const weekly = contractOn(person, days.at(-1)?.date ?? roster.to)?.weeklyMinutes ?? null
  // Of a single day there is nothing agreed.
  const agreed = weekly === null || days.length < 7 ? null : Math.round((weekly * days.length) / 7)
  let nights: number | undefined
  return {
    key,
    person,
    cells,
    minutes,
    agreed,
    // Only of the rows that are drawn.
    get nights() {
      return (nights ??= nightsWorked(own, roster.house))
    },
  }
}

const nightsWorked = (chips: readonly Chip[], house: Roster['house']): number => {
  const nights = nightsOf(
    chips.map(({ shift }) => toShift(shift)),
    house,
  )
  return [...nights.values()].filter((minutes) => minutes > house.minutes).length
}

const NO_CHIPS: Chip[] = []

/** Data that were fetched again keep the objects that have not changed, so most are the same ones. */
const isSame = <T>(a: T, b: T): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

const isSameChip = (a: Chip, b: Chip): boolean =>
  a.key === b.key &&
  a.severity === b.severity &&
  a.standsInFor?.name === b.standsInFor?.name &&
  a.replacedBy.join() === b.replacedBy.join() &&
  a.startsAt === b.startsAt &&
  a.endsAt === b.endsAt &&
  isSame(a.shift, b.shift)

const isSameCell = (a: Cell, b: Cell): boolean =>
  a.date === b.date &&
  a.day.isToday === b.day.isToday &&
  isSame(a.day.holidays, b.day.holidays) &&
  isSame(a.leaves, b.leaves) &&
  a.chips.length === b.chips.length &&
  a.tails.length === b.tails.length &&
  a.chips.every((chip, index) => chip === b.chips[index] || isSameChip(chip, b.chips[index] ?? chip)) &&
  a.tails.every((chip, index) => chip === b.tails[index] || isSameChip(chip, b.tails[index] ?? chip))

const isSameRow = (a: Row, b: Row): boolean =>
  a.agreed === b.agreed &&
  a.cells.length === b.cells.length &&
  isSame(a.person, b.person) &&
  a.cells.every((cell, index) => {
    const other = b.cells[index]
    return other !== undefined && isSameCell(cell, other)
  })

/** `weeks`: five whole ones, over the borders of months. */
export type ViewKind = 'day' | 'week' | 'month' | 'weeks' | 'person'
/** How cells are drawn: all long views of the house in letters. */
export type Mode = Exclude<ViewKind, 'weeks'>
export const modeOf = (view: ViewKind): Mode => (view === 'weeks' ? 'month' : view)

/** A day lies in the week that is fetched for it. */
export const periodOf = (view: ViewKind, monday: string, month: string): { from: string; to: string } => {
  if (view === 'month') return { from: `${month}-01`, to: `${plusMonths(month, 1)}-01` }
  return { from: monday, to: addDays(monday, view === 'weeks' || view === 'person' ? 35 : 7) }
}
export const datesOf = ({ from, to }: Pick<Roster, 'from' | 'to'>): string[] => daysFrom(from, dayOf(to) - dayOf(from))
