import { z } from 'zod'
import { personOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { STAFF } from '../../schemas/people.ts'
import { handover, newHandover } from '../../schemas/rosters.ts'
import type { HandoverService } from './service.ts'

const tags = ['handovers']
const config = { access: STAFF }
const params = z.object({ id: z.uuid() })

export function handoverRoutes({ handovers }: { handovers: HandoverService }): RoutePlugin {
  return (app) => {
    app.get(
      '/api/handovers',
      { config, schema: { tags, querystring: z.object({ levelId: z.uuid().optional() }), response: { 200: z.array(handover) } } },
      (request) => handovers.listHandovers(request.query.levelId),
    )
    app.post('/api/handovers', { config, schema: { tags, body: newHandover, response: { 201: handover } } }, async (request, reply) =>
      reply.code(201).send(await handovers.createHandover(personOf(request).id, request.body)),
    )
    app.post('/api/handovers/:id/read', { config, schema: { tags, params, response: { 200: handover } } }, (request) =>
      handovers.markRead(personOf(request).id, request.params.id),
    )
  }
}
