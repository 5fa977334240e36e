import type { Callback, Method } from '../twiml/verbs.ts'
import type { Outcome } from './outcome.ts'

/** The action of a verb that is done, or the next verb. */
export function after(verb: { action: string | undefined; method: Method }, base: string | undefined, parameters: Record<string, string>): Outcome {
  if (verb.action === undefined) return { kind: 'next' }
  return { kind: 'goTo', target: { url: verb.action, base, method: verb.method, parameters } }
}

/** A callback with the document that it is relative to. */
export function inDocument(callback: Callback | undefined, base: string | undefined): (Callback & { base: string | undefined }) | undefined {
  return callback && { ...callback, base }
}
