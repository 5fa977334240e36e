import type { FileStep, FlowFile } from './flow-file.ts'

/** One difference in what two versions of a flow do; comments, order and spelling of the file make none. Texts are short JSON. */
export type FlowChange =
  | { kind: 'added' | 'removed'; step: string }
  /** The same step under another name; where it is led to has no entry of its own. */
  | { kind: 'renamed'; step: string; before: string }
  /** `field` is a path such as `options.3.goTo`; `step` null: a setting of the whole flow. An absent value is null. */
  | { kind: 'changed'; step: string | null; field: string; before: string | null; after: string | null }

/** What is otherwise in `after`, in the order of its steps. */
export function diffFlows(before: FlowFile, after: FlowFile): FlowChange[] {
  const renamed = renamedSteps(before, after)
  const oldName = (step: string): string => renamed.get(step) ?? step
  const { steps: _before, ...settingsBefore } = before
  const { steps: _after, ...settingsAfter } = after
  const steps = Object.entries(after.steps).flatMap(([id, step]): FlowChange[] => {
    const was = before.steps[oldName(id)]
    if (was === undefined) return [{ kind: 'added', step: id }]
    const name: FlowChange[] = renamed.has(id) ? [{ kind: 'renamed', step: id, before: oldName(id) }] : []
    return [...name, ...fieldChanges(id, was, step, renamed)]
  })
  const kept = new Set(Object.keys(after.steps).map(oldName))
  const removed = Object.keys(before.steps).flatMap((step): FlowChange[] => (kept.has(step) ? [] : [{ kind: 'removed', step }]))
  return [...fieldChanges(null, settingsBefore, settingsAfter, renamed), ...steps, ...removed]
}

/** New names of steps that say and do just what a vanished one did, by the new name. */
function renamedSteps(before: FlowFile, after: FlowFile): ReadonlyMap<string, string> {
  const gone = Object.entries(before.steps).filter(([id]) => after.steps[id] === undefined)
  const found = new Map<string, string>()
  for (const [id, step] of Object.entries(after.steps)) {
    if (before.steps[id] !== undefined) continue
    const was = gone.find(([old, one]) => ![...found.values()].includes(old) && says(one) === says(step))
    if (was !== undefined) found.set(id, was[0])
  }
  return found
}

const says = (step: FileStep): string => JSON.stringify(flatten(step).sort())

function fieldChanges(step: string | null, before: object, after: object, renamed: ReadonlyMap<string, string>): FlowChange[] {
  const then = new Map(flatten(before))
  const now = new Map(flatten(after))
  const fields = [...new Set([...now.keys(), ...then.keys()])]
  return fields.flatMap((field): FlowChange[] => {
    const [was, is] = [then.get(field) ?? null, now.get(field) ?? null]
    const isSame = was === is || (is !== null && was === JSON.stringify(renamed.get(JSON.parse(is) as string)))
    return isSame ? [] : [{ kind: 'changed', step, field, before: was, after: is }]
  })
}

/** Each value with its path: `['options.3.goTo', '"fault"']`. */
function flatten(value: unknown, path: readonly string[] = []): [string, string][] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [[path.join('.'), JSON.stringify(value)]]
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key]))
}
