import { randomUUID } from 'node:crypto'
import type { Scheduler } from '../clock/service.ts'
import type { Journal } from '../journal.ts'
import type { HttpClient } from './client.ts'
import type { FaultName } from './faults/plan.ts'
import type { Faults } from './faults/service.ts'
import { isRetried, webhookUrl, type Exchange, type Overrides } from './overrides.ts'
import { isReport, type WebhookPurpose } from './purposes.ts'
import { signatureOf, type Parameters } from './signature.ts'

export type Webhook = {
  purpose: WebhookPurpose
  /** The leg that it is about; for a text message its SID. */
  callSid: string
  /** May be relative to `base`, and may carry connection overrides in its fragment. */
  url: string
  base?: string | undefined
  method: 'GET' | 'POST'
  parameters: Parameters
}

/** Where a webhook's answer came from, or why there is none (11200 bad answer, 11205 no connection, 11100 bad URL). */
export type Delivery =
  | {
      kind: 'delivered'
      url: string
      status: number
      contentType: string | undefined
      body: string
      milliseconds: number
    }
  | { kind: 'failed'; url: string; status: number | undefined; code: number; message: string; milliseconds: number }

export type Webhooks = { deliver: (webhook: Webhook) => Promise<Delivery> }

type Attempt = { webhook: Webhook; target: URL; overrides: Overrides; token: string; attempt: number; left: number; faults: FaultName[] }

/** A report that is to be overtaken waits for the next one of its call, but not longer than this. */
const longestOvertakingSeconds = 5
/** A delayed webhook arrives so long after Twilio gave it up. */
const lateBySeconds = 1

/** Signs and sends webhooks as Twilio does: repeats by the URL's retry policy, 15 s in all, one token for all repeats. */
export function webhookService(on: { authToken: string; client: HttpClient; scheduler: Scheduler; journal: Journal; faults: Faults }): Webhooks {
  const { authToken, client, scheduler, journal, faults } = on
  const waiting = new Map<string, { since: number; release: () => void }>()
  let order = 0

  async function deliver(webhook: Webhook): Promise<Delivery> {
    const target = webhookUrl(webhook.url, webhook.base)
    if (target.kind === 'invalid') {
      const { url } = webhook
      return { kind: 'failed', url, status: undefined, code: 11100, message: target.message, milliseconds: 0 }
    }
    const drawn = faults.ofWebhook(webhook)
    const since = ++order
    const started = performance.now()
    const attempt = { webhook, target: target.url, overrides: target.overrides, token: randomUUID(), attempt: 1, left: 0, faults: [...drawn] }
    if (drawn.has('dropStatus')) return delivery(neverSent(attempt), target.url.href, 0)
    if (drawn.has('reorder')) await untilOvertaken(webhook.callSid, since)
    const result = drawn.has('delayPast15s') ? await late(attempt) : await sent(attempt)
    if (isReport(webhook.purpose)) overtake(webhook.callSid, since)
    return delivery(result, target.url.href, Math.round(performance.now() - started))
  }

  function neverSent(attempt: Attempt): Exchange {
    const exchange: Exchange = { kind: 'connectFailed', message: 'never sent (fault)' }
    record(attempt, new URL(attempt.target), {}, exchange, 0)
    return exchange
  }

  function untilOvertaken(callSid: string, since: number): Promise<void> {
    if (waiting.has(callSid)) return Promise.resolve()
    return new Promise((resolve) => {
      const release = (): void => {
        cancel()
        waiting.delete(callSid)
        resolve()
      }
      const cancel = scheduler.after(longestOvertakingSeconds, release)
      waiting.set(callSid, { since, release })
    })
  }

  /** A report that was under way before the waiting one has not overtaken it. */
  function overtake(callSid: string, since: number): void {
    const slower = waiting.get(callSid)
    if (slower && slower.since < since) slower.release()
  }

  /** Twilio waits in vain (in virtual time), and the program gets the request when nobody waits for its answer any more. */
  function late(attempt: Attempt): Promise<Exchange> {
    const seconds = attempt.overrides.totalTimeout / 1000
    const left = attempt.overrides.totalTimeout
    scheduler.after(seconds + lateBySeconds, () => void send({ ...attempt, left }))
    return new Promise((resolve) => {
      scheduler.after(seconds, () => resolve({ kind: 'readTimedOut', message: `no answer after ${seconds} s` }))
    })
  }

  async function sent(attempt: Attempt): Promise<Exchange> {
    const isTwice = attempt.faults.includes('duplicate')
    const isAtOnce = isTwice && faults.isAtOnce(attempt.webhook)
    const left = attempt.overrides.totalTimeout
    const first = attempts({ ...attempt, faults: attempt.faults.filter((fault) => fault !== 'duplicate') })
    if (isAtOnce) void send({ ...attempt, left })
    const result = await first
    if (isTwice && !isAtOnce) void send({ ...attempt, left })
    return result
  }

  async function attempts(first: Attempt): Promise<Exchange> {
    const { overrides } = first
    const giveUpAt = performance.now() + overrides.totalTimeout
    for (let attempt = 1; ; attempt++) {
      const left = giveUpAt - performance.now()
      const exchange = await tried({ ...first, attempt, left })
      const isLast = attempt > overrides.retryCount || giveUpAt - performance.now() <= 0
      if (isLast || !isRetried(exchange, overrides)) return exchange
    }
  }

  function tried(attempt: Attempt): Promise<Exchange> {
    if (!faults.isRefused(attempt.webhook, attempt.attempt)) return send(attempt)
    const exchange: Exchange = { kind: 'connectFailed', message: 'connection refused (fault)' }
    record({ ...attempt, faults: [...attempt.faults, 'refuseConnection'] }, new URL(attempt.target), {}, exchange, 0)
    return Promise.resolve(exchange)
  }

  /** Time is not moved while the request is under way. */
  async function send(one: Attempt): Promise<Exchange> {
    const { webhook, overrides } = one
    const end = scheduler.begin()
    const url = new URL(one.target)
    const isGet = webhook.method === 'GET'
    if (isGet) for (const [name, value] of Object.entries(webhook.parameters)) url.searchParams.append(name, value)
    const body = isGet ? undefined : new URLSearchParams(webhook.parameters).toString()
    const headers = headersOf(authToken, one, url, body)
    const started = performance.now()
    const connectTimeout = Math.min(overrides.connectTimeout, one.left)
    const readTimeout = Math.min(overrides.readTimeout, one.left)
    const exchange = await client.exchange({ url, method: webhook.method, headers, body, connectTimeout, readTimeout })
    record(one, url, headers, exchange, Math.round(performance.now() - started))
    end()
    return exchange
  }

  function record(one: Attempt, url: URL, headers: Record<string, string>, exchange: Exchange, milliseconds: number): void {
    const { purpose, callSid, method, parameters } = one.webhook
    const isInTime = exchange.kind === 'answered' && exchange.status >= 200 && exchange.status < 300 && !one.faults.includes('delayPast15s')
    journal.add(scheduler.now(), {
      kind: 'webhook',
      purpose,
      callSid,
      method,
      url: url.href,
      headers,
      parameters,
      attempt: one.attempt,
      response: responseOf(exchange),
      delivered: isInTime,
      faults: one.faults,
      milliseconds,
    })
  }

  return { deliver }
}

function headersOf(authToken: string, { webhook, token }: Attempt, url: URL, body: string | undefined): Record<string, string> {
  return {
    'x-twilio-signature': signatureOf(authToken, url.href, body === undefined ? {} : webhook.parameters),
    'i-twilio-idempotency-token': token,
    'user-agent': 'TwilioProxy/1.1',
    accept: '*/*',
    ...(body !== undefined && {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'content-length': String(Buffer.byteLength(body)),
    }),
  }
}

function responseOf(exchange: Exchange): { status: number; contentType: string | null; body: string } | { error: string } {
  if (exchange.kind !== 'answered') return { error: exchange.message }
  return { status: exchange.status, contentType: exchange.contentType ?? null, body: exchange.body }
}

function delivery(exchange: Exchange, url: string, milliseconds: number): Delivery {
  if (exchange.kind !== 'answered') {
    return { kind: 'failed', url, status: undefined, code: 11205, message: exchange.message, milliseconds }
  }
  const { status, contentType, body } = exchange
  if (status >= 200 && status < 300) return { kind: 'delivered', url, status, contentType, body, milliseconds }
  return { kind: 'failed', url, status, code: 11200, message: `HTTP status ${status}`, milliseconds }
}
