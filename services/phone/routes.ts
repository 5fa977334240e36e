import { z } from 'zod'
import type { RoutePlugin } from '../http/app.ts'
import { STAFF } from '../schemas/people.ts'
import type { PhoneControl } from './client.ts'

/** What of the simulator's control API a page may use; its clock and journal are for tests. */
const params = z.object({ '*': z.string().regex(/^(calls|legs|ringing|phones)(\/[\w%+.-]+)*$/, 'calls, legs, ringing or phones') })
const opening = { config: { access: STAFF }, schema: { tags: ['phone'], params } }

/** The phone in the browser: passes on to the simulator, with its credentials, which a page never sees. */
export function phoneRoutes({ control }: { control: PhoneControl }): RoutePlugin {
  return (app) => {
    for (const method of ['GET', 'POST', 'PUT'] as const) {
      app.route({
        method, url: '/api/phone/*', ...opening,
        handler: async (request, reply) => {
          const query = request.url.split('?')[1]
          const answer = await control(method, request.params['*'] + (query ? `?${query}` : ''), request.body)
          return reply.code(answer.status).type('application/json').send(answer.body)
        },
      })
    }
  }
}
