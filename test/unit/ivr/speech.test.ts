import { expect, it } from 'vitest'
import { builtInPhrases, confirmationWords, digitWords } from '../../../services/ivr/phrases.ts'
import { confirmationPhrases, findKey, normalizeSpeech, spokenDigits } from '../../../services/ivr/speech.ts'

const phrases = [
  { words: 'fault', key: '2' },
  { words: 'no fault', key: '3' },
  { words: 'message', key: '4' },
  { words: 'Broken!', key: '2' },
  { words: 'letters', key: '5' },
]

it.each([
  ['a Fault, please', '2'],
  ['no fault', '3'],
  ['default', undefined],
  ['it is broken', '2'],
  ['message letters', undefined],
  ['letters letters', '5'],
  ['', undefined],
  ['fault broken', '2'],
])('"%s" means key %s', (text, key) => {
  expect(findKey(phrases, text)).toBe(key)
})

it.each([
  ['12 34', 'en', '1234'],
  ['one, two - three', 'en', '123'],
  ['один два Три', 'ru', '123'],
  ['one', 'ru', undefined],
  ['one apple', 'en', undefined],
  ['', 'en', undefined],
  ['constructor', 'en', undefined],
  ['5', 'xx', '5'],
])('"%s" in %s is %s', (text, language, digits) => {
  expect(spokenDigits(text, language)).toBe(digits)
})

it.each([
  ['yes', 'en', '1'],
  ['not right', 'en', '2'],
  ['No!', 'en', '2'],
  ['Да, верно', 'ru', '1'],
  ['не верно', 'ru', '2'],
  ['yes', 'constructor', undefined],
])('"%s" in %s is %s', (text, language, key) => {
  expect(findKey(confirmationPhrases(language), text)).toBe(key)
})

it('compares without case, punctuation and ё', () => {
  expect(normalizeSpeech('  Всё, ОК!  ')).toBe('все ок')
})

it('has every built-in sentence and word list in English and Russian', () => {
  for (const [name, texts] of Object.entries(builtInPhrases)) expect([name, Object.keys(texts)]).toEqual([name, ['en', 'ru']])
  expect(Object.keys(digitWords)).toEqual(Object.keys(confirmationWords))
})
