import { z } from 'zod'
import { personOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import { incident, incidentFilter, newIncident } from '../schemas/incidents.ts'
import { STAFF, SUPERVISION } from '../schemas/people.ts'
import type { IncidentService } from './service.ts'

const tags = ['incidents']
const write = { access: SUPERVISION }
const params = z.object({ id: z.uuid() })

export function incidentRoutes({ incidents }: { incidents: IncidentService }): RoutePlugin {
  return (app) => {
    app.get('/api/incidents', { config: { access: STAFF }, schema: { tags, querystring: incidentFilter, response: { 200: z.array(incident) } } }, (request) =>
      incidents.listIncidents(request.query),
    )
    app.post('/api/incidents', { config: write, schema: { tags, body: newIncident, response: { 201: incident } } }, async (request, reply) =>
      reply.code(201).send(await incidents.openIncident(personOf(request).id, request.body)),
    )
    app.post('/api/incidents/:id/end', { config: write, schema: { tags, params, response: { 200: incident } } }, (request) =>
      incidents.endIncident(request.params.id),
    )
  }
}
