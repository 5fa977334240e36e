import type { Transaction } from '../../../../db.ts'
import type { Duty, Finding, Shift } from '../../../../roster-rules/model.ts'
import type { NewShift } from '../../../roster/wanted-shift.ts'
import { wantedNew } from '../../../roster/wanted-shift.ts'
import { addShift, dutiesNow, exchange, handOver, lockPublished, type Actor } from '../../../roster/covering/store.ts'
import type { StoredShift } from '../../../roster/diff.ts'
import { placeShift } from '../../../roster/place-shift.ts'
import { findShift, lockPeople } from '../../../roster/store.ts'
import { readStanding } from '../../../roster/what-if/store.ts'
import { listShiftTypes, type Reader } from '../../../store.ts'
import { isOffered, judged, passOn, timesOf, type OfferChange } from '../change.ts'
import type { OfferRow } from '../store.ts'

/** What a yes would change, with all rows that it needs held; `stale`: the shift is not what was offered any more. */
export type Taking =
  { kind: 'stale' } | { kind: 'lawful' | 'unlawful'; findings: Finding[]; change: OfferChange; shifts: StoredShift[]; givenSeen: string | null }

export async function planTaking(tx: Transaction, offer: OfferRow, taker: string, withShiftId: string | null, at: Date): Promise<Taking> {
  if (offer.shiftId === null) return planOpen(tx, offer, taker)
  const ids = [offer.shiftId, ...(withShiftId === null ? [] : [withShiftId])]
  for (const id of ids) if (!(await findShift(tx, 'published', id))) return { kind: 'stale' }
  const shifts = await lockPublished(tx, ids, [taker, offer.personId ?? taker])
  const duties = await dutiesNow(tx, shifts)
  const theirs = duties.filter((duty) => isOffered(duty, offer) && duty.to > at.getTime())
  const mine = withShiftId === null ? [] : duties.filter((duty) => duty.shiftId === withShiftId && duty.personId === taker)
  if (theirs.length === 0 || (withShiftId !== null && !isAsSeen(offer, theirs, mine, at))) return { kind: 'stale' }
  const dates = shifts.map(({ date }) => date).sort()
  const { tried, pieces } = await readStanding(tx, { from: dates[0] ?? '', to: dates.at(-1) ?? '' }, [taker, offer.personId ?? taker])
  const [there, back] = [passOn(theirs, pieces, taker, at.getTime()), passOn(mine, pieces, offer.personId ?? taker, at.getTime())]
  const change = { handOvers: [...there.handOvers, ...back.handOvers], moves: [...there.moves, ...back.moves], added: [] }
  const { findings, isLawful } = judged(tried, change)
  return { kind: isLawful ? 'lawful' : 'unlawful', findings, change, shifts, givenSeen: withShiftId === null ? null : timesOf(mine) }
}

/** Of an exchange both are exactly what was agreed on, no longer and no shorter, and neither has begun. */
function isAsSeen({ startsAt, endsAt, givenSeen }: OfferRow, theirs: readonly Duty[], mine: readonly Duty[], at: Date): boolean {
  const [one] = theirs
  const isWhole = theirs.length === 1 && one?.from === startsAt.getTime() && one.to === endsAt.getTime()
  const isAhead = mine.length > 0 && mine.every((duty) => duty.from > at.getTime())
  return isWhole && isAhead && (givenSeen === null || givenSeen === timesOf(mine))
}

async function planOpen(tx: Transaction, offer: OfferRow, taker: string): Promise<Taking> {
  await lockPeople(tx, [taker])
  const added = { ...(await placeWanted(tx, offer.wanted)), personId: taker }
  // Its type has other hours by now.
  if (added.from !== offer.startsAt.getTime() || added.to !== offer.endsAt.getTime()) return { kind: 'stale' }
  const { tried } = await readStanding(tx, { from: added.date, to: added.date }, [taker])
  const { findings, isLawful } = judged(tried, { moves: [], added: [added] })
  return { kind: isLawful ? 'lawful' : 'unlawful', findings, change: { handOvers: [], moves: [], added: [added] }, shifts: [], givenSeen: null }
}

/** A wanted shift with its instants; nobody's yet. */
export async function placeWanted(db: Reader, json: unknown): Promise<StoredShift> {
  const given: NewShift = { ...(json as Omit<NewShift, 'personId'>), personId: NOBODY }
  const type = given.shiftTypeId === null ? null : ((await listShiftTypes(db)).find(({ id }) => id === given.shiftTypeId) ?? null)
  const { wall, fold, ...wanted } = wantedNew(given, type)
  const { zone } = await db.site.findUniqueOrThrow({ where: { id: wanted.siteId }, select: { zone: true } })
  return { ...wanted, ...placeShift({ ...wall, date: wanted.date, zone, fold }), id: NOBODY, zone, version: 0 }
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Makes it so. Returns the id of what came of it. */
export async function take(tx: Transaction, { change, shifts }: Extract<Taking, { kind: 'lawful' | 'unlawful' }>, reason: string, by: Actor): Promise<string> {
  const [added] = change.added
  if (added) return (await addShift(tx, added as StoredShift, by)).id
  const [one, other] = shifts
  const isPlain = change.handOvers.length === 2 && change.handOvers.every(({ duty }) => isWhole(duty, shifts))
  const done = one && other && isPlain ? await exchange(tx, one, other, reason, by) : await handOver(tx, shifts, change.handOvers, reason, by)
  return done.overrides[0]?.id ?? one?.id ?? NOBODY
}

/** As the roster has it, from begin to end. */
function isWhole(duty: OfferChange['handOvers'][number]['duty'], shifts: readonly Shift[]): boolean {
  return duty.source === 'shift' && shifts.some(({ id, from, to }) => id === duty.shiftId && from === duty.from && to === duty.to)
}
