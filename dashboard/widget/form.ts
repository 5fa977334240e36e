import type { PublicAnswer } from '../../services/schemas/callbacks.ts'
import { choicesOf, el, senderOf } from './dom.ts'
import { faultsOf, requestOf, type Fault, type FieldName } from './draft.ts'
import { fieldOf, inputOf, markFaults, type Field } from './fields.ts'
import type { Offer, Panel, Step, View } from './panel.ts'
import { consequenceOf, type Refusal } from './replies.ts'
import { whenFields } from './when.ts'

/** What he wants of us. Nothing that he typed is ever lost: every refusal leaves the form as it stands. */
export function formView(panel: Panel): View {
  const { draft, say } = panel
  let zone = ''
  const fields = new Map<FieldName, Field>()
  const optional = (name: 'extension' | 'askFor' | 'name' | 'words', maxlength: string, autocomplete = 'off') =>
    keep(name, fieldOf(name, inputOf(draft, name, { maxlength, autocomplete }), say('optional', { label: say(name) })))
  const keep = (name: FieldName, field: Field) => {
    fields.set(name, field)
    return field.node
  }

  const input = inputOf(draft, 'number', { type: 'tel', autocomplete: 'tel', maxlength: '40' })
  const number = keep('number', fieldOf('number', input, say('number'), say('numberHint')))
  const hasExtra = draft.extension + draft.askFor !== ''
  const more = el('details', { open: hasExtra }, el('summary', {}, say('switchboard')), optional('extension', '20'), optional('askFor', '80'))
  const label = () => {
    const isWritten = draft.when === 'written'
    button.textContent = say(isWritten ? 'sendWritten' : 'send')
    input.ariaRequired = String(!isWritten)
  }
  const when = whenFields(panel, () => label())
  for (const [name, field] of when.fields) fields.set(name, field)
  const topics = el('select', { name: 'topic', onchange: () => (draft.topic = topics.value) })
  const topic = fieldOf('topic', topics, say('optional', { label: say('topic') }))
  const kept = el('p', { class: 'hint' })
  // Neither seen nor spoken nor reached by a key; machines fill in whatever there is.
  const trap = el('div', { class: 'unseen', 'aria-hidden': 'true' }, inputOf(draft, 'website', { tabindex: '-1', autocomplete: 'off' }))

  const send = async () => {
    label()
    const faults = faultsOf(draft)
    mark(faults)
    if (faults.length > 0) return
    if (draft.when === '') {
      outcome.textContent = say('away')
      return panel.refresh()
    }
    const body = requestOf(draft, when.windows(), panel)
    const reply = await panel.client.post<PublicAnswer>('', body)
    if (reply.isOk) panel.show(stepAfter(reply.body, zone, draft.when === 'now'))
    else refused(reply)
  }
  const mark = (faults: Fault[]) => {
    markFaults(fields, faults, say)
    if (faults.length > 0) panel.announce(say('faults', { count: faults.length }))
  }
  const refused = (reply: Refusal) => {
    const { faults, isGone, text, isToBeTriedAgain } = consequenceOf(reply, say, navigator.onLine)
    if (isGone) return askForAnotherTime()
    if (faults) return mark(faults)
    outcome.textContent = text ?? ''
    if (isToBeTriedAgain) button.textContent = say('again')
  }
  const askForAnotherTime = () => {
    const key = draft.when === 'now' ? 'nowGone' : 'windowGone'
    draft.when = 'window'
    draft.from = ''
    when.arrange()
    mark([{ field: 'from', key }])
    panel.refresh()
  }
  const parts = [number, more, when.node, topic.node, optional('words', '2000'), optional('name', '120', 'name'), trap, kept]
  const { form, button, outcome } = senderOf(send, ...parts)
  label()

  const offered = (offer: Offer) => {
    when.offered(offer)
    const options = offer === 'away' || offer === null ? undefined : offer
    topic.node.hidden = !options?.topics.length
    if (!options) return
    zone = options.zone
    kept.textContent = say('kept', { company: options.company })
    if (topics.length > options.topics.length) return
    topics.replaceChildren(...choicesOf(say('choose'), ...options.topics.map(({ key, title }) => el('option', { value: key }, title))))
    topics.value = draft.topic
  }
  return { node: form, offered }
}

function stepAfter({ state, token, caseNumber, window, waitMinutes }: PublicAnswer, zone: string, isAsap: boolean): Step {
  if (state === 'case') return { is: 'case', number: caseNumber }
  const standing = { state: isAsap ? 'waiting' : 'scheduled', window, position: null, waitMinutes, zone } as const
  if (state === 'codeNeeded' && token !== null) return { is: 'code', token, standing }
  return { is: 'promised', token, isSame: state === 'same', standing }
}
