import { merge, without } from '../../roster-rules/gaps.ts'
import type { Interval } from '../../roster-rules/model.ts'
import { beginOfWork, SIGN_IN_EARLY_MINUTES } from '../../roster-rules/presence.ts'
import type { PayRule } from '../../schemas/rules.ts'
import { wholeMinutes, type BrokenDuty } from './worked.ts'

/** What somebody said that he does; `to` null: still. */
export type Said = { state: string; from: number; to: number | null }

/** What the clock says of one person's part of a shift. `asPlanned`: to the minute; `absent`: he has not signed in for it. */
export type Clocked = { kind: 'asPlanned' } | { kind: 'absent' } | ({ kind: 'otherwise'; breaks: Interval[] } & Interval)

const MINUTE = 60_000

/**
 * From signing in to signing out. In between "away" is no work, and the unpaid breaks of the shift are taken out as planned; short breaks count. Who does not
 * sign out has forgotten it: then the planned end counts. Where a shift follows another one without a pause he need not sign in again.
 */
export function clockedTime(
  parts: readonly BrokenDuty[],
  own: readonly BrokenDuty[],
  said: readonly Said[],
  leaves: readonly Interval[],
  rule: PayRule,
): Clocked {
  const planned = merge(parts)
  const [first, last] = [planned[0], planned.at(-1)]
  const [duty] = parts
  if (!first || !last || !duty) return { kind: 'asPlanned' }
  const [begin, end] = [first.from, last.to]
  const chainBegin = beginOfWork({ ...duty, ...first }, own)
  const goesOn = own.some(({ from, kind }) => kind === duty.kind && from === end)
  const earliest = chainBegin < begin ? begin : begin - rule.earlyMinutes * MINUTE
  const latest = goesOn ? end : end + rule.lateMinutes * MINUTE

  const there = said
    .filter(({ state, from }) => state !== 'away' && from >= chainBegin - SIGN_IN_EARLY_MINUTES * MINUTE)
    .map(({ from, to }) => wholeMinutes({ from, to: to === null || to > latest ? Math.max(end, from) : to }))
    .map(({ from, to }) => ({ from: Math.max(from, earliest), to: Math.min(to, latest) }))
  const present = merge(there)
  const [came, left] = [present[0]?.from, present.at(-1)?.to]
  if (came === undefined || left === undefined || came >= end || left <= begin) return { kind: 'absent' }

  const unpaid = parts.flatMap(({ breaks }) => breaks.filter(({ isPaid }) => !isPaid))
  const notHis = without([{ from: begin, to: end }], planned)
  const gone = without([{ from: came, to: left }], present)
  const breaks = merge([...unpaid, ...notHis, ...gone, ...leaves].map((one) => ({ from: Math.max(one.from, came), to: Math.min(one.to, left) })))
  if (came === begin && left === end && gone.length === 0) return { kind: 'asPlanned' }
  return { kind: 'otherwise', from: came, to: left, breaks }
}
