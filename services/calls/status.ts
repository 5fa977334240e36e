import type { CallStatus } from '../telephony/provider.ts'

/** What is known of a leg's life. Instants in ISO 8601 UTC; null = not known. */
export type LegState = { status: CallStatus; answeredAt: string | null; endedAt: string | null; durationSeconds: number | null }
export type StatusReport = { status: CallStatus; at: string; durationSeconds?: number }

/**
 * Later in the list wins, whatever order the reports come in: the network fires them in order but delivers them in any.
 * Everything from `canceled` on is terminal and absorbs the rest; the order among the terminal ones only makes the result
 * the same for every order of arrival.
 */
const RANK: readonly CallStatus[] = ['queued', 'initiated', 'ringing', 'in-progress', 'canceled', 'no-answer', 'busy', 'failed', 'completed']
const FIRST_TERMINAL = RANK.indexOf('canceled')
const rank = (status: CallStatus): number => RANK.indexOf(status)

export function isTerminal(status: CallStatus): boolean {
  return rank(status) >= FIRST_TERMINAL
}

/** Commutative, associative and idempotent: any order and number of the same reports leads to the same state. */
export function mergeStatus(state: LegState, report: StatusReport): LegState {
  return {
    status: rank(report.status) > rank(state.status) ? report.status : state.status,
    answeredAt: report.status === 'in-progress' ? earliest(state.answeredAt, report.at) : state.answeredAt,
    endedAt: isTerminal(report.status) ? earliest(state.endedAt, report.at) : state.endedAt,
    durationSeconds: largest(state.durationSeconds, report.durationSeconds ?? null),
  }
}

function earliest(one: string | null, other: string): string {
  return one !== null && one <= other ? one : other
}

function largest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.max(one, other)
}
