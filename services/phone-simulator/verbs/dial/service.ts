import { durationSeconds, hasEnded, isAnswered, isInterrupted, type Interrupted, type Leg } from '../../legs/leg.ts'
import type { Dial, DialPhone } from '../../twiml/verbs.ts'
import { after, inDocument } from '../actions.ts'
import { tellOnly } from '../telling/service.ts'
import { talk } from '../bridge/service.ts'
import type { Playing } from '../dependencies.ts'
import { findOutWhoAnswered } from '../machines/service.ts'
import type { Allowed, Outcome } from '../outcome.ts'
import { unbridgedStatus } from './outcome.ts'
import { recordDial, type DialRecorder } from './recording.ts'

/** A Dial under way. `left` is set when REST took the bridged leg out of the conversation, `isOver` when nobody else shall ring. */
type Attempt = {
  parent: Leg
  verb: Dial
  base: string | undefined
  callerId: string
  phones: ReadonlyArray<DialPhone>
  children: Leg[]
  accepted: Leg | undefined
  left: boolean
  isOver: boolean
}

const inWhisper: Allowed = {
  verbs: ['say', 'play', 'pause', 'gather', 'record', 'redirect', 'hangup', 'sms', 'startRecording', 'stopRecording'],
  code: 13201,
  place: 'the url of a dialled number',
}

/** Rings all phones at once (or one after another); the first who accepts gets the call. Then the action, or the next verb. */
export async function playDial(on: Playing, leg: Leg, verb: Dial, phones: ReadonlyArray<DialPhone>, base: string | undefined): Promise<Outcome> {
  const callerId = verb.callerId ?? leg.from
  if (phones.length === 0 || !phones.every(({ address }) => mayShow(on, leg, callerId, address))) {
    return after(verb, base, { DialCallStatus: 'failed', DialBridged: 'false' })
  }
  const attempt: Attempt = { parent: leg, verb, base, callerId, phones, children: [], accepted: undefined, left: false, isOver: false }
  const early = recordDial(on, leg, verb, base, 'ringing')
  callAll(on, attempt)
  const accepted = await firstToAccept(attempt)
  attempt.isOver = true
  endOthers(on, attempt)
  const recorder = isInterrupted(accepted) || !accepted ? early : (early ?? recordDial(on, leg, verb, base, 'answer'))
  if (!isInterrupted(accepted) && accepted) recorder?.listenTo(accepted)
  const talked = isInterrupted(accepted) || accepted === undefined ? accepted : await talk(on, leg, accepted, verb, () => attempt.left)
  if (attempt.accepted && !attempt.left) on.legs.finish(attempt.accepted, 'completed')
  recorder?.end()
  if (!isInterrupted(talked)) return after(verb, base, report(on, attempt, recorder))
  if (hasEnded(leg) && verb.action !== undefined) {
    const parameters = report(on, attempt, recorder)
    if (!attempt.accepted) parameters['DialCallStatus'] = 'canceled'
    await tellOnly(on, leg, { url: verb.action, base, method: verb.method, parameters })
  }
  return talked
}

/** Twilio shows a called telephone only numbers of this call or of the account (13214); clients and SIP phones may be shown anything. */
function mayShow(on: Playing, leg: Leg, callerId: string, address: string): boolean {
  if (/^(client|sips?):/.test(address)) return true
  if (/^(client|sips?):/.test(callerId)) return false
  return callerId === leg.from || callerId === leg.to || on.world.findNumber(callerId) !== undefined
}

function callAll(on: Playing, attempt: Attempt): void {
  const { phones, verb } = attempt
  if (verb.isSequential) return void callInTurn(on, attempt)
  const children = phones.map((phone) => createChild(on, attempt, phone))
  children.forEach((child, index) => void callOne(on, attempt, child, phones[index]!))
}

async function callInTurn(on: Playing, attempt: Attempt): Promise<void> {
  for (const phone of attempt.phones) {
    if (attempt.isOver || attempt.accepted) return
    await callOne(on, attempt, createChild(on, attempt, phone), phone)
  }
}

function createChild(on: Playing, attempt: Attempt, phone: DialPhone): Leg {
  on.legs.note(attempt.parent, 'dialling', { text: phone.address })
  const child = on.legs.create({
    direction: 'outbound-dial',
    from: attempt.callerId,
    to: phone.address,
    parent: attempt.parent,
    ears: on.world.earsOf(phone.address),
    statusCallback: inDocument(phone.status, attempt.base),
    parameters: phone.parameters,
  })
  attempt.children.push(child)
  return child
}

/** One phone from ring to whisper to conversation; runs beside the others. */
async function callOne(on: Playing, attempt: Attempt, child: Leg, phone: DialPhone): Promise<void> {
  // The parent must be waiting before a child can fail at once (busy, own number).
  await Promise.resolve()
  if ((await on.legs.ring(child, attempt.verb.timeoutSeconds)) === 'ended') return
  if (phone.machineDetection && phone.sendDigits === '') {
    void findOutWhoAnswered(on, child, { ...phone.machineDetection, callback: inDocument(phone.machineDetection.callback, attempt.base) })
  }
  if (phone.sendDigits !== '') await on.legs.sendDigits(child, phone.sendDigits)
  if (phone.url !== undefined && !hasEnded(child)) {
    const whisper = { url: phone.url, base: attempt.base, method: phone.method }
    const ending = await on.run(child, whisper, { purpose: 'voice', allowed: inWhisper, parameters: () => ({}) })
    if (ending === 'over' && child.redirect !== undefined && !hasEnded(child)) return goOwnWay(on, child)
    if (ending !== 'outOfVerbs') return on.legs.finish(child, 'completed')
  }
  if (hasEnded(child)) return
  if (attempt.accepted || attempt.isOver || hasEnded(attempt.parent)) return on.legs.finish(child, 'completed')
  attempt.accepted = child
  attempt.parent.line.signal({ kind: 'news' })
  await child.line.until<never>(undefined, () => undefined)
  if (child.redirect === undefined || hasEnded(child)) return
  attempt.left = true
  attempt.parent.line.signal({ kind: 'news' })
  await goOwnWay(on, child)
}

/** REST has given the called leg TwiML of its own. */
async function goOwnWay(on: Playing, child: Leg): Promise<void> {
  const target = child.redirect
  child.redirect = undefined
  if (target) await on.run(child, target)
  on.legs.finish(child, 'completed')
}

/** undefined: nobody did. */
function firstToAccept(attempt: Attempt): Promise<Leg | undefined | Interrupted> {
  const isExhausted = (): boolean => attempt.children.length === attempt.phones.length && attempt.children.every(hasEnded)
  return attempt.parent.line.until<Leg | undefined>(undefined, (signal) => {
    if (signal.kind !== 'news') return undefined
    if (attempt.accepted) return { done: attempt.accepted }
    return isExhausted() ? { done: undefined } : undefined
  })
}

function endOthers(on: Playing, attempt: Attempt): void {
  for (const child of attempt.children) {
    if (child !== attempt.accepted) on.legs.finish(child, isAnswered(child) ? 'completed' : 'canceled')
  }
}

function report(on: Playing, attempt: Attempt, recorder: DialRecorder | undefined): Record<string, string> {
  const { accepted, children, left } = attempt
  const last = accepted ?? children.at(-1)
  const parameters: Record<string, string> = {
    DialCallStatus: accepted ? 'completed' : unbridgedStatus(children),
    DialBridged: String(accepted !== undefined),
    ...recorder?.parameters(),
  }
  if (last) parameters['DialCallSid'] = last.sid
  if (accepted && !left) parameters['DialCallDuration'] = String(durationSeconds(accepted, on.scheduler.now()))
  return parameters
}
