import type { CallbackStep } from '../flow.ts'
import type { Position } from '../session.ts'
import type { Turn } from '../turn.ts'

export function enterCallback(_turn: Turn, step: CallbackStep): string | null {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}

export function answerCallback(_turn: Turn, step: CallbackStep, _position: Position, _isThere: boolean): void {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}
