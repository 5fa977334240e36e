import type { Interval, Presence, PresenceState, ShiftKind } from './model.ts'

/** What somebody's presence means for the duty he is on. The routing and the page go by this. */

/** How early before his shift somebody may sign in for it. */
export const SIGN_IN_EARLY_MINUTES = 60
/** How late after the end of his desk work "away" still means the desk. */
const SIGN_OUT_LATE_MINUTES = 60

/** A duty of one person. */
type Work = Interval & { kind: ShiftKind }

/** unsaid: nothing that counts for this duty, so he is taken to be there. */
export type Bearing = PresenceState | 'notSignedIn' | 'unsaid'

const BUSY: ReadonlySet<PresenceState> = new Set<PresenceState>(['onACall', 'wrapUp'])

/** A wrap-up that is over is readiness. */
export function stateAt(presence: Pick<Presence, 'state' | 'until'>, at: number): PresenceState {
  return presence.state === 'wrapUp' && presence.until !== null && presence.until <= at ? 'ready' : presence.state
}

/**
 * At the desk counts what was said for this shift (Friday's "away" does not keep from Monday's calls), and a call that still lasts; on call only what was
 * said during the duty. Who says "away" less than an hour after the end of his desk work is going home late (desk until 18:00, away at 18:05, on call
 * from 18:00): he means the desk. So does the program that has put him away for calls at the desk that he did not answer (`unanswered`), and only this work
 * of his, however soon the next begins. `own`: all duties of the person around this one.
 */
export function bearingOn(
  duty: Work,
  at: number,
  own: readonly Work[],
  presence: Pick<Presence, 'state' | 'from' | 'until' | 'via'> | null,
  mustSignIn: boolean,
): Bearing {
  const since = presence?.from ?? -Infinity
  const begin = beginOfWork(duty, own)
  const isUnanswered = presence?.via === 'unanswered'
  if (duty.kind === 'onCall') {
    if (presence === null || since < begin) return 'unsaid'
    const state = stateAt(presence, at)
    return state === 'away' && (isUnanswered || isSigningOut(since, own)) ? 'unsaid' : state
  }
  const isOfThisShift = since >= begin - (isUnanswered ? 0 : SIGN_IN_EARLY_MINUTES * 60_000)
  if (mustSignIn && !isOfThisShift) return 'notSignedIn'
  if (presence === null) return 'unsaid'
  const state = stateAt(presence, at)
  return isOfThisShift || BUSY.has(state) ? state : 'unsaid'
}

const isSigningOut = (at: number, own: readonly Work[]): boolean =>
  own.some(({ kind, to }) => kind === 'desk' && to <= at && at < to + SIGN_OUT_LATE_MINUTES * 60_000)

/**
 * Where the work of this kind began that goes on into this duty without a pause: signed in once, he need not sign in again at each seam. Who signs out
 * at the desk and is on call from then on is rung; who was on call has not come to his desk by that.
 */
export function beginOfWork(duty: Work, own: readonly Work[]): number {
  const same = own.filter(({ kind }) => kind === duty.kind)
  let begin = duty.from
  for (let earlier: Work | undefined = duty; earlier; earlier = same.find((one) => one.from < begin && one.to >= begin)) begin = earlier.from
  return begin
}
