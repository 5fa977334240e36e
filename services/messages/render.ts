import { byInWords } from '../escalation/promise.ts'
import { fillBlanks } from '../rules/blanks.ts'
import type { TemplateRule } from '../schemas/rules.ts'
import type { MessageKind } from './intents.ts'
import type { Channel } from './ways.ts'
import { messageWords, slowly } from './words.ts'

/** What a message is about. */
export type Subject = {
  company: string
  number: string
  title: string
  customer: string | null
  owner: string | null
  solution: string | null
  /** The time that he was told, if it lies before him. */
  promisedAt: Date | null
}
export type Rendering = {
  template: TemplateRule
  kind: MessageKind
  channel: Channel
  language: string
  zone: string
  /** When he gets it: "tomorrow" is seen from there. */
  at: Date
}
export type Rendered = { subject: string | null; text: string; empty: string[]; language: string }

/** A text of several parts costs for each, and nobody reads it; the whole solution is told by whoever calls. */
const LONGEST_SOLUTION = 300

/** The message in his language, or in one that the template has. `empty`: blanks for which there is nothing. */
export function render(
  about: Subject,
  { template, kind, channel, language: wanted, zone, at }: Rendering,
  values: Readonly<Record<string, string>> = {},
): Rendered {
  const language = [wanted, 'en', ...Object.keys(template.text)].find((one) => template.text[one]) ?? wanted
  const words = messageWords(language)
  const isHeard = channel === 'call'
  const filled = {
    ...values,
    company: about.company,
    number: isHeard ? slowly(about.number) : about.number,
    title: isHeard ? withoutStop(about.title) : about.title,
    customer: about.customer,
    owner: about.owner ?? words.nobody,
    solution: about.solution === null ? null : sentence(shortened(about.solution, LONGEST_SOLUTION)),
    by: about.promisedAt ? byInWords(about.promisedAt.getTime(), { at: at.getTime(), zone, language }) : words.soon,
    state: words.states[kind],
  }
  const text = fillBlanks((isHeard ? template.spoken?.[language] : undefined) ?? template.text[language] ?? '', filled)
  const subject = template.subject[language] === undefined ? undefined : fillBlanks(template.subject[language], filled)
  return { subject: subject?.text ?? null, text: text.text, empty: [...new Set([...text.empty, ...(subject?.empty ?? [])])], language }
}

const withoutStop = (text: string): string => text.trim().replace(/[.!]+$/, '')
const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)
const shortened = (text: string, most: number): string => (text.length <= most ? text.trim() : `${text.slice(0, most).replace(/\s+\S*$/, '')}…`)
