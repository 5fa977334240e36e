import { z } from 'zod'
import { principalOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import { belongings, departure, newDeparture } from '../schemas/departures.ts'
import type { DepartureService } from './service.ts'

const tags = ['people']
const config = { access: ['admin'] as const }
const params = z.object({ id: z.uuid() })

export function departureRoutes({ departures }: { departures: DepartureService }): RoutePlugin {
  return (app) => {
    app.get('/api/people/:id/departure', { config, schema: { tags, params, response: { 200: belongings } } }, (request) =>
      departures.getBelongings(request.params.id),
    )
    app.post('/api/people/:id/departure', { config, schema: { tags, params, body: newDeparture, response: { 200: departure } } }, (request) =>
      departures.letGo(request.params.id, request.body, principalOf(request)),
    )
  }
}
