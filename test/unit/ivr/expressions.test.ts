import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { isTrue } from '../../../services/ivr/evaluation.ts'
import { namesOf, parseExpression } from '../../../services/ivr/expressions.ts'
import { aFlow, aSession, noon } from './support.ts'

const flow = aFlow('  main: { do: hangUp }')
const session = {
  ...aSession(flow, { customer: { name: 'Marta' } }),
  captured: {
    kind: { value: 'Fault', by: 'keys', confirmed: true, step: 's' } as const,
    phone: { value: '030 23125200', by: 'speech', confirmed: true, step: 's' } as const,
    age: { value: '9', by: 'keys', confirmed: true, step: 's' } as const,
    code: { value: '0123', by: 'keys', confirmed: true, step: 's' } as const,
    empty: { value: '', by: 'flow', confirmed: false, step: 's' } as const,
  },
}

function evaluate(text: string): boolean | string {
  const parsed = parseExpression(text)
  return parsed.kind === 'broken' ? parsed.problem : isTrue(parsed.expression, { session, now: noon, flow })
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
    ['1 + 2 * 3 == 7', true],
    ['(1 + 2) * 3 == 9', true],
    ['10 - 2 - 3 == 5', true],
    ['12 / 2 / 3 == 2', true],
    ['2 - -3 == 5', true],
    ['-(1 + 1) == -2', true],
    ['3-1 == 2', true],
    ['captured.age * 2 + 1 == 19', true],
    ['captured.code + 1 == 124', true],
    ['-captured.age < 0', true],
    ['1 / 0', false],
    ['1 / 0 == 1 / 0', false],
    ['1 / 0 != 1', true],
    ['1 / 3 * 3 == 1', true],
    ['captured.none + 1 > 0', false],
    ["captured.kind + 1 == 'Fault1'", false],
    ["' ' + 1 == 1", false],
    ['9999999999999999999999 * 9999999999999999999999 > 1', true],
    ["captured.kind matches '[A-Z][a-z]+'", true],
    ["captured.kind matches 'aul'", true],
    ["captured.kind matches '^aul'", false],
    ["captured.kind matches '^[A-Z][a-z]{3}$'", false],
    ["captured.kind matches 'fault'", false],
    ["captured.kind matches '(?i)fault'", true],
    ["captured.phone matches '0[0-9 ]+'", true],
    ["captured.none matches '.*'", false],
    ["not captured.kind matches 'x'", true],
    ["captured.age + 1 matches '10'", true],
    ["now.time == '12:00'", true],
    ["now.time >= '08:00' and now.weekday != 'sun'", true],
    ["now.time < '09:30'", false],
    ["now.weekday == 'wed'", true],
    ["now.date == '2026-03-04'", true],
    ["now.date >= '2026-12-24'", false],
    ["now.date contains '-03-'", true],
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
    ['1 +', /too early/],
    ['* 2', /"\*" stands/],
    ['1 == 2 == 3', /"==" comes where/],
    ["captured.a matches '('", /the pattern '\(' cannot be read \(.*missing closing/],
    ["captured.a matches '(?=x)'", /cannot be read/],
    ["captured.a matches '(.{1,20}){20}'", /repeats too much/],
    ['captured.a matches captured.b', /a pattern in quotes/],
    ['captured.a matches', /a pattern in quotes/],
    ['now.time > 8', /now.time is compared with a text such as '08:00'/],
    ["now.time > '8:00'", /such as '08:00'/],
    ["'Sun' == now.weekday", /now.weekday is compared with a text such as 'mon'/],
    ["now.date == '24.12.2026'", /such as '2026-12-24'/],
    ['1'.repeat(501), /longer than 500/],
  ])('%s is refused', (text, problem) => {
    expect(evaluate(text)).toMatch(problem)
  })

  it('lists the names it asks for', () => {
    const parsed = parseExpression("not captured.a and (b == 'c' or call.from contains 1)")
    expect(parsed.kind === 'expression' && namesOf(parsed.expression)).toEqual(['captured.a', 'b', 'call.from'])
    const sum = parseExpression("-a + b * 2 > 1 or c matches 'd'")
    expect(sum.kind === 'expression' && namesOf(sum.expression)).toEqual(['a', 'b', 'c'])
  })

  it('reads the time by the clock of the flow, summer and winter', () => {
    const parsed = parseExpression("now.time == '02:30' and now.weekday == 'sun'")
    const at = (iso: string): boolean =>
      parsed.kind === 'expression' && isTrue(parsed.expression, { session, flow, now: DateTime.fromISO(iso, { zone: 'utc' }) })
    expect([at('2026-03-29T00:30Z'), at('2026-10-25T00:30Z'), at('2026-10-25T01:30Z'), at('2026-03-29T01:30Z')]).toEqual([false, true, true, false])
  })

  it('never throws, whatever is written, and never takes long', () => {
    const pieces = [
      '(',
      ')',
      '-',
      '+',
      '*',
      '/',
      '==',
      '<',
      'not',
      'and',
      'or',
      'contains',
      'matches',
      'captured.age',
      'captured.phone',
      'now.time',
      "'a*'",
      "'(a|b)*'",
      '7',
      ' ',
    ]
    const written = fc.oneof(
      fc.string({ maxLength: 500 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 120 }).map((parts) => parts.join(' ').slice(0, 500)),
      fc.constantFrom('(', '-', 'not ', '1+', '(1*').map((piece) => piece.repeat(500).slice(0, 500)),
      fc.string({ maxLength: 480 }).map((pattern) => `captured.phone matches "${pattern.replaceAll('"', '')}"`),
    )
    fc.assert(
      fc.property(written, (text) => {
        expect(['string', 'boolean']).toContain(typeof evaluate(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('matches a long value against a cruel pattern in linear time', () => {
    const long = { ...session, captured: { long: { value: 'a'.repeat(199) + '!', by: 'speech', confirmed: false, step: 's' } as const } }
    const parsed = parseExpression("captured.long matches '^(((a*)*)*)*$'")
    expect(parsed.kind === 'expression' && isTrue(parsed.expression, { session: long, now: noon, flow })).toBe(false)
    const any = parseExpression("captured.long matches 'a'")
    const longer = { ...long, captured: { long: { ...long.captured.long, value: 'a'.repeat(201) } } }
    expect([long, longer].map((one) => any.kind === 'expression' && isTrue(any.expression, { session: one, now: noon, flow }))).toEqual([true, false])
  })
})
