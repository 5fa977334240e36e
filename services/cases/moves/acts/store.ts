import { randomUUID } from 'node:crypto'
import type { Transaction } from '../../../db.ts'
import { dueTopAfterReopening } from '../../../escalation/deadline.ts'
import { getExecutive } from '../../../escalation/executive/store.ts'
import { olaDueAt } from '../../../escalation/ola.ts'
import { keepPromises } from '../../../escalation/promises/store.ts'
import { getKeeper } from '../../../escalation/store.ts'
import { tell } from '../../../notifications/store.ts'
import { findRuleVersion } from '../../../rules/store.ts'
import type { CaseMove, CustodyHow } from '../../../schemas/cases.ts'
import { endCustody, moveCustody, type HeldCase } from '../../custody/store.ts'
import { addCaseEvent, noteSign } from '../../events/store.ts'
import type { MovedCase } from '../../moves.ts'
import { completenessOf } from '../../views.ts'
import { policyOf } from '../store.ts'

/** A move that may be made: the case is held, and what moves.ts asked for is true. */
export type Moving = { held: HeldCase; moved: MovedCase; mover: { id: string; name: string }; at: Date }
type Of<Name extends CaseMove['move']> = Extract<CaseMove, { move: Name }>

export async function take(tx: Transaction, { held, moved, mover, at }: Moving): Promise<void> {
  const to = { personId: mover.id, levelId: held.levelId }
  await moveCustody(tx, held, { to, how: 'take', reason: null, at, movedById: mover.id, isKeeper: false })
  await addCaseEvent(tx, { caseId: held.id, at, personId: mover.id, kind: 'taken', body: { from: moved.owner?.name ?? '' }, isInternal: false })
}

/** The credit is the owner's; a promised answer is kept by it. */
export async function solve(tx: Transaction, { held, mover, at }: Moving, { solution, satisfiedBy, spotReason }: Of<'solve'>): Promise<void> {
  const { id: caseId } = held
  const endedAt = await endCustody(tx, held.custody, at)
  const solved = { solution, satisfiedBy, spotReason: spotReason ?? null, solvedById: mover.id }
  await tx.case.update({ where: { id: caseId }, data: { status: 'solved', endedAt, ...solved } })
  const body = { solution, satisfiedBy, ...(spotReason !== undefined && { spotReason }) }
  await addCaseEvent(tx, { caseId, at: endedAt, personId: mover.id, kind: 'solved', body, isInternal: false })
  if ((await keepPromises(tx, caseId, 'answer', endedAt)) > 0)
    await addCaseEvent(tx, { caseId, at: endedAt, kind: 'promiseKept', body: { kind: 'answer' }, isInternal: false })
  await noteSign(tx, caseId, endedAt)
}

/** To whoever keeps the next level at this instant: an empty level never keeps a case waiting without an owner. */
export async function passUp(tx: Transaction, moving: Moving, reason: string): Promise<void> {
  const { held, moved, mover, at } = moving
  const next = await tx.level.findFirstOrThrow({ where: { rank: { gt: moved.level.rank } }, orderBy: { rank: 'asc' } })
  const keeper = await keeperOf(tx, next, at)
  if (moved.isFrontLine) await noteCompleteness(tx, held)
  await climb(tx, held, next.id, at)
  await moveCustody(tx, held, { to: { personId: keeper.personId, levelId: next.id }, how: 'passUp', reason, at, movedById: mover.id, isKeeper: true })
  const body = { from: mover.name, to: keeper.name, level: next.name, reason }
  await addCaseEvent(tx, { caseId: held.id, at, personId: mover.id, kind: 'passedUp', body })
  await tellOfMove(tx, moving, { personId: keeper.personId, how: 'passUp', level: next.name, reason })
}

/** At the top a planned absence makes the deputy owner. */
async function keeperOf(tx: Transaction, level: { id: string; isExecutive: boolean }, at: Date): Promise<{ personId: string; name: string }> {
  if (!level.isExecutive) return getKeeper(tx, { levelId: level.id }, at)
  const { owner } = await getExecutive(tx, at)
  return { personId: owner.id, name: owner.name }
}

/** How much of what was asked for was there when it left the front line; the first time counts. */
async function noteCompleteness(tx: Transaction, { id, reason, reasonVersion, facts, completeness }: HeldCase): Promise<void> {
  if (completeness !== null) return
  const rule = await findRuleVersion(tx, 'reason', reason, reasonVersion)
  await tx.case.update({ where: { id }, data: { completeness: completenessOf(rule?.body, facts as Record<string, string>) } })
}

/** The case is at a level from now on; the level's time to answer begins. */
export async function climb(tx: Transaction, held: HeldCase, levelId: string, at: Date): Promise<void> {
  const dueAt = olaDueAt(await policyOf(tx, held), levelId, at)
  await tx.case.update({ where: { id: held.id }, data: { levelId, levelSince: at, olaDueAt: dueAt, olaBreachedAt: null } })
}

export async function takeOver(tx: Transaction, moving: Moving, reason: string): Promise<void> {
  const { held, moved, mover, at } = moving
  const to = { personId: mover.id, levelId: held.levelId }
  await moveCustody(tx, held, { to, how: 'takeOver', reason, at, movedById: mover.id, isKeeper: false })
  await addCaseEvent(tx, { caseId: held.id, at, personId: mover.id, kind: 'takenOver', body: { from: moved.owner?.name ?? '', reason } })
  if (moved.owner) await tellOfMove(tx, moving, { personId: moved.owner.id, how: 'takeOver', level: moved.level.name, reason })
}

type MoveNotice = { personId: string; how: CustodyHow; level: string; reason: string }

/** Who has it now, or had it, is told; nobody is told of what he did himself. */
async function tellOfMove(tx: Transaction, { held, mover, at }: Moving, { personId, how, level, reason }: MoveNotice): Promise<void> {
  if (personId === mover.id) return
  const body = { case: held.number, title: held.title, name: mover.name, how, level, reason }
  await tell(tx, [personId], { kind: 'moved', key: `moved:${held.id}:${at.toISOString()}`, body }, at)
}

/** The case stays with its owner. What the intake should have asked counts against who took the case down. */
export async function askFacts(tx: Transaction, { held, mover, at }: Moving, missing: Of<'askFacts'>['missing']): Promise<void> {
  const { id: caseId, number, title } = held
  const intakeById = await intakeOf(tx, caseId)
  await tx.missingFact.createMany({ data: missing.map((fact) => ({ id: randomUUID(), caseId, ...fact, askedById: mover.id, intakeById, askedAt: at })) })
  for (const fault of ['ours', 'new'] as const) {
    const names = missing.filter((fact) => fact.fault === fault).map(({ name }) => name)
    if (names.length > 0) await addCaseEvent(tx, { caseId, at, personId: mover.id, kind: 'factsAsked', body: { names, fault } })
  }
  if (intakeById === null || intakeById === mover.id) return
  const body = { case: number, title, name: mover.name, names: missing.map(({ name }) => name).join(', ') }
  await tell(tx, [intakeById], { kind: 'facts', key: `facts:${caseId}:${at.toISOString()}`, body }, at)
}

/** Who acknowledged the case, else the first who had it in hand; null: a machine took it down and nobody has. */
async function intakeOf(tx: Transaction, caseId: string): Promise<string | null> {
  const told = await tx.caseEvent.findFirst({ where: { caseId, kind: 'acknowledged', personId: { not: null } }, orderBy: [{ at: 'desc' }, { n: 'desc' }] })
  if (told) return told.personId
  const first = await tx.custody.findFirst({ where: { caseId, isKeeper: false }, orderBy: { fromAt: 'asc' } })
  return first?.personId ?? null
}

/** It was not solved after all: the old clock goes on, without the time in which it counted as ended. Who solved it has it again. Returns its owner. */
export async function reopen(tx: Transaction, moving: Moving, reason: string): Promise<string> {
  const { held, moved, mover, at } = moving
  const { id: caseId, levelId, endedAt } = held
  const from = endedAt !== null && endedAt > at ? endedAt : at
  const earlier = await formerOwner(tx, held, from)
  const owner = earlier ?? (await keeperOf(tx, moved.level, from))
  const ended = { endedAt: null, endReason: null, joinedToId: null, solution: null, satisfiedBy: null, spotReason: null, solvedById: null }
  const dueTopAt = dueTopAfterReopening({ dueTopAt: held.dueTopAt, endedAt: endedAt ?? from, isOwn: earlier?.personId === mover.id }, from)
  const clock = { dueTopAt, reopenedAt: from, reopenings: { increment: 1 } }
  await tx.case.update({ where: { id: caseId }, data: { status: 'open', ...ended, ...clock, ...(!moved.level.isExecutive && { toppedAt: null }) } })
  await climb(tx, held, levelId, from)
  const to = { personId: owner.personId, levelId }
  await moveCustody(tx, held, { to, how: 'reopen', reason, at: from, movedById: mover.id, isKeeper: earlier === undefined })
  await addCaseEvent(tx, { caseId, at: from, personId: mover.id, kind: 'reopened', body: { reason, owner: owner.name }, isInternal: false })
  await tellOfMove(tx, moving, { personId: owner.personId, how: 'reopen', level: moved.level.name, reason })
  return owner.personId
}

/** Who solved it, or had it when it was closed, if he is still with us and not away. */
async function formerOwner(tx: Transaction, { id, solvedById }: HeldCase, at: Date): Promise<{ personId: string; name: string } | undefined> {
  const last = await tx.custody.findFirst({ where: { caseId: id }, orderBy: [{ toAt: 'desc' }, { fromAt: 'desc' }] })
  const personId = solvedById ?? last?.personId
  if (personId === undefined) return undefined
  const person = await tx.person.findFirst({
    where: { id: personId, isActive: true, role: { not: 'guest' }, leaves: { none: { fromAt: { lte: at }, toAt: { gt: at } } } },
  })
  return person ? { personId, name: person.name } : undefined
}
