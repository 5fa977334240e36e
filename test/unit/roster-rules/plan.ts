import { DateTime } from 'luxon'
import { checkRoster } from '../../../services/roster-rules/check.ts'
import type { RosterToCheck } from '../../../services/roster-rules/check.ts'
import { HOUSE_NIGHT } from '../../../services/roster-rules/model.ts'
import type { Contract, Finding, PackId, Shift, Worker } from '../../../services/roster-rules/model.ts'

export const berlin = 'Europe/Berlin'

/** `2026-11-23 09:00` by the clock of a zone, in epoch milliseconds; of a time that comes twice the second. */
export function at(text: string, zone = berlin): number {
  return DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm', { zone }).toMillis()
}

/** A shift of Anna's at the desk in Berlin, so many minutes long. `breaks`: minutes after its start, and length. */
export function shift(
  start: string,
  minutes: number,
  {
    breaks = [],
    isPaid = false,
    ...more
  }: Partial<Omit<Shift, 'breaks' | 'from' | 'to' | 'date'>> & { breaks?: ReadonlyArray<[number, number]>; isPaid?: boolean } = {},
): Shift {
  const zone = more.zone ?? berlin
  const from = at(start, zone)
  return {
    id: start,
    personId: 'anna',
    siteId: 'site',
    zone,
    kind: 'desk',
    levelId: 'first',
    skill: null,
    shiftTypeId: null,
    buddyId: null,
    ...more,
    from,
    to: from + minutes * 60_000,
    date: start.slice(0, 10),
    breaks: breaks.map(([after, length]) => ({ from: from + after * 60_000, to: from + (after + length) * 60_000, isPaid })),
  }
}

/** `count` shifts that begin at one time on days running. */
export function daily(start: string, minutes: number, count: number, more: Parameters<typeof shift>[2] = {}): Shift[] {
  const first = DateTime.fromFormat(start, 'yyyy-MM-dd HH:mm', { zone: 'utc' })
  return Array.from({ length: count }, (_, i) => shift(first.plus({ days: i }).toFormat('yyyy-MM-dd HH:mm'), minutes, more))
}

export function contract(pack: PackId, more: Partial<Contract> = {}): Contract {
  return { validFrom: '2020-01-01', pack, weeklyMinutes: 10_080, maxWeeklyMinutes: null, ...more }
}

export function worker(id: string, more: Partial<Worker> = {}): Worker {
  return {
    id,
    name: id,
    isActive: true,
    isTrainee: false,
    isGuest: false,
    levelRank: 1,
    speaks: ['en'],
    attestations: [],
    contracts: [contract('plain')],
    ...more,
  }
}

export const levels = [
  { id: 'first', rank: 1 },
  { id: 'second', rank: 2 },
]

export function check(shifts: readonly Shift[], more: Partial<RosterToCheck> = {}): Finding[] {
  return checkRoster({ shifts, workers: [worker('anna')], leaves: [], shiftTypes: [], levels, house: HOUSE_NIGHT, ...more })
}
