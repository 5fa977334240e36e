import type { Scheduler } from '../clock/service.ts'
import { hasEnded, type Leg, type Target } from '../legs/leg.ts'
import { newSid } from '../legs/service.ts'
import type { World } from '../world.ts'
import { defaultQueueSize, queueSeconds, type Bridge, type Queue, type QueueMember } from './queue.ts'

export type Queues = {
  list: () => Queue[]
  /** By SID or by name. */
  find: (sidOrName: string) => Queue | undefined
  create: (details: { friendlyName: string; maxSize?: number | undefined }) => Queue
  update: (queue: Queue, changes: { friendlyName?: string | undefined; maxSize?: number | undefined }) => void
  /** False while somebody waits in it. */
  remove: (queue: Queue) => boolean
  /** By CallSid, or `Front`. */
  findMember: (queue: Queue, callSid: string) => QueueMember | undefined
  /** REST takes a member out and gives it other TwiML. */
  dequeue: (queue: Queue, member: QueueMember, target: Target) => void
  /** undefined: the queue is full. */
  join: (queue: Queue, leg: Leg) => QueueMember | undefined
  /** Takes a member out, whatever the reason; nothing happens if it is gone. */
  leave: (queue: Queue, member: QueueMember) => void
  /** A Dial takes whoever is in front; undefined: nobody waits. */
  takeFront: (queue: Queue, dialler: Leg, greeting?: Target) => Bridge | undefined
  /** This leg waits in a Dial for somebody to join; it gets the signal `news`. */
  awaitMember: (queue: Queue, dialler: Leg) => () => void
}

export function queueService({ world, scheduler }: { world: World; scheduler: Scheduler }): Queues {
  const waitingDiallers = new Map<string, Set<Leg>>()

  function leave(queue: Queue, member: QueueMember): void {
    const at = queue.members.indexOf(member)
    if (at < 0) return
    queue.members.splice(at, 1)
    queue.left.count++
    queue.left.seconds += queueSeconds(member, scheduler.now())
  }

  return {
    list: () => [...world.queues.values()],
    find: (sidOrName) => world.queues.get(sidOrName) ?? [...world.queues.values()].find(({ friendlyName }) => friendlyName === sidOrName),
    create({ friendlyName, maxSize = defaultQueueSize }) {
      const now = scheduler.now()
      const queue = { sid: newSid('QU'), friendlyName, maxSize, createdAt: now, updatedAt: now, members: [], left: { count: 0, seconds: 0 } }
      world.queues.set(queue.sid, queue)
      return queue
    },
    update(queue, { friendlyName = queue.friendlyName, maxSize = queue.maxSize }) {
      Object.assign(queue, { friendlyName, maxSize, updatedAt: scheduler.now() })
    },
    remove: (queue) => queue.members.length === 0 && world.queues.delete(queue.sid),
    findMember: (queue, callSid) => (callSid === 'Front' ? queue.members[0] : queue.members.find(({ leg }) => leg.sid === callSid)),
    dequeue(queue, member, target) {
      leave(queue, member)
      member.leg.redirect = target
      member.leg.line.interrupt()
    },
    join(queue, leg) {
      if (queue.members.length >= queue.maxSize) return undefined
      const member: QueueMember = { leg, enqueuedAt: scheduler.now(), bridge: undefined }
      queue.members.push(member)
      for (const dialler of waitingDiallers.get(queue.sid) ?? []) if (dialler.line.signal({ kind: 'news' })) break
      return member
    },
    leave,
    takeFront(queue, dialler, greeting) {
      const member = queue.members.find(({ leg }) => !hasEnded(leg) && leg.redirect === undefined)
      if (!member) return undefined
      leave(queue, member)
      member.bridge = { dialler, member: member.leg, greeting, state: 'greeting' }
      member.leg.isCutOff = true
      member.leg.line.interrupt()
      return member.bridge
    },
    awaitMember(queue, dialler) {
      const diallers = waitingDiallers.get(queue.sid) ?? new Set()
      waitingDiallers.set(queue.sid, diallers.add(dialler))
      return () => void diallers.delete(dialler)
    },
  }
}
