import type { z } from 'zod'
import { suggest } from './findings.ts'
import type { Path, Rule } from './findings.ts'
import { flowFileSchema } from './flow-file.ts'

type Issue = z.core.$ZodIssue
/** `rule`: which one it breaks, if it is more than the form. */
export type Explained = { path: Path; message: string; rule?: Rule }

/** The fields of each kind of step, and of everything else, as the schema has them. */
const steps = new Map(flowFileSchema.shape.steps.valueType.options.map(({ shape }) => [shape.do.value as string, Object.keys(shape)]))
const elsewhere = [
  ...Object.keys(flowFileSchema.shape),
  ...Object.keys(flowFileSchema.shape.settings.unwrap().shape),
  ...['goTo', 'language', 'say', 'in', 'tries', 'prompts', 'if', 'at', 'is', 'optional'],
]
/** Without these a call would stop at the step. */
const ways = ['next', 'goTo', 'else', 'open', 'closed', 'onFailed', 'onNobody', 'onNoNumber', 'onNotFound', 'joined', 'unknown']

/** Everything that zod found. A misspelt field is also missing under its right name: that is one mistake. */
export function explainIssues(issues: readonly Issue[], content: unknown): Explained[] {
  const explained = issues.flatMap((issue) => explainIssue(issue, content))
  return explained.filter(({ path }) => {
    const isThere = valueAt(content, path) !== undefined
    // As the finding about the misspelt field says it.
    const meant = suggest(String(path.at(-1)), [String(path.at(-1))])
    return isThere || !explained.some((other) => other.message.includes(meant) && String(other.path.slice(0, -1)) === String(path.slice(0, -1)))
  })
}

/** What zod found, as a person would say it, at the deepest place that it can be pinned to. */
export function explainIssue(issue: Issue, content: unknown, base: Path = []): Explained[] {
  const path: Path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `"${key}" means nothing here${suggest(key, fieldsAt(content, path))}; correct or delete it`,
      }))
    case 'invalid_union':
      return explainUnion(issue, content, path)
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path, message: `"${String(path.at(-1))}" ${inner.message}` }))
    case 'invalid_type': {
      const found = valueAt(content, path)
      if (found === undefined) return [missing(path)]
      return [{ path, message: `"${String(path.at(-1) ?? 'the file')}" should be ${issue.expected}, but is ${kindOf(found)}` }]
    }
    default:
      return [{ path, message: `"${String(path.at(-1))}": ${issue.message}`, ...(isStepField(path, 'url') && { rule: 'http-host' as const }) }]
  }
}

function missing(path: Path): Explained {
  const field = String(path.at(-1) ?? 'the file')
  if (!ways.some((way) => isStepField(path, way))) return { path, message: `"${field}" is missing; add it` }
  return { path, message: `"${field}" is missing, so the call would stop here; name the step that comes then`, rule: 'dead-end' }
}

const isStepField = (path: Path, field: string): boolean => path.length === 3 && path[0] === 'steps' && path[2] === field

/** A misspelt field of a step is meant to be one of this kind of step. */
function fieldsAt(content: unknown, path: Path): readonly string[] {
  const kind = path.length === 2 && path[0] === 'steps' ? valueAt(content, [...path, 'do']) : undefined
  return steps.get(String(kind)) ?? elsewhere
}

function explainUnion(issue: Extract<Issue, { code: 'invalid_union' }>, content: unknown, path: Path): Explained[] {
  if (path.at(-1) === 'do') {
    const written = valueAt(content, path)
    const problem = written === undefined ? '"do" is missing' : `"do: ${String(written)}" does not exist${suggest(String(written), [...steps.keys()])}`
    return [{ path, message: `${problem}; a step does one of ${[...steps.keys()].join(', ')}` }]
  }
  // The branch that came furthest is the one that was meant.
  const found = valueAt(content, path)
  const branches = issue.errors.map((errors) => errors.flatMap((inner) => explainIssue(inner, content, path)))
  const fitting = branches.filter((_, n) => !(issue.errors[n] ?? []).some((inner) => inner.code === 'invalid_type' && inner.path.length === 0))
  const [best] = fitting.sort((a, b) => depth(b) - depth(a))
  return (
    best ?? [
      {
        path,
        message: found === undefined ? missing(path).message : `"${String(path.at(-1))}" cannot be ${kindOf(found)}; see ivr-flows/README.md for its form`,
      },
    ]
  )
}

function depth(explained: ReadonlyArray<Explained>): number {
  return Math.max(0, ...explained.map(({ path }) => path.length))
}

function valueAt(content: unknown, path: Path): unknown {
  let value = content
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = Object.entries(value).find(([key]) => key === String(part))?.[1]
  }
  return value
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty'
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a map' : `${typeof value} ${JSON.stringify(value)}`
}
