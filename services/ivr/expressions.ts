import { RE2JS, RE2JSException } from 're2js'
import { toName } from './names.ts'
import type { Name } from './names.ts'

/** The language of `branch`: comparisons, and, or, not, contains, matches, arithmetic. Our own parser: nothing in a flow file is ever run as code. */
export type Expression =
  | { kind: 'value'; value: Value }
  | { kind: 'name'; written: string; name: Name }
  | { kind: 'not'; of: Expression }
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'compare'; operator: Operator; left: Expression; right: Expression }
  /** RE2, anywhere in the value: its time grows with the value alone, whatever the pattern. */
  | { kind: 'matches'; of: Expression; pattern: RE2JS }
  | { kind: 'calculate'; operator: Arithmetic; left: Expression; right: Expression }
  | { kind: 'negative'; of: Expression }
export type ParsedExpression = { kind: 'expression'; expression: Expression } | { kind: 'broken'; problem: string }

export type Value = string | number | boolean | null
const operators = ['==', '!=', '<=', '>=', '<', '>', 'contains'] as const
export type Operator = (typeof operators)[number]
export type Arithmetic = '+' | '-' | '*' | '/'
type Reader = { tokens: ReadonlyArray<string>; at: number }
type Part = Expression | { kind: 'broken'; problem: string }

const tokenPattern = /\s*('[^']*'|"[^"]*"|\d+(?:\.\d+)?|[A-Za-z][A-Za-z0-9_.]*|==|!=|<=|>=|<|>|\(|\)|[-+*/])/y
const words = ['and', 'or', 'not', 'contains', 'matches']

/** Longer conditions nobody can read, and deeper ones would overflow the parser. */
const longestCondition = 500

/** Steps of a compiled pattern: one of a thousand takes a tenth of a second, and usual ones have less than fifty. */
const longestProgram = 200

/** Values of a fixed form: compared with anything else they would be false for ever, without a word. */
const forms: Readonly<Record<string, { pattern: RegExp; example: string }>> = {
  'now.time': { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, example: "'08:00'" },
  'now.weekday': { pattern: /^(mon|tue|wed|thu|fri|sat|sun)$/, example: "'mon'" },
  'now.date': { pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, example: "'2026-12-24'" },
}

/** Parses once, when the flow is read. */
export function parseExpression(text: string): ParsedExpression {
  if (text.length > longestCondition) return { kind: 'broken', problem: `it is longer than ${longestCondition} letters; write several conditions` }
  const tokens: string[] = []
  tokenPattern.lastIndex = 0
  let end = 0
  for (let match = tokenPattern.exec(text); match !== null; match = tokenPattern.exec(text)) {
    tokens.push(match[1] ?? '')
    end = tokenPattern.lastIndex
  }
  const left = text.slice(end).trim()
  if (left !== '') return { kind: 'broken', problem: `"${left}" is not understood; compare with ==, !=, <, >, <=, >=, contains, matches` }
  const reader: Reader = { tokens, at: 0 }
  const expression = readChain(reader, 'or')
  if (expression.kind === 'broken') return expression
  const rest = tokens[reader.at]
  if (rest !== undefined) return { kind: 'broken', problem: `"${rest}" comes where the condition should end; join conditions with "and" or "or"` }
  return { kind: 'expression', expression }
}

/** The names that an expression asks for, as written. */
export function namesOf(expression: Expression): string[] {
  switch (expression.kind) {
    case 'value':
      return []
    case 'name':
      return [expression.written]
    case 'not':
    case 'negative':
    case 'matches':
      return namesOf(expression.of)
    case 'and':
    case 'or':
    case 'compare':
    case 'calculate':
      return [...namesOf(expression.left), ...namesOf(expression.right)]
  }
}

function readChain(reader: Reader, word: 'or' | 'and'): Part {
  let left = word === 'or' ? readChain(reader, 'and') : readNot(reader)
  while (left.kind !== 'broken' && reader.tokens[reader.at] === word) {
    reader.at += 1
    const right = word === 'or' ? readChain(reader, 'and') : readNot(reader)
    left = right.kind === 'broken' ? right : { kind: word, left, right }
  }
  return left
}

function readNot(reader: Reader): Part {
  if (reader.tokens[reader.at] !== 'not') return readComparison(reader)
  reader.at += 1
  const of = readNot(reader)
  return of.kind === 'broken' ? of : { kind: 'not', of }
}

function readComparison(reader: Reader): Part {
  const left = readSum(reader)
  if (left.kind === 'broken') return left
  if (reader.tokens[reader.at] === 'matches') return readPattern(reader, left)
  const operator = operators.find((known) => known === reader.tokens[reader.at])
  if (operator === undefined) return left
  reader.at += 1
  const right = readSum(reader)
  if (right.kind === 'broken') return right
  const problem = operator === 'contains' ? null : (wrongForm(left, right) ?? wrongForm(right, left))
  return problem === null ? { kind: 'compare', operator, left, right } : { kind: 'broken', problem }
}

function wrongForm(name: Expression, value: Expression): string | null {
  const form = name.kind === 'name' && Object.hasOwn(forms, name.written) ? forms[name.written] : undefined
  if (name.kind !== 'name' || form === undefined || value.kind !== 'value' || form.pattern.test(String(value.value))) return null
  return `${name.written} is compared with a text such as ${form.example}`
}

function readPattern(reader: Reader, of: Expression): Part {
  const written = reader.tokens[reader.at + 1]
  reader.at += 2
  if (written === undefined || !/^["']/.test(written)) return { kind: 'broken', problem: 'after "matches" comes a pattern in quotes' }
  try {
    const pattern = RE2JS.compile(written.slice(1, -1))
    if (pattern.programSize() <= longestProgram) return { kind: 'matches', of, pattern }
    return { kind: 'broken', problem: `the pattern ${written} repeats too much; a call would have to wait for it` }
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return { kind: 'broken', problem: `the pattern ${written} cannot be read (${error.message})` }
  }
}

function readSum(reader: Reader): Part {
  return readOperations(reader, ['+', '-'], (inner) => readOperations(inner, ['*', '/'], readSigned))
}

function readOperations(reader: Reader, wanted: readonly Arithmetic[], readNext: (reader: Reader) => Part): Part {
  let left = readNext(reader)
  for (;;) {
    const operator = wanted.find((known) => known === reader.tokens[reader.at])
    if (left.kind === 'broken' || operator === undefined) return left
    reader.at += 1
    const right = readNext(reader)
    left = right.kind === 'broken' ? right : { kind: 'calculate', operator, left, right }
  }
}

function readSigned(reader: Reader): Part {
  if (reader.tokens[reader.at] !== '-') return readOperand(reader)
  reader.at += 1
  const of = readSigned(reader)
  return of.kind === 'broken' ? of : { kind: 'negative', of }
}

function readOperand(reader: Reader): Part {
  const token = reader.tokens[reader.at]
  if (token === undefined) return { kind: 'broken', problem: 'the condition ends too early; a value is missing' }
  reader.at += 1
  if (token === '(') {
    const inside = readChain(reader, 'or')
    if (inside.kind === 'broken') return inside
    if (reader.tokens[reader.at] !== ')') return { kind: 'broken', problem: '"(" is never closed' }
    reader.at += 1
    return inside
  }
  if (token.startsWith('"') || token.startsWith("'")) return { kind: 'value', value: token.slice(1, -1) }
  if (/^\d/.test(token)) return { kind: 'value', value: Number(token) }
  if (token === 'true' || token === 'false') return { kind: 'value', value: token === 'true' }
  if (!/^[A-Za-z]/.test(token) || words.includes(token)) {
    return { kind: 'broken', problem: `"${token}" stands where a value should be` }
  }
  return { kind: 'name', written: token, name: toName(token) }
}
