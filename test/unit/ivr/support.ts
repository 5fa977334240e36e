import { DateTime } from 'luxon'
import { compileFlow } from '../../../services/ivr/compile-flow.ts'
import { advance, begin } from '../../../services/ivr/engine.ts'
import type { FlowFile } from '../../../services/ivr/flow-file.ts'
import type { Flow } from '../../../services/ivr/flow.ts'
import { readFlowFile } from '../../../services/ivr/parse-flow.ts'
import { isOpen } from '../../../services/ivr/opening-hours.ts'
import type { Answer, Question } from '../../../services/ivr/questions.ts'
import type { Session, SessionStart, Step } from '../../../services/ivr/session.ts'
import type { CallEvent, CallInstruction, EffectResult } from '../../../services/telephony/provider.ts'

/** A Wednesday at noon in Berlin. */
export const noon = DateTime.fromISO('2026-03-04T12:00', { zone: 'Europe/Berlin' })

/** The top of a flow file in one language; tests add what they are about. */
export const head = 'flow: test\ntitle: Test\nzone: Europe/Berlin\nlanguages: [en]\nstart: main\n'

/** A flow from `head`, `top` and `steps` (YAML). Throws when it does not fit the schema; whether it is a good flow is for the checks' own tests. */
export function aFlow(steps: string, top = ''): Flow {
  return flowOf(`${head}${top}\nsteps:\n${steps}`)
}

export function flowOf(source: string, ...subflows: string[]): Flow {
  return compileFlow(fileOf(source), new Map(subflows.map(fileOf).map((file) => [file.flow, file])))
}

function fileOf(source: string): FlowFile {
  const read = readFlowFile(source, 'test.yaml')
  if ('findings' in read) throw new Error(JSON.stringify(read.findings, null, 2))
  return read.file
}

export function aSession(flow: Flow, overrides: Partial<SessionStart> = {}): Session {
  return begin(flow, { flowVersion: 'v1', call: { from: '+493023125200', to: '+493023125100' }, customer: null, ...overrides })
}

export const press = (digits: string): CallEvent => ({ kind: 'keys', digits })
export const silence: CallEvent = { kind: 'noInput' }
export const speech = (text: string, confidence = 0.9): CallEvent => ({ kind: 'speech', text, confidence })
export const recorded = (seconds: number): CallEvent => ({ kind: 'recorded', recordingSid: 'RE1', url: 'https://x/RE1', seconds })
export const dialEnded = (result: 'answered' | 'busy' | 'noAnswer'): CallEvent => ({ kind: 'dialEnded', result, talkSeconds: 60 })
export const continued = (number?: string): CallEvent => ({ kind: 'continued', results: number === undefined ? {} : { case: { number, owner: 'Mara Lind' } } })

/** The line came back; what the program has found out for the call so far. */
export const cameBack = (results: Readonly<Record<string, EffectResult>> = {}): CallEvent => ({ kind: 'continued', results })

export type Answers = (question: Question, now: DateTime) => Answer

/** What the program says when just these phones can be rung, or none. */
export const withPeople =
  (phones: readonly string[]): Answers =>
  (question, now) => {
    switch (question.kind) {
      case 'onShift':
      case 'keeper':
      case 'owner': {
        const rung = phones.map((phone, n) => ({ name: `Agent ${n + 1}`, phone, why: 'published shift until 15:00' }))
        const left = rung.filter(({ phone }) => !question.asked.includes(phone))
        const round = question.order === 'allAtOnce' ? left : left.slice(0, 1)
        return { kind: 'people', standing: phones.length > 0 ? 'on' : 'gap', round, notAsked: [] }
      }
      case 'opening': {
        const isOpenNow = question.hours ? isOpen(question.hours, now) : phones.length > 0
        return { kind: 'opening', isOpen: isOpenNow, next: isOpenNow ? null : { en: 'tomorrow at 8 AM', ru: 'завтра в 8 часов утра' } }
      }
      case 'pin':
        return question.pin === '4711' ? { kind: 'pin', verdict: 'right', personId: 'dana' } : { kind: 'pin', verdict: 'wrong', personId: null }
      case 'queue': {
        const left = phones.filter((phone) => !question.asked.includes(phone)).map((phone) => ({ name: 'Agent', phone, why: 'published shift until 15:00' }))
        const standing = phones.length > 0 ? 'turn' : 'gap'
        return { kind: 'queue', standing, ahead: 0, waitMinutes: null, round: left.slice(0, 1), notAsked: [] }
      }
      case 'promise':
        return { kind: 'promise', at: now.plus({ hours: 19 }).toISO() ?? '', by: { en: 'by tomorrow at 7 AM', ru: 'не позднее чем завтра в 7 часов' } }
      case 'wake':
        return { kind: 'wake', state: 'calling', person: null, by: null, caseNumber: null, owner: null }
      default:
        return { kind: 'unknown', reason: `this test says nothing about "${question.kind}"` }
    }
  }

/** What the program says to some kinds of questions; the others as `withPeople` has it. */
export const withAnswers =
  (given: { [Kind in Question['kind']]?: Answer | ((question: Extract<Question, { kind: Kind }>) => Answer) }, others = withPeople([])): Answers =>
  (question, now) => {
    const answer = given[question.kind]
    if (typeof answer === 'function') return (answer as (question: Question) => Answer)(question)
    return answer ?? others(question, now)
  }

/** `advance`, and whatever it asks is answered. */
export function decide(flow: Flow, session: Session, event: CallEvent, now: DateTime, answers = withPeople([])): Step {
  const known = new Map<string, Answer>()
  for (let questions = 0; questions < 20; questions += 1) {
    const step = advance(flow, session, event, now, known)
    if (!('needs' in step)) return step
    known.set(step.needs.key, answers(step.needs.question, now))
  }
  throw new Error('it never stops asking')
}

/** Runs the incoming call and then the events; gives the last step, and all effects on the way. */
export function play(
  flow: Flow,
  events: ReadonlyArray<CallEvent>,
  { people = [], answers = withPeople(people), ...overrides }: Partial<SessionStart> & { people?: readonly string[]; answers?: Answers } = {},
  now = noon,
): Step & { all: Step[] } {
  let session = aSession(flow, overrides)
  const all = [{ kind: 'incoming' } as const, ...events].map((event) => {
    const step = decide(flow, session, event, now, answers)
    session = step.session
    return step
  })
  const last = all.at(-1)
  if (last === undefined) throw new Error('no step')
  return { ...last, effects: all.flatMap(({ effects }) => effects), all }
}

/** A call whose clock the test moves: `take` is an event so many seconds after the one before. */
export function aCall(
  flow: Flow,
  { answers = withPeople([]), ...overrides }: Partial<SessionStart> & { answers?: Answers } = {},
): { first: Step; take: (event: CallEvent, seconds?: number) => Step } {
  let session = aSession(flow, overrides)
  let now = noon
  const take = (event: CallEvent, seconds = 0): Step => {
    now = now.plus({ seconds })
    const step = decide(flow, session, event, now, answers)
    session = step.session
    return step
  }
  return { first: take({ kind: 'incoming' }), take }
}

/** Everything that the caller hears in one answer. */
export function heard(instructions: ReadonlyArray<CallInstruction>): string {
  return instructions
    .flatMap((instruction): ReadonlyArray<CallInstruction> => (instruction.verb === 'gather' ? instruction.prompts : [instruction]))
    .flatMap((instruction) => (instruction.verb === 'say' ? [instruction.text] : []))
    .join(' | ')
}

export const verbs = (instructions: ReadonlyArray<CallInstruction>): string => instructions.map(({ verb }) => verb).join(' ')
