import type { CallEvent } from '../../telephony/provider.ts'
import type { WakeStep } from '../flow.ts'
import type { Position } from '../session.ts'
import type { Turn } from '../turn.ts'

export function enterWake(_turn: Turn, step: WakeStep): string | null {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}

export function answerWake(_turn: Turn, step: WakeStep, _position: Position, _event: CallEvent): void {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}
