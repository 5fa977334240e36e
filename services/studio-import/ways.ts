import { flowFileSchema, type FileStep, type FlowFile } from '../ivr/flow-file.ts'
import { edgesOf, type Edge } from '../ivr/flow-graph.ts'
import { graphOf, reach } from '../ivr/check-graph.ts'
import { checkDeadEnds } from '../ivr/check-ways.ts'
import type { Path } from '../ivr/findings.ts'
import { GOODBYE, MESSAGE, type FlowInput, type StepInput } from './carrying.ts'

/** A way that Studio allows and a line must not have; where it leads now. */
export type Cut = { step: string; to: string; instead: string; why: 'circle' | 'silence' | 'no end' }

const failures = ['"onFailed"', '"onGap"', '"onBusy"', '"onNoNumber"']
type Steps = Record<string, StepInput>

/** Leads ways that go round without asking the caller anything to a message: Studio stops them after some rounds and hangs up. */
export function cutCircles(steps: Steps, start: string): Cut[] {
  const asked = Object.entries(steps).flatMap(([id, step]) => edgesOf(id, step as FileStep).filter(({ kind }) => kind !== 'silent'))
  const cuts = [start, ...asked.map(({ to }) => to), ...Object.keys(steps)].reduce(
    ({ done, found }, root) => ({ done, found: [...found, ...cutBehind(steps, root, done)] }),
    { done: new Set<string>(), found: [] as Cut[] },
  ).found
  const added = new Set<string>()
  // Whoever has left a message need not go round again, so those ways come last.
  const later = Object.keys(steps).flatMap((id) => quietWays(steps, id).flatMap((way) => (isSecond(steps, id, way) ? [{ id, way }] : [])))
  for (const { id, way } of later.sort((a, b) => Number(steps[a.id]?.do === 'voicemail') - Number(steps[b.id]?.do === 'voicemail'))) {
    const isTaken = (from: string, one: Edge): boolean => !isSecond(steps, from, one) || added.has(`${from} ${one.label}`)
    if (leads(steps, way.to, id, isTaken)) cuts.push(cut(steps, id, way))
    else added.add(`${id} ${way.label}`)
  }
  return cuts
}

/** Of a circle, ways on which something has failed and ways behind a message are cut rather than the others. */
const isSecond = (steps: Steps, id: string, { label }: Edge): boolean => failures.includes(label) || steps[id]?.do === 'voicemail'

/** Depth first, with a stack of its own: two thousand steps behind each other are allowed. */
function cutBehind(steps: Steps, root: string, done: Set<string>): Cut[] {
  const cuts: Cut[] = []
  const open = new Set<string>()
  const stack: { id: string; ways: Edge[] }[] = []
  const enter = (id: string): void => {
    if (done.has(id) || steps[id] === undefined) return
    done.add(id)
    open.add(id)
    stack.push({ id, ways: quietWays(steps, id).filter((way) => !isSecond(steps, id, way)) })
  }
  enter(root)
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const way = top.ways.shift()
    if (way === undefined) {
      open.delete(top.id)
      stack.pop()
    } else if (open.has(way.to)) cuts.push(cut(steps, top.id, way))
    else enter(way.to)
  }
  return cuts
}

function cut(steps: Steps, id: string, way: Edge): Cut {
  const instead = steps[id]?.do === 'voicemail' ? GOODBYE : MESSAGE
  setAt(steps, way.path, instead)
  return { step: id, to: way.to, instead, why: 'circle' }
}

/** Along quiet ways that are taken, and along the others that `more` gives. */
function leads(steps: Steps, from: string, to: string, isTaken: (id: string, way: Edge) => boolean, more = (_id: string): string[] => []): boolean {
  const seen = new Set<string>()
  const waiting = [from]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === to) return true
    if (seen.has(id)) continue
    seen.add(id)
    const at = id
    waiting.push(...quietWays(steps, at).flatMap((way) => (isTaken(at, way) ? [way.to] : [])), ...more(at))
  }
  return false
}

/**
 * Takes back ways after silence, or after wrong keys, that only lead round to the same question: nobody may be listening. The question is asked
 * again then as any other, and after some times a message is taken.
 */
export function cutSilences(steps: Steps): Cut[] {
  const cuts: Cut[] = []
  for (const which of ['onNoInput', 'onNoMatch'] as const) {
    const added = new Map<string, string>()
    for (const [id, step] of Object.entries(steps)) {
      const handler = step.do === 'menu' || step.do === 'gather' ? step[which] : undefined
      const to = handler?.goTo
      if ((step.do !== 'menu' && step.do !== 'gather') || handler === undefined || to === undefined) continue
      if (
        to !== id &&
        !leads(
          steps,
          to,
          id,
          () => true,
          (from) => [added.get(from) ?? []].flat(),
        )
      ) {
        added.set(id, to)
        continue
      }
      const { tries: _tries, goTo: _goTo, ...rest } = handler
      delete step[which]
      if (rest.prompts !== undefined) step[which] = rest
      cuts.push({ step: id, to, instead: MESSAGE, why: 'silence' })
    }
  }
  return cuts
}

/** Ways that a call takes though nobody says a word or presses a key: a recording may hold nothing but noise. */
const quietWays = (steps: Steps, id: string): Edge[] => {
  const step = steps[id]
  return step === undefined ? [] : edgesOf(id, step as FileStep).filter(({ kind }) => kind === 'silent' || step.do === 'voicemail')
}

function setAt(steps: Steps, path: Path, to: string): void {
  let at: Record<string | number, unknown> = { steps }
  for (const part of path.slice(0, -1)) at = at[part] as Record<string | number, unknown>
  at[path.at(-1) ?? ''] = to
}

/** Gives places that nothing leads out of an end: a key to leave a message at a menu, the good-bye behind anything else. */
export function openDeadEnds(flow: FlowInput): Cut[] {
  const cuts: Cut[] = []
  // Each round opens at least one place.
  for (let round = 0; round < Object.keys(flow.steps).length; round += 1) {
    const stuck = stuckSteps(flow)
    if (stuck.length === 0) return cuts
    for (const id of stuck) cuts.push(openUp(flow, id))
  }
  return cuts
}

function stuckSteps(flow: FlowInput): string[] {
  const parsed = flowFileSchema.safeParse(flow)
  if (!parsed.success) return []
  const graph = graphOf(parsed.data, new Map())
  const stuck: string[] = []
  checkDeadEnds(graph, reach(graph, [parsed.data.start]), new Set(), (_rule, path) => stuck.push(String(path[1])))
  return stuck
}

function openUp({ steps }: FlowInput, id: string): Cut {
  const step = steps[id]
  const key = ['0', '9', '8', '7', '6', '5', '4', '3', '2', '1', '*', '#'].find((one) => step?.do === 'menu' && !Object.hasOwn(step.options, one))
  if (step?.do === 'menu' && key !== undefined) {
    step.options[key] = MESSAGE
    return { step: id, to: `key ${key}`, instead: MESSAGE, why: 'no end' }
  }
  const [way] = edgesOf(id, step as FileStep).filter(({ kind }) => kind !== 'handler')
  if (way !== undefined) setAt(steps, way.path, step?.do === 'gather' ? MESSAGE : GOODBYE)
  return { step: id, to: way?.to ?? '', instead: step?.do === 'gather' ? MESSAGE : GOODBYE, why: 'no end' }
}

/** All steps that a call comes to, handlers and all; or that come behind one of `others`. */
export function reachableSteps(file: FlowFile, others: readonly string[] = []): Set<string> {
  const seen = new Set<string>()
  const waiting = [file.start, ...[file.onNoInput.goTo, file.onNoMatch.goTo].flatMap((to) => to ?? []), ...others]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const step = file.steps[id]
    if (step === undefined || seen.has(id)) continue
    seen.add(id)
    waiting.push(...edgesOf(id, step).map(({ to }) => to))
  }
  return seen
}
