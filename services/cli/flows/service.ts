import { basename, dirname, join } from 'node:path'
import { readdir, readFile } from 'node:fs/promises'
import { ROOT } from '../../files.ts'
import type { CheckFacts } from '../../ivr/check-flow.ts'
import { formatFinding, type Finding } from '../../ivr/findings.ts'
import type { FlowFile } from '../../ivr/flow-file.ts'
import { readFolder } from '../../ivr/files.ts'
import { toMermaid } from '../../ivr/mermaid.ts'
import { canonicalSource, parseFlow, readFlowFile, splitSources, withSubflows } from '../../ivr/parse-flow.ts'
import { subflowsOf } from '../../ivr/subflows.ts'
import { CannotStart } from '../../reasons.ts'
import { listSkillsOnDuty } from '../../shifts/skills/store.ts'
import { lineClock } from '../line-clock/service.ts'
import { withDatabase } from '../running/service.ts'

type Folder = { texts: ReadonlyMap<string, string>; flows: string[]; entered: string[] }
type Read = { path: string; source: string; file: FlowFile | undefined; folder: Folder }

/** Prints what is wrong with flow files. Exit code 1 when there is an error, and with `advice` when there is anything. */
export async function checkFlows(files: readonly string[], { json, advice }: { json?: boolean; advice?: boolean }): Promise<number> {
  const paths = files.length > 0 ? files : await listFolder()
  const read = await readFlows(paths)
  const skills = read.some(({ file }) => file !== undefined && namesSkill(file)) ? await findSkills() : undefined
  const findings = [...read.flatMap((one) => check(one, skills)), ...findDuplicates(read)]
  const lines = findings.map(formatFinding)
  process.stdout.write(json ? `${JSON.stringify(findings)}\n` : `${[...lines, `${paths.length} files, ${findings.length} findings`].join('\n')}\n`)
  return findings.some(({ severity }) => advice || severity === 'error') ? 1 : 0
}

/** Prints a flow as a Mermaid diagram, which GitHub and many editors draw. */
export async function graphFlow(path: string): Promise<number> {
  const [{ source, folder, file } = { file: undefined }] = await readFlows([path])
  if (file === undefined) throw new CannotStart(`${path} has errors; see: nightline flows check ${path}`)
  process.stdout.write(toMermaid(file, splitSources(withSubflows(source, folder.texts)).subflows))
  return 0
}

async function listFolder(): Promise<string[]> {
  const folder = process.env['FLOWS_DIR'] ?? join(ROOT, 'ivr-flows')
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name))
  return names.sort().map((name) => join(folder, name))
}

/** Each with its folder, which is read once. */
async function readFlows(paths: readonly string[]): Promise<Read[]> {
  const folders = new Map(await Promise.all([...new Set(paths.map((path) => dirname(path)))].map(async (dir) => [dir, await readFlowFolder(dir)] as const)))
  return Promise.all(
    paths.map(async (path) => {
      const source = canonicalSource(await orCannot(path, readFile(path, 'utf8')))
      return { path, source, file: filesOf(source)[0], folder: folders.get(dirname(path)) ?? { texts: new Map<string, string>(), flows: [], entered: [] } }
    }),
  )
}

async function readFlowFolder(dir: string): Promise<Folder> {
  const texts = await orCannot(dir, readFolder(dir))
  const files = [...texts.values()].flatMap((text) => filesOf(canonicalSource(text)))
  return { texts, flows: files.map(({ flow }) => flow), entered: files.flatMap(subflowsOf) }
}

function orCannot<T>(path: string, reading: Promise<T>): Promise<T> {
  return reading.catch((error: Error) => {
    throw new CannotStart(`${path}: ${error.message}`)
  })
}

function filesOf(source: string): FlowFile[] {
  const read = readFlowFile(source, '')
  return 'file' in read ? [read.file] : []
}

const namesSkill = ({ steps }: FlowFile): boolean => Object.values(steps).some((step) => 'skill' in step && step.skill !== undefined)

function check({ path, source, folder: { texts, flows, entered } }: Read, skills: readonly string[] | undefined): Finding[] {
  const facts: CheckFacts = { flows, entered, ...(skills && { skills }) }
  return parseFlow(withSubflows(source, texts), basename(path), facts).findings.map((finding) => ({ ...finding, file: path }))
}

/** Only the first of two files with the same flow would be used. */
function findDuplicates(read: readonly Read[]): Finding[] {
  return read.flatMap(({ path, file }, n): Finding[] => {
    const first = read.slice(0, n).find((other) => file !== undefined && other.file?.flow === file.flow && dirname(other.path) === dirname(path))
    if (first === undefined) return []
    const message = `the flow "${file?.flow}" stands in ${basename(first.path)} already; give this one another name`
    return [{ severity: 'error', file: path, line: 1, rule: 'duplicate-flow', message }]
  })
}

/** Who has which skill stands in the database; without one the rest is checked all the same. */
async function findSkills(): Promise<string[] | undefined> {
  try {
    return await withDatabase(async (database) => listSkillsOnDuty(database, (await lineClock(database)).now().toJSDate()))
  } catch {
    process.stderr.write('Nobody can say who is on for which skill (Nightline is not running here), so that was not checked.\n')
    return undefined
  }
}
