import { randomUUID } from 'node:crypto'
import type { Scheduler } from '../clock/service.ts'
import type { Journal, WebhookPurpose } from '../journal.ts'
import type { HttpClient } from './client.ts'
import { isRetried, webhookUrl, type Exchange, type Overrides } from './overrides.ts'
import { signatureOf, type Parameters } from './signature.ts'

export type Webhook = {
  purpose: WebhookPurpose
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

/** Signs and sends webhooks as Twilio does: repeats by the URL's retry policy, 15 s in all, one token for all repeats. */
export function webhookService(dependencies: { authToken: string; client: HttpClient; scheduler: Scheduler; journal: Journal }): Webhooks {
  const { authToken, client, scheduler, journal } = dependencies

  async function deliver(webhook: Webhook): Promise<Delivery> {
    const target = webhookUrl(webhook.url, webhook.base)
    if (target.kind === 'invalid') {
      return {
        kind: 'failed',
        url: webhook.url,
        status: undefined,
        code: 11100,
        message: target.message,
        milliseconds: 0,
      }
    }
    const end = scheduler.begin()
    const started = performance.now()
    try {
      const result = await attempts(webhook, target.url, target.overrides)
      return delivery(result, target.url.href, Math.round(performance.now() - started))
    } finally {
      end()
    }
  }

  async function attempts(webhook: Webhook, target: URL, overrides: Overrides): Promise<Exchange> {
    const token = randomUUID()
    const giveUpAt = performance.now() + overrides.totalTimeout
    for (let attempt = 1; ; attempt++) {
      const left = giveUpAt - performance.now()
      const exchange = await send({ webhook, target, overrides, token, attempt, left })
      const isLast = attempt > overrides.retryCount || giveUpAt - performance.now() <= 0
      if (isLast || !isRetried(exchange, overrides)) return exchange
    }
  }

  async function send(one: { webhook: Webhook; target: URL; overrides: Overrides; token: string; attempt: number; left: number }): Promise<Exchange> {
    const { webhook, overrides } = one
    const url = new URL(one.target)
    const isGet = webhook.method === 'GET'
    if (isGet) for (const [name, value] of Object.entries(webhook.parameters)) url.searchParams.append(name, value)
    const body = isGet ? undefined : new URLSearchParams(webhook.parameters).toString()
    const headers: Record<string, string> = {
      'x-twilio-signature': signatureOf(authToken, url.href, isGet ? {} : webhook.parameters),
      'i-twilio-idempotency-token': one.token,
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
    }
    if (body !== undefined) {
      headers['content-type'] = 'application/x-www-form-urlencoded; charset=UTF-8'
      headers['content-length'] = String(Buffer.byteLength(body))
    }
    const started = performance.now()
    const connectTimeout = Math.min(overrides.connectTimeout, one.left)
    const readTimeout = Math.min(overrides.readTimeout, one.left)
    const exchange = await client.exchange({ url, method: webhook.method, headers, body, connectTimeout, readTimeout })
    journal.add(scheduler.now(), {
      kind: 'webhook',
      purpose: webhook.purpose,
      callSid: webhook.callSid,
      method: webhook.method,
      url: url.href,
      headers,
      parameters: webhook.parameters,
      attempt: one.attempt,
      response: responseOf(exchange),
      milliseconds: Math.round(performance.now() - started),
    })
    return exchange
  }

  return { deliver }
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
