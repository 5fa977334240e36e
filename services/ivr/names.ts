import type { DateTime } from 'luxon'
import { canBeCalled, canBeTexted } from '../telephony/caller-id.ts'
import type { Language } from '../telephony/provider.ts'
import type { Session } from './session.ts'

/** A value that prompts and conditions may name: `captured.contract`, `customer.name`, `language`, ... */
export type Name = { scope: string; key: string }

const knownKeys: Readonly<Record<string, ReadonlyArray<string>>> = {
  customer: ['name', 'known', 'openCases'],
  caller: ['isStaff', 'canBeCalled', 'canBeTexted'],
  call: ['from', 'to'],
  case: ['number', 'owner', 'by'],
  opening: ['next'],
  now: ['time', 'weekday', 'date'],
  queue: ['position', 'ahead', 'wait'],
  promise: ['by'],
  callback: ['number', 'by', 'from', 'wait', 'earlier'],
  wake: ['person', 'by'],
  status: ['number', 'words', 'level', 'by'],
  incident: ['text', 'case', 'by'],
  directory: ['name', 'hours', 'number', 'isOpen'],
}

/** True or false, or a short form such as "mon": for conditions, not to be spoken. */
export const conditionNames: ReadonlyArray<string> = [
  'customer.known',
  'caller.isStaff',
  'caller.canBeCalled',
  'caller.canBeTexted',
  'directory.isOpen',
  'now.weekday',
]

/** All names that mean something in a flow that captures `captured`, by their scope. `{{answer}}` and `{{key}}` are known in a few phrases only. */
export function listNames(captured: ReadonlyArray<string>): string[] {
  const fixed = Object.entries(knownKeys).flatMap(([scope, keys]) => keys.map((key) => `${scope}.${key}`))
  return [...fixed, 'language', ...captured.map((name) => `captured.${name}`)]
}

/** Splits a written name; whether it means something is for `listNames` to say. */
export function toName(written: string): Name {
  const dot = written.indexOf('.')
  return dot < 0 ? { scope: written, key: '' } : { scope: written.slice(0, dot), key: written.slice(dot + 1) }
}

/** What names are read from; a turn is such a thing. `given`: values of one sentence, as `{{answer}}` and `{{key}}` of a choice that is read out. */
export type Facts = {
  session: Session
  now: DateTime
  /** What sentences need of a flow. Not `Flow` itself, which is made of templates that are read with this. */
  flow: { zone: string; phrases: { again: ReadonlyMap<Language, ReadonlyArray<{ template: { fixed: string | null } }>> } }
  given?: Readonly<Record<string, string>>
}

type Value = string | number | boolean | null
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** The value now, or null when it is not known (yet). Words are those of the caller's language, or of the sentence's if that is another one. */
export function readName({ session, now, flow, given }: Facts, { scope, key }: Name, language: Language = session.language): Value {
  const keys = Object.hasOwn(knownKeys, scope) ? knownKeys[scope] : undefined
  if (keys !== undefined && !keys.includes(key)) return null
  switch (scope) {
    case 'captured':
      return Object.hasOwn(session.captured, key) ? (session.captured[key]?.value ?? null) : null
    case 'case':
    case 'callback': {
      const value = session.results[scope]?.[key] ?? null
      return key === 'wait' && value !== null ? Number(value) : value
    }
    case 'customer':
      if (key === 'openCases') return session.openCases ?? null
      return key === 'known' ? session.customer !== null : (session.customer?.name ?? null)
    case 'caller':
      if (key === 'isStaff') return (session.staff ?? []).length > 0
      return key === 'canBeCalled' ? canBeCalled(session.call.from) : canBeTexted(session.call.from)
    case 'opening':
      return session.opening?.[language] ?? null
    case 'call':
      return (key === 'from' ? session.call.from : session.call.to) ?? null
    case 'now':
      return readClock(now.setZone(flow.zone), key)
    case 'queue':
      if (key === 'wait') return session.queue?.waitMinutes ?? null
      return session.queue ? session.queue.ahead + (key === 'position' ? 1 : 0) : null
    case 'promise':
      return session.promise?.by[language] ?? null
    case 'wake':
      return (key === 'by' ? session.wake?.by[language] : session.wake?.person) ?? null
    case 'status':
      return readCase(session.about, key, language)
    case 'incident':
      return (key === 'case' ? session.incident?.caseNumber : session.incident?.[key === 'by' ? 'by' : 'text'][language]) ?? null
    case 'directory':
      return readEntry(session.directory, key, language)
    case 'language':
      return session.language
    case 'answer':
      return given?.['answer'] ?? session.position?.pending?.value ?? null
    case 'key':
      return given?.['key'] ?? null
    default:
      return null
  }
}

/** By the clock of the flow's zone, in forms that sort: 08:05, mon, 2026-12-24. */
function readClock(now: DateTime, key: string): Value {
  if (key === 'weekday') return weekdays[now.weekday - 1] ?? null
  return now.toFormat(key === 'time' ? 'HH:mm' : 'yyyy-MM-dd', { locale: 'en' })
}

function readCase(about: Session['about'], key: string, language: Language): Value {
  if (!about) return null
  if (key === 'number') return about.number
  return (key === 'level' ? about.level : about[key === 'by' ? 'by' : 'words']?.[language]) ?? null
}

function readEntry(entry: Session['directory'], key: string, language: Language): Value {
  if (!entry) return null
  if (key === 'isOpen') return entry.isOpen
  return (key === 'hours' ? entry.hours?.[language] : entry[key === 'name' ? 'name' : 'number']) ?? null
}
