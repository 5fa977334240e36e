import { setImmediate } from 'node:timers/promises'
import type { z } from 'zod'
import type { Database, Transaction } from '../../../../db.ts'
import { domainError } from '../../../../errors.ts'
import type { Duty, Shift } from '../../../../roster-rules/model.ts'
import type { newOffer } from '../../../../schemas/requests.ts'
import { changeRoster } from '../../../roster/store.ts'
import { dutiesNow, getPublished } from '../../../roster/covering/store.ts'
import { readStanding, type Standing } from '../../../roster/what-if/store.ts'
import { listLeaves, type Reader } from '../../../store.ts'
import { readCarried } from '../../../fairness/store.ts'
import { LOAD_DAYS, mayStandIn, rankCandidates, weigh, type Candidate, type Considered, type Weighing } from '../candidates.ts'
import { passOn, timesOf } from '../change.ts'
import type { Who } from '../../who.ts'
import { addOffer, announceOffer, ask, endOffer, holdOffer, LIVE_STATES, type NewOfferRow, type Telling } from '../store.ts'
import { placeWanted } from '../taking/store.ts'
import { textFrom } from '../waves.ts'

type Given = z.infer<typeof newOffer>
type Made = { row: NewOfferRow; candidates: Candidate[] }

/** Finds out who may take it, writes it down and asks the first of them. Returns its id. */
export async function makeOffer({ database: { prisma }, telling }: { database: Pick<Database, 'prisma'>; telling: Telling }, given: Given, who: Who, at: Date) {
  const { row, candidates } = await prepare(prisma, given, who, at)
  return changeRoster(prisma, async (tx) => {
    if (row.shiftId != null) await endEarlier(tx, row.shiftId, given.kind, who, at)
    const offer = await addOffer(tx, row, candidates)
    await ask(tx, offer, telling, at)
    await announceOffer(tx, offer.id)
    return offer.id
  })
}

/** Of one shift there is one offer: who looks for a replacement ends what its person had asked for himself. */
async function endEarlier(tx: Transaction, shiftId: string, kind: Given['kind'], who: Who, at: Date): Promise<void> {
  // Two who ask at once: the later one sees what the earlier has made.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('offer of ' || ${shiftId}))`
  const earlier = await tx.shiftOffer.findFirst({ where: { shiftId, state: { in: LIVE_STATES } }, select: { id: true } })
  const held = earlier && (await holdOffer(tx, earlier.id))
  if (!held || !LIVE_STATES.includes(held.state)) return
  if (kind !== 'replacement' || held.kind === 'replacement') throw domainError('ALREADY_EXISTS', { kind: 'offer of the shift', value: shiftId })
  await endOffer(tx, held, 'withdrawn', {}, { at, by: who.id, name: who.name })
}

async function prepare(db: Reader, given: Given, who: Who, at: Date): Promise<Made> {
  if (given.kind === 'open') return prepareOpen(db, given, who, at)
  const shift = await getPublished(db, given.shiftId)
  const duty = await dutyOf(db, shift, given.kind === 'replacement' ? null : who.id, at)
  if (given.kind !== 'replacement' && duty.from <= at.getTime()) throw domainError('SHIFT_HAS_BEGUN', { at: new Date(duty.from).toISOString() })
  const from = Math.max(duty.from, at.getTime())
  const isFound = given.kind === 'replacement'
  const row = {
    ...rowOf(given.kind, who, given.reason, at),
    ...{ shiftId: shift.id, personId: duty.personId, siteId: shift.siteId, levelId: shift.levelId },
    ...{ startsAt: new Date(isFound ? from : duty.from), endsAt: new Date(duty.to), needsApproval: !isFound },
  }
  const standing = await readStanding(db, { from: shift.date, to: shift.date })
  if (given.kind === 'swap') {
    const { candidates, givenSeen } = await exchangers(db, standing, shift, duty, given, at)
    return { row: { ...row, withShiftId: given.withShiftId, givenSeen }, candidates }
  }
  const candidates = await ranked(
    db,
    standing,
    shift,
    (personId) => standing.tried.findings({ moves: passOn([duty], standing.pieces, personId, from).moves }),
    [duty.personId],
  )
  return { row: { ...row, raiseAt: given.kind === 'replacement' ? raiseAt(at, { from, zone: shift.zone }, given.raiseMinutes, candidates) : null }, candidates }
}

async function prepareOpen(db: Reader, given: Extract<Given, { kind: 'open' }>, who: Who, at: Date): Promise<Made> {
  const added = await placeWanted(db, given.wanted)
  if (added.from <= at.getTime()) throw domainError('SHIFT_HAS_BEGUN', { at: new Date(added.from).toISOString() })
  const { siteId, levelId, kind, skill } = added
  const standing = await readStanding(db, { from: added.date, to: added.date })
  const busy = await busyInDraft(db, added)
  const candidates = await ranked(db, standing, added, (personId) => standing.tried.findings({ moves: [], added: [{ ...added, personId }] }), busy)
  const row = {
    ...rowOf('open', who, given.reason, at),
    ...{ siteId, levelId, startsAt: new Date(added.from), endsAt: new Date(added.to), needsApproval: false },
    wanted: { ...given.wanted, siteId, levelId, kind, skill },
    raiseAt: raiseAt(at, added, given.raiseMinutes, candidates),
  }
  return { row, candidates }
}

const rowOf = (kind: Given['kind'], who: Who, reason: string, at: Date) => ({ kind, reason, createdById: who.id, createdAt: at })

/** The minutes begin when texts may go. Where nobody may take it there is nothing to wait for. */
const raiseAt = (at: Date, { from, zone }: Pick<Shift, 'from' | 'zone'>, minutes: number, candidates: readonly Candidate[]): Date =>
  candidates.length === 0 ? at : new Date(textFrom(at.getTime(), from, zone) + minutes * 60_000)

/** What is left of the shift for one person: his own, or of him who is away; else of whoever works it first. */
async function dutyOf(db: Reader, shift: Awaited<ReturnType<typeof getPublished>>, personId: string | null, at: Date): Promise<Duty> {
  const left = (await dutiesNow(db, [shift])).filter((duty) => duty.to > at.getTime() && (personId === null || duty.personId === personId))
  const leaves = await listLeaves(db, { from: new Date(shift.from), to: new Date(shift.to) })
  const isAway = (duty: Duty): boolean => leaves.some((leave) => leave.personId === duty.personId && leave.from < duty.to && duty.from < leave.to)
  const duty = left.find(isAway) ?? left[0]
  if (duty) return duty
  if (personId === null) throw domainError('SHIFT_HAS_BEGUN', { at: new Date(shift.from).toISOString() })
  throw domainError('NOT_FOUND', { kind: 'shift of yours', id: shift.id })
}

type FindingsOf = (personId: string) => ReturnType<Standing['tried']['findings']>

async function ranked(db: Reader, { tried, facts, workers }: Standing, shift: Shift, findingsOf: FindingsOf, without: readonly string[]): Promise<Candidate[]> {
  const weighing = await weighingOf(db, facts, shift.date)
  const considered: Considered[] = []
  for (const worker of workers) {
    const pieces = tried.piecesOf(worker.id)
    if (without.includes(worker.id) || !mayStandIn(worker, pieces, shift.levelId)) continue
    considered.push({ worker, ...weigh(worker, pieces, shift, weighing), findings: findingsOf(worker.id) })
    // Others are served between one person and the next.
    await setImmediate()
  }
  return rankCandidates(considered, shift, weighing)
}

/** The ledger as it stands on a day. */
export async function weighingOf(db: Reader, { rules }: Standing['facts'], date: string): Promise<Weighing> {
  const holidays = new Set(rules.holidays.map((holiday) => `${holiday.siteId} ${holiday.date}`))
  return { ledger: await readCarried(db, date), house: rules.house, holidays }
}

/** So long before and after his shift others may give him one of theirs. */
const EXCHANGE_DAYS = LOAD_DAYS.after

/** Who might exchange: the one whose shift he wants; else who works near it at his level. Whether it is lawful depends on what he gives, and is said then. */
async function exchangers(
  db: Reader,
  standing: Standing,
  shift: Shift,
  duty: Duty,
  { withShiftId }: { withShiftId: string | null },
  at: Date,
): Promise<{ candidates: Candidate[]; givenSeen: string | null }> {
  if (withShiftId !== null) {
    const wanted = await getPublished(db, withShiftId)
    const other = await dutyOf(db, wanted, null, at)
    if (other.from <= at.getTime()) throw domainError('SHIFT_HAS_BEGUN', { at: new Date(other.from).toISOString() })
    const worker = standing.workers.find(({ id }) => id === other.personId)
    if (!worker || other.personId === duty.personId) throw domainError('SAME_PERSON', { name: worker?.name ?? other.personId })
    const { load } = weigh(worker, standing.tried.piecesOf(worker.id), shift, await weighingOf(db, standing.facts, shift.date))
    const his = (await dutiesNow(db, [wanted])).filter(({ personId }) => personId === worker.id)
    return { candidates: [{ personId: worker.id, rank: 1, why: load }], givenSeen: timesOf(his) }
  }
  const span = EXCHANGE_DAYS * 86_400_000
  const isNear = (piece: Shift): boolean => piece.from > at.getTime() && Math.abs(piece.from - shift.from) < span && piece.kind === shift.kind
  const { tried } = standing
  const without = standing.workers.filter(({ id }) => id === duty.personId || !tried.piecesOf(id).some(isNear)).map(({ id }) => id)
  return { candidates: await ranked(db, standing, shift, () => [], without), givenSeen: null }
}

/** The new shift is in the draft too: who is somewhere else there would be refused. */
async function busyInDraft(db: Reader, { from, to }: Shift): Promise<string[]> {
  const rows = await db.duty.findMany({ where: { plan: 'draft', startsAt: { lt: new Date(to) }, endsAt: { gt: new Date(from) } }, select: { personId: true } })
  return rows.map(({ personId }) => personId)
}
