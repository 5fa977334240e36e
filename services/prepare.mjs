// Plain JavaScript, because it runs before anything is installed: makes what the program needs, each only when its
// inputs have changed. Talk goes to stderr; stdout belongs to the command.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const say = (text) => process.stderr.write(`${text}\n`)
const at = (...parts) => join(ROOT, ...parts)

/** Installed packages, database client and (unless `withBuild` is false) the program itself. `page` builds the page too. */
export async function prepare({ withBuild = true, withPage = false } = {}) {
  for (const step of [install, client, ...(withBuild ? [bundle] : []), ...(withPage ? [page] : [])]) {
    // Looked at first: who may only read this folder can run what is made already.
    if (step.isMade()) continue
    await alone(`.preparing-${step.name}`, async () => step.isMade() || (await step.make()))
  }
}

const OLD_LOCK_MILLISECONDS = 15 * 60_000

/** One process at a time: two that install into one folder would spoil it. A dead process holds up nobody. */
async function alone(name, work) {
  const lock = at(name)
  for (let isTold = false; !take(lock);) {
    const holder = Number(readIfThere(lock))
    if (!isAlive(holder) || ageOf(lock) > OLD_LOCK_MILLISECONDS) rmSync(lock, { force: true })
    else {
      if (!isTold) say(`Waiting for process ${holder}, which is preparing the same folder ...`)
      isTold = true
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  try {
    await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** Written whole under another name, then linked: nobody ever reads half a lock. */
function take(lock) {
  const own = `${lock}.${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    linkSync(own, lock)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(own, { force: true })
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const ageOf = (path) => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())

/** Our own number in a lock is that of a process before us (in a container all have the number 1). */
function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const install = {
  name: 'packages',
  isMade() {
    const lock = at('package-lock.json')
    const installed = at('node_modules', '.package-lock.json')
    if (!existsSync(installed)) return false
    return statSync(installed).mtimeMs >= statSync(lock).mtimeMs || readIfThere(at('node_modules', '.nightline-lock')) === hashOf(['package-lock.json'])
  },
  async make() {
    if (lstatSync(at('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new Error('node_modules is a link to a folder elsewhere, which does not fit package-lock.json; npm ci would empty it. Remove the link first.')
    }
    say('Installing packages (once, about a minute) ...')
    await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev'])
    writeFileSync(at('node_modules', '.nightline-lock'), hashOf(['package-lock.json']))
  },
}

const client = whenChanged('prisma/generated', ['prisma/schema.prisma', 'package-lock.json'], async () => {
  say('Generating the database client ...')
  // Without this line Prisma would download an engine that nothing here needs.
  await run(process.execPath, [at('node_modules/prisma/build/index.js'), 'generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath })
})

const bundle = whenChanged('build', ['services', 'prisma', 'package-lock.json'], async () => {
  const { build } = await import('esbuild')
  await build({
    entryPoints: {
      nightline: at('services/cli/main.ts'),
      simulator: at('services/phone-simulator/main.ts'),
      mailbox: at('services/mailbox/main.ts'),
      planner: at('services/planner/worker.ts'),
      'planner-conflict': at('services/planner/conflict/worker.ts'),
    },
    outdir: at('build'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'error',
  })
})

const page = whenChanged(
  'dashboard/dist',
  ['dashboard', 'services/schemas', 'services/roster-rules', 'services/pay-rules', 'services/local-time', 'package-lock.json'],
  async () => {
    say('Building the page ...')
    await run(process.execPath, [at('node_modules/vite/bin/vite.js'), 'build', '--config', at('dashboard/vite.config.ts'), '--logLevel', 'error'])
    // After the page, which empties the folder.
    await run(process.execPath, [at('dashboard/widget/build.mjs')])
  },
)

/** Something that is made anew when its inputs' contents differ from those of the last time; the stamp lies beside it. */
function whenChanged(output, inputs, make) {
  const stamp = at(output, '.inputs')
  return {
    name: output.replaceAll('/', '-'),
    isMade: () => readIfThere(stamp) === hashOf(inputs),
    async make() {
      const now = hashOf(inputs)
      await make()
      mkdirSync(at(output), { recursive: true })
      writeFileSync(stamp, now)
    },
  }
}

function hashOf(inputs) {
  const hash = createHash('sha256').update(process.version)
  for (const input of inputs) for (const file of filesIn(at(input))) hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

const MADE = new Set(['node_modules', 'generated', 'dist', 'migrations'])

function filesIn(path) {
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !MADE.has(name))
    .flatMap((entry) => filesIn(join(path, entry.name)))
    .sort()
}

/** A signal meanwhile goes on to the child, and we go on (to our own end) when it has ended: nothing is left running. */
function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
    let output = ''
    let stoppedBy
    const stop = (signal) => {
      stoppedBy = signal
      child.kill(signal)
    }
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        output += data
      })
    child.on('error', reject)
    child.on('close', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop)
      if (stoppedBy) reject(new Error(`${command} was stopped by ${stoppedBy}.`))
      else if (code === 0) resolve()
      else reject(new Error(`${command} ${args.join(' ')} failed:\n${output}`))
    })
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { argv } = process
  await prepare({ withBuild: !argv.includes('--no-build'), withPage: argv.includes('--page') })
}
