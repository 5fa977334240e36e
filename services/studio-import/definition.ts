import { z } from 'zod'

/** A Twilio Studio flow as it is exported: widgets, and transitions between them by name. */
export type Definition = {
  title: string
  widgets: readonly Widget[]
  byName: ReadonlyMap<string, Widget>
  initial: Widget
  /** What stands beside the widgets. */
  others: Readonly<Record<string, unknown>>
}
export type Widget = {
  index: number
  name: string
  type: string
  transitions: readonly Transition[]
  properties: Readonly<Record<string, unknown>>
  others: Readonly<Record<string, unknown>>
}
export type Transition = { event: string; next: string | null; conditions: readonly Condition[]; others: Readonly<Record<string, unknown>> }
export type Condition = { type: string; arguments: readonly string[]; value: string | null; label: string; others: Readonly<Record<string, unknown>> }
export type ReadDefinition = { definition: Definition } | { problems: string[] }

/** Twilio's own limit for one flow. */
const mostWidgets = 2000

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const conditionSchema = z
  .looseObject({ type: z.string(), arguments: z.array(text).nullish(), value: text.nullish(), friendly_name: text.nullish() })
  .transform(({ type, arguments: given, value, friendly_name: label, ...others }): Condition => ({
    type,
    arguments: given ?? [],
    value: value ?? null,
    label: label ?? '',
    others,
  }))
const transitionSchema = z
  .looseObject({ event: z.string(), next: z.string().nullish(), conditions: z.array(conditionSchema).nullish() })
  .transform(({ event, next, conditions, ...others }): Transition => ({ event, next: next || null, conditions: conditions ?? [], others }))
const widgetSchema = z
  .looseObject({
    name: z.string().min(1),
    type: z.string().min(1),
    transitions: z.array(transitionSchema).nullish(),
    properties: z.record(z.string(), z.unknown()).nullish(),
  })
  .transform(({ name, type, transitions, properties, ...others }) => ({ name, type, transitions: transitions ?? [], properties: properties ?? {}, others }))
const definitionSchema = z.looseObject({ description: z.string().nullish(), states: z.array(widgetSchema), initial_state: z.string().min(1) })

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads a flow definition, or says where and why it is none. */
export function readDefinition(source: string): ReadDefinition {
  if (source.trim() === '') return { problems: ['the file is empty; export the flow in Studio ("Export to JSON") and save it'] }
  const json = parseJson(source.replace(/^\uFEFF/, ''))
  if ('problem' in json) return { problems: [json.problem] }
  const content = unwrap(json.value)
  if (!isObject(content) || !Array.isArray(content['states'])) {
    return { problems: ['this is no Studio flow definition: "states", the list of widgets, is missing; export the flow in Studio ("Export to JSON")'] }
  }
  const legacy = signsOfLegacy(content)
  if (legacy.length > 0) {
    const why = `this is the format before 2019 (${legacy.join('; ')}); open the flow in Studio, publish it once and export it again ("Export to JSON")`
    return { problems: [why] }
  }
  if (content['states'].length === 0) return { problems: ['"states" is empty: the flow has no widget at all'] }
  if (content['states'].length > mostWidgets) return { problems: [`"states" has ${content['states'].length} widgets; Studio allows ${mostWidgets}`] }
  return toDefinition(content)
}

function parseJson(source: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(source) as unknown }
  } catch (error) {
    return { problem: `this is no JSON (${error instanceof Error ? error.message : String(error)}); export the flow in Studio again, or correct it there` }
  }
}

/** Twilio's API and command line give the definition inside of an envelope, as JSON or as a text. */
function unwrap(value: unknown): unknown {
  if (!isObject(value) || Array.isArray(value['states'])) return value
  const inner = value['definition']
  const parsed = typeof inner === 'string' ? parseJson(inner) : { value: inner }
  if ('problem' in parsed || !isObject(parsed.value)) return value
  return { description: value['friendly_name'], ...parsed.value }
}

/** How the format before 2019 is recognised; the present one has none of these. */
function signsOfLegacy(content: Json): string[] {
  if (typeof content['initial_state'] === 'string') return []
  const states = (content['states'] as unknown[]).filter(isObject)
  const camel = states.map(({ type }) => type).find((type) => typeof type === 'string' && /^[A-Z]/.test(type))
  const targets = states.flatMap(({ transitions }) => (Array.isArray(transitions) ? transitions.filter(isObject).map(({ next }) => next) : []))
  const sid = [...targets, ...states.map((state) => state['sid'])].find((target) => typeof target === 'string' && /^FF[0-9a-f]{32}$/.test(target))
  if (camel === undefined && sid === undefined) return []
  return [
    '"initial_state" is missing',
    ...(camel === undefined ? [] : [`a widget has the type "${String(camel)}"`]),
    ...(sid === undefined ? [] : [`widgets are called by ids such as "${String(sid).slice(0, 8)}..." and not by name`]),
  ]
}

function toDefinition(content: Json): ReadDefinition {
  const parsed = definitionSchema.safeParse(content)
  if (!parsed.success) return { problems: parsed.error.issues.slice(0, 20).map(({ path, message }) => `${placeOf(content, path)}: ${message}`) }
  const { description, states, initial_state: first, ...others } = parsed.data
  const widgets = states.map((state, index): Widget => ({ ...state, index }))
  const byName = new Map<string, Widget>()
  const problems: string[] = []
  for (const widget of widgets) {
    const same = byName.get(widget.name)
    if (same === undefined) byName.set(widget.name, widget)
    else
      problems.push(
        `states[${widget.index}]: the name "${widget.name}" is that of states[${same.index}] already; widgets are called by name, so give it another one`,
      )
  }
  const initial = byName.get(first)
  if (initial === undefined) problems.push(`initial_state: no widget is called "${first}"; it must name the trigger`)
  if (initial === undefined || problems.length > 0) return { problems }
  return { definition: { title: (description ?? '').replace(/\s+/g, ' ').trim(), widgets, byName, initial, others } }
}

/** `states[3] "main_menu".transitions[0].event` */
function placeOf(content: Json, path: readonly PropertyKey[]): string {
  const states = content['states'] as unknown[]
  const state = path[0] === 'states' && typeof path[1] === 'number' ? states[path[1]] : undefined
  const name = isObject(state) && typeof state['name'] === 'string' ? ` "${state['name']}"` : ''
  return path.map((part, n) => (typeof part === 'number' ? `[${part}]${n === 1 ? name : ''}` : `${n === 0 ? '' : '.'}${String(part)}`)).join('')
}
