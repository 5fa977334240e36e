import { el, senderOf } from './dom.ts'
import { fieldOf } from './fields.ts'
import type { Panel, Step, View } from './panel.ts'
import { consequenceOf } from './replies.ts'

/** The six digits that were sent to him by text, before anybody is called. */
export function codeView(panel: Panel, { token, standing }: Extract<Step, { is: 'code' }>): View {
  const { say, draft } = panel
  const input = el('input', { inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: '7', name: 'code' })
  const field = fieldOf('code', input, say('code'))
  const wrong = () => {
    field.mark(say('codeWrong'))
    input.focus()
  }
  const send = async () => {
    const code = input.value.replace(/\D/g, '')
    field.mark('')
    if (code.length !== 6) return wrong()
    const reply = await panel.client.post(`/${token}/code`, { code })
    if (reply.isOk) return panel.show({ is: 'promised', token, isSame: false, standing })
    if (reply.problem.code === 'CODE_WRONG') return wrong()
    const isOver = ![0, 429].includes(reply.status)
    outcome.textContent = (!isOver && consequenceOf(reply, say, navigator.onLine).text) || say('codeOver')
  }
  const { form, button, outcome } = senderOf(send, el('p', {}, say('codeText', { number: draft.number.trim() })), field.node)
  button.textContent = say('confirm')
  form.append(el('button', { type: 'button', onclick: () => panel.show({ is: 'form' }) }, say('back')))
  return { node: form, title: say('codeTitle') }
}
