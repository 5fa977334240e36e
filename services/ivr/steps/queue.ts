import type { CallEvent } from '../../telephony/provider.ts'
import type { QueueStep } from '../flow.ts'
import type { Position } from '../session.ts'
import type { Turn } from '../turn.ts'

export function enterQueue(_turn: Turn, step: QueueStep): string | null {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}

export function answerQueue(_turn: Turn, step: QueueStep, _position: Position, _event: CallEvent): void {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}
