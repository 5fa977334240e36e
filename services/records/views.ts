import type { z } from 'zod'
import { callRowView, caseRefView } from '../calls/log/views.ts'
import type { contactPoint, customerDetail, customerNote, customerOrder, customerProduct, customerRow, customerWishes, merge } from '../schemas/customers.ts'

type Row = z.infer<typeof customerRow>
type Detail = z.infer<typeof customerDetail>
type PersonRef = { id: string; name: string }

export type StoredContact = {
  id: string
  kind: string
  value: string
  standing: string
  label: string
  verifiedAt: Date | null
  validFrom: Date
  validTo: Date | null
}
export type StoredCustomer = {
  id: string
  name: string
  kind: string
  language: string | null
  isNew: boolean
  pinHash: string | null
  createdAt: Date
  contactPoints: readonly StoredContact[]
  references: ReadonlyArray<{ kind: string; value: string; isVerified: boolean }>
}
type StoredWishes = {
  preferredChannel: string | null
  allowedFrom: string | null
  allowedTo: string | null
  zone: string | null
  accountManager: PersonRef | null
}
type StoredOrder = { id: string; reference: string; title: string; state: string; orderedAt: Date; amount: number | null; currency: string | null }
type StoredProduct = { id: string; reference: string; name: string; since: Date | null; until: Date | null }
export type StoredNote = { id: string; text: string; at: Date; personId: string | null }
export type StoredMerge = { id: string; keptId: string; goneId: string; byId: string | null; at: Date; reason: string; undoneAt: Date | null }

/** Names of people and customers by id; whoever is not there any more has none. */
export type Names = ReadonlyMap<string, string>

/** All that the page of a customer shows at first. */
export type StoredRecord = StoredCustomer &
  StoredWishes & {
    note: string
    mergedInto: PersonRef | null
    orders: readonly StoredOrder[]
    products: readonly StoredProduct[]
    notes: readonly StoredNote[]
    merges: readonly StoredMerge[]
    calls: ReadonlyArray<Parameters<typeof callRowView>[0]>
    possibleCalls: ReadonlyArray<Parameters<typeof callRowView>[0]>
    cases: ReadonlyArray<Parameters<typeof caseRefView>[0]>
  }

export function customerView({ id, name, kind, language, isNew, pinHash, createdAt, contactPoints, references }: StoredCustomer): Row {
  return {
    id,
    name,
    kind,
    language,
    isNew,
    hasPin: pinHash !== null,
    createdAt: createdAt.toISOString(),
    contactPoints: contactPoints.map(contactView),
    references: references.map((one) => ({ kind: one.kind, value: one.value, isVerified: one.isVerified })),
  }
}

export function recordView(record: StoredRecord, names: Names): Detail {
  return {
    ...customerView(record),
    note: record.note,
    wishes: wishesView(record),
    orders: record.orders.map(orderView),
    products: record.products.map(productView),
    notes: record.notes.map((note) => noteView(note, names)),
    mergedInto: record.mergedInto && { id: record.mergedInto.id, name: record.mergedInto.name },
    merges: record.merges.map((one) => mergeView(one, names)),
    calls: record.calls.map(callRowView),
    possibleCalls: record.possibleCalls.map(callRowView),
    cases: record.cases.map(caseRefView),
  }
}

function contactView(point: StoredContact): z.infer<typeof contactPoint> {
  return {
    id: point.id,
    kind: point.kind as 'phone' | 'email',
    value: point.value,
    standing: point.standing as 'direct' | 'shared' | 'unconfirmed',
    label: point.label,
    verifiedAt: point.verifiedAt?.toISOString() ?? null,
    validFrom: point.validFrom.toISOString(),
    validTo: point.validTo?.toISOString() ?? null,
  }
}

function wishesView({ preferredChannel, allowedFrom, allowedTo, zone, accountManager }: StoredWishes): z.infer<typeof customerWishes> {
  return {
    preferredChannel: preferredChannel as 'call' | 'sms' | 'email' | null,
    allowedHours: allowedFrom !== null && allowedTo !== null ? { from: allowedFrom, to: allowedTo } : null,
    zone,
    accountManager: accountManager && { id: accountManager.id, name: accountManager.name },
  }
}

function orderView({ id, reference, title, state, orderedAt, amount, currency }: StoredOrder): z.infer<typeof customerOrder> {
  return { id, reference, title, state, orderedAt: orderedAt.toISOString(), amount, currency }
}

function productView({ id, reference, name, since, until }: StoredProduct): z.infer<typeof customerProduct> {
  return { id, reference, name, since: dayOf(since), until: dayOf(until) }
}

function noteView({ id, text, at, personId }: StoredNote, names: Names): z.infer<typeof customerNote> {
  return { id, text, at: at.toISOString(), by: refOf(personId, names) }
}

function mergeView({ id, keptId, goneId, byId, at, reason, undoneAt }: StoredMerge, names: Names): z.infer<typeof merge> {
  const named = (one: string): PersonRef => ({ id: one, name: names.get(one) ?? '' })
  return { id, kept: named(keptId), gone: named(goneId), at: at.toISOString(), by: refOf(byId, names), reason, undoneAt: undoneAt?.toISOString() ?? null }
}

const dayOf = (day: Date | null): string | null => day?.toISOString().slice(0, 10) ?? null

function refOf(id: string | null, names: Names): PersonRef | null {
  const name = id === null ? undefined : names.get(id)
  return id === null || name === undefined ? null : { id, name }
}
