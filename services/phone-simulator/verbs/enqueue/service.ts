import { hasEnded, type Leg } from '../../legs/leg.ts'
import { queueSeconds, waitParameters, type Bridge, type Queue, type QueueMember } from '../../queues/queue.ts'
import type { Enqueue } from '../../twiml/verbs.ts'
import { after } from '../actions.ts'
import { tellOnly } from '../telling/service.ts'
import type { Playing } from '../dependencies.ts'
import type { Allowed, Outcome } from '../outcome.ts'
import { playWait } from '../wait/service.ts'

type QueueResult = 'bridged' | 'bridging-in-process' | 'error' | 'hangup' | 'leave' | 'redirected' | 'redirected-from-bridged' | 'queue-full'

const inWaitUrl: Allowed = { verbs: ['play', 'say', 'pause', 'hangup', 'redirect', 'leave', 'gather'], code: 12200, place: "a queue's waitUrl" }
const inGreeting: Allowed = { verbs: ['play', 'say', 'pause', 'redirect'], code: 12200, place: 'the url of <Queue>' }

/** The leg waits in a queue until somebody's Dial or REST takes it out, it leaves, or its person hangs up. */
export async function playEnqueue(on: Playing, leg: Leg, verb: Enqueue, base: string | undefined): Promise<Outcome> {
  const queue = on.queues.find(verb.name) ?? on.queues.create({ friendlyName: verb.name })
  if (verb.maxQueueSize !== undefined) on.queues.update(queue, { maxSize: verb.maxQueueSize })
  const member = on.queues.join(queue, leg)
  if (!member) {
    on.legs.note(leg, 'webhook', { code: 14207, text: `The queue "${queue.friendlyName}" is full.` })
    return after(verb, base, { QueueResult: 'queue-full' })
  }
  on.legs.note(leg, 'queued', { text: queue.friendlyName })
  const sound = verb.waitUrl === undefined ? 'music' : { url: verb.waitUrl, base, method: verb.waitUrlMethod }
  const parameters = (): Record<string, string> => waitParameters(queue, member, on.scheduler.now())
  const ending = await playWait(on, leg, sound, { purpose: 'wait', allowed: inWaitUrl, parameters }, true)
  leg.isCutOff = false
  on.queues.leave(queue, member)
  const told = { QueueSid: queue.sid, QueueTime: String(queueSeconds(member, on.scheduler.now())) }
  if (member.bridge && !hasEnded(leg)) return outOf(on, leg, verb, base, { QueueResult: await beServed(on, queue, member, member.bridge), ...told })
  if (hasEnded(leg)) return outOf(on, leg, verb, base, { QueueResult: 'hangup', ...told })
  if (leg.redirect !== undefined) return outOf(on, leg, verb, base, { QueueResult: 'redirected', ...told })
  if (ending === 'hangUp') {
    on.legs.finish(leg, 'completed')
    return outOf(on, leg, verb, base, { QueueResult: 'hangup', ...told })
  }
  return outOf(on, leg, verb, base, { QueueResult: ending === 'left' ? 'leave' : 'error', ...told })
}

/** The action, or the next verb; a leg that has gone or was redirected only has its action told. */
async function outOf(
  on: Playing,
  leg: Leg,
  verb: Enqueue,
  base: string | undefined,
  told: Record<string, string> & { QueueResult: QueueResult },
): Promise<Outcome> {
  if (!hasEnded(leg) && leg.redirect === undefined) return after(verb, base, told)
  const telling = verb.action === undefined ? undefined : tellOnly(on, leg, { url: verb.action, base, method: verb.method, parameters: told })
  if (hasEnded(leg)) await telling
  return { kind: 'interrupted' }
}

/** Hears the greeting, then talks to the leg whose Dial took this one, until both have parted. */
async function beServed(on: Playing, queue: Queue, member: QueueMember, bridge: Bridge): Promise<QueueResult> {
  const { leg } = member
  const { dialler } = bridge
  on.legs.note(leg, 'dequeued', { text: queue.friendlyName })
  if (bridge.greeting) {
    const told = { QueueSid: queue.sid, QueueTime: String(queueSeconds(member, on.scheduler.now())), DequeingCallSid: dialler.sid }
    await on.run(leg, bridge.greeting, { purpose: 'voice', allowed: inGreeting, parameters: () => told })
  }
  const isBridged = bridge.state !== 'over' && !hasEnded(leg) && leg.redirect === undefined
  if (isBridged) {
    bridge.state = 'talking'
    dialler.line.signal({ kind: 'news' })
    await leg.line.until<'over'>(undefined, ({ kind }) => (kind === 'news' && bridge.state === 'over' ? { done: 'over' } : undefined))
  }
  bridge.state = 'over'
  dialler.line.signal({ kind: 'news' })
  if (!isBridged) return hasEnded(leg) ? 'hangup' : leg.redirect === undefined ? 'bridging-in-process' : 'redirected'
  return leg.redirect !== undefined && !hasEnded(leg) ? 'redirected-from-bridged' : 'bridged'
}
