import type { CustomerStep } from '../flow.ts'
import type { Turn } from '../turn.ts'

export function enterCustomer(_turn: Turn, step: CustomerStep): string | null {
  throw new Error(`step "${step.id}": ${step.do} is not built yet`)
}
