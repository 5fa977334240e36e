import type { Language } from '../telephony/provider.ts'
import { readName, toName } from './names.ts'
import type { Facts, Name } from './names.ts'
import { chooseForm, parseForms } from './plural-forms.ts'
import type { PluralForms } from './plural-forms.ts'

/** A text with gaps: `Contract {{captured.contract | digits}}.` `fixed` is the text itself when it has no gap. */
export type Template = { parts: ReadonlyArray<string | Gap>; fixed: string | null }
export type Gap = { written: string; name: Name; filter: Filter | null }
/** digits: one by one; slowly: one by one with pauses, and once more; plural: the form that fits the number, `#` in it is the number. */
type Filter = 'digits' | 'slowly' | { plural: PluralForms }
export type ParsedTemplate = { kind: 'template'; template: Template } | { kind: 'broken'; problem: string }

const gapPattern = /^\s*([A-Za-z][A-Za-z0-9_.]*)\s*(?:\|\s*([A-Za-z]+)\b([^]*))?$/

/**
 * Parses once, when the flow is read. A broken template is a finding of `check-flow.ts`, not an exception. `language` is that of the sentence:
 * its plural forms must all be there.
 */
export function parseTemplate(text: string, language?: Language): ParsedTemplate {
  const parts: Array<string | Gap> = []
  let rest = text
  while (rest !== '') {
    const open = rest.indexOf('{{')
    if (open < 0) break
    const close = rest.indexOf('}}', open)
    if (close < 0) return { kind: 'broken', problem: '"{{" is never closed; write "}}" after the name' }
    const inside = rest.slice(open + 2, close)
    const match = gapPattern.exec(inside)
    if (match?.[1] === undefined) return { kind: 'broken', problem: `"{{${inside}}}" is not a name, such as {{customer.name}}` }
    const filter = match[2] === undefined ? null : parseFilter(match[2], match[3] ?? '', language)
    if (filter !== null && typeof filter === 'object' && 'problem' in filter) return { kind: 'broken', problem: filter.problem }
    if (open > 0) parts.push(rest.slice(0, open))
    parts.push({ written: match[1], name: toName(match[1]), filter })
    rest = rest.slice(close + 2)
  }
  if (rest !== '') parts.push(rest)
  return { kind: 'template', template: { parts, fixed: parts.every((part) => typeof part === 'string') ? text : null } }
}

function parseFilter(name: string, written: string, language: Language | undefined): Filter | { problem: string } {
  if (name === 'plural') {
    const forms = parseForms(written, language)
    return 'problem' in forms ? forms : { plural: forms }
  }
  if (name !== 'digits' && name !== 'slowly') return { problem: `the filter "${name}" does not exist; there are "digits", "slowly" and "plural"` }
  return written.trim() === '' ? name : { problem: `"${written.trim()}" means nothing after "${name}"` }
}

/** The names that a template needs, as written. */
export function gapsOf(template: Template): string[] {
  return template.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.written]))
}

/** The text now, in the language of the sentence; `isComplete` is false when a value was not known and left a hole. */
export function renderTemplate(template: Template, facts: Facts, language: Language = facts.session.language): { text: string; isComplete: boolean } {
  if (template.fixed !== null) return { text: template.fixed, isComplete: true }
  let text = ''
  let isComplete = true
  for (const part of template.parts) {
    const value = typeof part === 'string' ? part : fill(part, facts, language)
    if (value === null) isComplete = false
    else text += value
  }
  return { text, isComplete }
}

/** An address whose values are encoded; null when one is not known, or is a way up in the path. */
export function renderUrl(template: Template, facts: Facts): string | null {
  const parts = template.parts.map((part) => {
    if (typeof part === 'string') return part
    const value = readName(facts, part.name)
    return value === null || /^\.*$/.test(String(value)) ? null : encodeURIComponent(String(value).toWellFormed())
  })
  return parts.includes(null) ? null : parts.join('')
}

/** A value as it is spoken; null when it is not known. */
function fill({ name, filter }: Gap, facts: Facts, language: Language): string | null {
  const value = readName(facts, name, language)
  if (value === null || value === '') return null
  if (filter === null) return String(value)
  if (filter === 'digits') return spellOut(String(value))
  if (filter === 'slowly') return speakSlowly(String(value), facts.flow.phrases.again.get(language)?.[0]?.template.fixed ?? '')
  const number = typeof value === 'boolean' ? Number.NaN : Number(value)
  return Number.isFinite(number) ? chooseForm(filter.plural, number, language) : null
}

/** `123456` -> `1 2 3 4 5 6`, so that a voice says it one by one; separators are not read out. */
export function spellOut(value: string): string {
  return signsOf(value).join(' ')
}

/** `123` -> `1, 2, 3. I repeat: 1, 2, 3`: with time to write it down. */
export function speakSlowly(value: string, again: string): string {
  const signs = signsOf(value).join(', ')
  return `${signs}. ${again} ${signs}`
}

function signsOf(value: string): string[] {
  return [...value].filter((sign) => /[\p{L}\p{N}]/u.test(sign))
}
