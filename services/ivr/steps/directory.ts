import type { CallEvent } from '../../telephony/provider.ts'
import type { DirectoryStep } from '../flow.ts'
import type { Position } from '../session.ts'
import type { Turn } from '../turn.ts'

export function enterDirectory(_turn: Turn, step: DirectoryStep): string | null {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}

export function answerDirectory(_turn: Turn, step: DirectoryStep, _position: Position, _event: CallEvent): void {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}
