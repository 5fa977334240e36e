// Bundles TypeScript of test/ as `npm start` bundles the program, so that what is measured is what runs.
import { build } from 'esbuild'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../../services/prepare.mjs'

/** Builds `test/<name>.ts` for each name and loads the first one. */
export async function bundleTests(names) {
  const outdir = join(ROOT, 'node_modules', '.cache', 'nightline-tests')
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [name.replaceAll('/', '-'), join(ROOT, 'test', `${name}.ts`)])),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'error',
  })
  return import(pathToFileURL(join(outdir, `${names[0].replaceAll('/', '-')}.js`)).href)
}
