import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { importFlow, type Imported, type Outcome } from '../../../services/studio-import/import-flow.ts'
import { parseFlow } from '../../../services/ivr/parse-flow.ts'
import type { Flow } from '../../../services/ivr/flow.ts'
import type { Step } from '../../../services/ivr/session.ts'
import type { CallEvent } from '../../../services/telephony/provider.ts'
import { aSession, cameBack, decide, dialEnded, noon, press, recorded, silence, speech } from '../ivr/support.ts'

/** Studio flows of others, which are no part of this repository. */
const folder = join(import.meta.dirname, '../../../../shared/data/studio')
export const isShared = existsSync(folder)
export const sharedFlows = (under = ''): { name: string; source: string }[] =>
  isShared
    ? readdirSync(join(folder, under))
        .filter((name) => name.endsWith('.json'))
        .map((name) => ({ name, source: readFileSync(join(folder, under, name), 'utf8') }))
    : []

export type WidgetJson = { name: string; type: string; transitions?: unknown[]; properties?: Record<string, unknown> }

/** A definition whose calls begin at the first widget. */
export const definitionOf = (widgets: readonly WidgetJson[], more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    description: 'A flow',
    states: [{ name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingCall', next: widgets[0]?.name }], properties: {} }, ...widgets],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
    ...more,
  })

export const imported = (source: string, fileName = 'flow.json'): Imported => {
  const outcome: Outcome = importFlow(source, { fileName, zone: 'Europe/Berlin' })
  if ('problems' in outcome) throw new Error(outcome.problems.join('\n'))
  return outcome.imported
}

/** The flow as the line would load it; throws when a check finds an error. */
export function loaded({ yaml }: Imported): Flow {
  const { flow, findings } = parseFlow(yaml, 'flow.yaml')
  if (flow === undefined) throw new Error(JSON.stringify(findings))
  return flow
}

/** What a caller and the world do next; `pick` is a small number each time. */
function eventAfter({ session, instructions }: Step, pick: () => number): CallEvent {
  const last = instructions.at(-1)?.verb
  if (last === 'record') return recorded(pick() % 3 === 0 ? 0 : 4)
  if (last === 'dial') return dialEnded(pick() % 2 === 0 ? 'answered' : 'noAnswer')
  if (last === 'continue') {
    const awaits = session.position?.awaits
    return cameBack(awaits === undefined || pick() % 2 === 0 ? {} : { [awaits.name]: { ok: 'yes', turn: String(awaits.turn) } })
  }
  const keys = ['1', '2', '3', '0', '123456', '*', '#', '9']
  const n = pick()
  if (n % 5 === 0) return silence
  return n % 7 === 0 ? speech('order') : press(keys[n % keys.length] ?? '1')
}

/** Calls until the line hangs up; how many turns that took, or null when it is never over. */
export function callThrough(flow: Flow, seed: number): { turns: number | null; failed: string[] } {
  let state = seed
  const pick = (): number => (state = (state * 1103515245 + 12345) % 2147483648) >> 8
  let session = aSession(flow)
  let now = noon
  let event: CallEvent = { kind: 'incoming' }
  const failed: string[] = []
  for (let turns = 1; turns <= 400; turns += 1) {
    const step = decide(flow, session, event, now)
    failed.push(...step.log.flatMap((entry) => (entry.kind === 'failed' ? [entry.reason] : [])))
    if (step.session.isOver || step.instructions.at(-1)?.verb === 'hangUp') return { turns, failed }
    session = step.session
    // Who has waited long enough leaves the question to silence.
    event = turns > 60 && step.instructions.at(-1)?.verb === 'gather' ? silence : eventAfter(step, pick)
    now = now.plus({ seconds: 20 })
  }
  return { turns: null, failed }
}
