import { followedClock, systemClock, type Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { CannotStart } from '../../reasons.ts'
import { apiKeyService } from '../../people/api-keys/service.ts'
import { newApiKey } from '../../schemas/people.ts'
import { configOrThrow, withDatabase } from '../running/service.ts'

/** Prints the new key alone; it cannot be shown again. */
export async function createKey(given: { role: string; name: string }): Promise<number> {
  const wanted = newApiKey.safeParse(given)
  if (!wanted.success) throw new CannotStart(wanted.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'))
  return withDatabase(async (database) => {
    const { key } = await apiKeyService({ database, clock: await lineClock(database) }).createApiKey(wanted.data)
    process.stdout.write(`${key}\n`)
    return 0
  })
}

/** The time by which the line will judge the key: the shared clock's where the simulator carries the calls. Its row may be left over otherwise. */
async function lineClock({ prisma }: Database): Promise<Clock> {
  const row = configOrThrow().twilio ? null : await prisma.clockRow.findUnique({ where: { id: 1 } })
  if (!row) return systemClock()
  const reading = { realAt: row.realAt.getTime(), virtualAt: row.virtualAt.getTime(), speed: row.speed, version: Number(row.version) }
  return followedClock(() => reading)
}
