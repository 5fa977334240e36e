import type { FaultCode, Field, FieldFault } from '../request.ts'
import { FAULTS, type Language } from '../words.ts'
import { attributes, html, type Html } from './html.ts'

/** What somebody has typed, by the name of the field. */
export type Typed = Readonly<Record<string, string>>
export type Shown = { language: Language; typed: Typed; faults: readonly FieldFault[] }

type Input = { name: Field; label: string; hint?: string; type?: string; attributes?: Record<string, string | number | boolean> }

/** A labelled field; a fault stands at it, is read with it, and the first has the focus. */
export function input({ name, label, hint, type = 'text', attributes: more = {} }: Input, shown: Shown): Html {
  return field(
    { name, label, ...(hint !== undefined && { hint }) },
    shown,
    (described) =>
      html`<input${attributes({ id: name, name, type, value: shown.typed[name] ?? '', ...more, ...described })}></input${attributes({ id: name, name, type, value: shown.typed[name] ?? '', ...more, ...described })}>`,
  )
}

export function textarea(given: { name: Field; label: string; most: number }, shown: Shown): Html {
  return field(
    given,
    shown,
    (described) =>
      html`<textarea${attributes({ id: given.name, name: given.name, rows: 4, maxlength: given.most, ...described })}>${shown.typed[given.name] ?? ''}</textarea>`,
  )
}

export function select(given: { name: Field; label: string; choices: readonly { key: string; title: string }[] }, shown: Shown): Html {
  const { name, choices } = given
  const options = choices.map(({ key, title }) => html`<option${attributes({ value: key, selected: shown.typed[name] === key })}>${title}</option>`)
  return field(given, shown, (described) => html`<select${attributes({ id: name, name, ...described })}>${options}</select>`)
}

/** One of several, all of them seen. */
export function choice(
  { name, label, hint, choices }: { name: Field; label: string; hint?: string; choices: readonly { value: string; title: string }[] },
  shown: Shown,
): Html {
  const fault = faultOf(name, shown)
  const radios = choices.map(
    ({ value, title }, n) =>
      html`<label class="choice"><input${attributes({ type: 'radio', name, value, id: n === 0 ? name : undefined, checked: shown.typed[name] === value, required: n === 0, autofocus: n === 0 && isFirst(name, shown) })}> ${title}</label>`,
  )
  return html`<fieldset class="field" ${attributes({ 'aria-describedby': describedBy(name, hint, fault) })}>
    <legend>${label}</legend>
    ${hintOf(name, hint)}${faultText(name, fault)} ${radios}
  </fieldset>`
}

function field(
  { name, label, hint }: { name: Field; label: string; hint?: string },
  shown: Shown,
  control: (described: Record<string, string | boolean | undefined>) => Html,
): Html {
  const fault = faultOf(name, shown)
  const described = { 'aria-describedby': describedBy(name, hint, fault), 'aria-invalid': fault ? 'true' : undefined, autofocus: isFirst(name, shown) }
  return html`<div class="field"><label for="${name}">${label}</label>${hintOf(name, hint)}${faultText(name, fault)}${control(described)}</div>`
}

const faultOf = (name: Field, { language, faults }: Shown): string | undefined => {
  const code: FaultCode | undefined = faults.find(({ field: its }) => its === name)?.code
  return code && FAULTS[language][code]
}
const isFirst = (name: Field, { faults }: Shown): boolean => faults[0]?.field === name
const describedBy = (name: Field, hint: string | undefined, fault: string | undefined): string | undefined =>
  [hint !== undefined && `${name}-hint`, fault !== undefined && `${name}-fault`].filter(Boolean).join(' ') || undefined
const hintOf = (name: Field, hint: string | undefined): Html | false => hint !== undefined && html`<span class="hint" id="${name}-hint">${hint}</span>`
const faultText = (name: Field, fault: string | undefined): Html | false => fault !== undefined && html`<span class="fault" id="${name}-fault">${fault}</span>`

/** All faults at the top, each a way to its field. */
export function faultList(title: string, { language, faults }: Shown, message?: string): Html | false {
  if (faults.length === 0 && message === undefined) return false
  const items = faults.map(({ field: name, code }) => html`<li><a href="#${name}">${FAULTS[language][code]}</a></li>`)
  return html`<div class="faults" role="alert">
    ${message ?? title}${
      items.length > 0 &&
      html`<ul>
        ${items}
      </ul>`
    }
  </div>`
}
