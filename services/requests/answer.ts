import type { HttpAnswer } from '../ivr/effects.ts'

/** What a flow is told: its values by name, or why there are none. */
export type RequestResult = { ok: 'yes'; values: Record<string, string> } | { ok: 'no'; why: string }

/** Longer texts are nothing that a caller could be told. */
const LONGEST_VALUE = 500

/** Reads what the flow wants out of the answer's text: JSON, each value at its place and of its kind. All of it, or nothing. */
export function readAnswer(text: string, wanted: readonly HttpAnswer[]): RequestResult {
  const json = parsed(text)
  if (json === undefined) return { ok: 'no', why: 'the answer is no JSON' }
  const values: Record<string, string> = {}
  for (const { name, at, is, isOptional } of wanted) {
    const value = valueAt(json.value, at)
    if ((value === undefined || value === null) && isOptional) continue
    const given = textOf(value, is)
    if (given === undefined) return { ok: 'no', why: `the answer has no ${is} at "${at.join('.')}"` }
    values[name] = given
  }
  return { ok: 'yes', values }
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

/** Only what the answer itself has, nothing that each object inherits. */
function valueAt(json: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
  }, json)
}

function textOf(value: unknown, is: HttpAnswer['is']): string | undefined {
  switch (is) {
    case 'text':
      return typeof value === 'string' ? value.slice(0, LONGEST_VALUE) : undefined
    case 'number':
      return typeof value === 'number' ? String(value) : undefined
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : undefined
  }
}
