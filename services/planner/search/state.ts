import { evaluate, violationsOf } from '../evaluate.ts'
import { OFF } from '../problem.ts'
import type { Plan } from '../problem.ts'
import type { Model } from './model.ts'

const DAY = 1440

/** A plan under change, with all sums kept. Columns, not shifts: 0 is off. A change is made, asked whether it is lawful, and taken back if not. */
export type State = ReturnType<typeof createState>

export function createState(model: Model, plan: Plan) {
  const { agents, days, shifts, weekendGroups } = model
  const columns = shifts + 1
  const roster = new Int16Array(agents * days)
  const minutes = new Float64Array(agents)
  const counts = new Int32Array(agents * columns)
  const weekendDays = new Int32Array(agents * weekendGroups)
  const weekends = new Int32Array(agents)
  const cover = new Int32Array(model.need.length)
  const wide = new Uint8Array(model.wideRows * agents)
  const things = model.counted.map((own) => new Int32Array(own.length))
  let total = 0

  /** What the sums cost beside cover and wishes. */
  const hoursOf = model.problem.agents.map(({ hours }) => hours)
  const hoursCost = (agent: number): number => {
    const hours = hoursOf[agent]
    if (!hours) return 0
    const by = minutes[agent]! - hours.aim
    return by < 0 ? -by * hours.underCost : by * hours.overCost
  }

  /** Puts a column into a day and keeps all sums; gives what the plan costs more. */
  function set(agent: number, day: number, column: number): number {
    const at = agent * days + day
    const was = roster[at]!
    if (was === column) return 0
    const cell = at * columns
    let delta = model.cost[cell + column]! - model.cost[cell + was]! - hoursCost(agent)
    roster[at] = column
    minutes[agent]! += model.minutes[column * days + day]! - model.minutes[was * days + day]!
    delta += hoursCost(agent)
    counts[agent * columns + was]! -= 1
    counts[agent * columns + column]! += 1
    const group = model.weekendOf[at]!
    if (group >= 0 && (was === 0) !== (column === 0)) {
      const slot = agent * weekendGroups + group
      const before = weekendDays[slot]!
      weekendDays[slot] = before + (column === 0 ? -1 : 1)
      if (before === 0) weekends[agent]! += 1
      else if (weekendDays[slot] === 0) weekends[agent]! -= 1
    }
    if (was > 0) delta += leaveRows(agent, day * columns + was)
    if (column > 0) delta += joinRows(agent, day * columns + column)
    if (things[agent]!.length > 0) delta += count(agent, day * columns + was, day * columns + column)
    total += delta
    return delta
  }

  function leaveRows(agent: number, cell: number): number {
    let delta = 0
    for (let at = model.rowsFrom[cell]!; at < model.rowsFrom[cell + 1]!; at += 1) {
      const row = model.rows[at]!
      if (model.eligible[row * agents + agent] === 0) continue
      const slot = model.wideRow[row]!
      if (slot >= 0 && (wide[slot * agents + agent]! -= 1) > 0) continue
      delta += cover[row]! <= model.need[row]! ? model.under[row]! : -model.over[row]!
      cover[row]! -= 1
    }
    return delta
  }

  function joinRows(agent: number, cell: number): number {
    let delta = 0
    for (let at = model.rowsFrom[cell]!; at < model.rowsFrom[cell + 1]!; at += 1) {
      const row = model.rows[at]!
      if (model.eligible[row * agents + agent] === 0) continue
      const slot = model.wideRow[row]!
      if (slot >= 0 && (wide[slot * agents + agent]! += 1) > 1) continue
      delta += cover[row]! < model.need[row]! ? -model.under[row]! : model.over[row]!
      cover[row]! += 1
    }
    return delta
  }

  /** What it would cost in cover to work a cell, for an agent who is off that day. */
  function coverPrice(agent: number, cell: number): number {
    let price = 0
    for (let at = model.rowsFrom[cell]!; at < model.rowsFrom[cell + 1]!; at += 1) {
      const row = model.rows[at]!
      if (model.eligible[row * agents + agent] === 0) continue
      const slot = model.wideRow[row]!
      if (slot >= 0 && wide[slot * agents + agent]! > 0) continue
      price += cover[row]! < model.need[row]! ? -model.under[row]! : model.over[row]!
    }
    return price
  }

  function count(agent: number, was: number, is: number): number {
    let delta = 0
    const own = things[agent]!
    model.counted[agent]!.forEach(({ flags, costs }, index) => {
      const by = flags[is]! - flags[was]!
      if (by === 0) return
      const before = own[index]!
      own[index] = before + by
      delta += priceOf(costs, before + by) - priceOf(costs, before)
    })
    return delta
  }
  /** Beyond the end it is forbidden; while a change is judged the sum must stay a number. */
  const priceOf = (costs: Float64Array, n: number): number => costs[n] ?? (costs.at(-1) ?? 0) + (n - costs.length + 1) * model.hardCost

  /** May the columns of these days stand there, one after the other? Looks at days `from` to `to` and the runs that they touch. */
  function fits(agent: number, from: number, to: number): boolean {
    const base = agent * days
    const matrix = model.matrixOf[agent]! * columns
    for (let day = from; day < to; day += 1) if (model.may[(base + day) * columns + roster[base + day]!] === 0) return false
    for (let day = Math.max(from, 1); day <= Math.min(to, days - 1); day += 1) {
      if (model.forbidden[(matrix + roster[base + day - 1]!) * columns + roster[base + day]!] === 1) return false
    }
    const { before } = model.problem.agents[agent]!
    if (from === 0 && before.last !== null && model.forbidden[(matrix + before.last + 1) * columns + roster[base]!] === 1) return false
    return runsFit(agent, from, to, before.run)
  }

  function runsFit(agent: number, from: number, to: number, runBefore: number): boolean {
    const base = agent * days
    let begin = Math.max(0, from - 1)
    const isFirstWork = roster[base + begin]! > 0
    while (begin > 0 && roster[base + begin - 1]! > 0 === isFirstWork) begin -= 1
    const most = model.maxRun[agent]!
    while (begin <= to && begin < days) {
      const isWork = roster[base + begin]! > 0
      let end = begin + 1
      while (end < days && roster[base + end]! > 0 === isWork) end += 1
      const length = end - begin
      if (isWork && length + (begin === 0 ? runBefore : 0) > most) return false
      if (begin > 0 && end < days && length < (isWork ? model.minRun[agent]! : model.minOff[agent]!)) return false
      begin = end
    }
    return true
  }

  /** Are the sums of an agent within his limits after days `from` to `to` changed? */
  function sumsFit(agent: number, from: number, to: number): boolean {
    if (minutes[agent]! < model.minMinutes[agent]! || minutes[agent]! > model.maxMinutes[agent]!) return false
    if (weekends[agent]! > model.maxWeekends[agent]!) return false
    for (let at = agent * columns, end = at + columns; at < end; at += 1) if (counts[at]! > model.caps[at]!) return false
    const own = things[agent]!
    for (let index = 0; index < own.length; index += 1) if (own[index]! >= model.counted[agent]![index]!.costs.length) return false
    if (model.problem.agents[agent]!.weeks.length > 0 && !weeksFit(agent, from, to)) return false
    return model.odd[agent] === 0 || violationsOf(model.problem, model.problem.agents[agent]!, rosterOf(agent)).length === 0
  }

  /** A week's rest may reach into the next one, so the weeks beside are looked at too. */
  function weeksFit(agent: number, from: number, to: number): boolean {
    const { weeks } = model.problem.agents[agent]!
    for (let index = 0; index < weeks.length; index += 1) {
      const week = weeks[index]!
      const [first, last] = [week.days[0]!, week.days.at(-1)!]
      if (last < from - 8 || first > to + 2) continue
      if (week.maxMinutes !== null) {
        let sum = 0
        for (const day of week.days) sum += model.minutes[roster[agent * days + day]! * days + day]!
        if (sum > week.maxMinutes) return false
      }
      if (week.restMinutes !== null && !restFits(agent, first, last, week.restMinutes)) return false
    }
    return true
  }

  function restFits(agent: number, first: number, last: number, least: number): boolean {
    const base = agent * days
    const { before } = model.problem.agents[agent]!
    let free = first * DAY
    for (let day = Math.max(-1, first - 2); day < first; day += 1) {
      const end = model.spanTo[day < 0 ? (before.last ?? OFF) + 1 : roster[base + day]!]!
      if (!Number.isNaN(end)) free = Math.max(free, day * DAY + end)
    }
    const weekEnd = (last + 1) * DAY
    let isDisturbed = false
    for (let day = first; day <= last; day += 1) {
      const column = roster[base + day]!
      const begin = model.spanFrom[column]!
      if (Number.isNaN(begin)) continue
      isDisturbed = true
      if (day * DAY + begin - free >= least) return true
      free = Math.max(free, day * DAY + model.spanTo[column]!)
    }
    if (!isDisturbed) return true
    if (free >= weekEnd) return false
    for (let day = last + 1; day < days && day * DAY - free < least; day += 1) {
      const begin = model.spanFrom[roster[base + day]!]!
      if (!Number.isNaN(begin)) return day * DAY + begin - free >= least
    }
    return true
  }

  const rosterOf = (agent: number): Int16Array => Int16Array.from(roster.subarray(agent * days, (agent + 1) * days), (column) => column - 1)
  const toPlan = (): Plan => Array.from({ length: agents }, (_, agent) => rosterOf(agent))

  total = evaluateEmpty(model)
  for (let agent = 0; agent < agents; agent += 1) {
    counts[agent * columns] = days
    for (let day = 0; day < days; day += 1) set(agent, day, (plan[agent]?.[day] ?? OFF) + 1)
  }
  return { model, roster, minutes, counts, weekends, cover, set, fits, sumsFit, coverPrice, rosterOf, toPlan, total: (): number => total }
}

/** What it costs that nobody works at all, gaps of hard rows as dear as the search has them. */
function evaluateEmpty({ problem, hardCost }: Model): number {
  const nobody = problem.agents.map(() => new Int16Array(problem.days).fill(OFF))
  const { penalty } = evaluate(problem, nobody)
  return penalty + problem.covers.reduce((sum, { isHard, need }) => sum + (isHard ? need * hardCost : 0), 0)
}
