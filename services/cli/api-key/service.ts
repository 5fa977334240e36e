import { CannotStart } from '../../reasons.ts'
import { apiKeyService } from '../../people/api-keys/service.ts'
import { newApiKey } from '../../schemas/people.ts'
import { lineClock } from '../line-clock/service.ts'
import { withDatabase } from '../running/service.ts'

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
