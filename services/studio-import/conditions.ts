import { parseExpression } from '../ivr/expressions.ts'
import type { Carrying } from './carrying.ts'
import type { Condition, Widget } from './definition.ts'
import { liquidOf, readLiquid } from './liquid.ts'
import { resolveOutput } from './values.ts'

type Written = { text: string } | { problem: string }

/** Spaces around a value and the size of letters do not count in Studio. */
const sameText = (name: string, value: string): string =>
  /\p{L}/u.test(value) ? `${name} matches ${quote(`(?i)^\\s*${escaped(value)}\\s*$`)}` : `${name} == ${quote(value)}`
const quote = (text: string): string => (text.includes("'") ? `"${text}"` : `'${text}'`)
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
const listOf = (value: string): string[] =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
const anyOf = (name: string, value: string): string =>
  `(${
    listOf(value)
      .map((word) => sameText(name, word))
      .join(' or ') || 'false'
  })`

/** All conditions of a transition as one of ours; undefined when one of them cannot be carried over, which has been named then. */
export function carryConditions(carrying: Carrying, widget: Widget, n: number): string | undefined {
  const conditions = widget.transitions[n]?.conditions ?? []
  const written = conditions.map((condition, c) => {
    const place = [widget.index, 'transitions', n, c] as const
    const { ledger } = carrying
    const result = carryCondition(carrying, condition, widget)
    const parsed = 'text' in result ? parseExpression(result.text) : undefined
    const problem = 'problem' in result ? result.problem : parsed?.kind === 'broken' ? parsed.problem : undefined
    if (problem === undefined && 'text' in result) {
      ledger.carryAll(...place)
      return result.text
    }
    ledger.name(place, `cannot be carried over: ${problem ?? ''}; this way is never taken, write a condition of your own`)
    return undefined
  })
  if (conditions.length === 0) carrying.ledger.name([widget.index, 'transitions', n], 'has no condition, so this way is never taken; write one')
  if (written.length === 0 || written.includes(undefined)) return undefined
  const joined = written.join(' and ')
  if (joined.length <= 500 && parseExpression(joined).kind === 'expression') return joined
  carrying.ledger.name([widget.index, 'transitions', n], 'its conditions are too long together; this way is never taken, split them')
  return undefined
}

function carryCondition(carrying: Carrying, condition: Condition, widget: Widget): Written {
  const { type, value } = condition
  const subject = condition.arguments[0] ?? (typeof widget.properties['input'] === 'string' ? widget.properties['input'] : '')
  if (condition.arguments.length > 1) return { problem: 'it has several arguments' }
  if (value !== null && liquidOf(value).length > 0) return { problem: `the value "${value}" is not a fixed text` }
  if (value !== null && /'/.test(value) && /"/.test(value)) return { problem: `the value ${value} has both kinds of quotes` }
  if (/^is_(before|after)_(time|date)$/.test(type)) return carryClock(carrying, subject, type, value ?? '')
  const name = nameIn(carrying, subject, kindOf(type, value ?? ''))
  if ('problem' in name) return name
  // The answer of another program is a truth value then, which has one form only.
  const isTruth = kindOf(type, value ?? '') === 'boolean' && subject.includes('.parsed.')
  return isTruth && type === 'equal_to' ? { text: `${name.name} == '${(value ?? '').trim().toLowerCase()}'` } : compare(name.name, type, value ?? '')
}

/** What kind of value another program must answer with, as far as the comparison tells. */
function kindOf(type: string, value: string): 'text' | 'number' | 'boolean' {
  if (type === 'less_than' || type === 'greater_than') return 'number'
  return /^\s*(true|false)\s*$/i.test(value) ? 'boolean' : 'text'
}

function nameIn(carrying: Carrying, subject: string, is: 'text' | 'number' | 'boolean'): { name: string } | { problem: string } {
  const pieces = readLiquid(subject.trim())
  const [only] = pieces
  if (pieces.length !== 1 || only?.kind !== 'output') return { problem: `"${subject}" is not one value` }
  return resolveOutput(carrying, only, is)
}

function compare(name: string, type: string, value: string): Written {
  const number = value.trim() !== '' && Number.isFinite(Number(value)) ? String(Number(value)) : undefined
  switch (type) {
    case 'equal_to':
      return { text: sameText(name, value.trim()) }
    case 'not_equal_to':
      return { text: `not ${sameText(name, value.trim())}` }
    case 'matches_any_of':
      return { text: anyOf(name, value) }
    case 'does_not_match_any_of':
      return { text: `not ${anyOf(name, value)}` }
    case 'is_blank':
      return { text: `not ${name}` }
    case 'is_not_blank':
      return { text: name }
    case 'regex':
      return { text: `${name} matches ${quote(value)}` }
    case 'contains':
      return { text: `${name} contains ${quote(value.trim())}` }
    case 'does_not_contain':
      return { text: `not ${name} contains ${quote(value.trim())}` }
    case 'starts_with':
      return { text: `${name} matches ${quote(`(?i)^\\s*${escaped(value.trim())}`)}` }
    case 'does_not_start_with':
      return { text: `not ${name} matches ${quote(`(?i)^\\s*${escaped(value.trim())}`)}` }
    case 'less_than':
    case 'greater_than':
      return number === undefined ? { problem: `"${value}" is no number` } : { text: `${name} ${type === 'less_than' ? '<' : '>'} ${number}` }
    default:
      return { problem: `conditions of the type "${type}" do not exist here` }
  }
}

/** Before or after a time of the day, or a date: by the clock of the flow, unless a value is compared. */
function carryClock(carrying: Carrying, subject: string, type: string, value: string): Written {
  const isTime = type.endsWith('time')
  const fixed = isTime ? timeOf(value) : dateOf(value)
  if (fixed === undefined) return { problem: `"${value}" is no ${isTime ? 'time such as 18:00' : 'date such as 2026-12-24'}` }
  const isNow = subject.trim() === '' || /['"]?\bnow\b/.test(subject)
  const name = isNow ? { name: isTime ? 'now.time' : 'now.date' } : nameIn(carrying, subject, 'text')
  if ('problem' in name) return name
  return { text: `${name.name} ${type.includes('before') ? '<' : '>'} '${fixed}'` }
}

function timeOf(value: string): string | undefined {
  const [, hours = '', minutes = '', half] = /^\s*(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?\s*$/i.exec(value) ?? []
  if (hours === '' || Number(minutes) > 59) return undefined
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  return hour > 23 ? undefined : `${String(hour).padStart(2, '0')}:${minutes}`
}

function dateOf(value: string): string | undefined {
  const iso = /^\s*(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))/.exec(value)?.[1]
  if (iso !== undefined) return iso
  const [, month = '', day = '', year = ''] = /^\s*(\d{2})\/(\d{2})\/(\d{4})\s*$/.exec(value) ?? []
  return year !== '' && Number(month) <= 12 && Number(day) <= 31 && Number(month) > 0 && Number(day) > 0 ? `${year}-${month}-${day}` : undefined
}
