import type { FlowChange } from '../api/types.ts'

/** The changes of one step together; null: settings of the whole flow. */
export type StepChanges = { step: string | null; sign: 'added' | 'removed' | 'changed'; renamedFrom: string | null; fields: FieldChange[] }
export type FieldChange = { field: string; before: string | null; after: string | null }

export const changesByStep = (changes: readonly FlowChange[]): StepChanges[] => {
  const groups = new Map<string | null, StepChanges>()
  const groupOf = (step: string | null): StepChanges => {
    const group = groups.get(step) ?? { step, sign: 'changed', renamedFrom: null, fields: [] }
    groups.set(step, group)
    return group
  }
  for (const change of changes) {
    const group = groupOf(change.step)
    switch (change.kind) {
      case 'added':
      case 'removed':
        group.sign = change.kind
        break
      case 'renamed':
        group.renamedFrom = change.before
        break
      case 'changed':
        group.fields.push({ field: change.field, before: plain(change.before), after: plain(change.after) })
    }
  }
  return [...groups.values()]
}

/** Texts come as short JSON: a prompt is shown as it is heard, without its quotes. */
const plain = (json: string | null): string | null => {
  if (json === null) return null
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'string' ? value : json
  } catch {
    return json
  }
}

/** What a field is about, as people would say it: `options.3.goTo` is where key 3 leads. */
export type FieldWords = { kind: 'option' | 'prompt' | 'field'; name: string }

export const fieldWords = (field: string): FieldWords => {
  const [, key] = /^(?:options|keys)\.([^.]+)(?:\.goTo)?$/.exec(field) ?? []
  if (key !== undefined) return { kind: 'option', name: key }
  const [, language] = /^prompt\.(?:\d+\.)*([a-z]{2,3})(?:\.say)?$/.exec(field) ?? []
  if (language !== undefined) return { kind: 'prompt', name: language }
  return { kind: 'field', name: field }
}
