import type { Role } from '../schemas/people.ts'

/** Who plans: sees the draft, changes and publishes it, and says when others are away. */
export const PLANNERS: readonly Role[] = ['supervisor', 'manager', 'admin']
