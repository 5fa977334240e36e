import { callableNumber, canBeCalled } from '../../telephony/caller-id.ts'
import type { CallbackStep } from '../flow.ts'
import type { Position, Session } from '../session.ts'
import { renderTemplate } from '../templates.ts'
import { wantedNow } from './ringing.ts'
import { achieve, awaited, cause, enter, go, speak, wait, waitOn, type Turn } from '../turn.ts'

/** Writes down that he wants to be called back, and waits until it is stored: only then is there a time to tell. */
export function enterCallback(turn: Turn, step: CallbackStep): void {
  const number = numberToCall(turn.session, step)
  if (number === null) return go(turn, step.id, step.onNoNumber, 'there is no number that may be called')
  speak(turn, step.id, step.prompt)
  const title = renderTemplate(step.title, turn).text.trim()
  const { held, language } = turn.session
  // Whoever waited for somebody is called back by such a one, unless the step names another.
  const wanted = isForAnybody(step.wanted) && held ? held.wanted : wantedNow(turn, step.wanted)
  cause(turn, step.id, { kind: 'callback', number, title, severity: step.severity, language, wanted, ...(held && { since: held.since }) })
  achieve(turn, 'callback')
  turn.session.latestCase = null
  wait(turn, step.id, awaited(turn, 'callback'))
}

export function answerCallback(turn: Turn, step: CallbackStep, position: Position, isThere: boolean): void {
  if (!isThere) return waitOn(turn, position, step.onDelay)
  turn.session.latestCase = turn.session.results['case']?.['number'] ?? null
  enter(turn, step.next)
}

const isForAnybody = ({ skill, level, isOfSite }: CallbackStep['wanted']): boolean => skill === null && level === null && !isOfSite

/** The number that he keyed, as it is dialled from where he called; or his own. Null: there is none that we may call. */
export function numberToCall({ captured, call }: Session, { number: name }: { number: string | null }): string | null {
  if (name === null) return canBeCalled(call.from) ? call.from : null
  const keyed = captured[name]?.value
  return keyed === undefined ? null : callableNumber(keyed, call.to)
}
