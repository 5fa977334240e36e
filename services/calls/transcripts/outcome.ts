import type { OutcomeOf } from '../../ivr/transcripts/compare.ts'
import { outcomeOf } from '../outcome.ts'

/** As a call is settled, when all that is known of it is what the flow did. */
export const outcomeOfTranscript: OutcomeOf = ({ achieved, hasFailed }) =>
  outcomeOf({ status: 'completed', achieved, hasFailed, wasAccepted: achieved.includes('answered'), hasRecording: achieved.includes('voicemail') })
