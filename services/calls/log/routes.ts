import { z } from 'zod'
import type { RoutePlugin } from '../../http/app.ts'
import { attachCall, callDetail, callFilter, callList } from '../../schemas/calls.ts'
import { STAFF } from '../../schemas/people.ts'
import type { CallLog } from './store.ts'

const tags = ['calls']
const params = z.object({ sid: z.string().max(64) })

export function callLogRoutes({ calls }: { calls: CallLog }): RoutePlugin {
  return (app) => {
    app.get('/api/calls', { config: { access: STAFF }, schema: { tags, querystring: callFilter, response: { 200: callList } } }, (request) =>
      calls.listCalls(request.query),
    )
    app.get('/api/calls/:sid', { config: { access: STAFF }, schema: { tags, params, response: { 200: callDetail } } }, (request) =>
      calls.getCall(request.params.sid),
    )
    app.post('/api/calls/:sid/customer', { config: { access: STAFF }, schema: { tags, params, body: attachCall, response: { 200: callDetail } } }, (request) =>
      calls.attachCall(request.params.sid, request.body.customerId),
    )
  }
}
