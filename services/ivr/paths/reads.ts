import type { DateTime } from 'luxon'
import { namesOf } from '../expressions.ts'
import type { Flow, FlowStep } from '../flow.ts'
import type { Session } from '../session.ts'
import { gapsOf } from '../templates.ts'
import { edgesOfFlow } from './edges.ts'

/**
 * What may still decide about the way of a call, by name: `captured.kind`, `directory.isOpen`, `call.from`. All else changes only what is said.
 * `back`: the menus that it may go back to. `isAnswerRead`: the answer that is being given here, too.
 */
export type Reads = { names: ReadonlySet<string>; isAnswerRead: boolean }

/** For a call that stands at a step and can go back to the menus of its trail: what was found out before and is read before it is found out anew. */
export function readsOf(flow: Flow): (step: string, trail: readonly string[]) => Reads {
  const live = liveNames(flow)
  const known = new Map<string, Reads>()
  return (step, trail) => {
    const key = [step, ...trail].join('\n')
    const at = flow.steps.get(step)
    const reads = known.get(key) ?? {
      names: new Set([step, ...trail].flatMap((id) => [...(live.get(id) ?? [])])),
      isAnswerRead: at !== undefined && 'name' in at && (live.get(at.next)?.has(`captured.${at.name}`) ?? false),
    }
    known.set(key, reads)
    return reads
  }
}

/** What each step, or one behind it, reads before it is written; found by looking on until nothing new turns up. */
function liveNames(flow: Flow): Map<string, Set<string>> {
  const steps = [...flow.steps.values()]
  const live = new Map(steps.map((step): [string, Set<string>] => [step.id, new Set([...namesReadBy(step), ...(leadsBack(step) ? ['back'] : [])])]))
  const ways = edgesOfFlow(flow).map(({ from, to, labels }) => ({ from, to, written: writtenBy(flow.steps.get(from), labels) }))
  for (let isNew = true; isNew;) {
    isNew = false
    for (const { from, to, written } of ways) {
      const names = live.get(from)
      for (const name of live.get(to) ?? []) {
        if (names === undefined || names.has(name) || written.has(name)) continue
        names.add(name)
        isNew = true
      }
    }
  }
  return live
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
    case 'wake':
      return [step.number === null ? 'call.from' : `captured.${step.number}`]
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

/** What a step has found out for sure when it is left this way. */
function writtenBy(step: FlowStep | undefined, labels: readonly string[]): ReadonlySet<string> {
  const isDone = labels.length === 1 && labels[0] === 'next'
  switch (step?.do) {
    case 'directory':
      return new Set(['directory.name', 'directory.hours', 'directory.number', 'directory.isOpen'])
    case 'set':
      return new Set(step.values.map(({ name }) => `captured.${name}`))
    case 'gather':
    case 'survey':
      return new Set(isDone ? [`captured.${step.name}`] : [])
    case 'http':
      return new Set(isDone ? step.answer.filter(({ isOptional }) => !isOptional).map(({ name }) => `captured.${name}`) : [])
    case 'caseStatus':
      return new Set(isDone ? ['status.number', 'status.words', 'status.level', 'status.by'] : [])
    default:
      return new Set()
  }
}

/** The parts of a session that hold what a name stands for. */
function partOf(session: Session, now: DateTime, name: string): unknown {
  const [scope = '', key = ''] = name.split('.')
  switch (scope) {
    case 'captured':
      return session.captured[key]?.value
    case 'case':
    case 'callback':
      return session.results[scope] !== undefined
    case 'customer':
      return key === 'openCases' ? session.openCases : session.customer?.name
    case 'caller':
      return key === 'isStaff' ? session.staff?.length : session.call.from
    case 'status':
      return session.about?.[key === 'level' ? 'level' : 'number']
    case 'call':
      return session.call[key === 'to' ? 'to' : 'from']
    case 'opening':
    case 'queue':
    case 'wake':
    case 'incident':
    case 'directory':
    case 'promise':
      return session[scope]
    case 'now':
      return now.toMillis()
    case 'language':
      return session.language
    case 'back':
      return session.trail
    default:
      return undefined
  }
}

/**
 * What of a session can still matter; two calls with the same key go the same ways. `question` leaves out how often it was missed: an answer settles
 * it all the same. Silences in a row, whatever the step, are counted nowhere here: the engine's last resort against them must not be needed.
 */
export function keyOfSession(session: Session, { names, isAnswerRead }: Reads, now: DateTime): { place: string; question: string } {
  const { silences: _silences, noInput, noMatch, awaits, hold, ringing, pending, ...rest } = session.position ?? {}
  const ago = (millis: number | undefined): number | undefined => millis && now.toMillis() - millis
  const question = JSON.stringify([
    rest,
    awaits?.name,
    pending && { ...pending, value: isAnswerRead ? pending.value : '' },
    hold && { ...hold, since: ago(hold.since), offeredAt: ago(hold.offeredAt) },
    ringing && { ...ringing, since: ago(ringing.since) },
    [...session.achieved].sort(),
    [...names].map((name) => partOf(session, now, name)),
  ])
  return { question, place: `${question} ${noInput} ${noMatch}` }
}
