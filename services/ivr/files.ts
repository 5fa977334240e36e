import { createHash } from 'node:crypto'
import { watch } from 'node:fs'
import { readFile, readdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Finding } from './findings.ts'
import { flowJsonSchema } from './flow-file.ts'
import type { Flow } from './flow.ts'
import { canonicalSource, parseFlow, readFlowFile, trustFlow, withSubflows } from './parse-flow.ts'

/** A flow ready to run. `version` is the first 12 hex digits of the SHA-256 of `source`, its canonical text: a call stays on the version it began with. */
export type LoadedFlow = { flow: Flow; version: string; source: string }

/** Reads all *.yaml and *.yml of a folder, by name. A flow with errors is left out and its findings say why. Throws when the folder cannot be read. */
export async function loadFlows(dir: string): Promise<{ flows: LoadedFlow[]; findings: Finding[] }> {
  const files = await readFolder(dir)
  const flows: LoadedFlow[] = []
  const findings: Finding[] = []
  for (const [name, source] of files) {
    const loaded = toLoadedFlow(withSubflows(source, files), name)
    findings.push(...loaded.findings)
    if (loaded.flow === undefined) continue
    const { id } = loaded.flow.flow
    if (flows.some(({ flow }) => flow.id === id)) {
      findings.push({
        severity: 'error',
        file: name,
        line: 1,
        rule: 'duplicate-flow',
        message: `another file has the flow "${id}" already; give this one another name`,
      })
    } else flows.push(loaded.flow)
  }
  return { flows, findings }
}

/** Reads one file, and those of its subflows beside it. Throws when it cannot be read. */
export async function loadFlow(path: string, fileName: string): Promise<{ flow?: LoadedFlow; findings: Finding[] }> {
  const source = await readFile(path, 'utf8')
  return toLoadedFlow(withSubflows(source, await readFolder(dirname(path))), fileName)
}

/** The texts of all flow files of a folder, by file name. */
export async function readFolder(dir: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(dir)).filter((name) => /\.ya?ml$/.test(name)).sort()
  return new Map(await Promise.all(names.map(async (name): Promise<[string, string]> => [name, await readFile(join(dir, name), 'utf8')])))
}

/** A flow from its text, checked. */
export function toLoadedFlow(text: string, fileName: string): { flow?: LoadedFlow; findings: Finding[] } {
  const source = canonicalSource(text)
  const { flow, findings } = parseFlow(source, fileName)
  return flow === undefined ? { findings } : { flow: { flow, version: versionOf(source), source }, findings }
}

/** A flow from the version that was stored when it was published. */
export function toStoredFlow(source: string): LoadedFlow | undefined {
  const flow = trustFlow(source)
  return flow && { flow, version: versionOf(source), source }
}

const versionOf = (source: string): string => createHash('sha256').update(source).digest('hex').slice(0, 12)

/**
 * Writes a flow's own file: in place of the one that has this flow, else as `<flow>.yaml`. The folder never holds half a file.
 * Rejects when the folder cannot be written.
 */
export async function writeFlowFile(dir: string, flow: string, source: string): Promise<void> {
  const own = [...(await readFolder(dir))].find(([name, text]) => {
    const read = readFlowFile(canonicalSource(text), name)
    return 'file' in read && read.file.flow === flow
  })
  const path = join(dir, own?.[0] ?? `${flow}.yaml`)
  const draft = `${path}.${process.pid}.tmp`
  await writeFile(draft, source)
  await rename(draft, path)
}

/** Writes the schema for editors. A test fails when the file is stale and says how to call this. */
export async function writeFlowSchema(dir: string): Promise<void> {
  await writeFile(join(dir, 'flow.schema.json'), flowJsonSchema())
}

/** Calls `onChange` a moment after something in the folder has changed (editors write in several steps). Returns how to stop. */
export function watchFlows(dir: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(dir, () => {
    clearTimeout(timer)
    timer = setTimeout(onChange, 200)
  })
  watcher.on('error', () => undefined) // the folder is gone: the flows that were read stay in use
  return () => {
    clearTimeout(timer)
    watcher.close()
  }
}
