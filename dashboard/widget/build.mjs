// Builds the widget: one classic script without imports, so that one tag on a foreign page is enough. Run by services/prepare.mjs after the page.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, transform } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))

/** `import css from './x.css?inline'`, as Vite reads it: the text, made small. */
const inlineCss = {
  name: 'inline-css',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.css\?inline$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path.replace('?inline', '')), namespace: 'css' }))
    onLoad({ filter: /./, namespace: 'css' }, async ({ path }) => ({
      contents: (await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target: 'es2022' })).code,
      loader: 'text',
    }))
  },
}

export async function buildWidget(outfile = join(here, '../dist/widget.js')) {
  await build({
    entryPoints: [join(here, 'main.ts')],
    outfile,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    logLevel: 'error',
    plugins: [inlineCss],
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWidget()
