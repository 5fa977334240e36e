import { z } from 'zod'
import { personOf, principalOf } from '../../http/access.ts'
import type { RoutePlugin } from '../../http/app.ts'
import { STAFF } from '../../schemas/people.ts'
import { presence, presenceChange } from '../../schemas/rosters.ts'
import type { PresenceService } from './service.ts'

const tags = ['presence']
const params = z.object({ id: z.uuid() })

export function presenceRoutes({ presences }: { presences: PresenceService }): RoutePlugin {
  return (app) => {
    app.get('/api/presence', { config: { access: STAFF }, schema: { tags, response: { 200: z.array(presence) } } }, () => presences.list())
    app.put('/api/me/presence', { config: { access: [...STAFF, 'guest'] }, schema: { tags, body: presenceChange, response: { 200: presence } } }, (request) =>
      presences.changeOwn(personOf(request).id, request.body.state),
    )
    app.put(
      '/api/people/:id/presence',
      { config: { access: ['supervisor', 'manager', 'admin'] }, schema: { tags, params, body: presenceChange, response: { 200: presence } } },
      (request) => presences.changeOf(principalOf(request), request.params.id, request.body.state),
    )
  }
}
