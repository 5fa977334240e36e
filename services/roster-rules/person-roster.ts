import { MINUTE, dayOf, mondayOf } from './calendar.ts'
import type { Break, Contract, Finding, Interval, Leave, NightRule, Shift, ShiftType, Worker } from './model.ts'
import { RULE_PACKS } from './packs.ts'
import type { RulePack } from './packs.ts'

/** A shift with what several rules ask of it. */
export type Planned = {
  shift: Shift
  /** Days since 1970-01-01 of the date on which it begins, and of the Monday before. The whole shift belongs to both. */
  day: number
  monday: number
  /** Minutes without unpaid breaks. */
  work: number
  contract: Contract | null
  /** Of the contract in force on that day; `plain` without one. */
  pack: RulePack
}

/** Everything about one person that a rule may ask. */
export type PersonRoster = {
  /** Null: nobody told. Then only the rules that need nothing but shifts can speak. */
  worker: Worker | null
  /** By start, of both kinds. */
  all: readonly Planned[]
  /** At the desk. Standing by is no work: see `rest.ts`. */
  desk: readonly Planned[]
  /** Desk shifts by the Monday of their week. */
  weeks: ReadonlyMap<number, readonly Planned[]>
  leaves: readonly Leave[]
  house: NightRule
  rankOf: ReadonlyMap<string, number>
  typeOf: ReadonlyMap<string, ShiftType>
  /** Of anybody, for buddies. */
  rosterOf: (personId: string) => PersonRoster | undefined
  isInPeriod: (interval: Interval) => boolean
}

/** The contract in force on a date: the one that began last. */
export function contractOn(worker: Pick<Worker, 'contracts'> | null, date: string): Contract | null {
  let inForce: Contract | null = null
  for (const contract of worker?.contracts ?? []) {
    if (contract.validFrom <= date && (inForce === null || contract.validFrom > inForce.validFrom)) inForce = contract
  }
  return inForce
}

/** The pack that holds for a person on a date. */
export function packOn(worker: Pick<Worker, 'contracts'> | null, date: string): RulePack {
  return RULE_PACKS[contractOn(worker, date)?.pack ?? 'plain']
}

export function lengthOf({ from, to }: Interval): number {
  return (to - from) / MINUTE
}

/** Minutes of the breaks that lie within a shift. */
export function breakMinutes(shift: Interval & { breaks: readonly Break[] }, which: (rest: Break) => boolean): number {
  let millis = 0
  for (const rest of shift.breaks) if (which(rest)) millis += Math.max(0, Math.min(rest.to, shift.to) - Math.max(rest.from, shift.from))
  return millis / MINUTE
}

/** Minutes of a shift without its unpaid breaks. */
export function workMinutes(shift: Interval & { breaks: readonly Break[] }): number {
  return lengthOf(shift) - breakMinutes(shift, (rest) => !rest.isPaid)
}

export function plan(shift: Shift, worker: Worker | null): Planned {
  const day = dayOf(shift.date)
  const contract = contractOn(worker, shift.date)
  return { shift, day, monday: mondayOf(day), work: workMinutes(shift), contract, pack: RULE_PACKS[contract?.pack ?? 'plain'] }
}

/** A finding about shifts of one person, ordered by start; unless `when` says otherwise it lasts from the first to the end of the last. */
export function finding(
  rule: Finding['rule'],
  { severity, pack }: Pick<Finding, 'severity' | 'pack'>,
  about: readonly Planned[],
  by: Finding['by'],
  more: Partial<Interval> & { detail?: string } = {},
): Finding {
  const shifts = about.map(({ shift }) => shift)
  const [first, last] = [shifts[0], shifts.at(-1)]
  return {
    rule,
    severity,
    pack,
    from: first?.from ?? 0,
    to: last?.to ?? 0,
    personId: last?.personId ?? null,
    shiftIds: shifts.map(({ id }) => id),
    by,
    ...more,
  }
}

/** Who says so, and how hard. */
export const REFUSED = { severity: 'refused', pack: 'house' } as const
export const AGAINST_ORDER = { severity: 'unlawful', pack: 'house' } as const
export const WARNED = { severity: 'warning', pack: 'house' } as const
export function againstLaw(pack: RulePack): Pick<Finding, 'severity' | 'pack'> {
  return { severity: 'unlawful', pack: pack.id }
}
