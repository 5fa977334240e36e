import { z } from 'zod'

const ids = z.array(z.string())
/** What kept its empty fields is filled from the other record; the names of those that were. */
export const FILLED = ['language', 'zone', 'note', 'pinHash', 'preferredChannel', 'allowedFrom', 'allowedTo', 'accountManagerId'] as const
export type Filled = (typeof FILLED)[number]

const twin = z.object({ id: z.string(), standing: z.string(), validTo: z.string().nullable() })
/** What a merge took to the other record: an undo puts back exactly this. */
export const moved = z.object({
  calls: ids,
  cases: ids,
  orders: ids,
  products: ids,
  notes: ids,
  /** Absent in merges of older versions. */
  callbacks: ids.default([]),
  contactPoints: ids,
  references: z.array(z.object({ kind: z.string(), value: z.string() })),
  /** Numbers and addresses that both records had: the gone record's that were ended, and the kept record's as they were and as they became. */
  ended: ids,
  twins: z.array(z.object({ before: twin, after: twin })),
  fields: z.array(z.enum(FILLED)),
})
export type Moved = z.infer<typeof moved>

type Fields = Readonly<Record<Filled, string | null>>

/** The fields that are empty on the kept record and not on the other. Hours are taken over as a whole. */
export function fieldsToFill(kept: Fields, gone: Fields): Filled[] {
  return FILLED.filter((name) => isEmpty(kept[name]) && !isEmpty(gone[name]) && (!isHour(name) || isEmpty(kept.allowedFrom)))
}

/** Of those filled then, the ones that nobody has changed since. */
export function fieldsToEmpty(filled: readonly Filled[], kept: Fields, gone: Fields): Filled[] {
  return filled.filter((name) => kept[name] === gone[name])
}

const isEmpty = (value: string | null): boolean => value === null || value === ''
const isHour = (name: Filled): boolean => name === 'allowedFrom' || name === 'allowedTo'

type Point = { id: string; kind: string; value: string; standing: string; validTo: Date | null }
type Twin = Moved['twins'][number]['before']

/** Which contact points go over, and what becomes of those that both have: one record cannot have a number twice. */
export function sortPoints(kept: readonly Point[], gone: readonly Point[]): Pick<Moved, 'contactPoints' | 'ended' | 'twins'> {
  const twinOf = ({ kind, value }: Point): Point | undefined => kept.find((one) => one.kind === kind && one.value === value)
  const doubled = gone.flatMap((point) => {
    const own = twinOf(point)
    return own && point.validTo === null ? [{ point, own }] : []
  })
  const twins = doubled.map(({ point, own }) => ({ before: asTwin(own), after: joined(own, point) }))
  return {
    contactPoints: gone.filter((point) => !twinOf(point)).map(({ id }) => id),
    ended: doubled.map(({ point }) => point.id),
    twins: twins.filter(({ before, after }) => before.standing !== after.standing || before.validTo !== after.validTo),
  }
}

/** His own on one of the records is his own; what was over on the kept one is as it was on the other. */
function joined(own: Point, point: Point): Twin {
  const isStronger = own.validTo !== null || (own.standing === 'unconfirmed' && point.standing === 'direct')
  return { id: own.id, standing: isStronger ? point.standing : own.standing, validTo: null }
}

const asTwin = ({ id, standing, validTo }: Point): Twin => ({ id, standing, validTo: validTo?.toISOString() ?? null })
