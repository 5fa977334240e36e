// Where every command starts: makes what is missing, then runs the program in this very process, so that a signal to npm
// reaches it (package.json says `exec node ...`).
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { prepare, ROOT } from './prepare.mjs'

const ownVariables = join(ROOT, '.env')
if (existsSync(ownVariables)) process.loadEnvFile(ownVariables) // what the environment says already stays
try {
  await prepare()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
process.chdir(ROOT)
const { main } = await import(pathToFileURL(join(ROOT, 'build', 'nightline.js')).href)
await main(process.argv.slice(2))
