import type { Interrupted, Leg, Target } from '../legs/leg.ts'

/** What a verb leads to. */
export type Outcome = { kind: 'next' } | { kind: 'goTo'; target: Target } | { kind: 'hangUp' } | Interrupted

/** How a leg's TwiML came to its end: no more verbs, told to hang up, or the leg was over before. */
export type Ending = 'outOfVerbs' | 'hangUp' | 'ended'

/** Runs TwiML on a leg until it ends; does not end the leg. */
export type RunTwiml = (leg: Leg, target: Target) => Promise<Ending>
