import type { z } from 'zod'
import type { flowFileSchema } from '../ivr/flow-file.ts'
import { specialTargets } from '../ivr/flow-file.ts'
import type { Definition, Transition, Widget } from './definition.ts'
import type { Ledger, Place } from './ledger.ts'

export type FlowInput = z.input<typeof flowFileSchema>
export type StepInput = FlowInput['steps'][string]
export type HttpAnswers = NonNullable<Extract<StepInput, { do: 'http' }>['answer']>

/** All that is known while the widgets are carried over one after the other. */
export type Carrying = {
  definition: Definition
  ledger: Ledger
  language: string
  /** Widgets that a call can come to. */
  reachable: ReadonlySet<string>
  ids: ReadonlyMap<string, string>
  /** Names under which answers are kept, by where they come from. */
  captured: Map<string, string>
  /** What is read from the answer of a request, by its widget. */
  answers: Map<string, HttpAnswers>
  /** Who names the answer of a question, by the question. */
  readers: ReadonlyMap<string, ReadonlySet<string>>
  /** Splits that became part of the menu before them. */
  joined: ReadonlySet<string>
  /** Widgets that are said before a question is asked again. */
  absorbed: Set<string>
  /** Connections of which somebody asks how they ended. */
  statuses: Set<string>
  /** Values of variables that are set once, to a fixed text. */
  constants: ReadonlyMap<string, string>
  variables: ReadonlySet<string>
  steps: Record<string, StepInput>
  /** What a person should know about a step, by its id. */
  comments: Map<string, string[]>
}

/** Our own steps, where Studio just ends a call. */
export const GOODBYE = 'goodbye'
export const MESSAGE = 'message'
const reserved = [GOODBYE, MESSAGE, ...specialTargets]

/** `order no. 2` -> `orderNo2`, and never one of `taken`. */
export function uniqueName(written: string, taken: ReadonlySet<string>, usual = 'step'): string {
  const words = written
    .normalize('NFKD')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => (/[a-z]/.test(word) ? word : word.toLowerCase()))
  const joined = words.map((word, n) => (n === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1)).join('')
  const base = (/^[a-z]/.test(joined) ? joined : `${usual}${joined}`).slice(0, 60)
  let name = base
  for (let n = 2; taken.has(name); n += 1) name = `${base}${n}`
  return name
}

/** A step id for each widget. */
export function stepIds(widgets: readonly Widget[]): Map<string, string> {
  const taken = new Set(reserved)
  return new Map(
    widgets.map(({ name }) => {
      const id = uniqueName(name, taken)
      taken.add(id)
      return [name, id]
    }),
  )
}

/** The id of a step that the definition has no widget for. */
export function freshId({ ids, steps }: Carrying, wanted: string): string {
  return uniqueName(wanted, new Set([...reserved, ...ids.values(), ...Object.keys(steps)]))
}

/** The name under which something is kept: always the same for the same source. */
export function capturedName({ captured }: Carrying, source: string, wanted: string): string {
  const known = captured.get(source)
  if (known !== undefined) return known
  const name = uniqueName(wanted, new Set(captured.values()), 'answer')
  captured.set(source, name)
  return name
}

export function comment({ comments }: Carrying, id: string, text: string): void {
  comments.set(id, [...(comments.get(id) ?? []), text.replace(/\s+/g, ' ').trim()])
}

export const transitionTo = ({ transitions }: Widget, event: string): { transition: Transition; n: number } | undefined => {
  const n = transitions.findIndex((one) => one.event === event)
  const transition = transitions[n]
  return transition && { transition, n }
}

/** The widget behind an event, if it exists. */
export function behind({ definition }: Carrying, widget: Widget, event: string): Widget | undefined {
  const next = transitionTo(widget, event)?.transition.next
  return next == null ? undefined : definition.byName.get(next)
}

/**
 * The step behind an event. Where Studio ends the call, `ending` says how ours ends: with a good-bye where all is said, else with a message, since
 * nobody is hung up on.
 */
export function leadTo(carrying: Carrying, widget: Widget, event: string, ending: typeof GOODBYE | typeof MESSAGE): string {
  const found = transitionTo(widget, event)
  if (found === undefined) return ending
  return leadBy(carrying, widget, found.n, ending)
}

/** The same by the number of the transition, for those that share one event. */
export function leadBy({ definition, ids, ledger }: Carrying, widget: Widget, n: number, ending: typeof GOODBYE | typeof MESSAGE): string {
  const place: Place = [widget.index, 'transitions', n]
  const next = widget.transitions[n]?.next ?? null
  ledger.carry(...place)
  if (next === null) {
    if (ending === MESSAGE) ledger.name(place, 'leads nowhere, so Studio would hang up; here the caller may leave a message: lead it where it should go')
    return ending
  }
  const id = definition.byName.has(next) ? ids.get(next) : undefined
  if (id === undefined) ledger.name(place, `leads to "${next}", which does not exist; here the caller may leave a message: lead it where it should go`)
  return id ?? MESSAGE
}

/** A property as a text; numbers and truth values are sometimes written as such. */
export function textOf({ properties }: Widget, name: string): string {
  const value = properties[name]
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** A number between two bounds, carried over; anything else is left to the ledger. */
export function numberOf({ ledger }: Carrying, widget: Widget, name: string, least: number, most: number): number | undefined {
  const text = textOf(widget, name).trim()
  const number = Number(text)
  if (text === '' || !Number.isInteger(number)) return undefined
  if (number < least || number > most) {
    ledger.name([widget.index, 'properties', name], `${number} cannot be carried over: here it may be ${least} to ${most}; the usual value is taken`)
    return undefined
  }
  ledger.carry(widget.index, 'properties', name)
  return number
}

/** Entries such as `{ key, value }` in a list property. */
export function pairsOf({ properties }: Widget, name: string): { key: string; value: string; n: number }[] {
  const list = properties[name]
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown, n) => {
    if (typeof entry !== 'object' || entry === null) return []
    const { key, value } = entry as { key?: unknown; value?: unknown }
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value)
    return typeof key === 'string' && key !== '' && key !== '__proto__' && isPlain ? [{ key, value: String(value), n }] : []
  })
}
