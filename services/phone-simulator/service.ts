import { timingSafeEqual } from 'node:crypto'
import Fastify from 'fastify'
import { callService } from './calls/service.ts'
import type { ClockSource } from './clock/reading.ts'
import { scheduler as createScheduler } from './clock/service.ts'
import { memoryClock } from './clock/store.ts'
import { controlRoutes } from './control/routes.ts'
import { recordConferences } from './conferences/recorder.ts'
import { conferenceService } from './conferences/service.ts'
import { journal as createJournal, witnessed } from './journal.ts'
import { legService, newSid } from './legs/service.ts'
import { messageService } from './messages/service.ts'
import { queueService } from './queues/service.ts'
import { recordingService } from './recordings/service.ts'
import { lookupRoutes } from './rest/lookups/routes.ts'
import { restRoutes } from './rest/routes.ts'
import { twimlRunner } from './verbs/service.ts'
import { httpClient } from './webhooks/client.ts'
import { faultService } from './webhooks/faults/service.ts'
import { webhookService } from './webhooks/service.ts'
import { createWorld } from './world.ts'

export type Simulator = {
  url: string
  port: number
  accountSid: string
  authToken: string
  /** Ends all calls, waits for open webhooks (2 s at most) and stops listening. */
  close: () => Promise<void>
}

export type SimulatorOptions = {
  /** 0: any free port. */
  port?: number
  host?: string
  accountSid?: string
  authToken?: string
  clock?: ClockSource
  /** How long `advance` waits for the rest of the program to come to rest. Real seconds. */
  quietSeconds?: number
  /** How many calls that REST orders are placed in a second; the others wait in a queue. Twilio: 1. */
  callsPerSecond?: number
  /** How much longer than it was told to a phone rings. Twilio: 5. */
  ringBufferSeconds?: number
}

/** Starts a telephone network of its own that talks to the program as Twilio does: over HTTP and in no other way. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const accountSid = options.accountSid ?? newSid('AC')
  const authToken = options.authToken ?? newSid('')
  const scheduler = createScheduler(options.clock ?? memoryClock(), { quietSeconds: options.quietSeconds ?? 10 })
  const journal = createJournal()
  const world = witnessed(createWorld(), journal.add)
  const faults = faultService()
  const client = httpClient()
  let url = ''
  const baseUrl = (): string => url
  const webhooks = webhookService({ authToken, client, scheduler, journal, faults })
  const legs = legService({ accountSid, world, scheduler, webhooks, ringBufferSeconds: options.ringBufferSeconds ?? 5 })
  const recordings = recordingService({ accountSid, baseUrl, world, scheduler, webhooks })
  const queues = queueService({ world, scheduler })
  const conferences = conferenceService({ accountSid, world, scheduler, webhooks })
  const messages = messageService({ accountSid, world, scheduler, webhooks })
  const parts = { accountSid, authToken, baseUrl, world, scheduler, webhooks, legs, recordings, queues, conferences, messages, journal, faults }
  const run = twimlRunner({ ...parts, isHangUp: faults.isHangUp })
  const calls = callService({ ...parts, run, callsPerSecond: options.callsPerSecond ?? 1 })
  recordConferences(parts)
  legs.onEnd(recordings.endOf)
  const isAuthorized = basicAuth(accountSid, authToken)

  const app = Fastify({ logger: false, forceCloseConnections: true, routerOptions: { maxParamLength: 200 } })
  app.get('/livez', () => ({ status: 'ok' }))
  const doors = { ...parts, calls, isAuthorized }
  await app.register(async (rest) => restRoutes(rest, doors), { prefix: '/2010-04-01' })
  await app.register(async (lookups) => lookupRoutes(lookups, doors), { prefix: '/v2' })
  await app.register(async (control) => controlRoutes(control, doors), { prefix: '/control' })
  const host = options.host ?? '127.0.0.1'
  await app.listen({ port: options.port ?? 0, host })
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`

  async function close(): Promise<void> {
    calls.endAll()
    const giveUpAt = performance.now() + 2000
    while (scheduler.busy() > 0 && performance.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 10))
    await app.close()
    client.close()
    await scheduler.close()
  }

  return { url, port, accountSid, authToken, close }
}

function basicAuth(accountSid: string, authToken: string): (header: string | undefined) => boolean {
  const wanted = Buffer.from(`Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`)
  return (header) => {
    const given = Buffer.from(header ?? '')
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  }
}
