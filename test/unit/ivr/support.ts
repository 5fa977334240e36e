import { DateTime } from 'luxon'
import { advance, begin } from '../../../services/ivr/engine.ts'
import type { Flow } from '../../../services/ivr/flow.ts'
import { parseFlow } from '../../../services/ivr/parse-flow.ts'
import type { Session, SessionStart, Step } from '../../../services/ivr/session.ts'
import type { CallEvent, CallInstruction } from '../../../services/telephony/provider.ts'

/** A Wednesday at noon in Berlin. */
export const noon = DateTime.fromISO('2026-03-04T12:00', { zone: 'Europe/Berlin' })

/** The top of a flow file in one language; tests add what they are about. */
export const head = 'flow: test\ntitle: Test\nzone: Europe/Berlin\nlanguages: [en]\nstart: main\n'

/** A flow from `head`, `top` and `steps` (YAML). Throws with the findings when it has errors. */
export function aFlow(steps: string, top = ''): Flow {
  return flowOf(`${head}${top}\nsteps:\n${steps}`)
}

export function flowOf(source: string): Flow {
  const { flow, findings } = parseFlow(source, 'test.yaml')
  if (flow === undefined) throw new Error(JSON.stringify(findings, null, 2))
  return flow
}

export function aSession(flow: Flow, overrides: Partial<SessionStart> = {}): Session {
  return begin(flow, { flowVersion: 'v1', call: { from: '+493023125200', to: '+493023125100' }, customer: null, people: [], ...overrides })
}

export const press = (digits: string): CallEvent => ({ kind: 'keys', digits })
export const silence: CallEvent = { kind: 'noInput' }
export const speech = (text: string): CallEvent => ({ kind: 'speech', text, confidence: 0.9 })
export const recorded = (seconds: number): CallEvent => ({ kind: 'recorded', recordingSid: 'RE1', url: 'https://x/RE1', seconds })
export const dialEnded = (result: 'answered' | 'busy' | 'noAnswer'): CallEvent => ({ kind: 'dialEnded', result, talkSeconds: 60 })
export const continued = (number?: string): CallEvent => ({ kind: 'continued', results: number === undefined ? {} : { case: { number, owner: 'Mara Lind' } } })

/** Runs the incoming call and then the events; gives the last step, and all effects on the way. */
export function play(flow: Flow, events: ReadonlyArray<CallEvent>, overrides: Partial<SessionStart> = {}, now = noon): Step & { all: Step[] } {
  let session = aSession(flow, overrides)
  const all = [{ kind: 'incoming' } as const, ...events].map((event) => {
    const step = advance(flow, session, event, now)
    session = step.session
    return step
  })
  const last = all.at(-1)
  if (last === undefined) throw new Error('no step')
  return { ...last, effects: all.flatMap(({ effects }) => effects), all }
}

/** Everything that the caller hears in one answer. */
export function heard(instructions: ReadonlyArray<CallInstruction>): string {
  return instructions
    .flatMap((instruction): ReadonlyArray<CallInstruction> => (instruction.verb === 'gather' ? instruction.prompts : [instruction]))
    .flatMap((instruction) => (instruction.verb === 'say' ? [instruction.text] : []))
    .join(' | ')
}

export const verbs = (instructions: ReadonlyArray<CallInstruction>): string => instructions.map(({ verb }) => verb).join(' ')
