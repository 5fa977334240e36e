import type { Language } from '../telephony/provider.ts'
import { confirmationWords, digitWords } from './phrases.ts'

/** Words that mean the same as a key. */
export type Phrase = { words: string; key: string }

/** Small letters, no punctuation, single spaces: how phrases and what was said are compared. */
export function normalizeSpeech(text: string): string {
  return text
    .toLowerCase()
    .replace(/ё/g, 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The key that was meant, or undefined when no phrase, or phrases of several keys, were said. The longest phrase wins. */
export function findKey(phrases: ReadonlyArray<Phrase>, text: string): string | undefined {
  const said = ` ${normalizeSpeech(text)} `
  const heard = phrases.map(({ words, key }) => ({ words: normalizeSpeech(words), key })).filter(({ words }) => words !== '' && said.includes(` ${words} `))
  const longest = Math.max(...heard.map(({ words }) => words.length))
  const keys = new Set(heard.filter(({ words }) => words.length === longest).map(({ key }) => key))
  return keys.size === 1 ? [...keys][0] : undefined
}

/** Spoken forms of the two keys of a read-back: 1 = right, 2 = again. */
export function confirmationPhrases(language: Language): Phrase[] {
  const words = Object.hasOwn(confirmationWords, language) ? confirmationWords[language] : undefined
  return [...(words?.yes ?? []).map((word) => ({ words: word, key: '1' })), ...(words?.no ?? []).map((word) => ({ words: word, key: '2' }))]
}

/** `one two, 3` -> `123`; undefined when there is anything else than digits in it. */
export function spokenDigits(text: string, language: Language): string | undefined {
  const words = digitWords[language] ?? {}
  let digits = ''
  for (const word of normalizeSpeech(text).split(' ')) {
    const digit = /^\d+$/.test(word) ? word : Object.hasOwn(words, word) ? words[word] : undefined
    if (digit === undefined) return undefined
    digits += digit
  }
  return digits
}
