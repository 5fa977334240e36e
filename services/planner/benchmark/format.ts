import { OFF } from '../problem.ts'
import type { AgentRules, Plan, Problem } from '../problem.ts'

/** The text format of the published instances (Curtois and Qu), and of rosters for them: an agent per line, his id, then the shift of each day or `-`. */
export class FormatFault extends Error {
  override name = 'FormatFault'
}

export type Instance = { problem: Problem }

type Line = { number: number; cells: string[] }

const SECTIONS = ['HORIZON', 'SHIFTS', 'STAFF', 'DAYS_OFF', 'SHIFT_ON_REQUESTS', 'SHIFT_OFF_REQUESTS', 'COVER'] as const
type Section = (typeof SECTIONS)[number]

export function parseInstance(text: string): Instance {
  const sections = split(text)
  const linesOf = (section: Section): Line[] => sections.get(section) ?? []
  const horizon = linesOf('HORIZON')[0]
  if (!horizon) throw new FormatFault('SECTION_HORIZON is missing or empty; it holds the number of days')
  const days = whole(horizon, 0, 'days', { least: 1, most: 3_660 })
  const shifts = linesOf('SHIFTS').map((line) => ({ id: word(line, 0, 'shift'), minutes: whole(line, 1, 'minutes', { least: 1, most: 1_440 }), line }))
  const shiftAt = indexOf(shifts, 'shift')
  const forbidden = shifts.map(({ line }) => listed(line, 2).map((id) => shiftAt(line, id)))
  const staff = linesOf('STAFF')
  const agents = staff.map((line) => draftAgent(line, { days, shiftAt, shifts: shifts.length, forbidden }))
  const agentIndex = indexOf(
    agents.map(({ id }, index) => ({ id, line: staff[index] ?? horizon })),
    'agent',
  )
  const agentOf = (line: Line): Draft => agents[agentIndex(line, word(line, 0, 'agent'))] ?? fault(line, 0, 'agent', 'of SECTION_STAFF')
  const dayOf = (line: Line, at: number): number => whole(line, at, 'day', { least: 0, most: days - 1 })
  for (const line of linesOf('DAYS_OFF')) line.cells.slice(1).forEach((_, index) => (agentOf(line).may[dayOf(line, index + 1)] = []))
  for (const isOn of [true, false]) {
    for (const line of linesOf(isOn ? 'SHIFT_ON_REQUESTS' : 'SHIFT_OFF_REQUESTS')) {
      request(agentOf(line), { day: dayOf(line, 1), shift: shiftAt(line, word(line, 2, 'shift')), weight: weight(line, 3), isOn })
    }
  }
  const covers = linesOf('COVER').map((line) => {
    const [day, shift] = [dayOf(line, 0), shiftAt(line, word(line, 1, 'shift'))]
    const need = whole(line, 2, 'requirement', { least: 0, most: 1_000_000 })
    const id = `${day} ${shifts[shift]?.id}`
    return { id, cells: [{ day, shift }], agents: null, need, underCost: weight(line, 3), overCost: weight(line, 4), isHard: false }
  })
  const patterns = shifts.map(({ id, minutes }) => ({ id, minutes: Array.from({ length: days }, () => minutes), span: null }))
  return { problem: { days, shifts: patterns, agents, covers } }
}

function split(text: string): Map<Section, Line[]> {
  const sections = new Map<Section, Line[]>()
  let open: Line[] | undefined
  text.split(/\r?\n/).forEach((raw, index) => {
    const content = raw.trim()
    if (content === '' || content.startsWith('#')) return
    const line = { number: index + 1, cells: content.split(',').map((cell) => cell.trim()) }
    if (!content.startsWith('SECTION_')) {
      if (!open) throw new FormatFault(`Line ${line.number}: "${content}" stands before the first section; allowed there: comments with #`)
      open.push(line)
      return
    }
    const section = SECTIONS.find((name) => content === `SECTION_${name}`)
    if (!section) throw new FormatFault(`Line ${line.number}: "${content}" is no section; allowed: ${SECTIONS.map((name) => `SECTION_${name}`).join(', ')}`)
    open = sections.get(section) ?? []
    sections.set(section, open)
  })
  return sections
}

function fault(line: Line, at: number, what: string, allowed: string): never {
  throw new FormatFault(`Line ${line.number}, value ${at + 1} (${what}): "${line.cells[at] ?? ''}"; allowed: ${allowed}`)
}

function word(line: Line, at: number, what: string): string {
  return line.cells[at] || fault(line, at, what, 'a name')
}

function whole(line: Line, at: number, what: string, { least, most }: { least: number; most: number }): number {
  const text = line.cells[at] ?? ''
  const value = Number(text)
  return /^\d+$/.test(text) && value >= least && value <= most ? value : fault(line, at, what, `whole numbers from ${least} to ${most}`)
}

const weight = (line: Line, at: number): number => whole(line, at, 'weight', { least: 0, most: 1_000_000 })

const listed = (line: Line, at: number): string[] => (line.cells[at] ?? '').split('|').filter((part) => part !== '')

function indexOf(named: ReadonlyArray<{ id: string; line: Line }>, what: string): (line: Line, id: string) => number {
  const known = new Map<string, number>()
  named.forEach(({ id, line }, index) => {
    if (known.has(id)) throw new FormatFault(`Line ${line.number}: the ${what} "${id}" stands here for the second time`)
    known.set(id, index)
  })
  return (line, id) => {
    const found = known.get(id)
    if (found === undefined) throw new FormatFault(`Line ${line.number}: there is no ${what} "${id}"`)
    return found
  }
}

type Draft = AgentRules & { may: number[][]; costs: number[][]; offCosts: number[] }
type House = { days: number; shifts: number; shiftAt: (line: Line, id: string) => number; forbidden: number[][] }

function draftAgent(line: Line, { days, shifts, shiftAt, forbidden }: House): Draft {
  const limits = new Array<number>(shifts).fill(days)
  for (const pair of listed(line, 1)) {
    const [id = '', count = ''] = pair.split('=')
    if (!/^\d+$/.test(count)) fault(line, 1, 'most shifts', 'a number for each shift, e.g. D=14|N=0')
    limits[shiftAt(line, id)] = Number(count)
  }
  const number = (at: number, what: string): number => whole(line, at, what, { least: 0, most: 10_000_000 })
  const usual = limits.flatMap((limit, shift) => (limit > 0 ? [shift] : []))
  const weekends = Array.from({ length: Math.ceil(days / 7) }, (_, week) => [7 * week + 5, 7 * week + 6].filter((day) => day < days))
  return {
    id: word(line, 0, 'agent'),
    may: Array.from({ length: days }, () => usual),
    mustWork: new Array<boolean>(days).fill(false),
    costs: Array.from({ length: days }, () => new Array<number>(shifts).fill(0)),
    offCosts: new Array<number>(days).fill(0),
    forbidden,
    maxOfShift: limits.map((limit) => (limit < days ? limit : null)),
    maxMinutes: number(2, 'most minutes'),
    minMinutes: number(3, 'least minutes'),
    maxRun: number(4, 'most consecutive shifts'),
    minRun: number(5, 'least consecutive shifts'),
    minOff: number(6, 'least consecutive days off'),
    maxWeekends: number(7, 'most weekends'),
    weekends: weekends.filter((group) => group.length > 0),
    weeks: [],
    counted: [],
    hours: null,
    before: { run: 0, last: null },
  }
}

/** An unmet wish to work costs its weight whatever else he does that day. */
function request(agent: Draft, { day, shift, weight: cost, isOn }: { day: number; shift: number; weight: number; isOn: boolean }): void {
  const costs = agent.costs[day]
  if (!costs) return
  if (isOn) agent.offCosts[day] = (agent.offCosts[day] ?? 0) + cost
  costs.forEach((was, other) => {
    if ((other === shift) !== isOn) costs[other] = was + cost
  })
}

export function printSolution({ problem }: Instance, plan: Plan): string {
  const lines = problem.agents.map(({ id }, agent) => [id, ...Array.from(plan[agent] ?? [], (shift) => problem.shifts[shift]?.id ?? '-')].join(','))
  return `${lines.join('\n')}\n`
}

export function parseSolution({ problem }: Instance, text: string): Plan {
  const lines = text
    .split(/\r?\n/)
    .flatMap((raw, index) => (raw.trim() === '' ? [] : [{ number: index + 1, cells: raw.split(',').map((cell) => cell.trim()) }]))
  const shiftAt = new Map(problem.shifts.map(({ id }, index) => [id, index]))
  const lineOf = new Map(lines.map((line) => [line.cells[0], line]))
  return problem.agents.map(({ id }) => {
    const line = lineOf.get(id)
    if (!line) throw new FormatFault(`The agent "${id}" has no line in the roster`)
    if (line.cells.length !== problem.days + 1) throw new FormatFault(`Line ${line.number}: ${line.cells.length - 1} days; allowed: ${problem.days}`)
    return Int16Array.from(line.cells.slice(1), (cell, day) => {
      const shift = cell === '-' ? OFF : shiftAt.get(cell)
      return shift ?? fault(line, day + 1, `day ${day}`, `- or ${[...shiftAt.keys()].join(', ')}`)
    })
  })
}
