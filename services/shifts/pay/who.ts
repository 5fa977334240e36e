import type { Role } from '../../schemas/people.ts'

/** Who sees what others are paid, and settles it. */
export const PAY_OFFICE: readonly Role[] = ['payroll', 'manager', 'admin']
/** Who decides what others have worked. */
export const TIME_KEEPERS: readonly Role[] = ['supervisor', ...PAY_OFFICE]
/** Who sees what a plan costs before it is published; without the pay office at the house's mean rate. */
export const SEES_COST: readonly Role[] = TIME_KEEPERS

export const isPayOffice = (role: Role): boolean => PAY_OFFICE.includes(role)
export const isTimeKeeper = (role: Role): boolean => TIME_KEEPERS.includes(role)

type Actor = { kind: 'person' | 'apiKey'; id: string; name: string }
/** As the audit names him. */
export const actorOf = ({ kind, id }: Actor): string => (kind === 'person' ? id : `key:${id}`)
export const personIdOf = ({ kind, id }: Actor): string | null => (kind === 'person' ? id : null)
