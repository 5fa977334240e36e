import { GOODBYE, MESSAGE, comment, leadBy, leadTo, pairsOf, textOf, transitionTo, type Carrying, type StepInput } from '../carrying.ts'
import { carryConditions } from '../conditions.ts'
import type { Widget } from '../definition.ts'
import type { Place } from '../ledger.ts'
import { readLiquid, withoutBlocks } from '../liquid.ts'
import { carryPrompt, carryText } from '../spoken-texts.ts'
import { LOST, carryTemplate, resolveOutput, variableName } from '../values.ts'

export function carrySay(carrying: Carrying, widget: Widget, id: string): void {
  const { steps } = carrying
  const prompt = carryPrompt(carrying, widget)
  const next = leadTo(carrying, widget, 'audioComplete', GOODBYE)
  steps[id] = prompt === null ? { do: 'goTo', goTo: next } : { do: 'say', prompt, next }
  if (prompt !== null) return
  const was = textOf(widget, 'play') || textOf(widget, 'digits') || textOf(widget, 'say')
  comment(carrying, id, `was: say-play ${was}; write a "say" step with what is heard`)
  if (textOf(widget, 'say') !== '') carrying.ledger.name([widget.index, 'properties', 'say'], 'nothing of the text is left; write it anew')
}

export function carrySplit(carrying: Carrying, widget: Widget, id: string): void {
  const { ledger, steps } = carrying
  const when = widget.transitions.flatMap(({ event }, n) => {
    if (event !== 'match') return []
    const condition = carryConditions(carrying, widget, n)
    // A way that is never taken still leads somewhere: the transition has been named by its condition.
    const goTo = leadBy(carrying, widget, n, GOODBYE)
    return condition === undefined ? [] : [{ if: condition, goTo }]
  })
  const otherwise = leadTo(carrying, widget, 'noMatch', MESSAGE)
  // The conditions name what is compared; the property says the same.
  const matches = widget.transitions.filter(({ event }) => event === 'match')
  if (matches.some(({ conditions }) => conditions.length > 0)) ledger.carryAll(widget.index, 'properties', 'input')
  steps[id] = when.length === 0 ? { do: 'goTo', goTo: otherwise } : { do: 'branch', when, else: otherwise }
  if (when.length === 0) comment(carrying, id, `was: split-based-on ${textOf(widget, 'input')}; no condition could be carried over`)
}

export function carryVariables(carrying: Carrying, widget: Widget, id: string): void {
  const { ledger, steps } = carrying
  const values: Record<string, string> = {}
  const list: Place = [widget.index, 'properties', 'variables']
  for (const { key, value, n } of pairsOf(widget, 'variables')) {
    const place: Place = [...list, n, 'value']
    ledger.carry(...list)
    ledger.carry(...list, n)
    ledger.carry(...list, n, 'key')
    ledger.carry(...place)
    ledger.carry(...list, n, 'index')
    if (['', 'string'].includes(String(typeOf(widget, n)))) ledger.carry(...list, n, 'type')
    const pieces = readLiquid(value)
    const { text } = carryTemplate(carrying, place, pieces, withoutBlocks(pieces))
    values[variableName(carrying, key)] = text.replaceAll(LOST, '').trim()
  }
  const next = leadTo(carrying, widget, 'next', GOODBYE)
  steps[id] = Object.keys(values).length === 0 ? { do: 'goTo', goTo: next } : { do: 'set', values, next }
}

function typeOf({ properties }: Widget, n: number): unknown {
  const list = properties['variables']
  const entry: unknown = Array.isArray(list) ? list[n] : undefined
  return typeof entry === 'object' && entry !== null ? (entry as { type?: unknown }).type : undefined
}

/** A text to the caller, or to a number that he has given; texts to others cannot be sent here. */
export function carryMessage(carrying: Carrying, widget: Widget, id: string): void {
  const { ledger, steps, language } = carrying
  const next = leadTo(carrying, widget, 'sent', GOODBYE)
  const failed = transitionTo(widget, 'failed')
  const onNoNumber = failed === undefined || failed.transition.next === null ? undefined : leadTo(carrying, widget, 'failed', GOODBYE)
  if (failed !== undefined && onNoNumber === undefined) ledger.carry(widget.index, 'transitions', failed.n)
  const text = carryText(carrying, [widget.index, 'properties', 'body'], textOf(widget, 'body'))
  const number = receiverOf(carrying, widget)
  if (number !== undefined && text !== '') {
    steps[id] = { do: 'sms', ...number, text: { [language]: text }, next, ...(onNoNumber !== undefined && { onNoNumber }) }
    return
  }
  if (text === '') ledger.name([widget.index, 'properties', 'body'], 'nothing of the text is left, so none is sent; write it anew')
  steps[id] = { do: 'goTo', goTo: next }
  comment(carrying, id, `was: send-message to ${textOf(widget, 'to') || 'nobody'}; write an "sms" step`)
}

function receiverOf(carrying: Carrying, widget: Widget): { number?: string } | undefined {
  const place: Place = [widget.index, 'properties', 'to']
  const written = textOf(widget, 'to')
  const [only, ...more] = readLiquid(written.trim())
  const resolved = only?.kind === 'output' && more.length === 0 ? resolveOutput(carrying, only) : undefined
  const name = resolved !== undefined && 'name' in resolved ? resolved.name : undefined
  if (name === 'call.from' || /^captured\./.test(name ?? '')) {
    carrying.ledger.carryAll(...place)
    return name === 'call.from' ? {} : { number: name ?? '' }
  }
  carrying.ledger.name(place, `"${written}" cannot be carried over: texts go to the caller, or to a number that he has keyed, so none is sent`)
  return undefined
}

/** By which event a call goes on behind a widget that has no step here: as if all had gone well. */
const goodExits: Readonly<Record<string, readonly string[]>> = {
  'run-subflow': ['completed', 'failed'],
  'send-and-wait-for-reply': ['incomingMessage', 'timeout', 'deliveryFailure'],
  'capture-payments': ['success', 'maxFailedAttempts', 'providerError', 'payInterrupted', 'validationError'],
  'connect-virtual-agent': ['return', 'hangup'],
  'connect-virtual-agent-v2': ['return', 'hangup'],
  'send-to-auto-pilot': ['sessionEnded', 'failure', 'timeout'],
  'fork-stream': ['next'],
  'record-call': ['success', 'failed'],
  'make-outgoing-call-v2': ['answered', 'busy', 'noAnswer', 'failed'],
  'add-twiml-redirect': ['return', 'timeout', 'fail'],
}
const whatInstead: Readonly<Record<string, string>> = {
  'run-subflow': 'import that flow as well, and enter it with a "subflow" step',
  'send-and-wait-for-reply': 'nobody answers a text during a call; send one with "sms" and ask with "gather"',
  'capture-payments': 'card data must not be taken here; send a link with "sms"',
  'connect-virtual-agent': 'ask with "menu" and "gather", or hand the call over with "transfer"',
  'connect-virtual-agent-v2': 'ask with "menu" and "gather", or hand the call over with "transfer"',
  'send-to-auto-pilot': 'Autopilot exists no more; ask with "menu" and "gather"',
  'fork-stream': 'no other program listens to calls',
  'record-call': 'calls are not recorded; a "voicemail" records messages',
  'make-outgoing-call-v2': 'a flow answers calls; people are called by "dial", callers called back by "callback"',
  'add-twiml-redirect': 'no other program takes the call over; write its steps into this flow, or hand over with "transfer"',
}

/** A widget with no step of ours: named as a whole, and the call goes on by its good exit. */
export function carryOther(carrying: Carrying, widget: Widget, id: string): void {
  const { type, transitions } = widget
  const exits = (Object.hasOwn(goodExits, type) ? goodExits[type] : undefined) ?? transitions.map(({ event }) => event)
  const exit = exits.find((event) => transitionTo(widget, event)?.transition.next != null) ?? exits[0]
  const advice = (Object.hasOwn(whatInstead, type) ? whatInstead[type] : undefined) ?? 'there is no such step; build it from those in ivr-flows/README.md'
  const goTo = exit === undefined ? MESSAGE : leadTo(carrying, widget, exit, MESSAGE)
  carrying.steps[id] = { do: 'goTo', goTo } satisfies StepInput
  carrying.ledger.name([widget.index], `cannot be carried over: ${advice}; the call goes on ${exit === undefined ? 'to a message' : `by "${exit}"`}`)
  comment(carrying, id, `was: ${type}; ${advice}`)
}
