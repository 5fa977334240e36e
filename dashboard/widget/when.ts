import type { CallbackWindow, PublicOptions } from '../../services/schemas/callbacks.ts'
import { choicesOf, el } from './dom.ts'
import { fitted, type FieldName } from './draft.ts'
import { fieldOf, inputOf, type Field } from './fields.ts'
import type { Offer, Panel } from './panel.ts'
import { dayText, daysOf, timeText, zoneText } from './slots.ts'

export type When = {
  node: HTMLElement
  fields: Array<[FieldName, Field]>
  offered: (offer: Offer) => void
  /** Shows what the draft says. */
  arrange: () => void
  windows: () => readonly CallbackWindow[]
}

/** As soon as possible, at a time that is really covered, or in writing. Nothing is replaced under the visitor's hands: what changes is its text. */
export function whenFields(panel: Panel, onChange: () => void): When {
  const { draft, say } = panel
  let windows: readonly CallbackWindow[] = []

  const radio = (when: 'now' | 'window' | 'written', ...more: Node[]) => {
    const choose = () => {
      draft.when = when
      arrange()
    }
    const input = el('input', { type: 'radio', name: 'when', value: when, onchange: choose })
    return { input, node: el('label', { class: 'choice' }, input, el('span', {}, say(when), ...more)) }
  }
  const wait = el('small')
  const radios = [radio('now', wait), radio('window'), radio('written')] as const
  const [now, later, written] = radios

  const select = el('select', {
    name: 'from',
    onchange: () => {
      draft.from = select.value
      from.mark('')
    },
  })
  const zone = el('p', { class: 'hint' })
  const from = fieldOf('from', select, say('time'))
  const email = fieldOf('email', inputOf(draft, 'email', { type: 'email', autocomplete: 'email' }), say('optional', { label: say('email') }), say('emailHint'))
  const slot = el('div', { class: 'inset' }, from.node, zone)
  const closed = el('p', { class: 'box' })
  const away = el('div', { class: 'box' }, say('away'), el('button', { type: 'button', onclick: () => panel.refresh() }, say('again')))
  const choices = el('div', { class: 'choices' }, now.node, later.node, slot, written.node)
  const node = el('fieldset', {}, el('legend', {}, say('when')), away, closed, choices, email.node)

  const arrange = () => {
    for (const { input } of radios) input.checked = input.value === draft.when
    select.value = draft.from
    slot.hidden = draft.when !== 'window'
    email.node.hidden = draft.when !== 'written'
    onChange()
  }

  const offered = (offer: Offer) => {
    away.hidden = offer !== 'away'
    if (offer !== null && offer !== 'away') return show(offer)
    closed.hidden = choices.hidden = email.node.hidden = true
  }

  const show = (options: PublicOptions) => {
    const place = panel.placeOf(options.zone)
    const chosen = draft.when
    const { isLost, ...fit } = fitted(draft, options)
    Object.assign(draft, fit)
    now.node.hidden = !options.now
    later.node.hidden = options.windows.length === 0
    choices.hidden = !options.now && options.windows.length === 0
    closed.hidden = !choices.hidden
    closed.textContent = say('closed')
    if (options.opensAt) closed.append(' ', say('opensAt', { day: dayText(options.opensAt, place), time: timeText(options.opensAt, place) }))
    const minutes = options.now?.waitMinutes ?? null
    wait.textContent = minutes === null ? '' : `${say('wait', { minutes: Math.max(1, minutes) })} ${say('waitHint')}`
    if (JSON.stringify(windows) !== JSON.stringify(options.windows)) fillSelect(options)
    arrange()
    if (isLost) tell(say(chosen === 'now' ? 'nowGone' : 'windowGone'))
  }

  const fillSelect = (options: PublicOptions) => {
    windows = options.windows
    const place = panel.placeOf(options.zone)
    const days = daysOf(windows, place)
    select.replaceChildren(
      ...choicesOf(
        say('choose'),
        ...days.map(({ label, slots }) => el('optgroup', { label }, ...slots.map((one) => el('option', { value: one.value }, one.label)))),
      ),
    )
    zone.textContent = windows[0] ? say('zone', { zone: zoneText(windows[0].from, place) }) : ''
  }

  const tell = (text: string) => {
    from.mark(text)
    panel.announce(text)
  }

  return {
    node,
    fields: [
      ['from', from],
      ['email', email],
    ],
    offered,
    arrange,
    windows: () => windows,
  }
}
