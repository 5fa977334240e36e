import type { PresenceStep } from './flow.ts'
import { listen, render, type NextPosition, type Turn } from './turn.ts'

const longestPin = 8

/** Asks one of us for his PIN. Returns where to go when the phone is none of ours. */
export function askPin(turn: Turn, step: PresenceStep): string | null {
  if ((turn.session.staff ?? []).length === 0) {
    turn.log.push({ kind: 'went', step: step.id, to: step.onFailed, why: 'not a phone of ours' })
    return step.onFailed
  }
  askStaff(turn, step, { step: step.id, awaiting: 'input', noInput: 0, noMatch: 0 })
  return null
}

/** The PIN (by keys only: others may hear), or the choice. */
export function askStaff(turn: Turn, step: PresenceStep, position: NextPosition): void {
  const isChoice = position.awaiting === 'choice'
  listen(turn, render(turn, isChoice ? turn.flow.phrases.askPresence : step.prompt, true), position, {
    accepts: ['keys'],
    timeoutSeconds: step.timeoutSeconds,
    ...(isChoice ? { maxDigits: 1 } : { maxDigits: longestPin, finishOnKey: '#' }),
  })
}
