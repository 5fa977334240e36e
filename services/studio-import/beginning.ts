import { stepIds, textOf, transitionTo, type Carrying } from './carrying.ts'
import type { Definition, Widget } from './definition.ts'
import type { Ledger } from './ledger.ts'
import { liquidOf } from './liquid.ts'
import { planMenu } from './menu-plan.ts'
import { languageOf } from './spoken-texts.ts'

export type Entry = { event: string; first: Widget }

/** Where a call enters; a flow that is started by a program counts when it leads to widgets that speak. */
export function entryOf({ initial, byName }: Definition): Entry | string {
  for (const event of ['incomingCall', 'incomingRequest', 'incomingParent']) {
    const next = transitionTo(initial, event)?.transition.next
    if (next == null) continue
    const first = byName.get(next)
    if (first === undefined) return `widget "${initial.name}": "${event}" leads to "${next}", which does not exist; lead it to the first widget of a call`
    if (event === 'incomingCall' || [...reach(byName, first)].some((name) => voiceTypes.includes(byName.get(name)?.type ?? ''))) return { event, first }
  }
  return `widget "${initial.name}": no call enters this flow: "incomingCall" leads nowhere (flows for messages alone are not imported); connect it in Studio and export again`
}

const voiceTypes = ['say-play', 'gather-input-on-call', 'connect-call-to', 'enqueue-call', 'record-voicemail', 'make-outgoing-call-v2', 'capture-payments']

function reach(byName: Definition['byName'], first: Widget): Set<string> {
  const seen = new Set<string>()
  const waiting = [first.name]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const widget = byName.get(name)
    if (widget === undefined || seen.has(name)) continue
    seen.add(name)
    waiting.push(...widget.transitions.flatMap(({ next }) => next ?? []))
  }
  return seen
}

/** What is known of a flow before its first widget is carried over. */
export function begin(definition: Definition, first: Widget, ledger: Ledger): Carrying {
  const { byName, widgets } = definition
  const reachable = reach(byName, first)
  const live = widgets.filter(({ name }) => reachable.has(name))
  const joined = joinedSplits(definition, live)
  const variables = live.flatMap((widget) => (widget.type === 'set-variables' ? variablesOf(widget) : []))
  const single = variables.filter(({ key, value }) => liquidOf(value).length === 0 && variables.filter((other) => other.key === key).length === 1)
  return {
    definition,
    ledger,
    language: usualLanguage(live),
    reachable,
    ids: stepIds(widgets),
    captured: new Map(),
    answers: new Map(),
    readers: readersOf(live, joined),
    joined,
    absorbed: new Set(),
    statuses: new Set(),
    constants: new Map(single.map(({ key, value }) => [key, value])),
    variables: new Set(variables.map(({ key }) => key)),
    steps: {},
    comments: new Map(),
  }
}

const variablesOf = ({ properties }: Widget): { key: string; value: string }[] => {
  const list: unknown = properties['variables']
  return (Array.isArray(list) ? list : []).flatMap((entry: unknown) => {
    const { key, value } = (typeof entry === 'object' && entry !== null ? entry : {}) as { key?: unknown; value?: unknown }
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value)
    return typeof key === 'string' && key !== '' && key !== '__proto__' && isPlain ? [{ key, value: String(value) }] : []
  })
}

/** Splits to which a call comes from one question only, which they then belong to. */
function joinedSplits(definition: Definition, live: readonly Widget[]): Set<string> {
  const comingFrom = new Map<string, Set<string>>()
  for (const { name, transitions } of live) {
    for (const { next } of transitions) if (next !== null) comingFrom.set(next, (comingFrom.get(next) ?? new Set()).add(name))
  }
  const joined = live.flatMap((widget) => {
    const plan = widget.type === 'gather-input-on-call' ? planMenu(definition, widget) : null
    return [plan?.byKey, plan?.byWord].flatMap((split) => (split != null && comingFrom.get(split.widget.name)?.size === 1 ? [split.widget.name] : []))
  })
  return new Set(joined)
}

/** Who names the answer of which question, in any text or condition. */
function readersOf(live: readonly Widget[], joined: ReadonlySet<string>): Map<string, Set<string>> {
  const readers = new Map<string, Set<string>>()
  for (const widget of live.filter(({ name }) => !joined.has(name))) {
    const written = JSON.stringify([widget.properties, widget.transitions])
    for (const [, question = ''] of written.matchAll(/widgets(?:\.|\[\\?["'])([^."'\\\]]+)(?:\\?["']\])?\.(?:Digits|SpeechResult)/g)) {
      readers.set(question, (readers.get(question) ?? new Set()).add(widget.name))
    }
  }
  return readers
}

/** The language in which most is said. */
function usualLanguage(live: readonly Widget[]): string {
  const counts = new Map<string, number>()
  for (const widget of live.filter((one) => ['say-play', 'gather-input-on-call'].includes(one.type) && textOf(one, 'say') !== '')) {
    const language = languageOf(textOf(widget, 'language'))
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'en'
}
