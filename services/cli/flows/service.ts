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

type Read = { path: string; source: string; file: FlowFile | undefined; folder: ReadonlyMap<string, string> }

/** Prints what is wrong with flow files. Exit code 1 when there is an error, and with `advice` when there is anything. */
export async function checkFlows(files: readonly string[], { json, advice }: { json?: boolean; advice?: boolean }): Promise<number> {
  const paths = files.length > 0 ? files : await listFolder()
  const read = await Promise.all(paths.map(readFlow))
  const skills = read.some(({ file }) => file !== undefined && namesSkill(file)) ? await findSkills() : undefined
  const findings = [...read.flatMap((one) => check(one, skills)), ...findDuplicates(read)]
  const lines = findings.map(formatFinding)
  process.stdout.write(json ? `${JSON.stringify(findings)}\n` : `${[...lines, `${paths.length} files, ${findings.length} findings`].join('\n')}\n`)
  return findings.some(({ severity }) => advice || severity === 'error') ? 1 : 0
}

/** Prints a flow as a Mermaid diagram, which GitHub and many editors draw. */
export async function graphFlow(path: string): Promise<number> {
  const { source, folder, file } = await readFlow(path)
  if (file === undefined) throw new CannotStart(`${path} has errors; see: nightline flows check ${path}`)
  process.stdout.write(toMermaid(file, splitSources(withSubflows(source, folder)).subflows))
  return 0
}

async function listFolder(): Promise<string[]> {
  const folder = process.env['FLOWS_DIR'] ?? join(ROOT, 'ivr-flows')
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name))
  return names.sort().map((name) => join(folder, name))
}

async function readFlow(path: string): Promise<Read> {
  try {
    const source = canonicalSource(await readFile(path, 'utf8'))
    return { path, source, file: filesOf(source)[0], folder: await readFolder(dirname(path)) }
  } catch (error) {
    throw new CannotStart(`${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function filesOf(source: string): FlowFile[] {
  const read = readFlowFile(source, '')
  return 'file' in read ? [read.file] : []
}

const namesSkill = ({ steps }: FlowFile): boolean => Object.values(steps).some((step) => 'skill' in step && step.skill !== undefined)

function check({ path, source, folder }: Read, skills: readonly string[] | undefined): Finding[] {
  const entered = [...folder.values()].flatMap((text) => filesOf(canonicalSource(text))).flatMap(subflowsOf)
  const facts: CheckFacts = { entered, ...(skills && { skills }) }
  return parseFlow(withSubflows(source, folder), basename(path), facts).findings.map((finding) => ({ ...finding, file: path }))
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
