import type { Clock } from '../clock.ts'
import type { Database } from '../db.ts'
import { loadFlows, toLoadedFlow, watchFlows, type LoadedFlow } from './files.ts'
import type { Finding } from './findings.ts'
import type { Flow } from './flow.ts'

export type FlowLibrary = Awaited<ReturnType<typeof openFlowLibrary>>

/**
 * The flows of the folder, and every version that calls have begun on. A file with errors never replaces a good version:
 * the last good one, from the folder or from the database, stays in use.
 */
export async function openFlowLibrary({
  database,
  clock,
  dir,
  log,
}: {
  database: Pick<Database, 'prisma'>
  clock: Clock
  dir: string
  log: { error: (details: object, text: string) => void; info: (details: object, text: string) => void }
}) {
  const current = new Map<string, LoadedFlow>()
  const versions = new Map<string, Flow>()

  async function reload(): Promise<readonly Finding[]> {
    const { flows, findings } = await loadFlows(dir)
    for (const finding of findings.filter(({ severity }) => severity === 'error')) log.error(finding, 'a flow has an error and is not used')
    for (const loaded of flows) {
      const { flow, version, source } = loaded
      if (current.get(flow.id)?.version === version) continue
      await database.prisma.flowVersion.upsert({
        where: { flow_version: { flow: flow.id, version } },
        create: { flow: flow.id, version, source, loadedAt: clock.now().toJSDate() },
        update: {},
      })
      versions.set(`${flow.id}@${version}`, flow)
      current.set(flow.id, loaded)
      log.info({ flow: flow.id, version }, 'a flow is in use')
    }
    return findings
  }

  /** Flows whose file is broken or gone: the version that was used last. */
  async function keepLastGood(): Promise<void> {
    const rows = await database.prisma.flowVersion.findMany({ distinct: ['flow'], orderBy: [{ flow: 'asc' }, { loadedAt: 'desc' }] })
    for (const { flow, source } of rows) {
      if (current.has(flow)) continue
      const { flow: loaded } = toLoadedFlow(source, `${flow} (stored)`)
      if (loaded) current.set(flow, loaded)
    }
  }

  async function ofVersion(flow: string, version: string): Promise<Flow | undefined> {
    const known = versions.get(`${flow}@${version}`)
    if (known) return known
    const row = await database.prisma.flowVersion.findUnique({ where: { flow_version: { flow, version } } })
    const loaded = row && toLoadedFlow(row.source, `${flow}@${version}`).flow
    if (loaded) versions.set(`${flow}@${version}`, loaded.flow)
    return loaded?.flow
  }

  const findings = await reload()
  await keepLastGood()
  const stop = watchFlows(
    dir,
    () => void reload().catch((err: unknown) => log.error({ err }, 'the flows could not be read again; the last good ones stay in use')),
  )
  return {
    findings,
    /** Reads the folder again; also happens by itself when a file changes. */
    reload,
    stop,
    current: (flow: string) => current.get(flow),
    ofVersion,
    list: () => [...current.values()].map(({ flow, version }) => ({ flow: flow.id, title: flow.title, version, languages: [...flow.languages] })),
  }
}
