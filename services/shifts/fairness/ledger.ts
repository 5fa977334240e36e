import { dateAt } from '../../local-time/wall-clock.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Duty, Leave, NightRule, Shift, Worker } from '../../roster-rules/model.ts'
import { workMinutes } from '../../roster-rules/person-roster.ts'
import { BURDENS, burdensOf, type Burden } from './burdens.ts'
import { beyondShare, timeOf } from './shares.ts'

/** So far back the ledger goes: what was longer ago is made up for, or forgotten. */
export const MONTHS_BACK = 12

/** What one person had of the burdens in a time, and how long he was there for them. */
export type Entry = Record<Burden, number> & { minutes: number; share: number; contractMinutes: number }
export type Beyond = Record<Burden, number> & { minutes: number }

/** Shifts that somebody is credited with; `kind` as on the roster. */
export type Credit = Pick<Shift, 'personId' | 'from' | 'to' | 'zone' | 'date' | 'siteId' | 'kind'> & { shiftId: string; minutes: number }

/**
 * Who gets credit for which shift: who works it, after overrides and swaps. Whoever was planned and fell ill keeps his, or he would owe it; who stands in
 * for him gets it too.
 */
export function creditsOf(duties: readonly Duty[], shifts: readonly Shift[], leaves: readonly Leave[]): Credit[] {
  const shiftOf = new Map(shifts.map((shift) => [shift.id, shift]))
  const worked = new Set(duties.map(({ shiftId, personId }) => `${shiftId} ${personId}`))
  const credits = duties.map((piece) => creditOf(piece, piece.shiftId, piece.personId, shiftOf.get(piece.shiftId)))
  const sick = groupBy(
    leaves.filter(({ kind }) => kind === 'sick'),
    ({ personId }) => personId,
  )
  const replaced = new Set(duties.flatMap(({ shiftId, personId, plannedId }) => (personId === plannedId ? [] : [shiftId])))
  const kept = shifts.flatMap((shift) => {
    const isReplaced = replaced.has(shift.id)
    const isIll = (sick.get(shift.personId) ?? []).some((leave) => leave.from < shift.to && shift.from < leave.to)
    if (!isReplaced || !isIll || worked.has(`${shift.id} ${shift.personId}`)) return []
    return [creditOf(shift, shift.id, shift.personId, shift)]
  })
  return [...credits, ...kept]
}

function creditOf(
  { from, to, zone, siteId, kind }: Pick<Shift, 'from' | 'to' | 'zone' | 'siteId' | 'kind'>,
  shiftId: string,
  personId: string,
  shift: Shift | undefined,
): Credit {
  const breaks = (shift?.breaks ?? [])
    .map((rest) => ({ ...rest, from: Math.max(rest.from, from), to: Math.min(rest.to, to) }))
    .filter((rest) => rest.from < rest.to)
  return {
    shiftId,
    personId,
    from,
    to,
    zone,
    siteId,
    kind,
    date: shift?.from === from ? shift.date : dateAt(from, zone),
    minutes: kind === 'desk' ? workMinutes({ from, to, breaks }) : 0,
  }
}

export type LedgerInput = {
  workers: readonly Worker[]
  /** Level and site: who is compared with whom. */
  teamOf: (personId: string) => { team: string; siteId: string; zone: string }
  credits: readonly Credit[]
  leaves: readonly Leave[]
  holidays: ReadonlySet<string>
  house: NightRule
  /** Dates, `to` not included. */
  period: { from: string; to: string }
}

/** Of everybody who works and has a contract. */
export function ledgerOf({ workers, teamOf, credits, leaves, holidays, house, period }: LedgerInput): Map<string, Entry> {
  const counts = burdensOf({ house, holidays })
  const creditsOfPerson = groupBy(
    credits.filter(({ date }) => date >= period.from && date < period.to),
    ({ personId }) => personId,
  )
  const leavesOf = groupBy(leaves, ({ personId }) => personId)
  return new Map(
    workers
      .filter(({ isActive, isGuest, contracts }) => isActive && !isGuest && contracts.length > 0)
      .map((worker) => {
        const { siteId, zone } = teamOf(worker.id)
        const own = creditsOfPerson.get(worker.id) ?? []
        const time = timeOf({ worker, leaves: leavesOf.get(worker.id) ?? [], ...period, zone, isHoliday: (date) => holidays.has(`${siteId} ${date}`) })
        const entry: Entry = { nights: 0, weekends: 0, holidays: 0, minutes: 0, share: time.share, contractMinutes: time.minutes }
        for (const { minutes } of own) entry.minutes += minutes
        // Of a shift in the middle of which another one stood in he has two parts: it is one night all the same.
        for (const parts of groupBy(own, ({ shiftId }) => shiftId).values()) {
          const hits = parts.map(counts)
          for (const burden of BURDENS) if (hits.some((hit) => hit[burden])) entry[burden] += 1
        }
        return [worker.id, entry] as const
      }),
  )
}

/** What each has had beyond his share of what his team had. */
export function beyondOf(ledger: ReadonlyMap<string, Entry>, teamOf: LedgerInput['teamOf']): Map<string, Beyond> {
  const beyond = new Map([...ledger.keys()].map((id): [string, Beyond] => [id, { nights: 0, weekends: 0, holidays: 0, minutes: 0 }]))
  for (const what of [...BURDENS, 'minutes'] as const) {
    const members = [...ledger].map(([id, entry]) => ({ id, team: teamOf(id).team, share: entry.share, count: entry[what] }))
    for (const [id, more] of beyondShare(members)) {
      const his = beyond.get(id)
      if (his) his[what] = more
    }
  }
  return beyond
}
