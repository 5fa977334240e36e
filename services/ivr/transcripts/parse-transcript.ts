import { LineCounter, isNode, parseDocument, type Document } from 'yaml'
import type { Path } from '../findings.ts'
import { explainIssue } from '../schema-issues.ts'
import { transcriptSchema, type Transcript } from './transcript-file.ts'

/** `lineOf` finds the line of a path in the file. */
export type ReadTranscript = { transcript: Transcript; lineOf: (path: Path) => number } | { faults: Array<{ line: number; message: string }> }

/** Reads a transcript: YAML, then the schema. Does not throw, whatever the text is. */
export function parseTranscript(source: string): ReadTranscript {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const [broken] = document.errors
  if (broken !== undefined) return { faults: [{ line: lines.linePos(broken.pos[0]).line, message: broken.message }] }
  const lineOf = (path: Path): number => lines.linePos(offsetOf(document, path)).line
  const content: unknown = document.toJS({ maxAliasCount: 100 })
  const parsed = transcriptSchema.safeParse(content)
  if (parsed.success) return { transcript: parsed.data, lineOf }
  const faults = parsed.error.issues.flatMap((issue) => explainIssue(issue, content)).map(({ path, message }) => ({ line: lineOf(path), message }))
  return { faults }
}

/** Where a path stands; where it is absent, its nearest parent. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}
