import { isPerson, isQuestion, reach, type Graph, type Node, type Way } from './check-graph.ts'
import type { Report } from './findings.ts'
import { returnTarget, type FlowFile } from './flow-file.ts'

/** More questions than this before a person, and callers hang up. */
const mostLevels = 3

const names = (ids: readonly string[]): string => ids.map((id) => `"${id}"`).join(' -> ')

/** Steps that no call comes to. Of several behind each other only the first is named. */
export function checkUnreachable(file: FlowFile, graph: Graph, reachable: ReadonlySet<string>, report: Report): void {
  const lost = [...graph.values()].filter(({ id, isOwn }) => isOwn && !reachable.has(id))
  const covered = new Set<string>()
  const cover = ({ id }: Node): void => {
    if (covered.has(id)) return
    report('unreachable', ['steps', id], 'no way leads here; lead an option or a "next" to it, or delete it')
    for (const behind of reach(graph, [id])) covered.add(behind)
  }
  const isBegin = ({ id }: Node): boolean => !lost.some((other) => other.id !== id && other.edges.some(({ to }) => to === id))
  lost.filter(isBegin).forEach(cover)
  lost.forEach(cover)
}

/** Circles that a call can go round in without the caller being asked anything, each once, as the steps passed. */
export function silentCircles(graph: Graph, reachable: ReadonlySet<string>): string[][] {
  const circles: string[][] = []
  const done = new Set<string>()
  const visit = (id: string, passed: string[]): void => {
    const from = passed.indexOf(id)
    if (from >= 0) {
      circles.push(passed.slice(from))
      return
    }
    if (done.has(id)) return
    for (const way of graph.get(id)?.edges ?? []) if (way.kind === 'silent') visit(way.to, [...passed, id])
    done.add(id)
  }
  for (const id of reachable) visit(id, [])
  return circles
}

/** Returns the steps in circles, which need not be named again. A circle within a subflow is a finding of its own file. */
export function checkCircles(graph: Graph, reachable: ReadonlySet<string>, report: Report): Set<string> {
  const circles = silentCircles(graph, reachable)
  for (const circle of circles) {
    const own = circle.findIndex((id) => graph.get(id)?.isOwn)
    if (own < 0) continue
    const turned = [...circle.slice(own), ...circle.slice(0, own)]
    const round = names([...turned, turned[0] ?? ''])
    report(
      'silent-circle',
      ['steps', turned[0] ?? ''],
      `the steps ${round} go round without asking the caller anything; put a menu, a gather or a hangUp between them`,
    )
  }
  return new Set(circles.flat())
}

/** Places out of which no key and no result leads to an end: only hanging up is left. */
export function checkDeadEnds(graph: Graph, reachable: ReadonlySet<string>, circling: ReadonlySet<string>, report: Report): boolean {
  const isChosen = (way: Way): boolean => way.kind !== 'handler'
  const ends = new Set([...graph.values()].filter(isEnd).map(({ id }) => id))
  const stuck = [...reachable].filter((id) => ![...reach(graph, [id], isChosen)].some((behind) => ends.has(behind)))
  const covered = new Set<string>()
  for (const id of [...graph.keys()].filter((one) => stuck.includes(one))) {
    const behind = reach(graph, [id], isChosen)
    const isInnermost = [...behind].every((other) => reach(graph, [other], isChosen).has(id))
    if (covered.has(id) || !isInnermost) continue
    behind.forEach((other) => covered.add(other))
    if (!graph.get(id)?.isOwn || [...behind].some((other) => circling.has(other))) continue
    const where = behind.size === 1 ? 'no key leads on from here' : `the steps ${names([...behind])} lead only to each other`
    report('dead-end', ['steps', id], `${where}: nothing is left but to hang up; give an option that ends well, or "back"`)
  }
  return covered.size > 0
}

const isReturn = ({ to, kind }: Way): boolean => to === returnTarget && kind !== 'handler'

/** Here a call may end, or leave a part for the flow that entered it. */
function isEnd({ step, edges }: Node): boolean {
  switch (step.do) {
    case 'hangUp':
      return true
    case 'say':
      return step.served === true || edges.some(isReturn)
    case 'dial':
    case 'queue':
    case 'transfer':
      return step.onAnswered === undefined
    default:
      return edges.some(isReturn)
  }
}

/** Everybody whom no key helps must come to a person, or leave word for one. */
export function checkPeople(graph: Graph, reachable: ReadonlySet<string>, report: Report): boolean {
  const nodes = [...graph.values()].filter(({ id }) => reachable.has(id))
  const asking = nodes.filter((node) => isQuestion(node) || node.step.do === 'presence')
  // What is asked after a talk, and the door for our own people, need nobody behind them.
  const isAside = asking.length > 0 && asking.every(({ step }) => step.do === 'survey' || step.do === 'presence')
  if (isAside || nodes.some((node) => isPerson(node) || ['callback', 'voicemail'].includes(node.step.do))) return true
  report('no-person', ['start'], 'no way leads to a person, a callback or a voicemail; lead the key 0 to a dial, a queue or a voicemail')
  return false
}

/** Questions that must be answered before a person is offered. Who passes one that offers a person goes on of his own will. */
export function checkDepth(graph: Graph, start: string, report: Report): void {
  const levels = new Map<string, number>()
  let frontier = [start]
  for (let level = 1; frontier.length > 0; level += 1) {
    const asked = [...reach(graph, frontier, (way, node) => !isLevel(node) && !isPerson(node) && way.kind !== 'handler')].flatMap((id) => {
      const node = graph.get(id)
      return node !== undefined && isLevel(node) && !levels.has(id) ? [node] : []
    })
    for (const { id } of asked) levels.set(id, level)
    const offering = asked.filter((node) => offersPerson(graph, node))
    const [first] = offering
    if (level > mostLevels && first !== undefined) {
      const message = `this is question ${level}, and only behind it there is a person; offer one behind the first ${mostLevels}, for example by the key 0`
      return report('too-deep', ['steps', first.at], message)
    }
    frontier = asked.filter((node) => !offering.includes(node)).flatMap((node) => chosen(node).map(({ to }) => to))
  }
}

const isLevel = (node: Node): boolean => isQuestion(node) || node.step.do === 'caseStatus' || node.step.do === 'directory'
const chosen = (node: Node): Way[] => node.edges.filter(({ kind }) => kind === 'answer')

function offersPerson(graph: Graph, node: Node): boolean {
  const behind = reach(
    graph,
    chosen(node).map(({ to }) => to),
    (way, passed) => way.kind === 'silent' && !isLevel(passed),
  )
  return [...behind].some((id) => {
    const found = graph.get(id)
    return found !== undefined && isPerson(found)
  })
}
