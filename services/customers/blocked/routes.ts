import { z } from 'zod'
import { principalOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { blockedNumber, newBlockedNumber } from '../../schemas/customers.ts'
import { SUPERVISION } from '../../schemas/people.ts'
import type { BlockedNumbers } from './service.ts'

const tags = ['blocked numbers']
const config = { access: SUPERVISION }
const params = z.object({ number: z.string().max(40) })

export function blockedNumberRoutes({ blocked }: { blocked: BlockedNumbers }): RoutePlugin {
  return (app) => {
    app.get('/api/blocked-numbers', { config, schema: { tags, response: { 200: z.array(blockedNumber) } } }, () => blocked.listBlocked())
    app.post('/api/blocked-numbers', { config, schema: { tags, body: newBlockedNumber, response: { 201: blockedNumber } } }, async (request, reply) =>
      reply.code(201).send(await blocked.block(request.body, principalOf(request))),
    )
    app.delete(
      '/api/blocked-numbers/:number',
      { config, schema: { tags, params, response: { 204: z.undefined().describe('Served again') } } },
      async (request, reply) => {
        await blocked.unblock(request.params.number, principalOf(request))
        return reply.code(204).send()
      },
    )
  }
}
