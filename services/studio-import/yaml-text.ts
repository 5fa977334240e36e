import { Document, isMap, isPair, isScalar, Scalar, visit } from 'yaml'
import type { FlowInput } from './carrying.ts'

/** The flow as it is written to a file: what a person must do stands above the step. */
export function toYaml(flow: FlowInput, head: readonly string[], comments: ReadonlyMap<string, readonly string[]>): string {
  const document = new Document(flow)
  // Keys of the telephone would read as numbers, and `*` as something else.
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && /^[0-9*#]{1,4}$/.test(node.value)) node.type = Scalar.QUOTE_SINGLE
    },
  })
  document.commentBefore = head.map(commentLine).join('\n')
  const steps = document.get('steps')
  for (const pair of isMap(steps) ? steps.items : []) {
    if (!isPair(pair) || !isScalar(pair.key)) continue
    const lines = comments.get(String(pair.key.value)) ?? []
    if (lines.length > 0) pair.key.commentBefore = lines.map(commentLine).join('\n')
  }
  return document.toString({ lineWidth: 0, singleQuote: true })
}

/** One line, whatever is quoted in it. */
const commentLine = (text: string): string => ` ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}\uFEFF\uFFFE\uFFFF\s]+/gu, ' ').slice(0, 300)}`
