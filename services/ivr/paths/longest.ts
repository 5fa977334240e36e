import { movesAt, type Move, type Walk } from './walk.ts'

type Way = { prompts: number; way: string[] }
type Best = { prompts: number; path: Move[] }

/**
 * The most questions that a caller is asked who does what he is asked and goes on: no silence, nothing misunderstood, neither back nor again. Where
 * he may go round (from the status back to the menu), he need not: within such a circle the shortest way counts.
 */
export function longestWay(walked: Walk): Way {
  const onward = walked.stations.map((_, n) => movesAt(walked, n).filter(({ isMiss }) => !isMiss))
  const best: Best[] = []
  for (const circle of circlesOf(onward)) {
    const members = new Set(circle)
    const out = new Map(circle.map((n) => [n, farthest(onward[n] ?? [], members, best)]))
    for (const n of circle) best[n] = circle.length === 1 ? (out.get(n) ?? ended) : throughCircle(n, members, onward, out)
  }
  let longest: Way = { prompts: 0, way: [] }
  for (const start of walked.starts) {
    const rest = start.to === null ? ended : (best[start.to] ?? ended)
    if (start.prompts + rest.prompts > longest.prompts) longest = { prompts: start.prompts + rest.prompts, way: [start.label, ...follow(walked, rest, best)] }
  }
  return longest
}

const ended: Best = { prompts: 0, path: [] }

/** The best of the moves that lead out of a circle. */
function farthest(moves: readonly Move[], members: ReadonlySet<number>, best: readonly Best[]): Best {
  let found = ended
  for (const move of moves) {
    if (move.to !== null && members.has(move.to)) continue
    const prompts = move.prompts + (move.to === null ? 0 : (best[move.to]?.prompts ?? 0))
    if (found.path.length === 0 || prompts > found.prompts) found = { prompts, path: [move] }
  }
  return found
}

/** From one station of a circle to the way out that is worth most, each reached with the fewest questions. */
function throughCircle(from: number, members: ReadonlySet<number>, onward: ReadonlyArray<readonly Move[]>, out: ReadonlyMap<number, Best>): Best {
  let found = ended
  for (const [n, { prompts, path }] of nearest(from, members, onward)) {
    const exit = out.get(n)
    if (exit === undefined || exit.path.length === 0) continue
    if (found.path.length === 0 || prompts + exit.prompts > found.prompts) found = { prompts: prompts + exit.prompts, path: [...path, ...exit.path] }
  }
  return found
}

/** The fewest questions to each station of a circle: those that cost none come first. */
function nearest(from: number, members: ReadonlySet<number>, onward: ReadonlyArray<readonly Move[]>): Map<number, Best> {
  const found = new Map<number, Best>()
  let waiting: Array<[number, Best]> = [[from, ended]]
  for (let prompts = 0; waiting.length > 0; prompts += 1) {
    const later: Array<[number, Best]> = []
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [n, way] = next
      if (found.has(n)) continue
      found.set(n, way)
      for (const move of onward[n] ?? []) {
        if (move.to === null || !members.has(move.to) || found.has(move.to)) continue
        const further: [number, Best] = [move.to, { prompts: prompts + move.prompts, path: [...way.path, move] }]
        ;(move.prompts === 0 ? waiting : later).push(further)
      }
    }
    waiting = later.reverse()
  }
  return found
}

function follow({ stations }: Walk, { path }: Best, best: readonly Best[]): string[] {
  const labels: string[] = []
  for (let rest = path; rest.length > 0;) {
    labels.push(...rest.map(({ label }) => label))
    const to = rest.at(-1)?.to ?? null
    rest = to === null || labels.length > stations.length ? [] : (best[to]?.path ?? [])
  }
  return labels
}

/** Stations from which one can come back to where one was, together; each such circle after those that it leads to (Tarjan). */
function circlesOf(onward: ReadonlyArray<readonly Move[]>): number[][] {
  const order: number[] = []
  const low: number[] = []
  const stack: number[] = []
  const onStack = new Set<number>()
  const circles: number[][] = []
  let count = 0
  for (const start of onward.keys()) {
    const path = order[start] === undefined ? [{ n: start, at: 0 }] : []
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { n } = top
      if (top.at === 0) {
        order[n] = low[n] = count++
        stack.push(n)
        onStack.add(n)
      }
      const to = onward[n]?.[top.at]?.to
      top.at += 1
      if (to !== undefined) {
        if (to === null) continue
        if (order[to] === undefined) path.push({ n: to, at: 0 })
        else if (onStack.has(to)) low[n] = Math.min(low[n] ?? 0, order[to])
        continue
      }
      path.pop()
      const parent = path.at(-1)?.n
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[n] ?? 0)
      if (low[n] !== order[n]) continue
      const circle: number[] = []
      for (let member = stack.pop(); member !== undefined; member = member === n ? undefined : stack.pop()) {
        circle.push(member)
        onStack.delete(member)
      }
      circles.push(circle)
    }
  }
  return circles
}
