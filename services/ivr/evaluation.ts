import type { Arithmetic, Expression, Operator, Value } from './expressions.ts'
import { readName } from './names.ts'
import type { Facts } from './names.ts'

/** Longer values match nothing: a call waits for the answer. */
const longestMatched = 200

/** True or false now. A value that is not known is equal to nothing and neither more nor less than anything. */
export function isTrue(expression: Expression, facts: Facts): boolean {
  const value = evaluate(expression, facts)
  return value !== null && value !== false && value !== '' && value !== 0
}

function evaluate(expression: Expression, facts: Facts): Value {
  switch (expression.kind) {
    case 'value':
      return expression.value
    case 'name':
      return readName(facts, expression.name)
    case 'not':
      return !isTrue(expression.of, facts)
    case 'and':
      return isTrue(expression.left, facts) && isTrue(expression.right, facts)
    case 'or':
      return isTrue(expression.left, facts) || isTrue(expression.right, facts)
    case 'compare':
      return compare(expression.operator, evaluate(expression.left, facts), evaluate(expression.right, facts))
    case 'matches': {
      const value = evaluate(expression.of, facts)
      return value !== null && String(value).length <= longestMatched && expression.pattern.test(String(value))
    }
    case 'calculate':
      return calculate(expression.operator, evaluate(expression.left, facts), evaluate(expression.right, facts))
    case 'negative':
      return calculate('-', 0, evaluate(expression.of, facts))
  }
}

/** What is no number, or comes out as none (a division by zero), is not known. */
function calculate(operator: Arithmetic, left: Value, right: Value): number | null {
  const [a, b] = [toNumber(left), toNumber(right)]
  if (a === null || b === null) return null
  const result = { '+': a + b, '-': a - b, '*': a * b, '/': a / b }[operator]
  return Number.isFinite(result) ? result : null
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

function toNumber(value: Value): number | null {
  if (value === null || typeof value === 'boolean' || (typeof value === 'string' && value.trim() === '')) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}
