import type { Role } from '../../../services/schemas/people.ts'

export type Screen =
  | 'desk'
  | 'now'
  | 'myShifts'
  | 'roster'
  | 'planning'
  | 'phone'
  | 'calls'
  | 'customers'
  | 'people'
  | 'numbers'
  | 'flows'
  | 'account'
  | 'callbacks'
  | 'incidents'
  | 'directory'
  | 'cases'
  | 'pyramid'
  | 'executive'
  | 'reports'
  | 'rules'
  | 'mailbox'
  | 'blockedNumbers'
  | 'audit'
  | 'pay'

const STAFF: readonly Role[] = ['agent', 'supervisor', 'manager', 'executive', 'admin']

/** Who makes the roster. */
const PLANNERS: readonly Role[] = ['supervisor', 'manager', 'admin']

/** Who answers for the whole: what is at the top, and what a month was like. */
const WATCHERS: readonly Role[] = ['supervisor', 'manager', 'executive', 'admin']

/** Who changes what callers meet. */
const FLOW_EDITORS: readonly Role[] = ['supervisor', 'manager', 'executive', 'admin']

/** Who sees which item of the navigation. The server decides; this only hides what it would refuse. */
const SEEN_BY: Record<Screen, readonly Role[]> = {
  desk: STAFF,
  phone: STAFF,
  calls: STAFF,
  customers: STAFF,
  callbacks: STAFF,
  incidents: STAFF,
  directory: STAFF,
  cases: STAFF,
  pyramid: STAFF,
  executive: WATCHERS,
  reports: WATCHERS,
  // To read for all; mayChangeRules says who changes them.
  rules: STAFF,
  mailbox: ['supervisor', 'admin'],
  blockedNumbers: WATCHERS,
  audit: ['executive', 'admin'],
  now: STAFF,
  myShifts: [...STAFF, 'guest'],
  // To read for all; PLANNERS change it.
  roster: [...STAFF, 'payroll'],
  planning: PLANNERS,
  people: ['admin', 'supervisor'],
  numbers: ['admin'],
  // To read for all; FLOW_EDITORS change them.
  flows: STAFF,
  account: [...STAFF, 'payroll'],
  // One's own; maySeePay says who sees everybody's.
  pay: [...STAFF, 'payroll'],
}

export const maySee = (role: Role, screen: Screen): boolean => SEEN_BY[screen].includes(role)
export const mayPlan = (role: Role): boolean => PLANNERS.includes(role)
/** Who agrees contracts, and sees what an hour costs. */
export const mayContract = (role: Role): boolean => role === 'manager' || role === 'admin'
/** Who sees what everybody is paid, and closes months. */
export const maySeePay = (role: Role): boolean => role === 'payroll' || role === 'manager' || role === 'admin'
/** Who changes what holds for the whole company: sites, levels, the house's rule. */
export const mayRule = (role: Role): boolean => role === 'admin'
export const mayEditFlows = (role: Role): boolean => FLOW_EDITORS.includes(role)
/** Who opens and ends incidents and keeps the directory. */
export const maySupervise = (role: Role): boolean => role === 'supervisor' || role === 'manager' || role === 'executive' || role === 'admin'
/** Scripts and templates by whoever supervises; how cases climb and what is recorded by admins. */
export const mayChangeRules = (role: Role, kind: 'policy' | 'score' | 'recording' | 'callback' | 'pay' | 'reason' | 'template'): boolean =>
  kind === 'reason' || kind === 'template' ? maySupervise(role) : role === 'admin'
export const mayCloseMonth = (role: Role): boolean => role === 'manager' || role === 'executive' || role === 'admin'
/** Who makes things go wrong on purpose and moves the clock of the trial. */
export const mayTrouble = (role: Role): boolean => role === 'supervisor' || role === 'admin'
export const mayEditPeople = (role: Role): boolean => role === 'admin'

/** Where somebody lands after signing in: an agent at his desk, the executive before what is at the top; others on the phone while it is a trial, else at the work. */
export const firstScreen = (role: Role, hasPhone: boolean): '/desk' | '/executive' | '/phone' | '/calls' | '/pay' | '/account' => {
  if (role === 'payroll') return '/pay'
  if (!maySee(role, 'calls')) return '/account'
  if (role === 'agent') return '/desk'
  if (role === 'executive') return '/executive'
  return hasPhone ? '/phone' : '/calls'
}
/** Who says whether time beside the roster was worked. */
export const mayDecideWorked = (role: Role): boolean => maySeePay(role) || mayPlan(role)
