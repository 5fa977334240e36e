import type { z } from 'zod'
import { domainError } from '../../../../errors.ts'
import { plusDays } from '../../../../local-time/wall-clock.ts'
import { findingView } from '../../../../roster-rules/from-wire.ts'
import type { Duty, Finding, Shift } from '../../../../roster-rules/model.ts'
import type { offerList, OfferView } from '../../../../schemas/requests.ts'
import type { DutyView } from '../../../../schemas/rosters.ts'
import { dutyView, type Names } from '../../../on-shift/views.ts'
import { isPlanner, reasonsFor } from '../../../planners.ts'
import { dutiesNow } from '../../../roster/covering/store.ts'
import type { StoredShift } from '../../../roster/diff.ts'
import { isUnlawful } from '../../../roster/what-if/what-if.ts'
import { readStanding, type Standing } from '../../../roster/what-if/store.ts'
import { shiftOf, type Reader } from '../../../store.ts'
import { readPrices, type PriceOf } from '../../price/store.ts'
import { isOffered, passOn } from '../change.ts'
import type { Who } from '../../who.ts'
import { findOffer, LIVE_STATES, listOffers, textAt, type OfferRow } from '../store.ts'
import { placeWanted } from '../taking/store.ts'

const DAYS_PAST = 30
const MOST = 200
const DAY = 86_400_000

/** What pages show of offers: who plans sees all of them with everybody asked, the others what concerns them. */
export async function listViews(db: Reader, who: Who, at: Date): Promise<z.infer<typeof offerList>> {
  const since = new Date(at.getTime() - DAYS_PAST * DAY)
  const concerns = isPlanner(who.role)
    ? {}
    : { OR: [{ personId: who.id }, { createdById: who.id }, { takenById: who.id }, { people: { some: { personId: who.id, toldAt: { not: null } } } }] }
  // What is over never takes the place of what waits.
  const live = await listOffers(db, { AND: [concerns, { state: { in: LIVE_STATES } }] }, MOST)
  const past = await listOffers(db, { AND: [concerns, { state: { notIn: LIVE_STATES }, endsAt: { gt: since } }] }, MOST, 'desc')
  const rows = [...live, ...past]
  const known = await readAround(db, rows)
  const mineToAnswer = rows.filter((row) => row.state === 'open' && askedOf(row, who))
  const standing = mineToAnswer.length === 0 ? undefined : await standingFor(db, mineToAnswer, [who.id], known)
  const priceOf = await pricesFor(db, mineToAnswer, who)
  const mineIn = (row: OfferRow): Mine | null => (standing && mineToAnswer.includes(row) ? mineOf(row, who.id, known, standing, priceOf) : null)
  const views = rows.map((row) => ({ row, view: viewOf(row, who, known, mineIn(row)) }))
  const isLive = ({ row }: { row: OfferRow }): boolean => LIVE_STATES.includes(row.state)
  const isMine = ({ row }: { row: OfferRow }): boolean =>
    row.personId === who.id || row.takenById === who.id || (row.createdById === who.id && row.kind !== 'open')
  const pick = (which: (one: { row: OfferRow }) => boolean) => views.filter(which).map(({ view }) => view)
  return {
    open: pick((one) => isLive(one) && (isPlanner(who.role) || !isMine(one))),
    mine: pick((one) => isLive(one) && isMine(one)),
    past: pick((one) => !isLive(one)),
  }
}

export async function getView(db: Reader, id: string, who: Who, at: Date): Promise<OfferView> {
  const row = await findOffer(db, id)
  const isHis = row && (isPlanner(who.role) || row.personId === who.id || row.createdById === who.id || askedOf(row, who) !== undefined)
  if (!row || !isHis) throw domainError('NOT_FOUND', { kind: 'offer', id })
  const known = await readAround(db, [row])
  if (row.state !== 'open' || !askedOf(row, who)) return viewOf(row, who, known, askedOf(row, who) ? CANNOT : null)
  const standing = await standingFor(db, [row], [who.id, ...(row.personId === null ? [] : [row.personId])], known)
  const mine = mineOf(row, who.id, known, standing, await pricesFor(db, [row], who))
  return viewOf(row, who, known, row.kind === 'swap' ? { ...mine, gives: await givesOf(db, row, who.id, known, standing, at) } : mine)
}

type Mine = NonNullable<OfferView['mine']>
const CANNOT: Mine = { canTake: false, findings: [], premium: null, currency: null, gives: [] }

/** Shifts, names and wanted shifts of these offers. */
type Around = {
  shifts: ReadonlyMap<string, StoredShift>
  duties: readonly Duty[]
  names: Names
  wanted: ReadonlyMap<string, StoredShift>
  zones: ReadonlyMap<string, string>
}

async function readAround(db: Reader, rows: readonly OfferRow[]): Promise<Around> {
  const ids = rows.flatMap(({ shiftId, withShiftId, givenShiftId }) => [shiftId, withShiftId, givenShiftId]).filter((id) => id !== null)
  const shifts = (await db.shift.findMany({ where: { plan: 'published', id: { in: ids } } })).map(shiftOf)
  const duties = await dutiesNow(db, shifts)
  const wanted = new Map<string, StoredShift>()
  for (const { id, wanted: json } of rows) if (json !== null) wanted.set(id, await placeWanted(db, json))
  const people = [...rows.flatMap((row) => [row.personId, row.createdById, row.takenById]), ...duties.flatMap((duty) => [duty.personId, duty.plannedId])]
  const named = await db.person.findMany({ where: { id: { in: people.filter((id) => id !== null) } }, select: { id: true, name: true } })
  const sites = await db.site.findMany({ select: { id: true, zone: true } })
  return {
    ...{ shifts: new Map(shifts.map((shift) => [shift.id, shift])), duties, wanted },
    ...{ names: new Map(named.map(({ id, name }) => [id, name])), zones: new Map(sites.map(({ id, zone }) => [id, zone])) },
  }
}

async function standingFor(db: Reader, rows: readonly OfferRow[], people: readonly string[], { shifts, wanted }: Around): Promise<Standing> {
  const dates = rows.flatMap((row) => [shifts.get(row.shiftId ?? '')?.date, wanted.get(row.id)?.date].filter((date) => date !== undefined)).sort()
  const around = dates.length > 0 ? dates : [rows[0]?.startsAt.toISOString().slice(0, 10) ?? '']
  return readStanding(db, { from: around[0] ?? '', to: around.at(-1) ?? '' }, people)
}

/** What he would be paid on top, for himself to know. */
async function pricesFor(db: Reader, rows: readonly OfferRow[], who: Who): Promise<PriceOf> {
  const dates = rows.map(({ startsAt }) => startsAt.toISOString().slice(0, 10)).sort()
  const [first, last] = [dates[0], dates.at(-1)]
  return first === undefined || last === undefined ? () => null : readPrices(db, [who.id], { from: first, to: plusDays(last, 1) }, 'own')
}

const askedOf = (row: OfferRow, who: { id: string }) => row.people.find(({ personId, toldAt }) => personId === who.id && toldAt !== null)

/** The shift as he would work it. */
function pieceFor(row: OfferRow, personId: string, { shifts, wanted }: Around): Shift | undefined {
  const shift = row.shiftId === null ? wanted.get(row.id) : shifts.get(row.shiftId)
  if (!shift) return undefined
  const [from, to] = [Math.max(shift.from, row.startsAt.getTime()), Math.min(shift.to, row.endsAt.getTime())]
  return { ...shift, personId, from, to, breaks: shift.breaks.filter((rest) => rest.from < to && from < rest.to) }
}

function mineOf(row: OfferRow, personId: string, around: Around, { tried }: Standing, priceOf: PriceOf): Mine {
  const piece = pieceFor(row, personId, around)
  if (!piece) return CANNOT
  // What an exchange breaks depends on what he gives for it.
  const findings: Finding[] = row.kind === 'swap' ? [] : tried.findings({ moves: [], added: [piece] })
  const price = priceOf(piece)
  const premium = { premium: price?.premiums ?? null, currency: price?.currency ?? null }
  return { ...CANNOT, canTake: !findings.some(isUnlawful), findings: findings.map(findingView), ...premium }
}

/** So far from the shift his own ones may be exchanged for it. */
const EXCHANGE_DAYS = 14

async function givesOf(db: Reader, row: OfferRow, personId: string, { shifts, duties }: Around, { tried, pieces }: Standing, at: Date): Promise<string[]> {
  const theirs = duties.filter((duty) => isOffered(duty, row))
  const own = tried.piecesOf(personId).filter(({ id, from }) => from > at.getTime() && (row.withShiftId === null || row.withShiftId === id))
  const near = own.filter(({ from, kind }) => Math.abs(from - row.startsAt.getTime()) < EXCHANGE_DAYS * DAY && kind === shifts.get(row.shiftId ?? '')?.kind)
  const known = await dutiesNow(
    db,
    near.map((piece) => pieces.find(({ id }) => id === piece.id)).filter((one) => one !== undefined),
  )
  return near.flatMap((piece) => {
    const back = known.filter((duty) => duty.shiftId === piece.id && duty.personId === personId)
    const moves = [...passOn(theirs, pieces, personId, at.getTime()).moves, ...passOn(back, pieces, row.personId ?? '', at.getTime()).moves]
    return tried.findings({ moves }).some(isUnlawful) ? [] : [piece.id]
  })
}

function viewOf(row: OfferRow, who: Who, around: Around, mine: Mine | null): OfferView {
  const { shifts, wanted, names, zones } = around
  const plans = isPlanner(who.role)
  const ref = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? row.people.find(({ personId }) => personId === id)?.person.name ?? '' })
  const shift = row.shiftId === null ? wanted.get(row.id) : shifts.get(row.shiftId)
  const people = plans ? row.people : row.people.filter(({ personId }) => personId === who.id)
  // A wish of his own is his to read; that a colleague is ill is not.
  const zone = zones.get(row.siteId) ?? 'UTC'
  const texts = people.map((one) => (row.state === 'open' ? textAt(row, one, zone) : null)).map((at) => (at === null ? null : new Date(at).toISOString()))
  const isReasonShown = plans || row.createdById === who.id
  return {
    ...{ id: row.id, kind: row.kind as OfferView['kind'], state: row.state as OfferView['state'] },
    shift: {
      ...{ id: row.shiftId, kind: shift?.kind ?? 'desk', levelId: row.levelId, siteId: row.siteId, zone },
      ...{ skill: shift?.skill ?? null, from: row.startsAt.toISOString(), to: row.endsAt.toISOString() },
    },
    ...{ person: ref(row.personId), wanted: dutyShown(row.withShiftId, who, around), needsApproval: row.needsApproval },
    ...{ reason: isReasonShown ? row.reason : '', createdBy: ref(row.createdById) ?? { id: row.createdById, name: '' } },
    ...{ createdAt: row.createdAt.toISOString(), raiseAt: row.raiseAt?.toISOString() ?? null, raisedAt: row.raisedAt?.toISOString() ?? null },
    ...{ takenBy: ref(row.takenById), given: dutyShown(row.givenShiftId, who, around), answer: row.answer, mine },
    people: people.map(({ person: { id, name }, rank, why, toldAt, answer, answeredAt, via, noticeMinutes }, n) => ({
      ...{ id, name, rank, why: plans ? (why as Record<string, number>) : {} },
      ...{ toldAt: toldAt?.toISOString() ?? null, textAt: texts[n] ?? null, answeredAt: answeredAt?.toISOString() ?? null, noticeMinutes },
      ...{ answer: answer as OfferView['people'][number]['answer'], via: via as OfferView['people'][number]['via'] },
    })),
  }
}

function dutyShown(shiftId: string | null, { role }: Who, { duties, names }: Around): DutyView | null {
  const duty = duties.find((one) => one.shiftId === shiftId)
  const [shown] = duty ? reasonsFor(role, [duty]) : []
  return shown ? dutyView(shown, names) : null
}
