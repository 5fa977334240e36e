import { build } from 'esbuild'
import { join } from 'node:path'
import { ROOT } from '../../services/files.ts'

/** A source as `npm start` builds the program, in one file that starts as fast: the path of it. */
export async function built(entry: string): Promise<string> {
  const outfile = join(ROOT, 'node_modules/.cache/nightline-tests', `${entry.replaceAll('/', '-')}-${process.pid}.mjs`)
  await build({
    entryPoints: [join(ROOT, entry)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  return outfile
}
