import type { FileChoice, FileStep, FlowFile } from './flow-file.ts'
import { returnTarget, specialTargets } from './flow-file.ts'

/** Fields of steps that hold a step's name. `callback`, `leave` and `openCase` are such fields of some steps only; their values are texts there. */
const targetFields = [
  'next',
  'goTo',
  'else',
  'open',
  'closed',
  'onAnswered',
  'onFailed',
  'onGap',
  'onBusy',
  'onEmpty',
  'onDelay',
  'onNobody',
  'onNoNumber',
  'onNotFound',
  'joined',
  'unknown',
  'openCase',
  'leave',
  'callback',
] as const

/** A step that a call can come to: as it is written, with names that hold in the whole, and the file whose settings count for it. */
export type PlacedStep = { id: string; step: FileStep; from: FlowFile }

/** Deeper nesting is a flow that nobody can follow. */
export const mostNested = 5

/** Names of the flows that a flow enters, in order of their steps. */
export function subflowsOf(file: FlowFile): string[] {
  return [...new Set(Object.values(file.steps).flatMap((step) => (step.do === 'subflow' ? [step.flow] : [])))]
}

/**
 * All steps of a flow. The steps of a subflow stand in it as `<step>/<step there>`, once for each step that enters it; the step that enters it
 * leads to its start, and "return" leads to the step behind. Throws when a file is missing or the flows enter each other in a circle.
 */
export function placeSteps(file: FlowFile, others: ReadonlyMap<string, FlowFile>, depth = 0): PlacedStep[] {
  return Object.entries(file.steps).flatMap(([id, step]): PlacedStep[] => {
    if (step.do !== 'subflow') return [{ id, step, from: file }]
    const sub = others.get(step.flow)
    if (sub === undefined) throw new Error(`the subflow "${step.flow}" of step "${id}" is missing`)
    if (depth >= mostNested) throw new Error(`subflows are nested more than ${mostNested} deep at step "${id}"`)
    const within = (name: string): string => `${id}/${name}`
    const rename = (to: string): string => (to === returnTarget ? step.next : specialTargets.includes(to) ? to : within(to))
    const from = retargetFile(sub, rename)
    const placed = placeSteps(sub, others, depth + 1).map((inner) => ({
      id: within(inner.id),
      step: retarget(inner.step, rename),
      from: inner.from === sub ? from : retargetFile(inner.from, rename),
    }))
    return [{ id, step: { do: 'goTo', goTo: within(sub.start) }, from: file }, ...placed]
  })
}

/** True for a flow that leads back to one that enters it. */
export function returns(file: FlowFile): boolean {
  let found = false
  const look = (to: string): string => {
    found ||= to === returnTarget
    return to
  }
  retargetFile({ ...file, steps: Object.fromEntries(Object.entries(file.steps).map(([id, step]) => [id, retarget(step, look)])) }, look)
  return found
}

/** A step whose targets are called otherwise. */
export function retarget(step: FileStep, rename: (to: string) => string): FileStep {
  const changed: Record<string, unknown> = { ...step }
  for (const field of targetFields) {
    const to = changed[field]
    if (typeof to === 'string') changed[field] = rename(to)
  }
  if (step.do === 'menu') changed['options'] = retargetChoices(step.options, rename)
  if (step.do === 'branch') changed['when'] = step.when.map((way) => ({ ...way, goTo: rename(way.goTo) }))
  if ('onNoInput' in step && step.onNoInput) changed['onNoInput'] = retargetHandler(step.onNoInput, rename)
  if ('onNoMatch' in step && step.onNoMatch) changed['onNoMatch'] = retargetHandler(step.onNoMatch, rename)
  return changed as FileStep
}

function retargetFile(file: FlowFile, rename: (to: string) => string): FlowFile {
  const steps = Object.fromEntries(Object.entries(file.steps).map(([id, step]) => [rename(id), step]))
  return {
    ...file,
    steps,
    keys: retargetChoices(file.keys, rename),
    onNoInput: retargetHandler(file.onNoInput, rename),
    onNoMatch: retargetHandler(file.onNoMatch, rename),
  }
}

function retargetChoices(choices: Readonly<Record<string, FileChoice>>, rename: (to: string) => string): Record<string, FileChoice> {
  return Object.fromEntries(
    Object.entries(choices).map(([key, choice]) => [
      key,
      typeof choice === 'string' ? rename(choice) : choice.goTo === undefined ? choice : { ...choice, goTo: rename(choice.goTo) },
    ]),
  )
}

function retargetHandler<Handler extends { goTo?: string | undefined }>(handler: Handler, rename: (to: string) => string): Handler {
  return handler.goTo === undefined ? handler : { ...handler, goTo: rename(handler.goTo) }
}
