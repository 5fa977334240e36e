import type { DeskForm } from '../../schemas/desk.ts'
import type { ReasonRule } from '../../schemas/rules.ts'
import { inLanguage } from '../../cases/views.ts'

/** What the blanks of a script are filled with; what is not known yet is absent, and its blank stays for all to see. */
export type Blanks = Readonly<Record<string, string | undefined>>

/** The sentences of the reason, as they are to be said. A sentence that would greet by a name nobody is sure of is left out. */
export function scriptOf(rule: ReasonRule | undefined, blanks: Blanks, language: string): DeskForm['script'] {
  return (rule?.script ?? [])
    .map(({ step, say }) => ({ step, say: fill(inLanguage(say, language), blanks) }))
    .filter(({ say }) => blanks['customer'] !== undefined || !/\{\{\s*customer\s*\}\}/.test(say))
}

export function answersOf(rule: ReasonRule | undefined, blanks: Blanks, language: string): DeskForm['answers'] {
  return (rule?.answers ?? []).map(({ key, question, answer }) => ({
    key,
    question: inLanguage(question, language),
    answer: fill(inLanguage(answer, language), blanks),
  }))
}

function fill(text: string, blanks: Blanks): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (blank, name: string) => blanks[name]?.trim() || blank)
}
