import type { CallEvent } from '../../telephony/provider.ts'
import type { CaseStatusStep } from '../flow.ts'
import type { Position } from '../session.ts'
import type { Turn } from '../turn.ts'

export function enterCaseStatus(_turn: Turn, step: CaseStatusStep): string | null {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}

export function answerCaseStatus(_turn: Turn, step: CaseStatusStep, _position: Position, _event: CallEvent): void {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}
