import { capturedName, textOf, type Carrying } from './carrying.ts'
import type { Widget } from './definition.ts'
import type { Place } from './ledger.ts'
import type { Piece } from './liquid.ts'

/** A value of Studio by our name, or why it has none. */
export type Resolved = { name: string } | { problem: string }
type Is = 'text' | 'number' | 'boolean'

const callers = ['trigger.call.From', 'trigger.call.Caller', 'contact.channel.address']
const called = ['trigger.call.To', 'trigger.call.Called', 'flow.channel.address']
export const requestTypes = ['make-http-request', 'run-function']

/** Filters that do not change what the value means here. */
const harmless = ['strip', 'lstrip', 'rstrip', 'downcase', 'upcase', 'capitalize', 'escape', 'url_encode', 'to_json', 'json']

/** `{{widgets.order.Digits}}` -> `captured.order`. `is`: what kind of value is expected of another program. */
export function resolveOutput(carrying: Carrying, { value, filters }: Extract<Piece, { kind: 'output' }>, is: Is = 'text'): Resolved {
  const changing = filters.find((filter) => !harmless.includes(/^\w*/.exec(filter)?.[0] ?? ''))
  if (changing !== undefined) return { problem: `the filter "${changing}" does not exist here; have the other program give the value as it is spoken` }
  return resolve(carrying, value, is)
}

function resolve(carrying: Carrying, value: string, is: Is): Resolved {
  if (callers.includes(value)) return { name: 'call.from' }
  if (called.includes(value)) return { name: 'call.to' }
  const variable = /^flow\.(?:variables|data)\.(.+)$/.exec(value)?.[1]
  if (variable !== undefined) {
    if (carrying.variables.has(variable)) return { name: `captured.${variableName(carrying, variable)}` }
    return { problem: `no widget of this call sets "${variable}"; ask the caller for it, or fetch it with an "http" step` }
  }
  const [, name = '', rest = ''] = /^widgets\.([^.]+)\.(.+)$/.exec(value) ?? []
  if (name !== '') return resolveWidget(carrying, name, rest, is)
  return { problem: `"${value}" is nothing that a call knows here; see "Values" in ivr-flows/README.md` }
}

export const variableName = (carrying: Carrying, variable: string): string => capturedName(carrying, `variable ${variable}`, variable)

function resolveWidget(carrying: Carrying, name: string, rest: string, is: Is): Resolved {
  const widget = carrying.definition.byName.get(name)
  if (widget === undefined) return { problem: `there is no widget "${name}"` }
  if (!carrying.reachable.has(name)) return { problem: `no call comes to the widget "${name}"` }
  if (widget.type === 'gather-input-on-call' && ['Digits', 'SpeechResult'].includes(rest)) return { name: `captured.${answerName(carrying, name)}` }
  if (widget.type === 'connect-call-to' && rest === 'DialCallStatus') {
    carrying.statuses.add(name)
    return { name: `captured.${statusName(carrying, name)}` }
  }
  const path = /^parsed\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)$/.exec(rest)?.[1]
  if (!requestTypes.includes(widget.type) || path === undefined) {
    const how = requestTypes.includes(widget.type)
      ? 'let the other program answer with JSON and name the value in it'
      : 'build it from the steps in ivr-flows/README.md'
    return { problem: `"${rest}" of a ${widget.type} is not kept; ${how}` }
  }
  const kept = capturedName(carrying, `answer ${name} ${path}`, `${name} ${path.replaceAll('.', ' ')}`)
  const answers = carrying.answers.get(name) ?? {}
  carrying.answers.set(name, { ...answers, [kept]: { at: path, is: is === 'text' ? (answers[kept]?.is ?? 'text') : is, optional: true } })
  return { name: `captured.${kept}` }
}

export const statusName = (carrying: Carrying, connection: string): string => capturedName(carrying, `status ${connection}`, `${connection} status`)
export const answerName = (carrying: Carrying, question: string): string => capturedName(carrying, `question ${question}`, question)

/** A host that does not exist and never will (RFC 2606): whoever reads the flow writes the right one. */
const UNKNOWN_HOST = 'https://write-the-host.invalid'

/** An address whose host is fixed. A variable that only ever has one value is such a host; for any other `isKnown` is false. */
export function addressOf({ constants }: Carrying, widget: Widget): { url: string; isKnown: boolean } {
  const written = textOf(widget, 'url')
    .trim()
    .replace(/^\{\{\s*flow\.variables\.([^|}\s]+)\s*\}\}/, (all, name: string) => constants.get(name) ?? all)
    .replace(/^(https?:\/\/[^\s{}/?#]+)(?=[?#]|$)/, '$1/')
  if (isAddress(written)) return { url: written, isKnown: true }
  const path = /^(?:https?:\/\/)?(?:\{\{[^]*?\}\}|[^/])*(\/[^\s]*)$/.exec(written)?.[1] ?? '/'
  const url = `${UNKNOWN_HOST}${path}`
  return { url: isAddress(url) ? url : `${UNKNOWN_HOST}/`, isKnown: false }
}

const isAddress = (url: string): boolean => /^https?:\/\/[^\s{}/?#]+\//.test(url) && URL.canParse(url.replace(/\{\{[^]*?\}\}/g, 'x'))

/** A text that is not spoken (an address, a value, a message): its Liquid as ours. What cannot be carried over is left out and named. */
export function carryTemplate(carrying: Carrying, place: Place, pieces: readonly Piece[], isSpoken: readonly boolean[]): { text: string; lost: number } {
  let lost = 0
  const text = pieces.map((piece, n) => {
    if (isSpoken[n] === false && piece.kind !== 'tag') {
      if (piece.kind === 'output') carrying.ledger.name([...place, 'liquid', piece.nth], `"${piece.written}" stands in a Liquid block that is left out`)
      return ''
    }
    if (piece.kind === 'text') return plain(carrying, place, piece.text)
    const at: Place = [...place, 'liquid', piece.nth]
    if (piece.kind === 'tag') {
      if (isBlock(piece.word)) carrying.ledger.name(at, `"${piece.written}" cannot be carried over: ${tagAdvice}`)
      else carrying.ledger.carry(...at)
      return ''
    }
    const resolved = resolveOutput(carrying, piece)
    if ('name' in resolved) {
      carrying.ledger.carry(...at)
      return `{{${resolved.name}}}`
    }
    lost += 1
    carrying.ledger.name(at, `"${piece.written}" cannot be carried over: ${resolved.problem}; it is left out`)
    return LOST
  })
  return { text: text.join(''), lost }
}

/** Stands where a value was that we do not have; it never reaches a file. */
export const LOST = '\uFFFF'

const tagAdvice = 'a text has no conditions here; put a "branch" before it and a text of its own behind each way (what stands behind "else" is kept)'
const isBlock = (word: string): boolean => !/^(end\w*|else)$/.test(word)

/** "{{" that is never closed would break our text too. */
function plain({ ledger }: Carrying, place: Place, text: string): string {
  if (!/\{\{|\{%/.test(text)) return text.replaceAll(LOST, '')
  ledger.name(place, 'has a "{{" or "{%" that is never closed; it is left out')
  return text.replaceAll(LOST, '').replace(/\{[{%]/g, '')
}
