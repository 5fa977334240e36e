import { fieldOf, reach, type Graph, type Node } from './check-graph.ts'
import { capturesOf } from './check-names.ts'
import { sharedUses, usesOf } from './check-texts.ts'
import type { Report } from './findings.ts'
import type { FileStep, FlowFile } from './flow-file.ts'

/** All answers are kept on the case and shown to whoever takes the call, so these steps use each of them. */
const keepers: ReadonlyArray<FileStep['do']> = ['dial', 'queue', 'wake', 'transfer', 'voicemail', 'openCase', 'callback']

/** Answers that are asked for, and then nobody looks at them: no step names them, and no case, message or talk comes after. */
export function checkCaptures(file: FlowFile, graph: Graph, reachable: ReadonlySet<string>, report: Report): void {
  const nodes = [...graph.values()]
  const used = new Set([...nodes.flatMap((node) => usesOf(node.id, node.step)), ...sharedUses(file)].flatMap(({ names }) => names))
  for (const node of nodes.filter(({ id, isOwn }) => isOwn && reachable.has(id))) {
    if (isUsedAtOnce(node.step) || isKept(graph, node)) continue
    for (const { name, path } of capturesOf(node.step)) {
      if (used.has(`captured.${name}`)) continue
      report(
        'unused-capture',
        ['steps', node.id, ...path],
        `"${name}" is kept, but nothing names it and no case, message or talk comes after it; use it or do not ask`,
      )
    }
  }
}

/** A reference tells whose call it is, and a mark is counted. */
const isUsedAtOnce = (step: FileStep): boolean => step.do === 'survey' || (step.do === 'gather' && step.identifies !== undefined)

function isKept(graph: Graph, { edges }: Node): boolean {
  const next = edges.filter((way) => fieldOf(way) === 'next').map(({ to }) => to)
  // Outside of the graph lies the flow that entered this one.
  const leaves = (targets: readonly { to: string }[]): boolean => targets.some(({ to }) => !graph.has(to))
  return [...reach(graph, next)].some((id) => keepers.includes(graph.get(id)?.step.do ?? 'say') || leaves(graph.get(id)?.edges ?? [])) || leaves(edges)
}
