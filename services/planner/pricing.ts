import type { CompiledAgent, Sum } from './compile.ts'
import { OFF } from './problem.ts'

/** A lawful roster of one agent: `cost` with the prices asked at, `own` without them. */
export type Priced = { roster: Int16Array; cost: number; own: number }

/**
 * `bound`: no lawful roster costs less (Infinity: there is none at all). `found`: the cheapest first; the first costs `bound` where every sum was counted
 * exactly. Sums too large for that carry a price of their own, which is moved until the roster fits it; then `bound` may lie a little below.
 */
export type Pricing = { bound: number; found: Priced[] }

export type PricingOptions = {
  /** So many rosters at most, of different ends. */
  count?: number
  /** Cells of the table that may be filled; what does not fit is priced instead of counted. */
  cells?: number
}

const CELLS = 3_000_000
const ROUNDS = 6

export type Pricer = (agent: CompiledAgent, prices: Float64Array, options?: PricingOptions) => Pricing

/** The cheapest lawful roster under `prices` (by cell, beside its own costs), or null where none is lawful or none was found. */
export function bestRoster(agent: CompiledAgent, prices: Float64Array): Priced | null {
  return createPricer()(agent, prices).found[0] ?? null
}

/** Keeps its tables from call to call: one for each thread. */
export function createPricer(): Pricer {
  let table = new Float64Array(0)
  let [lows, highs, nextLows, nextHighs] = [new Int32Array(0), new Int32Array(0), new Int32Array(0), new Int32Array(0)]
  const plans = new WeakMap<CompiledAgent, Layout>()

  return (agent, prices, { count = 1, cells = CELLS } = {}) => {
    let layout = plans.get(agent)
    if (!layout || layout.cells !== cells) plans.set(agent, (layout = layOut(agent, cells)))
    return search(agent, layout, prices, count)
  }

  function search(agent: CompiledAgent, layout: Layout, prices: Float64Array, count: number): Pricing {
    const { soft } = layout
    let bound = -Infinity
    const found = new Map<string, Priced>()
    for (let round = 0; round < (soft.length > 0 ? ROUNDS : 1); round++) {
      const menu = menuOf(agent, layout, prices)
      const ends = fill(agent, layout, menu, count)
      const [best] = ends
      if (!best) return { bound: Infinity, found: [] }
      bound = Math.max(
        bound,
        soft.reduce((sum, one) => sum + cheapest(one), best.cost),
      )
      for (const end of ends) {
        const roster = walkBack(agent, layout, menu, end)
        const priced = priceOf(agent, roster, prices)
        if (priced) found.set(roster.join(), priced)
        if (end !== best) continue
        soft.forEach((one) => (one.count = countOf(agent, one.sum, roster)))
      }
      if (!soft.map((one) => move(one)).some(Boolean)) break
    }
    return { bound, found: [...found.values()].sort((a, b) => a.cost - b.cost).slice(0, count) }
  }

  /** Forward over the days: each cell (node, sums, weekends, minutes) gets the least cost to stand there. */
  function fill(agent: CompiledAgent, layout: Layout, { classPrices }: Menu, count: number): End[] {
    const { graph, minutes } = agent
    const { days, firstNode, firstArc, arcFrom, arcTo, arcClass, arcWeekends } = graph
    const { weekends, blocks, bases, lowest, spans, moves, stride } = layout
    const { nodeLeast, nodeMost } = agent
    if (table.length < layout.total) table = new Float64Array(layout.total)
    const most = layout.mostBlocks
    if (lows.length < most) [lows, highs, nextLows, nextHighs] = [new Int32Array(most), new Int32Array(most), new Int32Array(most), new Int32Array(most)]
    if ((nodeLeast[0] as number) > 0 || (nodeMost[0] as number) < 0) return []
    const cost = table
    cost.fill(Infinity, 0, layout.total)
    lows.fill(1, 0, blocks[0])
    highs.fill(0, 0, blocks[0])
    cost[bases[0] as number] = 0
    lows[0] = 0
    highs[0] = 0
    for (let day = 0; day < days; day++) {
      const [base, nextBase, span, nextSpan] = [bases[day] as number, bases[day + 1] as number, spans[day] as number, spans[day + 1] as number]
      const [low, nextLow] = [lowest[day] as number, lowest[day + 1] as number]
      const [first, nextFirst] = [firstNode[day] as number, firstNode[day + 1] as number]
      const [width, nextWidth] = [blocks[day] as number, blocks[day + 1] as number]
      const cleared = ((firstNode[day + 2] as number) - nextFirst) * nextWidth
      nextLows.fill(1_000_000_000, 0, cleared)
      nextHighs.fill(-1, 0, cleared)
      for (let arc = firstArc[day] as number; arc < (firstArc[day + 1] as number); arc++) {
        const cell = day * stride + (arcClass[arc] as number)
        const price = classPrices[cell] as number
        if (price === Infinity) continue
        const from = (arcFrom[arc] as number) - first
        const toNode = arcTo[arc] as number
        const to = toNode - nextFirst
        const add = minutes.adds[cell] as number
        const least = (nodeLeast[toNode] as number) - add
        const limit = (nodeMost[toNode] as number) - add
        if (limit < least) continue
        const weekend = arcWeekends[arc] as number
        const { sources, targets } = moves[cell] as Move
        for (let index = 0; index < sources.length; index++) {
          const source = sources[index] as number
          for (let w = 0; w + weekend < weekends; w++) {
            const block = from * width + source * weekends + w
            let begin = lows[block] as number
            if (begin < least) begin = least
            let end = highs[block] as number
            if (end > limit) end = limit
            if (end < begin) continue
            const target = to * nextWidth + (targets[index] as number) * weekends + w + weekend
            const offset = base + block * span - low
            const toOffset = nextBase + target * nextSpan - nextLow + add
            for (let m = begin; m <= end; m++) {
              const reached = (cost[offset + m] as number) + price
              if (reached < (cost[toOffset + m] as number)) cost[toOffset + m] = reached
            }
            if (begin + add < (nextLows[target] as number)) nextLows[target] = begin + add
            if (end + add > (nextHighs[target] as number)) nextHighs[target] = end + add
          }
        }
      }
      ;[lows, nextLows] = [nextLows, lows]
      ;[highs, nextHighs] = [nextHighs, highs]
    }
    return ends(agent, layout, count)
  }

  /** The cheapest cells of the last day: the best of each of the `count` best nodes and minutes. */
  function ends(agent: CompiledAgent, layout: Layout, count: number): End[] {
    const { days, firstNode } = agent.graph
    const { least, most, hours } = agent.minutes
    const { weekends, bases, lowest, spans, hard } = layout
    const [base, span, low, blocks] = [bases[days] as number, spans[days] as number, lowest[days] as number, layout.blocks[days] as number]
    let best: End[] = []
    for (let node = 0; node < (firstNode[days + 1] as number) - (firstNode[days] as number); node++) {
      for (let block = 0; block < blocks; block++) {
        const sums = Math.floor(block / weekends)
        let price = 0
        for (const { sum, steps, sizes } of hard) price += sum.prices[Math.floor(sums / (steps[days] as number)) % (sizes[days] as number)] as number
        const offset = base + (node * blocks + block) * span - low
        const [begin, end] = [Math.max(least, lows[node * blocks + block] as number), Math.min(most, highs[node * blocks + block] as number)]
        for (let m = begin; m <= end; m++) {
          const cost = (table[offset + m] as number) + price + (hours?.[m] ?? 0)
          if (cost === Infinity || (best.length === count && cost >= (best.at(-1) as End).cost)) continue
          best.push({ node, block, minutes: m, cost })
          if (best.length > count) best = best.sort((a, b) => a.cost - b.cost).slice(0, count)
          else best.sort((a, b) => a.cost - b.cost)
        }
      }
    }
    return best
  }

  function walkBack(agent: CompiledAgent, layout: Layout, { classPrices, classShifts }: Menu, end: End): Int16Array {
    const { graph, minutes } = agent
    const { firstNode, firstArc, arcFrom, arcTo, arcClass, arcWeekends } = graph
    const { weekends, blocks, bases, lowest, spans, moves, stride } = layout
    const roster = new Int16Array(agent.days)
    let { node, block, minutes: m } = end
    for (let day = agent.days - 1; day >= 0; day--) {
      const cost = table[
        (bases[day + 1] as number) + (node * (blocks[day + 1] as number) + block) * (spans[day + 1] as number) + m - (lowest[day + 1] as number)
      ] as number
      const target = node + (firstNode[day + 1] as number)
      for (let arc = firstArc[day] as number; arc < (firstArc[day + 1] as number); arc++) {
        if (arcTo[arc] !== target) continue
        const cell = day * stride + (arcClass[arc] as number)
        const price = classPrices[cell] as number
        if (price === Infinity) continue
        const weekend = arcWeekends[arc] as number
        const { sources, targets } = moves[cell] as Move
        const w = (block % weekends) - weekend
        const came = targets.indexOf(Math.floor(block / weekends))
        if (w < 0 || came < 0) continue
        const before = m - (minutes.adds[cell] as number)
        if (before < (lowest[day] as number) || before >= (lowest[day] as number) + (spans[day] as number)) continue
        const from = (arcFrom[arc] as number) - (firstNode[day] as number)
        const source = (sources[came] as number) * weekends + w
        const at = (from * (blocks[day] as number) + source) * (spans[day] as number) + before - (lowest[day] as number)
        const earlier = table[(bases[day] as number) + at] as number
        if (earlier === Infinity || earlier + price !== cost) continue
        roster[day] = classShifts[cell] as number
        ;[node, block, m] = [from, source, before]
        break
      }
    }
    return roster
  }
}

type End = { node: number; block: number; minutes: number; cost: number }
/** By day: how many counts there can be of it, and how far apart they lie. */
type Hard = { sum: Sum; sizes: Int32Array; steps: Int32Array }
type Soft = { sum: Sum; price: number; least: number; most: number; count: number }
/** From which combinations of sums to which of the next day. */
type Move = { sources: Int32Array; targets: Int32Array }

/** How an agent's table lies in memory: by day, node, block (sums, then weekends), minutes between the lowest and the highest of the day. */
type Layout = {
  cells: number
  stride: number
  hard: readonly Hard[]
  soft: Soft[]
  weekends: number
  /** By day: of each node. */
  blocks: Int32Array
  mostBlocks: number
  bases: Float64Array
  lowest: Int32Array
  spans: Int32Array
  total: number
  /** By day and class. */
  moves: readonly Move[]
}

function layOut(agent: CompiledAgent, cells: number): Layout {
  const { graph, minutes, maxWeekends, sums, nodeLeast, nodeMost } = agent
  const { days, firstNode, classes } = graph
  const lowest = new Int32Array(days + 1)
  const spans = new Int32Array(days + 1)
  const plain = new Float64Array(days + 1)
  const weekends = maxWeekends + 1
  for (let day = 0; day <= days; day++) {
    const [first, end] = [firstNode[day] as number, firstNode[day + 1] as number]
    let [low, high] = [1_000_000_000, -1]
    for (let node = first; node < end; node++) {
      if ((nodeLeast[node] as number) > (nodeMost[node] as number)) continue
      low = Math.min(low, nodeLeast[node] as number)
      high = Math.max(high, nodeMost[node] as number)
    }
    lowest[day] = high < low ? 0 : low
    spans[day] = minutes.size === 1 || high < low ? 1 : high - low + 1
    plain[day] = (end - first) * (spans[day] as number) * weekends
  }
  const hard: Hard[] = []
  const soft: Soft[] = []
  let combinations = new Int32Array(days + 1).fill(1)
  for (const sum of [...sums].sort((a, b) => a.prices.length - b.prices.length)) {
    const sizes = sum.reach.map((reach) => Math.min(reach + 1, sum.prices.length))
    const next = combinations.map((before, day) => before * (sizes[day] as number))
    if (plain.reduce((all, own, day) => all + own * (next[day] as number), 0) <= cells) {
      hard.push({ sum, sizes, steps: combinations })
      combinations = next
    } else soft.push({ sum, price: 0, least: 0, most: Infinity, count: 0 })
  }
  const blocks = combinations.map((own) => own * weekends)
  const bases = new Float64Array(days + 2)
  let mostBlocks = 0
  for (let day = 0; day <= days; day++) {
    const own = ((firstNode[day + 1] as number) - (firstNode[day] as number)) * (blocks[day] as number)
    mostBlocks = Math.max(mostBlocks, own)
    bases[day + 1] = (bases[day] as number) + own * (spans[day] as number)
  }
  const stride = classes.length + 1
  const moves = Array.from({ length: days }, (_, day) => movesOf(hard, day, stride, combinations)).flat()
  return { cells, stride, hard, soft, weekends, blocks, mostBlocks, bases, lowest, spans, total: bases[days + 1] as number, moves }
}

function movesOf(hard: readonly Hard[], day: number, stride: number, combinations: Int32Array): Move[] {
  const known = new Map<string, Move>()
  return Array.from({ length: stride }, (_, one) => {
    const adds = hard.map(({ sum }) => sum.adds[day * stride + one] as number)
    const key = adds.join()
    let move = known.get(key)
    if (!move) known.set(key, (move = moveOf(hard, adds, day, combinations[day] as number)))
    return move
  })
}

function moveOf(hard: readonly Hard[], adds: readonly number[], day: number, combinations: number): Move {
  const sources: number[] = []
  const targets: number[] = []
  for (let source = 0; source < combinations; source++) {
    let target = 0
    const mayGoOn = hard.every(({ sizes, steps }, k) => {
      const count = (Math.floor(source / (steps[day] as number)) % (sizes[day] as number)) + (adds[k] as number)
      target += count * (steps[day + 1] as number)
      return count < (sizes[day + 1] as number)
    })
    if (!mayGoOn) continue
    sources.push(source)
    targets.push(target)
  }
  return { sources: Int32Array.from(sources), targets: Int32Array.from(targets) }
}

/** By day and class: the cheapest of its shifts that he may work, and its price. */
type Menu = { classPrices: Float64Array; classShifts: Int16Array }

function menuOf({ graph: { days, classes }, costs, width }: CompiledAgent, { stride, soft }: Layout, prices: Float64Array): Menu {
  const classPrices = new Float64Array(days * stride).fill(Infinity)
  const classShifts = new Int16Array(days * stride).fill(OFF)
  for (let day = 0; day < days; day++) {
    const first = day * width
    classPrices[day * stride + classes.length] = (costs[first + width - 1] as number) + (prices[first + width - 1] as number)
    for (let one = 0; one < classes.length; one++) {
      const cell = day * stride + one
      for (const shift of classes[one] as readonly number[]) {
        const price = (costs[first + shift] as number) + (prices[first + shift] as number)
        if (price < (classPrices[cell] as number)) {
          classPrices[cell] = price
          classShifts[cell] = shift
        }
      }
      for (const { sum, price } of soft) if (sum.adds[cell]) classPrices[cell] = (classPrices[cell] as number) + price
    }
  }
  return { classPrices, classShifts }
}

/** What the roster costs, or null if it breaks a limit that was only priced. */
function priceOf(agent: CompiledAgent, roster: Int16Array, prices: Float64Array): Priced | null {
  const own = ownCost(agent, roster)
  if (own === Infinity) return null
  let cost = own
  for (let day = 0; day < agent.days; day++)
    cost += prices[day * agent.width + ((roster[day] as number) < 0 ? agent.width - 1 : (roster[day] as number))] as number
  return { roster, cost, own }
}

/** The agent's own costs of a roster that keeps the rules from day to day; Infinity where a sum is beyond its limit. */
export function ownCost(agent: CompiledAgent, roster: Int16Array): number {
  const { days, width, costs, graph, minutes, sums } = agent
  const stride = graph.classes.length + 1
  const classOf = classOfShift(agent)
  let own = 0
  let worked = 0
  for (let day = 0; day < days; day++) {
    const shift = roster[day] as number
    own += costs[day * width + (shift < 0 ? width - 1 : shift)] as number
    if (shift >= 0) worked += minutes.adds[day * stride + (classOf[shift] as number)] as number
  }
  for (const sum of sums) own += sum.prices[countOf(agent, sum, roster)] ?? Infinity
  return own + (minutes.hours?.[worked] ?? 0)
}

const classesOf = new WeakMap<object, Uint8Array>()

function classOfShift({ graph, width }: CompiledAgent): Uint8Array {
  let known = classesOf.get(graph)
  if (!known) {
    known = new Uint8Array(width)
    for (const [one, members] of graph.classes.entries()) for (const shift of members) known[shift] = one
    classesOf.set(graph, known)
  }
  return known
}

function countOf(agent: CompiledAgent, { adds }: Sum, roster: Int16Array): number {
  const stride = agent.graph.classes.length + 1
  const classOf = classOfShift(agent)
  let count = 0
  for (let day = 0; day < agent.days; day++) {
    const shift = roster[day] as number
    if (shift >= 0) count += adds[day * stride + (classOf[shift] as number)] as number
  }
  return count
}

/** The least that a priced sum can add to the bound. */
function cheapest({ sum: { prices }, price }: Soft): number {
  let least = Infinity
  for (let n = 0; n < prices.length; n++) least = Math.min(least, (prices[n] as number) - price * n)
  return least
}

/** Moves the price of one towards what the count would cost; says whether it had to. */
function move(one: Soft): boolean {
  const { sum, count, price } = one
  const more = (sum.prices[count + 1] ?? Infinity) - (sum.prices[count] ?? Infinity)
  const less = count === 0 ? -Infinity : (sum.prices[count] ?? Infinity) - (sum.prices[count - 1] ?? 0)
  const isOver = count >= sum.prices.length
  if (!isOver && price >= less && price <= more) {
    ;[one.least, one.most] = [0, Infinity]
    return false
  }
  if (isOver || price < less) one.least = price
  else one.most = price
  if (one.most <= one.least) [one.least, one.most] = isOver || price < less ? [price, Infinity] : [0, price]
  one.price = one.most === Infinity ? Math.max(1, price * 2) : (one.least + one.most) / 2
  if (one.price < 0.01) one.price = 0
  return true
}
