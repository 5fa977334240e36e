import type { Prisma } from '../../../../prisma/generated/client.ts'
import { holdCase, moveCustody, type HeldCase } from '../../../cases/custody/store.ts'
import { addCaseEvent } from '../../../cases/events/store.ts'
import { climb } from '../../../cases/moves/acts/store.ts'
import type { Transaction } from '../../../db.ts'
import { makePromise } from '../../../escalation/promises/store.ts'
import { tell, untell } from '../../../notifications/store.ts'
import { inVainKey } from '../store.ts'

/** He promises to call back within this, and the caller hears it. */
const CALL_BACK_MINUTES = 30
/** So long he may listen before the next one is called; who has picked up in time may decide a little after it, for the caller still waits. */
const LISTEN_SECONDS = 60
const GRACE_SECONDS = 25

export type FoundAttempt = Prisma.WakeAttemptGetPayload<typeof withWake>
const withWake = { include: { person: true, wake: { include: { acceptedBy: true, case: { include: { custodies: { where: { toAt: null } } } } } } } } as const

/** The attempt with its waking and case, both held: two who press 1 in the same second are served one after the other. */
export async function holdAttempt(tx: Transaction, id: string): Promise<FoundAttempt | undefined> {
  await tx.$queryRaw`
    select w.id from wake w join wake_attempt a on a.wake_id = w.id join "case" c on c.id = w.case_id where a.id = ${id}::uuid for no key update of w, c`
  return (await tx.wakeAttempt.findUnique({ where: { id }, ...withWake })) ?? undefined
}

/** He has picked up: the next one is not called while he listens. */
export async function noteListening(tx: Transaction, { id, wakeId, wake }: FoundAttempt, at: Date): Promise<void> {
  const { count } = await tx.wakeAttempt.updateMany({ where: { id, state: { in: ['placing', 'ringing'] } }, data: { state: 'answered' } })
  if (count === 0) return
  const until = new Date(Math.min(wake.untilAt.getTime() + GRACE_SECONDS * 1_000, at.getTime() + LISTEN_SECONDS * 1_000))
  await tx.wake.updateMany({ where: { id: wakeId, state: 'calling' }, data: { dueAt: until } })
}

/** He has refused, has not answered, or could not be reached: the next one at once. */
export async function noteOver(tx: Transaction, { id, wakeId, wake }: FoundAttempt, state: 'declined' | 'noAnswer' | 'failed', at: Date): Promise<void> {
  const { count } = await tx.wakeAttempt.updateMany({ where: { id, state: { in: ['placing', 'ringing', 'answered'] } }, data: { state } })
  await noteEnd(tx, id, at)
  if (count > 0)
    await tx.wake.updateMany({ where: { id: wakeId, state: 'calling', dueAt: { gt: at } }, data: { dueAt: at < wake.untilAt ? at : wake.untilAt } })
}

/** His phone is free again. */
export async function noteEnd(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.wakeAttempt.updateMany({ where: { id, endedAt: null }, data: { endedAt: at } })
}

/**
 * The case is his from `at` on, in one transaction: his attempt, the waking, custody, promise. Everybody who had it is told. After all had been
 * called in vain the caller was told of no time, so nothing is promised; and what somebody has taken meanwhile stays his. Returns his name then.
 */
export async function acceptWake(tx: Transaction, attempt: FoundAttempt, at: Date): Promise<{ takenBy: string } | undefined> {
  const { id, personId, wake } = attempt
  const isLate = wake.state === 'nobody'
  const held = await holdCase(tx, wake.caseId)
  if (!held?.custody) throw new Error(`the open case ${wake.case.number} has no owner`)
  if (isLate && !held.custody.isKeeper && held.custody.personId !== personId) {
    const { name } = await tx.person.findUniqueOrThrow({ where: { id: held.custody.personId }, select: { name: true } })
    return { takenBy: name }
  }
  await tx.wakeAttempt.update({ where: { id }, data: { state: 'accepted', endedAt: null } })
  await tx.wake.update({ where: { id: wake.id }, data: { state: 'accepted', acceptedById: personId, endedAt: at } })
  await giveTo(tx, attempt, held, at)
  // In whole minutes, as it is told.
  const minutes = Math.floor(Math.min(at.getTime() + CALL_BACK_MINUTES * 60_000, wake.case.dueTopAt.getTime()) / 60_000)
  const dueAt = new Date(minutes * 60_000)
  if (!isLate && dueAt > at) await makePromise(tx, { caseId: wake.caseId, callSid: wake.callSid, kind: 'callback', madeAt: at, dueAt })
  if (isLate) await untell(tx, inVainKey(wake.id))
  return undefined
}

/** His it is, at his own level if that is the higher one. */
async function giveTo(tx: Transaction, { personId, person, wake }: FoundAttempt, held: HeldCase, at: Date): Promise<void> {
  const { id: caseId, number, title, custody } = held
  if (custody?.personId === personId && !custody.isKeeper) return
  const levelId = await higherLevel(tx, held.levelId, person.levelId)
  // What was kept in a file while Postgres was away happened before whatever was decided since.
  const move = { how: 'woken', reason: 'accepted an urgent call', movedById: personId, isKeeper: false } as const
  const from = await moveCustody(tx, held, { to: { personId, levelId }, at, ...move })
  if (levelId !== held.levelId) await climb(tx, held, levelId, from)
  const before = custody && custody.personId !== personId ? await tx.person.findUniqueOrThrow({ where: { id: custody.personId } }) : undefined
  await addCaseEvent(tx, { caseId, at: from, personId, kind: 'woken', body: { from: before?.name ?? person.name } })
  if (before) await tell(tx, [before.id], { kind: 'woken', key: `woken:${wake.id}`, body: { case: number, title, name: person.name } }, at)
}

async function higherLevel(tx: Transaction, levelId: string, other: string | null): Promise<string> {
  const [highest] = await tx.level.findMany({ where: { id: { in: other === null ? [levelId] : [levelId, other] } }, orderBy: { rank: 'desc' } })
  return highest?.id ?? levelId
}
