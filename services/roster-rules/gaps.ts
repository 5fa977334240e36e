import { dateOf, daysAround, mondayOf, windowsOf } from './calendar.ts'
import { groupBy } from './group-by.ts'
import type { Duty, Gap, Interval, Leave, Need, Worker } from './model.ts'

type Holiday = { siteId: string; date: string }

export type GapsInput = Interval & {
  needs: readonly Need[]
  duties: readonly Duty[]
  leaves: readonly Leave[]
  workers: readonly Worker[]
  holidays: readonly Holiday[]
}

/**
 * Where between `from` and `to` fewer people are on duty than are needed: for each need the longest intervals in which need and cover stay the
 * same, sorted by begin. A person counts once, however many duties he has, and only on duties of the same site, level and kind. Trainees,
 * inactive people and those on leave do not count; guests do. A need of a skill is met by a valid attestation only: one that expires in the
 * middle of a shift ends the cover there; a duty set aside for another skill does not meet it. Of a doubled hour a need takes both.
 */
export function findGaps({ needs, duties, leaves, workers, holidays, from, to }: GapsInput): Gap[] {
  const workerOf = new Map(workers.filter((worker) => worker.isActive && !worker.isTrainee).map((worker) => [worker.id, worker]))
  const leavesOf = groupBy(leaves, ({ personId }) => personId)
  const within = duties.filter((duty) => duty.from < to && from < duty.to && workerOf.has(duty.personId))
  const dutiesOf = groupBy(within, placeOf)
  const closed = new Set(holidays.map(({ siteId, date }) => `${siteId} ${date}`))
  return needs
    .flatMap((need) => {
      const windows = needed(need, (day) => holdsOn(need, day, closed, needs), { from, to })
      const cover = coverOf(need, dutiesOf.get(placeOf(need)) ?? [], workerOf, leavesOf)
      return sweep(need, windows, cover)
    })
    .sort((a, b) => a.from - b.from || (a.needId < b.needId ? -1 : a.needId > b.needId ? 1 : 0))
}

/** When the need holds, merged and cut to the period. A window begins up to a day before the period; the doubled hour overlaps two of them. */
function needed(need: Need, holds: (day: number) => boolean, period: Interval): Interval[] {
  if (period.from >= period.to) return []
  const windowOn = windowsOf(need, need.zone)
  const windows: Interval[] = []
  const { first, last } = daysAround(period)
  for (let day = first; day <= last; day += 1) {
    if (!holds(day)) continue
    const { from, to } = windowOn(day)
    windows.push({ from: Math.max(from, period.from), to: Math.min(to, period.to) })
  }
  return merge(windows)
}

/** Does a need hold on a day (of `calendar.ts`)? `closed`: sites and dates of holidays; `needs`: all, some of which may hold instead of it. */
export function holdsOn(need: Need, day: number, closed: ReadonlySet<string>, needs: readonly Need[]): boolean {
  const date = dateOf(day)
  if (!need.days.includes(day - mondayOf(day) + 1) || !isValidOn(need, date)) return false
  if (!need.onHolidays && closed.has(`${need.siteId} ${date}`)) return false
  if (need.validFrom !== null || need.validTo !== null) return true
  return !needs.some((other) => other.isInstead && placeOf(other) === placeOf(need) && other.skill === need.skill && isValidOn(other, date))
}

const isValidOn = ({ validFrom, validTo }: Need, date: string): boolean => (validFrom === null || validFrom <= date) && (validTo === null || date < validTo)

/** When how many fit: one list of intervals, in which each person appears at most once at a time. */
function coverOf(need: Need, duties: readonly Duty[], workerOf: ReadonlyMap<string, Worker>, leavesOf: ReadonlyMap<string, readonly Leave[]>): Interval[] {
  const fitting = duties.filter((duty) => need.skill === null || duty.skill === null || duty.skill === need.skill)
  return [...groupBy(fitting, ({ personId }) => personId)].flatMap(([personId, own]) => {
    const validUntil = need.skill === null ? Infinity : skilledUntil(workerOf.get(personId), need.skill)
    const skilled = merge(own.map((duty) => ({ from: duty.from, to: Math.min(duty.to, validUntil) })))
    return without(skilled, merge(leavesOf.get(personId) ?? []))
  })
}

/** The instant at which his last attestation of the skill ends; -Infinity: he has none. */
function skilledUntil(worker: Worker | undefined, skill: string): number {
  return Math.max(...(worker?.attestations ?? []).filter((one) => one.skill === skill).map(({ expiresAt }) => expiresAt ?? Infinity))
}

function sweep(need: Need, windows: readonly Interval[], cover: readonly Interval[]): Gap[] {
  if (windows.length === 0) return []
  const steps = [
    ...windows.flatMap(({ from, to }) => [step(from, 1, 0), step(to, -1, 0)]),
    ...cover.flatMap(({ from, to }) => [step(from, 0, 1), step(to, 0, -1)]),
  ].sort((a, b) => a.at - b.at)
  const { id: needId, siteId, levelId, kind, skill, people } = need
  const gaps: Gap[] = []
  let [open, have, since] = [0, 0, -Infinity]
  for (const { at, window, person } of steps) {
    if (at > since && open > 0 && have < people) {
      const last = gaps.at(-1)
      if (last?.to === since && last.have === have) last.to = at
      else gaps.push({ needId, siteId, levelId, kind, skill, need: people, have, from: since, to: at })
    }
    open += window
    have += person
    since = at
  }
  return gaps
}

const step = (at: number, window: number, person: number): { at: number; window: number; person: number } => ({ at, window, person })

const placeOf = ({ siteId, levelId, kind }: Pick<Need, 'siteId' | 'levelId' | 'kind'>): string => JSON.stringify([siteId, levelId, kind])

/** Sorted, none empty, none overlapping or touching. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = []
  for (const { from, to } of intervals.filter((one) => one.from < one.to).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** What is left of merged intervals when others are taken out. */
export function without(intervals: readonly Interval[], taken: readonly Interval[]): Interval[] {
  return taken.reduce<Interval[]>(
    (left, { from, to }) =>
      left
        .flatMap((one) => [
          { from: one.from, to: Math.min(one.to, from) },
          { from: Math.max(one.from, to), to: one.to },
        ])
        .filter((one) => one.from < one.to),
    [...intervals],
  )
}
