import type { Conflict } from '../../planner/conflict/find.ts'
import type { ConflictItem } from '../../planner/conflict/items.ts'
import { checkRoster } from '../../roster-rules/check.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Finding, RuleId, Shift } from '../../roster-rules/model.ts'
import { contractOn } from '../../roster-rules/person-roster.ts'
import { RULE_PACKS } from '../../roster-rules/packs.ts'
import type { Cell } from './cells.ts'
import { leaveIn, type ConflictProblem } from './conflict-problem.ts'
import type { Question } from './question.ts'
import type { OpenNeed } from './cover-rows.ts'
import { placeWords, type Names, type Said } from './shortage.ts'
import type { Slices } from './slices.ts'

/** More people than these are counted, and more demands are said as one. */
const MOST_NAMES = 8
const MOST_DEMANDS = 6

export type ProvedConflict = Extract<Conflict, { outcome: 'conflict' }>
type Parts = ConflictProblem & { question: Question; names: Names }
type Own = Extract<ConflictItem, { agent: number }>
type Row = Extract<ConflictItem, { kind: 'cover' }>

/**
 * Conflicts in words, one after the other: the demands with those who could meet them (`conflictDemand`; `conflictSkill`, `conflictPeople` or `conflictMany`; many:
 * `conflictDemands` by place), then whose leave (`conflictLeave`), locked shifts (`conflictLock`) and rules (`conflictRule`, `conflictHours`) stand
 * against them. `conflictNumber` begins one of several; `conflictRough` ends one of which not all is known to be needed.
 */
export function* conflictSaid(conflicts: readonly ProvedConflict[], parts: Parts): Slices<Said[]> {
  const said: Said[] = []
  for (const [n, { items, isSmallest }] of conflicts.entries()) {
    yield
    const rows = items.filter((item): item is Row => item.kind === 'cover')
    const own = groupBy(
      items.filter((item): item is Own => item.kind !== 'cover'),
      ({ agent }) => agent,
    )
    if (conflicts.length > 1) said.push({ what: 'conflictNumber', with: { number: n + 1 } })
    if (rows.length > MOST_DEMANDS) said.push(...demandsByPlace(rows, parts))
    else for (const { row } of rows) said.push(...demandWords(row, parts))
    const rules: Array<{ name: string; said: Said }> = []
    for (const [agent, his] of own) {
      const name = nameOf(parts, agent)
      said.push(...leaveWords(agent, his, parts), ...lockWords(agent, his, parts))
      rules.push(...(yield* ruleWords(agent, his, cellsOf(rows, parts), parts)).map((one) => ({ name, said: one })))
    }
    for (const same of groupBy(rules, (one) => JSON.stringify(one.said)).values()) {
      for (const { said: one } of same.slice(0, 1)) said.push({ ...one, with: { names: same.map(({ name }) => name), ...one.with } })
    }
    if (!isSmallest) said.push({ what: 'conflictRough', with: {} })
  }
  return said
}

const nameOf = ({ built }: Parts, agent: number): string => built.agents[agent]?.name ?? ''

function needOf(row: number, { problem, built }: Parts): OpenNeed | undefined {
  const [needId, from] = problem.covers[row]?.id.split(' ') ?? []
  return built.needs.find((one) => one.needId === needId && one.from === Number(from))
}

/** Stretches that the same people and shifts meet are one row. */
function stretchesOf(need: OpenNeed, { built }: Parts): OpenNeed[] {
  return built.needs.filter((one) => one.needId === need.needId && one.missing === need.missing && isSame(one.cells, need.cells))
}

function demandsByPlace(rows: readonly Row[], parts: Parts): Said[] {
  const needs = rows.flatMap(({ row }) => {
    const need = needOf(row, parts)
    return need ? stretchesOf(need, parts) : []
  })
  return [...groupBy(needs, ({ siteId, levelId, kind, skill }) => JSON.stringify([siteId, levelId, kind, skill])).values()].flatMap((same) => {
    const [one] = same
    if (!one) return []
    const minutes = same.reduce((sum, { from, to, missing }) => sum + ((to - from) / 60_000) * missing, 0)
    const times = { from: new Date(Math.min(...same.map(({ from }) => from))).toISOString(), to: new Date(Math.max(...same.map(({ to }) => to))).toISOString() }
    return [{ what: 'conflictDemands', with: { ...placeWords(one, parts.names), ...times, minutes: Math.round(minutes) } }]
  })
}

/** A demand, and those who could meet it if they were there and free; where they are many, how many. */
function demandWords(row: number, parts: Parts): Said[] {
  const { problem, built, names, open } = parts
  const cover = problem.covers[row]
  const need = needOf(row, parts)
  if (!cover || !need) return []
  const who = (cover.agents ?? [...built.agents.keys()]).filter((agent) => cover.cells.some(({ day, shift }) => open[agent]?.[day]?.includes(shift)))
  const place = placeWords(need, names)
  const times = { from: new Date(need.from).toISOString(), to: new Date(Math.max(...stretchesOf(need, parts).map(({ to }) => to))).toISOString() }
  const demand: Said = { what: 'conflictDemand', with: { ...place, ...times, people: cover.need } }
  if (who.length > MOST_NAMES) return [demand, { what: 'conflictMany', with: { people: who.length } }]
  const could = { skill: place.skill, names: who.map((agent) => nameOf(parts, agent)) }
  return [demand, { what: who.length === 0 ? 'conflictNobody' : place.skill === null ? 'conflictPeople' : 'conflictSkill', with: could }]
}

const isSame = (one: readonly Cell[], other: readonly Cell[]): boolean => one.length === other.length && one.every((cell) => other.includes(cell))

/** Days running of one leave are one. */
function leaveWords(agent: number, items: readonly Own[], parts: Parts): Said[] {
  const { built, question } = parts
  const personId = built.agents[agent]?.id ?? ''
  const stretches: Array<{ id: string; absence: string; from: number; to: number }> = []
  for (const { day } of items.filter((item) => item.kind === 'away').sort((a, b) => a.day - b.day)) {
    const cells = built.cells.all.filter((cell) => cell.day === day)
    const leave = cells.map(({ shift }) => leaveIn(question.facts.leaves, { ...shift, personId })).find((one) => one !== undefined)
    const last = stretches.at(-1)
    if (last && leave && last.id === leave.id && last.to === day - 1) last.to = day
    else if (leave) stretches.push({ id: leave.id, absence: leave.kind, from: day, to: day })
  }
  const dates = built.horizon.dates
  return stretches.map(({ absence, from, to }) =>
    from === to
      ? { what: 'conflictLeaveDay', with: { name: nameOf(parts, agent), absence, date: dates[from] } }
      : { what: 'conflictLeave', with: { name: nameOf(parts, agent), absence, from: dates[from], to: dates[to] } },
  )
}

function lockWords(agent: number, items: readonly Own[], parts: Parts): Said[] {
  const locks = items.filter((item) => item.kind === 'lock').sort((a, b) => a.day - b.day)
  return locks.map(({ day }) => ({ what: 'conflictLock', with: { name: nameOf(parts, agent), date: parts.built.horizon.dates[day] } }))
}

type Rule = { rule: RuleId; pack: Finding['pack'] }

/** Each rule once, whatever limits of the problem it stands behind. */
function* ruleWords(agent: number, items: readonly Own[], cells: readonly Cell[], parts: Parts): Slices<Said[]> {
  const limits = items.flatMap((item) => (item.kind === 'rule' ? [item.rule] : []))
  const rules: Rule[] = []
  const said: Said[] = []
  if (limits.includes('forbidden') || limits.includes('counted')) rules.push(...(yield* successionRules(agent, cells, parts)))
  if (limits.includes('weekRest')) rules.push({ rule: 'weeklyRest', pack: packOf(agent, cells, parts) })
  if (limits.includes('maxRun')) rules.push({ rule: 'consecutiveDays', pack: packOf(agent, cells, parts) })
  if (limits.includes('weekMinutes')) said.push({ what: 'conflictHours', with: weekLimit(agent, cells, parts) })
  return [...rules.map((rule): Said => ({ what: 'conflictRule', with: rule })), ...said]
}

/** The cells that the demands of a conflict are about. */
function cellsOf(rows: readonly Row[], { problem, built }: Parts): Cell[] {
  const cells = rows.flatMap(({ row }) => problem.covers[row]?.cells.map(({ day, shift }) => built.cells.at[shift]?.[day] ?? null) ?? [])
  return [...new Set(cells.filter((cell) => cell !== null))]
}

/** What the rules themselves say of any two of the cells and of his locked shifts near them. */
function* successionRules(agent: number, cells: readonly Cell[], parts: Parts): Slices<Rule[]> {
  const { problem, built, question } = parts
  const worker = built.agents[agent]
  if (!worker) return []
  const { needs: _needs, holidays: _holidays, ...facts } = question.facts
  const may = problem.agents[agent]?.may ?? []
  const locked = built.cells.all.filter(({ day, type }) => problem.agents[agent]?.mustWork[day] && may[day]?.includes(type))
  const own = [...new Set([...cells, ...locked])]
  const found = new Map<string, Rule>()
  for (const one of cells) {
    yield
    for (const other of own.filter(({ day }) => day !== one.day && Math.abs(day - one.day) <= 2)) {
      const shifts: Shift[] = [one, other].map(({ shift }, n) => ({ ...shift, id: `${n}`, personId: worker.id }))
      for (const { rule, pack, severity, shiftIds } of checkRoster({ ...facts, leaves: [], shifts, workers: [worker] })) {
        if (severity !== 'warning' && shiftIds.length > 1) found.set(`${rule} ${pack}`, { rule, pack })
      }
    }
  }
  return found.size > 0 ? [...found.values()] : [{ rule: 'restBetween', pack: packOf(agent, cells, parts) }]
}

function packOf(agent: number, cells: readonly Cell[], { built, question }: Parts): Finding['pack'] {
  return contractOn(built.agents[agent] ?? null, cells[0]?.shift.date ?? question.period.from)?.pack ?? 'plain'
}

/** The least of his weeks that the demands lie in. Below what a single week may have it is the average, which the planner keeps in each week. */
function weekLimit(agent: number, cells: readonly Cell[], parts: Parts): Rule & { limitMinutes: number } {
  const weeks = parts.problem.agents[agent]?.weeks ?? []
  const near = weeks.filter(({ days }) => cells.some(({ day }) => days.includes(day)))
  const limitMinutes = Math.min(...(near.length > 0 ? near : weeks).map(({ maxMinutes }) => maxMinutes ?? Infinity))
  const agreed = contractOn(parts.built.agents[agent] ?? null, cells[0]?.shift.date ?? parts.question.period.from)?.maxWeeklyMinutes ?? Infinity
  const pack = packOf(agent, cells, parts)
  const lawful = pack === 'house' ? Infinity : (RULE_PACKS[pack].maxWeekMinutes ?? Infinity)
  if (limitMinutes < Math.min(agreed, lawful)) return { rule: 'averageWeek', pack, limitMinutes }
  return { rule: 'weekHours', pack: agreed < lawful ? 'house' : pack, limitMinutes }
}
