import { readFile, writeFile } from 'node:fs/promises'
import { CannotStart } from '../../reasons.ts'
import { checkSolution } from '../../planner/benchmark/check.ts'
import { FormatFault, parseInstance, printSolution } from '../../planner/benchmark/format.ts'
import type { Step } from '../../planner/problem.ts'
import { solve } from '../../planner/solve/service.ts'

export type SolveFlags = { seconds: number; threads: number; seed: number; out: string }

/** Solves a published instance; the last line printed is JSON. 1: no lawful roster was found. Needs no database. */
export async function solveShifts(file: string, { seconds, threads, seed, out }: SolveFlags): Promise<number> {
  if (!(seconds > 0)) throw new CannotStart(`--seconds: "${seconds}" is not a time; write a number above 0, e.g. 60`)
  if (!Number.isInteger(threads) || threads < 1) throw new CannotStart(`--threads: "${threads}" is not a number of threads; write 1 or more`)
  const instance = parse(file, parseInstance, await read(file))
  const onStep = ({ seconds: after, penalty, lowerBound, by }: Step): void => {
    process.stderr.write(`${after.toFixed(2)} s: ${by} ${penalty ?? '-'}, bound ${lowerBound ?? '-'}\n`)
  }
  const solved = await solve(instance.problem, { seconds, threads, seed, onStep }).done
  if (solved.plan) await writeFile(out, printSolution(instance, solved.plan))
  process.stderr.write(`peak ${Math.ceil(process.resourceUsage().maxRSS / 1024)} MB\n`)
  const { penalty, lowerBound, plan } = solved
  process.stdout.write(`${JSON.stringify({ penalty, lowerBound, seconds: Number(solved.seconds.toFixed(2)), feasible: plan !== null })}\n`)
  return plan === null ? 1 : 0
}

/** Judges a roster by the instance alone, without the planner's own code. 1: it breaks a rule. */
export async function checkShifts(file: string, solution: string): Promise<number> {
  const [text, roster] = [await read(file), await read(solution)]
  parse(file, parseInstance, text) // a spoilt instance is said with its line; the verdict itself uses nothing of it
  const { penalty, cover, requests, violations } = checkSolution(text, roster)
  for (const violation of violations) process.stdout.write(`${violation}\n`)
  process.stdout.write(`${JSON.stringify({ penalty, cover, requests, violations: violations.length, feasible: violations.length === 0 })}\n`)
  return violations.length === 0 ? 0 : 1
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new CannotStart(`${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function parse<T>(path: string, parser: (text: string) => T, text: string): T {
  try {
    return parser(text)
  } catch (error) {
    if (error instanceof FormatFault) throw new CannotStart(`${path}: ${error.message}`)
    throw error
  }
}
