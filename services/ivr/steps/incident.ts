import type { CallEvent } from '../../telephony/provider.ts'
import { readAnswer } from '../answers.ts'
import type { IncidentStep } from '../flow.ts'
import type { Position, Session } from '../session.ts'
import { achieve, cause, find, go, listen, render, type Turn } from '../turn.ts'
import { logAnswer, nobodyLooked, wordZone } from './asking.ts'

type Incident = NonNullable<Session['incident']>

/** More of them would be a menu of bad news. */
const mostOffered = 2

/** Tells what is broken, before anybody has to ask; nobody hears of it when nothing is. */
export function enterIncident(turn: Turn, step: IncidentStep): void {
  const { session, flow } = turn
  const question = { kind: 'incidents', siteId: session.place?.siteId ?? null, zone: wordZone(turn), languages: flow.languages } as const
  const found = find(turn, step.id, question, 'incidents')
  if (found === null) return
  session.incident = null
  if (found.kind === 'unknown') return go(turn, step.id, step.next, nobodyLooked)
  offer(turn, step, found.incidents.slice(0, mostOffered), 'no incident')
}

/** The key 1 joins; anything else, and silence, means that he calls for another reason. */
export function answerIncident(turn: Turn, step: IncidentStep, position: Position, event: CallEvent): void {
  const { session } = turn
  const { incidents = [] } = position
  const answer = readAnswer(event, undefined)
  if (!session.incident) return offer(turn, step, incidents, 'no incident')
  if (answer.by === 'other') return offer(turn, step, [session.incident, ...incidents], '')
  if (answer.by === 'silence') turn.log.push({ kind: 'silent', step: step.id })
  else {
    turn.silences = 0
    logAnswer(turn, step.id, event, answer.value)
  }
  if (answer.by !== 'keys' || answer.value !== '1') return offer(turn, step, incidents, 'not what he calls for')
  cause(turn, step.id, { kind: 'joinIncident', incidentId: session.incident.id })
  achieve(turn, 'served')
  go(turn, step.id, step.joined, 'it is what he calls for')
}

function offer(turn: Turn, step: IncidentStep, [first, ...incidents]: ReadonlyArray<Incident>, why: string): void {
  turn.session.incident = first ?? null
  if (first === undefined) return go(turn, step.id, step.next, why)
  listen(
    turn,
    render(turn, step.prompt, true),
    { step: step.id, awaiting: 'input', noInput: 0, noMatch: 0, incidents },
    { accepts: ['keys'], timeoutSeconds: step.timeoutSeconds, maxDigits: 1 },
  )
}
