import { durationSeconds, hasEnded, isAnswered, isInterrupted, type Interrupted, type Leg, type Target } from '../../legs/leg.ts'
import type { Dial, DialNumber } from '../../twiml/document.ts'
import type { Outcome, RunTwiml } from '../outcome.ts'
import { tellAboutHangup, type RecordDependencies } from '../record/service.ts'
import { unbridgedStatus } from './outcome.ts'

export type DialDependencies = RecordDependencies & { run: RunTwiml }

/** A Dial under way. `left` is set when REST took the bridged leg out of the conversation. */
type Attempt = { parent: Leg; verb: Dial; children: Leg[]; accepted: Leg | undefined; left: boolean }

/** Rings all numbers at once; the first who accepts gets the call. Then the action, or the next verb. */
export async function playDial(on: DialDependencies, leg: Leg, verb: Dial, base: string | undefined): Promise<Outcome> {
  const callerId = verb.callerId ?? leg.from
  if (verb.numbers.length === 0 || !mayShow(on, leg, callerId)) {
    return after(verb, base, { DialCallStatus: 'failed', DialBridged: 'false' })
  }
  const attempt: Attempt = { parent: leg, verb, children: [], accepted: undefined, left: false }
  attempt.children = verb.numbers.map((number) => createChild(on, attempt, number, callerId, base))
  attempt.children.forEach((child, index) => void callOne(on, attempt, child, verb.numbers[index]!, base))
  const accepted = await firstToAccept(attempt)
  endOthers(on, attempt)
  const talked = isInterrupted(accepted) || accepted === undefined ? accepted : await talk(on, attempt, accepted)
  if (attempt.accepted && !attempt.left) on.legs.finish(attempt.accepted, 'completed')
  if (!isInterrupted(talked)) return after(verb, base, report(on, attempt))
  if (hasEnded(leg) && verb.action !== undefined) {
    const parameters = report(on, attempt)
    if (!attempt.accepted) parameters['DialCallStatus'] = 'canceled'
    await tellAboutHangup(on, leg, { url: verb.action, base, method: verb.method, parameters })
  }
  return talked
}

/** Twilio shows the called person only numbers of this call or of the account (13214). */
function mayShow(on: DialDependencies, leg: Leg, callerId: string): boolean {
  return callerId === leg.from || callerId === leg.to || on.world.findNumber(callerId) !== undefined
}

function createChild(on: DialDependencies, attempt: Attempt, number: DialNumber, callerId: string, base: string | undefined): Leg {
  on.legs.note(attempt.parent, 'dialling', { text: number.number })
  const { statusCallback: url, statusCallbackMethod: method, statusCallbackEvents: events } = number
  return on.legs.create({
    direction: 'outbound-dial',
    from: callerId,
    to: number.number,
    parent: attempt.parent,
    ears: on.world.earsOf(number.number),
    statusCallback: url === undefined ? undefined : { url, base, method, events },
  })
}

/** One number from ring to whisper to conversation; runs beside the others. */
async function callOne(on: DialDependencies, attempt: Attempt, child: Leg, number: DialNumber, base: string | undefined): Promise<void> {
  // The parent must be waiting before a child can fail at once (busy, own number).
  await Promise.resolve()
  if ((await on.legs.ring(child, attempt.verb.timeoutSeconds)) === 'ended') return
  if (number.url !== undefined) {
    const ending = await on.run(child, { url: number.url, base, method: number.method })
    if (ending !== 'outOfVerbs') return on.legs.finish(child, 'completed')
  }
  if (hasEnded(child)) return
  if (attempt.accepted || hasEnded(attempt.parent)) return on.legs.finish(child, 'completed')
  attempt.accepted = child
  attempt.parent.line.signal({ kind: 'news' })
  await child.line.until<never>(undefined, () => undefined)
  if (child.redirect === undefined || hasEnded(child)) return
  attempt.left = true
  attempt.parent.line.signal({ kind: 'news' })
  const target: Target = child.redirect
  child.redirect = undefined
  await on.run(child, target)
  on.legs.finish(child, 'completed')
}

/** undefined: nobody did. */
function firstToAccept(attempt: Attempt): Promise<Leg | undefined | Interrupted> {
  return attempt.parent.line.until<Leg | undefined>(undefined, (signal) => {
    if (signal.kind !== 'news') return undefined
    if (attempt.accepted) return { done: attempt.accepted }
    return attempt.children.every(hasEnded) ? { done: undefined } : undefined
  })
}

function endOthers(on: DialDependencies, attempt: Attempt): void {
  for (const child of attempt.children) {
    if (child !== attempt.accepted) on.legs.finish(child, isAnswered(child) ? 'completed' : 'canceled')
  }
}

async function talk(on: DialDependencies, attempt: Attempt, child: Leg): Promise<'over' | Interrupted> {
  const { parent, verb } = attempt
  on.legs.markAnswered(parent)
  parent.partner = child
  child.partner = parent
  on.legs.note(parent, 'bridged', { text: child.to })
  const isOver = (): boolean => hasEnded(child) || attempt.left
  const result = isOver()
    ? 'over'
    : await parent.line.until<'over'>(verb.timeLimitSeconds, (signal) => {
        if (signal.kind === 'news') return isOver() ? { done: 'over' } : undefined
        const isStar = signal.kind === 'key' && signal.key === '*' && verb.hangupOnStar
        return isStar || signal.kind === 'elapsed' ? { done: 'over' } : undefined
      })
  parent.partner = undefined
  child.partner = undefined
  return result
}

function report(on: DialDependencies, attempt: Attempt): Record<string, string> {
  const { accepted, children, left } = attempt
  const last = accepted ?? children.at(-1)
  const parameters: Record<string, string> = {
    DialCallStatus: accepted ? 'completed' : unbridgedStatus(children),
    DialBridged: String(accepted !== undefined),
  }
  if (last) parameters['DialCallSid'] = last.sid
  if (accepted && !left) parameters['DialCallDuration'] = String(durationSeconds(accepted, on.scheduler.now()))
  return parameters
}

function after(verb: Dial, base: string | undefined, parameters: Record<string, string>): Outcome {
  if (verb.action === undefined) return { kind: 'next' }
  return { kind: 'goTo', target: { url: verb.action, base, method: verb.method, parameters } }
}
