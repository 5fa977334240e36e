import type { Graph } from './check-graph.ts'
import { suggest, type Finding, type Report } from './findings.ts'
import { returnTarget, type FileStep, type FlowFile } from './flow-file.ts'
import { edgesOf, inheritedEdges } from './flow-graph.ts'
import { mostNested, subflowsOf } from './subflows.ts'

type SubflowStep = Extract<FileStep, { do: 'subflow' }>
type Files = ReadonlyMap<string, FlowFile>
/** What is wrong with another file, taken alone. */
type CheckOther = (file: FlowFile) => readonly Finding[]

/** Leads back to whoever entered it somewhere, so it is a part of other flows and no flow of its own. */
export function isPart(file: FlowFile): boolean {
  const edges = [...inheritedEdges(file), ...Object.entries(file.steps).flatMap(([id, step]) => edgesOf(id, step))]
  return edges.some(({ to }) => to === returnTarget)
}

/** The flows that a file enters: there, not in a circle, and such as could stand in its place. `entered` null: nobody knows who enters this one. */
export function checkSubflows(file: FlowFile, others: Files, entered: readonly string[] | null, checkOther: CheckOther, report: Report): void {
  if (entered !== null && !entered.includes(file.flow) && isPart(file)) {
    const edges = [...inheritedEdges(file), ...Object.entries(file.steps).flatMap(([id, step]) => edgesOf(id, step))]
    report('subflow', edges.find(({ to }) => to === returnTarget)?.path ?? [], '"return" leads nowhere: no flow of this folder enters this one; name a step')
  }
  for (const [id, step] of Object.entries(file.steps)) {
    if (step.do === 'subflow') checkSubflow(file, ['steps', id, 'flow'], step, others, checkOther, report)
  }
}

function checkSubflow(file: FlowFile, path: string[], step: SubflowStep, others: Files, checkOther: CheckOther, report: Report): void {
  const sub = others.get(step.flow)
  const say = (message: string): void => report('subflow', path, message)
  if (step.flow === file.flow) return say(`the flow enters itself; use a goTo`)
  if (sub === undefined) return say(`no file of this folder that can be read has the flow "${step.flow}"${suggest(step.flow, [...others.keys()])}`)
  const problem = nestingOf(sub, others, [file.flow, sub.flow])
  if (problem !== undefined) return say(problem)
  const broken = checkOther(sub).find(({ severity }) => severity === 'error')
  if (broken !== undefined) return say(`the flow "${step.flow}" has an error${broken.step === undefined ? '' : ` at step "${broken.step}"`}: ${broken.message}`)
  const missing = file.languages.filter((language) => !sub.languages.includes(language))
  if (missing.length > 0) return say(`the flow "${step.flow}" does not speak ${missing.map((language) => `"${language}"`).join(', ')}; add its texts there`)
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
