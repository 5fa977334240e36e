import { hasEnded, isInterrupted, type Interrupted, type Leg, type Target } from '../../legs/leg.ts'
import type { Bridge, Queue } from '../../queues/queue.ts'
import type { Dial, DialQueue } from '../../twiml/verbs.ts'
import { after } from '../actions.ts'
import { tellOnly } from '../telling/service.ts'
import { talk } from '../bridge/service.ts'
import type { Playing } from '../dependencies.ts'
import { recordDial } from '../dial/recording.ts'
import type { Outcome } from '../outcome.ts'

/** Takes who waits longest out of a queue and talks to him; on an empty queue waits as long as a phone would ring. */
export async function playDialQueue(on: Playing, leg: Leg, verb: Dial, noun: DialQueue, base: string | undefined): Promise<Outcome> {
  const queue = on.queues.find(noun.name)
  if (!queue) return after(verb, base, { DialCallStatus: 'failed', DialBridged: 'false' })
  on.legs.note(leg, 'dialling', { text: queue.friendlyName })
  const greeting: Target | undefined = noun.url === undefined ? undefined : { url: noun.url, base, method: noun.method }
  const bridge = await reachSomebody(on, leg, verb, queue, greeting)
  if (isInterrupted(bridge)) return gone(on, leg, verb, base, { DialCallStatus: 'canceled', DialBridged: 'false' })
  if (!bridge) return after(verb, base, { DialCallStatus: 'no-answer', DialBridged: 'false' })
  const startedAt = on.scheduler.now()
  const recorder = recordDial(on, leg, verb, base, 'answer')
  recorder?.listenTo(bridge.member)
  const talked = await talk(on, leg, bridge.member, verb, () => bridge.state === 'over')
  part(bridge)
  recorder?.end()
  const seconds = Math.round((on.scheduler.now() - startedAt) / 1000)
  const told = {
    DialCallStatus: 'completed',
    DialBridged: 'true',
    DialCallSid: bridge.member.sid,
    DialCallDuration: String(seconds),
    ...recorder?.parameters(),
  }
  return isInterrupted(talked) ? gone(on, leg, verb, base, told) : after(verb, base, told)
}

/** undefined: nobody came in time. Who hangs up during the greeting makes room for the next one. */
async function reachSomebody(on: Playing, leg: Leg, verb: Dial, queue: Queue, greeting: Target | undefined): Promise<Bridge | undefined | Interrupted> {
  const until = on.scheduler.now() + verb.timeoutSeconds * 1000
  for (;;) {
    const bridge = await nextMember(on, leg, queue, (until - on.scheduler.now()) / 1000, greeting)
    if (bridge === undefined || isInterrupted(bridge)) return bridge
    const ready = await greeted(leg, bridge)
    if (isInterrupted(ready)) {
      part(bridge)
      return ready
    }
    if (bridge.state === 'talking') return bridge
  }
}

async function nextMember(on: Playing, leg: Leg, queue: Queue, seconds: number, greeting: Target | undefined): Promise<Bridge | undefined | Interrupted> {
  const front = on.queues.takeFront(queue, leg, greeting)
  if (front) return front
  const stop = on.queues.awaitMember(queue, leg)
  const taken = await leg.line.until<Bridge | undefined>(Math.max(0, seconds), (signal) => {
    if (signal.kind === 'elapsed') return { done: undefined }
    const bridge = signal.kind === 'news' ? on.queues.takeFront(queue, leg, greeting) : undefined
    return bridge && { done: bridge }
  })
  stop()
  return taken
}

/** Until the member has heard the greeting, or is gone. */
async function greeted(leg: Leg, bridge: Bridge): Promise<'ready' | Interrupted> {
  const isReady = (): boolean => bridge.state !== 'greeting' || hasEnded(bridge.member)
  if (isReady()) return 'ready'
  return leg.line.until<'ready'>(undefined, ({ kind }) => (kind === 'news' && isReady() ? { done: 'ready' } : undefined))
}

function part(bridge: Bridge): void {
  bridge.state = 'over'
  bridge.member.line.signal({ kind: 'news' })
}

async function gone(on: Playing, leg: Leg, verb: Dial, base: string | undefined, told: Record<string, string>): Promise<Outcome> {
  if (hasEnded(leg) && verb.action !== undefined) await tellOnly(on, leg, { url: verb.action, base, method: verb.method, parameters: told })
  return { kind: 'interrupted' }
}
