import { distance } from 'fastest-levenshtein'

type Level = 'error' | 'advice'

/** What is checked. An error: the flow cannot run as it is written. Advice: it can, but callers will suffer. docs/flow-checks.md explains each. */
export const rules = {
  yaml: 'error',
  schema: 'error',
  zone: 'error',
  language: 'error',
  'unspoken-language': 'advice',
  'missing-step': 'error',
  'reserved-name': 'error',
  'missing-text': 'error',
  'missing-phrase': 'advice',
  template: 'error',
  'unknown-name': 'error',
  'not-known-yet': 'advice',
  condition: 'error',
  digits: 'error',
  who: 'error',
  'without-effect': 'advice',
  'unknown-skill': 'error',
  'clashing-keys': 'advice',
  'clashing-words': 'error',
  'menu-too-wide': 'advice',
  'too-deep': 'advice',
  unreachable: 'advice',
  'dead-end': 'error',
  'silent-circle': 'error',
  'no-person': 'advice',
  'no-way-out': 'advice',
  'silence-hangs-up': 'advice',
  'goodbye-without-answer': 'advice',
  'empty-offer': 'advice',
  'speech-only': 'advice',
  'unused-capture': 'advice',
  'long-prompt': 'advice',
  'long-sentence': 'advice',
  officialese: 'advice',
  'fast-number': 'advice',
  secret: 'error',
  'no-answer-yet': 'advice',
  subflow: 'error',
  'no-return': 'advice',
  'http-host': 'error',
  'http-plain': 'advice',
  'duplicate-flow': 'error',
} as const satisfies Record<string, Level>

export type Rule = keyof typeof rules

/** Something about a flow file that its author should know. A flow with errors is never loaded; advice does not stop it. */
export type Finding = { severity: Level; file: string; line: number; step?: string; rule: Rule; message: string }

/** Where in a flow file: keys and list numbers from the top, e.g. `['steps', 'main', 'options', '3']`. */
export type Path = ReadonlyArray<string | number>

/** How the checks say what they found; file, line, step and level follow from the path and the rule. */
export type Report = (rule: Rule, path: Path, message: string) => void

/** One line for a terminal: `support.yaml:12: error: step "main": option 3 leads to ... [missing-step]`. */
export function formatFinding({ file, line, severity, step, rule, message }: Finding): string {
  return `${file}:${line}: ${severity}: ${step === undefined ? '' : `step "${step}": `}${message} [${rule}]`
}

/** ` (did you mean "billing"?)` when one of the known words is near, else nothing. */
export function suggest(written: string, known: ReadonlyArray<string>): string {
  const ranked = known.map((word) => ({ word, away: distance(written.toLowerCase(), word.toLowerCase()) })).sort((a, b) => a.away - b.away)
  const [nearest] = ranked
  const isNear = nearest !== undefined && nearest.away < written.length && nearest.away <= Math.max(2, Math.floor(written.length / 3))
  return isNear ? ` (did you mean "${nearest.word}"?)` : ''
}
