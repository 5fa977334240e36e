import { describe, expect, it } from 'vitest'
import { isTrue, namesOf, parseExpression } from '../../../services/ivr/expressions.ts'
import { aFlow, aSession } from './support.ts'

const flow = aFlow('  main: { do: hangUp }')
const session = {
  ...aSession(flow, { customer: { name: 'Marta' } }),
  captured: {
    kind: { value: 'Fault', by: 'keys', confirmed: true, step: 's' } as const,
    age: { value: '9', by: 'keys', confirmed: true, step: 's' } as const,
    code: { value: '0123', by: 'keys', confirmed: true, step: 's' } as const,
    empty: { value: '', by: 'flow', confirmed: false, step: 's' } as const,
  },
}

function evaluate(text: string): boolean | string {
  const parsed = parseExpression(text)
  return parsed.kind === 'broken' ? parsed.problem : isTrue(parsed.expression, session)
}

describe('conditions', () => {
  it.each([
    ["captured.kind == 'Fault'", true],
    ["captured.kind == 'fault'", false],
    ["captured.kind != 'x'", true],
    ['captured.age < 18', true],
    ['captured.age < 10', true],
    ["captured.age < '10'", true],
    ['captured.age >= 9', true],
    ['captured.age > 9', false],
    ['captured.age <= 8.5', false],
    ['captured.code == 123', true],
    ["captured.code == '123'", false],
    ["captured.code == '0123'", true],
    ['captured.none == captured.none', false],
    ["captured.none != 'x'", true],
    ['captured.none < 1', false],
    ['captured.none', false],
    ['captured.empty', false],
    ['captured.kind', true],
    ["captured.kind contains 'AUL'", true],
    ["call.from contains '+49'", true],
    ["call.from contains '+7'", false],
    ['customer.known', true],
    ['not customer.known', false],
    ['customer.known == true', true],
    ["customer.name == 'Marta'", true],
    ["language == 'en'", true],
    ['case.number', false],
    ['captured.constructor', false],
    ['true or false and false', true],
    ['(true or false) and false', false],
    ['not false and not false', true],
    ['not (true and false)', true],
    ['false or captured.age == 9', true],
    ['1 == 1', true],
    ["'b' > 'a'", true],
    ['0', false],
    ['not not true', true],
  ])('%s -> %s', (text, expected) => {
    expect(evaluate(text)).toBe(expected)
  })

  it.each([
    ['', /ends too early/],
    ['1 ==', /ends too early/],
    ['1 = 1', /"= 1" is not understood/],
    ['(1 == 1', /never closed/],
    ['1 == 1)', /should end/],
    ['1 2', /"2" comes where/],
    ['and', /"and" stands where/],
    ['captured.a; process.exit()', /not understood/],
    ["'open", /not understood/],
    ['true and', /too early/],
    ['== 1', /"==" stands/],
  ])('%s is refused', (text, problem) => {
    expect(evaluate(text)).toMatch(problem)
  })

  it('lists the names it asks for', () => {
    const parsed = parseExpression("not captured.a and (b == 'c' or call.from contains 1)")
    expect(parsed.kind === 'expression' && namesOf(parsed.expression)).toEqual(['captured.a', 'b', 'call.from'])
  })
})
