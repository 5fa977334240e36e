import type { WebhookPurpose } from '../webhooks/purposes.ts'
import type { Interrupted, Leg, Target } from '../legs/leg.ts'
import type { Verb } from '../twiml/verbs.ts'

/** What a verb leads to. `leave`: out of the queue whose waitUrl is playing. */
export type Outcome = { kind: 'next' } | { kind: 'goTo'; target: Target } | { kind: 'hangUp' } | { kind: 'leave' } | Interrupted

/**
 * How a leg's TwiML came to its end: no more verbs, told to hang up, told to leave the queue, could not be fetched or read (an inner run only),
 * or the leg was over before (it ended, was redirected or cut off).
 */
export type Ending = 'outOfVerbs' | 'hangUp' | 'left' | 'failed' | 'over'

/** A document inside a verb: a queue's music, a whisper. It has no fallback, and a redirect of the leg belongs to the run outside. */
export type InnerRun = {
  purpose: WebhookPurpose
  allowed: Allowed
  /** Asked anew for each request. */
  parameters: () => Readonly<Record<string, string>>
}
/** The verbs that such a document may hold, and Twilio's code for others. */
export type Allowed = { verbs: ReadonlyArray<Verb['verb']>; code: number; place: string }

/** Runs TwiML on a leg until it ends; does not end the leg. */
export type RunTwiml = (leg: Leg, target: Target, inner?: InnerRun) => Promise<Ending>
