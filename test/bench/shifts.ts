import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../../services/files.ts'
import { SIZES, randomInstance } from '../support/shift-instances.ts'

type Result = { penalty: number | null; lowerBound: number | null; seconds: number; feasible: boolean }
type Row = Result & { name: string; best: number | null; first: string; megabytes: string; violations: number | null; faults: string[] }

const DOCUMENT = join(ROOT, 'docs', 'planner-benchmark.md')

/** Runs the planner's command on each instance, one after the other, and judges each roster by `shifts check`. */
export async function main(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      seconds: { type: 'string', default: '60' },
      threads: { type: 'string', default: '2' },
      data: { type: 'string', default: join(ROOT, '..', 'shared', 'data', 'rostering') },
      only: { type: 'string' },
      generated: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  })
  const folder = await mkdtemp(join(tmpdir(), 'nightline-shifts-'))
  try {
    const only = values.only?.split(',')
    const isWanted = (name: string): boolean => only === undefined || only.some((one) => name === one || name === `Instance${one}`)
    const files = [...(await published(resolve(values.data))), ...(values.generated ? await generated(folder) : [])].filter((path) => isWanted(nameOf(path)))
    const best = await bestKnown(resolve(values.data))
    const rows: Row[] = []
    process.stdout.write(`${HEAD}\n`)
    for (const file of files) {
      const row = await measure(file, best.get(nameOf(file)) ?? null, join(folder, 'roster.csv'), values)
      rows.push(row)
      process.stdout.write(`${line(row)}\n`)
    }
    if (values.write) await document(rows, values)
    const faults = rows.flatMap(({ name, faults: own }) => own.map((fault) => `${name}: ${fault}`))
    process.stdout.write(faults.length === 0 ? `${rows.length} instances, no fault.\n` : `${faults.join('\n')}\n`)
    return faults.length === 0 && rows.length > 0 ? 0 : 1
  } finally {
    await rm(folder, { recursive: true })
  }
}

const nameOf = (path: string): string => basename(path, '.txt')

async function published(data: string): Promise<string[]> {
  if (!existsSync(data)) {
    process.stdout.write(`${data} is missing: the published instances are not part of this repository; name their folder with --data\n`)
    return []
  }
  const numberOf = (name: string): number => Number(/\d+/.exec(name)?.[0] ?? 0)
  return (await readdir(data))
    .filter((name) => /^Instance\d+\.txt$/.test(name))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .map((name) => join(data, name))
}

async function generated(folder: string): Promise<string[]> {
  return Promise.all(
    Object.entries(SIZES).map(async ([name, size]) => {
      const path = join(folder, `${name}.txt`)
      await writeFile(path, randomInstance(size))
      return path
    }),
  )
}

async function bestKnown(data: string): Promise<Map<string, number>> {
  const path = join(data, 'best-known.tsv')
  if (!existsSync(path)) return new Map()
  const [head = '', ...lines] = (await readFile(path, 'utf8')).trim().split('\n')
  const at = head.split('\t').indexOf('best_known')
  return new Map(lines.map((text) => [text.split('\t')[0] ?? '', Number(text.split('\t')[at])]))
}

async function measure(file: string, best: number | null, out: string, { seconds, threads }: { seconds: string; threads: string }): Promise<Row> {
  await rm(out, { force: true })
  const solved = await command(['shifts', 'solve', file, '--seconds', seconds, '--threads', threads, '--out', out])
  const name = nameOf(file)
  const result = lastJson(solved.output) as Result | null
  if (!result) throw new Error(`${name}: no JSON came: ${solved.talk.slice(-2_000)}`)
  const faults: string[] = []
  let violations: number | null = null
  if (existsSync(out)) {
    const verdict = lastJson((await command(['shifts', 'check', file, out])).output) as { penalty: number; violations: number } | null
    violations = verdict?.violations ?? null
    if (violations !== 0) faults.push(`${violations} hard rules broken`)
    if (verdict?.penalty !== result.penalty) faults.push(`said ${result.penalty}, the checker counts ${verdict?.penalty}`)
  } else faults.push('no roster')
  if (best !== null && result.lowerBound !== null && result.lowerBound > best) faults.push(`the bound ${result.lowerBound} is above the best known ${best}`)
  const first = /^([\d.]+) s: first/m.exec(solved.talk)?.[1] ?? '-'
  return { ...result, name, best, violations, first, megabytes: /peak (\d+) MB/.exec(solved.talk)?.[1] ?? '-', faults }
}

function command(args: readonly string[]): Promise<{ output: string; talk: string }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(ROOT, 'services', 'run.mjs'), ...args], { cwd: ROOT })
    let [output, talk] = ['', '']
    child.stdout.on('data', (data: Buffer) => (output += data.toString()))
    child.stderr.on('data', (data: Buffer) => (talk += data.toString()))
    child.on('error', fail)
    child.on('close', () => done({ output, talk }))
  })
}

function lastJson(text: string): unknown {
  const last = text.trim().split('\n').at(-1) ?? ''
  return last.startsWith('{') ? JSON.parse(last) : null
}

const HEAD = [
  '| instance | penalty | best known | gap % | lower bound | seconds | peak MB | first lawful, s |',
  '| -------- | ------: | ---------: | ----: | ----------: | ------: | ------: | --------------: |',
].join('\n')

function line({ name, penalty, best, lowerBound, seconds, megabytes, first, violations }: Row): string {
  const gap = penalty === null || best === null ? '-' : ((100 * (penalty - best)) / best).toFixed(2)
  const said = penalty === null ? 'none' : `${penalty}${violations === 0 ? '' : ' (unlawful)'}`
  return `| ${[name, said, best ?? '-', gap, lowerBound ?? '-', seconds.toFixed(0), megabytes, first].join(' | ')} |`
}

/** What was not run this time keeps its line. */
async function document(rows: readonly Row[], { seconds, threads }: { seconds: string; threads: string }): Promise<void> {
  const old = existsSync(DOCUMENT) ? await readFile(DOCUMENT, 'utf8') : ''
  const lines = new Map([...old.matchAll(/^\| ((?:Instance|like)\d+) .*$/gm)].map(([text, name]) => [name ?? '', text]))
  for (const row of rows) lines.set(row.name, line(row))
  const order = (name: string): number => Number(/\d+/.exec(name)?.[0]) + (name.startsWith('like') ? 1_000 : 0)
  const table = [...lines].sort(([a], [b]) => order(a) - order(b)).map(([, text]) => text)
  const text = `# The planner on the published instances

Made by \`npm run bench:shifts -- --write\`: ${seconds} seconds and ${threads} threads for each instance, every roster judged by \`nightline shifts check\`, which shares no
code with the planner. Instances and best known values: Curtois and Qu; they carry no licence and are read from \`../shared/data/rostering\`. \`like13\` and its
like are generated (\`test/support/shift-instances.ts\`) in the sizes of instances that we do not have; of their best only the bound is known. How it works: [planner.md](planner.md).

${HEAD}
${table.join('\n')}
`
  await writeFile(DOCUMENT, text)
}
