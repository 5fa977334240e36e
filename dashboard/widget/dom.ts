type Value = string | boolean | ((event: Event) => void)

/** An element with attributes, `on…` listeners and children. Text is always text, so that nothing of it is read as markup. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Value> = {},
  ...children: Array<Node | string>
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value)
    else if (value) made.setAttribute(name, value === true ? '' : value)
  }
  made.append(...children)
  return made
}

/** The text of a select that stands for nothing chosen, and what may be chosen. */
export const choicesOf = (none: string, ...choices: Node[]): Node[] => [new Option(none, ''), ...choices]

export type Sender = { form: HTMLFormElement; button: HTMLButtonElement; outcome: HTMLElement }

/** A form that goes once at a time, and a place beside its button for what came of it. The button keeps the focus while it waits. */
export function senderOf(send: () => Promise<unknown>, ...parts: Node[]): Sender {
  const outcome = el('p', { class: 'outcome', role: 'alert' })
  const button = el('button', { class: 'main' })
  const submit = async (event: Event) => {
    event.preventDefault()
    if (button.ariaDisabled) return
    outcome.textContent = ''
    button.ariaDisabled = 'true'
    await send().finally(() => (button.ariaDisabled = null))
  }
  const form = el('form', { novalidate: true, onsubmit: (event) => void submit(event) }, ...parts, outcome, button)
  return { form, button, outcome }
}
