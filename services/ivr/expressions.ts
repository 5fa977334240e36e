import { readName, toName } from './names.ts'
import type { Name } from './names.ts'
import type { Session } from './session.ts'

/** The language of `branch`: comparisons, and, or, not, contains. Our own parser: nothing in a flow file is ever run as code. */
export type Expression =
  | { kind: 'value'; value: Value }
  | { kind: 'name'; written: string; name: Name }
  | { kind: 'not'; of: Expression }
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'compare'; operator: Operator; left: Expression; right: Expression }
export type ParsedExpression = { kind: 'expression'; expression: Expression } | { kind: 'broken'; problem: string }

type Value = string | number | boolean | null
const operators = ['==', '!=', '<=', '>=', '<', '>', 'contains'] as const
type Operator = (typeof operators)[number]
type Reader = { tokens: ReadonlyArray<string>; at: number }
type Part = Expression | { kind: 'broken'; problem: string }

const tokenPattern = /\s*('[^']*'|"[^"]*"|\d+(?:\.\d+)?|[A-Za-z][A-Za-z0-9_.]*|==|!=|<=|>=|<|>|\(|\))/y

/** Parses once, when the flow is read. */
export function parseExpression(text: string): ParsedExpression {
  const tokens: string[] = []
  tokenPattern.lastIndex = 0
  let end = 0
  for (let match = tokenPattern.exec(text); match !== null; match = tokenPattern.exec(text)) {
    tokens.push(match[1] ?? '')
    end = tokenPattern.lastIndex
  }
  const left = text.slice(end).trim()
  if (left !== '') return { kind: 'broken', problem: `"${left}" is not understood; compare with ==, !=, <, >, <=, >=, contains` }
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
      return namesOf(expression.of)
    case 'and':
    case 'or':
    case 'compare':
      return [...namesOf(expression.left), ...namesOf(expression.right)]
  }
}

/** True or false now. A value that is not known is equal to nothing and neither more nor less than anything. */
export function isTrue(expression: Expression, session: Session): boolean {
  const value = evaluate(expression, session)
  return value !== null && value !== false && value !== '' && value !== 0
}

function evaluate(expression: Expression, session: Session): Value {
  switch (expression.kind) {
    case 'value':
      return expression.value
    case 'name':
      return readName(session, expression.name)
    case 'not':
      return !isTrue(expression.of, session)
    case 'and':
      return isTrue(expression.left, session) && isTrue(expression.right, session)
    case 'or':
      return isTrue(expression.left, session) || isTrue(expression.right, session)
    case 'compare':
      return compare(expression.operator, evaluate(expression.left, session), evaluate(expression.right, session))
  }
}

function compare(operator: Operator, left: Value, right: Value): boolean {
  if (operator === '!=') return !compare('==', left, right)
  if (left === null || right === null) return false
  if (operator === 'contains') return String(left).toLowerCase().includes(String(right).toLowerCase())
  // Keyed answers are text. They count as numbers only beside a number, so "0123" == "123" stays false.
  const asNumbers = typeof left === 'number' || typeof right === 'number' || operator !== '=='
  const [a, b] = [toNumber(left), toNumber(right)]
  const order = asNumbers && a !== null && b !== null ? a - b : compareText(String(left), String(right))
  switch (operator) {
    case '==':
      return order === 0
    case '<':
      return order < 0
    case '>':
      return order > 0
    case '<=':
      return order <= 0
    case '>=':
      return order >= 0
  }
}

function compareText(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1
}

function toNumber(value: string | number | boolean): number | null {
  if (typeof value === 'boolean' || value === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
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
  const left = readOperand(reader)
  if (left.kind === 'broken') return left
  const operator = operators.find((known) => known === reader.tokens[reader.at])
  if (operator === undefined) return left
  reader.at += 1
  const right = readOperand(reader)
  return right.kind === 'broken' ? right : { kind: 'compare', operator, left, right }
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
  if (!/^[A-Za-z]/.test(token) || ['and', 'or', 'not', 'contains'].includes(token)) {
    return { kind: 'broken', problem: `"${token}" stands where a value should be` }
  }
  return { kind: 'name', written: token, name: toName(token) }
}
