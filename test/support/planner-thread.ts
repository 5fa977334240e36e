import { build } from 'esbuild'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { useThread } from '../../services/planner/solve/service.ts'

/** The planner's thread as `npm start` builds it, for tests that load the sources: call it in `beforeAll`. */
export async function plannerThread(): Promise<void> {
  const root = path.join(import.meta.dirname, '../..')
  const outfile = path.join(root, 'node_modules/.cache/nightline-tests', `planner-${process.pid}.mjs`)
  await build({
    entryPoints: [path.join(root, 'services/planner/worker.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  useThread(pathToFileURL(outfile))
}
