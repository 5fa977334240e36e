import { lostStep } from '../turn.ts'
import { longestWay } from './longest.ts'
import { movesAt, stationAt, type Ending, type Move, type Walk } from './walk.ts'

/** A way that a call must not take, as what happens on it, one after the other. */
export type Problem = { kind: 'endsBadly' | 'endless' | 'failed' | 'tooLong' | 'tooSilent' | 'tooMany'; step: string; message: string; way: readonly string[] }

export type Proof = {
  problems: Problem[]
  figures: { stations: number; moves: number; endings: Record<Ending, number>; longest: number; mostWhileSilent: number; edges: number; edgesTaken: number }
  longest: readonly string[]
  /** Ways between steps that no call takes. */
  untaken: Walk['edges']['missing']
}

/**
 * What holds for every way through the flow: who does nothing is not kept for ever, so that each call can end; each end brings something; no step
 * fails; and nobody who cooperates is asked more than `mostPrompts` questions.
 */
export function prove(walked: Walk, { mostPrompts = 12 }: { mostPrompts?: number } = {}): Proof {
  const { stations, starts, answers, edges } = walked
  const moves = [...starts, ...walked.moves.flat(), ...[...answers.values()].flat()]
  const silent = whileSilent(walked)
  const longest = longestWay(walked)
  const problems: Problem[] = []
  if (walked.isCut) {
    const message = `a call can stand in more than ${stations.length - 1} ways, so not all were walked; answers that are kept and compared make them many`
    problems.push({ kind: 'tooMany', step: '', message, way: [] })
  }
  problems.push(...badMoves(walked), ...silent.problems)
  if (longest.prompts > mostPrompts) {
    problems.push({
      kind: 'tooLong',
      step: '',
      message: `a caller who does all that he is asked is asked ${longest.prompts} times, more than ${mostPrompts}`,
      way: longest.way,
    })
  }
  if (silent.most > mostPrompts) {
    const message = `who says nothing hears ${silent.most} prompts before a person or a voicemail, more than ${mostPrompts}`
    problems.push({ kind: 'tooSilent', step: silent.at, message, way: silent.way })
  }
  const figures = {
    stations: stations.length,
    moves: moves.length,
    endings: countEndings(moves),
    longest: longest.prompts,
    mostWhileSilent: silent.most,
    edges: edges.all,
    edgesTaken: edges.all - edges.missing.length,
  }
  return { problems, figures, longest: longest.way, untaken: edges.missing }
}

function countEndings(moves: readonly Move[]): Record<Ending, number> {
  const endings: Record<Ending, number> = { answered: 0, voicemail: 0, callback: 0, case: 0, served: 0, nothingSaid: 0, returned: 0, nothing: 0 }
  for (const { ending } of moves) if (ending !== null) endings[ending] += 1
  return endings
}

/** What happened up to a station, from the first ring. */
export function wayTo(walked: Pick<Walk, 'stations'>, station: number): string[] {
  const way: string[] = []
  for (let n = station; n >= 0;) {
    const { came } = stationAt(walked, n)
    way.unshift(came.label)
    n = came.from
  }
  return way
}

/** Ends that brought nothing, and steps at which the engine had to give up: for each place the shortest way there. */
function badMoves(walked: Walk): Problem[] {
  const problems = new Map<string, Problem>()
  const look = (from: number, moves: readonly Move[]): void => {
    for (const { label, ending, failed, at } of moves) {
      const before = from < 0 ? '' : (stationAt(walked, from).session.position?.step ?? '')
      const way = (): string[] => [...(from < 0 ? [] : wayTo(walked, from)), label]
      if (failed !== null && !problems.has(`failed ${failed.step} ${failed.reason}`)) {
        problems.set(`failed ${failed.step} ${failed.reason}`, {
          kind: 'failed',
          step: failed.step,
          message: `the flow cannot go on: ${failed.reason}`,
          way: way(),
        })
      }
      // After a failure the call is lost already; one mistake is told once.
      if (ending !== 'nothing' || before === lostStep || problems.has(`ends ${before} ${at}`)) continue
      const message = 'the call ends and has brought the caller nothing: no answer, no voicemail, no case, no callback, nothing that is "served: true"'
      problems.set(`ends ${before} ${at}`, { kind: 'endsBadly', step: at, message, way: way() })
    }
  }
  look(-1, walked.starts)
  for (const n of walked.stations.keys()) look(n, movesAt(walked, n))
  return [...problems.values()]
}

type Silence = { most: number; at: string; way: string[]; problems: Problem[] }

/** Follows silence from every station: it must end, and soon bring a person or a voicemail. */
function whileSilent(walked: Walk): Silence {
  const prompts = new Array<number>(walked.stations.length).fill(-1)
  const open = new Set<number>()
  const found: Silence = { most: 0, at: '', way: [], problems: [] }
  const isHelp = (n: number): boolean => stationAt(walked, n).last.verb !== 'gather' || !stationAt(walked, n).asks
  const quiet = walked.moves.map((moves) => moves.filter(({ by }) => by === 'silence'))
  const onward = (n: number): Move[] => quiet[n] ?? []
  for (const start of walked.stations.keys()) {
    const path: Array<{ n: number; at: number }> = prompts[start] === -1 ? [{ n: start, at: 0 }] : []
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { n, at } = top
      open.add(n)
      const move = onward(n)[at]
      top.at += 1
      if (move === undefined) {
        const further = Math.max(0, ...onward(n).map(({ to }) => (to === null ? 0 : Math.max(0, prompts[to] ?? 0))))
        prompts[n] = isHelp(n) ? 0 : 1 + further
        open.delete(n)
        path.pop()
      } else if (move.to !== null && open.has(move.to)) {
        if (!found.problems.some(({ kind }) => kind === 'endless'))
          found.problems.push(endless(walked, onward, path.slice(path.findIndex((one) => one.n === move.to))))
      } else if (move.to !== null && prompts[move.to] === -1) path.push({ n: move.to, at: 0 })
    }
    const most = prompts[start] ?? 0
    if (most > found.most) Object.assign(found, { most, at: stationAt(walked, start).session.position?.step ?? '', way: wayTo(walked, start) })
  }
  return found
}

function endless(walked: Walk, onward: (n: number) => Move[], circle: ReadonlyArray<{ n: number; at: number }>): Problem {
  const round = circle.map(({ n, at }) => onward(n)[at - 1]?.label ?? '')
  const steps = [...new Set(circle.map(({ n }) => stationAt(walked, n).session.position?.step ?? ''))]
  const message = `who does nothing goes round and round: ${steps.map((step) => `"${step}"`).join(' -> ')}; lead silence to a person or a voicemail`
  return { kind: 'endless', step: steps[0] ?? '', message, way: [...wayTo(walked, circle[0]?.n ?? -1), ...round, '... and so on'] }
}
