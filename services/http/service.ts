import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import websocket from '@fastify/websocket'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Config } from '../config.ts'
import { domainError } from '../errors.ts'
import type { Authenticator } from './access.ts'
import type { App, RoutePlugin } from './app.ts'
import { addGuard } from './guard/service.ts'
import { securityHeaders } from './headers.ts'
import { healthRoutes } from './health/routes.ts'
import { httpMetrics, type Checks, type HttpMetrics } from './health/service.ts'
import { maskUrl } from './mask.ts'
import { addDocsPages, addOpenApi } from './openapi/routes.ts'
import { addPage, sendPage, wantsPage } from './page/routes.ts'
import { BODY_LIMIT_BYTES, toAnswer } from './problem.ts'
import { routeTable, undeclaredRoutes, type Route } from './route-table.ts'

export type ServerOptions = {
  config: Pick<Config, 'publicUrl' | 'trustProxy'> & Partial<Pick<Config, 'publicOrigins'>>
  /** `pino(loggerOptions(config.logLevel))`, see logging.ts. */
  log: FastifyBaseLogger
  authenticator: Authenticator
  /** Parts that /readyz asks, by name: database, queue, migrations, flows, telephony. */
  checks: Checks
  /** Every feature's routes, the webhooks among them. */
  routes: readonly RoutePlugin[]
  /** Folder of the built page, absolute. */
  pageDir: string
  version: string
  metrics?: HttpMetrics
  requestsPerMinute?: number
}

export type Server = {
  app: App
  /** The route table; complete after `app.ready()`. */
  routes: () => readonly Route[]
}

/**
 * Builds the server, without listening: guard, limits, headers, errors, health, docs and page around the features' routes.
 * Throws when a route does not declare who may call it. Then: `await server.app.listen({ host, port })`.
 */
export async function buildServer(options: ServerOptions): Promise<Server> {
  const { config, log, authenticator, checks, metrics = httpMetrics(), requestsPerMinute = 1_200 } = options
  const app = createApp(config, log)
  const routes = collectRoutes(app)
  addErrors(app, options.pageDir)
  addReports(app, metrics)
  await app.register(helmet, securityHeaders(config.publicUrl))
  await app.register(cookie)
  await app.register(rateLimit, { global: false })
  await app.register(websocket, { options: { maxPayload: 4_096 } })
  addGuard(app, { authenticator, publicUrl: config.publicUrl, publicOrigins: config.publicOrigins ?? [], requestsPerMinute })
  await addOpenApi(app, options.version)
  for (const plugin of [healthRoutes({ checks, metrics }), ...options.routes]) {
    await app.register(async (scope: App) => plugin(scope))
  }
  await addDocsPages(app)
  await addPage(app, options.pageDir)
  app.addHook('onReady', async () => {
    const undeclared = undeclaredRoutes(routes())
    if (undeclared.length > 0) throw new Error(`Routes without config.access (who may call them?): ${undeclared.join(', ')}`)
  })
  return { app, routes }
}

function createApp(config: ServerOptions['config'], log: FastifyBaseLogger): App {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 30_000,
    // One proxy, ours: the address that it adds counts. `true` would believe what a caller wrote in front of it.
    trustProxy: config.trustProxy ? (_address, hop) => hop === 0 : false,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 300 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  return app
}

/** Remembers each route as it is added. Method and URL at once (Fastify changes them for the route's twins), `config` later: a scope's own hooks may still declare it. */
function collectRoutes(app: App): () => readonly Route[] {
  const seen: { method: string | string[]; path: string; route: { config?: { access?: Route['access'] } } }[] = []
  app.addHook('onRoute', (route) => void seen.push({ method: route.method, path: route.url, route }))
  return () => routeTable(seen.flatMap(({ method, path, route }) => [method].flat().map((one) => ({ method: one, path, access: route.config?.access }))))
}

function addErrors(app: App, pageDir: string): void {
  const answer = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const { problem, isBug } = toAnswer(error, request.id)
    if (isBug) request.log.error({ err: error, url: maskUrl(request.url) }, 'a request failed')
    void reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  }
  app.setErrorHandler<FastifyError>(answer)
  app.setNotFoundHandler((request, reply) => {
    if (wantsPage(request)) sendPage(reply, pageDir)
    else answer(domainError('ROUTE_NOT_FOUND', { method: request.method, path: maskUrl(request.url) }), request, reply)
  })
}

/** One line and one measurement for each answer; answers of the API are never kept by a cache. */
function addReports(app: App, metrics: HttpMetrics): void {
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (!isWebhook(request)) reply.header('x-request-id', request.id)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    metrics.observe(route, request.method, reply.statusCode, reply.elapsedTime / 1000)
    const level = route.startsWith('/api/') ? 'info' : 'debug'
    // Webhooks are many, and nobody reads their lines unless he asks for them.
    if (isOn(request.log, level)) {
      const line = {
        method: request.method,
        url: maskUrl(request.url),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        who: request.principal?.id,
      }
      request.log[level](line, 'answered')
    }
    done()
  })
}

const isWebhook = (request: FastifyRequest): boolean => request.url.startsWith('/webhooks/')

function isOn(log: FastifyBaseLogger & { isLevelEnabled?: (level: string) => boolean }, level: string): boolean {
  return log.isLevelEnabled?.(level) ?? true
}
