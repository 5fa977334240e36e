import type { CallEvent } from '../../telephony/provider.ts'
import type { TransferStep } from '../flow.ts'
import type { Position } from '../session.ts'
import type { Turn } from '../turn.ts'

export function enterTransfer(_turn: Turn, step: TransferStep): string | null {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}

export function answerTransfer(_turn: Turn, step: TransferStep, _position: Position, _event: CallEvent): void {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}
