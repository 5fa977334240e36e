import type { Path } from './findings.ts'
import type { FileChoice, FileStep, FlowFile } from './flow-file.ts'
import { edgesOf, inheritedEdges, wayOut, type Edge } from './flow-graph.ts'
import { placeSteps, type PlacedStep } from './subflows.ts'

/** All that a call can come to, the steps of subflows included, with every way out of each. */
export type Graph = ReadonlyMap<string, Node>
export type Node = {
  id: string
  step: FileStep
  /** The file whose keys and handlers count here. */
  from: FlowFile
  /** The step of the checked file: this one, or the one that enters its subflow. */
  at: string
  isOwn: boolean
  edges: readonly Way[]
}
/** `back`: to a menu that the caller may have passed before. */
export type Way = Omit<Edge, 'kind'> & { kind: Edge['kind'] | 'back' }

const questions: ReadonlyArray<FileStep['do']> = ['menu', 'gather', 'survey']
const people: ReadonlyArray<FileStep['do']> = ['dial', 'queue', 'transfer', 'wake']

/** Inherits the keys and handlers of its file. */
export const isQuestion = ({ step }: Node): boolean => questions.includes(step.do)
/** Somebody may answer here. */
export const isPerson = ({ step }: Node): boolean => people.includes(step.do)

/** Throws when a subflow is missing or leads into itself: `check-subflows.ts` looks first. */
export function graphOf(file: FlowFile, others: ReadonlyMap<string, FlowFile>): Graph {
  const placed = placeSteps(file, others)
  const graph = new Map(
    placed.map((one): [string, Node] => {
      const [at = one.id] = one.id.split('/')
      const isOwn = at === one.id
      const edges = waysOf(one).map((edge): Way => (isOwn ? edge : { ...edge, path: ['steps', at] }))
      return [one.id, { ...one, at, isOwn, edges }]
    }),
  )
  return withBack(graph, file.start)
}

/** Everything that one can come to from `starts`, these included, along the ways that are taken. */
export function reach(graph: Graph, starts: Iterable<string>, isTaken: (way: Way, node: Node) => boolean = () => true): Set<string> {
  const seen = new Set<string>()
  const waiting = [...starts]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = graph.get(id)
    if (node === undefined || seen.has(id)) continue
    seen.add(id)
    waiting.push(...node.edges.filter((way) => isTaken(way, node)).map(({ to }) => to))
  }
  return seen
}

/** `next` of a way that is written as such; an option has none. */
export const fieldOf = ({ label }: Pick<Way, 'label'>): string => label.replaceAll('"', '')

function waysOf({ id, step, from }: PlacedStep): Edge[] {
  const own = edgesOf(id, step)
  if (!questions.includes(step.do)) return own
  const hidden = step.do === 'menu' ? Object.keys(step.options) : []
  const inherited = inheritedEdges(from).filter(({ kind, path, label }) =>
    kind === 'answer' ? !hidden.includes(String(path[1])) : !own.some((edge) => edge.kind === 'handler' && edge.label === fieldOf({ label })),
  )
  const handled = [...own, ...inherited].filter(({ kind }) => kind === 'handler').map(fieldOf)
  const usual = wayOut(from)
  const path: Path = ['steps', id]
  const missing = usual === undefined ? [] : ['onNoInput', 'onNoMatch'].filter((which) => !handled.includes(which))
  return [...own, ...inherited, ...missing.map((label): Edge => ({ to: usual ?? '', label, kind: 'handler', path }))]
}

/** The key "back" leads to any menu on a way to here. */
function withBack(graph: ReadonlyMap<string, Node>, start: string): Graph {
  const reachable = reach(graph, [start])
  const menus = [...graph.values()].filter(({ id, step }) => step.do === 'menu' && reachable.has(id))
  const behind = new Map(menus.map((menu) => [menu.id, reach(graph, [menu.id])]))
  return new Map(
    [...graph].map(([id, node]): [string, Node] => {
      if (!hasBack(node)) return [id, node]
      const passed = menus.filter((menu) => menu.id !== id && behind.get(menu.id)?.has(id))
      return [id, { ...node, edges: [...node.edges, ...passed.map((menu): Way => ({ to: menu.id, label: 'back', kind: 'back', path: ['steps', node.at] }))] }]
    }),
  )
}

function hasBack(node: Node): boolean {
  if (!isQuestion(node)) return false
  const choices: Record<string, FileChoice> = { ...node.from.keys, ...(node.step.do === 'menu' ? node.step.options : {}) }
  return Object.values(choices).some((choice) => (typeof choice === 'string' ? choice : choice.goTo) === 'back')
}
