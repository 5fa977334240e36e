import { z } from 'zod'
import { personOf, principalOf } from '../../../http/access.ts'
import type { RoutePlugin } from '../../../http/app.ts'
import { STAFF } from '../../../schemas/people.ts'
import { newWish, wish } from '../../../schemas/requests.ts'
import { period } from '../../../schemas/rosters.ts'
import type { WishService } from './service.ts'

const tags = ['wishes']
const config = { access: STAFF }

export function wishRoutes({ wishes }: { wishes: WishService }): RoutePlugin {
  return (app) => {
    app.get('/api/wishes', { config, schema: { tags, querystring: period.partial(), response: { 200: z.array(wish) } } }, (request) =>
      wishes.listWishes(principalOf(request), request.query),
    )
    app.post('/api/wishes', { config, schema: { tags, body: newWish, response: { 201: wish } } }, async (request, reply) =>
      reply.code(201).send(await wishes.createWish(personOf(request), request.body)),
    )
    app.delete(
      '/api/wishes/:id',
      { config, schema: { tags, params: z.object({ id: z.uuid() }), response: { 204: z.undefined().describe('Gone') } } },
      async (request, reply) => {
        await wishes.deleteWish(principalOf(request), request.params.id)
        return reply.code(204).send()
      },
    )
  }
}
