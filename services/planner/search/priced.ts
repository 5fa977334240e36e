import type { Model } from './model.ts'
import type { State } from './state.ts'

/** Days `from` to `to` (not included) of one agent, to be filled anew; what stands around them stays. */
export type Window = { agent: number; from: number; to: number }

/** What the whole roster may have once the window is filled, where it is less than what the agent's own limits say. */
export type Share = { least: number; most: number; weekends: number }

/** How often the price of a minute is tried, and how often a shift that stands too often is struck out. */
const MINUTE_TRIALS = 24
const CAP_TRIALS = 6
const NOT = 1e15

/**
 * The cheapest filling of a window by prices of its cells: a dynamic programme over days whose states are the run and the shift before it, and the
 * weekends used. Runs, successors and weekends are exact; minutes come in by a price per minute, found by halving; caps by striking out. So it finds a good
 * filling fast, not always the best, and sometimes none although there is one.
 */
export function createPricer(model: Model) {
  const { days, shifts } = model
  const columns = shifts + 1
  const matrices = model.matrixOf.reduce((most, one) => Math.max(most, one + 1), 0)
  const classes = Array.from({ length: matrices }, (_, matrix) => classesOf(model, matrix))
  const banned = new Uint8Array(days * columns)
  const fill = new Int16Array(days)
  const best = new Int16Array(days)
  const chosen = new Int16Array(days * columns)
  const worth = new Float64Array(days * columns)
  let costs = new Float64Array(0)
  let nexts = new Float64Array(0)
  let backs = new Int32Array(0)

  /** `prices` by day (of the horizon) and column. The columns by day, counted from `from`; null: none was found. Do not keep it: it is used again. */
  function cheapest(state: State, { agent, from, to }: Window, prices: Float64Array, share: Share): Int16Array | null {
    const base = agent * days
    let outside = state.minutes[agent]!
    for (let day = from; day < to; day += 1) outside -= model.minutes[state.roster[base + day]! * days + day]!
    const [least, most] = [share.least - outside, share.most - outside]
    const limits = setting(state, { agent, from, to }, share.weekends)
    let found = false
    for (let trial = 0; trial <= CAP_TRIALS; trial += 1) {
      found = withinMinutes(limits, prices, least, most)
      if (!found || !strikeOut(state, limits, trial === CAP_TRIALS - 1)) break
      found = false
    }
    banned.fill(0, from * columns, to * columns)
    return found ? fill.subarray(0, to - from) : null
  }

  type Limits = ReturnType<typeof setting>

  function setting(state: State, window: Window, weekends: number) {
    const { agent, from, to } = window
    const base = agent * days
    const maxRun = model.maxRun[agent]!
    const isEndless = maxRun >= days
    const runs = isEndless ? Math.max(1, model.minRun[agent]!) : maxRun
    const offs = Math.max(1, model.minOff[agent]!)
    const own = classes[model.matrixOf[agent]!]!
    const before = model.problem.agents[agent]!.before
    let runBefore = 0
    let offBefore = 0
    if (from === 0) [runBefore, offBefore] = before.run > 0 ? [before.run, 0] : [0, offs]
    else {
      const isWork = state.roster[base + from - 1]! > 0
      let length = 1
      while (length < from && state.roster[base + from - 1 - length]! > 0 === isWork) length += 1
      if (isWork) runBefore = length + (length === from ? before.run : 0)
      else offBefore = length === from ? offs : length
    }
    let runStart = from - 1
    while (runStart >= 0 && state.roster[base + runStart]! > 0) runStart -= 1
    const isRunFree = runBefore > 0 && runStart < 0
    const last = from === 0 ? (before.last ?? -1) + 1 : state.roster[base + from - 1]!
    // Weekends that are worked outside of the window anyway cost nothing inside of it.
    const isPaid = new Uint8Array(to - from)
    let groups = 0
    let used = state.weekends[agent]!
    for (let day = from; day < to; day += 1) {
      const group = model.weekendOf[base + day]!
      if (group < 0) continue
      let isWorkedOutside = false
      let isWorked = false
      for (let other = Math.max(0, day - 7); other < Math.min(days, day + 8); other += 1) {
        if (model.weekendOf[base + other] !== group || state.roster[base + other] === 0) continue
        isWorked = true
        if (other < from || other >= to) isWorkedOutside = true
      }
      const isFirst = day === from || model.weekendOf[base + day - 1] !== group
      if (isFirst) groups += 1
      if (isFirst && isWorked && !isWorkedOutside) used -= 1
      isPaid[day - from] = isWorkedOutside ? 1 : 0
    }
    const left = weekends - used
    const levels = left >= groups ? 1 : Math.max(1, left + 1)
    return { ...window, runs, isEndless, offs, own, runBefore, offBefore, isRunFree, last, isPaid, levels, isWeekendBound: left < groups }
  }

  /** The price of a minute that did last time: a good guess for the next one. */
  let hint = 0

  function withinMinutes(limits: Limits, prices: Float64Array, least: number, most: number): boolean {
    if (most < 0) return false
    const length = limits.to - limits.from
    let [low, high, price, step] = [-Infinity, Infinity, hint, 0]
    for (let trial = 0; trial < MINUTE_TRIALS; trial += 1) {
      const minutes = run(limits, prices, price)
      if (Number.isNaN(minutes)) return false
      if (minutes >= least && minutes <= most) {
        fill.set(best.subarray(0, length))
        hint = price
        return true
      }
      if (minutes < least) low = price
      else high = price
      if (Number.isFinite(low) && Number.isFinite(high)) price = (low + high) / 2
      else {
        step = step === 0 ? 0.002 : step * 4
        price = minutes < least ? price + step : price - step
      }
      if (high - low < 1e-9) return false
    }
    return false
  }

  /** Weekends beyond the limit are states that do not exist. Gives the minutes; NaN: nothing fits. */
  function run(limits: Limits, prices: Float64Array, minutePrice: number): number {
    const { agent, from, to, runs, isEndless, offs, own, levels, isPaid, isWeekendBound } = limits
    const kinds = own.count
    const works = 2 * runs * kinds
    const states = works + offs
    const size = states * levels
    if (costs.length < size) [costs, nexts] = [new Float64Array(size), new Float64Array(size)]
    if (backs.length < size * (to - from)) backs = new Int32Array(size * (to - from))
    const minRun = model.minRun[agent]!
    const base = agent * days
    costs.fill(NOT, 0, size)
    enter(limits, works, levels)
    for (let day = from; day < to; day += 1) {
      const at = day - from
      nexts.fill(NOT, 0, size)
      const back = at * size
      chooseShifts(limits, prices, minutePrice, day)
      const cell = (base + day) * columns
      const offPrice = model.may[cell] === 1 && banned[day * columns] === 0 ? prices[day * columns]! : NOT
      const group = model.weekendOf[base + day]!
      const isSecond = group >= 0 && day > from && model.weekendOf[base + day - 1] === group
      const isCounted = isWeekendBound && group >= 0 && isPaid[at] === 0
      for (let state = 0; state < states; state += 1) {
        const isWork = state < works
        const kind = isWork ? state % kinds : -1
        const runIndex = isWork ? ((state / kinds) | 0) % runs : 0
        const isFree = isWork && state >= runs * kinds
        const canEnd = isWork ? isFree || runIndex + 1 >= minRun : state - works === offs - 1
        const canGoOn = isWork ? isEndless || runIndex + 1 < runs : canEnd
        const toOff = isWork ? works : works + Math.min(state - works + 1, offs - 1)
        const cost = isCounted && !(isSecond && isWork) ? 1 : 0
        for (let level = 0; level < levels; level += 1) {
          const value = costs[state * levels + level]!
          if (value >= NOT) continue
          if ((!isWork || canEnd) && offPrice < NOT) {
            const target = toOff * levels + level
            if (value + offPrice < nexts[target]!) {
              nexts[target] = value + offPrice
              backs[back + target] = state * levels + level
            }
          }
          if (!canGoOn || level + cost >= levels) continue
          const runNext = isWork ? Math.min(runIndex + 1, runs - 1) : 0
          const free = isFree ? runs * kinds : 0
          for (let next = 0; next < kinds; next += 1) {
            const price = worth[day * columns + next]!
            if (price >= NOT || (kind >= 0 && own.never[kind * kinds + next] === 1)) continue
            const target = (free + runNext * kinds + next) * levels + level + cost
            if (value + price < nexts[target]!) {
              nexts[target] = value + price
              backs[back + target] = state * levels + level
            }
          }
        }
      }
      ;[costs, nexts] = [nexts, costs]
    }
    return trace(limits, works, size)
  }

  function enter({ runs, own, runBefore, offBefore, isRunFree, last, isEndless, offs }: Limits, works: number, levels: number): void {
    if (runBefore === 0) {
      costs[(works + Math.min(offBefore, offs) - 1) * levels] = 0
      return
    }
    if (runBefore > runs && !isEndless) return void (costs[((isRunFree ? runs * own.count : 0) + (runs - 1) * own.count + own.of[last]!) * levels] = 0)
    const length = Math.min(runBefore, runs)
    costs[((isRunFree ? runs * own.count : 0) + (length - 1) * own.count + Math.max(0, own.of[last]!)) * levels] = 0
  }

  /** Of each class of shifts the cheapest one that day. */
  function chooseShifts({ agent, own }: Limits, prices: Float64Array, minutePrice: number, day: number): void {
    const cell = (agent * days + day) * columns
    const row = day * columns
    for (let kind = 0; kind < own.count; kind += 1) worth[row + kind] = NOT
    for (let column = 1; column < columns; column += 1) {
      if (model.may[cell + column] === 0 || banned[row + column] === 1) continue
      const price = prices[row + column]! - minutePrice * model.minutes[column * days + day]!
      const kind = own.of[column]!
      if (price < worth[row + kind]!) {
        worth[row + kind] = price
        chosen[row + kind] = column
      }
    }
  }

  function trace(limits: Limits, works: number, size: number): number {
    const { from, to, own, levels } = limits
    let end = -1
    let least = NOT
    for (let at = 0; at < size; at += 1) {
      if (costs[at]! < least && canLeave(limits, works, (at / levels) | 0)) [end, least] = [at, costs[at]!]
    }
    if (end < 0) return NaN
    let minutes = 0
    for (let day = to - 1; day >= from; day -= 1) {
      const state = (end / levels) | 0
      const column = state >= works ? 0 : chosen[day * columns + (state % own.count)]!
      best[day - from] = column
      minutes += model.minutes[column * days + day]!
      end = backs[(day - from) * size + end]!
    }
    return minutes
  }

  /** Does the state fit what stands after the window? Read from `around`, the roster of the last `setting`. */
  function canLeave(limits: Limits, works: number, state: number): boolean {
    const { agent, to, runs, offs, own, isEndless } = limits
    if (to === days) return true
    const base = agent * days
    const roster = around!
    const isWorkAfter = roster[base + to]! > 0
    let length = 1
    while (to + length < days && roster[base + to + length]! > 0 === isWorkAfter) length += 1
    const isFreeAfter = to + length === days
    const isWork = state < works
    const isFree = isWork && state >= runs * own.count
    const run = isWork ? (((state / own.count) | 0) % runs) + 1 : 0
    const minRun = model.minRun[agent]!
    if (!isWork) {
      const off = state - works + 1
      return isWorkAfter ? off >= offs && (isFreeAfter || length >= minRun) : off + length >= offs || isFreeAfter
    }
    if (!isWorkAfter) return (isFree || run >= minRun) && (isFreeAfter || length >= model.minOff[agent]!)
    if (own.never[(state % own.count) * own.count + own.of[roster[base + to]!]!] === 1) return false
    return (isEndless || run + length <= runs) && (isFree || isFreeAfter || run + length >= minRun)
  }
  let around: Int16Array | null = null

  /** A shift that stands too often in the filling is struck out on some of its days; in the `last` trial on all but the allowed ones. True: try again. */
  function strikeOut(state: State, { agent, from, to }: Limits, isLast: boolean): boolean {
    let isStruck = false
    for (let column = 1; column < columns; column += 1) {
      const cap = model.caps[agent * columns + column]!
      if (cap >= days) continue
      let allowed = cap - state.counts[agent * columns + column]!
      for (let day = from; day < to; day += 1) if (state.roster[agent * days + day] === column) allowed += 1
      let is = 0
      for (let at = 0; at < to - from; at += 1) if (fill[at] === column) is += 1
      if (is <= allowed) continue
      isStruck = true
      let seen = 0
      for (let at = 0; at < to - from; at += 1) {
        const isHere = fill[at] === column
        if (isHere) seen += 1
        // Spread over the window, the same each time: which of them stay.
        const stays = isHere && Math.floor((seen * allowed) / is) > Math.floor(((seen - 1) * allowed) / is)
        if (isLast ? !stays : isHere && !stays) banned[(from + at) * columns + column] = 1
      }
    }
    return isStruck
  }

  return {
    cheapest(state: State, window: Window, prices: Float64Array, share?: Share): Int16Array | null {
      around = state.roster
      const { agent } = window
      const own = { least: model.minMinutes[agent]!, most: model.maxMinutes[agent]!, weekends: model.maxWeekends[agent]! }
      return cheapest(state, window, prices, share ?? own)
    },
  }
}

/** Shifts with the same successors and predecessors are one to the programme. */
function classesOf(model: Model, matrix: number): { of: Int16Array; count: number; never: Uint8Array } {
  const columns = model.shifts + 1
  const known = new Map<string, number>()
  const first: number[] = []
  const at = (before: number, after: number): number => model.forbidden[(matrix * columns + before) * columns + after]!
  const of = new Int16Array(columns).fill(-1)
  for (let column = 1; column < columns; column += 1) {
    let key = ''
    for (let other = 1; other < columns; other += 1) key += `${at(column, other)}${at(other, column)}`
    const kind = known.get(key) ?? known.size
    if (!known.has(key)) first.push(column)
    known.set(key, kind)
    of[column] = kind
  }
  const never = new Uint8Array(known.size * known.size)
  first.forEach((before, i) => first.forEach((after, j) => (never[i * known.size + j] = at(before, after))))
  return { of, count: known.size, never }
}
