import { Graph, layout } from '@dagrejs/dagre'
import type { FlowTraffic, FlowView } from '../api/types.ts'

export const STEP_WIDTH = 196
export const STEP_HEIGHT = 62

export type Point = { x: number; y: number }
export type PlacedStep = FlowView['steps'][number] & Point & { isStart: boolean }
type Way = FlowView['edges'][number]
export type PlacedEdge = {
  id: string
  from: string
  to: string
  labels: string[]
  kind: Way['kind']
  points: Point[]
  label: Point
  times: number
  share: number
}
export type Placed = { steps: PlacedStep[]; edges: PlacedEdge[] }

type Joined = { from: string; to: string; labels: string[]; kind: Way['kind'] }

/** Ways between the same two steps are one line with all their labels. Ways to steps that do not exist are findings, not lines. */
export const joinWays = ({ steps, edges }: Pick<FlowView, 'steps' | 'edges'>): Joined[] => {
  const known = new Set(steps.map(({ id }) => id))
  const joined = new Map<string, Joined>()
  for (const { from, to, label, kind } of edges) {
    if (!known.has(to)) continue
    const key = `${from} ${to}`
    const one = joined.get(key)
    if (one === undefined) joined.set(key, { from, to, labels: [label], kind })
    else {
      one.labels.push(label)
      if (one.kind === 'handler') one.kind = kind
    }
  }
  return [...joined.values()]
}

/** Where each step and line is drawn, from top to bottom. The same flow is always drawn the same way. */
export const placeFlow = (view: FlowView, traffic?: FlowTraffic): Placed => {
  const graph = new Graph().setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 54, edgesep: 14, marginx: 16, marginy: 16 }).setDefaultEdgeLabel(() => ({}))
  for (const { id } of view.steps) graph.setNode(id, { width: STEP_WIDTH, height: STEP_HEIGHT })
  const ways = joinWays(view)
  // A line back to the step itself has no place in layers; its label is in the inspector.
  for (const { from, to, labels } of ways) if (from !== to) graph.setEdge(from, to, { width: 12 + 5 * labels.join().length, height: 16, labelpos: 'c' })
  layout(graph)
  const times = new Map(traffic?.edges.map((edge) => [`${edge.from} ${edge.to}`, edge.times]))
  const most = Math.max(1, ...times.values())
  return {
    steps: view.steps.map((step) => {
      const { x = 0, y = 0 } = graph.node(step.id) as Partial<Point>
      return { ...step, x: x - STEP_WIDTH / 2, y: y - STEP_HEIGHT / 2, isStart: step.id === view.start }
    }),
    edges: ways.flatMap((way): PlacedEdge[] => {
      if (way.from === way.to) return []
      const drawn = graph.edge(way.from, way.to) as { points: Point[]; x?: number; y?: number }
      const key = `${way.from} ${way.to}`
      const count = times.get(key) ?? 0
      return [{ ...way, id: key, points: drawn.points, label: { x: drawn.x ?? 0, y: drawn.y ?? 0 }, times: count, share: count / most }]
    }),
  }
}

/** A line through the points with round corners. */
export const pathThrough = (points: readonly Point[]): string => {
  const [first, ...rest] = points
  if (first === undefined) return ''
  const middle = rest.slice(0, -1).map((point, n) => {
    const next = rest[n + 1] ?? point
    return `Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`
  })
  const end = rest.at(-1) ?? first
  return `M${first.x},${first.y} ${middle.join(' ')} L${end.x},${end.y}`
}
