import type { DateTime } from 'luxon'
import { namesOf } from '../expressions.ts'
import type { Flow, FlowStep } from '../flow.ts'
import type { Session } from '../session.ts'
import { gapsOf } from '../templates.ts'
import { edgesOfFlow } from './edges.ts'

/** Parts of a session that can change where a call goes: all else changes only what is said. */
type Part = 'customer' | 'openCases' | 'staff' | 'call' | 'opening' | 'queue' | 'wake' | 'incident' | 'directory' | 'promise' | 'about' | 'now'
/** `isValueRead`: of the answer that the step itself asks for. */
export type Reads = { parts: ReadonlySet<Part>; captured: ReadonlySet<string>; results: ReadonlySet<string>; hasBack: boolean; isValueRead: boolean }

/** What may still decide about the way of a call that stands at a step and can go back to the menus of its trail. */
export function readsOf(flow: Flow): (step: string, trail: readonly string[]) => Reads {
  const next = new Map<string, Set<string>>()
  for (const { from, to } of edgesOfFlow(flow)) next.set(from, (next.get(from) ?? new Set()).add(to))
  const known = new Map<string, Reads>()
  return (step, trail) => {
    const key = [step, ...trail].join('\n')
    const reads = known.get(key) ?? readsFrom(flow, reachable([step, ...trail], next), flow.steps.get(step))
    known.set(key, reads)
    return reads
  }
}

function reachable(from: readonly string[], next: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seen = new Set<string>()
  const waiting = [...from]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    waiting.push(...(next.get(id) ?? []))
  }
  return seen
}

function readsFrom(flow: Flow, ids: ReadonlySet<string>, at: FlowStep | undefined): Reads {
  const steps = [...flow.steps.values()].filter(({ id }) => ids.has(id))
  const names = steps.flatMap(namesReadBy)
  const within = (scope: string): Set<string> => new Set(names.filter((name) => name.startsWith(`${scope}.`)).map((name) => name.slice(scope.length + 1)))
  const scopes = new Set(names.map((name) => name.split('.')[0] ?? ''))
  const captured = within('captured')
  return {
    parts: new Set(names.flatMap(partOf)),
    captured,
    isValueRead: at !== undefined && 'name' in at && captured.has(at.name),
    results: new Set(['case', 'callback'].filter((scope) => scopes.has(scope))),
    hasBack: steps.some(leadsBack),
  }
}

const leadsBack = (step: FlowStep): boolean => 'choices' in step && [...step.choices.values()].some(({ to }) => to === 'back')

/** The names whose values decide where the call goes from this step, or go into such a value. */
function namesReadBy(step: FlowStep): string[] {
  switch (step.do) {
    case 'branch':
      return step.when.flatMap(({ if: condition }) => namesOf(condition))
    case 'set':
      return step.values.flatMap(({ value }) => gapsOf(value))
    case 'transfer':
      return gapsOf(step.to)
    case 'callback':
    case 'sms':
      return [step.number === null ? 'call.from' : `captured.${step.number}`]
    case 'wake':
      return ['call.from']
    case 'customer':
      return ['customer.known']
    case 'presence':
      return ['caller.isStaff']
    case 'dial':
      return step.to.kind === 'owner' ? ['status.number'] : []
    default:
      return []
  }
}

function partOf(name: string): Part[] {
  const [scope, key] = name.split('.')
  switch (scope) {
    case 'customer':
      return [key === 'openCases' ? 'openCases' : 'customer']
    case 'caller':
      return [key === 'isStaff' ? 'staff' : 'call']
    case 'status':
      return ['about']
    case 'call':
    case 'opening':
    case 'queue':
    case 'wake':
    case 'incident':
    case 'directory':
    case 'promise':
    case 'now':
      return [scope]
    default:
      return []
  }
}

/**
 * What of a session can still matter; two calls with the same key go the same ways. `question` leaves out how often it was missed: an answer settles
 * it all the same. Silences in a row, whatever the step, are counted nowhere here: the engine's last resort against them must not be needed.
 */
export function keyOfSession(session: Session, reads: Reads, now: DateTime): { place: string; question: string } {
  const { position, captured, results } = session
  const { silences: _silences, noInput = 0, noMatch = 0, awaits, hold, ringing, pending, ...rest } = position ?? {}
  const ago = (millis: number | undefined): number | undefined => millis && now.toMillis() - millis
  const question = JSON.stringify([
    session.language,
    rest,
    awaits?.name,
    pending && { ...pending, value: reads.isValueRead ? pending.value : '' },
    hold && { ...hold, since: ago(hold.since), offeredAt: ago(hold.offeredAt) },
    ringing && { ...ringing, since: ago(ringing.since) },
    [...session.achieved].sort(),
    reads.hasBack ? session.trail : [],
    [...reads.parts].map((part) => (part === 'now' ? now.toISO() : (session[part] ?? null))),
    [...reads.captured].map((name) => captured[name]?.value ?? null),
    [...reads.results].map((name) => results[name] !== undefined),
  ])
  return { question, place: `${question} ${noInput} ${noMatch}` }
}
