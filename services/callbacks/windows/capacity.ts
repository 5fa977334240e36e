import type { Interval } from '../../roster-rules/model.ts'
import { wantedKey, type DeskTime, type Wanted } from './cover.ts'
import { network } from './flow.ts'

/** So many callbacks that were promised alike. `seconds`: what each takes still; absent: the mean. */
export type Demand = Interval & { wanted: Wanted; count: number; seconds?: number }

export type Capacity = {
  /** Of the demands, in their order: how many of each cannot be called in their time. */
  missing: readonly number[]
  /** Is there room for one more, with all others in their windows? */
  hasRoom: (window: Interval, wanted: Wanted) => boolean
}

type Given = {
  times: readonly DeskTime[]
  /** First come, first served: who is named first keeps his time. */
  demands: readonly Demand[]
  /** Windows that will be asked about. */
  asked: ReadonlyArray<{ window: Interval; wanted: Wanted }>
  meanSeconds: number
  /** The part of the people's time that may be promised. */
  share: number
}

const SINK = 0

/**
 * Can everybody be called in the time that was promised to him? The time of the people at the desk (their `share` of it) is cut at all edges of windows;
 * each callback takes the mean of it, within its window, of somebody who can serve it. That they all fit is a flow: what one group of callers
 * needs may be led to other people or another time to make room, so a window is full exactly when there is no way at all, also where windows
 * of several zones overlap and where few people have a skill.
 */
export function capacityOf({ times, demands, asked, meanSeconds, share }: Given): Capacity {
  const edges = [...new Set([...demands, ...asked.map(({ window }) => window)].flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const wants = new Map([...demands, ...asked].map(({ wanted }) => [wantedKey(wanted), wanted]))
  const supplies = suppliesOf(times, edges, [...wants.values()], share)
  const first = SINK + 1
  const lines = [...wants.keys()]
  const groups = new Map<string, number>()
  const nodeOf = ({ from, to }: Interval, wanted: Wanted): number => groups.get(`${from} ${to} ${wantedKey(wanted)}`) ?? -1
  const all = [...demands.map(({ from, to, wanted }) => ({ window: { from, to }, wanted })), ...asked]
  for (const { window, wanted } of all) {
    const key = `${window.from} ${window.to} ${wantedKey(wanted)}`
    if (!groups.has(key)) groups.set(key, first + supplies.length + groups.size)
  }
  const flow = network(first + supplies.length + groups.size)
  supplies.forEach(({ seconds }, n) => flow.pipe(first + n, SINK, seconds))
  const isPiped = new Set<number>()
  for (const { window, wanted } of all) {
    const node = nodeOf(window, wanted)
    if (isPiped.has(node)) continue
    isPiped.add(node)
    const line = lines.indexOf(wantedKey(wanted))
    supplies.forEach((supply, n) => {
      if (supply.from >= window.from && supply.to <= window.to && supply.canServe[line]) flow.pipe(node, first + n, Infinity)
    })
  }
  const need = Math.ceil(meanSeconds)
  /** Whole callbacks only: the rest of a time in which none fits is left to others. */
  const take = (node: number, count: number, each: number): number => {
    const goBack = flow.keep()
    const whole = Math.floor(flow.push(node, SINK, count * each) / each)
    if (whole === count) return whole
    goBack()
    return flow.push(node, SINK, whole * each) / each
  }
  const missing = demands.map((demand) => demand.count - take(nodeOf(demand, demand.wanted), demand.count, Math.ceil(demand.seconds ?? meanSeconds)))
  return {
    missing,
    hasRoom: (window, wanted) => {
      const goBack = flow.keep()
      const sent = flow.push(nodeOf(window, wanted), SINK, need)
      goBack()
      return sent === need
    },
  }
}

type Supply = Interval & { seconds: number; canServe: readonly boolean[] }

/** What people can do who can serve the same, in one piece of time between two edges. */
function suppliesOf(times: readonly DeskTime[], edges: readonly number[], wants: readonly Wanted[], share: number): Supply[] {
  const supplies = new Map<string, Supply>()
  for (const time of times) {
    const canServe = wants.map((wanted) => time.canServe(wanted))
    if (!canServe.includes(true)) continue
    const mask = canServe.map(Number).join('')
    edges.forEach((from, n) => {
      const to = edges[n + 1]
      if (to === undefined || to <= time.from || from >= time.to) return
      const seconds = ((Math.min(to, time.to) - Math.max(from, time.from)) / 1_000) * share
      const key = `${from} ${mask}`
      const supply = supplies.get(key) ?? { from, to, seconds: 0, canServe }
      supply.seconds += seconds
      supplies.set(key, supply)
    })
  }
  return [...supplies.values()].map((supply) => ({ ...supply, seconds: Math.floor(supply.seconds) }))
}
