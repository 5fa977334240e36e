import { distance } from 'fastest-levenshtein'
import { normalizeSpeech } from '../ivr/speech.ts'
import { keysOf } from './keypad.ts'

export type Named = { name: string; aliases: readonly string[] }

/** Of so many letters of a name one may be wrong. */
const LETTERS_FOR_A_MISTAKE = 5

const namesOf = ({ name, aliases }: Named): string[] => [name, ...aliases].map(normalizeSpeech).filter((words) => words !== '')

/** Entries whose name was said: to the letter, else all words of one among those of the other, else nearly. */
export function saidBy<Entry extends Named>(entries: readonly Entry[], asked: string): Entry[] {
  const said = normalizeSpeech(asked)
  if (said === '') return []
  for (const isMeant of [isSame, isWithin, isNearly]) {
    const found = entries.filter((entry) => namesOf(entry).some((name) => isMeant(name, said)))
    if (found.length > 0) return found
  }
  return []
}

/** Entries of which a word of the name, and what follows it, begins with these keys. */
export function keyedBy<Entry extends Named>(entries: readonly Entry[], asked: string): Entry[] {
  const keys = asked.replace(/[^2-9]/g, '')
  if (keys === '') return []
  const beginnings = (name: string): string[] => name.split(' ').map((_, from, words) => keysOf(words.slice(from).join('')))
  return entries.filter((entry) => namesOf(entry).some((name) => beginnings(name).some((written) => written.startsWith(keys))))
}

const isSame = (name: string, said: string): boolean => name === said

/** "the city hospital please" means the city hospital, and "hospital" may. */
function isWithin(name: string, said: string): boolean {
  const [names, words] = [name.split(' '), said.split(' ')]
  return words.every((word) => names.includes(word)) || names.every((word) => words.includes(word))
}

const isNearly = (name: string, said: string): boolean => distance(name, said) <= Math.floor(name.length / LETTERS_FOR_A_MISTAKE)
