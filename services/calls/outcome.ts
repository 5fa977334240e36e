import type { Session } from '../ivr/session.ts'
import type { Outcome } from '../schemas/calls.ts'
import type { CallStatus } from '../telephony/provider.ts'

/** What is known about a call that has ended. */
export type EndedCall = {
  status: CallStatus
  achieved: Session['achieved']
  /** Somebody pressed 1 (or was not screened) and talked to the caller. */
  wasAccepted: boolean
  hasRecording: boolean
  /** His number is blocked: the line did not take the call. */
  wasTurnedAway?: boolean
  /** The flow could not be followed (no flow, or the engine failed). */
  hasFailed: boolean
}

/** How the call ended, from the best that happened in it: a person, else a message, else what the line did by itself. */
export function outcomeOf(call: EndedCall): Outcome {
  const has = (what: Session['achieved'][number]): boolean => call.achieved.includes(what)
  if (call.wasTurnedAway) return 'turned-away'
  if (call.wasAccepted || has('answered')) return 'answered'
  if (call.hasRecording || has('voicemail')) return 'voicemail'
  if (has('callback')) return 'callback'
  if (has('caseOpened') || has('served')) return 'self-served'
  if (call.hasFailed || call.status === 'failed') return 'failed'
  return 'abandoned'
}
