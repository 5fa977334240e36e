import { edgeText } from './edges.ts'
import type { Proof } from './proof.ts'

/** What a terminal shows of a proof: each way that does not end well, else one line of figures. */
export function pathLines(file: string, { problems, figures, untaken }: Proof): string[] {
  const { stations, moves, endings, longest, mostWhileSilent, edges, edgesTaken } = figures
  const ends = Object.entries(endings).filter(([, count]) => count > 0)
  const summary = [
    `${stations} stations, ${moves} moves, ${edgesTaken} of ${edges} edges`,
    `ends: ${ends.map(([kind, count]) => `${kind} ${count}`).join(', ')}`,
    `longest way ${longest} prompts, while silent ${mostWhileSilent}`,
  ]
  return [
    ...problems.flatMap(({ step, message, way }) => [`${file}: ${step === '' ? '' : `step "${step}": `}${message}`, ...way.map((part) => `    ${part}`)]),
    ...untaken.map((edge) => `${file}: no call goes ${edgeText(edge)}`),
    `${file}: ${problems.length === 0 ? 'every way ends well' : `${problems.length} problems`}; ${summary.join('; ')}`,
  ]
}
