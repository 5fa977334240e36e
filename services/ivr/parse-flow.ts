import { LineCounter, isAlias, isMap, isNode, isPair, isScalar, isSeq, parseDocument } from 'yaml'
import type { Document, Node, YAMLMap } from 'yaml'
import { checkFlow, type CheckFacts } from './check-flow.ts'
import { compileFlow } from './compile-flow.ts'
import type { Finding, Path } from './findings.ts'
import { flowFileSchema, type FlowFile } from './flow-file.ts'
import type { Flow } from './flow.ts'
import { explainIssues } from './schema-issues.ts'
import { subflowsOf } from './subflows.ts'

/** The flow, unless there are errors; advice comes with a flow. `fileName` is only named in the findings. */
export type ParsedFlow = { flow?: Flow; findings: Finding[] }
/** A file that fits the schema, or what is wrong with it. `lineOf` finds the line of a path. */
export type ReadFlow = { file: FlowFile; lineOf: (path: Path) => number } | { findings: Finding[] }

/** Stands between a flow and the files of its subflows where they are kept as one text. */
const SUBFLOW = '\n--- # subflow\n'

/** A flow and its subflows as one text, which says all of what the flow does. */
export const joinSources = (source: string, subflows: readonly string[]): string =>
  [canonicalSource(source).trimEnd(), ...subflows.map((one) => canonicalSource(one).trimEnd())].join(SUBFLOW) + '\n'

/**
 * Reads a flow: YAML, then the schema, then the checks. `source` may hold its subflows (`joinSources`). Pure; does not throw, whatever `source`
 * is. `facts` is what the checks may know of the company (`check-flow.ts`).
 */
export function parseFlow(source: string, fileName: string, facts?: CheckFacts): ParsedFlow {
  const { main, subflows } = splitSources(source)
  const read = readFlowFile(main, fileName)
  if ('findings' in read) return read
  const findings = checkFlow(read.file, fileName, read.lineOf, { ...facts, subflows })
  return findings.some(({ severity }) => severity === 'error') ? { findings } : { flow: compileFlow(read.file, subflows), findings }
}

/**
 * A flow that was good when it was published. It is not checked again: a rule that came later must not take the line away from callers.
 * Undefined when it fits the schema no more.
 */
export function trustFlow(source: string): Flow | undefined {
  const { main, subflows } = splitSources(source)
  const read = readFlowFile(main, '')
  try {
    return 'file' in read ? compileFlow(read.file, subflows) : undefined
  } catch {
    return undefined
  }
}

/** The text of the flow itself, and the files of its subflows that stand behind it. */
export function splitSources(source: string): { main: string; subflows: Map<string, FlowFile> } {
  const [main = '', ...others] = source.split(SUBFLOW)
  const subflows = others.flatMap((one): [string, FlowFile][] => {
    const sub = readFlowFile(one, '')
    return 'file' in sub ? [[sub.file.flow, sub.file]] : []
  })
  return { main: canonicalSource(main), subflows: new Map(subflows) }
}

/** A flow with the subflows that it needs, and those that these need, out of the files of its folder. What is missing is left to the checks. */
export function withSubflows(source: string, folder: ReadonlyMap<string, string>): string {
  const main = readFlowFile(canonicalSource(source), '')
  const waiting = 'file' in main ? subflowsOf(main.file) : []
  // Most flows enter none, and reading a folder for each of its files takes long.
  if (waiting.length === 0) return joinSources(source, [])
  const byFlow = new Map<string, { source: string; file: FlowFile }>()
  for (const [name, text] of folder) {
    const read = readFlowFile(canonicalSource(text), name)
    if ('file' in read && !byFlow.has(read.file.flow)) byFlow.set(read.file.flow, { source: text, file: read.file })
  }
  const needed = new Set<string>()
  for (let flow = waiting.shift(); flow !== undefined; flow = waiting.shift()) {
    const found = byFlow.get(flow)
    if (found === undefined || needed.has(flow)) continue
    needed.add(flow)
    waiting.push(...subflowsOf(found.file))
  }
  return joinSources(
    source,
    [...needed].sort().map((flow) => byFlow.get(flow)?.source ?? ''),
  )
}

/** Reads a flow file: YAML, then the schema. */
export function readFlowFile(source: string, fileName: string): ReadFlow {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const fail = (line: number, rule: Finding['rule'], message: string): Finding => ({ severity: 'error', file: fileName, line, rule, message })
  // Behind the first place that cannot be read everything else seems broken too; only keys that stand twice are mistakes of their own.
  const unreadable = document.errors.find(({ code }) => code !== 'DUPLICATE_KEY')
  const broken = (unreadable ? [unreadable] : document.errors).map(({ pos, message }) => {
    const { line } = lines.linePos(pos[0])
    return fail(line, 'yaml', explainYaml(message, source.split('\n')[line - 1] ?? ''))
  })
  if (broken.length > 0) return { findings: broken }
  const lineOf = (path: Path): number => lines.linePos(offsetOf(document, path)).line

  const content = toPlain(document)
  if (content.kind === 'broken') return { findings: [fail(1, 'yaml', content.problem)] }
  const parsed = flowFileSchema.safeParse(content.value)
  if (parsed.success) return { file: parsed.data, lineOf }
  return {
    findings: explainIssues(parsed.error.issues, content.value)
      .map(({ path, message, rule = 'schema' }) => {
        const step = path[0] === 'steps' && typeof path[1] === 'string' ? { step: path[1] } : {}
        return { ...fail(lineOf(path), rule, message), ...step }
      })
      .sort((a, b) => a.line - b.line),
  }
}

/** Line endings and the space at the end say nothing, so they do not make another version of a flow. Line numbers stay as they are. */
export function canonicalSource(source: string): string {
  return `${source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trimEnd()}\n`
}

function toPlain(document: Document): { kind: 'value'; value: unknown } | { kind: 'broken'; problem: string } {
  try {
    return { kind: 'value', value: document.toJS({ maxAliasCount: 100 }) }
  } catch (error) {
    return { kind: 'broken', problem: explainYaml(error instanceof Error ? error.message : String(error)) }
  }
}

/** In YAML a bare * begins an alias, which nobody who writes the key "*" would guess from the message. */
function explainYaml(message: string, line = ''): string {
  return /alias/i.test(message) || /(^|[\s{,])\*\s*:/.test(line) ? `${message}. A key "*" must be written in quotes: '*': back` : message
}

/** Where a path stands in the text; where it is absent, its nearest parent. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents
  let offset = startOf(document.contents) ?? 0
  for (const part of path) {
    const found = isMap(node) ? inMap(node, part) : isSeq(node) ? { at: startOf(node.items[Number(part)]), value: node.items[Number(part)] } : undefined
    if (found?.at === undefined) break
    offset = found.at
    node = found.value
  }
  return offset
}

function inMap(map: YAMLMap, part: string | number): { at: number | undefined; value: unknown } | undefined {
  const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part))
  return pair === undefined ? undefined : { at: startOf(pair.key), value: pair.value }
}

function startOf(node: unknown): number | undefined {
  if (isPair(node)) return startOf(node.key)
  return isNode(node) || isAlias(node) ? (node as Node).range?.[0] : undefined
}
