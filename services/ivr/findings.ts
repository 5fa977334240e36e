import { distance } from 'fastest-levenshtein'

/** Something about a flow file that its author should know. A flow with errors is never loaded; advice does not stop it. */
export type Finding = { severity: 'error' | 'advice'; file: string; line: number; step?: string; rule: Rule; message: string }

export type Rule =
  | 'yaml'
  | 'schema'
  | 'zone'
  | 'language'
  | 'missing-step'
  | 'reserved-name'
  | 'missing-text'
  | 'missing-phrase'
  | 'template'
  | 'unknown-name'
  | 'condition'
  | 'digits'
  | 'who'
  | 'clashing-keys'
  | 'clashing-words'
  | 'unreachable'
  | 'silent-circle'
  | 'long-prompt'
  | 'silence-hangs-up'
  | 'secret'
  | 'no-answer-yet'
  | 'duplicate-flow'

/** Where in a flow file: keys and list numbers from the top, e.g. `['steps', 'main', 'options', '3']`. */
export type Path = ReadonlyArray<string | number>

/** How the checks say what they found; file, line and step follow from the path. */
export type Report = (severity: Finding['severity'], rule: Rule, path: Path, message: string) => void

/** One line for a terminal: `support.yaml:12: error: step "main": option 3 leads to ...`. */
export function formatFinding({ file, line, severity, step, message }: Finding): string {
  return `${file}:${line}: ${severity}: ${step === undefined ? '' : `step "${step}": `}${message}`
}

/** ` (did you mean "billing"?)` when one of the known words is near, else nothing. */
export function suggest(written: string, known: ReadonlyArray<string>): string {
  const ranked = known.map((word) => ({ word, away: distance(written.toLowerCase(), word.toLowerCase()) })).sort((a, b) => a.away - b.away)
  const [nearest] = ranked
  return nearest !== undefined && nearest.away <= Math.max(2, Math.floor(written.length / 3)) ? ` (did you mean "${nearest.word}"?)` : ''
}
