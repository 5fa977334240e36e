import type { Graph } from './check-graph.ts'
import { suggest, type Finding, type Report } from './findings.ts'
import { returnTarget, type FileStep, type FlowFile } from './flow-file.ts'
import { edgesOf, inheritedEdges, type Edge } from './flow-graph.ts'
import { mostNested, subflowsOf } from './subflows.ts'

type SubflowStep = Extract<FileStep, { do: 'subflow' }>
type Files = ReadonlyMap<string, FlowFile>
type Folder = {
  subflows: Files
  /** Undefined: nobody knows who enters whom. */
  entered: readonly string[] | undefined
  flows: readonly string[]
  /** What is wrong with another file, taken alone. */
  checkOther: (file: FlowFile) => readonly Finding[]
}

/** Leads back to whoever entered it somewhere, so it is a part of other flows and no flow of its own. */
export const isPart = (file: FlowFile): boolean => waysOf(file).some(({ to }) => to === returnTarget)

const waysOf = (file: FlowFile): Edge[] => [...inheritedEdges(file), ...Object.entries(file.steps).flatMap(([id, step]) => edgesOf(id, step))]

/** The flows that a file enters: there, not in a circle, and such as could stand in its place. */
export function checkSubflows(file: FlowFile, folder: Folder, report: Report): void {
  const way = waysOf(file).find(({ to }) => to === returnTarget)
  if (way !== undefined && folder.entered?.includes(file.flow) === false) {
    report('subflow', way.path, '"return" leads nowhere: no flow of this folder enters this one; name a step')
  }
  for (const [id, step] of Object.entries(file.steps)) {
    const problem = step.do === 'subflow' ? problemOf(file, step, folder) : undefined
    if (problem !== undefined) report('subflow', ['steps', id, 'flow'], problem)
  }
}

function problemOf(file: FlowFile, { flow }: SubflowStep, { subflows, flows, checkOther }: Folder): string | undefined {
  const sub = subflows.get(flow)
  if (flow === file.flow) return 'the flow enters itself; use a goTo'
  if (sub === undefined) return `no file of this folder that can be read has the flow "${flow}"${suggest(flow, flows)}`
  const nesting = nestingOf(sub, subflows, [file.flow, flow])
  if (nesting !== undefined) return nesting
  const broken = checkOther(sub).find(({ severity }) => severity === 'error')
  if (broken !== undefined) return `the flow "${flow}" has an error${broken.step === undefined ? '' : ` at step "${broken.step}"`}: ${broken.message}`
  const missing = file.languages.filter((language) => !sub.languages.includes(language)).map((language) => `"${language}"`)
  return missing.length === 0 ? undefined : `the flow "${flow}" does not speak ${missing.join(', ')}; add its texts there`
}

function nestingOf(file: FlowFile, others: Files, passed: readonly string[]): string | undefined {
  if (passed.length > mostNested + 1) return `subflows are nested more than ${mostNested} deep: ${passed.join(' -> ')}; put them side by side`
  for (const next of subflowsOf(file)) {
    if (passed.includes(next)) return `the flows ${[...passed, next].map((name) => `"${name}"`).join(' -> ')} enter each other in a circle; break it`
    const sub = others.get(next)
    const problem = sub === undefined ? `the flow "${file.flow}" enters "${next}", which is missing` : nestingOf(sub, others, [...passed, next])
    if (problem !== undefined) return problem
  }
  return undefined
}

/** A flow that is entered and never comes back. */
export function checkReturns(file: FlowFile, graph: Graph, reachable: ReadonlySet<string>, report: Report): void {
  for (const [id, step] of Object.entries(file.steps)) {
    if (step.do !== 'subflow' || !reachable.has(id)) continue
    const returns = [...graph.values()].some((node) => node.at === id && !node.isOwn && reachable.has(node.id) && node.edges.some(({ to }) => to === step.next))
    if (!returns)
      report(
        'no-return',
        ['steps', id, 'flow'],
        `the flow "${step.flow}" never leads to "return", so "${step.next}" is never reached from here; use "return" there`,
      )
  }
}
