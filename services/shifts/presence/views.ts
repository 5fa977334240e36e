import type { Presence } from '../../roster-rules/model.ts'
import type { PresenceView } from '../../schemas/rosters.ts'

/** What a presence means at an instant: a wrap-up whose time has passed is readiness since then. */
export function presenceView({ personId, state, from, until, via }: Presence & { via: string }, at: number): PresenceView {
  const hasWrappedUp = state === 'wrapUp' && until !== null && until <= at
  return {
    personId,
    state: hasWrappedUp ? 'ready' : state,
    since: new Date(hasWrappedUp ? until : from).toISOString(),
    until: until === null || hasWrappedUp ? null : new Date(until).toISOString(),
    via: via as PresenceView['via'],
  }
}
