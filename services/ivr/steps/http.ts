import type { HttpStep } from '../flow.ts'
import type { Position } from '../session.ts'
import type { Turn } from '../turn.ts'

export function enterHttp(_turn: Turn, step: HttpStep): string | null {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}

export function answerHttp(_turn: Turn, step: HttpStep, _position: Position, _isThere: boolean): void {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}
