import { expect, test } from 'vitest'
import { tellingWords, type ToldCase } from '../../../services/tellings/words.ts'

const told = (n: number, more: Partial<ToldCase> = {}): ToldCase => ({
  number: `10000${n}`,
  title: `Problem ${n}`,
  customer: null,
  ageHours: 20 + n,
  severity: 'normal',
  ...more,
})

test('he hears number, title, whose and how old; of many the first ten', () => {
  const { asks } = tellingWords('en')
  expect(asks('Havel', [told(1, { customer: 'Bakery Lindner' })])).toBe(
    'Havel. 1 case has reached you. Case 1, 0, 0, 0, 0, 1. Problem 1. Customer: Bakery Lindner. Open for 21 hours. Press 1 to say that you know of it, 2 to hear it again.',
  )
  const many = asks(
    'Havel',
    Array.from({ length: 13 }, (_, n) => told(n)),
  )
  expect(many.match(/Open for/g)).toHaveLength(10)
  expect(many).toContain('13 cases have reached you.')
  expect(many).toContain('3 more are on your page.')
})

test.each([
  [1, 'К вам поступило 1 обращение.', 'Открыто 21 час.'],
  [2, 'К вам поступили 2 обращения.', 'Открыто 22 часа.'],
  [5, 'К вам поступило 5 обращений.', 'Открыто 25 часов.'],
])('in Russian numbers bend their words: %i', (n, came, age) => {
  const text = tellingWords('ru').asks(
    'Havel',
    Array.from({ length: n }, (_, i) => told(i + 1)),
  )
  expect(text).toContain(came)
  expect(text).toContain(age)
})

test('a text stays short, and a language that has no words gets English', () => {
  const first = Array.from({ length: 3 }, (_, n) => told(n, { title: 'A title that goes on and on and on, for as long as somebody cares to write it down' }))
  for (const language of ['en', 'ru', 'de']) expect(tellingWords(language).sms('Havel', first, 5_000).length).toBeLessThan(320)
  expect(tellingWords('en').sms('Havel', first, 5)).toMatch(/^Havel: 5 cases have reached you\. .*; and 2 more$/)
  expect(tellingWords('ru').sms('Havel', first.slice(0, 1), 1)).not.toContain('ещё')
  expect(tellingWords('de').language).toBe('en')
  expect(tellingWords('ru').email('Havel', told(1), { isUrgent: true, isDeputy: true })).toContain('как у заместителя')
})
