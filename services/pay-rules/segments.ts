import { MINUTE } from '../roster-rules/calendar.ts'
import { merge, without } from '../roster-rules/gaps.ts'
import type { Interval } from '../roster-rules/model.ts'
import type { Counted, PayPack, PremiumRule, WorkPiece } from './model.ts'
import { type ClockWindow, type Place, windowsIn } from './windows.ts'

/** A stretch in which the same rules of a pack hold. */
export type Cut = Interval & { minutes: number; rules: readonly PremiumRule[]; counts: readonly Counted[] }

/** Days that are counted whether a pack pays for them or not. */
const CALENDAR: ReadonlyArray<{ counts: 'sunday' | 'holiday'; window: ClockWindow }> = [
  { counts: 'sunday', window: { kind: 'weekday', days: [7] } },
  { counts: 'holiday', window: { kind: 'holiday' } },
]

const wholeMinute = (instant: number): number => Math.floor(instant / MINUTE) * MINUTE

/** What is left of a piece without its breaks, in whole minutes: what touches stays in touch, and nothing is counted twice. */
export function paidParts({ from, to, breaks }: Interval & { breaks: readonly Interval[] }): Interval[] {
  const whole = (interval: Interval): Interval => ({ from: wholeMinute(interval.from), to: wholeMinute(interval.to) })
  return without(merge([whole({ from, to })]), merge(breaks.map(whole)))
}

/** A piece of work cut wherever a rule of the pack begins or ends to hold; overtime is not among them. `holidays`: dates of its site. */
export function segmentsOf(
  piece: Pick<WorkPiece, 'from' | 'to' | 'zone' | 'breaks'>,
  pack: PayPack,
  holidays: ReadonlySet<string>,
  begunAt: number = piece.from,
): Cut[] {
  return paidParts(piece).flatMap((part) => cutPart(part, pack, begunAt, { zone: piece.zone, holidays }))
}

export function cutPart(part: Interval, pack: PayPack, begunAt: number, place: Place): Cut[] {
  const ruled = pack.rules.flatMap((rule) => (rule.window.kind === 'overtime' ? [] : [{ rule, holds: windowsIn(rule.window, part, begunAt, place) }]))
  const counted = CALENDAR.map(({ counts, window }) => ({ counts, holds: windowsIn(window, part, begunAt, place) }))
  const ends = [part.from, part.to, ...[...ruled, ...counted].flatMap(({ holds }) => holds.flatMap(({ from, to }) => [from, to]))]
  const edges = [...new Set(ends)].sort((a, b) => a - b)
  return edges.slice(1).map((to, n) => {
    const from = edges[n] ?? to
    const within = ({ holds }: { holds: readonly Interval[] }): boolean => holds.some((window) => window.from <= from && to <= window.to)
    const rules = ruled.filter(within).map(({ rule }) => rule)
    const isNight = rules.some(({ totals }) => totals === 'night')
    return {
      from,
      to,
      minutes: (to - from) / MINUTE,
      rules,
      counts: [...(isNight ? (['night'] as const) : []), ...counted.filter(within).map(({ counts }) => counts)],
    }
  })
}
