import { groupBy } from '../../roster-rules/group-by.ts'
import type { Leave, PackId, Shift, Worker } from '../../roster-rules/model.ts'
import { workMinutes } from '../../roster-rules/person-roster.ts'
import type { AgentRules, Plan, Problem, ShiftPattern } from '../../planner/problem.ts'
import { OFF } from '../../planner/problem.ts'
import type { StoredShift } from '../roster/diff.ts'
import { aimsOf, type Aims } from './aims.ts'
import { placingCells, type Cell, type Cells } from './cells.ts'
import { BURDENS, burdensOf } from '../fairness/burdens.ts'
import { byPerson, costsOf, type OwnCosts } from './costs.ts'
import { coverRows, openNeeds, withSkilled, type OpenNeed } from './cover-rows.ts'
import { horizonOf, isFree, type Horizon } from './horizon.ts'
import { excludes, lawfulCells } from './lawful.ts'
import { fixedDays, limitsOf, packsOn, spanOf, type FixedDay } from './limits.ts'
import { fairPrices, pricesOf, type Prices } from './prices.ts'
import type { Question } from './question.ts'
import type { Slices } from './slices.ts'
import { successionsOf, type Successions } from './successions.ts'

/** A question of the planner with all that is needed to read its answer. */
export type Built = {
  problem: Problem
  /** By index of the problem: who, and what his cells cost by kind. */
  agents: readonly Worker[]
  costs: readonly OwnCosts[]
  horizon: Horizon
  cells: Cells
  /** What of the draft stays, and what may be taken away. */
  kept: readonly StoredShift[]
  free: readonly StoredShift[]
  needs: readonly OpenNeed[]
  aims: Aims
  prices: Prices
  /** The roster that stands. */
  start: Plan
}

/**
 * A real roster as numbers, so that whatever the planner answers is lawful: what one shift or two break is asked of the rules themselves, beside all that
 * stands and stays; weeks, averages and runs are limits of the problem (limits.ts says where these are a little stricter than the law). `leaves`: what
 * keeps people from cells, if it is not all leave that there is.
 */
export function* buildingProblem(question: Question, leaves: readonly Leave[] = question.facts.leaves): Slices<Built> {
  const { facts, draft } = question
  const horizon = horizonOf(question.period)
  const free = draft.filter((shift) => isFree(shift, question) && mayBePlanned(question, shift.personId))
  const taken = new Set(free.map(({ id }) => id))
  const kept = draft.filter(({ id }) => !taken.has(id))
  const cells = yield* placingCells(question, horizon)
  const open = yield* openNeeds(question, cells, kept)
  // Where nobody is needed the planner puts nobody.
  const may = yield* lawfulOf({ ...question, facts: { ...question.facts, leaves } }, cells, kept, new Set(open.flatMap((need) => need.cells)))
  const agents = facts.workers.filter(({ id }) => may.has(id))
  const prices = pricesOf(question.weights)
  const needs = withSkilled(open, agents)
  yield
  const aims = yield* aimsOf({ question, cells, agents, may })
  yield* reckonPremiums(question, agents, may)
  const ownKept = byPerson(kept)
  const fixed = new Map(agents.map(({ id }) => [id, fixedDays(ownKept(id), horizon, workMinutes)]))
  const patterns = patternsOf(cells, horizon, [...fixed.values()])
  const successions = successionsByPack(question, cells)
  const parts = { question, horizon, cells, prices, aims, patterns, successions, kept: ownKept, free: byPerson(free), published: byPerson(question.published) }
  const built: Array<ReturnType<typeof agentOf>> = []
  for (const worker of agents) {
    built.push(agentOf(worker, may.get(worker.id) ?? [], fixed.get(worker.id) ?? new Map<number, FixedDay>(), parts))
    yield
  }
  const covers = coverRows(
    needs.filter((need) => need.cells.length > 0),
    { underCost: prices.missingMinute, overCost: prices.idleMinute },
  )
  const problem = { days: horizon.dates.length, shifts: patterns.shifts, agents: built.map(({ rules }) => rules), covers }
  const start = planOf(
    built.map(({ rules }) => rules),
    agents.map(({ id }) => parts.free(id)),
    { horizon, cells },
  )
  return { problem, agents, costs: built.map(({ costs }) => costs), horizon, cells, kept, free, needs, aims, prices, start }
}

/** Trainees, guests, and who has left are planned by hand; who has no contract is not planned at all. */
function mayBePlanned({ facts }: Question, personId: string): boolean {
  const worker = facts.workers.find(({ id }) => id === personId)
  return worker !== undefined && worker.isActive && !worker.isTrainee && !worker.isGuest && worker.contracts.length > 0
}

/** By person: the cells that he may work. Who may work none is not in it. */
function* lawfulOf(question: Question, cells: Cells, kept: readonly Shift[], useful: ReadonlySet<Cell>): Slices<Map<string, readonly Cell[]>> {
  const { facts, homes, now } = question
  const isLawful = lawfulCells(facts, kept)
  const keptOn = new Set(kept.map(({ personId, date }) => `${personId} ${date}`))
  const open = cells.all.filter((cell) => useful.has(cell) && cell.shift.from > now)
  const may = new Map<string, readonly Cell[]>()
  for (const worker of facts.workers.filter(({ id }) => mayBePlanned(question, id))) {
    const home = homes.get(worker.id) ?? null
    const own: Cell[] = []
    for (const [n, cell] of open.entries()) {
      if (n % CELLS_AT_ONCE === 0) yield
      const isHere = home === null || home === cell.shift.siteId
      if (isHere && !keptOn.has(`${worker.id} ${cell.shift.date}`) && isLawful(worker, cell)) own.push(cell)
    }
    if (own.length > 0) may.set(worker.id, own)
  }
  return may
}

const CELLS_AT_ONCE = 40

/** Each is kept where it was reckoned, so that it is there when it is needed. */
function* reckonPremiums({ premiumOf }: Question, agents: readonly Worker[], may: ReadonlyMap<string, readonly Cell[]>): Slices<void> {
  for (const worker of agents) {
    for (const [n, { shift }] of (may.get(worker.id) ?? []).entries()) {
      if (n % CELLS_AT_ONCE === 0) yield
      premiumOf(worker, { ...shift, id: '', personId: worker.id })
    }
  }
}

type Patterns = { shifts: ShiftPattern[]; fixedAt: (fixed: FixedDay) => number }

/** The types first; then each different fixed day as a pattern of its own, which excludes nothing: the rules were asked about it. */
function patternsOf(cells: Cells, horizon: Horizon, fixed: ReadonlyArray<ReadonlyMap<number, FixedDay>>): Patterns {
  const days = horizon.dates.length
  const shifts: ShiftPattern[] = cells.types.map((type, index) => {
    const own = (cells.at[index] ?? []).filter((cell) => cell !== null)
    const spans = own.map(({ shift }) => spanOf(shift))
    const isDesk = type.kind === 'desk'
    return {
      id: type.id,
      minutes: Array.from({ length: days }, (_, day) => (isDesk ? Math.round(cells.at[index]?.[day]?.work ?? own[0]?.work ?? 0) : 0)),
      span: isDesk && spans.length > 0 ? { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) } : null,
    }
  })
  const known = new Map<string, number>()
  for (const day of fixed.flatMap((one) => [...one.values()])) {
    const key = JSON.stringify(day)
    if (known.has(key)) continue
    known.set(key, shifts.length)
    shifts.push({ id: `fixed ${known.size}`, minutes: new Array<number>(days).fill(Math.round(day.minutes)), span: day.span })
  }
  return { shifts, fixedAt: (day) => known.get(JSON.stringify(day)) ?? OFF }
}

function successionsByPack({ facts }: Question, cells: Cells): (pack: PackId) => Successions {
  const excluded = excludes(facts)
  const known = new Map<PackId, Successions>()
  return (pack) => {
    const found = known.get(pack) ?? successionsOf(cells, pack, excluded)
    known.set(pack, found)
    return found
  }
}

type Parts = {
  question: Question
  horizon: Horizon
  cells: Cells
  prices: Prices
  aims: Aims
  patterns: Patterns
  successions: (pack: PackId) => Successions
  kept: (id: string) => readonly StoredShift[]
  free: (id: string) => readonly StoredShift[]
  published: (id: string) => readonly StoredShift[]
}

function agentOf(worker: Worker, own: readonly Cell[], fixed: ReadonlyMap<number, FixedDay>, parts: Parts): { rules: AgentRules; costs: OwnCosts } {
  const { question, horizon, cells, prices, patterns } = parts
  const days = horizon.dates.length
  const onDay = groupBy(own, ({ day }) => day)
  const costs = costsOf({
    worker,
    cells,
    horizon,
    prices,
    wishes: question.wishes.filter(({ personId }) => personId === worker.id),
    draft: parts.free(worker.id),
    published: parts.published(worker.id),
    isPublished: question.published.length > 0,
    premiumOf: question.premiumOf,
    rates: question.rates,
    isOpen: (day) => onDay.has(day),
  })
  const standing = parts.kept(worker.id)
  const packs = packsOn(worker, horizon, [...horizon.dates.keys()]).map(({ id }) => parts.successions(id))
  const before = beforeOf(standing, horizon)
  const lastFixed = before.last && fixedDays([before.last], { ...horizon, indexOf: () => 0 }, workMinutes).get(0)
  const limits = limitsOf({ worker, horizon, fixed, runBefore: before.run, past: pastWeeks(standing, horizon), zone: zoneOf(question, worker, own) })
  const levelRank = new Map(question.facts.levels.map(({ id, rank }) => [id, rank]))
  const below = (type: number): number => ((levelRank.get(cells.types[type]?.levelId ?? '') ?? 0) < (worker.levelRank ?? 0) ? prices.below : 0)
  const tables = [costs.wishes, costs.premiums, costs.changes]
  const rules: AgentRules = {
    id: worker.id,
    may: Array.from({ length: days }, (_, day) => {
      const stands = fixed.get(day)
      return stands ? [patterns.fixedAt(stands)] : (onDay.get(day) ?? []).map(({ type }) => type)
    }),
    mustWork: Array.from({ length: days }, (_, day) => fixed.has(day)),
    costs: Array.from({ length: days }, (_, day) =>
      patterns.shifts.map((_shift, type) =>
        type < cells.types.length ? below(type) + tables.reduce((sum, table) => sum + (table.at[day]?.[type] ?? 0), 0) : 0,
      ),
    ),
    offCosts: Array.from({ length: days }, (_, day) => (fixed.has(day) ? 0 : tables.reduce((sum, table) => sum + (table.off[day] ?? 0), 0))),
    forbidden: patterns.shifts.map((_, type) => [...new Set(packs.flatMap(({ forbidden }) => forbidden[type] ?? []))]),
    minMinutes: null,
    maxMinutes: null,
    maxOfShift: patterns.shifts.map(() => null),
    minRun: 1,
    minOff: 1,
    weekends: [],
    maxWeekends: null,
    ...limits,
    counted: [...fairness(worker, own, parts), ...exclusions(packs, onDay, days)],
    hours: hoursOf(worker, fixed, parts),
    before: { run: before.run, last: lastFixed ? withPattern(patterns, lastFixed, days) : null },
  }
  return { rules, costs }
}

/** The pattern of a day before the horizon, which no day within it may have. */
function withPattern(patterns: Patterns, day: FixedDay, days: number): number | null {
  const found = patterns.fixedAt(day)
  if (found !== OFF) return found
  patterns.shifts.push({ id: `fixed before ${patterns.shifts.length}`, minutes: new Array<number>(days).fill(Math.round(day.minutes)), span: day.span })
  return patterns.shifts.length - 1
}

function beforeOf(standing: readonly StoredShift[], horizon: Horizon): { run: number; last: StoredShift | null } {
  const days = new Map(standing.map((shift) => [horizon.indexOf(shift.date), shift]))
  let run = 0
  while (days.has(-1 - run)) run += 1
  return { run, last: days.get(-1) ?? null }
}

function pastWeeks(standing: readonly StoredShift[], horizon: Horizon): (weeksBefore: number) => number {
  const weeks = new Map<number, number>()
  for (const shift of standing) {
    if (shift.kind === 'onCall') continue
    const week = Math.floor(horizon.indexOf(shift.date) / 7)
    weeks.set(week, (weeks.get(week) ?? 0) + workMinutes(shift))
  }
  return (before) => weeks.get(-before) ?? 0
}

function zoneOf({ zones, homes }: Question, { id }: Worker, own: readonly Cell[]): string {
  return zones.get(homes.get(id) ?? '') ?? own[0]?.shift.zone ?? 'UTC'
}

function fairness(worker: Worker, own: readonly Cell[], { aims, prices, question, kept, horizon }: Parts): AgentRules['counted'] {
  const counts = burdensOf({ house: question.facts.house, holidays: aims.holidays })
  const price = { nights: prices.night, weekends: prices.weekend, holidays: prices.holiday }
  const planned = kept(worker.id).filter(({ date }) => horizon.isPlanned(horizon.indexOf(date)))
  return BURDENS.flatMap((burden) => {
    const counting = own.filter(({ shift }) => counts(shift)[burden])
    if (counting.length === 0 || price[burden] === 0) return []
    const onDay = groupBy(counting, ({ day }) => day)
    const cells = horizon.dates.map((_, day) => (onDay.get(day) ?? []).map(({ type }) => type))
    const standing = planned.filter((shift) => counts(shift)[burden]).length
    const fair = aims.fairOf(worker.id)[burden]
    return [{ name: burden, cells, costs: fairPrices({ fair, standing, most: onDay.size, price: price[burden], cap: prices.most }) }]
  })
}

/** Of two cells that exclude each other one at most, where the planner has no rule for it. */
function exclusions(packs: readonly Successions[], onDay: ReadonlyMap<number, readonly Cell[]>, days: number): AgentRules['counted'] {
  return packs.flatMap(({ pairs }) =>
    pairs.flatMap(({ first, second }) => {
      const may = (cell: Cell): boolean => (onDay.get(cell.day) ?? []).includes(cell)
      const [one, other] = [first.filter(may), second.filter(may)]
      if (one.length === 0 || other.length === 0) return []
      const all = [...one, ...other]
      const cells = Array.from({ length: days }, (_, day) => all.filter((cell) => cell.day === day).map(({ type }) => type))
      return [{ name: 'exclusive', cells, costs: [0, 0] }]
    }),
  )
}

/** The aim is for the period; what stands around it in the same weeks is added, for the planner counts the whole horizon. */
function hoursOf(worker: Worker, fixed: ReadonlyMap<number, FixedDay>, { aims, prices, horizon }: Parts): AgentRules['hours'] {
  if (prices.hoursMinute === 0) return null
  const around = [...fixed].reduce((sum, [day, { minutes }]) => (horizon.isPlanned(day) ? sum : sum + minutes), 0)
  return { aim: Math.round(aims.fairOf(worker.id).minutes + around), underCost: prices.hoursMinute, overCost: prices.hoursMinute }
}

/** A roster in the planner's numbers: these shifts, and what is fixed. */
export function planOf(rules: readonly AgentRules[], shifts: ReadonlyArray<readonly Shift[]>, { horizon, cells }: { horizon: Horizon; cells: Cells }): Plan {
  const typeOf = new Map(cells.types.map(({ id }, index) => [id, index]))
  return rules.map(({ may, mustWork }, agent) => {
    const roster = Int16Array.from(may, (own, day) => (mustWork[day] ? (own[0] ?? OFF) : OFF))
    for (const shift of shifts[agent] ?? []) {
      const [day, type] = [horizon.indexOf(shift.date), typeOf.get(shift.shiftTypeId ?? '')]
      if (type !== undefined && may[day]?.includes(type)) roster[day] = type
    }
    return roster
  })
}
