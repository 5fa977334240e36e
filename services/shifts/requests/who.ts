import type { Role } from '../../schemas/people.ts'

/** Who asks, answers or decides. */
export type Who = { id: string; name: string; role: Role }
