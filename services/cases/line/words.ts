import type { CaseInWords } from '../../ivr/questions.ts'
import { byInEach } from '../../escalation/promise.ts'

/** A case as the line reads it: nothing personal. `isTaken`: somebody has taken it, it does not lie with the keeper of its level only. */
export type LineCase = { number: string; status: string; level: string; isTaken: boolean; promisedAt: number | null; dueTopAt: number }

export type Told = { at: number; zone: string; languages: readonly string[] }

type Standing = 'taken' | 'waiting' | 'solved' | 'closed'

/** They stand after "your case is". */
const WORDS: Readonly<Record<string, Readonly<Record<Standing, (level: string) => string>>>> = {
  en: { taken: () => 'being worked on', waiting: (level) => `with ${level}`, solved: () => 'solved', closed: () => 'closed' },
  ru: { taken: () => 'в работе', waiting: (level) => `в очереди, отвечает ${level}`, solved: () => 'решено', closed: () => 'закрыто' },
}

/** What a case number alone may tell. By when: what was promised and not kept yet, else the end of the 20 hours; nothing once that is over. */
export function caseInWords({ number, status, level, isTaken, promisedAt, dueTopAt }: LineCase, told: Told): CaseInWords {
  const standing: Standing = status === 'solved' || status === 'closed' ? status : isTaken ? 'taken' : 'waiting'
  const words = Object.fromEntries(told.languages.map((language) => [language, (WORDS[language] ?? WORDS['en'])?.[standing](level) ?? '']))
  const due = promisedAt ?? dueTopAt
  return { number, words, level, by: status === 'open' && due > told.at ? byInEach(due, told) : null }
}
