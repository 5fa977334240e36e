import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'

/** The server as routes see it: schemas are zod and type the handlers. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/**
 * One feature's routes: `export function casesRoutes({ cases }): RoutePlugin { return (app) => { app.get(...) } }`.
 * Each plugin has a scope of its own, so hooks and body parsers added in it stay in it.
 */
export type RoutePlugin = (app: App) => void | Promise<void>

/** How often something may be tried; `by` adds to the route, and stands instead of the caller's address. */
export type Tries = { max: number; windowSeconds: number; by?: (request: FastifyRequest) => string }

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A strict limit of this route, beside the general one; counted after the body is read. */
    tries?: Tries
    /** Pages of other sites may ask: the callback widget stands there. Only for routes that are public. */
    isForSites?: true
  }
}
