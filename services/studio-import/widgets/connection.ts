import { GOODBYE, MESSAGE, comment, freshId, leadTo, numberOf, textOf, transitionTo, type Carrying, type StepInput } from '../carrying.ts'
import type { Place } from '../ledger.ts'
import type { Widget } from '../definition.ts'
import { statusName } from '../values.ts'
import { ownPrompt } from '../spoken-texts.ts'

/** `+1 (520) 389-5483` -> `+15203895483`; undefined for what is no full number. */
function numberIn(text: string): string | undefined {
  const digits = text.replace(/[\s().-]/g, '')
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : undefined
}

/** Connects with somebody: a fixed number, several, a SIP address or a client; else with whoever is on shift. */
export function carryConnection(carrying: Carrying, widget: Widget, id: string): void {
  const { ledger, steps } = carrying
  const noun = textOf(widget, 'noun')
  const field = noun === 'sip' ? 'sip_endpoint' : 'to'
  const written = textOf(widget, field).trim() || textOf(widget, 'to').trim()
  const ways = waysOf(carrying, widget)
  const timeoutSeconds = numberOf(carrying, widget, 'timeout', 1, 120)
  const more = { ...ways, ...(timeoutSeconds !== undefined && { timeoutSeconds }) }
  const numbers = written.split(',').flatMap((one) => numberIn(one) ?? [])
  const to = addressOf(noun, written, numbers)
  ledger.carry(widget.index, 'properties', 'noun')
  if (to !== undefined) {
    ledger.carry(widget.index, 'properties', field)
    steps[id] = Array.isArray(to) ? { do: 'dial', to, ...more } : { do: 'transfer', to, ...more }
    if (Array.isArray(to)) ledger.add(widget, 'who is called', 'hears that he must press 1 to take the call, so that a private voicemail never counts')
    if (Array.isArray(to) && numbers.length < written.split(',').length)
      ledger.name([widget.index, 'properties', 'to'], 'some numbers are not in the form "+4930..." and are left out')
    return
  }
  const why = `${noun} "${written}" cannot be carried over: it is no fixed number "+49...", "sip:...", or client; here whoever is on shift is rung`
  ledger.name([widget.index, 'properties', noun === 'sip' && textOf(widget, field) !== '' ? field : 'to'], why)
  comment(carrying, id, `was: connect-call-to ${noun} ${written}; say who is rung`)
  steps[id] = { do: 'dial', to: 'onShift', ...more }
}

function addressOf(noun: string, written: string, numbers: string[]): string | string[] | undefined {
  switch (noun) {
    case 'number':
      return numberIn(written)
    case 'number-multi':
      return numbers.length === 0 ? undefined : numbers.slice(0, 10)
    case 'sip':
      return /^sips?:[^\s@{}]+@[^\s@{}]+$/.test(written) ? written : undefined
    case 'client':
      return /^[A-Za-z0-9_.-]+$/.test(written) ? `client:${written}` : undefined
    default:
      return undefined
  }
}

/** Studio goes on by one way after a talk and after none. */
function waysOf(carrying: Carrying, widget: Widget): { onAnswered?: string; onFailed: string } {
  const { ledger } = carrying
  const found = transitionTo(widget, 'callCompleted')
  const hangup = transitionTo(widget, 'hangup')
  if (hangup !== undefined && hangup.transition.next !== null) {
    ledger.name([widget.index, 'transitions', hangup.n], 'who has hung up hears nothing more; here nothing comes behind it')
  } else if (hangup !== undefined) ledger.carry(widget.index, 'transitions', hangup.n)
  if (found === undefined || found.transition.next === null) {
    if (found !== undefined) ledger.carry(widget.index, 'transitions', found.n)
    ledger.add(widget, 'when nobody answers', 'Studio would hang up; here the caller may leave a message')
    return { onFailed: MESSAGE }
  }
  const to = leadTo(carrying, widget, 'callCompleted', MESSAGE)
  return { onAnswered: to, onFailed: to }
}

/** Keeps how a connection ended, for those of which somebody asks: answered or not is all that a flow knows. */
export function keepStatuses(carrying: Carrying): void {
  const { definition, ids, ledger, statuses, steps } = carrying
  for (const name of statuses) {
    const id = ids.get(name) ?? ''
    const step = steps[id]
    if (step?.do !== 'dial' && step?.do !== 'transfer') continue
    const keep = (suffix: string, value: string, next: string): string => {
      const set = freshId(carrying, `${id} ${suffix}`)
      steps[set] = { do: 'set', values: { [statusName(carrying, name)]: value }, next }
      return set
    }
    step.onAnswered = keep('answered', 'completed', step.onAnswered ?? GOODBYE)
    step.onFailed = keep('failed', 'no-answer', step.onFailed)
    ledger.add(
      definition.byName.get(name) ?? null,
      '"DialCallStatus"',
      'is "completed" after a talk and "no-answer" else; "busy", "failed" and "canceled" do not come',
    )
  }
}

/** A queue of Twilio, or of Flex. */
export function carryQueue(carrying: Carrying, widget: Widget, id: string): void {
  const { ledger, steps } = carrying
  const onFailed = leadTo(carrying, widget, 'failedToEnqueue', MESSAGE)
  const failure = transitionTo(widget, 'callFailure')
  if (failure !== undefined) {
    const isSame = failure.transition.next === transitionTo(widget, 'failedToEnqueue')?.transition.next
    if (isSame) ledger.carry(widget.index, 'transitions', failure.n)
    else ledger.name([widget.index, 'transitions', failure.n], 'a queue has one way for all that fails; the one of "failedToEnqueue" is taken')
  }
  const complete = transitionTo(widget, 'callComplete')
  const isGoingOn = complete !== undefined && complete.transition.next !== null
  if (complete !== undefined && !isGoingOn) ledger.carry(widget.index, 'transitions', complete.n)
  const giveUpSeconds = numberOf(carrying, widget, 'timeout', 60, 7200)
  const music = musicOf(carrying, widget)
  steps[id] = {
    do: 'queue',
    ...(music !== undefined && { music }),
    ...(giveUpSeconds !== undefined && { giveUpSeconds }),
    ...(isGoingOn && { onAnswered: leadTo(carrying, widget, 'callComplete', GOODBYE) }),
    onFailed,
  } satisfies StepInput
  comment(
    carrying,
    id,
    `was: ${widget.type} ${textOf(widget, 'queue_name') || textOf(widget, 'workflow') || textOf(widget, 'workflow_sid')}; say whose calls these are by skill or level`,
  )
}

/** A sound file can be played while holding; an address that answers with TwiML cannot. */
function musicOf({ ledger }: Carrying, widget: Widget): string | undefined {
  const field = widget.properties['waitUrl'] === undefined ? 'wait_url' : 'waitUrl'
  const url = textOf(widget, field)
  if (!/^https?:\/\/[^\s{}]+\.(mp3|wav|ogg|aiff?|gsm|ulaw)$/i.test(url) || !URL.canParse(url)) return undefined
  ledger.carry(widget.index, 'properties', field)
  return url
}

/** Studio speaks before it, so a short word is enough here. */
export function carryVoicemail(carrying: Carrying, widget: Widget, id: string): void {
  const { ledger, steps, language } = carrying
  const maxSeconds = numberOf(carrying, widget, 'max_length', 1, 600)
  const silenceSeconds = numberOf(carrying, widget, 'timeout', 1, 30)
  const [hangup, noAudio] = [transitionTo(widget, 'hangup'), transitionTo(widget, 'noAudio')]
  if (hangup !== undefined) {
    const place: Place = [widget.index, 'transitions', hangup.n]
    if (hangup.transition.next === null) ledger.carry(...place)
    else ledger.name(place, 'who has hung up hears nothing more; here nothing comes behind it, and his message is kept')
  }
  const onEmpty = noAudio === undefined || noAudio.transition.next === null ? undefined : leadTo(carrying, widget, 'noAudio', GOODBYE)
  if (noAudio !== undefined && onEmpty === undefined) ledger.carry(widget.index, 'transitions', noAudio.n)
  steps[id] = {
    do: 'voicemail',
    prompt: ownPrompt(language, 'message'),
    title: 'Message from {{call.from}}',
    ...(maxSeconds !== undefined && { maxSeconds }),
    ...(silenceSeconds !== undefined && { silenceSeconds }),
    next: leadTo(carrying, widget, 'recordingComplete', GOODBYE),
    ...(onEmpty !== undefined && { onEmpty }),
  }
}
