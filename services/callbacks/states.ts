import { callbackState } from '../schemas/callbacks.ts'

/**
 * Where a callback stands.
 *
 * - `unverified`: a code was sent to him by text, and is waited for
 * - `scheduled`: the window that he chose has not begun
 * - `waiting`: for somebody of us who is free; `snoozed`: one of us has put it off, with a reason
 * - `offering`: somebody of us is rung, and has not taken it (customer first: while the customer waits on the line)
 * - `calling`: the customer is rung
 * - `talking`: they talk
 * - `resting`: he was not reached, and is tried again later
 * - `done`, `unreachable` (all tries are used: its case tells the owner), `cancelled`, `expired` (the code never came), `blocked` (refused afterwards)
 */
export const CALLBACK_STATES = callbackState.options
export type CallbackState = (typeof CALLBACK_STATES)[number]

/** What each may become; the database has the same table (`callback_transition`) and refuses everything else. */
export const TRANSITIONS: Readonly<Record<CallbackState, readonly CallbackState[]>> = {
  unverified: ['waiting', 'scheduled', 'cancelled', 'expired', 'blocked'],
  scheduled: ['waiting', 'cancelled', 'done', 'blocked'],
  waiting: ['offering', 'calling', 'scheduled', 'snoozed', 'cancelled', 'done', 'unreachable', 'blocked'],
  snoozed: ['waiting', 'scheduled', 'cancelled', 'done', 'unreachable'],
  offering: ['calling', 'talking', 'waiting', 'resting', 'unreachable', 'cancelled', 'done'],
  calling: ['talking', 'offering', 'waiting', 'resting', 'unreachable', 'cancelled', 'done'],
  // He was gone at once, or it was a machine.
  talking: ['done', 'waiting', 'resting', 'unreachable', 'cancelled'],
  resting: ['waiting', 'scheduled', 'cancelled', 'done', 'unreachable'],
  done: [],
  unreachable: [],
  cancelled: [],
  expired: [],
  blocked: [],
}

/** A phone rings or is talked on for it: exactly then it has a live attempt. */
export const LIVE_STATES = ['offering', 'calling', 'talking'] as const satisfies readonly CallbackState[]
/** It may still be called back. */
export const OPEN_STATES = CALLBACK_STATES.filter((state) => TRANSITIONS[state].length > 0)

export const mayBecome = (from: CallbackState, to: CallbackState): boolean => TRANSITIONS[from].includes(to)
export const isOver = (state: CallbackState): boolean => TRANSITIONS[state].length === 0
