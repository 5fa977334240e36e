import type { SmsStep } from '../flow.ts'
import type { Turn } from '../turn.ts'

export function enterSms(_turn: Turn, step: SmsStep): string | null {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}
