// `npm test`: installs and makes what is missing, then checks and runs everything. Arguments go to vitest.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { prepare, ROOT } from '../services/prepare.mjs'

const args = process.argv.slice(2)
const isWhole = args.length === 0
const needsProgram = isWhole || args.some((arg) => /(^|\/)(e2e|chaos|stories)(\/|$)/.test(arg))
await prepare({ withBuild: needsProgram, withPage: needsProgram })
if (isWhole) await run('test/check.mjs')
await run('node_modules/vitest/vitest.mjs', 'run', ...args)

function run(script, ...rest) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, script), ...rest], { cwd: ROOT, stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
    child.on('close', (code) => (code === 0 ? resolve() : process.exit(code ?? 1)))
  })
}
