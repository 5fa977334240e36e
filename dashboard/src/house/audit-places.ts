import type { AuditEntry, AuditSearch } from './house-api.ts'

export const AUDIT_KINDS = [
  ...(['custody.began', 'custody.ended', 'promise.made', 'promise.changed', 'promise.kept', 'promise.replaced'] as const),
  ...(['customer.read', 'customer.merged', 'customer.mergeUndone', 'customers.imported', 'recording.played', 'recording.deleted'] as const),
  ...(['callback.taken', 'callback.moved', 'callback.cancelled', 'callback.paused', 'callback.resumed', 'callback.breakerClosed'] as const),
  ...(['number.blocked', 'number.unblocked', 'rule.changed', 'month.closed', 'person.left'] as const),
  ...([
    'pay.closed',
    'pay.corrected',
    'pay.packAdded',
    'worked.proposed',
    'worked.accepted',
    'worked.refused',
    'request.decidedAlone',
    'roster.ownShifts',
  ] as const),
] as const

export const readAuditSearch = (search: Record<string, unknown>): AuditSearch => {
  // A subject of digits only comes as a number.
  const subject = search['subject'] === undefined ? '' : String(search['subject']).trim()
  const kind = AUDIT_KINDS.find((known) => known === search['kind'])
  return { ...(subject === '' ? {} : { subject }), ...(kind ? { kind } : {}) }
}

type Place = { page: 'customer' | 'call' | 'month' | 'rule' | 'callback'; ref: string } | null

/** The page that shows what an entry is about, if its words lead to one. Of cases there are ids only. */
export const placeOf = ({ kind, subject, body }: Pick<AuditEntry, 'kind' | 'subject' | 'body'>): Place => {
  if (kind.startsWith('customer.')) return { page: 'customer', ref: subject }
  if (kind.startsWith('recording.')) return typeof body['call'] === 'string' ? { page: 'call', ref: body['call'] } : null
  if (kind === 'month.closed') return { page: 'month', ref: subject }
  // Pauses and what closes the ways have no page of their own.
  if (['callback.taken', 'callback.moved', 'callback.cancelled'].includes(kind)) return { page: 'callback', ref: subject }
  return kind === 'rule.changed' ? { page: 'rule', ref: subject } : null
}

/** The facts of an entry, one a line; what lies in another fact has both names: `heirs.cases`. */
export const factsOf = (body: Record<string, unknown>, before = ''): [name: string, value: string][] =>
  Object.entries(body).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === undefined) return []
    if (typeof value === 'object' && !Array.isArray(value)) return factsOf(value as Record<string, unknown>, `${before}${name}.`)
    return [[`${before}${name}`, typeof value === 'string' ? value : JSON.stringify(value)]]
  })
