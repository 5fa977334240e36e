import { el } from './dom.ts'
import type { Draft, Fault, FieldName } from './draft.ts'
import type { Say } from './words.ts'

export type Field = { node: HTMLElement; control: HTMLElement; mark: (text: string) => void }

/** A control with its label, a hint, and a place for what is wrong with it; both texts are read with it. */
export function fieldOf(id: string, control: HTMLElement, label: string, hint = ''): Field {
  const fault = el('p', { id: `${id}-fault`, class: 'fault' })
  control.id = id
  control.setAttribute('aria-describedby', `${id}-hint ${id}-fault`)
  const mark = (text: string) => {
    fault.textContent = text
    control.ariaInvalid = text ? 'true' : null
  }
  return {
    node: el('div', { class: 'field' }, el('label', { for: id }, label), el('p', { id: `${id}-hint`, class: 'hint' }, hint), control, fault),
    control,
    mark,
  }
}

/** An input that writes what is typed into the draft at once: whatever happens later, it is kept. */
export function inputOf(draft: Draft, name: Exclude<FieldName, 'when'>, attributes: Record<string, string> = {}) {
  const input = el(name === 'words' ? 'textarea' : 'input', { name, ...attributes })
  input.value = draft[name]
  input.oninput = () => (draft[name] = input.value)
  return input
}

/** Writes each fault at its field and takes the visitor to the first; the texts of before are gone. */
export function markFaults(fields: ReadonlyMap<FieldName, Field>, faults: readonly Fault[], say: Say): void {
  let first: HTMLElement | undefined
  for (const [name, { mark, control }] of fields) {
    const fault = faults.find(({ field }) => field === name)
    mark(fault ? say(fault.key) : '')
    if (!fault) continue
    control.closest('details')?.setAttribute('open', '')
    first ??= control
  }
  first?.focus()
}
