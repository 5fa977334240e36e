import { z } from 'zod'
import type { RoutePlugin } from '../app.ts'
import { readiness, type Checks, type HttpMetrics } from './service.ts'

const live = z.object({ status: z.literal('alive') })
const ready = z.object({
  status: z.enum(['ready', 'not ready']),
  parts: z.array(z.object({ name: z.string(), isReady: z.boolean(), problem: z.string().optional(), ageSeconds: z.number().optional() })),
})

/** /livez (the process turns), /readyz (every part works; 503 names the failing one), /metrics (admin only: a proxy on the same machine would make anybody look local). */
export function healthRoutes({ checks, metrics }: { checks: Checks; metrics: HttpMetrics }): RoutePlugin {
  return (app) => {
    app.get('/livez', { config: { access: 'public' }, schema: { tags: ['health'], response: { 200: live } } }, () => ({ status: 'alive' as const }))
    app.get('/readyz', { config: { access: 'public' }, schema: { tags: ['health'], response: { 200: ready, 503: ready } } }, async (request, reply) => {
      const { isReady, parts } = await readiness(checks, (name, err) => request.log.warn({ err, part: name }, 'not ready'))
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', parts: [...parts] })
    })
    app.get('/metrics', { config: { access: ['admin'] }, schema: { tags: ['health'] } }, async (_, reply) =>
      reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
    )
  }
}
