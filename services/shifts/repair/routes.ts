import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { personOf, principalOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { repairChoice, repairQuery, repairs } from '../../schemas/plans.ts'
import { PLANNERS } from '../planners.ts'
import { findRepairs } from './asking/service.ts'
import { chooseRepair } from './choosing/service.ts'

const tags = ['repair']
const config = { access: PLANNERS }

export function repairRoutes({ database, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }): RoutePlugin {
  return (app) => {
    app.post('/api/repairs', { config, schema: { tags, body: repairQuery, response: { 200: repairs } } }, (request) =>
      findRepairs(database, request.body, clock, principalOf(request).role),
    )
    app.post(
      '/api/repairs/choice',
      { config, schema: { tags, body: repairChoice, response: { 204: z.undefined().describe('Done') } } },
      async (request, reply) => {
        await chooseRepair(database, request.body, personOf(request), clock)
        return reply.code(204).send()
      },
    )
  }
}
