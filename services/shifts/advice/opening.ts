import type { PayTerms, WorkPiece } from '../../pay-rules/model.ts'
import { payOf } from '../../pay-rules/pay.ts'
import { dateOf, dayOf, windowsOf } from '../../roster-rules/calendar.ts'
import type { Interval } from '../../roster-rules/model.ts'
import { weekdayOf } from '../demand/arrivals.ts'
import { type Service, peopleNeeded } from '../demand/erlang.ts'
import type { HourOfCalls } from './nights.ts'

/** What ways to be open take in people and money. */

export type PatternName = 'office' | 'longDay' | 'allDay' | 'nightOnCall'
type Window = { days: readonly number[]; from: string; to: string; kind: 'desk' | 'onCall' }
type Pattern = { pattern: PatternName; windows: readonly Window[] }

const WORKDAYS = [1, 2, 3, 4, 5]
const BUT_SUNDAY = [...WORKDAYS, 6]
const EVERY_DAY = [...BUT_SUNDAY, 7]
const LONG_DAY: Window = { days: BUT_SUNDAY, from: '08:00', to: '20:00', kind: 'desk' }

/** The first window of each is what is told of it. */
const PATTERNS: readonly Pattern[] = [
  { pattern: 'office', windows: [{ days: WORKDAYS, from: '09:00', to: '18:00', kind: 'desk' }] },
  { pattern: 'longDay', windows: [LONG_DAY] },
  { pattern: 'allDay', windows: [{ days: EVERY_DAY, from: '00:00', to: '24:00', kind: 'desk' }] },
  {
    pattern: 'nightOnCall',
    windows: [LONG_DAY, { days: BUT_SUNDAY, from: '20:00', to: '08:00', kind: 'onCall' }, { days: [7], from: '08:00', to: '08:00', kind: 'onCall' }],
  },
]

export type OpeningFacts = {
  /** All calls of the past weeks, and those that wanted a person. */
  hours: readonly HourOfCalls[]
  wanted: readonly HourOfCalls[]
  weeks: number
  talkSeconds: number
  /** The house's means. */
  weeklyMinutes: number
  /** Of everybody's contract: leave, illness, training. */
  absence: number
  zone: string
  /** A month such as 2026-12, and what its work is paid by; null: no rates are known. */
  month: string
  terms: PayTerms | null
}

type Said = { what: string; with: Record<string, unknown> }
export type Opening = {
  pattern: PatternName
  days: number[]
  from: string
  to: string
  minutesPerWeek: number
  people: number
  basePerMonth: number
  premiumsPerMonth: number
  reached: number | null
  why: Said[]
}

/** Eight in ten within 20 seconds. */
const SERVICE: Service = { share: 0.8, answerSeconds: 20 }
const HOUR = 60

export function openings(facts: OpeningFacts): Opening[] {
  return PATTERNS.map(({ pattern, windows }) => {
    const cells = windows.flatMap((window) => cellsOf(window).map((cell) => ({ ...cell, people: window.kind === 'desk' ? deskAt(facts, cell) : 1 })))
    const desk = cells.filter(({ kind }) => kind === 'desk')
    const minutesPerWeek = HOUR * desk.reduce((sum, { people }) => sum + people, 0)
    const { people, why } = peopleFor(cells, minutesPerWeek, facts)
    const [first] = windows
    return {
      ...{ pattern, people, minutesPerWeek, why, days: [...(first?.days ?? [])] },
      from: pattern === 'nightOnCall' ? '00:00' : (first?.from ?? ''),
      to: pattern === 'nightOnCall' ? '24:00' : (first?.to ?? ''),
      ...moneyFor(cells, facts),
      reached: reachedBy(cells, facts),
    }
  }).map((one) => (one.pattern === 'nightOnCall' ? { ...one, days: EVERY_DAY } : one))
}

type Cell = { weekday: number; hour: number; kind: 'desk' | 'onCall' }

/** The hours of a week; those after midnight belong to the next day. */
function cellsOf({ days, from, to, kind }: Window): Cell[] {
  const [begin, end] = [Number(from.slice(0, 2)), Number(to.slice(0, 2))]
  const length = to <= from ? end + 24 - begin : end - begin
  return days.flatMap((day) =>
    Array.from({ length }, (_, n) => ({ weekday: ((day - 1 + Math.floor((begin + n) / 24)) % 7) + 1, hour: (begin + n) % 24, kind })),
  )
}

const callsIn = (hours: readonly HourOfCalls[], cell: Cell): number =>
  hours.find(({ weekday, hour }) => weekday === cell.weekday && hour === cell.hour)?.calls ?? 0

/** While the line is open somebody sits there. */
function deskAt(facts: OpeningFacts, cell: Cell): number {
  const calls = callsIn(facts.wanted, cell) / Math.max(1, facts.weeks)
  return Math.max(1, peopleNeeded({ calls, intervalSeconds: 3_600, talkSeconds: facts.talkSeconds }, SERVICE))
}

const isNight = (hour: number): boolean => hour >= 22 || hour < 6

/** The most of three counts: hours by contract and absence; nights, of which nobody works two running, so that one person has three and a half a week; and who is there at once. */
function peopleFor(
  cells: ReadonlyArray<Cell & { people: number }>,
  minutesPerWeek: number,
  { weeklyMinutes, absence, terms }: OpeningFacts,
): { people: number; why: Said[] } {
  const available = weeklyMinutes * (1 - absence)
  const byHours = Math.ceil(minutesPerWeek / available)
  const dark = cells.filter(({ hour }) => isNight(hour))
  const nights = new Set(dark.map(({ weekday, hour }) => (hour < 6 ? ((weekday + 5) % 7) + 1 : weekday))).size
  const atNight = Math.max(0, ...dark.map(({ people }) => people))
  const byNights = Math.ceil((nights * atNight) / 3.5)
  const atOnce = Math.max(...cells.map(({ people }) => people))
  const people = Math.max(byHours, byNights, atOnce)
  const why: Said[] = [
    { what: 'hours', with: { weekMinutes: minutesPerWeek, atOnce } },
    {
      what: 'contract',
      with: { contractMinutes: Math.round(weeklyMinutes), percent: Math.round(absence * 100), ownMinutes: Math.round(available), people: byHours },
    },
    ...(nights > 0 ? [{ what: 'nights', with: { nights, people: byNights } }] : []),
    ...(cells.some(({ kind }) => kind === 'onCall') ? [{ what: 'onCall', with: {} }] : []),
    ...(terms === null ? [{ what: 'noRates', with: {} }] : []),
  ]
  return { people, why }
}

/** Of a thousand calls; null without any. */
function reachedBy(cells: readonly Cell[], facts: OpeningFacts): number | null {
  const all = facts.hours.reduce((sum, { calls }) => sum + calls, 0)
  if (all === 0) return null
  return Math.round((1_000 * cells.reduce((sum, cell) => sum + callsIn(facts.hours, cell), 0)) / all)
}

/** Each day's work of the month by itself, so that no overtime is made up: it is many people's. */
function moneyFor(cells: ReadonlyArray<Cell & { people: number }>, { terms, month, zone }: OpeningFacts): Pick<Opening, 'basePerMonth' | 'premiumsPerMonth'> {
  if (terms === null) return { basePerMonth: 0, premiumsPerMonth: 0 }
  const sum = { basePerMonth: 0, premiumsPerMonth: 0 }
  for (let day = dayOf(`${month}-01`); dateOf(day).startsWith(month); day++) {
    const today = cells.filter(({ weekday }) => weekday === weekdayOf(dateOf(day)))
    for (const { piece, people } of piecesOf(today, day, zone)) {
      const { base, standingBy, premiums } = payOf({ personId: '', month, pieces: [piece], terms })
      sum.basePerMonth += people * (base + standingBy)
      sum.premiumsPerMonth += people * premiums
    }
  }
  return sum
}

/** Of one day: stretches of hours, with how many people work just these. */
function piecesOf(today: ReadonlyArray<Cell & { people: number }>, day: number, zone: string): Array<{ piece: WorkPiece; people: number }> {
  const pieces = new Map<string, { piece: WorkPiece; people: number }>()
  for (const kind of ['desk', 'onCall'] as const) {
    const own = today.filter((cell) => cell.kind === kind)
    for (let layer = 1; layer <= Math.max(0, ...own.map(({ people }) => people)); layer++) {
      for (const { from, to } of runsOf(own.filter(({ people }) => people >= layer).map(({ hour }) => hour))) {
        const key = `${kind} ${from} ${to}`
        const window = windowsOf({ from: clock(from), to: clock(to) }, zone)(day)
        const piece: WorkPiece = { ...window, kind, zone, siteId: null, shiftId: null, breaks: [], source: 'pattern' }
        pieces.set(key, { piece, people: (pieces.get(key)?.people ?? 0) + 1 })
      }
    }
  }
  return [...pieces.values()]
}

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

function runsOf(hours: readonly number[]): Interval[] {
  const runs: Interval[] = []
  for (const hour of [...hours].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last?.to === hour) last.to = hour + 1
    else runs.push({ from: hour, to: hour + 1 })
  }
  return runs
}
