import { checkCaptures } from './check-captures.ts'
import { checkChoices } from './check-choices.ts'
import { checkEndings, checkOffers, checkWaysOut } from './check-endings.ts'
import { checkFields, checkSkills } from './check-fields.ts'
import { graphOf, reach, type Graph, type Node } from './check-graph.ts'
import { capturedIn, checkCapturedOutside, checkForms, checkKnown, checkNames } from './check-names.ts'
import { checkPrompts } from './check-prompts.ts'
import { checkReturns, checkSubflows, isPart } from './check-subflows.ts'
import { checkCircles, checkDeadEnds, checkDepth, checkPeople, checkUnreachable } from './check-ways.ts'
import { rules, suggest, type Finding, type Path, type Report, type Rule } from './findings.ts'
import { returnTarget, specialTargets, type FlowFile } from './flow-file.ts'
import { edgesOf, inheritedEdges } from './flow-graph.ts'
import { subflowsOf } from './subflows.ts'

/** What a check may know beside the file; what is absent is not checked. */
export type CheckFacts = {
  /** The files of its subflows, by flow. */
  subflows?: ReadonlyMap<string, FlowFile>
  /** Skills that somebody is ever on for: a queue or wake for another one would never reach anybody. */
  skills?: readonly string[]
  /** The flows that others of the folder enter: "return" means something in these only. */
  entered?: readonly string[]
  /** All flows of the folder, to find the one that was meant. */
  flows?: readonly string[]
}

/** Where these are found, the ways of the flow are not those that were meant: one mistake, one finding. */
const structural: ReadonlySet<Rule> = new Set<Rule>(['missing-step', 'reserved-name', 'subflow'])

/** What the schema cannot see: all findings at once, in the order of their lines. `lineOf` finds the line of a path in the file. */
export function checkFlow(file: FlowFile, fileName: string, lineOf: (path: Path) => number, facts: CheckFacts = {}): Finding[] {
  const findings: Finding[] = []
  const report: Report = (rule, path, message) => {
    const step = path[0] === 'steps' && typeof path[1] === 'string' ? { step: path[1] } : {}
    findings.push({ severity: rules[rule], file: fileName, line: lineOf(path), ...step, rule, message })
  }
  const { subflows = new Map<string, FlowFile>(), entered } = facts
  checkFields(file, report)
  checkSkills(file, facts.skills, report)
  checkChoices(file, report)
  checkForms(file, report)
  checkPrompts(file, report)
  checkTargets(file, report)
  checkSubflows(
    file,
    { subflows, entered, flows: facts.flows ?? [], checkOther: (other) => checkFlow(other, '', () => 0, { subflows, entered: [other.flow] }) },
    report,
  )
  const isWhole = !findings.some(({ rule }) => structural.has(rule))
  // The steps of a part may name what the flow around it has captured.
  const isPartOfAnother = isPart(file) || (entered ?? []).includes(file.flow)
  if (isWhole) checkGraph(file, subflows, isPartOfAnother, report)
  else checkNames(file, isPartOfAnother || subflowsOf(file).length > 0 ? null : capturedIn(Object.values(file.steps)), report)
  return findings.sort((a, b) => a.line - b.line)
}

function checkTargets(file: FlowFile, report: Report): void {
  const ids = Object.keys(file.steps)
  const edges = [
    { to: file.start, label: '"start"', path: ['start'] },
    ...inheritedEdges(file),
    ...Object.entries(file.steps).flatMap(([id, step]) => edgesOf(id, step)),
  ]
  for (const { to, label, path } of edges) {
    if (ids.includes(to) || (to === returnTarget && path[0] !== 'start')) continue
    const why = specialTargets.includes(to) ? 'works for keys only; name a step' : `does not exist${suggest(to, ids)}`
    report('missing-step', path, `${label} leads to "${to}", which ${why}`)
  }
}

/** What is seen only when all steps stand together, those of subflows included. */
function checkGraph(file: FlowFile, subflows: ReadonlyMap<string, FlowFile>, isPartOfAnother: boolean, report: Report): void {
  const graph = graphOf(file, subflows)
  const captured = capturedIn([...graph.values()].map(({ step }) => step))
  checkNames(file, isPartOfAnother ? null : captured, report)
  if (!isPartOfAnother) checkCapturedOutside(graph, captured, report)
  const reachable = reach(graph, [file.start, ...nextOfSubflows(file, graph)])
  checkReturns(file, graph, reachable, report)
  checkUnreachable(file, graph, reachable, report)
  const circling = checkCircles(graph, reachable, report)
  const hasDeadEnd = checkDeadEnds(graph, reachable, circling, report)
  checkOffers(graph, report)
  checkCaptures(file, graph, reachable, report)
  if (isPartOfAnother) return checkWaysOut(graph, reachable, report)
  checkKnown(graph, file.start, report)
  if (hasDeadEnd || circling.size > 0) return checkWaysOut(graph, reachable, report)
  // Without anybody at all there is no way out and no good ending either.
  if (!checkPeople(graph, reachable, report)) return
  checkWaysOut(graph, reachable, report)
  checkDepth(graph, file.start, report)
  checkEndings(graph, file.start, (node) => isJudgedHere(file, subflows, node), report)
}

/** A step behind a subflow that never returns: the missing "return" is the finding. */
function nextOfSubflows(file: FlowFile, graph: Graph): string[] {
  const reachable = reach(graph, [file.start])
  return Object.entries(file.steps).flatMap(([id, step]) => (step.do === 'subflow' && reachable.has(id) ? [step.next] : []))
}

/** The good-byes of another flow are findings of its own file, unless it is a part that others complete. */
function isJudgedHere(file: FlowFile, subflows: ReadonlyMap<string, FlowFile>, { isOwn, at }: Node): boolean {
  const step = file.steps[at]
  const sub = step?.do === 'subflow' ? subflows.get(step.flow) : undefined
  return isOwn || (sub !== undefined && isPart(sub))
}
