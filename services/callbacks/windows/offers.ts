import type { Interval } from '../../roster-rules/model.ts'
import type { CallbackRule } from '../../schemas/rules.ts'
import { horizonEnd } from '../../shifts/next-opening.ts'
import { capacityOf, type Demand } from './capacity.ts'
import { coverOf, deskTimes, type DeskTime, type Roster, type Wanted } from './cover.ts'
import { allowedBetween, slotsBetween, type AllowedHours } from './slots.ts'
import { startOf, type Ahead, type Means } from './wait.ts'

/** All that decides what can be promised at an instant. */
export type Standing = {
  at: number
  roster: Roster
  /** What was promised and is still open, the earliest places first. */
  demands: readonly Demand[]
  /** Who waits now, callers and callbacks, in the order in which they will be served. */
  ahead: readonly Ahead[]
  rule: Pick<CallbackRule, 'windowMinutes' | 'soonestMinutes' | 'daysAhead' | 'mostShown' | 'share' | 'asapMinutes'>
  /** A supervisor has stopped callbacks of this skill. */
  isPaused: (skill: string | null) => boolean
} & Means

export type Now = { startsAt: number; until: number }
export type Offer = { now: Now | null; windows: Interval[]; opensAt: number | null }

/** How far ahead the next opening is looked for. */
export const HORIZON_DAYS = 14
const MINUTE = 60_000

/** What somebody who asks now may be promised. `opensAt`: while nobody is at the desk, when somebody is. */
export function offer(standing: Standing, wanted: Wanted, hours: AllowedHours): Offer {
  const { at, rule } = standing
  const times = deskTimes(standing.roster, at)
  const cover = coverOf(times, wanted)
  const slots = slotsBetween({ hours, windowMinutes: rule.windowMinutes, from: at + rule.soonestMinutes * MINUTE, to: horizonEnd(at, rule.daysAhead) })
  const staffed = slots.filter((slot) => cover.some((one) => one.from < slot.to && one.to > slot.from))
  const { hasRoom } = capacityFor(standing, times, staffed, wanted, rule.share)
  const windows: Interval[] = []
  for (const slot of staffed) {
    if (windows.length === rule.mostShown) break
    if (hasRoom(slot, wanted)) windows.push(slot)
  }
  const opening = cover[0] && cover[0].from > at ? cover[0].from : null
  return { now: asapOf(standing, times, cover, wanted), windows, opensAt: opening }
}

/**
 * As soon as possible is promised while somebody is at the desk, and he would be spoken with, a whole talk long, before they go and within the
 * time of the rule. At other times nobody would be there, or the promise would be at the cost of those who were given one before.
 */
export function asapOf(standing: Standing, times: readonly DeskTime[], cover: readonly Interval[], wanted: Wanted): Now | null {
  const { at, ahead, talkSeconds, meanSeconds, rule, isPaused } = standing
  const open = cover.find(({ from, to }) => from <= at && at < to)
  if (!open || isPaused(wanted.skill)) return null
  const until = Math.min(at + rule.asapMinutes * MINUTE, open.to)
  const startsAt = startOf({ at, times, ahead, talkSeconds, meanSeconds }, wanted)
  if (startsAt === null || startsAt + talkSeconds * 1_000 > until) return null
  const window = { from: at, to: until }
  return capacityFor(standing, times, [window], wanted, 1).hasRoom(window, wanted) ? { startsAt, until } : null
}

/** May this very window be promised? It has not begun, lies in his hours and in the days that are offered, and has room. */
export function mayPromise(standing: Standing, wanted: Wanted, hours: AllowedHours, window: Interval): boolean {
  const { at, rule } = standing
  if (window.from <= at || window.to <= window.from || window.from > horizonEnd(at, rule.daysAhead + 1)) return false
  if (!allowedBetween(hours, window.from, window.to).some((one) => one.from <= window.from && window.to <= one.to)) return false
  return capacityFor(standing, deskTimes(standing.roster, at), [window], wanted, rule.share).hasRoom(window, wanted)
}

function capacityFor({ demands, meanSeconds }: Standing, times: readonly DeskTime[], windows: readonly Interval[], wanted: Wanted, share: number) {
  return capacityOf({ times, demands, asked: windows.map((window) => ({ window, wanted })), meanSeconds, share })
}
