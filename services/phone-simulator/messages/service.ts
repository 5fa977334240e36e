import type { Scheduler } from '../clock/service.ts'
import { newSid } from '../legs/service.ts'
import type { Delivery, Webhooks } from '../webhooks/service.ts'
import type { WebhookPurpose } from '../webhooks/purposes.ts'
import type { World } from '../world.ts'
import { fateOf } from './lines.ts'
import type { Message, Messages, NewMessage } from './message.ts'
import { incomingParameters, statusParameters } from './parameters.ts'
import { readReplies, type Reply } from './replies.ts'

export type MessageService = Messages & {
  /** A phone in the world sends a text to one of our numbers; undefined if the number is not ours. */
  receive: (text: { from: string; to: string; body: string }) => Message | undefined
}

type Call = { url: string; base?: string | undefined; method: 'GET' | 'POST' }

const secondsToSend = 1
const mostRedirects = 10

/** Text messages on their way, each status told, and what a number answers to an incoming one. */
export function messageService(on: { accountSid: string; world: World; scheduler: Scheduler; webhooks: Webhooks }): MessageService {
  const { accountSid, world, scheduler, webhooks } = on

  function create(details: NewMessage, status: Message['status']): Message {
    const now = scheduler.now()
    const message: Message = { sid: newSid('SM'), ...details, status, errorCode: undefined, createdAt: now, updatedAt: now, sentAt: undefined }
    world.messages.set(message.sid, message)
    return message
  }

  function become(message: Message, status: Message['status'], errorCode?: number): void {
    if (!world.messages.has(message.sid) || message.status === 'failed') return
    const now = scheduler.now()
    Object.assign(message, { status, errorCode, updatedAt: now, ...(status === 'sent' && { sentAt: now }) })
    report(message)
  }

  function report(message: Message): void {
    if (!message.statusCallback) return
    const { url, base, method } = message.statusCallback
    void webhooks.deliver({ purpose: 'smsStatus', callSid: message.sid, url, base, method, parameters: statusParameters(message, accountSid) })
  }

  function send(details: NewMessage): Message {
    const message = create(details, 'queued')
    const fate = fateOf(message.to, world.lines.get(message.to))
    scheduler.after(0, () => report(message))
    scheduler.after(secondsToSend, () => {
      if (fate.kind === 'failed') return become(message, 'failed', fate.errorCode ?? 30008)
      become(message, 'sent')
      const { kind } = fate
      if (kind !== 'silent') scheduler.after(fate.afterSeconds, () => become(message, kind, kind === 'delivered' ? undefined : (fate.errorCode ?? 30003)))
    })
    return message
  }

  async function request(message: Message, purpose: WebhookPurpose, call: Call, more: Readonly<Record<string, string>> = {}): Promise<Delivery> {
    return webhooks.deliver({ purpose, callSid: message.sid, ...call, parameters: { ...incomingParameters(message, accountSid), ...more } })
  }

  async function converse(message: Message, first: Call, fallback: Call): Promise<void> {
    let call: Call | undefined = first
    for (let count = 0; call !== undefined && count <= mostRedirects; count++) {
      const delivery = await request(message, 'sms', call)
      const answer = answerOf(delivery)
      call = 'code' in answer ? undefined : perform(message, answer.replies, delivery.url)
      if (!('code' in answer) || fallback.url === '') continue
      const second = await request(message, 'fallback', fallback, { ErrorCode: String(answer.code), ErrorUrl: delivery.url })
      const replies = answerOf(second)
      call = 'code' in replies ? undefined : perform(message, replies.replies, second.url)
    }
  }

  /** Sends what was ordered; the address of the next document, if there is one. */
  function perform(message: Message, replies: ReadonlyArray<Reply>, base: string): Call | undefined {
    for (const reply of replies) {
      if (reply.kind === 'redirect') return { url: reply.url, base, method: reply.method }
      const statusCallback = reply.statusCallback === undefined ? undefined : { url: reply.statusCallback, base, method: reply.method }
      send({ from: reply.from ?? message.to, to: reply.to ?? message.from, body: reply.body, direction: 'outbound-reply', statusCallback })
    }
    return undefined
  }

  return {
    send,
    receive({ from, to, body }) {
      const number = world.findNumber(to)
      if (!number) return undefined
      const message = create({ from, to, body, direction: 'inbound', statusCallback: undefined }, 'received')
      const fallback = { url: number.smsFallbackUrl, method: number.smsFallbackMethod }
      if (number.smsUrl !== '') void converse(message, { url: number.smsUrl, method: number.smsMethod }, fallback)
      return message
    },
  }
}

function answerOf(delivery: Delivery): { replies: Reply[] } | { code: number } {
  if (delivery.kind === 'failed') return { code: delivery.code }
  const read = readReplies(delivery.body, delivery.contentType)
  return read.kind === 'error' ? { code: read.code } : { replies: read.replies }
}
