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
  callback: ['number', 'by'],
  wake: ['person', 'by'],
  status: ['number', 'words', 'level', 'by'],
  incident: ['text', 'case', 'by'],
  directory: ['name', 'hours', 'number', 'isOpen'],
}

/** True or false: for conditions, not to be spoken. */
export const conditionNames: ReadonlyArray<string> = ['customer.known', 'caller.isStaff', 'caller.canBeCalled', 'caller.canBeTexted', 'directory.isOpen']

/** All names that mean something in a flow that captures `captured`. `{{answer}}` is known in read-back prompts only. */
export function listNames(captured: ReadonlyArray<string>): string[] {
  const fixed = Object.entries(knownKeys).flatMap(([scope, keys]) => keys.map((key) => `${scope}.${key}`))
  return [...fixed, 'language', ...captured.map((name) => `captured.${name}`)]
}

/** Splits a written name; whether it means something is for `listNames` to say. */
export function toName(written: string): Name {
  const dot = written.indexOf('.')
  return dot < 0 ? { scope: written, key: '' } : { scope: written.slice(0, dot), key: written.slice(dot + 1) }
}

/** The value now, or null when it is not known (yet). */
export function readName(session: Session, name: Name): string | boolean | null {
  switch (name.scope) {
    case 'captured':
      return session.captured[name.key]?.value ?? null
    case 'case':
      return session.results['case']?.[name.key] ?? null
    case 'customer':
      return name.key === 'known' ? session.customer !== null : (session.customer?.name ?? null)
    case 'caller':
      return (session.staff ?? []).length > 0
    case 'opening':
      return session.opening?.[session.language] ?? null
    case 'call':
      return (name.key === 'from' ? session.call.from : session.call.to) ?? null
    case 'language':
      return session.language
    case 'answer':
      return session.position?.pending?.value ?? null
    default:
      return null
  }
}
