import { randomUUID } from 'node:crypto'
import type { Transaction } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import { plusDays } from '../../../local-time/wall-clock.ts'
import { toInstant } from '../../../roster-rules/from-wire.ts'
import { groupBy } from '../../../roster-rules/group-by.ts'
import type { Duty, Interval } from '../../../roster-rules/model.ts'
import type { OverrideView } from '../../../schemas/rosters.ts'
import { announceRoster } from '../../live/store.ts'
import { shiftOf } from '../../store.ts'
import type { StoredShift } from '../diff.ts'
import { checkPerson, findShift, listOverrides, lockPeople, shiftColumns, tellChanges } from '../store.ts'
import { toCover } from '../views.ts'
import { countWorked, dutiesOf } from '../worked.ts'

/** Somebody stands in for a published shift, within a transaction of `changeRoster`. */

/** Who does it, and when; he is not told of it himself. */
export type Actor = { id: string; name: string; at: Date }
/** `people`: whose work it has changed. */
export type Covered = { overrides: OverrideView[]; people: Set<string>; shifts: StoredShift[] }

export async function getPublished(tx: Transaction, id: string): Promise<StoredShift> {
  const shift = await findShift(tx, 'published', id)
  if (shift) return shift
  throw (await findShift(tx, 'draft', id)) ? domainError('NOT_PUBLISHED') : domainError('NOT_FOUND', { kind: 'shift', id })
}

/** The shifts, once nobody else can change who works them, or what these people work. No publication runs meanwhile (changeRoster). */
export async function lockPublished(tx: Transaction, ids: readonly string[], people: readonly string[]): Promise<StoredShift[]> {
  const seen = []
  for (const id of ids) seen.push(await getPublished(tx, id))
  const covers = await tx.override.findMany({ where: { shiftId: { in: [...ids] }, revokedAt: null }, select: { personId: true } })
  await lockPeople(
    tx,
    [...seen, ...covers, ...people.map((personId) => ({ personId }))].map(({ personId }) => personId),
  )
  return seen
}

/** Who works these shifts as it stands. */
export async function dutiesNow(tx: Transaction, shifts: readonly StoredShift[]): Promise<Duty[]> {
  const covers = await listOverrides(tx, { shiftId: { in: shifts.map(({ id }) => id) }, revokedAt: null })
  return dutiesOf(shifts, covers.map(toCover))
}

/** One person for a part of a locked shift, or the whole. */
export async function standIn(tx: Transaction, shift: StoredShift, personId: string, { from, to }: Interval, reason: string, by: Actor): Promise<Covered> {
  const { name } = await checkPerson(tx, personId)
  if (!(shift.from <= from && from < to && to <= shift.to)) throw domainError('OUTSIDE_SHIFT', { from: toInstant(from), to: toInstant(to) })
  const during = (await dutiesNow(tx, [shift])).filter((duty) => duty.from < to && from < duty.to)
  if (during.every((duty) => duty.personId === personId)) throw domainError('SAME_PERSON', { name })
  const id = randomUUID()
  const data = { id, kind: 'override', shiftId: shift.id, personId, ...spanColumns({ from, to }), reason, ...madeBy(by) }
  const people = await coverAndTell(tx, [shift], by, id, () => tx.override.create({ data }))
  return { people, shifts: [shift], overrides: await listOverrides(tx, { id }) }
}

/** Two locked shifts of two people change hands, as the roster has them. */
export async function exchange(tx: Transaction, one: StoredShift, other: StoredShift, reason: string, by: Actor): Promise<Covered> {
  const { name } = await checkPerson(tx, one.personId)
  if (one.personId === other.personId) throw domainError('SAME_PERSON', { name })
  await checkPerson(tx, other.personId)
  const swapId = randomUUID()
  const half = (shift: StoredShift, personId: string) => ({
    ...{ id: randomUUID(), kind: 'swap', shiftId: shift.id, personId, swapId, reason },
    ...spanColumns(shift),
    ...madeBy(by),
  })
  const shifts = [one, other]
  const data = [half(one, other.personId), half(other, one.personId)]
  const people = await coverAndTell(tx, shifts, by, swapId, () => tx.override.createMany({ data }))
  return { people, shifts, overrides: await listOverrides(tx, { swapId }) }
}

/** Of a duty the part within `span`, or all of it. */
export type HandOver = { duty: Duty; to: string; span?: Interval }

/**
 * Duties, or parts of them, become another one's, all at once; what lies before `by.at` has been worked. One that was itself a standing-in ends with it,
 * and what is left of it goes on. The shifts are locked.
 */
export async function handOver(tx: Transaction, shifts: readonly StoredShift[], moves: readonly HandOver[], reason: string, by: Actor): Promise<Covered> {
  const ids: string[] = []
  const cover = async (shiftId: string, personId: string, span: Interval, why: string): Promise<void> => {
    const id = randomUUID()
    ids.push(id)
    await tx.override.create({ data: { id, kind: 'override', shiftId, personId, ...spanColumns(span), reason: why, ...madeBy(by) } })
  }
  const people = await coverAndTell(tx, shifts, by, randomUUID(), async () => {
    for (const [duty, its] of groupBy(moves, ({ duty }) => duty)) {
      const now = Math.max(duty.from, Math.min(by.at.getTime(), duty.to - 1))
      const hasSwap = (await tx.override.count({ where: { shiftId: duty.shiftId, kind: 'swap', revokedAt: null } })) > 0
      const stoodIn = duty.source === 'override' && duty.overrideId !== null
      if (stoodIn) await endCover(tx, duty.overrideId ?? '', new Date(now), by.at)
      for (const { to, ...span } of cutUp({ from: now, to: duty.to }, its)) {
        if (to !== null) await checkPerson(tx, to)
        // Whose shift it is works it himself, and who worked it goes on: nobody has to stand in.
        const isAsPlanned = to === duty.plannedId && stoodIn && !hasSwap
        if (to === null ? stoodIn : !isAsPlanned) await cover(duty.shiftId, to ?? duty.personId, span.span, to === null ? duty.reason : reason)
      }
    }
  })
  return { people, shifts: [...shifts], overrides: await listOverrides(tx, { id: { in: ids } }) }
}

/** Who has which part of what is left of a duty; null: whoever has it now. */
function cutUp(left: Interval, moves: readonly HandOver[]): Array<{ to: string | null; span: Interval }> {
  const spans = moves.map(({ to, span = left }) => ({ to, span: { from: Math.max(span.from, left.from), to: Math.min(span.to, left.to) } }))
  const edges = [...new Set([left.from, left.to, ...spans.flatMap(({ span }) => [span.from, span.to])])].sort((a, b) => a - b)
  return edges.slice(0, -1).map((from, index) => {
    const span = { from, to: edges[index + 1] ?? left.to }
    return { to: spans.find((one) => one.span.from <= from && span.to <= one.span.to)?.to ?? null, span }
  })
}

/** A shift that nobody had, for somebody: in both plans, so that they differ no more than before. */
export async function addShift(tx: Transaction, shift: Omit<StoredShift, 'id' | 'version' | 'zone' | 'date'>, by: Actor): Promise<StoredShift> {
  await checkPerson(tx, shift.personId)
  await lockPeople(tx, [shift.personId])
  const id = randomUUID()
  const columns = { id, ...shiftColumns(shift) }
  await tx.shift.create({ data: { plan: 'draft', ...columns } })
  const made = shiftOf(await tx.shift.create({ data: { plan: 'published', ...columns } }))
  const told = shift.personId === by.id ? [] : [[shift.personId, { added: 1, removed: 0, changed: 0 }] as const]
  await tellChanges(tx, new Map(told), { key: `shift:${id}`, from: made.date, to: plusDays(made.date, 1), at: by.at })
  await announceRoster(tx, made.date)
  return made
}

/** Stores who stands in, and tells all whose work it changes. Returns who they are. */
async function coverAndTell(tx: Transaction, shifts: readonly StoredShift[], by: Actor, key: string, store: () => Promise<unknown>): Promise<Set<string>> {
  const before = await dutiesNow(tx, shifts)
  await store()
  const counted = countWorked(before, await dutiesNow(tx, shifts))
  const dates = shifts.map(({ date }) => date).sort()
  const told = { key: `override:${key}`, from: dates[0] ?? '', to: plusDays(dates.at(-1) ?? '', 1), at: by.at }
  await tellChanges(tx, new Map([...counted].filter(([personId]) => personId !== by.id)), told)
  for (const date of new Set(dates)) await announceRoster(tx, date)
  return new Set(counted.keys())
}

async function endCover(tx: Transaction, id: string, from: Date, at: Date): Promise<void> {
  const { fromAt } = await tx.override.findUniqueOrThrow({ where: { id }, select: { fromAt: true } })
  await tx.override.update({ where: { id }, data: fromAt < from ? { toAt: from } : { revokedAt: at } })
}

function spanColumns({ from, to }: Interval) {
  return { fromAt: new Date(from), toAt: new Date(to) }
}

function madeBy({ name, at }: Actor) {
  return { createdBy: name, createdAt: at }
}
