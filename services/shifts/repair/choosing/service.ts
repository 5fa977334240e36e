import type { z } from 'zod'
import type { Clock } from '../../../clock.ts'
import type { Database, Transaction } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import type { Shift } from '../../../roster-rules/model.ts'
import type { repairChoice } from '../../../schemas/plans.ts'
import { markOwn } from '../../four-eyes/store.ts'
import { placeWanted } from '../../requests/offers/taking/store.ts'
import { addShift, dutiesNow, exchange, handOver, lockPublished, type Actor, type HandOver } from '../../roster/covering/store.ts'
import type { StoredShift } from '../../roster/diff.ts'
import { changeRoster, lockPeople } from '../../roster/store.ts'
import { readStanding, type Standing } from '../../roster/what-if/store.ts'
import { isUnlawful, type Move } from '../../roster/what-if/what-if.ts'
import { datesAround, seenOf } from '../asking/service.ts'

type Choice = z.infer<typeof repairChoice>
type Step = Choice['steps'][number]

/** Makes a repair so, all of it in one transaction: only as it was seen, and only if it breaks no rule by now. */
export async function chooseRepair(
  { prisma }: Pick<Database, 'prisma'>,
  { query, steps, seen, reason }: Choice,
  who: { id: string; name: string },
  clock: Clock,
) {
  await changeRoster(prisma, async (tx) => {
    const by: Actor = { id: who.id, name: who.name, at: clock.now().toJSDate() }
    const shifts = await lockAll(tx, steps)
    const standing = await readStanding(tx, datesAround(query))
    if (seenOf(standing, query) !== seen) throw domainError('ROSTER_CHANGED')
    const added: StoredShift[] = []
    for (const step of steps) if (step.kind === 'newShift') added.push({ ...(await placeWanted(tx, step.shift)), personId: step.person.id })
    checkSeen(standing, steps, added, query)
    checkLawful(standing, steps, added)
    const moves = await handOversOf(tx, shifts, steps)
    if (moves.length > 0) await handOver(tx, shifts, moves, reason, by)
    for (const shift of added) await addShift(tx, shift, by)
    for (const step of steps) await exchangeOf(tx, shifts, step, reason, by)
    const people = [...shifts.map(({ personId }) => personId), ...steps.map(({ person }) => person.id)]
    const subject = [...shifts, ...added][0]?.id ?? ''
    await markOwn(tx, { by, people, what: 'repair', subject, span: { from: query.fromAt, to: query.toAt }, at: by.at })
  })
}

async function lockAll(tx: Transaction, steps: readonly Step[]): Promise<StoredShift[]> {
  const ids = [...new Set(steps.flatMap(({ shiftId, withShiftId }) => [shiftId, withShiftId]).filter((id) => id !== null))].sort()
  const people = steps.map(({ person }) => person.id)
  if (ids.length > 0) return lockPublished(tx, ids, people)
  await lockPeople(tx, people)
  return []
}

/** What a repair frees lies at most so far from it (ways.ts); of what is further off nobody has looked at the work around. */
const NEAR = 4 * 86_400_000

/** Each step changes work that was looked at, and that is judged here: an override parts of it, an exchange all of it. */
function checkSeen({ pieces }: Standing, steps: readonly Step[], added: readonly Shift[], { fromAt, toAt }: Choice['query']): void {
  const [begin, end] = [Date.parse(fromAt) - NEAR, Date.parse(toAt) + NEAR]
  const isNear = ({ from, to }: { from: number; to: number }): boolean => begin <= from && to <= end
  const isSeen = (step: Step): boolean => {
    if (step.kind === 'newShift') return true
    const moves = movesOf(step, pieces)
    const parts = (id: string | null) => pieces.filter((piece) => piece.id === id).length
    return moves.length > 0 && moves.every(isNear) && (step.kind !== 'swap' || (parts(step.shiftId) === 1 && parts(step.withShiftId) === 1))
  }
  if (!steps.every(isSeen) || !added.every(isNear)) throw domainError('ROSTER_CHANGED')
}

function checkLawful({ tried, pieces }: Standing, steps: readonly Step[], added: readonly Shift[]): void {
  const findings = tried.findings({ moves: steps.flatMap((step) => movesOf(step, pieces)), added })
  const unlawful = findings.filter(isUnlawful)
  if (unlawful.length > 0) throw domainError('CHANGE_UNLAWFUL', { rules: [...new Set(unlawful.map(({ rule }) => rule))].join(', ') })
}

function movesOf(step: Step, pieces: readonly Shift[]): Move[] {
  const [from, to] = [Date.parse(step.fromAt), Date.parse(step.toAt)]
  const partsOf = (shiftId: string | null) => pieces.filter((piece) => piece.id === shiftId && piece.from < to && from < piece.to)
  switch (step.kind) {
    case 'newShift':
      return []
    case 'override':
      return partsOf(step.shiftId).map((piece) => ({ piece, taker: step.person.id, from: Math.max(from, piece.from), to: Math.min(to, piece.to) }))
    case 'swap': {
      const [one, other] = [step.shiftId, step.withShiftId].map((id) => pieces.find((piece) => piece.id === id))
      if (!one || !other) return []
      return [
        { piece: one, taker: other.personId, from: one.from, to: one.to },
        { piece: other, taker: one.personId, from: other.from, to: other.to },
      ]
    }
  }
}

async function handOversOf(tx: Transaction, shifts: readonly StoredShift[], steps: readonly Step[]): Promise<HandOver[]> {
  const duties = await dutiesNow(tx, shifts)
  return steps.flatMap((step) => {
    if (step.kind !== 'override') return []
    const span = { from: Date.parse(step.fromAt), to: Date.parse(step.toAt) }
    const theirs = duties.filter((duty) => duty.shiftId === step.shiftId && duty.from < span.to && span.from < duty.to && duty.personId !== step.person.id)
    return theirs.map((duty) => ({ duty, to: step.person.id, span }))
  })
}

async function exchangeOf(tx: Transaction, shifts: readonly StoredShift[], { kind, shiftId, withShiftId }: Step, reason: string, by: Actor): Promise<void> {
  if (kind !== 'swap') return
  const [one, other] = [shiftId, withShiftId].map((id) => shifts.find((shift) => shift.id === id))
  if (!one || !other) throw domainError('NOT_FOUND', { kind: 'shift', id: shiftId ?? '' })
  await exchange(tx, one, other, reason, by)
}
