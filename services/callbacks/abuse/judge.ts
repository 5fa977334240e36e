import type { CallbackRule } from '../../schemas/rules.ts'
import type { Scope } from './keys.ts'

/** Whose number it is: a customer's by the record; of somebody who has called us; nobody's that we know. */
export type Standing = 'confirmed' | 'heard' | 'stranger'

export type Facts = {
  standing: Standing
  country: string
  /** Countries of our own numbers. */
  ourCountries: readonly string[]
  /** The line may call such a number (caller-id.ts `canBeCalled`), and a text reaches it; null: no number was given. */
  canBeCalled: boolean | null
  canBeTexted: boolean
  isOurs: boolean
  isBlocked: boolean
  isHoneypot: boolean
  isWritten: boolean
  /** The public ways in are closed for all. */
  isClosed: boolean
  /** Requests in the period, this one among them. */
  counts: Readonly<Partial<Record<Scope, number>>>
}

/** Of all strangers in this hour, before this one: how many were let in, and how many refused. */
export type Hour = { passed: number; refused: number }

export type Refusal = 'honeypot' | 'kind' | 'country' | 'lineType' | 'ours' | 'blocked' | 'closed' | Scope | 'pressure' | 'money' | 'codeImpossible'

type Limits = CallbackRule['limits']
const LIMIT_OF: Readonly<Record<Exclude<Scope, 'all'>, keyof Limits>> = {
  number: 'numberPerDay',
  line: 'rangePerDay',
  address: 'addressPerHour',
  network: 'networkPerHour',
  range: 'rangePerDay',
}
const NARROW = ['number', 'line', 'address', 'network', 'range'] as const

/**
 * Why a request is refused, or undefined. Limits of address, network and number hold for all alike, so that nobody can try out whose numbers we know.
 * A range is a firm's, of which one customer must not be shut out because somebody plays with the others.
 */
export function refusalOf(
  facts: Facts,
  rule: Pick<CallbackRule, 'countries' | 'limits'>,
): Exclude<Refusal, 'lineType' | 'all' | 'pressure' | 'money' | 'codeImpossible'> | undefined {
  const { isWritten, counts } = facts
  if (facts.isHoneypot) return 'honeypot'
  if (facts.isBlocked) return 'blocked'
  if (facts.isOurs) return 'ours'
  if (!isWritten && facts.canBeCalled !== true) return 'kind'
  if (!isWritten && !isAllowedCountry(facts, rule)) return 'country'
  if (!isWritten && facts.isClosed) return 'closed'
  return NARROW.find((scope) => !(scope === 'range' && facts.standing === 'confirmed') && (counts[scope] ?? 0) > rule.limits[LIMIT_OF[scope]])
}

function isAllowedCountry({ country, ourCountries }: Facts, { countries }: Pick<CallbackRule, 'countries'>): boolean {
  return (countries.length > 0 ? countries : ourCountries).includes(country)
}

/** So many refusals in an hour, and so large a share of all requests: somebody plays with us. */
const LEAST_REFUSED = 20
const REFUSED_SHARE = 0.2
export const isUnderPressure = ({ passed, refused }: Hour): boolean => refused >= LEAST_REFUSED && refused >= (passed + refused) * REFUSED_SHARE

/** Under pressure so many of a network: its machines have soon used that up, and a newcomer comes from somewhere else. */
const NETWORK_UNDER_PRESSURE = 3
export const isPressedOut = ({ counts }: Facts, hour: Hour): boolean => isUnderPressure(hour) && (counts.network ?? 0) > NETWORK_UNDER_PRESSURE

/** More than this share of a limit is many from one place. */
const CROWD = 0.5
/** Why a code must come back first, or undefined: nobody whom we know by the record is suspected. */
export function suspicionOf(
  { standing, country, ourCountries, counts }: Facts,
  hour: Hour,
  { limits }: Pick<CallbackRule, 'limits'>,
): 'crowd' | 'foreign' | 'pressure' | undefined {
  if (standing === 'confirmed') return undefined
  if ((counts.network ?? 0) > limits.networkPerHour * CROWD || (counts.range ?? 0) > limits.rangePerDay * CROWD) return 'crowd'
  if (standing === 'heard') return undefined
  if (!ourCountries.includes(country)) return 'foreign'
  return isUnderPressure(hour) ? 'pressure' : undefined
}

/** What stands behind a line that is never called, in the provider's words: somebody earns money with it, or nobody is there. */
const REFUSED_LINES: ReadonlySet<string> = new Set(['premium', 'sharedCost', 'uan', 'voicemail', 'pager', 'personal'])
export const isRefusedLine = (type: string | undefined): boolean => type !== undefined && REFUSED_LINES.has(type)

/**
 * Only that the number is none for us, or that a code must reach it, is said; all else is one answer, from which no machine learns what to change.
 */
export function publicReasonOf(why: Refusal): 'number' | 'mobile' | 'notNow' {
  if (why === 'codeImpossible') return 'mobile'
  return why === 'kind' || why === 'country' || why === 'lineType' ? 'number' : 'notNow'
}
