import type { PublicStatus } from '../../schemas/callbacks.ts'
import type { CallbackState } from '../states.ts'

/** How it stands, as the customer is told: no word about who of us, or why. */
const STATES: Readonly<Record<CallbackState, PublicStatus['state']>> = {
  unverified: 'codeNeeded',
  scheduled: 'scheduled',
  waiting: 'waiting',
  snoozed: 'waiting',
  resting: 'waiting',
  offering: 'calling',
  calling: 'calling',
  talking: 'calling',
  done: 'done',
  unreachable: 'unreachable',
  cancelled: 'cancelled',
  expired: 'over',
  blocked: 'over',
}
export const publicStateOf = (state: string): PublicStatus['state'] => STATES[state as CallbackState]

const MOVABLE: readonly PublicStatus['state'][] = ['scheduled', 'waiting']
export const canBeMoved = (state: PublicStatus['state']): boolean => MOVABLE.includes(state)
export const canBeCancelled = (state: PublicStatus['state']): boolean => state === 'codeNeeded' || canBeMoved(state)
