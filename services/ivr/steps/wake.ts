import type { CallEvent } from '../../telephony/provider.ts'
import type { WakeStep } from '../flow.ts'
import type { Answer } from '../questions.ts'
import type { Position } from '../session.ts'
import { renderTemplate } from '../templates.ts'
import { achieve, cause, enter, find, go, handOver, speak, type Turn } from '../turn.ts'
import { numberToCall } from './callback.ts'
import { secondsSince, wantedNow } from './ringing.ts'

type Hold = NonNullable<Position['hold']>

/** So long nothing is heard before the line looks again how it stands. */
const lookSeconds = 4
/** After so much silence he hears that we are still calling: else he thinks that he was forgotten. */
const waitingSeconds = 20
/** The last one who is rung may still accept after the time is up. */
const graceSeconds = 30

/** Has people on call rung, level by level, until one accepts. He may hold on or hang up; nobody is rung whom nobody could tell where to call. */
export function enterWake(turn: Turn, step: WakeStep): void {
  const number = numberToCall(turn.session, step)
  if (number === null) return go(turn, step.id, step.onNoNumber, 'there is no number that may be called')
  const { skill, siteId } = wantedNow(turn, { ...step.wanted, level: null })
  const { ringSeconds, totalSeconds } = step
  const [title, reason] = [step.title, step.reason].map((template) => renderTemplate(template, turn).text.trim()) as [string, string]
  cause(turn, step.id, { kind: 'wake', title, reason, skill, siteId, number, ringSeconds, totalSeconds, language: turn.session.language })
  achieve(turn, 'caseOpened')
  turn.session.latestCase = null
  speak(turn, step.id, step.prompt)
  const now = turn.now.toMillis()
  hold(turn, step, { queue: `${turn.flow.id}/${step.id}`, since: now, offeredAt: now })
}

/** He came back after a few seconds (what he keyed meanwhile is read over): somebody has accepted, or nobody will, or the calling goes on. */
export function answerWake(turn: Turn, step: WakeStep, position: Position, event: CallEvent): void {
  if (event.kind === 'keys') turn.log.push({ kind: 'pressed', step: step.id, digits: event.digits })
  const { flow, session, now } = turn
  const found = find(turn, step.id, { kind: 'wake', zone: session.place?.zone ?? flow.zone, languages: flow.languages }, 'wake')
  if (found === null) return
  if (found.kind === 'wake') keepCase(turn, found)
  if (found.kind === 'wake' && found.state === 'accepted') {
    session.wake = { person: found.person ?? '', by: found.by ?? {} }
    return enter(turn, step.next)
  }
  if (found.kind === 'wake' && found.state === 'nobody') return go(turn, step.id, step.onNobody, 'nobody could be reached')
  const held = position.hold ?? { queue: `${flow.id}/${step.id}`, since: now.toMillis(), offeredAt: now.toMillis() }
  if (secondsSince(turn, held.since) >= step.totalSeconds + graceSeconds) {
    return go(turn, step.id, step.onNobody, `nobody accepted in ${secondsSince(turn, held.since)} s`)
  }
  if (secondsSince(turn, held.offeredAt) < waitingSeconds) return hold(turn, step, held)
  speak(turn, step.id, step.waiting)
  hold(turn, step, { ...held, offeredAt: now.toMillis() })
}

/** The case may be named, and a message that he leaves lies on it, not on another one that the call was about. */
function keepCase({ session }: Turn, { caseNumber: number, owner }: Extract<Answer, { kind: 'wake' }>): void {
  if (number === null) return
  session.results = { ...session.results, case: { number, ...(owner !== null && { owner }) } }
  session.about = { number, words: {}, level: '', by: null }
  session.latestCase = number
}

function hold(turn: Turn, { id }: WakeStep, held: Hold): void {
  const position = { step: id, awaiting: 'wake', noInput: 0, noMatch: 0, hold: held } as const
  handOver(turn, position, { verb: 'pause', seconds: lookSeconds }, { verb: 'continue' })
}
