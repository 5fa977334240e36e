import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import { loadFlows, toStoredFlow, watchFlows, type LoadedFlow } from './files.ts'
import type { Finding } from './findings.ts'
import type { Flow } from './flow.ts'
import { isToBePublished, type Publication } from './publications.ts'

export type FlowLibrary = Awaited<ReturnType<typeof openFlowLibrary>>

export type FlowLibraryOptions = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  dir: string
  log: { error: (details: object, text: string) => void; info: (details: object, text: string) => void }
}

/** Who makes a version the one that new calls begin on, and why. */
export type Publisher = Pick<Publication, 'by' | 'why'> & {
  personId?: string
  /** The version that he saw in use; another one by now is not overwritten. */
  replaces?: string
}

/**
 * The flows that new calls begin on, and every version that calls have begun on. What counts is the newest publication of a flow in the database;
 * the folder publishes by itself when a file changes. A file with errors never replaces a good version.
 */
export async function openFlowLibrary({ database: { prisma }, clock, dir, log }: FlowLibraryOptions) {
  const current = new Map<string, LoadedFlow>()
  const versions = new Map<string, Flow>()
  const inFolder = new Map<string, string>()
  let findings: readonly Finding[] = []

  /** Reads the folder; publishes what has changed there. */
  async function reload(): Promise<readonly Finding[]> {
    const loaded = await loadFlows(dir)
    findings = loaded.findings
    for (const finding of findings.filter(({ severity }) => severity === 'error')) log.error(finding, 'a flow has an error and is not used')
    for (const one of loaded.flows) {
      const published = await listPublications(prisma, one.flow.id)
      const before = inFolder.get(one.flow.id)
      inFolder.set(one.flow.id, one.version)
      if (isToBePublished(one.version, { before, published }))
        await publish(one, { by: 'folder', why: before === undefined ? 'the file at the start' : 'the file has changed' })
      else if (published[0]?.version !== one.version)
        log.info({ flow: one.flow.id, inUse: published[0]?.version, inFolder: one.version }, 'the folder has an older version of a flow than the one in use')
    }
    await refresh()
    return findings
  }

  /** Stores the version whole and makes it the one that new calls begin on. */
  async function publish({ flow, version, source }: LoadedFlow, publisher: Publisher): Promise<void> {
    await prisma.$transaction(async (tx) => {
      // Two processes that start at once find the same files.
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`nightline flow ${flow.id}`}))`
      const [newest] = await listPublications(tx, flow.id)
      if (publisher.by === 'folder' && newest?.version === version) return
      if (publisher.replaces !== undefined && newest?.version !== publisher.replaces) throw domainError('EDITED_MEANWHILE')
      const now = clock.now().toJSDate()
      await tx.flowVersion.upsert({
        where: { flow_version: { flow: flow.id, version } },
        create: { flow: flow.id, version, source, loadedAt: now },
        update: {},
      })
      const { by, why, personId } = publisher
      await tx.flowPublication.create({ data: { id: randomUUID(), flow: flow.id, version, by, why, publishedAt: now, personId: personId ?? null } })
    })
    await refresh()
  }

  /** Takes over what was published, here or by another process. A stored version that fits no more leaves the one before in use. */
  async function refresh(): Promise<void> {
    for (const { flow, version } of await newestOfEach(prisma)) {
      if (current.get(flow)?.version === version) continue
      const row = await prisma.flowVersion.findUniqueOrThrow({ where: { flow_version: { flow, version } } })
      const stored = toStoredFlow(row.source)
      if (stored === undefined) {
        log.error({ flow, version }, 'a published flow cannot be read any more; the version before stays in use')
        continue
      }
      versions.set(`${flow}@${version}`, stored.flow)
      // A version is called what it was called when it was stored, whatever the hash of today says.
      current.set(flow, { ...stored, version })
      log.info({ flow, version }, 'a flow is in use')
    }
  }

  async function ofVersion(flow: string, version: string): Promise<Flow | undefined> {
    const known = versions.get(`${flow}@${version}`)
    if (known) return known
    const row = await prisma.flowVersion.findUnique({ where: { flow_version: { flow, version } } })
    const stored = row ? toStoredFlow(row.source) : undefined
    if (stored) versions.set(`${flow}@${version}`, stored.flow)
    return stored?.flow
  }

  await reload()
  const stop = watchFlows(
    dir,
    () => void reload().catch((err: unknown) => log.error({ err }, 'the flows could not be read again; the last good ones stay in use')),
  )
  return {
    /** What is wrong with the files of the folder, as they were read last. */
    findings: () => findings,
    /** Reads the folder again; also happens by itself when a file changes. */
    reload,
    refresh,
    publish,
    stop,
    current: (flow: string) => current.get(flow),
    inFolder: (flow: string) => inFolder.get(flow),
    ofVersion,
    list: () => [...current.values()].map(({ flow, version }) => ({ flow: flow.id, title: flow.title, version, languages: [...flow.languages] })),
  }
}

/** All publications of a flow, the newest first. */
export async function listPublications(prisma: Pick<Transaction, 'flowPublication'>, flow: string): Promise<(Publication & { personName: string | null })[]> {
  const rows = await prisma.flowPublication.findMany({
    where: { flow },
    include: { person: true },
    orderBy: [{ publishedAt: 'desc' }, { n: 'desc' }],
    take: 500,
  })
  return rows.map(({ version, publishedAt, by, why, person }) => ({ version, publishedAt, by: by as Publication['by'], why, personName: person?.name ?? null }))
}

async function newestOfEach(prisma: Pick<Transaction, '$queryRaw'>): Promise<{ flow: string; version: string }[]> {
  return prisma.$queryRaw`select distinct on (flow) flow, version from flow_publication order by flow, published_at desc, n desc`
}
