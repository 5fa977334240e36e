import type pg from 'pg'
import type { Transaction } from '../../db.ts'
import { HOURS_TO_THE_TOP } from '../../escalation/deadline.ts'
import { getExecutive } from '../../escalation/executive/store.ts'
import { olaDueAt } from '../../escalation/ola.ts'
import { getKeeper } from '../../escalation/store.ts'
import { tell } from '../../notifications/store.ts'
import { holdCase, moveCustody, type HeldCase } from '../custody/store.ts'
import { addCaseEvent } from '../events/store.ts'
import type { OnMoved, OnTop } from '../moves/service.ts'
import { policyOf } from '../moves/store.ts'

export type Hooks = { onTop: OnTop; onMoved: OnMoved }
/** Looks again at what it has found, holds it and does what is due; false: somebody else has done it meanwhile. */
export type Due = (tx: Transaction, id: string, now: Date, hooks: Hooks) => Promise<boolean>

/** How many are taken up in one round; what is left comes at once after it. */
const MOST = 200
/** What the policy that a case began with says; the shipped one (version 0) has no row. */
const policied = (field: string, shipped: string): string =>
  `coalesce((select r.body->'${field}' from rule_version r where r.kind = 'policy' and r.key = '' and r.version = c.policy_version), '${shipped}'::jsonb)`

/** Where to look for what is due at an instant ($1), in this order: what must not be late comes first. */
const DUE = {
  /** Cases whose 20 hours are over. */
  top: `select id from "case" where status = 'open' and topped_at is null and due_top_at <= $1 order by due_top_at, id`,
  /** Cases at the top whose owner has begun a planned absence. */
  deputy: `
    select c.id from "case" c join level l on l.id = c.level_id and l.is_executive join custody u on u.case_id = c.id and u.to_at is null
      join person p on p.id = u.person_id and p.id = l.head_id join person d on d.id = p.deputy_id and d.is_active
     where c.status = 'open' and exists (select from leave where person_id = p.id and from_at <= $1 and to_at > $1)
       and not exists (select from leave where person_id = d.id and from_at <= $1 and to_at > $1) order by c.due_top_at, c.id`,
  ola: `select id from "case" where status = 'open' and ola_breached_at is null and ola_due_at <= $1 order by ola_due_at, id`,
  promise: `select id from promise where kept_at is null and replaced_at is null and broken_told_at is null and due_at <= $1 order by due_at, id`,
  /** Cases that have passed an age at which they are warned of; ages are reckoned back from the end, so that a reopened case goes on with its old clock. */
  warning: `
    select c.id from "case" c join level l on l.id = c.level_id and not l.is_executive
     where c.status = 'open' and c.topped_at is null and c.due_top_at > $1 and c.due_top_at <= $1::timestamptz + interval '19 hours'
       and exists (select from jsonb_array_elements_text(${policied('warnAtHours', '[10, 16, 19]')}) h
         where ceil(h::numeric) > c.warned_hours and c.due_top_at <= $1::timestamptz + (${HOURS_TO_THE_TOP} - h::numeric) * interval '1 hour')
     order by c.due_top_at, c.id`,
  silence: `
    select c.id from "case" c where c.status = 'open' and c.silence_told_at is null
       and c.last_sign_at <= $1::timestamptz - (${policied('silentHours', '12')})::text::numeric * interval '1 hour' order by c.last_sign_at, c.id`,
  subTask: `
    select s.id from sub_task s join "case" c on c.id = s.case_id and c.status = 'open'
     where s.answered_at is null and s.breached_at is null and s.due_at <= $1 order by s.due_at, s.id`,
} as const
export type DueKind = keyof typeof DUE
const KINDS = Object.keys(DUE) as DueKind[]

/** Of which kinds anything is due: one statement, for most looks find nothing. */
export async function findDueKinds(pool: pg.Pool, now: Date): Promise<DueKind[]> {
  const text = KINDS.map((kind) => `select '${kind}' as kind where exists (${DUE[kind]})`).join(' union all ')
  const { rows } = await pool.query<{ kind: DueKind }>({ name: 'due_kinds', text, values: [now] })
  return KINDS.filter((kind) => rows.some((row) => row.kind === kind))
}

export async function findDue(pool: pg.Pool, kind: DueKind, now: Date): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(`${DUE[kind]} limit ${MOST}`, [now])
  return rows.map(({ id }) => id)
}

const about = ({ number, title }: { number: string; title: string }) => ({ case: number, title })

/**
 * The 20 hours are over: the case is the executive's from now on, once. Custody begins when it is moved, never before: a sweeper that comes late is
 * seen. What was passed up before then keeps its owner, and what its owner kept as the executive himself becomes a case of the top.
 */
const moveToTop: Due = async (tx, id, now, { onTop, onMoved }) => {
  const held = await holdCase(tx, id)
  if (held?.status !== 'open' || held.toppedAt !== null || held.dueTopAt > now) return false
  const executive = await getExecutive(tx, now)
  const isThere = (await tx.level.findUniqueOrThrow({ where: { id: held.levelId }, select: { isExecutive: true } })).isExecutive
  const from = await ownerOf(tx, held)
  const { owner } = executive
  await tx.case.update({ where: { id }, data: { toppedAt: now, ...(!isThere && (await arrived(tx, held, executive.levelId, now))) } })
  if (!isThere) {
    const how = owner.id === executive.head.id ? 'top' : 'deputy'
    const to = { personId: owner.id, levelId: executive.levelId }
    await moveCustody(tx, held, { to, how, reason: null, at: now, movedById: null, isKeeper: false })
    if (from && from.id !== owner.id)
      await tell(tx, [from.id], { kind: 'top', key: `top:${id}:${held.reopenings}`, body: { ...about(held), name: owner.name } }, now)
  }
  const lateSeconds = Math.round((now.getTime() - held.dueTopAt.getTime()) / 1_000)
  const to = isThere ? (from?.name ?? '') : owner.name
  await addCaseEvent(tx, { caseId: id, at: now, kind: 'top', body: { from: from?.name ?? '', to, lateSeconds } })
  await onTop(tx, id, now)
  if (!isThere) await onMoved(tx, { caseId: id, kind: 'climbed', at: now })
  return true
}

async function ownerOf(tx: Transaction, { custody }: HeldCase): Promise<{ id: string; name: string } | null> {
  return custody ? tx.person.findUnique({ where: { id: custody.personId }, select: { id: true, name: true } }) : null
}

async function arrived(tx: Transaction, held: HeldCase, levelId: string, now: Date) {
  return { levelId, levelSince: now, olaDueAt: olaDueAt(await policyOf(tx, held), levelId, now), olaBreachedAt: null }
}

/** The executive is away as planned: his deputy has it. */
const moveToDeputy: Due = async (tx, id, now, { onTop }) => {
  const held = await holdCase(tx, id)
  const { head, owner, levelId } = await getExecutive(tx, now)
  if (held?.status !== 'open' || held.custody?.personId !== head.id || owner.id === head.id) return false
  await moveCustody(tx, held, { to: { personId: owner.id, levelId }, how: 'deputy', reason: null, at: now, movedById: null, isKeeper: false })
  await addCaseEvent(tx, { caseId: id, at: now, kind: 'deputy', body: { from: head.name, to: owner.name, why: 'absent' } })
  await onTop(tx, id, now)
  return true
}

/** Its owner, and who keeps the next level: it will be his soon. */
const warn: Due = async (tx, id, now) => {
  const held = await holdCase(tx, id)
  if (held?.status !== 'open' || held.toppedAt !== null || held.dueTopAt <= now) return false
  const age = HOURS_TO_THE_TOP - (held.dueTopAt.getTime() - now.getTime()) / 3_600_000
  const { warnAtHours } = await policyOf(tx, held)
  const hours = Math.max(...warnAtHours.filter((one) => one <= age && Math.ceil(one) > held.warnedHours))
  if (!Number.isFinite(hours)) return false
  await tx.case.update({ where: { id }, data: { warnedHours: Math.ceil(hours) } })
  const people = [held.custody?.personId, await nextKeeper(tx, held.levelId, now)].filter((one) => one !== undefined)
  const key = `warning:${id}:${held.reopenings}:${hours}`
  await tell(tx, people, { kind: 'warning', key, body: { ...about(held), hours, dueTopAt: held.dueTopAt.toISOString() } }, now)
  await addCaseEvent(tx, { caseId: id, at: now, kind: 'warned', body: { hours } })
  return true
}

async function nextKeeper(tx: Transaction, levelId: string, now: Date): Promise<string | undefined> {
  const { rank } = await tx.level.findUniqueOrThrow({ where: { id: levelId }, select: { rank: true } })
  const next = await tx.level.findFirst({ where: { rank: { gt: rank } }, orderBy: { rank: 'asc' }, select: { id: true, isExecutive: true } })
  if (!next) return undefined
  return next.isExecutive ? (await getExecutive(tx, now)).owner.id : (await getKeeper(tx, { levelId: next.id }, now)).personId
}

/** The level has not answered in the time that was agreed: its head is told once, and the case keeps its owner. */
const noteOlaBreach: Due = async (tx, id, now) => {
  const held = await holdCase(tx, id)
  if (held?.status !== 'open' || held.olaBreachedAt !== null || held.olaDueAt === null || held.olaDueAt > now) return false
  const level = await tx.level.findUniqueOrThrow({ where: { id: held.levelId } })
  await tx.case.update({ where: { id }, data: { olaBreachedAt: now } })
  await tell(tx, [level.headId], { kind: 'ola', key: `ola:${id}:${held.olaDueAt.getTime()}`, body: { ...about(held), name: level.name } }, now)
  await addCaseEvent(tx, { caseId: id, at: now, kind: 'olaBreached', body: { level: level.name } })
  return true
}

/** A department has not answered what was asked of it. */
const noteLateSubTask: Due = async (tx, id, now) => {
  const { count } = await tx.subTask.updateMany({ where: { id, answeredAt: null, breachedAt: null, dueAt: { lte: now } }, data: { breachedAt: now } })
  if (count === 0) return false
  const task = await tx.subTask.findUniqueOrThrow({ where: { id }, include: { department: true, case: true } })
  const { department } = task
  await tell(tx, [department.headId], { kind: 'ola', key: `subTask:${id}`, body: { ...about(task.case), name: department.name } }, now)
  await addCaseEvent(tx, { caseId: task.caseId, at: now, kind: 'olaBreached', body: { level: department.name } })
  return true
}

/** For so long the customer could notice nothing of us: its owner is reminded, once until the next sign. */
const noteSilence: Due = async (tx, id, now) => {
  const held = await holdCase(tx, id)
  if (held?.status !== 'open' || held.silenceToldAt !== null || held.lastSignAt === null) return false
  const { silentHours: hours } = await policyOf(tx, held)
  if (held.lastSignAt.getTime() + hours * 3_600_000 > now.getTime()) return false
  await tx.case.update({ where: { id }, data: { silenceToldAt: now } })
  const owners = held.custody ? [held.custody.personId] : []
  await tell(tx, owners, { kind: 'silence', key: `silence:${id}:${held.lastSignAt.getTime()}`, body: { ...about(held), hours } }, now)
  await addCaseEvent(tx, { caseId: id, at: now, kind: 'silent', body: { hours } })
  return true
}

/** A time that was told to the customer has passed: its owner is told, and the customer hears that it is late. A case that is over breaks none. */
const noteBroken: Due = async (tx, id, now, { onMoved }) => {
  // The case first, as whoever solves it does.
  const { caseId } = await tx.customerPromise.findUniqueOrThrow({ where: { id }, select: { caseId: true } })
  const held = await holdCase(tx, caseId)
  const due = { keptAt: null, replacedAt: null, brokenToldAt: null, dueAt: { lte: now } }
  const { count } = await tx.customerPromise.updateMany({ where: { id, ...due }, data: { brokenToldAt: now } })
  if (count === 0 || !held) return false
  if (held.status !== 'open') return true
  const promise = await tx.customerPromise.findUniqueOrThrow({ where: { id } })
  const body = { ...about(held), promise: promise.kind, dueAt: promise.dueAt.toISOString() }
  await tell(tx, held.custody ? [held.custody.personId] : [], { kind: 'broken', key: `broken:${id}`, body }, now)
  if (!(await isOfQueue(tx, promise))) await onMoved(tx, { caseId, kind: 'late', at: now })
  return true
}

/** Of a callback that stands in the queue the customer is told by callbacks/sweep, with other times to choose from. */
async function isOfQueue(tx: Transaction, { kind, caseId, madeAt }: { kind: string; caseId: string; madeAt: Date }): Promise<boolean> {
  if (kind !== 'callback') return false
  return (await tx.callback.count({ where: { caseId, OR: [{ endedAt: null }, { endedAt: { gte: madeAt } }] } })) > 0
}

export const PERFORM: Readonly<Record<DueKind, Due>> = {
  top: moveToTop,
  deputy: moveToDeputy,
  ola: noteOlaBreach,
  promise: noteBroken,
  warning: warn,
  silence: noteSilence,
  subTask: noteLateSubTask,
}
