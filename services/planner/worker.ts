import { parentPort, workerData } from 'node:worker_threads'
import { runColumns, runParts } from './columns/engine.ts'
import { cellPrices, penaltyOf } from './columns/team.ts'
import type { Team } from './columns/team.ts'
import { compile } from './compile.ts'
import { evaluate } from './evaluate.ts'
import { loadSolver } from './highs/client.ts'
import { createPricer } from './pricing.ts'
import type { AgentRules, Plan, Problem } from './problem.ts'
import { chanceOf } from './search/chance.ts'
import { search } from './search.ts'
import { openBoard } from './solve/board.ts'
import type { Found, FromThread, Start } from './solve/messages.ts'

/** One thread of `solve` (solve/service.ts): it gets the problem in pieces, and says what it finds. */
const port = parentPort
if (!port) throw new Error('services/planner/worker.ts is started by solve')
const { seconds, seed, role, board: memory, startedAt } = workerData as Start
const agents: AgentRules[] = []
let frame: Omit<Problem, 'agents'>
let start: Plan | undefined

port.on('message', (message: { frame: Omit<Problem, 'agents'>; start: Plan | undefined } | { agents: AgentRules[] } | 'all') => {
  if (message === 'all') void work({ ...frame, agents })
  else if ('frame' in message) ({ frame, start } = message)
  else agents.push(...message.agents)
})

const say = (message: FromThread): void => port.postMessage(message)
const now = (): number => (performance.timeOrigin + performance.now() - startedAt) / 1000

async function work(problem: Problem): Promise<void> {
  const board = openBoard(memory, problem.agents.length, problem.days)
  const offer = (plan: Plan, by: Found['by']): void => {
    const { penalty, violations, short } = evaluate(problem, plan)
    const missing = short.reduce((sum, row) => sum + (problem.covers[row]?.need ?? 0), 0)
    if (violations.length > 0 || !board.put(plan, penalty, short.length > 0 ? missing : 0)) return
    if (short.length === 0) say({ kind: 'found', plan: plan.map((roster) => Int16Array.from(roster)), penalty, by })
  }
  const isSearching = role !== 'columns'
  const untilSearch = role === 'both' ? seconds * 0.2 : seconds * 0.4
  if (isSearching) {
    const rounds = search(problem, { seed, start, seconds: Math.max(0.2, untilSearch - now()), now })
    for (;;) {
      const { value, done } = rounds.next()
      if (done) {
        if (value.length > 0) return say({ kind: 'without', agents: [...value] })
        break
      }
      if (value) offer(value.plan, 'search')
    }
  }
  const compiled = compile(problem)
  const pricer = createPricer()
  const prices = new Float64Array(compiled.days * compiled.width)
  const team: Team = {
    now,
    end: seconds,
    price: (part, duals, of, count) =>
      of.map((agent) => {
        cellPrices(part, duals, agent, prices)
        const one = part.agents[agent]
        if (!one) throw new Error(`there is no agent ${agent}`)
        return { agent, ...pricer(one, prices, { count }) }
      }),
    best: () => {
      const best = board.best()
      return best && { plan: best.plan, penalty: best.missing > 0 ? penaltyOf(compiled, best.plan) : best.penalty }
    },
    offer: (plan) => offer(plan, 'columns'),
    bound: (bound) => say({ kind: 'bound', bound: compiled.isWhole ? Math.ceil(bound - 1e-6) : bound }),
    chance: chanceOf(seed + (role === 'columns' ? 1 : 2)),
  }
  const solver = await loadSolver()
  if (role === 'search') runParts(compiled, solver, team, -Infinity)
  else runColumns(compiled, solver, team)
  say({ kind: 'ended' })
}
