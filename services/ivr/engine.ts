import type { DateTime } from 'luxon'
import type { CallEvent } from '../telephony/provider.ts'
import { answerQuestion } from './answers.ts'
import type { Flow } from './flow.ts'
import { answerPresence } from './presence.ts'
import type { Known, Question } from './questions.ts'
import type { Position, Session, SessionStart, Step } from './session.ts'
import { goOn } from './steps.ts'
import { answerCallback } from './steps/callback.ts'
import { answerCaseStatus } from './steps/case-status.ts'
import { answerDial } from './steps/dial.ts'
import { answerDirectory } from './steps/directory.ts'
import { answerHttp } from './steps/http.ts'
import { answerIncident } from './steps/incident.ts'
import { answerOpenCase } from './steps/open-case.ts'
import { answerQueue } from './steps/queue.ts'
import { answerTransfer } from './steps/transfer.ts'
import { answerLost, answerRecording } from './steps/voicemail.ts'
import { answerWake } from './steps/wake.ts'
import { enter, hangUp, lostStep, startTurn, takeMessage } from './turn.ts'
import type { Turn } from './turn.ts'

/** Silences in a row after which a message is taken, whatever the flow says: a caller who has left must not keep the line. */
const mostSilences = 12

/** What `advance` must be told before it can answer. */
export type Need = { needs: { key: string; question: Question } }

/** The session of a call that has just come in; the first `advance` answers it. */
export function begin(flow: Flow, { flowVersion, language, call, customer, staff = [], place = null }: SessionStart): Session {
  return {
    flow: flow.id,
    flowVersion,
    turn: 0,
    language: flow.languages.find((known) => known === language) ?? flow.languages[0],
    call,
    customer,
    staff,
    place,
    opening: null,
    captured: {},
    results: {},
    position: null,
    trail: [],
    achieved: [],
    isOver: false,
  }
}

/**
 * The next answer of the line: what it says and does, what must happen besides, and where the call then stands.
 * Total: any event in any state is answered. `instructions` always end with exactly one instruction that takes the line
 * (gather, dial, record, continue) or with hangUp. `session.turn` grows by one. Nothing given is changed.
 *
 * When a step must know more than the flow says, the question comes back instead: call again with its answer under `key`.
 */
export function advance(flow: Flow, session: Session, event: CallEvent, now: DateTime, known: Known = new Map()): Step | Need {
  let turn = startTurn(flow, session, now, known)
  try {
    takeEvent(turn, event)
    goOn(turn)
  } catch (error) {
    // A bug, or a stored session that no longer fits: the caller must not pay for it.
    turn = startTurn(flow, session, now, known)
    takeMessage(turn, session.position?.step ?? flow.start, error instanceof Error ? error.message : String(error))
  }
  if (turn.needs !== null) return { needs: turn.needs }
  const { session: next, instructions, effects, log } = turn
  return { session: next, instructions, effects, log }
}

function takeEvent(turn: Turn, event: CallEvent): void {
  const { position, isOver } = turn.session
  if (isOver) return hangUp(turn, position?.step ?? turn.flow.start)
  const isThere = event.kind === 'continued' && keepResults(turn, event.results)
  if (position === null) return enter(turn, turn.flow.start)
  if (position.step === lostStep) return answerLost(turn, position, event)
  // Who holds is silent, as he should be; the step says how long.
  if (event.kind === 'noInput' && position.awaiting !== 'recording' && position.awaiting !== 'hold') {
    turn.silences += 1
    if (turn.silences >= mostSilences) return takeMessage(turn, position.step, `${mostSilences} silences in a row`)
  }
  answer(turn, position, event, isThere)
}

function answer(turn: Turn, position: Position, event: CallEvent, isThere: boolean): void {
  const step = turn.flow.steps.get(position.step)
  switch (step?.do) {
    case 'menu':
    case 'gather':
    case 'survey':
      return answerQuestion(turn, step, position, event)
    case 'dial':
      return answerDial(turn, step, position, event)
    case 'voicemail':
      return answerRecording(turn, step, position, event)
    case 'presence':
      return answerPresence(turn, step, position, event)
    case 'openCase':
      return answerOpenCase(turn, step, position, isThere)
    case 'queue':
      return answerQueue(turn, step, position, event)
    case 'wake':
      return answerWake(turn, step, position, event)
    case 'transfer':
      return answerTransfer(turn, step, position, event)
    case 'callback':
      return answerCallback(turn, step, position, isThere)
    case 'caseStatus':
      return answerCaseStatus(turn, step, position, event)
    case 'directory':
      return answerDirectory(turn, step, position, event)
    case 'incident':
      return answerIncident(turn, step, position, event)
    case 'http':
      return answerHttp(turn, step, position, isThere)
    // Only a session of another version of the flow can stand elsewhere: begin again rather than fail.
    default:
      return enter(turn, step?.id ?? turn.flow.start)
  }
}

/**
 * Keeps what came back. True if what is awaited is there: the result of this very effect, not an earlier one of the same name. A result or a
 * session of an older version does not say of which turn it is; then a case with another number is it.
 */
function keepResults(turn: Turn, results: Extract<CallEvent, { kind: 'continued' }>['results']): boolean {
  const { position, results: before } = turn.session
  turn.session.results = { ...before, ...results }
  const awaits = position?.awaits
  const name = awaits?.name ?? 'case'
  const found = results[name]
  if (found === undefined) return false
  if (awaits !== undefined && found['turn'] !== undefined) return found['turn'] === String(awaits.turn)
  return before[name] === undefined || found['number'] !== before[name]['number']
}
