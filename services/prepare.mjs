// Plain JavaScript, because it runs before anything is installed: makes what the program needs, each only when its
// inputs have changed. Talk goes to stderr; stdout belongs to the command.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const say = (text) => process.stderr.write(`${text}\n`)
const at = (...parts) => join(ROOT, ...parts)

/** Installed packages, database client and (unless `withBuild` is false) the program itself. `page` builds the page too. */
export async function prepare({ withBuild = true, withPage = false } = {}) {
  await alone('.preparing', async () => {
    await install()
    await generateClient()
    if (withBuild) await bundle()
  })
  if (withPage) await alone('.preparing-page', buildPage)
}

/** One process at a time: two that install into one folder would spoil it. A dead process holds up nobody. */
async function alone(name, work) {
  const lock = at(name)
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!isAlive(Number(readIfThere(lock)))) rmSync(lock, { force: true })
      else await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  try {
    await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

const readIfThere = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)

function isAlive(pid) {
  try {
    return Number.isInteger(pid) && pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function install() {
  const lock = at('package-lock.json')
  const installed = at('node_modules', '.package-lock.json')
  const stamp = at('node_modules', '.nightline-lock')
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex')
  const isInstalledByHand = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs
  if (isInstalledByHand || (existsSync(installed) && readIfThere(stamp) === hash)) return
  if (lstatSync(at('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error('node_modules is a link to a folder elsewhere, which does not fit package-lock.json; npm ci would empty it. Remove the link first.')
  }
  say('Installing packages (once, about a minute) ...')
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev'])
  writeFileSync(stamp, hash)
}

async function generateClient() {
  await whenChanged('prisma/generated', ['prisma/schema.prisma', 'package-lock.json'], async () => {
    say('Generating the database client ...')
    // Without this line Prisma would download an engine that nothing here needs.
    await run(process.execPath, [at('node_modules/prisma/build/index.js'), 'generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath })
  })
}

async function bundle() {
  await whenChanged('build', ['services', 'prisma', 'package-lock.json'], async () => {
    const { build } = await import('esbuild')
    await build({
      entryPoints: { nightline: at('services/cli/main.ts'), simulator: at('services/phone-simulator/main.ts') },
      outdir: at('build'), bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external',
      sourcemap: true, logLevel: 'error',
    })
  })
}

function buildPage() {
  return whenChanged('dashboard/dist', ['dashboard', 'services/schemas', 'package-lock.json'], async () => {
    say('Building the page ...')
    await run(process.execPath, [at('node_modules/vite/bin/vite.js'), 'build', '--config', at('dashboard/vite.config.ts'), '--logLevel', 'error'])
  })
}

/** Runs `make` when the inputs' contents differ from those of the last time; the stamp lies beside what was made. */
async function whenChanged(output, inputs, make) {
  const hash = createHash('sha256').update(process.version)
  for (const input of inputs) for (const file of filesIn(at(input))) hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file))
  const now = hash.digest('hex')
  const stamp = at(output, '.inputs')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  await make()
  mkdirSync(at(output), { recursive: true })
  writeFileSync(stamp, now)
}

const MADE = new Set(['node_modules', 'generated', 'dist', 'migrations'])

function filesIn(path) {
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true }).filter(({ name }) => !MADE.has(name))
    .flatMap((entry) => filesIn(join(path, entry.name))).sort()
}

function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { output += data })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} failed:\n${output}`))))
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { argv } = process
  await prepare({ withBuild: !argv.includes('--no-build'), withPage: argv.includes('--page') })
}
