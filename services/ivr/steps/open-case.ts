import type { OpenCaseStep } from '../flow.ts'
import type { Position } from '../session.ts'
import { renderTemplate } from '../templates.ts'
import { achieve, awaited, cause, enter, speak, wait, waitOn, type Turn } from '../turn.ts'

/** Opens a case and waits for its number. */
export function enterOpenCase(turn: Turn, step: OpenCaseStep): void {
  const { session } = turn
  speak(turn, step.id, step.prompt)
  cause(turn, step.id, {
    kind: 'openCase',
    severity: step.severity,
    title: renderTemplate(step.title, turn).text.trim(),
    reason: renderTemplate(step.reason, turn).text.trim(),
    ...(step.hasPromise && { hasPromise: true, language: session.language }),
  })
  achieve(turn, 'caseOpened')
  session.latestCase = null
  wait(turn, step.id, awaited(turn, 'case'))
}

export function answerOpenCase(turn: Turn, step: OpenCaseStep, position: Position, isThere: boolean): void {
  if (!isThere) return waitOn(turn, position, step.onDelay)
  turn.session.latestCase = turn.session.results['case']?.['number'] ?? null
  enter(turn, step.next)
}
