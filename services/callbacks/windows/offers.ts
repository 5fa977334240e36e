import type { Interval } from '../../roster-rules/model.ts'
import type { CallbackRule } from '../../schemas/rules.ts'
import { horizonEnd } from '../../shifts/next-opening.ts'
import { capacityOf, type Demand } from './capacity.ts'
import { coverOf, deskTimes, type DeskTime, type Roster, type Wanted } from './cover.ts'
import { allowedBetween, slotsBetween, type AllowedHours } from './slots.ts'
import { asking, isLate, startOf, startsOf, type Means, type Waiting } from './wait.ts'

/** All that decides what can be promised at an instant. */
export type Standing = {
  at: number
  roster: Roster
  /** What was promised and is still open, the earliest places first. */
  demands: readonly Demand[]
  /** Callers on the line, and all callbacks that are open. */
  waiting: readonly Waiting[]
  rule: Pick<CallbackRule, 'windowMinutes' | 'soonestMinutes' | 'daysAhead' | 'mostShown' | 'share' | 'asapMinutes'>
  /** A supervisor has stopped callbacks of this skill. */
  isPaused: (skill: string | null) => boolean
} & Means

export type Now = { startsAt: number; until: number }
export type Offer = { now: Now | null; windows: Interval[]; opensAt: number | null }

/** How far ahead the next opening is looked for. */
export const HORIZON_DAYS = 14
const MINUTE = 60_000
/** What is promised is kept also by this part of the people's time: a queue breathes by a few calls from look to look. */
export const SURE_SHARE = 0.9

/** What somebody who asks now may be promised. `opensAt`: while nobody is at the desk, when somebody is. */
export function offer(standing: Standing, wanted: Wanted, hours: AllowedHours): Offer {
  const { at, rule } = standing
  const times = deskTimes(standing.roster, at)
  const cover = coverOf(times, wanted)
  const slots = slotsBetween({ hours, windowMinutes: rule.windowMinutes, from: at + rule.soonestMinutes * MINUTE, to: horizonEnd(at, rule.daysAhead) })
  const staffed = slots.filter((slot) => cover.some((one) => one.from < slot.to && one.to > slot.from))
  const { hasRoom } = capacityFor(standing, times, staffed, wanted, rule.share)
  const reached = reachedIn(standing, times, staffed, wanted)
  const windows: Interval[] = []
  for (const slot of reached) {
    if (windows.length === rule.mostShown) break
    if (hasRoom(slot, wanted)) windows.push(slot)
  }
  const opening = cover[0] && cover[0].from > at ? cover[0].from : null
  return { now: asapOf(standing, times, cover, wanted), windows, opensAt: opening }
}

/**
 * As soon as possible is promised while somebody is at the desk, and he would be spoken with, a whole talk long, before they go and within the
 * time of the rule. At other times nobody would be there, or the promise would be at the cost of those who were given one before: he comes
 * before all whose windows begin later.
 */
export function asapOf(standing: Standing, times: readonly DeskTime[], cover: readonly Interval[], wanted: Wanted): Now | null {
  const { at, talkSeconds, rule, isPaused } = standing
  const open = cover.find(({ from, to }) => from <= at && at < to)
  if (!open || isPaused(wanted.skill)) return null
  const until = Math.min(at + rule.asapMinutes * MINUTE, open.to)
  const startsAt = startOf({ ...standing, times }, wanted)
  if (startsAt === null || startsAt + talkSeconds * 1_000 > until) return null
  const window = { from: at, to: until }
  if (!capacityFor(standing, times, [window], wanted, 1).hasRoom(window, wanted)) return null
  return isAtNobodysCost(standing, times, { ...asking(wanted, at, at + rule.asapMinutes * MINUTE), takes: 'tries' }) ? { startsAt, until } : null
}

/** Is kept what is promised to him, and what was promised to others and would be without him? Who is got to only when the desk closes is not judged here. */
function isAtNobodysCost(standing: Standing, times: readonly DeskTime[], asked: Waiting): boolean {
  const end = (asked.until ?? 0) + standing.rule.windowMinutes * MINUTE
  const [soon, near] = [standing.waiting.filter(({ from }) => from < end), times.filter(({ from }) => from < end)]
  const [without, withHim] = [soon, [...soon, asked]].map((waiting) => startsOf({ ...standing, times: near, waiting }, { share: SURE_SHARE }))
  if (!without || !withHim || isLate(asked, withHim.get(asked) ?? asked.from)) return false
  return soon.every((one) => !isLate(one, withHim.get(one)) || isLate(one, without.get(one)))
}

/** Those of the windows, in their order, in which somebody who chose it is called, after all who come before him. */
function reachedIn(standing: Standing, times: readonly DeskTime[], windows: readonly Interval[], wanted: Wanted): Interval[] {
  const asked = windows.map((window) => ({ window, who: asking(wanted, window.from, window.to) }))
  const end = Math.max(...windows.map(({ to }) => to))
  const before = { times: times.filter(({ from }) => from < end), waiting: standing.waiting.filter(({ from }) => from < end) }
  const starts = startsOf(
    { ...standing, ...before, waiting: [...before.waiting, ...asked.map(({ who }) => who)] },
    { share: SURE_SHARE, last: asked.at(-1)?.who },
  )
  return asked.filter(({ who }) => !isLate(who, starts.get(who))).map(({ window }) => window)
}

/** May this very window be promised? It has not begun, lies in his hours and in the days that are offered, and has room. */
export function mayPromise(standing: Standing, wanted: Wanted, hours: AllowedHours, window: Interval): boolean {
  const { at, rule } = standing
  if (window.from <= at || window.to <= window.from || window.from > horizonEnd(at, rule.daysAhead + 1)) return false
  if (!allowedBetween(hours, window.from, window.to).some((one) => one.from <= window.from && window.to <= one.to)) return false
  const times = deskTimes(standing.roster, at)
  return capacityFor(standing, times, [window], wanted, rule.share).hasRoom(window, wanted) && reachedIn(standing, times, [window], wanted).length > 0
}

function capacityFor({ demands, meanSeconds }: Standing, times: readonly DeskTime[], windows: readonly Interval[], wanted: Wanted, share: number) {
  return capacityOf({ times, demands, asked: windows.map((window) => ({ window, wanted })), meanSeconds, share })
}
