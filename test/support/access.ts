import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import pino from 'pino'
import { openDatabase, type Database } from '../../services/db.ts'
import { SESSION_COOKIE } from '../../services/http/access.ts'
import type { App, RoutePlugin } from '../../services/http/app.ts'
import type { Checks } from '../../services/http/health/service.ts'
import { liveRoutes } from '../../services/http/live/routes.ts'
import { liveHub, type LiveHub } from '../../services/http/live/service.ts'
import { loggerOptions } from '../../services/http/logging.ts'
import { buildServer, type Server } from '../../services/http/service.ts'
import { numbersRoutes } from '../../services/numbers/routes.ts'
import { numbersService } from '../../services/numbers/service.ts'
import { apiKeyRoutes } from '../../services/people/api-keys/routes.ts'
import { apiKeyService, type ApiKeyService } from '../../services/people/api-keys/service.ts'
import { linkRoutes } from '../../services/people/links/routes.ts'
import { linkService, type LinkService } from '../../services/people/links/service.ts'
import { peopleRoutes } from '../../services/people/routes.ts'
import { peopleService } from '../../services/people/service.ts'
import { signInRoutes } from '../../services/people/sign-in/routes.ts'
import { signInService } from '../../services/people/sign-in/service.ts'
import type { Role } from '../../services/schemas/people.ts'
import { cloneDatabase } from './database.ts'

export const PUBLIC_URL = 'https://line.example'
export const PASSWORD = 'correct horse battery'

/** A clock that stands still until a test moves it. */
export type MovedClock = { now: () => DateTime; move: (by: { days?: number; minutes?: number; seconds?: number }) => void }

export type AccessServer = {
  app: App
  server: Server
  database: Database
  clock: MovedClock
  hub: LiveHub
  links: LinkService
  apiKeys: ApiKeyService
  /** Lines that the server logged. */
  logged: string[]
  /** Numbers that the provider was told about. */
  pointed: string[]
  close: () => Promise<void>
}

type Parts = Pick<AccessServer, 'database' | 'clock'>
export type AccessServerOptions = {
  routes?: RoutePlugin[] | ((parts: Parts) => RoutePlugin[])
  checks?: Checks
  pageDir?: string
  requestsPerMinute?: number
  recheckMs?: number
  publicOrigins?: readonly string[]
}

/** The server with people, links, keys, numbers and the live feed, on a database of its own. */
export async function accessServer({
  routes = [],
  checks = {},
  pageDir = '/nowhere',
  recheckMs = 30_000,
  publicOrigins = [],
  ...more
}: AccessServerOptions = {}): Promise<AccessServer> {
  const cloned = await cloneDatabase()
  const database = openDatabase({ url: cloned.url, maxConnections: 5, onError: () => undefined })
  const clock = movedClock()
  const logged: string[] = []
  const pointed: string[] = []
  const log = pino(loggerOptions('debug'), { write: (line) => void logged.push(line) })
  const signIns = signInService({ database, clock })
  const people = peopleService({ database, clock })
  const links = linkService({ database, clock, baseUrl: () => PUBLIC_URL })
  const apiKeys = apiKeyService({ database, clock })
  const hub = liveHub({ connectionUrl: cloned.url, clock, log, isCurrent: signIns.isCurrent, coalesceMs: 50, recheckMs, maxSocketsEach: 3 })
  const listFlows = () => [{ flow: 'demo', title: 'Demo', version: '1', languages: ['en'] }]
  const numbers = numbersService({ database, clock, listFlows, pointNumber: async (number) => void pointed.push(number) })
  const server = await buildServer({
    config: { publicUrl: PUBLIC_URL, trustProxy: false, publicOrigins },
    log,
    authenticator: signIns,
    checks,
    pageDir,
    version: '0.0.0',
    ...more,
    routes: [
      signInRoutes({ signIns, people, clock, publicUrl: PUBLIC_URL, hasPhone: true }),
      linkRoutes({ links, publicUrl: PUBLIC_URL }),
      peopleRoutes({ people }),
      apiKeyRoutes({ apiKeys }),
      numbersRoutes({ numbers }),
      liveRoutes(hub),
      ...(typeof routes === 'function' ? routes({ database, clock }) : routes),
    ],
  })
  const close = async () => {
    await hub.stop()
    await server.app.close()
    await database.close()
    await cloned.drop()
  }
  return { app: server.app, server, database, clock, hub, links, apiKeys, logged, pointed, close }
}

function movedClock(): MovedClock {
  let now = DateTime.fromISO('2026-03-02T09:00:00Z', { zone: 'utc' })
  return {
    now: () => now,
    move: (by) => {
      now = now.plus(by)
    },
  }
}

export async function aPerson({ database, clock }: Pick<AccessServer, 'database' | 'clock'>, given: { role?: Role; email?: string; name?: string } = {}) {
  const { role = 'agent', email = `${randomUUID()}@example.org`, name = 'Ada' } = given
  return database.prisma.person.create({ data: { id: randomUUID(), name, email, role, createdAt: clock.now().toJSDate() } })
}

/** An answer's body as it came: tests look at what they expect in it. */
export type Json = ReturnType<typeof JSON.parse>

/** What a browser does: keeps its cookie and says where its page came from. */
export type Browser = {
  ask: (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: Json; headers: Record<string, unknown> }>
  cookie: () => string | undefined
}

export function browser(app: App, key?: string): Browser {
  let cookie: string | undefined
  return {
    cookie: () => cookie,
    ask: async (method, url, body, headers = {}) => {
      const answer = await app.inject({
        method,
        url,
        ...(body && { payload: body }),
        headers: {
          ...(key ? { authorization: `Bearer ${key}` } : { origin: PUBLIC_URL }),
          ...(cookie && { cookie: `${SESSION_COOKIE}=${cookie}` }),
          ...headers,
        },
      })
      const set = answer.cookies.find(({ name }) => name === SESSION_COOKIE)
      if (set) cookie = set.value || undefined
      const isJson = /json/.test(String(answer.headers['content-type']))
      return { status: answer.statusCode, body: isJson ? answer.json() : answer.body, headers: answer.headers }
    },
  }
}

/** Somebody of this role, signed in by an invitation. */
export async function signedIn(
  line: AccessServer,
  given: { role?: Role; email?: string; name?: string } = {},
): Promise<Browser & { id: string; email: string }> {
  const person = await aPerson(line, given)
  const { url } = await line.links.invite(person.id)
  const page = browser(line.app)
  const { status } = await page.ask('POST', '/api/invitations/accept', { token: tokenOf(url), password: PASSWORD }, {})
  if (status !== 204) throw new Error(`the invitation was answered with ${status}`)
  return { ...page, id: person.id, email: person.email }
}

export function tokenOf(url: string): string {
  return new URL(url).searchParams.get('token') ?? ''
}
