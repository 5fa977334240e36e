import { dateOf, dayOf, startOf } from '../../roster-rules/calendar.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Leave, Worker } from '../../roster-rules/model.ts'
import { contractOn } from '../../roster-rules/person-roster.ts'

/** A full contract: what shares are measured by. */
const FULL_WEEK = 2_400

export type TimeInput = {
  worker: Worker
  leaves: readonly Leave[]
  /** Dates, `to` not included. */
  from: string
  to: string
  zone: string
  isHoliday: (date: string) => boolean
}

/**
 * How much of a period somebody is there for, by his contracts. `share`: days of a full contract; leave and training take days out, illness does not, or
 * whoever was ill would owe what he missed. `minutes`: what the contract asks for on its working days (Monday to Friday, no holidays), all leave taken out.
 */
export function timeOf({ worker, leaves, from, to, zone, isHoliday }: TimeInput): { share: number; minutes: number } {
  let [share, minutes] = [0, 0]
  for (let day = dayOf(from); day < dayOf(to); day += 1) {
    const contract = contractOn(worker, dateOf(day))
    if (!contract) continue
    const away = awayOn(leaves, day, zone)
    if (away === null || away === 'sick') share += contract.weeklyMinutes / FULL_WEEK
    const weekday = (day + 3) % 7
    if (away === null && weekday < 5 && !isHoliday(dateOf(day))) minutes += contract.weeklyMinutes / 5
  }
  return { share, minutes: Math.round(minutes) }
}

/** Away for more than half of the day. */
function awayOn(leaves: readonly Leave[], day: number, zone: string): Leave['kind'] | null {
  if (leaves.length === 0) return null
  const [begin, end] = [startOf(day, zone), startOf(day + 1, zone)]
  return leaves.find((leave) => Math.min(leave.to, end) - Math.max(leave.from, begin) > (end - begin) / 2)?.kind ?? null
}

/** Of one team, who is compared with each other. */
export type Member = { id: string; team: string; share: number; count: number }

/** What each has had beyond his share of what his team had together. */
export function beyondShare(members: readonly Member[]): Map<string, number> {
  const beyond = new Map<string, number>()
  for (const team of groupBy(members, (member) => member.team).values()) {
    const [all, shares] = [team.reduce((sum, { count }) => sum + count, 0), team.reduce((sum, { share }) => sum + share, 0)]
    for (const { id, share, count } of team) beyond.set(id, shares > 0 ? count - (all * share) / shares : 0)
  }
  return beyond
}
