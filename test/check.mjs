// `npm run check`: everything about the code that can be said without running it. One line for each check; exit code 1 on any fault.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, ROOT } from '../services/prepare.mjs'

/** What Prettier has formatted. */
const FORMATTED = ['*.{mjs,ts}', 'services/**/*.{ts,mjs,mts}', 'prisma/seed.ts', 'test/**/*.{ts,mjs}', 'dashboard/{*.ts,{src,widget}/**/*.{ts,tsx,mjs,css}}']

const ALLOWED_LICENCES = new Set([
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
])

/** Packages under another licence, each with the reason why it may be here. */
const LICENCE_EXCEPTIONS = [
  { package: /^axe-core$/, licence: 'MPL-2.0', reason: 'looks at the page in a browser test; not part of the product' },
  { package: /^lightningcss(-|$)/, licence: 'MPL-2.0', reason: 'Vite shrinks CSS with it; not part of the product' },
  {
    package: /^elkjs$/,
    licence: 'EPL-2.0',
    reason: 'unchanged, inside the prisma command, which only generates our client',
  },
  {
    package: /^pako$/,
    licence: '(MIT AND Zlib)',
    reason: 'Zlib asks only not to claim its authorship; development only',
  },
  {
    package: /^@visx\/vendor$/,
    licence: 'MIT and ISC',
    reason: 'both are allowed; its author wrote no SPDX expression',
  },
]

const bin = (path) => join(ROOT, 'node_modules', path)
const lint = (...what) => node(bin('eslint/bin/eslint.js'), ...what, '--max-warnings=-1')
/** By the compiler that is a program of its own, in less than half the time; the linter needs the one in JavaScript beside it. */
const types = (project, name) =>
  node(bin('typescript-7/bin/tsc'), '--noEmit', '-p', project, '--incremental', '--tsBuildInfoFile', bin(`.cache/check/${name}.tsbuildinfo`))

/** The slow ones first: two run at a time. */
const CHECKS = [
  ['lint of services and tests', () => lint('.', '--ignore-pattern', 'dashboard', '--ignore-pattern', 'test/unit/dashboard')],
  ['lint of the page', () => lint('dashboard', 'test/unit/dashboard')],
  ['format', () => node(bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', ...FORMATTED)],
  ['types of services and tests', () => types('.', 'services')],
  ['types of the page', () => types('dashboard', 'dashboard')],
  ['borders', borders],
  ['flows', () => node('services/run.mjs', 'flows', 'check', ...flowFiles())],
  ...flowFiles().map((file) => [`ways through ${file}`, () => node('services/run.mjs', 'flows', 'paths', file)]),
  ['transcripts', () => node('services/run.mjs', 'flows', 'test', '--coverage', '100')],
  ['licences', licences],
  ['lock file', lockFile],
  ['machine paths', machinePaths],
]

await prepare({ withBuild: true })
const waiting = [...CHECKS]
const faulty = []
await Promise.all([next(), next()])
process.stdout.write(faulty.length === 0 ? `${CHECKS.length} checks, no fault\n` : `${CHECKS.length} checks, faults in: ${faulty.join(', ')}\n`)
process.exitCode = faulty.length === 0 ? 0 : 1

async function next() {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const [name, run] = check
    const started = performance.now()
    const faults = await run().catch((error) => [error instanceof Error ? (error.stack ?? error.message) : String(error)])
    const seconds = ((performance.now() - started) / 1_000).toFixed(1)
    process.stdout.write(`${faults.length === 0 ? 'ok   ' : 'FAULT'} ${name} (${seconds} s)\n${faults.map((fault) => `${fault}\n`).join('')}`)
    if (faults.length > 0) faulty.push(name)
  }
}

/** Runs one of our tools; what it prints are its faults when it fails. */
async function node(...args) {
  const { code, output } = await run(process.execPath, args)
  return code === 0 ? [] : [output.trim() || `exit code ${code}`]
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

async function borders() {
  const { cruise } = await import('dependency-cruiser')
  const { default: config } = await import('../.dependency-cruiser.mjs')
  const { options, ...ruleSet } = config
  const read = { ...options, ruleSet, validate: true, baseDir: ROOT }
  const { modules, summary } = (await cruise(['services', 'prisma', 'dashboard/src', 'dashboard/widget', 'test'], read)).output
  const comments = new Map(ruleSet.forbidden.map(({ name, comment }) => [name, comment]))
  const faults = summary.violations.map(({ rule, from, to, cycle, comment }) => {
    const path = cycle ? cycle.map((step) => step.name).join(' -> ') : to
    return `${rule.name}: ${from} -> ${path}\n  ${comment ?? comments.get(rule.name)}`
  })
  // A cruiser that cannot read TypeScript finds no fault in anything.
  const ours = modules.filter(({ source }) => source.startsWith('services/')).length
  if (ours <= 100) faults.push(`only ${ours} modules of services/ were read: does dependency-cruiser know this TypeScript?`)
  return faults
}

function flowFiles() {
  return readdirSync(join(ROOT, 'ivr-flows'))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join('ivr-flows', name))
}

function lock() {
  return readFileSync(join(ROOT, 'package-lock.json'), 'utf8')
}

async function licences() {
  const { packages } = JSON.parse(lock())
  const faults = []
  for (const [path, { license = 'none', link }] of Object.entries(packages)) {
    if (path === '' || link) continue
    const name = path.replace(/^.*node_modules\//, '')
    const isExcepted = LICENCE_EXCEPTIONS.some((exception) => exception.package.test(name) && exception.licence === license)
    if (!isAllowed(license) && !isExcepted) faults.push(`${name}: ${license}. Do without it, or add it to test/check.mjs with the reason.`)
  }
  return faults
}

/** Of an SPDX expression: all parts of an AND, one part of an OR. */
function isAllowed(expression) {
  const text = expression.replace(/^\((.*)\)$/, '$1')
  if (/[()]/.test(text)) return false
  return text.split(' OR ').some((choice) => choice.split(' AND ').every((licence) => ALLOWED_LICENCES.has(licence.trim())))
}

async function lockFile() {
  const lines = lock()
    .split('\n')
    .filter((line) => line.includes('"resolved":'))
  return lines.slice(0, 3).map((line) => `package-lock.json names a download address: ${line.trim()} (.npmrc should keep them out)`)
}

async function machinePaths() {
  // Written so that this file does not find itself.
  const pattern = `(^|[^A-Za-z0-9_.])/(${['work', 'farm', 'tmp', 'root', 'home'].join('|')})/[A-Za-z]`
  const { code, output } = await run('git', ['grep', '-nIE', pattern, '--', '.', ':!package-lock.json'])
  if (code > 1) return [] // no clone but an unpacked archive: nothing is tracked here
  const lines = output.split('\n').filter((line) => line !== '')
  return lines.map((line) => `${line.slice(0, 200)}\n  A path of one machine: use os.tmpdir() or a path of the project.`)
}
