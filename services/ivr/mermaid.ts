import { isPart } from './check-subflows.ts'
import { promptsOf, textsOf } from './check-texts.ts'
import { returnTarget, type FileStep, type FlowFile } from './flow-file.ts'
import { edgesOf, inheritedEdges, type Edge } from './flow-graph.ts'

type Files = ReadonlyMap<string, FlowFile>
/** What is drawn of one file: its lines, the number of each step, and of the place that stands for "in every menu". */
type Drawing = { lines: string[]; count: number }

const longestText = 40
/** No flow that can be loaded is nested deeper. */
const mostNested = 5

/**
 * A flow as a Mermaid flowchart: a box for each step, a line for each way, a frame for each subflow. Keys and handlers that all menus have are
 * drawn once. Steps are numbered, for their names could be words of Mermaid's own.
 */
export function toMermaid(file: FlowFile, others: Files): string {
  const drawing: Drawing = { lines: ['flowchart TD'], count: 0 }
  draw(drawing, file, others, '  ', undefined, [])
  return `${drawing.lines.join('\n')}\n`
}

/** Draws the steps of a file and gives the box in which it starts. `behind`: the box to which "return" leads. */
function draw(drawing: Drawing, file: FlowFile, others: Files, indent: string, behind: string | undefined, passed: readonly string[]): string | undefined {
  const boxes = new Map(Object.keys(file.steps).map((id): [string, string] => [id, `n${(drawing.count += 1)}`]))
  const out = behind ?? (isPart(file) ? `n${(drawing.count += 1)}` : undefined)
  if (out !== undefined && behind === undefined) drawing.lines.push(`${indent}${out}([${quoted(returnTarget)}])`)
  for (const [id, step] of Object.entries(file.steps)) drawing.lines.push(`${indent}${boxes.get(id)}${box(id, step, file.languages[0] ?? '')}`)
  const line = (from: string, edge: Edge): void => {
    const to = boxes.get(edge.to) ?? (edge.to === returnTarget ? out : undefined)
    if (to !== undefined) drawing.lines.push(`${indent}${from} ${edge.kind === 'handler' ? '-.->' : '-->'}|${quoted(labelOf(edge))}| ${to}`)
  }
  for (const [id, step] of Object.entries(file.steps)) {
    const from = boxes.get(id) ?? ''
    const inside = step.do === 'subflow' ? drawInside(drawing, step.flow, others, indent, boxes.get(step.next) ?? behind, [...passed, file.flow]) : undefined
    if (inside === undefined) edgesOf(id, step).forEach((edge) => line(from, edge))
    else drawing.lines.push(`${indent}${from} --> ${inside}`)
  }
  const inherited = inheritedEdges(file)
  if (inherited.length > 0) {
    const everywhere = `n${(drawing.count += 1)}`
    drawing.lines.push(`${indent}${everywhere}([${quoted('in every menu')}])`)
    inherited.forEach((edge) => line(everywhere, edge))
  }
  return boxes.get(file.start)
}

/** The steps of a subflow in a frame of their own; undefined when it cannot be drawn, and its step leads on by itself. */
function drawInside(drawing: Drawing, flow: string, others: Files, indent: string, behind: string | undefined, passed: readonly string[]): string | undefined {
  const sub = others.get(flow)
  if (sub === undefined || passed.includes(flow) || passed.length > mostNested) return undefined
  drawing.lines.push(`${indent}subgraph s${(drawing.count += 1)}[${quoted(sub.title)}]`)
  const start = draw(drawing, sub, others, `${indent}  `, behind, passed)
  drawing.lines.push(`${indent}end`)
  return start
}

function box(id: string, step: FileStep, language: string): string {
  const texts = promptsOf(id, step).flatMap(textsOf)
  const text = texts.find((one) => one.language === language)?.text ?? ''
  const short = text.length > longestText ? `${text.slice(0, longestText).trimEnd()}...` : text
  const label = `${escaped(`${id}: ${step.do}`)}${short === '' ? '' : `<br/>${escaped(short)}`}`
  switch (step.do) {
    case 'menu':
    case 'gather':
    case 'survey':
      return `[/"${label}"/]`
    case 'branch':
    case 'hours':
    case 'customer':
      return `{"${label}"}`
    case 'hangUp':
      return `(("${label}"))`
    default:
      return `["${label}"]`
  }
}

/** `option 1` -> `1`: the key alone says it. */
const labelOf = ({ label }: Edge): string => label.replaceAll('"', '').replace(/^option /, '')

const quoted = (text: string): string => `"${escaped(text)}"`

/** What Mermaid would read as the end of a text, as markup or as Markdown, written by its number. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/["#<>&`;\\|{}[\]()*_~]/g, (sign) => `#${sign.codePointAt(0)};`)
}
