import { z } from 'zod'
import type { RoutePlugin } from '../http/app.ts'
import { callback, callbackChange, callbackFilter } from '../schemas/callbacks.ts'
import { STAFF } from '../schemas/people.ts'
import type { CallbackService } from './service.ts'

const tags = ['callbacks']
const config = { access: STAFF }
const params = z.object({ id: z.uuid() })

export function callbackRoutes({ callbacks }: { callbacks: CallbackService }): RoutePlugin {
  return (app) => {
    app.get('/api/callbacks', { config, schema: { tags, querystring: callbackFilter, response: { 200: z.array(callback) } } }, (request) =>
      callbacks.listCallbacks(request.query),
    )
    app.patch('/api/callbacks/:id', { config, schema: { tags, params, body: callbackChange, response: { 200: callback } } }, (request) =>
      callbacks.endCallback(request.params.id, request.body, request.principal?.kind === 'person' ? request.principal.id : null),
    )
  }
}
