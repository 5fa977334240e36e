import { describe, expect, it } from 'vitest'
import { gapsOf, parseTemplate, renderTemplate, speakSlowly, spellOut } from '../../../services/ivr/templates.ts'
import { aSession, flowOf, head, noon } from './support.ts'

const flow = flowOf(`${head.replace('[en]', '[en, ru, pl]')}phrases: { again: { pl: 'Powtarzam:' } }\nsteps: { main: { do: hangUp } }\n`)
const session = {
  ...aSession(flow, { customer: { name: 'Marta' } }),
  queue: { ahead: 2, waitMinutes: null },
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
    ['{{case.number|slowly}}.', '1, 2, 3, 4. I repeat: 1, 2, 3, 4.', true],
    ['{{queue.ahead | plural one: "one caller is", other: "# callers are"}}', '2 callers are', true],
    ["{{queue.position | plural one: 'first', other: 'number #, #'}}", 'number 3, 3', true],
    ['{{captured.code | plural other: "#"}}', '123', true],
    ['{{queue.wait | plural other: "#"}}!', '!', false],
    ['{{customer.name | plural other: "#"}}', '', false],
    ['{{customer.known | plural other: "#"}}', '', false],
    ['{{case.constructor}}', '', false],
  ])('%s -> %s', (text, expected, isComplete) => {
    const parsed = parseTemplate(text)
    expect(parsed.kind === 'template' && renderTemplate(parsed.template, { session, now: noon, flow })).toEqual({ text: expected, isComplete })
  })

  it.each([
    ['{{captured.code', /never closed/],
    ['{{}}', /is not a name/],
    ['{{1+1}}', /is not a name/],
    ['{{a | upper}}', /filter "upper" does not exist/],
    ['{{a b}}', /is not a name/],
    ['{{a | digits twice}}', /"twice" means nothing after "digits"/],
    ['{{a | plural}}', /is not understood after "plural"/],
    ['{{a | plural one: "x"}}', /the plural form "other" is missing; "en" needs one, other/],
    ['{{a | plural one: "x", other: y}}', /"other: y" is not understood/],
    ['{{a | plural single: "x"}}', /"single" is not a plural form; there are one, other/],
    ['{{a | plural other: "x", other: "y"}}', /"other" is given twice/],
  ])('%s is refused', (text, problem) => {
    const parsed = parseTemplate(text, 'en')
    expect(parsed.kind === 'broken' && parsed.problem).toMatch(problem)
  })

  it('lists its names, and spells out what is spoken sign by sign', () => {
    const parsed = parseTemplate('{{a.b}} and {{c | digits}}')
    expect(parsed.kind === 'template' && gapsOf(parsed.template)).toEqual(['a.b', 'c'])
    expect(spellOut('+12 А-3')).toBe('1 2 А 3')
    expect(speakSlowly('+12 А-3', 'I repeat:')).toBe('1, 2, А, 3. I repeat: 1, 2, А, 3')
  })

  const russian = '{{queue.ahead | plural one: "# человек", few: "# человека", many: "# человек, и долго"}}'
  it.each([
    [0, '0 человек, и долго'],
    [1, '1 человек'],
    [2, '2 человека'],
    [5, '5 человек, и долго'],
    [11, '11 человек, и долго'],
    [21, '21 человек'],
    [104, '104 человека'],
    [1.5, '1.5 человека'],
  ])('%d in Russian: %s', (ahead, expected) => {
    const parsed = parseTemplate(russian, 'ru')
    const facts = { session: { ...session, queue: { ahead, waitMinutes: null } }, now: noon, flow }
    expect(parsed.kind === 'template' && renderTemplate(parsed.template, facts, 'ru').text).toBe(expected)
  })

  it('wants all the forms that whole numbers have in the language, and without a language only "other"', () => {
    const missing = (text: string, language?: string): string => {
      const parsed = parseTemplate(text, language)
      return parsed.kind === 'broken' ? parsed.problem : ''
    }
    expect(missing('{{a | plural one: "x", other: "y"}}', 'ru')).toBe('the plural form "few", "many" is missing; "ru" needs one, few, many')
    expect(missing('{{a | plural one: "x", other: "y"}}', 'xx')).toBe('')
    expect(missing('{{a | plural one: "x"}}')).toBe('the plural form "other" is missing')
  })

  it.each([
    ['en', '1, 2. I repeat: 1, 2'],
    ['ru', '1, 2. Повторяю: 1, 2'],
    ['pl', '1, 2. Powtarzam: 1, 2'],
  ])('says a number twice in %s, whatever the language of the call', (language, expected) => {
    const parsed = parseTemplate('{{captured.code | slowly}}', language)
    const code = { value: '12', by: 'keys', confirmed: true, step: 's' } as const
    const facts = { session: { ...session, captured: { code } }, now: noon, flow }
    expect(parsed.kind === 'template' && renderTemplate(parsed.template, facts, language).text).toBe(expected)
  })
})
