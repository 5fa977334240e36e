import type { CallEvent } from '../../telephony/provider.ts'
import type { TransferStep } from '../flow.ts'
import type { Position } from '../session.ts'
import { renderTemplate } from '../templates.ts'
import { enter, go, handOver, speak, type Turn } from '../turn.ts'
import { endRinging } from './dial.ts'

/** Hands the call over. Nobody is asked whether he takes it, so whoever picks up has it, a mailbox too. */
export function enterTransfer(turn: Turn, step: TransferStep): void {
  const { text, isComplete } = renderTemplate(step.to, turn)
  if (!isComplete) return go(turn, step.id, step.onFailed, 'there is no number to hand over to')
  if (step.prompt !== null) speak(turn, step.id, step.prompt)
  turn.log.push({ kind: 'dialled', step: step.id, numbers: 1 })
  const position = { step: step.id, awaiting: 'dial', noInput: 0, noMatch: 0 } as const
  handOver(turn, position, { verb: 'dial', numbers: [text.trim()], timeoutSeconds: step.timeoutSeconds })
}

export function answerTransfer(turn: Turn, step: TransferStep, _position: Position, event: CallEvent): void {
  if (event.kind !== 'dialEnded') return enter(turn, step.id)
  if (!endRinging(turn, step, event)) go(turn, step.id, step.onFailed, event.result)
}
