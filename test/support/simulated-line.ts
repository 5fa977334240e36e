/** A simulator that stands still until time is moved, and a small program of one's own on the other side of it. */
import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import twilio from 'twilio'
import { memoryClock } from '../../services/phone-simulator/clock/store.ts'
import type { JournalEntry, WebhookEntry } from '../../services/phone-simulator/journal.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { control } from './phones.ts'

export type Received = { path: string; url: string; method: string; parameters: Record<string, string>; token: string }
/** TwiML without its Response, or a whole answer. */
export type Answer = string | { status: number; type?: string; body?: string }
export type Pages = Record<string, Answer | ((request: Received, nth: number) => Answer | Promise<Answer>)>
export type RestAnswer = { status: number; headers: Headers; body: Record<string, unknown> }

export type SimulatedLine = {
  simulator: Simulator
  /** Where the program answers. */
  base: string
  pages: Pages
  received: Received[]
  at: (path: string) => Array<Record<string, string>>
  /** The twilio package as it is; only its host is another. */
  client: twilio.Twilio
  /** A REST request by hand; `path` begins below the account. */
  rest: (method: string, path: string, fields?: Record<string, string> | URLSearchParams) => Promise<RestAnswer>
  journal: (callSid?: string) => Promise<JournalEntry[]>
  webhooks: (callSid?: string) => Promise<Array<JournalEntry & WebhookEntry>>
  close: () => Promise<void>
}

export const lineStart = Date.UTC(2026, 0, 5, 8)

export async function simulatedLine(pages: Pages = {}, options: Parameters<typeof startSimulator>[0] = {}): Promise<SimulatedLine> {
  const simulator = await startSimulator({ clock: memoryClock({ now: lineStart, speed: 0 }), ...options })
  const received: Received[] = []
  const app = Fastify({ forceCloseConnections: true })
  await app.register(formbody)
  app.all('/*', async (request, reply) => {
    const path = request.url.split('?')[0]!
    const parameters = (request.method === 'GET' ? request.query : (request.body ?? {})) as Record<string, string>
    const entry = { path, url: request.url, method: request.method, parameters, token: String(request.headers['i-twilio-idempotency-token']) }
    received.push(entry)
    const page = pages[path] ?? { status: 204 }
    const answer = typeof page === 'function' ? await page(entry, received.filter((one) => one.path === path).length) : page
    if (typeof answer === 'string') return reply.type('text/xml').send(`<Response>${answer}</Response>`)
    return reply
      .code(answer.status)
      .type(answer.type ?? 'text/xml')
      .send(answer.body ?? '')
  })
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`

  async function journal(callSid?: string): Promise<JournalEntry[]> {
    const query = callSid === undefined ? '' : `&callSid=${callSid}`
    return (await control<{ entries: JournalEntry[] }>(simulator, 'GET', `/journal?limit=10000${query}`)).entries
  }

  return {
    simulator,
    base,
    pages,
    received,
    at: (path) => received.filter((request) => request.path === path).map(({ parameters }) => parameters),
    client: twilio(simulator.accountSid, simulator.authToken, { httpClient: redirected(simulator.url) }),
    async rest(method, path, fields) {
      const url = `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}${path}`
      const response = await fetch(url, { method, headers: { authorization }, ...(fields ? { body: new URLSearchParams(fields) } : {}) })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
    },
    journal,
    webhooks: async (callSid) => (await journal(callSid)).filter((entry): entry is JournalEntry & WebhookEntry => entry.kind === 'webhook'),
    async close() {
      await simulator.close()
      await app.close()
    },
  }
}

/** The package has no setting for its host: the address of each request is rewritten on its way out. */
export function redirected(url: string): twilio.RequestClient {
  class Redirected extends twilio.RequestClient {
    override request<T>(...[options]: Parameters<typeof twilio.RequestClient.prototype.request<T>>) {
      options.uri = options.uri.replace(/^https:\/\/[^/]+/, url)
      return super.request<T>(options)
    }
  }
  return new Redirected()
}
