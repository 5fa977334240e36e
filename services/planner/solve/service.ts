import { existsSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Plan, Problem, SolveOptions, Solved } from '../problem.ts'
import { boardBytes } from './board.ts'
import type { FromThread, Start } from './messages.ts'

export type Solving = { done: Promise<Solved>; stop: () => void }

/** Where the thread's program lies: beside the built program, or bundled anew for whoever runs the sources (`useThread`). */
let thread = new URL('./planner.js', import.meta.url)

export function useThread(url: URL): void {
  thread = url
}

/** So much of the problem goes to a thread at once: the loop of the caller goes on between two pieces. */
const CELLS_AT_ONCE = 40_000
const SECONDS_OF_GRACE = 0.3

/**
 * The best plan that can be found in so many seconds, with a bound below which none can be; better plans and bounds are told as they come. It runs in
 * threads of its own, and ends at its time whatever they do; `stop` ends it now with the best so far.
 */
export function solve(problem: Problem, options: SolveOptions): Solving {
  const startedAt = performance.timeOrigin + performance.now()
  const seconds = (): number => (performance.timeOrigin + performance.now() - startedAt) / 1000
  let best: { plan: Plan; penalty: number } | null = null
  let lowerBound: number | null = null
  let without: readonly number[] | null = null
  const workers: Worker[] = []
  let end!: () => void
  const ended = new Promise<void>((resolve) => (end = resolve))
  let failure: Error | null = null

  const take = (message: FromThread): void => {
    if (message.kind === 'found') {
      if (best && message.penalty >= best.penalty) return
      const isFirst = !best
      best = { plan: message.plan, penalty: message.penalty }
      options.onStep?.({ seconds: seconds(), ...best, lowerBound, by: isFirst ? 'first' : message.by })
    } else if (message.kind === 'bound') {
      if (!Number.isFinite(message.bound) || (lowerBound !== null && message.bound <= lowerBound)) return
      lowerBound = message.bound
      options.onStep?.({ seconds: seconds(), plan: null, penalty: best?.penalty ?? null, lowerBound, by: 'proof' })
    } else if (message.kind === 'without') {
      without = message.agents
      end()
    }
    if (best && lowerBound !== null && lowerBound >= best.penalty - 1e-9) end()
  }

  async function run(): Promise<Solved> {
    if (!existsSync(thread)) throw new Error(`the planner's thread ${thread.pathname} is not built; npm start builds it`)
    const board = new SharedArrayBuffer(boardBytes(problem.agents.length, problem.days))
    const roles: Start['role'][] = options.threads > 1 ? ['search', 'columns'] : ['both']
    const deadline = setTimeout(end, Math.max(0, options.seconds + SECONDS_OF_GRACE - seconds()) * 1000)
    try {
      let open = roles.length
      for (const role of roles) {
        const workerData: Start = { seconds: options.seconds, seed: options.seed, role, board, startedAt }
        const worker = new Worker(thread, { workerData })
        workers.push(worker)
        worker.on('message', (message: FromThread) => {
          take(message)
          if (message.kind === 'ended' && --open === 0) end()
        })
        worker.on('error', (error) => {
          failure = error
          if (--open === 0) end()
        })
      }
      await hand(problem, options.start, workers)
      await ended
    } finally {
      clearTimeout(deadline)
      await Promise.all(workers.map((worker) => worker.terminate()))
    }
    if (!best && failure) throw failure
    const isProved = without !== null || (best !== null && lowerBound !== null && lowerBound >= (best as { penalty: number }).penalty - 1e-9)
    const found = best as { plan: Plan; penalty: number } | null
    return { plan: found?.plan ?? null, penalty: found?.penalty ?? null, lowerBound, isProved, seconds: seconds() }
  }
  return { done: run(), stop: end }
}

async function hand(problem: Problem, start: Plan | undefined, workers: readonly Worker[]): Promise<void> {
  const { agents, ...frame } = problem
  for (const worker of workers) worker.postMessage({ frame, start })
  const each = Math.max(1, Math.floor(CELLS_AT_ONCE / (problem.days * (problem.shifts.length + 1))))
  for (let from = 0; from < agents.length; from += each) {
    await setImmediate()
    for (const worker of workers) worker.postMessage({ agents: agents.slice(from, from + each) })
  }
  for (const worker of workers) worker.postMessage('all')
}
