import { build } from 'esbuild'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { useConflictThread } from '../../services/planner/conflict/service.ts'
import { useThread } from '../../services/planner/solve/service.ts'

/** The planner's thread as `npm start` builds it, for tests that load the sources: call it in `beforeAll`. */
export const plannerThread = async (): Promise<void> => useThread(await built('planner', 'services/planner/worker.ts'))
/** The same of the thread that finds conflicts. */
export const conflictThread = async (): Promise<void> => useConflictThread(await built('planner-conflict', 'services/planner/conflict/worker.ts'))

async function built(name: string, entry: string): Promise<URL> {
  const root = path.join(import.meta.dirname, '../..')
  const outfile = path.join(root, 'node_modules/.cache/nightline-tests', `${name}-${process.pid}.mjs`)
  await build({
    entryPoints: [path.join(root, entry)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  return pathToFileURL(outfile)
}
