import { describe, expect, it } from 'vitest'
import { gapsOf, parseTemplate, renderTemplate, spellOut } from '../../../services/ivr/templates.ts'
import { aFlow, aSession } from './support.ts'

const session = {
  ...aSession(aFlow('  main: { do: hangUp }'), { customer: { name: 'Marta' } }),
  results: { case: { number: '12-34', owner: 'Mara' } },
  captured: { code: { value: '0123', by: 'keys', confirmed: true, step: 's' } as const },
}

describe('templates', () => {
  it.each([
    ['Hello.', 'Hello.', true],
    ['', '', true],
    ['{{captured.code}}', '0123', true],
    ['a {{ captured.code|digits }} b', 'a 0 1 2 3 b', true],
    ['{{case.number | digits}}, {{case.owner}}', '1 2 3 4, Mara', true],
    ['{{customer.name}}{{language}}', 'Martaen', true],
    ['{{captured.none}}!', '!', false],
    ['{{captured.constructor}}', '', false],
    ['{{call.from}} {{call.to}}', '+493023125200 +493023125100', true],
    ['}} {', '}} {', true],
  ])('%s -> %s', (text, expected, isComplete) => {
    const parsed = parseTemplate(text)
    expect(parsed.kind === 'template' && renderTemplate(parsed.template, session)).toEqual({ text: expected, isComplete })
  })

  it.each([
    ['{{captured.code', /never closed/],
    ['{{}}', /is not a name/],
    ['{{1+1}}', /is not a name/],
    ['{{a | upper}}', /filter "upper" does not exist/],
    ['{{a b}}', /is not a name/],
  ])('%s is refused', (text, problem) => {
    const parsed = parseTemplate(text)
    expect(parsed.kind === 'broken' && parsed.problem).toMatch(problem)
  })

  it('lists its names, and spells out what is spoken sign by sign', () => {
    const parsed = parseTemplate('{{a.b}} and {{c | digits}}')
    expect(parsed.kind === 'template' && gapsOf(parsed.template)).toEqual(['a.b', 'c'])
    expect(spellOut('+12 А-3')).toBe('1 2 А 3')
  })
})
