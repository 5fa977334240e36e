import type { CallEvent } from '../../telephony/provider.ts'
import type { Effect } from '../effects.ts'
import type { VoicemailStep } from '../flow.ts'
import type { Position, Session } from '../session.ts'
import { renderTemplate } from '../templates.ts'
import { achieve, cause, enter, go, handOver, hangUp, lostStep, recordLost, speak, type Turn } from '../turn.ts'

type Recorded = Extract<CallEvent, { kind: 'recorded' }>
type Message = Omit<Extract<Effect, { kind: 'voicemail' }>, 'kind' | 'recordingSid' | 'url' | 'seconds'>

/** Asks for a message; `noInput` counts the empty ones. */
export function record(turn: Turn, step: VoicemailStep, noInput: number): void {
  speak(turn, step.id, step.prompt)
  handOver(
    turn,
    { step: step.id, awaiting: 'recording', noInput, noMatch: 0 },
    { verb: 'record', maxSeconds: step.maxSeconds, silenceSeconds: step.silenceSeconds, finishOnKey: '#' },
  )
}

/** An event while a message is recorded. An empty message is asked for once more, then the flow goes on without one. */
export function answerRecording(turn: Turn, step: VoicemailStep, position: Position, event: CallEvent): void {
  if (event.kind === 'recorded' && event.seconds > 0) {
    const { session } = turn
    keep(turn, step.id, event, { title: renderTemplate(step.title, turn).text.trim(), severity: step.severity, ...keptAs(step, session) })
    return enter(turn, step.next)
  }
  if (event.kind !== 'recorded' && event.kind !== 'noInput') return record(turn, step, position.noInput)
  turn.log.push({ kind: 'silent', step: step.id })
  const count = position.noInput + 1
  if (count < step.noInput.tries) {
    const [sorry] = step.noInput.prompts
    if (sorry !== undefined) speak(turn, step.id, sorry)
    return record(turn, step, count)
  }
  if (step.onEmpty !== null) return go(turn, step.id, step.onEmpty, 'nothing was said')
  speak(turn, step.id, turn.flow.phrases.goodbye)
  hangUp(turn, step.id)
}

/** An event while the engine takes a message because the flow failed. */
export function answerLost(turn: Turn, position: Position, event: CallEvent): void {
  if (event.kind === 'recorded' && event.seconds > 0) {
    keep(turn, lostStep, event, { title: 'Message left when the phone menu failed', severity: 'high' })
    speak(turn, lostStep, turn.flow.phrases.thanks)
    return hangUp(turn, lostStep)
  }
  if (position.noInput < 2) {
    speak(turn, lostStep, turn.flow.phrases.apology)
    return recordLost(turn, position.noInput + 1)
  }
  speak(turn, lostStep, turn.flow.phrases.goodbye)
  hangUp(turn, lostStep)
}

/** A message on a case that nobody knows would be lost, so it becomes one. */
function keptAs(
  { keep: as }: VoicemailStep,
  { about, results, latestCase = about?.number ?? results['case']?.['number'] ?? null }: Session,
): Pick<Message, 'keep' | 'caseNumber'> {
  if (as === 'comment') return { keep: as }
  return as !== 'onCase' || latestCase === null ? {} : { keep: as, caseNumber: latestCase }
}

function keep(turn: Turn, step: string, { recordingSid, url, seconds }: Recorded, message: Message): void {
  turn.log.push({ kind: 'recorded', step, seconds })
  cause(turn, step, { kind: 'voicemail', recordingSid, url, seconds, ...message })
  achieve(turn, message.keep === 'comment' ? 'served' : 'voicemail')
}
