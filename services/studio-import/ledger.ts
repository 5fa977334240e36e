import type { Definition, Widget } from './definition.ts'
import { isUsual, propertyAdvice } from './advice.ts'
import { liquidOf } from './liquid.ts'

/** Where in a definition something stands: the number of its widget (or -1: beside the widgets), then keys and numbers. */
export type Place = readonly [number, ...(string | number)[]]
/** Something that could not be carried over as it is, and what to do about it. */
export type Note = { widget: string | null; type: string | null; part: string; message: string }
/** Every widget, transition, condition, property and Liquid expression is in just one of these. */
export type Account = { notes: Note[]; total: number; carried: number; named: number; covered: number }

/** Holds each part of a definition until it has been carried over or named: what nobody speaks of at the end is named as well. */
export type Ledger = {
  carry: (...place: Place) => void
  /** Carries a place and all that stands below it. */
  carryAll: (...place: Place) => void
  name: (place: Place, message: string) => void
  /** Counts nothing: something that our flow needs and the definition does not have. */
  add: (widget: Widget | null, part: string, message: string) => void
  close: () => Account
}
type Item = { place: Place; isCarried: boolean; messages: string[]; value: unknown }

const keyOf = (place: readonly (string | number)[]): string => JSON.stringify(place)

export function openLedger(definition: Definition): Ledger {
  const items = new Map(itemsOf(definition).map(({ place, value }): [string, Item] => [keyOf(place), { place, value, isCarried: false, messages: [] }]))
  const added: Note[] = []
  const below = new Map<number, Item[]>()
  for (const item of items.values()) below.set(item.place[0], [...(below.get(item.place[0]) ?? []), item])
  const noteOf = ({ place }: Item, message: string): Note => ({ ...partOf(definition, place), message })
  return {
    carry: (...place) => {
      const item = items.get(keyOf(place))
      if (item !== undefined) item.isCarried = true
    },
    carryAll: (...place) => {
      for (const item of below.get(place[0]) ?? []) if (place.every((part, n) => item.place[n] === part)) item.isCarried = true
    },
    name: (place, message) => {
      const item = items.get(keyOf(place))
      if (item !== undefined && !item.messages.includes(message)) item.messages.push(message)
      if (item === undefined) added.push({ ...partOf(definition, place), message })
    },
    add: (widget, part, message) => {
      added.push({ widget: widget?.name ?? null, type: widget?.type ?? null, part, message })
    },
    close: () => closeItems(items, definition, added, noteOf),
  }
}

function closeItems(items: ReadonlyMap<string, Item>, definition: Definition, added: Note[], noteOf: (item: Item, message: string) => Note): Account {
  const account: Account = { notes: [], total: items.size, carried: 0, named: 0, covered: 0 }
  const isNamed = (place: readonly (string | number)[]): boolean => (items.get(keyOf(place))?.messages.length ?? 0) > 0
  // Its widget, property or condition has been named, which quotes it.
  const isCovered = ({ place }: Item): boolean => place.some((_, n) => n > 0 && isNamed(place.slice(0, n)))
  for (const item of items.values()) {
    if (item.messages.length > 0) {
      account.named += 1
      account.notes.push(...item.messages.map((message) => noteOf(item, message)))
    } else if (item.isCarried) account.carried += 1
    else if (isCovered(item)) account.covered += 1
    else if (isUsual(String(item.place.at(-1)), item.value)) account.carried += 1
    else {
      account.named += 1
      item.messages.push(propertyAdvice(String(item.place.at(-1))))
      account.notes.push(noteOf(item, item.messages[0] ?? ''))
    }
  }
  const order = new Map<string | null, number>([[null, -1], ...definition.widgets.map(({ name, index }): [string, number] => [name, index])])
  account.notes.push(...added)
  account.notes.sort((a, b) => (order.get(a.widget) ?? 0) - (order.get(b.widget) ?? 0))
  return account
}

/** Everything in a definition that must be carried over or named. `offset`, where a widget stands on the canvas, says nothing. */
export function itemsOf({ widgets, others }: Definition): { place: Place; value: unknown }[] {
  return [
    ...entries(others).map(([key, value]) => ({ place: [-1, key] as const, value })),
    ...widgets.flatMap((widget) => [
      { place: [widget.index] as const, value: undefined },
      ...entries(widget.others).map(([key, value]) => ({ place: [widget.index, key] as const, value })),
      ...entries(widget.properties).flatMap(([key, value]) => (key === 'offset' ? [] : itemsIn([widget.index, 'properties', key], value))),
      ...widget.transitions.flatMap((transition, n) => [
        { place: [widget.index, 'transitions', n] as const, value: undefined },
        ...entries(transition.others).map(([key, value]) => ({ place: [widget.index, 'transitions', n, key] as const, value })),
        ...transition.conditions.flatMap((condition, c) => [
          { place: [widget.index, 'transitions', n, c] as const, value: undefined },
          ...entries(condition.others).map(([key, value]) => ({ place: [widget.index, 'transitions', n, c, key] as const, value })),
          ...condition.arguments.flatMap((text, a) => liquidIn([widget.index, 'transitions', n, c, a], text)),
          ...liquidIn([widget.index, 'transitions', n, c, 'value'], condition.value ?? ''),
        ]),
      ]),
    ]),
  ]
}

const entries = (object: Readonly<Record<string, unknown>>): [string, unknown][] => Object.entries(object)

/** A property; of a list each entry as well, and every Liquid expression in it. */
function itemsIn(place: Place, value: unknown): { place: Place; value: unknown }[] {
  if (typeof value === 'string') return [{ place, value }, ...liquidIn(place, value)]
  if (typeof value !== 'object' || value === null) return [{ place, value }]
  const isList = Array.isArray(value)
  const inner: [string | number, unknown][] = isList ? value.map((one, n) => [n, one as unknown]) : Object.entries(value)
  return [{ place, value }, ...inner.flatMap(([key, one]) => itemsIn([...place, key], one))]
}

const liquidIn = (place: Place, text: string): { place: Place; value: unknown }[] =>
  liquidOf(text).map(({ nth, written }) => ({ place: [...place, 'liquid', nth] as const, value: written }))

/** How people would say it: `property "say"`, `transition "timeout"`, `condition 1 of transition "match"`. */
function partOf({ widgets }: Definition, [index, ...path]: Place): Omit<Note, 'message'> {
  const widget = widgets[index]
  const where = { widget: widget?.name ?? null, type: widget?.type ?? null }
  if (path.length === 0) return { ...where, part: '' }
  const [kind, at] = path
  if (kind === 'properties') {
    const inner = path.slice(2).filter((part, n, all) => part !== 'liquid' && all[n - 1] !== 'liquid')
    return { ...where, part: [`property "${String(at)}"`, ...inner.map((part) => (typeof part === 'number' ? `entry ${part + 1}` : `"${part}"`))].join(', ') }
  }
  if (kind !== 'transitions') return { ...where, part: `"${String(kind)}"` }
  const transition = widget?.transitions[Number(at)]
  const label = `transition ${Number(at) + 1} "${transition?.event ?? ''}"`
  if (path.length === 2) return { ...where, part: label }
  const condition = typeof path[2] === 'number' ? transition?.conditions[path[2]] : undefined
  if (condition === undefined) return { ...where, part: `${label}, "${String(path[2])}"` }
  return { ...where, part: `${label}, condition ${condition.type}${condition.value === null ? '' : ` "${condition.value}"`}` }
}

/** One line for a terminal. */
export function formatNote(file: string, { widget, type, part, message }: Note): string {
  const at = widget === null ? '' : `widget "${widget}"${part === '' ? ` (${type ?? ''})` : ''}: `
  return `${file}: ${at}${part === '' ? '' : `${part}: `}${message}`.replace(/\s+/g, ' ')
}
