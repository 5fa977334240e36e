import { firstAllowed, type AllowedHours } from '../../messages/hours.ts'
import type { Interval } from '../../roster-rules/model.ts'

/** Why it was put aside: by one of us, with a reason; or because there was no money left for a call to this number. It stands in the event of it. */
export type Aside = 'snoozed' | 'money'
/** Why a window was not kept, for people and figures. */
export type BrokenWhy = Aside | 'noCover' | 'coverEnded' | 'nobodyThere' | 'paused' | 'agentsUnreachable' | 'queueTooLong'

export type BrokenFacts = {
  window: Interval
  /** When somebody was planned at the desk who could have called. */
  planned: readonly Interval[]
  /** One of them is really there now. */
  isSomebodyThere: boolean
  /** At its end. */
  aside?: Aside | undefined
  wasPaused: boolean
  /** Of us somebody was rung for it, in vain. */
  wasOffered: boolean
}

/** The first that holds: nobody was planned, it was put aside, a supervisor had stopped it, nobody of us took it, they had gone, nobody had come, others were before him. */
export function whyBroken({ window, planned, isSomebodyThere, aside, wasPaused, wasOffered }: BrokenFacts): BrokenWhy {
  const within = planned.filter(({ from, to }) => from < window.to && to > window.from)
  if (within.length === 0) return 'noCover'
  if (aside !== undefined) return aside
  if (wasPaused) return 'paused'
  if (wasOffered) return 'agentsUnreachable'
  if (!planned.some(({ from, to }) => from <= window.to && window.to < to)) return 'coverEnded'
  return isSomebodyThere ? 'queueTooLong' : 'nobodyThere'
}

export const BROKEN_WORDS: Readonly<Record<BrokenWhy, string>> = {
  noCover: 'nobody was on the roster who could have called',
  coverEnded: 'nobody was at the desk any more when it was his turn',
  nobodyThere: 'those who were planned were not there',
  paused: 'a supervisor had stopped callbacks',
  agentsUnreachable: 'nobody of us took the call',
  queueTooLong: 'others were before him until its end',
  snoozed: 'one of us had put it off until its end',
  money: 'the money for calls was used up',
}

/** So often the two are asked in turn; a night shift that never meets his day would go on for ever. */
const MOST_ROUNDS = 30

/** The first instant from `at` on at which somebody is at the desk for him and he may be called; null: not in the time that is known. */
export function nextCallable(at: number, cover: readonly Interval[], hours: AllowedHours): number | null {
  let instant = at
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const allowed = firstAllowed(instant, hours)
    const open = cover.find(({ to }) => to > allowed)
    if (!open) return null
    instant = Math.max(allowed, open.from)
    if (instant === allowed) return instant
  }
  return null
}
