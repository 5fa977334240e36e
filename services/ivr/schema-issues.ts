import type { z } from 'zod'
import { suggest } from './findings.ts'
import type { Path } from './findings.ts'

type Issue = z.core.$ZodIssue
export type Explained = { path: Path; message: string }

const stepKinds = ['say', 'menu', 'gather', 'set', 'branch', 'hours', 'dial', 'voicemail', 'openCase', 'goTo', 'hangUp']
const fields = [
  'flow',
  'title',
  'zone',
  'languages',
  'start',
  'settings',
  'keys',
  'onNoInput',
  'onNoMatch',
  'phrases',
  'steps',
  'timeoutSeconds',
  'tries',
  'do',
  'prompt',
  'prompts',
  'next',
  'options',
  'goTo',
  'language',
  'say',
  'served',
  'name',
  'input',
  'minDigits',
  'maxDigits',
  'finishOnKey',
  'confirm',
  'identifies',
  'values',
  'when',
  'if',
  'else',
  'days',
  'holidays',
  'open',
  'closed',
  'to',
  'screen',
  'onAnswered',
  'onFailed',
  'maxSeconds',
  'silenceSeconds',
  'severity',
  'onEmpty',
  'reason',
  'onDelay',
]

/** What zod found, as a person would say it, at the deepest place that it can be pinned to. */
export function explainIssue(issue: Issue, content: unknown, base: Path = []): Explained[] {
  const path: Path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: `"${key}" means nothing here${suggest(key, fields)}; correct or delete it` }))
    case 'invalid_union':
      return explainUnion(issue, content, path)
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path, message: `"${String(path.at(-1))}" ${inner.message}` }))
    case 'invalid_type': {
      const found = valueAt(content, path)
      if (found === undefined) return [{ path, message: `"${String(path.at(-1) ?? 'the file')}" is missing; add it` }]
      return [{ path, message: `"${String(path.at(-1) ?? 'the file')}" should be ${issue.expected}, but is ${kindOf(found)}` }]
    }
    default:
      return [{ path, message: `"${String(path.at(-1))}": ${issue.message}` }]
  }
}

function explainUnion(issue: Extract<Issue, { code: 'invalid_union' }>, content: unknown, path: Path): Explained[] {
  if (path.at(-1) === 'do') {
    const written = valueAt(content, path)
    const problem = written === undefined ? '"do" is missing' : `"do: ${String(written)}" does not exist${suggest(String(written), stepKinds)}`
    return [{ path, message: `${problem}; a step does one of ${stepKinds.join(', ')}` }]
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
        message:
          found === undefined
            ? `"${String(path.at(-1))}" is missing; add it`
            : `"${String(path.at(-1))}" cannot be ${kindOf(found)}; see ivr-flows/README.md for its form`,
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
