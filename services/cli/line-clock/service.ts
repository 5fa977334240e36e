import { followedClock, systemClock, type Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { configOrThrow } from '../running/service.ts'

/** The time by which the line judges things: the shared clock's where the simulator carries the calls. Its row may be left over otherwise. */
export async function lineClock({ prisma }: Database): Promise<Clock> {
  const row = configOrThrow().twilio ? null : await prisma.clockRow.findUnique({ where: { id: 1 } })
  if (!row) return systemClock()
  const reading = { realAt: row.realAt.getTime(), virtualAt: row.virtualAt.getTime(), speed: row.speed, version: Number(row.version) }
  return followedClock(() => reading)
}
