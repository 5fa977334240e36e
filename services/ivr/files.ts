import { createHash } from 'node:crypto'
import { watch } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Finding } from './findings.ts'
import { flowJsonSchema } from './flow-file.ts'
import type { Flow } from './flow.ts'
import { canonicalSource, parseFlow, withSubflows } from './parse-flow.ts'

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

/** A flow from its text, for example from the version stored with a call. */
export function toLoadedFlow(text: string, fileName: string): { flow?: LoadedFlow; findings: Finding[] } {
  const source = canonicalSource(text)
  const { flow, findings } = parseFlow(source, fileName)
  if (flow === undefined) return { findings }
  return { flow: { flow, version: createHash('sha256').update(source).digest('hex').slice(0, 12), source }, findings }
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
