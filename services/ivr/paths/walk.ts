import type { DateTime } from 'luxon'
import type { CallEvent, CallInstruction } from '../../telephony/provider.ts'
import { advance, begin } from '../engine.ts'
import { returnTarget } from '../flow-file.ts'
import type { Flow } from '../flow.ts'
import type { Answer } from '../questions.ts'
import type { Session, Step } from '../session.ts'
import { lostStep } from '../turn.ts'
import { happenings, type Happening } from './caller.ts'
import { edgeCount, traceSteps, type FlowEdge } from './edges.ts'
import { literalsOf } from './literals.ts'
import { keyOfSession, readsOf } from './reads.ts'
import { answersTo } from './representatives.ts'
import { startsOf } from './starts.ts'

/** How a call ended, by the best that it brought the caller. `nothingSaid`: he was asked for a message and left none; `returned`: a subflow, back to who entered it. */
export type Ending = 'answered' | 'voicemail' | 'callback' | 'case' | 'served' | 'nothingSaid' | 'returned' | 'nothing'

/** Somewhere a call can stand. `question` is the same for stations that differ only in how often the question was missed. */
export type Station = { session: Session; now: DateTime; last: CallInstruction; question: string; asks: boolean; came: { from: number; label: string } }

/** What led from one station to another, or to the end. `isMiss`: it brought the caller nothing further. */
export type Move = {
  label: string
  by: 'caller' | 'silence'
  isMiss: boolean
  /** Questions put to the caller by it. */
  prompts: number
  to: number | null
  ending: Ending | null
  /** The flow could not go on: why, and where. */
  failed: { step: string; reason: string } | null
  at: string
}

export type Walk = {
  stations: Station[]
  /** The first turn of each kind of call. */
  starts: Move[]
  /** What can happen at each station, and how the caller can answer each question. */
  moves: Move[][]
  answers: Map<string, Move[]>
  edges: { all: number; missing: FlowEdge[] }
  /** More stations than allowed: what is here is not all. */
  isCut: boolean
}

type Outcome = { step: Step; labels: readonly string[]; now: DateTime }

/** Goes every way that a call can take through a flow, by asking the engine itself; ways that meet are gone once. */
export function walk(flow: Flow, { mostStations = 60_000 }: { mostStations?: number } = {}): Walk {
  const literals = literalsOf(flow)
  const reads = readsOf(flow)
  const traced = traceSteps(flow)
  const edges = edgeCount(flow)
  const known = new Map<string, number>()
  const found: Walk = { stations: [], starts: [], moves: [], answers: new Map(), edges: { all: edges.all, missing: [] }, isCut: false }

  /** The station that a turn led to. */
  function stationOf(session: Session, instructions: readonly CallInstruction[], now: DateTime, came: Station['came']): number {
    const read = reads(session.position?.step ?? '', session.trail)
    const { place, question } = keyOfSession(session, read, now)
    const before = known.get(place)
    if (before !== undefined) return before
    const last = instructions.at(-1) ?? { verb: 'hangUp' }
    const n = found.stations.push({ session, now, last, question, asks: asks(session, last), came }) - 1
    known.set(place, n)
    return n
  }

  function turnsAfter(session: Session, event: CallEvent, now: DateTime): Outcome[] {
    const outcomes: Outcome[] = []
    const answer = (known: ReadonlyMap<string, Answer>, labels: readonly string[]): void => {
      traced.visited.length = 0
      const step = advance(traced.flow, session, event, now, known)
      if (!('needs' in step)) {
        edges.take(traced.visited)
        outcomes.push({ step, labels, now })
        return
      }
      for (const { label, answer: given } of answersTo(step.needs.question, literals)) answer(new Map([...known, [step.needs.key, given]]), [...labels, label])
    }
    answer(new Map(), [])
    return outcomes
  }

  function moveOf({ step, labels, now }: Outcome, before: Session, from: number, what: Omit<Happening, 'seconds'>, seconds = 0): Move {
    const { session, log, instructions } = step
    const label = [what.label, ...labels].join(', ')
    const failure = log.find((entry) => entry.kind === 'failed')
    const to = session.isOver ? null : stationOf(forget(session, seconds), instructions, now.minus({ seconds }), { from, label })
    return {
      label,
      by: what.by,
      isMiss: what.what === 'detour' || isMiss(before, step),
      prompts: to !== null && asks(session, instructions.at(-1)) ? 1 : 0,
      to,
      ending: session.isOver ? endingOf(before, what.event, session) : null,
      failed: failure === undefined ? null : { step: failure.step, reason: failure.reason },
      at: session.position?.step ?? '',
    }
  }

  function movesFrom(from: number, isMeant: (happening: Happening) => boolean): Move[] {
    const { session, now, last } = stationAt(found, from)
    const { position } = session
    if (position === null) return []
    const options = happenings({ flow, session, position, last, literals, now: now.toMillis() })
    return options
      .filter(isMeant)
      .flatMap((option) =>
        option.seconds.flatMap((seconds) =>
          turnsAfter(session, option.event, now.plus({ seconds })).map((outcome) => moveOf(outcome, session, from, option, seconds)),
        ),
      )
  }

  for (const { label, start, now } of startsOf(flow, literals)) {
    const session = begin(flow, start)
    const event = { kind: 'incoming' } as const
    found.starts.push(...turnsAfter(session, event, now).map((outcome) => moveOf(outcome, session, -1, { label, event, by: 'caller', what: 'other' })))
  }
  for (let n = 0; n < found.stations.length; n += 1) {
    if (found.stations.length > mostStations) return { ...found, isCut: true, edges: { all: edges.all, missing: edges.missing() } }
    const { question } = stationAt(found, n)
    found.moves[n] = movesFrom(n, ({ what }) => what !== 'answer')
    if (!found.answers.has(question))
      found.answers.set(
        question,
        movesFrom(n, ({ what }) => what === 'answer'),
      )
  }
  return { ...found, edges: { all: edges.all, missing: edges.missing() } }
}

export function stationAt({ stations }: Pick<Walk, 'stations'>, n: number): Station {
  const station = stations[n]
  if (station === undefined) throw new Error(`there is no station ${n}`)
  return station
}

/** Everything that can happen at a station. */
export function movesAt(walked: Walk, n: number): Move[] {
  return [...(walked.moves[n] ?? []), ...(walked.answers.get(stationAt(walked, n).question) ?? [])]
}

/** How far back "back" is followed: each order of the menus passed would be a station of its own. */
const trailKept = 1

/** The clock of a station stands still, so what lies behind grows older instead: the same wait at another hour is the same station. */
function forget(before: Session, seconds: number): Session {
  const session = { ...before, trail: before.trail.slice(-trailKept) }
  const { position } = session
  if (position === null) return session
  const { hold, ringing } = position
  const older = (millis: number): number => millis - seconds * 1_000
  return {
    ...session,
    position: {
      ...position,
      ...(hold && { hold: { ...hold, since: older(hold.since), offeredAt: older(hold.offeredAt) } }),
      ...(ringing && { ringing: { ...ringing, since: older(ringing.since) } }),
    },
  }
}

/** The caller is asked something and must answer; who holds must not. */
function asks({ position }: Session, last: CallInstruction | undefined): boolean {
  const isHolding = position?.awaiting === 'hold' || position?.awaiting === 'wake'
  return !isHolding && (last?.verb === 'gather' || last?.verb === 'record')
}

/** Nothing was said, understood or found: an answer that the call could have done without. */
function isMiss(before: Session, { session, log }: Step): boolean {
  if (log.some(({ kind }) => kind === 'silent' || kind === 'notUnderstood' || kind === 'notFound')) return true
  const [was, is] = [before.position, session.position]
  return was !== null && is !== null && was.step === is.step && is.noInput + is.noMatch + (is.refused ?? 0) > was.noInput + was.noMatch + (was.refused ?? 0)
}

function endingOf(before: Session, event: CallEvent, { achieved, position }: Session): Ending {
  if (achieved.includes('answered')) return 'answered'
  if (achieved.includes('voicemail')) return 'voicemail'
  if (achieved.includes('callback')) return 'callback'
  if (achieved.includes('caseOpened')) return 'case'
  if (achieved.includes('served')) return 'served'
  if (position?.step === returnTarget) return 'returned'
  const wasAskedForMessage = before.position?.awaiting === 'recording' && before.position.step !== lostStep
  return wasAskedForMessage && event.kind === 'noInput' ? 'nothingSaid' : 'nothing'
}
