import { basename, join } from 'node:path'
import { readdir } from 'node:fs/promises'
import { ROOT } from '../../../files.ts'
import { loadFlow } from '../../../ivr/files.ts'
import type { Flow } from '../../../ivr/flow.ts'
import { prove } from '../../../ivr/paths/proof.ts'
import { pathLines } from '../../../ivr/paths/report.ts'
import { walk } from '../../../ivr/paths/walk.ts'
import { CannotStart } from '../../../reasons.ts'

export type PathOptions = { mostPrompts: number; mostStations: number; json?: boolean }

/** Walks every way through flow files. Exit code 1 when one does not end well. */
export async function walkFlows(files: readonly string[], { mostPrompts, mostStations, json }: PathOptions): Promise<number> {
  if (![mostPrompts, mostStations].every((most) => Number.isInteger(most) && most > 0)) {
    throw new CannotStart('--most-prompts and --most-stations are whole numbers above 0.')
  }
  const proofs = []
  for (const path of files.length > 0 ? files : await shippedFlows()) {
    proofs.push({ file: path, ...prove(walk(await readFlow(path), { mostStations }), { mostPrompts }) })
  }
  const lines = proofs.flatMap(({ file, ...proof }) => pathLines(file, proof))
  process.stdout.write(json ? `${JSON.stringify(proofs)}\n` : `${lines.join('\n')}\n`)
  return proofs.some(({ problems }) => problems.length > 0) ? 1 : 0
}

async function shippedFlows(): Promise<string[]> {
  const folder = process.env['FLOWS_DIR'] ?? join(ROOT, 'ivr-flows')
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort()
  return names.map((name) => join(folder, name))
}

async function readFlow(path: string): Promise<Flow> {
  const { flow } = await loadFlow(path, basename(path)).catch((error: Error) => {
    throw new CannotStart(`${path}: ${error.message}`)
  })
  if (flow === undefined) throw new CannotStart(`${path} has errors; see: nightline flows check ${path}`)
  return flow.flow
}
