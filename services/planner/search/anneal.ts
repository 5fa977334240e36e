import { price } from './construct.ts'
import { createMove, propose } from './moves.ts'
import type { Change } from './moves.ts'
import { createPricer } from './priced.ts'
import type { State } from './state.ts'

/**
 * Simulated annealing on a state whose agents are all lawful, and stay so: small moves by the million, and now and then a window of one agent filled
 * anew by prices. `temperature`: what a step may cost more with a chance of 1 in e.
 */
export function createAnneal(state: State, chance: () => number) {
  const { model, roster } = state
  const { days, shifts } = model
  const columns = shifts + 1
  const move = createMove(days)
  const pricer = createPricer(model)
  const prices = new Float64Array(days * columns)
  const was = [new Int16Array(days), new Int16Array(days)] as const

  function write({ agent, from, length, columns: given }: Change, kept: Int16Array): void {
    const base = agent * days + from
    for (let at = 0; at < length; at += 1) {
      kept[at] = roster[base + at]!
      roster[base + at] = given[at]!
    }
  }

  function unwrite({ agent, from, length }: Change, kept: Int16Array): void {
    const base = agent * days + from
    for (let at = 0; at < length; at += 1) roster[base + at] = kept[at]!
  }

  function setAll({ agent, from, length }: Change, given: Int16Array): number {
    let delta = 0
    for (let at = 0; at < length; at += 1) delta += state.set(agent, from + at, given[at]!)
    return delta
  }

  const isMayed = ({ agent, from, length, columns: given }: Change): boolean => {
    let cell = (agent * days + from) * columns
    for (let at = 0; at < length; at += 1, cell += columns) if (model.may[cell + given[at]!] === 0) return false
    return true
  }

  const fitsWith = (change: Change, kept: Int16Array): boolean => {
    if (!isMayed(change)) return false
    write(change, kept)
    const isFit = state.fits(change.agent, change.from, change.from + change.length)
    unwrite(change, kept)
    return isFit
  }

  const isTaken = (delta: number, temperature: number): boolean => delta <= 0 || chance() < Math.exp(-delta / temperature)

  /** Tries one move. `beforeWorse` is called before a move that makes the plan worse is kept, so that the best plan can be noted in time. */
  function step(temperature: number, beforeWorse: () => void): void {
    if (!propose(state, move, chance)) return
    const { first, second, parts } = move
    if (!fitsWith(first, was[0]) || (parts === 2 && !fitsWith(second, was[1]))) return
    const isPair = parts === 2
    let delta = setAll(first, first.columns)
    if (isPair) delta += setAll(second, second.columns)
    const isLawful =
      state.sumsFit(first.agent, first.from, first.from + first.length) && (!isPair || state.sumsFit(second.agent, second.from, second.from + second.length))
    if (isLawful && isTaken(delta, temperature)) {
      if (delta <= 0) return
      // The best is noted as it was before this move: take it back for a moment.
      undo(isPair)
      beforeWorse()
      setAll(first, first.columns)
      if (isPair) setAll(second, second.columns)
      return
    }
    undo(isPair)
  }

  function undo(isPair: boolean): void {
    if (isPair) setAll(move.second, was[1])
    setAll(move.first, was[0])
  }

  const kept = new Int16Array(days)
  const window: Change = { agent: 0, from: 0, columns: new Int16Array(days), length: 0 }

  /** Fills `length` days of one agent anew by prices, with so much chance in them as the temperature allows. */
  function refill(agent: number, from: number, length: number, temperature: number, beforeWorse: () => void): void {
    Object.assign(window, { agent, from, length })
    const before = state.total()
    beforeWorse()
    for (let at = 0; at < length; at += 1) kept[at] = roster[agent * days + from + at]!
    for (let day = from; day < from + length; day += 1) state.set(agent, day, 0)
    price(state, { agent, from, to: from + length }, prices, () => -temperature * Math.log(1 - chance()))
    const found = pricer.cheapest(state, { agent, from, to: from + length }, prices)
    if (found) {
      setAll(window, found)
      if (state.fits(agent, from, from + length) && state.sumsFit(agent, from, from + length) && isTaken(state.total() - before, temperature)) return
    }
    setAll(window, kept)
  }

  return { step, refill }
}
