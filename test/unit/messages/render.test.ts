import { describe, expect, test } from 'vitest'
import { caseNumbersIn, ratingIn } from '../../../services/messages/incoming/answers.ts'
import { intentKey, isStale } from '../../../services/messages/intents.ts'
import { render, type Rendering, type Subject } from '../../../services/messages/render.ts'
import { SHIPPED } from '../../../services/rules/shipped.ts'
import { blanksOf } from '../../../services/rules/blanks.ts'
import { templateRule } from '../../../services/schemas/rules.ts'
import { caseNumber } from '../../../services/cases/case-number.ts'

const about: Subject = {
  company: 'Havel Heating',
  number: '100018',
  title: 'No heat.',
  customer: 'Ada Byron',
  owner: 'Dana Novak',
  solution: 'The pump was replaced',
  promisedAt: new Date('2026-11-19T09:00:00+01:00'),
}
const template = (key: string) => templateRule.parse(SHIPPED.template[key])
const rendering = (given: Partial<Rendering> & { key?: string } = {}): Rendering => ({
  template: template(given.key ?? 'taken'),
  kind: 'taken',
  channel: 'sms',
  language: 'en',
  zone: 'Europe/Berlin',
  at: new Date('2026-11-18T10:00:00+01:00'),
  ...given,
})

describe('a message', () => {
  test('says who has it and by when there is an answer, seen from when it is read', () => {
    expect(render(about, rendering()).text).toBe('Havel Heating: Dana Novak has your case 100018 (No heat.) in hand. You have an answer by tomorrow at 9 AM.')
    expect(render(about, rendering({ at: new Date('2026-11-19T08:00:00+01:00') })).text).toMatch(/by today at 9 AM\.$/)
    expect(render(about, rendering({ language: 'ru' })).text).toMatch(/ведёт Dana Novak\. Ответ будет не позднее чем завтра в 9 часов утра\.$/)
    expect(render({ ...about, promisedAt: null, owner: null }, rendering()).text).toMatch(/a colleague has .* as soon as we can\.$/)
  })

  test('is heard with its number digit by digit', () => {
    const { text } = render(about, rendering({ channel: 'call' }))
    expect(text).toBe('Dana Novak has your case in hand: No heat. You have an answer by tomorrow at 9 AM. Its number is 1, 0, 0, 0, 1, 8.')
  })

  test('in a language that the template has not comes in English; an empty blank is named and stays', () => {
    expect(render(about, rendering({ language: 'tr' }))).toMatchObject({ language: 'en' })
    expect(render(about, rendering({ key: 'update', kind: 'written' }))).toMatchObject({ empty: ['news'], text: expect.stringContaining('{{news}}') as string })
    expect(render(about, rendering({ key: 'update', kind: 'written' }), { news: 'The part is here.', owner: 'Mallory' }).empty).toEqual([])
  })

  test('what an agent fills in never stands in for what the program knows', () => {
    expect(render(about, rendering(), { owner: 'Mallory', number: '1' }).text).toContain('Dana Novak has your case 100018')
  })

  test('a long solution is cut between words', () => {
    const { text } = render({ ...about, solution: 'word '.repeat(200) }, rendering({ key: 'solved', kind: 'solved' }))
    expect(text).toMatch(/word word… If it is not/)
    expect(text.length).toBeLessThan(450)
  })
})

test('each shipped template is there in English and Russian, with the same blanks', () => {
  for (const [key, { subject = {}, text, spoken = {} }] of Object.entries(SHIPPED.template)) {
    for (const each of [subject, text, spoken].filter((one) => Object.keys(one).length > 0)) {
      expect([key, Object.keys(each).sort()]).toEqual([key, ['en', 'ru']])
      expect([key, blanksOf(each['ru'] ?? '')?.sort()]).toEqual([key, blanksOf(each['en'] ?? '')?.sort()])
    }
  }
})

test('an intent has one name, however often it is decided', () => {
  const one = { id: 'c', status: 'open', reopenings: 1, custodyId: 'u', promiseId: 'p' }
  const keys = (['taken', 'climbed', 'solved', 'late', 'promise', 'survey'] as const).map((kind) => intentKey(kind, one, undefined))
  expect(keys).toEqual(['taken:c:u', 'climbed:c:u', 'solved:c:1', 'late:c:p', 'promise:c:p', 'survey:c:once'])
  expect(intentKey('late', one, 'x')).toBe('late:c:x')
  expect([isStale('solved', 'open'), isStale('taken', 'solved'), isStale('late', 'closed'), isStale('solved', 'solved'), isStale('written', 'closed')]).toEqual(
    [true, true, true, false, false],
  )
})

describe('what a customer answers', () => {
  test.each([
    ['5', { score: 5, why: '' }],
    [' 4! ', { score: 4, why: '' }],
    ['2, nobody came', { score: 2, why: 'nobody came' }],
    ['3/5', { score: 3, why: '' }],
    ['1. Плохо', { score: 1, why: 'Плохо' }],
    ['2 radiators are still cold', undefined],
    ['6', undefined],
    ['55', undefined],
    ['thanks', undefined],
  ])('%j', (text, expected) => expect(ratingIn(text)).toEqual(expected))

  test('a case number is found in whatever is around it', () => {
    const number = caseNumber(1)
    const wrong = `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`
    expect(caseNumbersIn(`about ${number.slice(0, 3)}-${number.slice(3)}, please`)).toEqual([number])
    expect(caseNumbersIn(`about ${wrong}`)).toEqual([])
    expect(caseNumbersIn('call me at 12')).toEqual([])
  })
})
