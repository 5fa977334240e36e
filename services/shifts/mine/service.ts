import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import type { PresenceState } from '../../roster-rules/model.ts'
import type { Role } from '../../schemas/people.ts'
import type { myShifts, PresenceView } from '../../schemas/rosters.ts'
import { leaveView } from '../leaves/store.ts'
import { dutyView } from '../on-shift/views.ts'
import { reasonsFor } from '../planners.ts'
import { presenceView } from '../presence/views.ts'
import { getRosterSettings, listDuties } from '../store.ts'

const DAYS_BACK = 7
const DAYS_AHEAD = 56

export type MyShiftsReader = (person: { id: string; role: Role }) => Promise<z.infer<typeof myShifts>>

/** What one person works, as it really is: what others took over is not in it, what he took over is. */
export function myShiftsReader({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }): MyShiftsReader {
  return async ({ id: personId, role }) => {
    const now = clock.now()
    const span = { from: now.minus({ days: DAYS_BACK }).toJSDate(), to: now.plus({ days: DAYS_AHEAD }).toJSDate() }
    const [duties, leaves, presence, { mustSignIn }] = await Promise.all([
      listDuties(prisma, span),
      prisma.leave.findMany({ where: { personId, fromAt: { lt: span.to }, toAt: { gt: span.from } }, orderBy: { fromAt: 'asc' } }),
      presenceOf(prisma, personId, now.toJSDate()),
      getRosterSettings(prisma),
    ])
    const own = duties.filter((duty) => duty.personId === personId)
    const ids = [...new Set(own.flatMap((duty) => [duty.personId, duty.plannedId]))]
    const people = await prisma.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
    const names = new Map(people.map(({ id, name }) => [id, name]))
    return {
      at: now.toJSDate().toISOString(),
      presence,
      mustSignIn,
      duties: reasonsFor(role, own).map((duty) => dutyView(duty, names)),
      leaves: leaves.map(leaveView),
    }
  }
}

async function presenceOf(prisma: Database['prisma'], personId: string, at: Date): Promise<PresenceView | null> {
  const row = await prisma.presence.findFirst({
    where: { personId, fromAt: { lte: at }, OR: [{ toAt: null }, { toAt: { gt: at } }] },
    orderBy: { fromAt: 'desc' },
  })
  if (!row) return null
  const { state, fromAt, until, via } = row
  return presenceView({ personId, state: state as PresenceState, from: fromAt.getTime(), until: until?.getTime() ?? null, via }, at.getTime())
}
