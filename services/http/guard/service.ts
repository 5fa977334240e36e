import type { FastifyReply, FastifyRequest } from 'fastify'
import { domainError } from '../../errors.ts'
import { checkAccess, credentialsIn, SESSION_COOKIE, type Authenticator } from '../access.ts'
import type { App, Tries } from '../app.ts'
import { checkOrigin, siteHeaders } from '../origin.ts'

export type GuardOptions = { authenticator: Authenticator; publicUrl: string | undefined; publicOrigins?: readonly string[]; requestsPerMinute: number }

type Limiter = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/**
 * The one guard of all routes: who is it, not too often, may he, and did one of our own pages ask. Webhooks (`signed`) pass: they
 * have their own guard, and a limit would silence callers. Public routes never ask the database.
 */
export function addGuard(app: App, { authenticator, publicUrl, publicOrigins = [], requestsPerMinute }: GuardOptions): void {
  const generally = limiter(app, { max: requestsPerMinute, windowSeconds: 60, by: whoIsIt })
  app.decorateRequest('principal', null)
  app.addHook('onRequest', async (request, reply) => {
    // A route that declares nothing stops the start; should one slip through, nobody may call it.
    const access = request.is404 ? 'public' : (request.routeOptions.config?.access ?? [])
    if (access === 'signed' || request.url.startsWith('/webhooks/')) return
    const isForSites = access === 'public' && request.routeOptions.config?.isForSites === true
    if (isForSites) reply.headers(siteHeaders(request.headers.origin, publicOrigins))
    const credentials = access === 'public' ? undefined : credentialsIn(request.headers.authorization, request.cookies[SESSION_COOKIE])
    if (credentials) request.principal = (await authenticator.identify(credentials)) ?? null
    await generally(request, reply)
    checkAccess(access, request.principal)
    if (credentials?.kind === 'apiKey') return
    checkOrigin({
      method: request.method,
      isSocket: Boolean(request.ws),
      isByCookie: credentials !== undefined,
      origin: request.headers.origin,
      host: request.host,
      publicUrl,
      ...(isForSites && { sites: publicOrigins }),
    })
  })
  addTries(app)
}

/** Routes with `config.tries` get a counter of their own, after the body is read (the key may need it). */
function addTries(app: App): void {
  const limiters = new Map<Tries, Limiter>()
  app.addHook('onRoute', ({ config }) => {
    if (config?.tries && !limiters.has(config.tries)) limiters.set(config.tries, limiter(app, config.tries))
  })
  app.addHook('preHandler', async (request, reply) => {
    const tries = request.routeOptions.config?.tries
    if (tries) await limiters.get(tries)?.(request, reply)
  })
}

function limiter(app: App, { max, windowSeconds, by = addressOf }: Tries): Limiter {
  const count = app.createRateLimit({ max, timeWindow: windowSeconds * 1000, keyGenerator: by })
  return async (request, reply) => {
    const result = await count(request)
    if (result.isAllowed || !result.isExceeded) return
    reply.header('retry-after', result.ttlInSeconds)
    throw domainError('TOO_MANY_REQUESTS', { seconds: result.ttlInSeconds })
  }
}

function whoIsIt(request: FastifyRequest): string {
  return request.principal ? `${request.principal.kind}:${request.principal.id}` : addressOf(request)
}

/** `injectWS` of the tests has no address. */
function addressOf(request: FastifyRequest): string {
  return (request.ip as string | undefined) ?? 'no address'
}
