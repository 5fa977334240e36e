import type { CallStatus } from '../telephony/provider.ts'

/** Its line may be in use. */
export const UNDER_WAY: readonly string[] = ['placing', 'ringing', 'answered', 'acknowledged']

export type EndedAs = 'declined' | 'noAnswer' | 'failed' | 'unknown'

/** What is believed of a call when its time is over: whether a phone has rung that was about to, nobody knows. */
export const OVERDUE: Readonly<Record<string, EndedAs>> = {
  placing: 'unknown',
  ringing: 'noAnswer',
  answered: 'declined',
  acknowledged: 'declined',
  waiting: 'failed',
}

/** How a call has ended by what the network says. Who hung up after he had answered has heard it and done nothing. */
export function endedAs(status: CallStatus, { state }: { state: string }): EndedAs {
  const wasAnswered = state === 'answered' || state === 'acknowledged'
  if (wasAnswered || status === 'completed') return 'declined'
  if (status === 'busy') return 'noAnswer'
  return status === 'failed' ? 'failed' : 'noAnswer'
}

export const isTerminal = (status: CallStatus): boolean => ['completed', 'busy', 'failed', 'no-answer', 'canceled'].includes(status)
