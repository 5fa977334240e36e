import { callableNumber, canBeTexted } from '../../telephony/caller-id.ts'
import type { SmsStep } from '../flow.ts'
import { cause, go, render, type Turn } from '../turn.ts'

/** Sends a text in the caller's language to him, or to the number that he gave. */
export function enterSms(turn: Turn, step: SmsStep): void {
  const { call, captured } = turn.session
  const given = step.number === null ? call.from : captured[step.number]?.value
  const to = callableNumber(given ?? '', call.to)
  if (to === null || !canBeTexted(to)) return go(turn, step.id, step.onNoNumber, 'no number that takes texts')
  const text = render(turn, step.text, false)
    .flatMap((sentence) => (sentence.verb === 'say' ? [sentence.text] : []))
    .join(' ')
  if (text.trim() === '') return go(turn, step.id, step.next, 'nothing of the text is known')
  cause(turn, step.id, { kind: 'sms', to, text })
  go(turn, step.id, step.next, 'a text is on its way')
}
