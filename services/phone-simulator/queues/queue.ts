import type { Leg, Target } from '../legs/leg.ts'

/** A queue of the account: created by REST or by the first Enqueue that names it. */
export type Queue = {
  readonly sid: string
  friendlyName: string
  maxSize: number
  readonly createdAt: number
  updatedAt: number
  /** Who waits; first in, first out. Who talks to an agent is no member any more. */
  members: QueueMember[]
  /** How long those waited who have left: Twilio's AvgQueueTime. */
  left: { count: number; seconds: number }
}
export type QueueMember = {
  readonly leg: Leg
  readonly enqueuedAt: number
  /** Set when somebody's Dial has taken this member out of the queue. */
  bridge: Bridge | undefined
}

/** A member and the leg whose Dial took it. `greeting`: the member still hears the Queue noun's `url`. */
export type Bridge = { readonly dialler: Leg; readonly member: Leg; readonly greeting: Target | undefined; state: 'greeting' | 'talking' | 'over' }

export const defaultQueueSize = 1000
export const largestQueueSize = 5000
export const longestQueueName = 64

/** Whole seconds since the member came. */
export const queueSeconds = (member: QueueMember, now: number): number => Math.round((now - member.enqueuedAt) / 1000)

/** 1 is the next; 0: no member (any more). */
export const positionOf = (queue: Queue, callSid: string): number => queue.members.findIndex(({ leg }) => leg.sid === callSid) + 1

export const averageSeconds = ({ left }: Queue): number => (left.count === 0 ? 0 : Math.round(left.seconds / left.count))

/** What a waitUrl is told. */
export function waitParameters(queue: Queue, member: QueueMember, now: number): Record<string, string> {
  return {
    QueueSid: queue.sid,
    QueuePosition: String(positionOf(queue, member.leg.sid)),
    QueueTime: String(queueSeconds(member, now)),
    AvgQueueTime: String(averageSeconds(queue)),
    CurrentQueueSize: String(queue.members.length),
    MaxQueueSize: String(queue.maxSize),
  }
}
