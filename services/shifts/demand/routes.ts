import type { RoutePlugin } from '../../http/app.ts'
import { forecast, forecastQuery, needsCopy, needsMade } from '../../schemas/plans.ts'
import { PLANNERS } from '../planners.ts'
import type { DemandService } from './service.ts'

const tags = ['planning']
const config = { access: PLANNERS }

export function demandRoutes({ demand }: { demand: DemandService }): RoutePlugin {
  return (app) => {
    app.get('/api/demand/forecast', { config, schema: { tags, querystring: forecastQuery, response: { 200: forecast } } }, (request) =>
      demand.forecast(request.query),
    )
    app.post('/api/demand/needs', { config, schema: { tags, body: forecastQuery, response: { 201: needsMade } } }, async (request, reply) =>
      reply.code(201).send(await demand.makeNeeds(request.body)),
    )
    app.post('/api/needs/copy', { config, schema: { tags, body: needsCopy, response: { 201: needsMade } } }, async (request, reply) =>
      reply.code(201).send(await demand.copyNeeds(request.body)),
    )
  }
}
