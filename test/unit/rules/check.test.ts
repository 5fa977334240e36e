import { describe, expect, it } from 'vitest'
import { blanksOf, fillBlanks } from '../../../services/rules/blanks.ts'
import { checkRule } from '../../../services/rules/check.ts'
import { SHIPPED } from '../../../services/rules/shipped.ts'
import type { RuleKind } from '../../../services/schemas/rules.ts'

const fault = (kind: RuleKind, key: string, body: unknown) => {
  const checked = checkRule(kind, key, body)
  return 'fault' in checked ? `${checked.fault.place}: ${checked.fault.reason}` : null
}
const reason = (more: object = {}) => ({ title: { en: 'A fault', ru: 'Поломка' }, script: [], asks: [], ...more })
const both = (en: string, ru = en) => ({ en, ru })

describe('a rule that is written', () => {
  for (const kind of Object.keys(SHIPPED) as RuleKind[]) {
    it(`may be what the program ships as ${kind}`, () => {
      for (const [key, body] of Object.entries(SHIPPED[kind])) expect([key, fault(kind, key, body)]).toEqual([key, null])
    })
  }

  it('ships every text in English and Russian', () => {
    for (const body of [...Object.values(SHIPPED.reason), ...Object.values(SHIPPED.template)]) expect(Object.keys(body.title).sort()).toEqual(['en', 'ru'])
  })

  it.each<[string, RuleKind, string, unknown, string]>([
    ['a shape', 'score', '', { ...SHIPPED.score[''], perHour: 0 }, 'perHour: Too small'],
    ['a field that nobody knows', 'score', '', { ...SHIPPED.score[''], perDay: 3 }, 'perDay: there is no such field; allowed: severity, perHour'],
    ['a field deep inside', 'policy', '', { levels: {}, executive: { tellsAt: '09:00' } }, 'executive.tellsAt: there is no such field'],
    ['a zone', 'policy', '', { levels: { '00000000-0000-4000-8000-000000000000': { zone: 'Europe/Berlim' } } }, '.zone: there is no time zone "Europe/Berlim"'],
    [
      'hours',
      'policy',
      '',
      { levels: { '00000000-0000-4000-8000-000000000000': { olaHours: { 'mon-fri': ['8-18'] } } } },
      'olaHours.mon-fri.0: a range such as 08:00-18:00',
    ],
    ['a recording that the line does not make', 'recording', '', { mode: 'announce' }, 'mode: "announce" is not possible yet'],
    ['a second policy', 'policy', 'other', { levels: {} }, 'key: there is one rule of this kind'],
    ['a key', 'reason', 'a fault', reason(), 'key: "a fault" is not a key'],
    [
      'a blank that nobody fills',
      'reason',
      'fault',
      reason({ script: [{ step: 'end', say: both('{{numer}}') }] }),
      'script.0.say.en: nobody fills {{numer}}; allowed: {{words}}, {{customer}}, {{by}}, {{number}}',
    ],
    [
      'a blank that is never closed',
      'reason',
      'fault',
      reason({ script: [{ step: 'end', say: both('ok', '{{number') }] }),
      'script.0.say.ru: a blank is not written',
    ],
    [
      'half a translation',
      'reason',
      'fault',
      reason({ asks: [{ name: 'since', question: { en: 'Since when?' } }] }),
      'asks.0.question.ru: the text is missing',
    ],
    [
      'a question that is asked twice',
      'reason',
      'fault',
      reason({
        asks: [
          { name: 'since', question: both('?') },
          { name: 'since', question: both('!') },
        ],
      }),
      'asks: "since" stands there twice',
    ],
  ])('is refused with the place: %s', (_, kind, key, body, expected) => {
    expect(fault(kind, key, body)).toContain(expected)
  })

  it('may use the facts that it asks for, and a template of one’s own any name', () => {
    expect(
      fault('reason', 'fault', reason({ asks: [{ name: 'since', question: both('?') }], script: [{ step: 'end', say: both('Since {{since}}.') }] })),
    ).toBeNull()
    expect(fault('template', 'apology', { title: both('Sorry'), text: both('We are sorry for {{event}}.') })).toBeNull()
  })
})

describe('blanks', () => {
  it('are found and filled; what is unknown or blank stays and is named', () => {
    expect(blanksOf('{{ a }} and {{b.c}}')).toEqual(['a', 'b.c'])
    expect(blanksOf('{{a} and {{b}}')).toBeUndefined()
    expect(fillBlanks('{{a}} {{b}} {{b}} {{toString}}', { a: '1', b: ' ' })).toEqual({ text: '1 {{b}} {{b}} {{toString}}', empty: ['b', 'toString'] })
  })
  it('put nothing into a value that looks like a blank', () => {
    expect(fillBlanks('{{a}}', { a: '{{b}} $&', b: 'x' })).toEqual({ text: '{{b}} $&', empty: [] })
  })
})
