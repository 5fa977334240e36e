import { toShift } from '../../../services/roster-rules/from-wire.ts'
import { contractOn, workMinutes } from '../../../services/roster-rules/person-roster.ts'
import { shortHours } from './cover.ts'
import { affectedBy, applyTo, byGravity, check, gapsOf, periodOf, type Edit } from './edits.ts'
import { nightsByPerson, spreadOf, type Spread } from './figures.ts'
import { chipOf } from './grid-model.ts'
import { moneyOf, NO_PAY, type Money, type PayFacts } from './pay.ts'
import type { FindingView, LevelRank, Roster, ShiftView, WorkerView } from './types.ts'
import { addDays, mondayOf } from './weeks.ts'

/** Minutes that somebody works in the week of the change. */
export type WeekWork = { personId: string; before: number; after: number; agreed: number | null }
export type Preview = {
  added: FindingView[]
  cured: FindingView[]
  /** Minutes without enough people, more or less than before. */
  short: number
  work: WeekWork[]
  /** What nights, and all premiums, add to the pay of those concerned, by currency; empty where rates may not be seen. */
  money: Array<{ currency: string; night: number; premiums: number }>
  /** Nights of each person in the period, where the change moves them. */
  nights: { before: Spread; after: Spread } | null
}

/** What a change would break, mend and cost, before it is made. */
export const previewOf = (roster: Roster, levels: readonly LevelRank[], edit: Edit, pay: PayFacts = NO_PAY): Preview => {
  const after = applyTo(roster.shifts, edit)
  return {
    ...judge(roster, levels, edit, after),
    short: shortOf(roster, after, edit) - shortOf(roster, roster.shifts, edit),
    work: workOf(roster, after, edit),
    money: moneyChange(roster, after, edit, pay),
    nights: nightsChange(roster, edit),
  }
}

/** What a change would break and mend. */
export const judge = (roster: Roster, levels: readonly LevelRank[], edit: Edit, after = applyTo(roster.shifts, edit)): Pick<Preview, 'added' | 'cured'> => {
  const people = affectedBy([...roster.shifts, ...after], [edit])
  const was = [...people].flatMap((id) => standingOf(roster, id, levels))
  const is = check(roster, after, people, levels)
  return { added: worse(is, was).sort(byGravity), cured: worse(was, is) }
}

/** What somebody breaks as the roster stands: asked again at each cell that a shift is dragged over. */
const standingOf = (roster: Roster, personId: string, levels: readonly LevelRank[]): FindingView[] => {
  const known = STANDING.get(roster) ?? new Map<string, FindingView[]>()
  STANDING.set(roster, known)
  const found = known.get(personId) ?? check(roster, roster.shifts, new Set([personId]), levels)
  known.set(personId, found)
  return found
}
const STANDING = new WeakMap<Roster, Map<string, FindingView[]>>()

/** Minutes without enough people while the shift lasts as it was, and as it would be: elsewhere a change of it changes nothing. */
const shortOf = (roster: Roster, shifts: readonly ShiftView[], { before, after }: Edit): number => {
  const [from, to] = periodOf(roster)
  const gaps = [before, after].flatMap((shift) => {
    if (shift === null) return []
    const window = { from: Math.max(from, Date.parse(shift.startsAt)), to: Math.min(to, Date.parse(shift.endsAt)) }
    return window.from < window.to ? gapsOf(roster, shifts, window) : []
  })
  return Math.round(shortHours(gaps) * 60)
}

const workOf = (roster: Roster, after: readonly ShiftView[], edit: Edit): WeekWork[] => {
  const touched = [edit.before, edit.after].filter((shift) => shift !== null)
  const weeks = new Map(touched.map(({ personId, date }) => [`${personId} ${mondayOf(date)}`, { personId, monday: mondayOf(date) }]))
  return [...weeks.values()].map(({ personId, monday }) => {
    const worker = roster.workers.find(({ id }) => id === personId)
    const sum = (shifts: readonly ShiftView[]): number =>
      shifts
        .filter((shift) => shift.personId === personId && shift.kind === 'desk' && mondayOf(shift.date) === monday)
        .reduce((minutes, shift) => minutes + workMinutes(toShift(shift)), 0)
    return { personId, before: sum(roster.shifts), after: sum(after), agreed: contractOn(worker ?? null, addDays(monday, 6))?.weeklyMinutes ?? null }
  })
}

const moneyChange = (roster: Roster, after: readonly ShiftView[], edit: Edit, pay: PayFacts): Preview['money'] => {
  const changes = new Map<string, { currency: string; night: number; premiums: number }>()
  for (const personId of new Set([edit.before?.personId, edit.after?.personId])) {
    const worker = roster.workers.find(({ id }) => id === personId)
    if (worker === undefined) continue
    const own = (shifts: readonly ShiftView[]): ShiftView[] =>
      shifts.filter((shift) => shift.personId === worker.id && shift.date >= roster.from && shift.date < roster.to)
    const add = ({ currency, night, premiums }: Money, sign: 1 | -1): void => {
      const sum = changes.get(currency) ?? { currency, night: 0, premiums: 0 }
      changes.set(currency, { currency, night: sum.night + sign * night, premiums: sum.premiums + sign * premiums })
    }
    for (const money of moneyOf(worker.id, own(after), roster, pay)) add(money, 1)
    for (const money of moneyNow(roster, worker, own, pay)) add(money, -1)
  }
  return [...changes.values()].filter(({ night, premiums }) => night !== 0 || premiums !== 0)
}

const moneyNow = (roster: Roster, worker: WorkerView, own: (shifts: readonly ShiftView[]) => ShiftView[], pay: PayFacts): readonly Money[] => {
  const known = MONEY.get(roster)?.pay === pay ? MONEY.get(roster)?.of : undefined
  const of = known ?? new Map<string, readonly Money[]>()
  MONEY.set(roster, { pay, of })
  const found = of.get(worker.id)
  if (found !== undefined) return found
  const money = moneyOf(worker.id, own(roster.shifts), roster, pay)
  of.set(worker.id, money)
  return money
}
const MONEY = new WeakMap<Roster, { pay: PayFacts; of: Map<string, readonly Money[]> }>()

const nightsChange = (roster: Roster, { before, after }: Edit): Preview['nights'] => {
  const now = nightsByPerson(roster)
  const next = new Map(now)
  const add = (shift: ShiftView | null, count: number) => {
    if (shift === null || shift.date < roster.from || shift.date >= roster.to || !chipOf(shift, roster).isNight) return
    next.set(shift.personId, (next.get(shift.personId) ?? 0) + count)
  }
  add(before, -1)
  add(after, 1)
  const isSame = [...next].every(([id, count]) => (now.get(id) ?? 0) === count)
  return isSame ? null : { before: spreadOf([...now.values()]), after: spreadOf([...next.values()]) }
}

/** Findings of one list that the other has not, or has less badly. */
const worse = (findings: readonly FindingView[], than: readonly FindingView[]): FindingView[] => {
  const known = new Map(than.map((finding) => [keyOf(finding), excess(finding)]))
  return findings.filter((finding) => excess(finding) > (known.get(keyOf(finding)) ?? -1))
}

const keyOf = ({ rule, personId, from, detail }: FindingView): string => JSON.stringify([rule, personId, from, detail])
const excess = ({ by }: FindingView): number => Math.abs(by.is - by.limit)
