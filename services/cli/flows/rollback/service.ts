import { randomUUID } from 'node:crypto'
import { listPublications } from '../../../ivr/store.ts'
import { versionToRollBackTo } from '../../../ivr/publications.ts'
import { CannotStart } from '../../../reasons.ts'
import { lineClock } from '../../line-clock/service.ts'
import { withDatabase } from '../../running/service.ts'

/** Writes the publication; the running line takes it over within ten seconds. Calls under way stay on the version they began with. */
export async function rollBackFlow(flow: string, { to, why }: { to?: string; why: string }): Promise<number> {
  return withDatabase(async (database) => {
    const { prisma } = database
    const published = await listPublications(prisma, flow)
    const version = to ?? versionToRollBackTo(published)
    const known = [...new Set(published.map((one) => one.version))]
    if (version === undefined) throw new CannotStart(`The flow "${flow}" has no version to go back to; published so far: ${known.join(', ') || 'none'}.`)
    if (!known.includes(version)) throw new CannotStart(`The flow "${flow}" was never published as ${version}; allowed: ${known.join(', ') || 'none'}.`)
    const publishedAt = (await lineClock(database)).now().toJSDate()
    await prisma.flowPublication.create({ data: { id: randomUUID(), flow, version, by: 'command', why, publishedAt } })
    process.stdout.write(`New calls begin on version ${version} of "${flow}" (was ${published[0]?.version}). The file in the folder is as it was.\n`)
    return 0
  })
}
