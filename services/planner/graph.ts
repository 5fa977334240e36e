import type { AgentRules, Problem } from './problem.ts'

/**
 * All that one agent may do from day to day, as a graph: a node is what the days so far leave for the next one (length of the run, what may follow, the
 * weekend, the rest and the minutes of the week), an arc is a day off or a class of shifts that are alike for every rule. Sums over the horizon (minutes,
 * weekends, limits by shift, counted things) are not in it: the pricing adds them. Agents with the same rules share one.
 */
export type Graph = {
  days: number
  /** Shifts that every rule treats alike; the arc of a day off has the class `classes.length`. */
  classes: ReadonlyArray<readonly number[]>
  /** By day, the first of its nodes (nodes of day `days` are the ends); its length is `days + 2`. */
  firstNode: Int32Array
  /** By day, the first of its arcs; its length is `days + 1`. */
  firstArc: Int32Array
  arcFrom: Int32Array
  arcTo: Int32Array
  arcClass: Uint8Array
  /** Weekends that this day is the first one to touch. */
  arcWeekends: Uint8Array
}

/** What a node remembers. `row`: the class that was worked last (-1: off). Times are in minutes after the midnight with which its day begins. */
type Memory = {
  isWork: boolean
  length: number
  /** The run touches the start of the horizon: it may be shorter. */
  isFree: boolean
  isStart: boolean
  row: number
  weekends: number
  weekMinutes: number
  isRested: boolean
  isWeekWorked: boolean
  workedUntil: number
  /** The week before needs its rest until then. */
  restUntil: number
}

const DAY = 1440

/** Everything that makes the graph what it is; who has the same has the same graph. */
export function graphKey(problem: Problem, rules: AgentRules, limited: readonly number[]): string {
  const { forbidden, maxRun, minRun, minOff, weekends, weeks, before, counted } = rules
  return JSON.stringify([forbidden, maxRun, minRun, minOff, weekends, weeks, before, counted.map(({ cells }) => cells), limited, problem.days])
}

/** `limited`: shifts with a limit of their own that can bind. */
export function buildGraph(problem: Problem, rules: AgentRules, limited: readonly number[]): Graph {
  const { days } = problem
  const classes = shiftClasses(problem, rules, limited)
  const heads = classes.map((members) => members[0] as number)
  const follows = heads.map((last) => heads.map((next) => !(rules.forbidden[last] ?? []).includes(next)))
  const rowOf = rows(follows)
  const weekOf = new Int16Array(days).fill(-1)
  rules.weeks.forEach((week, index) => week.days.forEach((day) => (weekOf[day] = index)))
  const groupsOf: number[][] = Array.from({ length: days }, () => [])
  rules.weekends.forEach((group, index) => group.forEach((day) => groupsOf[day]?.push(index)))
  const longest = rules.maxRun ?? Math.max(rules.minRun, 1)

  const firstNode = new Int32Array(days + 2)
  const firstArc = new Int32Array(days + 1)
  const from: number[] = []
  const to: number[] = []
  const klass: number[] = []
  const weekendsOf: number[] = []
  let layer: Memory[] = [startOf(problem, rules, longest)]
  firstNode[1] = 1

  for (let day = 0; day < days; day++) {
    const known = new Map<string, number>()
    const next: Memory[] = []
    const base = firstNode[day + 1] as number
    layer.forEach((memory, index) => {
      for (let one = 0; one <= classes.length; one++) {
        const after = step(memory, day, one)
        if (!after) continue
        const key = keyOf(after.memory)
        let node = known.get(key)
        if (node === undefined) {
          node = next.length
          known.set(key, node)
          next.push(after.memory)
        }
        from.push((firstNode[day] as number) + index)
        to.push(base + node)
        klass.push(one)
        weekendsOf.push(after.weekends)
      }
    })
    layer = next
    firstArc[day + 1] = from.length
    firstNode[day + 2] = base + next.length
  }
  return smallest({
    days,
    classes,
    firstNode,
    firstArc,
    arcFrom: Int32Array.from(from),
    arcTo: Int32Array.from(to),
    arcClass: Uint8Array.from(klass),
    arcWeekends: Uint8Array.from(weekendsOf),
  })

  /** The memory after a day, or null where a rule forbids it. */
  function step(memory: Memory, day: number, one: number): { memory: Memory; weekends: number } | null {
    const isWork = one < classes.length
    const shift = heads[one]
    let { isFree } = memory
    let length: number
    if (isWork) {
      if (memory.isWork) {
        if (memory.row === -2 ? isForbiddenAtStart(shift as number) : !(follows[memory.row] as boolean[])[one]) return null
        if (rules.maxRun !== null && memory.length >= rules.maxRun) return null
        length = Math.min(memory.length + 1, longest)
      } else {
        if (memory.length < rules.minOff) return null
        if (memory.isStart && isForbiddenAtStart(shift as number)) return null
        isFree = memory.isStart
        if (longest < 1) return null
        length = 1
      }
      if (length >= rules.minRun) isFree = false
    } else {
      if (memory.isWork && memory.length < rules.minRun && !memory.isFree) return null
      length = day === 0 ? rules.minOff : Math.min(memory.isWork ? 1 : memory.length + 1, rules.minOff)
      isFree = false
    }
    const weekend = weekendAfter(memory, day, isWork)
    const week = weekAfter(memory, day, isWork ? (shift as number) : -1)
    if (!week) return null
    const row = isWork ? (rowOf[one] as number) : -1
    return { memory: { isWork, length, isFree, isStart: false, row, weekends: weekend.open, ...week }, weekends: weekend.added }
  }

  function isForbiddenAtStart(shift: number): boolean {
    return rules.before.last !== null && (rules.forbidden[rules.before.last] ?? []).includes(shift)
  }

  function weekendAfter(memory: Memory, day: number, isWork: boolean): { open: number; added: number } {
    let open = memory.weekends
    let added = 0
    if (rules.maxWeekends === null) return { open: 0, added }
    for (const group of groupsOf[day] as number[]) {
      const flag = 1 << (group % 30)
      if (isWork && !(open & flag)) {
        added += 1
        open |= flag
      }
      if (Math.max(...(rules.weekends[group] as readonly number[])) <= day) open &= ~flag
    }
    return { open, added }
  }

  function weekAfter(
    memory: Memory,
    day: number,
    shift: number,
  ): Pick<Memory, 'weekMinutes' | 'isRested' | 'isWeekWorked' | 'workedUntil' | 'restUntil'> | null {
    const week = rules.weeks[weekOf[day] as number]
    const isLast = day + 1 === days || weekOf[day + 1] !== weekOf[day] || !week
    let { weekMinutes, isRested, isWeekWorked, workedUntil, restUntil } = memory
    if (shift >= 0 && week && week.maxMinutes !== null) {
      weekMinutes += problem.shifts[shift]?.minutes[day] ?? 0
      if (weekMinutes > week.maxMinutes) return null
    }
    const rest = week?.restMinutes ?? null
    const begin = week ? ((week.days[0] as number) - day) * DAY : 0
    const span = shift >= 0 ? problem.shifts[shift]?.span : null
    if (span) {
      if (restUntil > 0 && span.from < restUntil) return null
      restUntil = 0
      if (rest !== null && span.from - Math.max(workedUntil, begin) >= rest) isRested = true
      workedUntil = Math.max(workedUntil, span.to)
      isWeekWorked = true
    } else if (rest !== null && DAY - Math.max(workedUntil, begin) >= rest) isRested = true
    restUntil = Math.max(0, restUntil - DAY)
    if (!isLast) {
      const isIdle = isRested || rest === null
      const until = isIdle ? 0 : Math.max(workedUntil, begin) - DAY
      return { weekMinutes, isRested: isRested && rest !== null, isWeekWorked: isWeekWorked && !isIdle, workedUntil: until, restUntil }
    }
    if (rest !== null && isWeekWorked && !isRested) {
      const weekEnd = week ? ((week.days.at(-1) as number) + 1 - day) * DAY : DAY
      if (workedUntil >= weekEnd) return null
      restUntil = Math.max(restUntil, workedUntil + rest - DAY, 0)
    }
    return { weekMinutes: 0, isRested: false, isWeekWorked: false, workedUntil: Math.max(0, workedUntil - DAY), restUntil }
  }
}

/** Nodes after which the same is possible become one, from the last day back: what they remember can no longer matter. */
function smallest(graph: Graph): Graph {
  const { days, firstNode, firstArc, arcFrom, arcTo, arcClass, arcWeekends } = graph
  const into = new Int32Array(firstNode[days + 1] as number)
  /** By day, of its new nodes: the first old one of each. */
  const kept: number[][] = Array.from({ length: days + 1 }, () => [])
  kept[days] = [firstNode[days] as number]
  for (let day = days - 1; day >= 0; day--) {
    const first = firstNode[day] as number
    const ways = Array.from({ length: (firstNode[day + 1] as number) - first }, () => '')
    for (let arc = firstArc[day] as number; arc < (firstArc[day + 1] as number); arc++)
      ways[(arcFrom[arc] as number) - first] += `${arcClass[arc]} ${arcWeekends[arc]} ${into[arcTo[arc] as number]},`
    const known = new Map<string, number>()
    const own = kept[day] as number[]
    ways.forEach((way, index) => {
      let node = known.get(way)
      if (node === undefined) {
        node = own.length
        known.set(way, node)
        own.push(first + index)
      }
      into[first + index] = node
    })
  }
  const firstKept = new Int32Array(days + 2)
  kept.forEach((own, day) => (firstKept[day + 1] = (firstKept[day] as number) + own.length))
  const firstLeft = new Int32Array(days + 1)
  const left: number[] = []
  const from: number[] = []
  const to: number[] = []
  for (let day = 0; day < days; day++) {
    const own = new Set(kept[day])
    for (let arc = firstArc[day] as number; arc < (firstArc[day + 1] as number); arc++) {
      if (!own.has(arcFrom[arc] as number)) continue
      left.push(arc)
      from.push((firstKept[day] as number) + (into[arcFrom[arc] as number] as number))
      to.push((firstKept[day + 1] as number) + (into[arcTo[arc] as number] as number))
    }
    firstLeft[day + 1] = left.length
  }
  return {
    ...graph,
    firstNode: firstKept,
    firstArc: firstLeft,
    arcFrom: Int32Array.from(from),
    arcTo: Int32Array.from(to),
    arcClass: Uint8Array.from(left, (arc) => arcClass[arc] as number),
    arcWeekends: Uint8Array.from(left, (arc) => arcWeekends[arc] as number),
  }
}

function startOf(problem: Problem, rules: AgentRules, longest: number): Memory {
  const { run, last } = rules.before
  const span = last === null ? null : problem.shifts[last]?.span
  const isWork = run > 0
  return {
    isWork,
    length: isWork ? Math.min(run, longest) : rules.minOff,
    isFree: isWork,
    isStart: true,
    row: isWork ? -2 : -1,
    weekends: 0,
    weekMinutes: 0,
    isRested: false,
    isWeekWorked: false,
    workedUntil: span ? span.to - DAY : -DAY * 14,
    restUntil: 0,
  }
}

const keyOf = ({ isWork, length, isFree, row, weekends, weekMinutes, isRested, isWeekWorked, workedUntil, restUntil }: Memory): string =>
  `${isWork ? 1 : 0},${length},${isFree ? 1 : 0},${row},${weekends},${weekMinutes},${isRested ? 1 : 0},${isWeekWorked ? 1 : 0},${workedUntil},${restUntil}`

/** Alike: the same before and after, minutes, times and counts on every day, and no limit of its own. */
function shiftClasses(problem: Problem, rules: AgentRules, limited: readonly number[]): number[][] {
  const hasWeeks = rules.weeks.some(({ restMinutes }) => restMinutes !== null)
  const classes = new Map<string, number[]>()
  problem.shifts.forEach((pattern, shift) => {
    const after = [...(rules.forbidden[shift] ?? [])].sort((a, b) => a - b)
    const before = rules.forbidden.map((next) => (next.includes(shift) ? 1 : 0))
    const atStart = rules.before.last !== null && (rules.forbidden[rules.before.last] ?? []).includes(shift)
    const counts = rules.counted.map(({ cells }) => cells.map((shifts) => (shifts.includes(shift) ? 1 : 0)).join(''))
    const key = JSON.stringify([after, before, atStart, pattern.minutes, hasWeeks ? pattern.span : null, counts, limited.includes(shift) ? shift : -1])
    const members = classes.get(key)
    if (members) members.push(shift)
    else classes.set(key, [shift])
  })
  return [...classes.values()]
}

/** Classes after which the same may follow share a row: the first of them. */
function rows(follows: readonly boolean[][]): number[] {
  const seen = new Map<string, number>()
  return follows.map((row, index) => {
    const key = row.join()
    if (!seen.has(key)) seen.set(key, index)
    return seen.get(key) as number
  })
}
