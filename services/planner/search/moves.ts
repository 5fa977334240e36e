import type { State } from './state.ts'

/** New columns for days running of one agent. */
export type Change = { agent: number; from: number; columns: Int16Array; length: number }

/** A move is one change, or one of each of two agents; made to be filled again and again. */
export type Move = { parts: 1 | 2; first: Change; second: Change }

export function createMove(days: number): Move {
  const empty = (): Change => ({ agent: 0, from: 0, columns: new Int16Array(days), length: 0 })
  return { parts: 1, first: empty(), second: empty() }
}

/** How often each kind of move is proposed, of 100. */
const EXCHANGE = 45
const ASSIGN = 30
const SLIDE = 15

/** Fills `move` with a change that somebody may like; false: with none. */
export function propose(state: State, move: Move, chance: () => number): boolean {
  const kind = chance() * 100
  if (kind < EXCHANGE) return exchange(state, move, chance)
  if (kind < EXCHANGE + ASSIGN) return assign(state, move, chance)
  if (kind < EXCHANGE + ASSIGN + SLIDE) return slide(state, move, chance)
  return swapDays(state, move, chance)
}

function place(change: Change, agent: number, from: number, length: number): void {
  change.agent = agent
  change.from = from
  change.length = length
}

const below = (chance: () => number, n: number): number => Math.floor(chance() * n)

/** Mostly short, now and then long. */
function blockLength(chance: () => number, days: number): number {
  let length = 1
  while (length < days && chance() < 0.72) length += 1
  return length
}

/** Two agents exchange what they do on some days running. */
function exchange({ model, roster }: State, move: Move, chance: () => number): boolean {
  const { agents, days } = model
  if (agents < 2) return false
  const one = below(chance, agents)
  const other = (one + 1 + below(chance, agents - 1)) % agents
  const length = blockLength(chance, days)
  const from = below(chance, days - length + 1)
  move.parts = 2
  let differs = false
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [roster[one * days + from + at]!, roster[other * days + from + at]!]
    move.first.columns[at] = b
    move.second.columns[at] = a
    differs ||= a !== b
  }
  place(move.first, one, from, length)
  place(move.second, other, from, length)
  return differs
}

/** One agent does one thing for one to a few days. */
function assign({ model, roster }: State, move: Move, chance: () => number): boolean {
  const { agents, days, shifts } = model
  const agent = below(chance, agents)
  const length = Math.min(days, chance() < 0.6 ? 1 : 2 + below(chance, 3))
  const from = below(chance, days - length + 1)
  const column = below(chance, shifts + 1)
  if (model.may[(agent * days + from) * (shifts + 1) + column] === 0) return false
  move.parts = 1
  place(move.first, agent, from, length)
  let differs = false
  for (let at = 0; at < length; at += 1) {
    move.first.columns[at] = column
    differs ||= roster[agent * days + from + at] !== column
  }
  return differs
}

/** What stands on some days moves by one day; the day that falls out at one end comes in at the other. */
function slide({ model, roster }: State, move: Move, chance: () => number): boolean {
  const { agents, days } = model
  if (days < 2) return false
  const agent = below(chance, agents)
  const length = Math.min(days, 1 + blockLength(chance, days))
  const from = below(chance, days - length + 1)
  const by = chance() < 0.5 ? 1 : length - 1
  move.parts = 1
  place(move.first, agent, from, length)
  let differs = false
  for (let at = 0; at < length; at += 1) {
    const column = roster[agent * days + from + ((at + by) % length)]!
    move.first.columns[at] = column
    differs ||= roster[agent * days + from + at] !== column
  }
  return differs
}

/** Two days of one agent change places. */
function swapDays({ model, roster }: State, move: Move, chance: () => number): boolean {
  const { agents, days } = model
  const agent = below(chance, agents)
  const length = Math.min(days, 2 + below(chance, 13))
  const from = below(chance, days - length + 1)
  const base = agent * days + from
  if (roster[base] === roster[base + length - 1]) return false
  move.parts = 1
  place(move.first, agent, from, length)
  for (let at = 0; at < length; at += 1) move.first.columns[at] = roster[base + at]!
  move.first.columns[0] = roster[base + length - 1]!
  move.first.columns[length - 1] = roster[base]!
  return true
}
