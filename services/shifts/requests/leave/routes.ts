import { z } from 'zod'
import { personOf, principalOf } from '../../../http/access.ts'
import type { RoutePlugin } from '../../../http/app.ts'
import { STAFF } from '../../../schemas/people.ts'
import { decision, leaveRequest, newLeaveRequest } from '../../../schemas/requests.ts'
import { PLANNERS } from '../../planners.ts'
import type { LeaveRequestService } from './service.ts'

const tags = ['leave requests']
const config = { access: STAFF }
const params = z.object({ id: z.uuid() })

export function leaveRequestRoutes({ requests }: { requests: LeaveRequestService }): RoutePlugin {
  return (app) => {
    app.get('/api/leave-requests', { config, schema: { tags, response: { 200: z.array(leaveRequest) } } }, (request) =>
      requests.listLeaveRequests(principalOf(request)),
    )
    app.post('/api/leave-requests', { config, schema: { tags, body: newLeaveRequest, response: { 201: leaveRequest } } }, async (request, reply) =>
      reply.code(201).send(await requests.ask(personOf(request), request.body)),
    )
    app.post(
      '/api/leave-requests/:id/decision',
      { config: { access: PLANNERS }, schema: { tags, params, body: decision, response: { 200: leaveRequest } } },
      (request) => requests.decide(request.params.id, personOf(request), request.body),
    )
    app.post('/api/leave-requests/:id/withdrawal', { config, schema: { tags, params, response: { 200: leaveRequest } } }, (request) =>
      requests.withdraw(request.params.id, personOf(request)),
    )
  }
}
