import type { z } from 'zod'
import type { Database } from '../db.ts'
import { domainError } from '../errors.ts'
import type { checkedFlow, flowChange, flowDetail, flowInfo, flowTraffic, newPublication, publication, rollback } from '../schemas/flows.ts'
import type { CheckFacts } from './check-flow.ts'
import { readFolder, toLoadedFlow, toStoredFlow, writeFlowFile, type LoadedFlow } from './files.ts'
import type { FlowFile } from './flow-file.ts'
import { diffFlows } from './flow-diff.ts'
import { viewOf } from './flow-view.ts'
import { canonicalSource, parseFlow, readFlowFile, splitSources, withSubflows } from './parse-flow.ts'
import { listPublications, type FlowLibrary } from './store.ts'
import { readTraffic } from './traffic/store.ts'

export type FlowServiceOptions = {
  database: Pick<Database, 'prisma'>
  library: FlowLibrary
  dir: string
  /** Our numbers and the flow of each. */
  listNumbers: () => Promise<readonly { number: string; flow: string }[]>
  /** Skills that somebody has. */
  listSkills: () => Promise<readonly string[]>
  now: () => Date
}

type Info = z.infer<typeof flowInfo>
export type FlowService = ReturnType<typeof flowService>

/** Flows for those who write them: what is in use, what a draft would be, and how one becomes the other. */
export function flowService({ database: { prisma }, library, dir, listNumbers, listSkills, now }: FlowServiceOptions) {
  const facts = async (): Promise<CheckFacts> => ({ skills: await listSkills() })

  function getCurrent(flow: string): LoadedFlow {
    const loaded = library.current(flow)
    if (loaded === undefined) throw domainError('NOT_FOUND', { kind: 'flow', id: flow })
    return loaded
  }

  async function infoOf({ flow, version }: LoadedFlow, numbers: readonly { number: string; flow: string }[]): Promise<Info> {
    const [newest] = await listPublications(prisma, flow.id)
    return {
      flow: flow.id,
      title: flow.title,
      version,
      languages: [...flow.languages],
      published: newest === undefined ? null : publicationView(newest),
      folder: folderState(flow.id, version),
      folderFindings: folderErrors(flow.id),
      numbers: numbers.filter((one) => one.flow === flow.id).map(({ number }) => number),
    }
  }

  function folderState(flow: string, version: string): Info['folder'] {
    const there = library.inFolder(flow)
    return folderErrors(flow).length > 0 ? 'broken' : there === undefined ? 'missing' : there === version ? 'same' : 'other'
  }

  const folderErrors = (flow: string): Info['folderFindings'] =>
    library.findings().filter(({ severity, file }) => severity === 'error' && file.replace(/\.ya?ml$/, '') === flow)

  /** The draft with the subflows of the folder behind it, checked. */
  async function toDraft(source: string, fileName: string): Promise<{ text: string; checked: z.infer<typeof checkedFlow>; file: FlowFile | null }> {
    const text = withSubflows(source, await readFolder(dir))
    const read = readFlowFile(splitSources(text).main, fileName)
    const { findings } = parseFlow(text, fileName, await facts())
    if ('findings' in read) return { text, checked: { findings, view: null }, file: null }
    return { text, checked: { findings, view: viewOf(read.file, read.lineOf) }, file: read.file }
  }

  return {
    listFlows: async (): Promise<Info[]> => {
      const numbers = await listNumbers()
      return Promise.all(library.list().map(({ flow }) => infoOf(getCurrent(flow), numbers)))
    },
    getFlow: async (flow: string): Promise<z.infer<typeof flowDetail>> => {
      const loaded = getCurrent(flow)
      const { main } = splitSources(loaded.source)
      const read = readFlowFile(main, `${flow}.yaml`)
      if ('findings' in read) throw new Error(`the flow ${flow} in use cannot be read`)
      const { findings } = parseFlow(loaded.source, `${flow}.yaml`, await facts())
      return { ...(await infoOf(loaded, await listNumbers())), source: main, view: viewOf(read.file, read.lineOf), findings }
    },
    checkDraft: async (flow: string, source: string): Promise<z.infer<typeof checkedFlow>> => (await toDraft(source, `${flow}.yaml`)).checked,
    /** What would be otherwise with the draft than it is now. A draft that does not fit the form cannot be compared: its findings say why. */
    compareDraft: async (
      flow: string,
      source: string,
    ): Promise<{ changes: z.infer<typeof flowChange>[]; findings: z.infer<typeof checkedFlow>['findings'] }> => {
      const live = readFlowFile(splitSources(getCurrent(flow).source).main, flow)
      const { file, checked } = await toDraft(source, `${flow}.yaml`)
      return { changes: file && 'file' in live ? diffFlows(live.file, file) : [], findings: checked.findings }
    },
    /** The draft as the engine would run it, or what is in use; refuses a draft with errors. */
    loadDraft: async (flow: string, source?: string): Promise<LoadedFlow> => {
      if (source === undefined) return getCurrent(flow)
      const { text } = await toDraft(source, `${flow}.yaml`)
      return usable(toLoadedFlow(text, `${flow}.yaml`))
    },
    publishDraft: async (flow: string, { source, why, replaces }: z.infer<typeof newPublication>, personId: string | undefined): Promise<Info> => {
      const before = getCurrent(flow)
      if (before.version !== replaces) throw domainError('EDITED_MEANWHILE')
      const { text } = await toDraft(source, `${flow}.yaml`)
      const loaded = usable(toLoadedFlow(text, `${flow}.yaml`))
      if (loaded.flow.id !== flow) throw domainError('FLOW_RENAMED', { flow, given: loaded.flow.id })
      // First the publication, so that the folder's news finds nothing to publish; then the file, which stays the truth for people.
      await library.publish(loaded, { by: 'page', why, replaces, ...(personId !== undefined && { personId }) })
      await writeFlowFile(dir, flow, canonicalSource(source)).catch(async (cause: unknown) => {
        await library.publish(before, { by: 'page', why: 'taken back: the folder of the flows cannot be written' })
        throw Object.assign(domainError('FLOW_FOLDER_READ_ONLY', { reason: cause instanceof Error ? cause.message : String(cause) }), { cause })
      })
      return infoOf(getCurrent(flow), await listNumbers())
    },
    rollBack: async (flow: string, { version, why }: z.infer<typeof rollback>, publisher: { by: 'page' | 'command'; personId?: string }): Promise<Info> => {
      const row = await prisma.flowVersion.findUnique({ where: { flow_version: { flow, version } } })
      if (row === null) throw domainError('NOT_FOUND', { kind: 'version', id: `${flow}@${version}` })
      const stored = toStoredFlow(row.source)
      if (stored === undefined) throw domainError('FLOW_UNREADABLE', { flow, version })
      await library.publish({ ...stored, version }, { ...publisher, why })
      return infoOf(getCurrent(flow), await listNumbers())
    },
    listPublications: async (flow: string): Promise<z.infer<typeof publication>[]> => {
      getCurrent(flow)
      return (await listPublications(prisma, flow)).map(publicationView)
    },
    getSource: async (flow: string, version: string): Promise<{ source: string }> => {
      const row = await prisma.flowVersion.findUnique({ where: { flow_version: { flow, version } } })
      if (row === null) throw domainError('NOT_FOUND', { kind: 'version', id: `${flow}@${version}` })
      return { source: splitSources(row.source).main }
    },
    getTraffic: async (flow: string, days: number): Promise<z.infer<typeof flowTraffic>> => readTraffic(prisma, flow, days, now()),
  }
}

function usable({ flow, findings }: ReturnType<typeof toLoadedFlow>): LoadedFlow {
  if (flow !== undefined) return flow
  const errors = findings.filter(({ severity }) => severity === 'error')
  throw domainError('FLOW_HAS_ERRORS', { count: errors.length, first: `line ${errors[0]?.line}: ${errors[0]?.message}` })
}

function publicationView({ publishedAt, ...one }: Awaited<ReturnType<typeof listPublications>>[number]): z.infer<typeof publication> {
  return { ...one, publishedAt: publishedAt.toISOString() }
}
