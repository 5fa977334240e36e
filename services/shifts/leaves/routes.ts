import { z } from 'zod'
import { personOf, principalOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { leave, newLeave } from '../../schemas/planning.ts'
import { period } from '../../schemas/rosters.ts'
import { PLANNERS } from '../planners.ts'
import type { LeaveService } from './service.ts'

const tags = ['leaves']
const config = { access: PLANNERS }
const params = z.object({ id: z.uuid() })

export function leaveRoutes({ leaves }: { leaves: LeaveService }): RoutePlugin {
  return (app) => {
    app.get('/api/leaves', { config, schema: { tags, querystring: period, response: { 200: z.array(leave) } } }, (request) => leaves.listLeaves(request.query))
    app.get('/api/me/leaves', { config: { access: 'signedIn' }, schema: { tags, response: { 200: z.array(leave) } } }, (request) =>
      leaves.listLeavesOf(personOf(request).id),
    )
    // Open to all, since everybody may say that he is sick; the service refuses the rest.
    app.post('/api/leaves', { config: { access: 'signedIn' }, schema: { tags, body: newLeave, response: { 201: leave } } }, async (request, reply) =>
      reply.code(201).send(await leaves.createLeave(principalOf(request), request.body)),
    )
    app.delete('/api/leaves/:id', { config, schema: { tags, params, response: { 204: z.undefined().describe('Gone') } } }, async (request, reply) => {
      await leaves.deleteLeave(request.params.id)
      return reply.code(204).send()
    })
  }
}
