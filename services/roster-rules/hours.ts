import { startOf } from './calendar.ts'
import type { Finding } from './model.ts'
import { nightMinutes } from './nights.ts'
import { AGAINST_ORDER, WARNED, againstLaw, breakMinutes, finding, lengthOf } from './person-roster.ts'
import type { PersonRoster, Planned } from './person-roster.ts'

/** Rules about the amount of work at the desk, in minutes without unpaid breaks. A shift counts in the week in which it begins, with all its minutes. */

export function shiftLength({ desk }: PersonRoster): Finding[] {
  return desk.flatMap((planned) => {
    const limit = planned.pack.maxShiftMinutes
    if (limit === null || planned.work <= limit) return []
    return finding('shiftLength', againstLaw(planned.pack), [planned], { is: planned.work, limit, unit: 'minutes' })
  })
}

/** Over the longest night shift is unlawful; over the usual length only on the average, so a warning. */
export function nightLength({ desk }: PersonRoster): Finding[] {
  return desk.flatMap((planned) => {
    const { shift, pack, work: is } = planned
    if (!pack.night || !pack.nightShift || is <= pack.nightShift.usualMinutes) return []
    if (nightMinutes(shift, shift.zone, pack.night) <= pack.nightShift.overMinutes) return []
    const { usualMinutes, maxMinutes } = pack.nightShift
    return is > maxMinutes
      ? finding('nightLength', againstLaw(pack), [planned], { is, limit: maxMinutes, unit: 'minutes' })
      : finding('nightLength', { severity: 'warning', pack: pack.id }, [planned], { is, limit: usualMinutes, unit: 'minutes' })
  })
}

/** What is agreed in the contract or the law allows, whichever is less. The contract of the week's last shift holds. */
export function weekHours(roster: PersonRoster): Finding[] {
  return ofWeeks(roster, (week, last) => {
    const agreed = last.contract?.maxWeeklyMinutes ?? Infinity
    const lawful = last.pack.maxWeekMinutes ?? Infinity
    const limit = Math.min(agreed, lawful)
    const is = workOf(week)
    return is > limit ? finding('weekHours', agreed < lawful ? AGAINST_ORDER : againstLaw(last.pack), week, { is, limit, unit: 'minutes' }) : null
  })
}

/**
 * A week's minutes on the average over the pack's number of weeks that end with this one; a week without shifts counts 0. `by.is` is rounded up to
 * whole minutes. It is about the shifts of the last week.
 */
export function averageWeek(roster: PersonRoster): Finding[] {
  return ofWeeks(roster, (week, last) => {
    const average = last.pack.average
    if (!average) return null
    let sum = 0
    for (let back = 0; back < average.weeks; back++) sum += workOf(roster.weeks.get(last.monday - 7 * back) ?? [])
    if (sum <= average.weeks * average.minutes) return null
    return finding('averageWeek', againstLaw(last.pack), week, { is: Math.ceil(sum / average.weeks), limit: average.minutes, unit: 'minutes' })
  })
}

export function contractHours(roster: PersonRoster): Finding[] {
  return ofWeeks(roster, (week, last) => {
    const limit = last.contract?.weeklyMinutes ?? Infinity
    const is = workOf(week)
    return is > limit ? finding('contractHours', WARNED, week, { is, limit, unit: 'minutes' }) : null
  })
}

/** Paid and unpaid breaks both are breaks, and none of them is work that asks for one. */
export function breaks({ desk }: PersonRoster): Finding[] {
  return desk.flatMap((planned) => {
    const { shift, pack } = planned
    const is = breakMinutes(shift, (rest) => lengthOf(rest) >= (pack.minBreakMinutes ?? 0))
    const work = lengthOf(shift) - is
    const limit = pack.breaks.findLast(({ over }) => work > over)?.minutes ?? 0
    return is < limit ? finding('break', againstLaw(pack), [planned], { is, limit, unit: 'minutes' }) : []
  })
}

/** Judges each week with work; the finding lasts the whole week. */
function ofWeeks({ weeks }: PersonRoster, judge: (week: readonly Planned[], last: Planned) => Finding | null): Finding[] {
  return [...weeks.values()].flatMap((week) => {
    const last = week.at(-1)
    const found = last && judge(week, last)
    return found ? { ...found, from: startOf(last.monday, last.shift.zone), to: startOf(last.monday + 7, last.shift.zone) } : []
  })
}

function workOf(week: readonly Planned[]): number {
  let sum = 0
  for (const { work } of week) sum += work
  return sum
}
