import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FlowFile } from '../../../services/ivr/flow-file.ts'
import { edgesOf, inheritedEdges } from '../../../services/ivr/flow-graph.ts'
import { toMermaid } from '../../../services/ivr/mermaid.ts'
import { readFlowFile } from '../../../services/ivr/parse-flow.ts'

function fileOf(source: string): FlowFile {
  const read = readFlowFile(source, 'x.yaml')
  if ('findings' in read) throw new Error(JSON.stringify(read.findings))
  return read.file
}
const good = (name: string): FlowFile => fileOf(readFileSync(new URL(`../../flows/good/${name}.yaml`, import.meta.url), 'utf8'))
const linesOf = (file: FlowFile, others: FlowFile[] = []): string[] =>
  toMermaid(file, new Map(others.map((other) => [other.flow, other])))
    .trim()
    .split('\n')
    .map((line) => line.trim())

/** What Mermaid reads without a question: numbers for boxes, texts in quotes that hold nothing but letters, plain signs and written-out signs. */
const text = `"(?:[\\p{L}\\p{N} .,:;!?'’+=/%$^@-]|#\\d+;|<br/>)*"`
const box = new RegExp(`^n\\d+(?:\\[${text}\\]|\\[/${text}/\\]|\\{${text}\\}|\\(\\(${text}\\)\\)|\\(\\[${text}\\]\\))$`, 'u')
const edge = new RegExp(`^n\\d+ (?:-->|-\\.->)(?:\\|${text}\\|)? n\\d+$`, 'u')
const frame = new RegExp(`^subgraph s\\d+\\[${text}\\]$`, 'u')
const isValid = (line: string): boolean => line === 'flowchart TD' || line === 'end' || [box, edge, frame].some((form) => form.test(line))

const odd = `flow: odd
title: 'The "odd" [one] {x} <b> end'
zone: Europe/Berlin
languages: [ru, en]
start: end
steps:
  end:
    do: menu
    prompt: { ru: 'Скажите "да" [или] {нет}; #1 | \`код\`, <br> **жирно** & (скобки) \\ - и ещё очень много слов', en: x }
    options: { '#': end, '*': subgraph }
  subgraph: { do: hangUp, prompt: { ru: "1\\n2", en: x } }
`

describe('a flow as a Mermaid diagram', () => {
  it.each([
    ['a whole line', good('whole-line')],
    ['odd texts', fileOf(odd)],
    ['a part by itself', good('ask-contract')],
  ])('%s: every line is valid, every step and way stands there once', (_, file) => {
    const lines = linesOf(file)
    expect(lines.filter((line) => !isValid(line))).toEqual([])
    const steps = Object.entries(file.steps)
    for (const [id, step] of steps) expect(lines.filter((line) => box.test(line) && line.includes(`"${id}: ${step.do}`))).toHaveLength(1)
    expect(lines.filter((line) => edge.test(line))).toHaveLength(inheritedEdges(file).length + steps.flatMap(([id, step]) => edgesOf(id, step)).length)
  })

  it('leads to the right boxes', () => {
    const lines = linesOf(fileOf(odd))
    expect(lines).toEqual([
      'flowchart TD',
      expect.stringMatching(/^n1\[\/"end: menu<br\/>Скажите #34;да#34;/),
      'n2(("subgraph: hangUp<br/>1 2"))',
      'n1 -->|"#35;"| n1',
      'n1 -->|"#42;"| n2',
    ])
  })

  it('draws a part in a frame wherever it is entered, and "return" leads on behind it', () => {
    const [main, part] = [good('with-parts'), good('ask-contract')]
    const lines = linesOf(main, [part])
    expect(lines.filter((line) => !isValid(line))).toEqual([])
    expect(lines.filter((line) => line === 'end')).toHaveLength(2)
    expect(lines.filter((line) => line.includes('ask: gather'))).toHaveLength(2)
    const numberOf = (start: string): string => /^n\d+/.exec(lines.find((line) => box.test(line) && line.includes(start)) ?? '')?.[0] ?? ''
    const insideFirst = lines.slice(
      lines.findIndex((line) => line.startsWith('subgraph')),
      lines.indexOf('end'),
    )
    expect(insideFirst.filter((line) => edge.test(line) && line.endsWith(` ${numberOf('look: branch')}`))).toHaveLength(4) // two keys, silence, wrong keys
    expect(lines.find((line) => line.startsWith(`${numberOf('first: subflow')} -->`))).toBe(
      `${numberOf('first: subflow')} --> ${/^n\d+/.exec(insideFirst.find((line) => line.includes('ask: gather')) ?? '')?.[0]}`,
    )
  })

  it('a part that is missing, or leads into itself, is drawn as a step', () => {
    expect(linesOf(good('with-parts')).filter((line) => line.startsWith('subgraph'))).toEqual([])
    const itself = fileOf('flow: x\ntitle: X\nzone: UTC\nlanguages: [en]\nstart: a\nsteps: { a: { do: subflow, flow: x, next: b }, b: { do: hangUp } }\n')
    expect(linesOf(itself, [itself])).toContain('n1 -->|"next"| n2')
  })
})
