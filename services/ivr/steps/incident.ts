import type { CallEvent } from '../../telephony/provider.ts'
import type { IncidentStep } from '../flow.ts'
import type { Position } from '../session.ts'
import type { Turn } from '../turn.ts'

export function enterIncident(_turn: Turn, step: IncidentStep): string | null {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}

export function answerIncident(_turn: Turn, step: IncidentStep, _position: Position, _event: CallEvent): void {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}
