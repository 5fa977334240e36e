import type { Role } from '../../../services/schemas/people.ts'

export const ROLES: readonly Role[] = ['agent', 'supervisor', 'manager', 'executive', 'payroll', 'admin', 'guest']
