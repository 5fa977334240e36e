import { randomUUID } from 'node:crypto'
import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import type { Effect } from '../../ivr/effects.ts'
import { ourNumber } from '../../messages/store.ts'
import { tell } from '../../notifications/store.ts'
import type { LineRoster } from '../../shifts/line/store.ts'
import { caseResult, openCaseOf } from '../effects/cases/store.ts'
import type { Performed, Results } from '../effects/performed.ts'
import { findWakingOf } from './again/store.ts'
import { nextPerson } from './next-person.ts'

/** Instants come as JavaScript's dates: rows are written with them. */
const later = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000)
const earlier = (one: Date, other: Date): Date => (one < other ? one : other)

/** All calls together take this long at most, whatever a flow says. */
const MOST_SECONDS = 600
/** A phone that is left so little time is not rung any more. */
const LEAST_RING_SECONDS = 5
/** So long after a phone has stopped ringing its report is waited for, before the next one rings. */
const REPORT_SECONDS = 10
/** Who is left is being called for another case: looked at again after this. */
const BUSY_SECONDS = 5
/** A leg whose end was never reported keeps its person from other calls no longer than this. */
const LONGEST_LEG_MINUTES = 65

type WakeEffect = Extract<Effect, { kind: 'wake' }>

/**
 * Opens the urgent case and writes down that people are to be called from `now` on. A call wakes once: a second effect gets the case of the first.
 * Who calls again shares the waking of his earlier call.
 */
export async function performWake(tx: Transaction, id: string, performed: Performed, effect: WakeEffect, now: Date): Promise<Results> {
  const { call } = performed
  const before = await tx.wake.findUnique({
    where: { callSid: call.sid },
    include: { case: { include: { custodies: { where: { toAt: null }, include: { person: true } } } } },
  })
  if (before) return { case: caseResult(performed, caseOf(before)) }
  const shared = await findWakingOf(tx, effect, now)
  if (shared) return { case: caseResult(performed, caseOf(shared)), wake: { shared: shared.id } }
  const opened = await openCaseOf(tx, performed, { ...effect, severity: 'urgent' })
  const { skill, siteId, number, ringSeconds, totalSeconds, language } = effect
  await tx.wake.create({
    data: {
      id,
      callSid: call.sid,
      caseId: opened.id,
      number,
      ourNumber: await ourNumber(tx, call.toNumber),
      skill,
      siteId,
      language,
      ringSeconds,
      startedAt: now,
      untilAt: later(now, Math.min(totalSeconds, MOST_SECONDS)),
      dueAt: now,
    },
  })
  return { case: caseResult(performed, opened) }
}

const caseOf = ({ case: { number, custodies } }: NonNullable<Awaited<ReturnType<typeof findWakingOf>>>) => ({ number, owner: custodies[0]?.person.name ?? '' })

type DueWake = Prisma.WakeGetPayload<{ include: { attempts: true } }>
export type CallToPlace = { attemptId: string; wakeId: string; callSid: string; from: string; to: string; language: string; ringSeconds: number }
/** What was decided about a waking; without `place` nobody is called just now. */
export type Looked = { callSid: string; place?: CallToPlace; hasEnded: boolean }

/** The zone by whose clock the log says until when somebody is on: that of the number. */
const ZONE = `select coalesce((select zone from call where sid = $1), (select zone from company), 'UTC') as zone`

/**
 * Takes the next waking that is due and decides whom to call. His attempt is written down before his phone rings: whatever breaks after that,
 * he is not called a second time.
 */
export async function takeNext(tx: Transaction, roster: LineRoster, now: Date): Promise<Looked | undefined> {
  const [due] = await tx.$queryRaw<{ id: string }[]>`
    select id from wake where state = 'calling' and due_at <= ${now} order by due_at, id limit 1 for update skip locked`
  if (!due) return undefined
  const wake = await tx.wake.findUniqueOrThrow({ where: { id: due.id }, include: { attempts: { orderBy: { n: 'asc' } } } })
  await closeOverdue(tx, wake, now)
  const ringSeconds = Math.min(wake.ringSeconds, Math.floor((wake.untilAt.getTime() - now.getTime()) / 1_000))
  const looked = { callSid: wake.callSid, hasEnded: false }
  const [zone] = await tx.$queryRawUnsafe<[{ zone: string }]>(ZONE, wake.callSid)
  const called = { people: wake.attempts.map(({ personId }) => personId), phones: wake.attempts.map(({ phone }) => phone) }
  const next =
    ringSeconds < LEAST_RING_SECONDS
      ? ({ kind: 'nobody' } as const)
      : nextPerson(roster, now.getTime(), { ...wake, zone: zone.zone }, called, await busyPhones(tx, now))
  if (next.kind === 'nobody') {
    await endInVain(tx, wake, now)
    return { ...looked, hasEnded: true }
  }
  if (next.kind === 'somebodyIsBusy') {
    await tx.wake.update({ where: { id: wake.id }, data: { dueAt: earlier(wake.untilAt, later(now, BUSY_SECONDS)) } })
    return looked
  }
  const { personId, phone, why } = next.person
  const attemptId = randomUUID()
  const { language } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { language: true } })
  await tx.wakeAttempt.create({ data: { id: attemptId, wakeId: wake.id, n: wake.attempts.length + 1, personId, phone, why, startedAt: now } })
  await tx.wake.update({ where: { id: wake.id }, data: { dueAt: patience(wake, now, ringSeconds) } })
  return { ...looked, place: { attemptId, wakeId: wake.id, callSid: wake.callSid, from: wake.ourNumber, to: phone, language, ringSeconds } }
}

const patience = ({ untilAt }: { untilAt: Date }, now: Date, ringSeconds: number): Date => earlier(untilAt, later(now, ringSeconds + REPORT_SECONDS))

/** Phones that ring, or are talked on, because we have called them. */
async function busyPhones(tx: Transaction, now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ phone: string }[]>`
    select a.phone from wake_attempt a where a.ended_at is null and a.started_at > ${later(now, -LONGEST_LEG_MINUTES * 60)}
    union select o."to" from outbound_call o where o.ended_at is null and o.started_at > ${later(now, -LONGEST_LEG_MINUTES * 60)}`
  return rows.map(({ phone }) => phone)
}

/** Nothing was heard of them in time: whether a phone has rung at all, nobody knows. */
async function closeOverdue(tx: Transaction, wake: DueWake, now: Date): Promise<void> {
  for (const attempt of wake.attempts) {
    const state = OVERDUE[attempt.state]
    if (state === undefined) continue
    await tx.wakeAttempt.update({ where: { id: attempt.id }, data: { state, endedAt: now } })
    if (attempt.legSid === null) continue
    await tx.callLeg.updateMany({
      where: { sid: attempt.legSid, endedAt: null },
      data: { endedAt: now, status: state === 'declined' ? 'completed' : 'no-answer' },
    })
  }
}
const OVERDUE: Readonly<Record<string, string>> = { placing: 'unknown', ringing: 'noAnswer', answered: 'declined' }

/** The case stays with its keeper. He is told, and so is the head of the level. */
async function endInVain(tx: Transaction, wake: DueWake, now: Date): Promise<void> {
  await tx.wake.update({ where: { id: wake.id }, data: { state: 'nobody', endedAt: now } })
  const { number, title, level, custodies } = await tx.case.findUniqueOrThrow({
    where: { id: wake.caseId },
    include: { level: true, custodies: { where: { toAt: null } } },
  })
  await tell(tx, [...custodies.map(({ personId }) => personId), level.headId], { kind: 'wake', key: inVainKey(wake.id), body: { case: number, title } }, now)
}

export const inVainKey = (wakeId: string): string => `wake:${wakeId}`

/** His phone rings from now on, as far as the provider says; a report may have been faster. */
export async function notePlaced(tx: Transaction, { attemptId, wakeId, ringSeconds }: CallToPlace, legSid: string, now: Date): Promise<void> {
  const wake = await tx.wake.findUniqueOrThrow({ where: { id: wakeId } })
  const { count } = await tx.wakeAttempt.updateMany({ where: { id: attemptId, state: 'placing' }, data: { legSid, state: 'ringing' } })
  if (count > 0) await tx.wake.updateMany({ where: { id: wakeId, state: 'calling' }, data: { dueAt: patience(wake, now, ringSeconds) } })
  await noteLeg(tx, attemptId, legSid, now)
}

/** It was surely not placed. `isPassing`: he may be called a moment later, so his attempt is undone; else the next one is called at once. */
export async function noteRefused(tx: Transaction, { attemptId, wakeId }: CallToPlace, isPassing: boolean, now: Date): Promise<void> {
  if (isPassing) await tx.wakeAttempt.deleteMany({ where: { id: attemptId, state: 'placing' } })
  else await tx.wakeAttempt.updateMany({ where: { id: attemptId, state: 'placing' }, data: { state: 'failed', endedAt: now } })
  const wake = await tx.wake.findUniqueOrThrow({ where: { id: wakeId } })
  await tx.wake.updateMany({ where: { id: wakeId, state: 'calling' }, data: { dueAt: earlier(wake.untilAt, later(now, isPassing ? RETRY_SECONDS : 0)) } })
}
const RETRY_SECONDS = 3

/** The leg stands on the record of the call because of which he is called. */
export async function noteLeg(tx: Transaction, attemptId: string, legSid: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into call_leg (sid, call_sid, number, person_id, status, started_at)
    select ${legSid}, w.call_sid, a.phone, a.person_id, 'queued', ${now}
      from wake_attempt a join wake w on w.id = a.wake_id join call c on c.sid = w.call_sid where a.id = ${attemptId}::uuid
    on conflict (sid) do update set person_id = excluded.person_id`
}
