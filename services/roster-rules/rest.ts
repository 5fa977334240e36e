import { MINUTE, startOf } from './calendar.ts'
import type { Finding } from './model.ts'
import { findTwoNights } from './nights.ts'
import { REFUSED, againstLaw, finding } from './person-roster.ts'
import type { PersonRoster, Planned } from './person-roster.ts'

/**
 * Rules about free time. Standing by at one's own phone is no work and breaks no rest: C-344/19 of 2021-03-09 (Radiotelevizija Slovenija; it is work
 * where little can be done with that time, as with the 8 minutes of C-518/15, Matzak), and Rufbereitschaft under the ArbZG; the Russian code knows no
 * standing by but of medical staff (art. 350). The calls one takes then are work; a roster cannot know them. For two nights on call counts: that is the house's word.
 */

export function overlap({ all }: PersonRoster): Finding[] {
  return all.flatMap((planned, at) => {
    const findings: Finding[] = []
    for (let i = at + 1; i < all.length; i++) {
      const later = all[i]
      if (!later || later.shift.from >= planned.shift.to) break
      const [from, to] = [later.shift.from, Math.min(planned.shift.to, later.shift.to)]
      findings.push(finding('overlap', REFUSED, [planned, later], { is: (to - from) / MINUTE, limit: 0, unit: 'minutes' }, { from, to }))
    }
    return findings
  })
}

/** `by.is`: minutes of the lesser night, the one that is easier to mend. `detail`: date of the first night. */
export function twoNights({ all, house }: PersonRoster): Finding[] {
  const found = findTwoNights(
    all.map(({ shift }) => shift),
    house,
  )
  return found.map(({ dates, minutes, duties }) => {
    const about = all.filter(({ shift }) => duties.includes(shift))
    return finding('twoNights', REFUSED, about, { is: Math.min(...minutes), limit: house.minutes, unit: 'minutes' }, { detail: dates[0] })
  })
}

/** Minutes that really pass between two desk shifts. The pack of the later one holds. Lasts from end to start. */
export function restBetween({ desk }: PersonRoster): Finding[] {
  const findings: Finding[] = []
  let last: Planned | undefined
  for (const next of desk) {
    const limit = next.pack.minRestMinutes
    if (last && limit !== null) {
      const [from, to] = [last.shift.to, next.shift.from]
      const is = (to - from) / MINUTE
      // Below 0 they overlap, and that is said.
      if (is >= 0 && is < limit) findings.push(finding('restBetween', againstLaw(next.pack), [last, next], { is, limit, unit: 'minutes' }, { from, to }))
    }
    if (!last || next.shift.to > last.shift.to) last = next
  }
  return findings
}

/**
 * Each week from Monday to Sunday in which a desk shift begins needs one free stretch that is long enough and begins in it, however far it reaches,
 * or lies in it for that long. `by.is`: the longest. The week is of the site of its first shift.
 */
export function weeklyRest({ desk, weeks }: PersonRoster): Finding[] {
  const stretches = freeStretches(desk)
  return [...weeks].flatMap(([monday, week]) => {
    const [first, last] = [week[0], week.at(-1)]
    const limit = last?.pack.weeklyRestMinutes ?? null
    if (!first || !last || limit === null) return []
    const [from, to] = [startOf(monday, first.shift.zone), startOf(monday + 7, first.shift.zone)]
    let longest = 0
    for (const free of stretches) {
      const beginsInIt = free.from >= from && free.from < to
      longest = Math.max(longest, beginsInIt ? free.to - free.from : Math.min(free.to, to) - Math.max(free.from, from))
    }
    const is = longest / MINUTE
    return is < limit ? finding('weeklyRest', againstLaw(last.pack), week, { is, limit, unit: 'minutes' }, { from, to }) : []
  })
}

/** Between desk shifts; what lies before the first and after the last known one is free. */
function freeStretches(desk: readonly Planned[]): Array<{ from: number; to: number }> {
  const stretches: Array<{ from: number; to: number }> = []
  let from = -Infinity
  for (const { shift } of desk) {
    if (shift.from > from) stretches.push({ from, to: shift.from })
    from = Math.max(from, shift.to)
  }
  return [...stretches, { from, to: Infinity }]
}

/** Days running on which a desk shift begins. One finding for each run that is too long; the pack of its last day holds. */
export function consecutiveDays({ desk }: PersonRoster): Finding[] {
  const runs: Planned[][] = []
  for (const planned of desk) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && planned.day - last.day <= 1) run.push(planned)
    else runs.push([planned])
  }
  return runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)]
    const limit = last?.pack.maxConsecutiveDays ?? null
    if (!first || !last || limit === null) return []
    const is = last.day - first.day + 1
    return is > limit ? finding('consecutiveDays', againstLaw(last.pack), run, { is, limit, unit: 'days' }) : []
  })
}
