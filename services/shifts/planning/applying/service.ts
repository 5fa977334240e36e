import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { PlanRun } from '../../../../prisma/generated/client.ts'
import { audit } from '../../../audit/store.ts'
import type { Clock } from '../../../clock.ts'
import type { Database, Prisma } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import type { Finding } from '../../../roster-rules/model.ts'
import type { planApplied, planRoster } from '../../../schemas/plans.ts'
import type { StoredShift } from '../../roster/diff.ts'
import { wallOf } from '../../roster/place-shift.ts'
import { addDraft, changeRoster, lockPeople } from '../../roster/store.ts'
import type { NewShift } from '../../roster/wanted-shift.ts'
import { announceRoster } from '../../live/store.ts'
import { listShifts } from '../../store.ts'
import { planWeights } from '../../../schemas/plans.ts'
import { placingCells } from '../cells.ts'
import { markOf } from '../draft-mark.ts'
import { readQuestion } from '../facts/store.ts'
import { horizonOf } from '../horizon.ts'
import type { Question } from '../question.ts'
import { findingsOf } from '../read-plan.ts'
import { atOnce } from '../slices.ts'
import type { Undo } from '../undo.ts'
import { announcePlan, bestOf, periodOf } from '../runs/store.ts'

export type Applied = z.infer<typeof planApplied>

/** A shift that stands, as somebody would ask for it. */
export function standingView(shift: StoredShift): z.infer<typeof planRoster>['shifts'][number] {
  const { personId, date, shiftTypeId, siteId, kind, levelId, skill, buddyId, note } = shift
  const { startsAt, endsAt } = wallOf(shift)
  return { personId, date, shiftTypeId, startsAt, endsAt, siteId, kind, levelId, skill, buddyId, note }
}

/**
 * Writes what a run has found into the draft, all in one go: only what differs is taken away or added. If somebody has changed the draft of the period
 * since the run began, nothing is written. What has begun since stays as it was; what has become unlawful (leave, a contract, a skill) is left out and reported.
 */
export async function applyPlan({ database, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }, run: PlanRun, by: { id: string }): Promise<Applied> {
  const { prisma } = database
  const period = periodOf(run)
  const now = clock.now()
  const best = bestOf(run) ?? []
  return changeRoster(prisma, async (tx) => {
    const before = await listShifts(tx, 'draft', period)
    await lockPeople(
      tx,
      [...best, ...before].map(({ personId }) => personId),
    )
    // Not sooner: a leave that is granted while this waits for its locks would be overrun.
    const asked = { period, siteId: run.siteId, lockedIds: run.lockedIds, weights: planWeights.parse(run.weights), now: now.toMillis() }
    const { question } = await readQuestion({ prisma: tx }, asked)
    if (markOf(question.draft, period) !== run.seen) throw domainError('EDITED_MEANWHILE')
    const wanted = placeWanted(question, best).filter(({ from }) => from > now.toMillis())
    const locked = new Set(run.lockedIds)
    const isInPeriod = ({ date }: StoredShift): boolean => date >= period.from && date < period.to
    const free = question.draft
      .filter(isInPeriod)
      .filter(({ id, siteId, from }) => !locked.has(id) && from > now.toMillis() && (run.siteId === null || siteId === run.siteId))
    const standing = new Map(free.map((shift) => [keyOf(shift), shift]))
    const kept = question.draft.filter(({ id }) => !free.some((shift) => shift.id === id))
    const { lawful, refused } = sift(question, kept, wanted)
    const added = lawful.filter((shift) => !standing.has(keyOf(shift)))
    const stays = new Set(lawful.map(keyOf))
    const removed = free.filter((shift) => !stays.has(keyOf(shift)))
    await tx.shift.deleteMany({ where: { plan: 'draft', id: { in: removed.map(({ id }) => id) } } })
    await addDraft(
      tx,
      added.map((shift) => ({ ...shift, id: randomUUID(), version: 1, note: '' })),
    )
    const after = await listShifts(tx, 'draft', period)
    const undo: Undo = {
      removed,
      added: after.filter(({ id }) => !question.draft.some((shift) => shift.id === id)).map(({ id }) => id),
      after: after.map(({ id, version, personId }) => ({ id, version, personId })),
    }
    const at = now.toJSDate()
    await tx.planRun.update({ where: { id: run.id }, data: { appliedAt: at, appliedById: by.id, undo: undo as unknown as Prisma.InputJsonObject } })
    const counts = { added: added.length, removed: removed.length }
    await audit(tx, { at, actor: by.id, kind: 'plan.applied', subject: run.id, body: { ...period, ...counts, refused: refused.length } })
    await announceRoster(tx, 'draft')
    await announcePlan(tx, run.id)
    return { ...counts, refused }
  })
}

type Wanted = Omit<StoredShift, 'id' | 'version' | 'note'>

/** By the types as they are now. */
function placeWanted(question: Question, best: readonly NewShift[]): Wanted[] {
  const horizon = horizonOf(question.period)
  const { types, at } = atOnce(placingCells(question, horizon))
  const typeOf = new Map(types.map(({ id }, index) => [id, index]))
  return best.flatMap(({ personId, date, shiftTypeId }) => {
    const cell = at[typeOf.get(shiftTypeId ?? '') ?? -1]?.[horizon.indexOf(date)]
    return cell ? [{ ...cell.shift, personId }] : []
  })
}

const keyOf = ({ personId, date, shiftTypeId, from, to }: Pick<StoredShift, 'personId' | 'date' | 'shiftTypeId' | 'from' | 'to'>): string =>
  [personId, date, shiftTypeId, from, to].join()

/** Without what the rules refuse now, and without those who have left. */
function sift(question: Question, kept: readonly StoredShift[], wanted: readonly Wanted[]): { lawful: Wanted[]; refused: Applied['refused'] } {
  const refused: Applied['refused'] = []
  let left = wanted.map((shift) => ({ ...shift, id: keyOf(shift) }))
  const people = new Set(left.map(({ personId }) => personId))
  for (;;) {
    const broken = new Map<string, Finding['rule']>()
    for (const { severity, shiftIds, rule } of atOnce(findingsOf(question, [...kept, ...left], people))) {
      const last = severity === 'warning' ? undefined : shiftIds.filter((id) => left.some((shift) => shift.id === id)).at(-1)
      if (last !== undefined) broken.set(last, rule)
    }
    if (broken.size === 0) return { lawful: left, refused }
    for (const { id, personId, date } of left) {
      const code = broken.get(id)
      if (code !== undefined) refused.push({ personId, date, code })
    }
    left = left.filter(({ id }) => !broken.has(id))
  }
}
