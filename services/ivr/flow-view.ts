import type { Path } from './findings.ts'
import type { FilePrompt, FlowFile } from './flow-file.ts'
import { edgesOf, inheritedEdges } from './flow-graph.ts'

/** A flow as it is drawn: its own steps (a subflow is one), and where each leads. */
export type FlowView = {
  start: string
  languages: string[]
  steps: { id: string; do: string; line: number; text: string | null }[]
  edges: { from: string; to: string; label: string; kind: 'silent' | 'answer' | 'handler' }[]
  /** What works in every menu and question, and is not drawn at each. */
  everywhere: { to: string; label: string }[]
}

const LONGEST_TEXT = 90

export function viewOf(file: FlowFile, lineOf: (path: Path) => number): FlowView {
  const [language = 'en'] = file.languages
  const entries = Object.entries(file.steps)
  return {
    start: file.start,
    languages: file.languages,
    steps: entries.map(([id, step]) => ({
      id,
      do: step.do,
      line: lineOf(['steps', id]),
      text: 'prompt' in step && step.prompt !== undefined ? textOf(step.prompt, language) : null,
    })),
    edges: entries.flatMap(([id, step]) => edgesOf(id, step).map(({ to, label, kind }) => ({ from: id, to, label: plain(label), kind }))),
    everywhere: inheritedEdges(file).map(({ to, label }) => ({ to, label: plain(label) })),
  }
}

const plain = (label: string): string => label.replaceAll('"', '')

function textOf(prompt: FilePrompt, language: string): string {
  const said = (Array.isArray(prompt) ? prompt : [prompt]).flatMap((entry) => {
    const text = entry[language]
    return text === undefined ? [] : [typeof text === 'string' ? text : text.say]
  })
  const whole = said.join(' ')
  return whole.length > LONGEST_TEXT ? `${whole.slice(0, LONGEST_TEXT - 1)}…` : whole
}
