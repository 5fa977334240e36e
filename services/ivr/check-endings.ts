import { fieldOf, isPerson, isQuestion, reach, type Graph, type Node, type Way } from './check-graph.ts'
import type { Path, Report } from './findings.ts'

/** Ways on which the caller has got something: a talk, a case, a callback, a message left, an answer. */
function achieves({ step }: Node, way: Way): boolean {
  const field = fieldOf(way)
  switch (step.do) {
    case 'dial':
    case 'queue':
    case 'transfer':
      return field === 'onAnswered'
    case 'voicemail':
    case 'openCase':
    case 'survey':
      return true
    case 'say':
      return step.served === true
    case 'callback':
    case 'wake':
      return field !== 'onNoNumber'
    case 'incident':
      return field === 'joined'
    case 'presence':
      return field === 'next'
    default:
      return false
  }
}

/** Good-byes to which a caller comes with nothing in his hands. */
export function checkEndings(graph: Graph, start: string, isJudged: (node: Node) => boolean, report: Report): void {
  // Where "back" leads a caller has been before, with as little.
  const staysEmpty = (way: Way, node: Node): boolean => way.kind !== 'back' && !achieves(node, way)
  const cutsOff = (node: Node, way: Way, told: ReadonlySet<Way>): boolean =>
    way.kind === 'handler' && node.step.do !== 'survey' && leadsToGoodbye(graph, way.to, told)
  const known = new Set<string>()
  const tell = (rule: 'silence-hangs-up' | 'goodbye-without-answer', path: Path, message: string): void => {
    if (known.has(path.join('\n'))) return
    known.add(path.join('\n'))
    report(rule, path, message)
  }
  // First those who pressed keys, then those whom silence leads to a good-bye that has not been named.
  const told = new Set<Way>()
  for (const node of nodesOf(
    graph,
    reach(graph, [start], (way, node) => staysEmpty(way, node) && !cutsOff(node, way, new Set())),
  )) {
    for (const way of node.edges.filter((one) => isGoodbye(graph, one) && !achieves(node, one) && !cutsOff(node, one, new Set()))) {
      told.add(way)
      if (isJudged(node)) tell('goodbye-without-answer', way.path, goodbye(way))
    }
  }
  for (const node of nodesOf(graph, reach(graph, [start], staysEmpty)).filter(isJudged)) {
    for (const way of node.edges.filter((one) => cutsOff(node, one, told))) {
      tell('silence-hangs-up', way.path, 'who is not heard or not understood is cut off; lead him to a person or a voicemail')
    }
  }
}

const nodesOf = (graph: Graph, ids: Iterable<string>): Node[] => [...ids].flatMap((id) => graph.get(id) ?? []).filter(({ step }) => step.do !== 'survey')

function isGoodbye(graph: Graph, { to }: Pick<Way, 'to'>): boolean {
  const step = graph.get(to)?.step
  return step?.do === 'hangUp' && step.served !== true
}

const goodbye = ({ label, to }: Way): string =>
  `${label} leads to the good-bye "${to}", and nobody answered, no case, callback or message was taken: offer one before, or write "served: true" where he has what he came for`

/** Without another question, and without a person or a message on the way. */
function leadsToGoodbye(graph: Graph, to: string, told: ReadonlySet<Way>): boolean {
  const quiet = reach(graph, [to], (way, node) => way.kind === 'silent' && !told.has(way) && !isPerson(node) && !achieves(node, way))
  return [...quiet].some((id) => isGoodbye(graph, { to: id }))
}

/** Silence and wrong keys end somewhere: not in the same question again, and not nowhere. */
export function checkWaysOut(graph: Graph, reachable: ReadonlySet<string>, report: Report): void {
  const asking = [...graph.values()].filter((node) => node.isOwn && reachable.has(node.id) && isQuestion(node))
  for (const which of ['onNoInput', 'onNoMatch'] as const) {
    const isHandler = (way: Way): boolean => way.kind === 'handler' && [which, 'onNotFound'].includes(fieldOf(way))
    const covered = new Set<string>()
    for (const node of asking) {
      const way = node.edges.find((one) => one.kind === 'handler' && fieldOf(one) === which)
      if (way === undefined) {
        const message =
          'nobody says where silence and wrong keys end; give "onNoInput" and "onNoMatch" a "goTo" (at the top, for all), or lead the key 0 to a person'
        return report('no-way-out', ['steps', node.id], message)
      }
      const behind = reach(graph, [way.to], (one, { step }) => one.kind === 'silent' || isHandler(one) || step.do === 'voicemail')
      const isOut = [...behind].some((id) => {
        const found = graph.get(id)
        return found !== undefined && (isPerson(found) || ['voicemail', 'hangUp', 'openCase', 'callback', 'presence'].includes(found.step.do))
      })
      if (isOut || !graph.has(way.to) || leavesGraph(graph, behind) || covered.has(node.id) || covered.has(way.to)) continue
      for (const id of behind) covered.add(id)
      covered.add(node.id)
      const end = which === 'onNoInput' ? 'silence' : 'a wrong answer'
      report('no-way-out', way.path, `${end} only leads round to "${way.to}" again, for ever; lead "${which}" to a person or a voicemail`)
    }
  }
}

/** "return" of a part: whoever enters it says how it goes on. */
const leavesGraph = (graph: Graph, ids: ReadonlySet<string>): boolean => [...ids].some((id) => graph.get(id)?.edges.some(({ to }) => !graph.has(to)))

/** What a queue offers must be behind its keys. */
export function checkOffers(graph: Graph, report: Report): void {
  for (const { id, step, isOwn, edges } of graph.values()) {
    if (step.do !== 'queue' || !isOwn) continue
    const finds = (field: string, isIt: (node: Node) => boolean): boolean =>
      edges
        .filter((way) => fieldOf(way) === field)
        .every(({ to }) => [...reach(graph, [to], (_, node) => node.id !== id)].some((behind) => isIt(graph.get(behind) as Node)))
    if (!finds('leave', (node) => node.step.do === 'openCase' && node.step.promise)) {
      report('empty-offer', ['steps', id, 'leave'], 'the caller hears that an answer is promised, but no openCase with "promise: true" comes; add it')
    }
    if (!finds('callback', (node) => node.step.do === 'callback')) {
      report('empty-offer', ['steps', id, 'callback'], 'the caller hears that he is called back, but no callback step comes; add it')
    }
  }
}
