import { DateTime } from 'luxon'
import type { CallEvent, CallInstruction } from '../../telephony/provider.ts'
import { advance, begin } from '../engine.ts'
import type { Flow } from '../flow.ts'
import { edgeCount, traceSteps } from '../paths/edges.ts'
import type { Answer } from '../questions.ts'
import type { LogEntry, Session } from '../session.ts'
import type { Effect } from '../effects.ts'
import { programOf, type Tell } from './program.ts'
import type { Transcript } from './transcript-file.ts'

/** Where the call stands; `heard` is what was said since the caller last did something and no line has named yet. */
export type Player = {
  flow: Flow
  session: () => Session
  last: () => CallInstruction
  heard: () => string
  /** What was said up to there has been compared. */
  forget: (letters: number) => void
  effects: readonly Effect[]
  log: readonly LogEntry[]
  /** Something happens, so many seconds later. */
  happens: (event: CallEvent, seconds: number) => void
  /** The line comes back by itself, while it waits for a result or he holds; how long that takes, or undefined when it does not. */
  comesBackIn: () => number | undefined
  comesBack: (seconds?: number) => void
}

/** Who calls, and when. */
export type Caller = Pick<Transcript, 'caller' | 'to' | 'language' | 'at' | 'zone'>

/** The transcript says nothing about what the flow asks. */
export class NotAnswered extends Error {
  constructor(kind: string, step: string) {
    super(`step "${step}" asks for "${kind}", and the transcript does not answer; write it under "answers"`)
    this.name = 'NotAnswered'
  }
}

/** A call to a flow, as the transcript describes its caller. `edges` counts the ways that it takes. */
export function callOf(flow: Flow, transcript: Caller, { edges, tell }: { edges: ReturnType<typeof edgeCount>; tell: Tell }): Player {
  const { caller, to, language } = transcript
  const program = programOf(tell, { caller, languages: flow.languages })
  const traced = traceSteps(flow)
  const { number, customer, staff } = typeof caller === 'string' ? { number: caller, customer: undefined, staff: false } : caller
  const zone = transcript.zone ?? flow.zone
  let session = begin(flow, {
    flowVersion: 'draft',
    language,
    call: { from: number === 'withheld' ? null : number, to },
    customer: customer === undefined ? null : { name: customer },
    staff: staff ? ['somebody'] : [],
    place: { siteId: 'site', zone },
  })
  let now = DateTime.fromISO(transcript.at, { zone })
  let last: CallInstruction = { verb: 'hangUp' }
  let heard = ''
  const effects: Effect[] = []
  const log: LogEntry[] = []

  function happens(event: CallEvent, seconds: number): void {
    now = now.plus({ seconds })
    const known = new Map<string, Answer>()
    for (;;) {
      traced.visited.length = 0
      const step = advance(traced.flow, session, event, now, known)
      if ('needs' in step) {
        const { key, question } = step.needs
        const at = key.split(' ')[1] ?? ''
        const answer = program.answer(question, at, now)
        if (answer === undefined) throw new NotAnswered(question.kind, at)
        known.set(key, answer)
        continue
      }
      edges.take(traced.visited)
      session = step.session
      last = step.instructions.at(-1) ?? { verb: 'hangUp' }
      heard = `${heard} ${spokenIn(step.instructions)}`.trim()
      effects.push(...step.effects)
      log.push(...step.log)
      return
    }
  }

  function comesBackIn(): number | undefined {
    if (session.isOver) return undefined
    if (last.verb === 'continue') return session.position?.awaiting === 'wake' ? wakeLookSeconds : 1
    if (last.verb !== 'gather' || session.position?.awaiting !== 'hold') return undefined
    return last.timeoutSeconds + last.prompts.reduce((sum, prompt) => sum + (prompt.verb === 'pause' ? prompt.seconds : 0), 0)
  }

  happens({ kind: 'incoming' }, 0)
  return {
    flow,
    session: () => session,
    last: () => last,
    heard: () => heard,
    forget: (letters) => {
      heard = heard.slice(letters).trim()
    },
    effects,
    log,
    happens: (event, seconds) => {
      heard = ''
      happens(event, seconds)
    },
    comesBackIn,
    comesBack: (seconds = comesBackIn() ?? 0) => {
      if (last.verb !== 'continue') return happens({ kind: 'noInput' }, seconds)
      happens({ kind: 'continued', results: session.position?.awaiting === 'result' ? program.results(session) : {} }, seconds)
    },
  }
}

const wakeLookSeconds = 4

/** Everything that the caller hears of one answer. */
function spokenIn(instructions: readonly CallInstruction[]): string {
  return instructions
    .flatMap((instruction): readonly CallInstruction[] => (instruction.verb === 'gather' ? instruction.prompts : [instruction]))
    .flatMap((instruction) => (instruction.verb === 'say' ? [instruction.text] : instruction.verb === 'play' ? [instruction.url] : []))
    .join(' ')
}
