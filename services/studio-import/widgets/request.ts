import { GOODBYE, MESSAGE, comment, leadTo, numberOf, pairsOf, textOf, type Carrying } from '../carrying.ts'
import type { Widget } from '../definition.ts'
import type { Place } from '../ledger.ts'
import { liquidOf, readLiquid } from '../liquid.ts'
import { LOST, carryTemplate, addressOf } from '../values.ts'

/** A request of another program: `make-http-request`, and `run-function` by its address. Its answer is filled in when all names are known. */
export function carryRequest(carrying: Carrying, widget: Widget, id: string): void {
  const { ledger, steps } = carrying
  const [good, bad] = widget.type === 'run-function' ? (['success', 'fail'] as const) : (['success', 'failed'] as const)
  const { url, isKnown } = addressOf(carrying, widget)
  const place: Place = [widget.index, 'properties', 'url']
  const method = widget.type === 'run-function' || textOf(widget, 'method').toUpperCase() === 'POST' ? 'post' : 'get'
  if (['GET', 'POST'].includes(textOf(widget, 'method').toUpperCase())) ledger.carry(widget.index, 'properties', 'method')
  if (/^application\/json/.test(textOf(widget, 'content_type')) || method === 'get') ledger.carry(widget.index, 'properties', 'content_type')
  for (const sid of ['service_sid', 'environment_sid', 'function_sid']) ledger.carry(widget.index, 'properties', sid)
  const address = fixed(carrying, place, url, textOf(widget, 'url'))
  const body = method === 'post' ? bodyOf(carrying, widget) : {}
  const timeoutSeconds = numberOf(carrying, widget, 'timeout', 1, 10)
  steps[id] = {
    do: 'http',
    url: method === 'get' ? withQuery(carrying, widget, address) : address,
    ...(method === 'post' && { method, body }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    next: leadTo(carrying, widget, good, GOODBYE),
    onFailed: leadTo(carrying, widget, bad, MESSAGE),
  }
  const host = new URL(url.replace(/\{\{[^]*?\}\}/g, 'x')).host
  if (!isKnown) ledger.name(place, `"${textOf(widget, 'url')}" has no fixed host; write it in the place of "${host}": until then the call goes on by "${bad}"`)
  if (!isKnown) comment(carrying, id, `was: ${textOf(widget, 'url')}; write its host`)
  else ledger.add(widget, 'host', `add "${host}" to FLOW_HTTP_HOSTS, else the request is not made`)
  if (isKnown) comment(carrying, id, `FLOW_HTTP_HOSTS must have ${host}`)
}

/** What is read from the answer, once all texts have been carried over: Studio takes any kind of value, a flow just one. */
export function fillAnswers(carrying: Carrying): void {
  for (const [name, answer] of carrying.answers) {
    const step = carrying.steps[carrying.ids.get(name) ?? '']
    if (step?.do !== 'http') continue
    step.answer = answer
    const expected = Object.values(answer).map(({ at, is }) => `${at} (${is ?? 'text'})`)
    const message = `the answer must be JSON with ${expected.join(', ')}; another kind of value goes to "onFailed": correct "is:" where it is one`
    carrying.ledger.add(carrying.definition.byName.get(name) ?? null, 'answer', message)
  }
}

/** The address as ours. What has been put in for a variable or cut off is no place of the definition. */
function fixed(carrying: Carrying, place: Place, url: string, written: string): string {
  carrying.ledger.carry(...place)
  const before = liquidOf(written)
  const inside = liquidOf(url)
  const cut = before.length - inside.length
  for (const { nth } of before.slice(0, cut)) carrying.ledger.carry(...place, 'liquid', nth)
  const pieces = readLiquid(url).map((piece) => (piece.kind === 'text' ? piece : { ...piece, nth: piece.nth + cut }))
  return clean(carryTemplate(carrying, place, pieces, []).text).replace(/\s/g, '%20')
}

const clean = (text: string): string => text.replaceAll(LOST, '')

function withQuery(carrying: Carrying, widget: Widget, url: string): string {
  const query = pairsOf(widget, 'parameters').map(({ key, value, n }) => {
    const place: Place = [widget.index, 'properties', 'parameters', n, 'value']
    carrying.ledger.carry(widget.index, 'properties', 'parameters')
    carrying.ledger.carry(widget.index, 'properties', 'parameters', n)
    carrying.ledger.carry(widget.index, 'properties', 'parameters', n, 'key')
    carrying.ledger.carry(...place)
    const pieces = readLiquid(value).map((piece) => (piece.kind === 'text' ? { ...piece, text: encode(piece.text) } : piece))
    return `${encode(key)}=${clean(carryTemplate(carrying, place, pieces, []).text)}`
  })
  return query.length === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${query.join('&')}`
}

const encode = (text: string): string => encodeURIComponent(text.toWellFormed())

/** The body of a POST: parameters, or a JSON object of texts. Anything else is named and not sent. */
function bodyOf(carrying: Carrying, widget: Widget): Record<string, string> {
  const { ledger } = carrying
  const parameters = pairsOf(widget, 'parameters')
  const body: Record<string, string> = {}
  for (const { key, value, n } of parameters) {
    const place: Place = [widget.index, 'properties', 'parameters', n]
    ledger.carry(widget.index, 'properties', 'parameters')
    ledger.carry(...place)
    ledger.carry(...place, 'key')
    ledger.carry(...place, 'value')
    body[key] = valueOf(carrying, [...place, 'value'], value)
  }
  const place: Place = [widget.index, 'properties', 'body']
  const written = textOf(widget, 'body')
  if (written.trim() === '') return body
  const json = parseObject(written)
  if (json === null) {
    ledger.name(place, 'cannot be carried over: it is no JSON object; write it under "body" as names and texts')
    return body
  }
  ledger.carry(...place)
  if (Object.values(json).some((value) => typeof value !== 'string'))
    ledger.name(place, 'only texts can be sent: numbers become texts, lists and objects are sent as JSON in a text')
  // The expressions are counted through the whole body, and come in the order of its values.
  const expressions = readLiquid(written)
  let nth = 0
  for (const [key, value] of Object.entries(json).filter(([name]) => name !== '__proto__')) {
    const pieces = readLiquid(typeof value === 'string' ? value : JSON.stringify(value)).map((piece) => {
      if (piece.kind === 'text') return piece
      const at = nth
      nth += 1
      return { ...piece, nth: at }
    })
    body[key] = clean(carryTemplate(carrying, place, pieces, []).text).trim()
  }
  const count = expressions.filter(({ kind }) => kind !== 'text').length
  if (nth < count) ledger.name(place, 'Liquid stands in the names of its values; only texts may have values of the call')
  return body
}

const valueOf = (carrying: Carrying, place: Place, value: string): string => clean(carryTemplate(carrying, place, readLiquid(value), []).text)

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
