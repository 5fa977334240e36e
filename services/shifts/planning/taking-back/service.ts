import type { z } from 'zod'
import { audit } from '../../../audit/store.ts'
import type { Clock } from '../../../clock.ts'
import { Prisma, type Database } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import type { planTakenBack } from '../../../schemas/plans.ts'
import { announceRoster } from '../../live/store.ts'
import { addDraft, changeRoster, lockPeople } from '../../roster/store.ts'
import { listShifts } from '../../store.ts'
import { announcePlan, periodOf } from '../runs/store.ts'
import { changedPeople, type Undo } from '../undo.ts'

/** The draft becomes what it was before the plan was applied, all in one go; refused if somebody has changed it since. The plan can be applied again. */
export async function takeBackPlan(
  { database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock },
  id: string,
  by: { id: string },
): Promise<z.infer<typeof planTakenBack>> {
  return changeRoster(prisma, async (tx) => {
    const getApplied = async () => {
      const run = await tx.planRun.findUnique({ where: { id } })
      if (!run || run.undo === null) throw domainError('NOT_FOUND', { kind: 'applied plan', id })
      return { period: periodOf(run), undo: run.undo as unknown as Undo }
    }
    const { period, undo } = await getApplied()
    const standing = await listShifts(tx, 'draft', period)
    await lockPeople(
      tx,
      [...standing, ...undo.after, ...undo.removed].map(({ personId }) => personId),
    )
    // Of two who take it back at once the second finds it taken back.
    await getApplied()
    const changed = changedPeople(undo.after, await listShifts(tx, 'draft', period))
    if (changed.length > 0) {
      const people = await tx.person.findMany({ where: { id: { in: changed } }, select: { name: true }, orderBy: { name: 'asc' } })
      throw domainError('PLAN_EDITED', { names: people.map(({ name }) => name).join(', ') })
    }
    await tx.shift.deleteMany({ where: { plan: 'draft', id: { in: undo.added } } })
    await addDraft(tx, undo.removed)
    await tx.planRun.update({ where: { id }, data: { appliedAt: null, appliedById: null, undo: Prisma.DbNull } })
    const counts = { added: undo.removed.length, removed: undo.added.length }
    await audit(tx, { at: clock.now().toJSDate(), actor: by.id, kind: 'plan.takenBack', subject: id, body: { ...period, ...counts } })
    await announceRoster(tx, 'draft')
    await announcePlan(tx, id)
    return counts
  })
}
