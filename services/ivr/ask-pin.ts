import type { PresenceStep } from './flow.ts'
import type { Position } from './session.ts'
import { handOver, render } from './turn.ts'
import type { Turn } from './turn.ts'

const longestPin = 8

/** Asks one of us for his PIN. Returns where to go when the phone is none of ours. */
export function askPin(turn: Turn, step: PresenceStep): string | null {
  if ((turn.session.staff ?? []).length === 0) {
    turn.log.push({ kind: 'went', step: step.id, to: step.onFailed, why: 'not a phone of ours' })
    return step.onFailed
  }
  listen(turn, step, { step: step.id, awaiting: 'input', noInput: 0, noMatch: 0 })
  return null
}

/** The PIN (by keys only: others may hear), or the choice. */
export function listen(turn: Turn, step: PresenceStep, position: Omit<Position, 'silences'>): void {
  const isChoice = position.awaiting === 'choice'
  const asked = render(turn, isChoice ? turn.flow.phrases.askPresence : step.prompt, true)
  turn.log.push({
    kind: 'asked',
    step: step.id,
    text: asked.map((said) => (said.verb === 'say' ? said.text : said.url)).join(' '),
    language: turn.session.language,
  })
  const prompts = [...turn.spoken, ...asked]
  turn.spoken = []
  handOver(turn, position, {
    verb: 'gather',
    accepts: ['keys'],
    prompts,
    language: turn.session.language,
    timeoutSeconds: step.timeoutSeconds,
    ...(isChoice ? { maxDigits: 1 } : { maxDigits: longestPin, finishOnKey: '#' }),
  })
}
