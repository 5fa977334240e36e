import { LineCounter, isAlias, isMap, isNode, isPair, isScalar, isSeq, parseDocument } from 'yaml'
import type { Document, Node, YAMLMap } from 'yaml'
import { checkFlow } from './check-flow.ts'
import { compileFlow } from './compile-flow.ts'
import type { Finding, Path } from './findings.ts'
import { flowFileSchema } from './flow-file.ts'
import type { Flow } from './flow.ts'
import { explainIssue } from './schema-issues.ts'

/** The flow, unless there are errors; advice comes with a flow. `fileName` is only named in the findings. */
export type ParsedFlow = { flow?: Flow; findings: Finding[] }

/** Reads a flow file: YAML, then the schema, then the checks. Pure; does not throw, whatever `source` is. */
export function parseFlow(source: string, fileName: string): ParsedFlow {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const fail = (line: number, rule: Finding['rule'], message: string): Finding => ({ severity: 'error', file: fileName, line, rule, message })
  const broken = document.errors.map(({ pos, message }) => {
    const { line } = lines.linePos(pos[0])
    return fail(line, 'yaml', explainYaml(message, source.split('\n')[line - 1] ?? ''))
  })
  if (broken.length > 0) return { findings: broken }
  const lineOf = (path: Path): number => lines.linePos(offsetOf(document, path)).line

  const content = toPlain(document)
  if (content.kind === 'broken') return { findings: [fail(1, 'yaml', content.problem)] }
  const parsed = flowFileSchema.safeParse(content.value)
  if (!parsed.success) {
    return {
      findings: parsed.error.issues
        .flatMap((issue) => explainIssue(issue, content.value))
        .map(({ path, message }) => {
          const step = path[0] === 'steps' && typeof path[1] === 'string' ? { step: path[1] } : {}
          return { ...fail(lineOf(path), 'schema', message), ...step }
        })
        .sort((a, b) => a.line - b.line),
    }
  }
  const findings = checkFlow(parsed.data, fileName, lineOf)
  return findings.some(({ severity }) => severity === 'error') ? { findings } : { flow: compileFlow(parsed.data), findings }
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
