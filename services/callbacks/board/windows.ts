import { merge } from '../../roster-rules/gaps.ts'
import type { Interval } from '../../roster-rules/model.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { CallbackBoard } from '../../schemas/callbacks.ts'
import { horizonEnd } from '../../shifts/next-opening.ts'
import { ANYBODY, deskTimes, type DeskTime } from '../windows/cover.ts'
import type { Standing } from '../windows/offers.ts'
import { slotsBetween } from '../windows/slots.ts'
import { lateOf, startOf, waitMinutes } from '../windows/wait.ts'

type Row = CallbackBoard['windows'][number]

/** So many are shown, whatever else is promised later. */
const MOST_SHOWN = 24

/**
 * The windows that have begun or are to come in which somebody is on, or somebody was promised: `people` on the mean, the callbacks that the rule's share of
 * their time is worth, how many were promised that begin in it (as soon as possible: in the first), and how many of those will be called too late.
 */
export function boardWindows(standing: Standing, zone: string): Row[] {
  const { at, rule, demands, meanSeconds } = standing
  const times = deskTimes(standing.roster, at)
  const late = lateOf({ ...standing, times }, 1)
  const since = at - rule.windowMinutes * 60_000
  const slots = slotsBetween({
    hours: { from: '00:00', to: '00:00', zone },
    windowMinutes: rule.windowMinutes,
    from: since,
    to: horizonEnd(at, rule.daysAhead),
  })
  return slots
    .filter(({ to }) => to > at)
    .map((slot): Row => {
      const seconds = secondsIn(times, slot)
      const beginsInIt = ({ from }: { from: number }): boolean => slot.from <= from && from < slot.to
      const whole = (slot.to - Math.max(slot.from, at)) / 1_000
      return {
        ...{ from: new Date(slot.from).toISOString(), to: new Date(slot.to).toISOString() },
        people: Math.round((seconds / whole) * 10) / 10,
        capacity: Math.floor((seconds * rule.share) / meanSeconds),
        promised: sum(demands.filter(beginsInIt).map(({ count }) => count)),
        atRisk: late.filter(beginsInIt).length,
      }
    })
    .filter(({ people, promised }) => people > 0 || promised > 0)
    .slice(0, MOST_SHOWN)
}

/** Nobody is in two places at once: where shifts of one person overlap, the time counts once. */
function secondsIn(times: readonly DeskTime[], slot: Interval): number {
  const cut = times.flatMap(({ personId, from, to }) => {
    const within = { from: Math.max(from, slot.from), to: Math.min(to, slot.to) }
    return within.from < within.to ? [{ personId, ...within }] : []
  })
  return sum([...groupBy(cut, ({ personId }) => personId).values()].flatMap((own) => merge(own).map(({ from, to }) => (to - from) / 1_000)))
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** Who could be rung now (`busy`: rung already), and how long somebody who asks now would wait. */
export function boardWait(standing: Standing, busy: ReadonlySet<string>): Pick<CallbackBoard, 'freePeople' | 'waitMinutes'> {
  const times = deskTimes(standing.roster, standing.at)
  const free = times.filter(({ isOn, isBusy, isResting, personId }) => isOn && !isBusy && !isResting && !busy.has(personId))
  return {
    freePeople: new Set(free.map(({ personId }) => personId)).size,
    waitMinutes: waitMinutes(standing.at, startOf({ ...standing, times }, ANYBODY)),
  }
}
