import { readName, toName } from './names.ts'
import type { Name } from './names.ts'
import type { Session } from './session.ts'

/** A text with gaps: `Contract {{captured.contract | digits}}.` `fixed` is the text itself when it has no gap. */
export type Template = { parts: ReadonlyArray<string | Gap>; fixed: string | null }
export type Gap = { written: string; name: Name; filter: 'digits' | null }
export type ParsedTemplate = { kind: 'template'; template: Template } | { kind: 'broken'; problem: string }

const gapPattern = /^\s*([A-Za-z][A-Za-z0-9_.]*)\s*(?:\|\s*([A-Za-z]+)\s*)?$/

/** Parses once, when the flow is read. A broken template is a finding of `check-flow.ts`, not an exception. */
export function parseTemplate(text: string): ParsedTemplate {
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
    if (match[2] !== undefined && match[2] !== 'digits') {
      return { kind: 'broken', problem: `the filter "${match[2]}" does not exist; there is only "digits"` }
    }
    if (open > 0) parts.push(rest.slice(0, open))
    parts.push({ written: match[1], name: toName(match[1]), filter: match[2] === 'digits' ? 'digits' : null })
    rest = rest.slice(close + 2)
  }
  if (rest !== '') parts.push(rest)
  return { kind: 'template', template: { parts, fixed: parts.every((part) => typeof part === 'string') ? text : null } }
}

/** The names that a template needs, as written. */
export function gapsOf(template: Template): string[] {
  return template.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.written]))
}

/** The text now; `isComplete` is false when a value was not known and left a hole. */
export function renderTemplate(template: Template, session: Session): { text: string; isComplete: boolean } {
  if (template.fixed !== null) return { text: template.fixed, isComplete: true }
  let text = ''
  let isComplete = true
  for (const part of template.parts) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const value = readName(session, part.name)
    if (value === null || value === '') {
      isComplete = false
      continue
    }
    text += part.filter === 'digits' ? spellOut(String(value)) : String(value)
  }
  return { text, isComplete }
}

/** `123456` -> `1 2 3 4 5 6`, so that a voice says it one by one; separators are not read out. */
export function spellOut(value: string): string {
  return [...value].filter((sign) => /[\p{L}\p{N}]/u.test(sign)).join(' ')
}
