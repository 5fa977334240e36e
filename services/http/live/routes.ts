import { domainError } from '../../errors.ts'
import { STAFF } from '../../schemas/people.ts'
import { principalOf } from '../access.ts'
import type { RoutePlugin } from '../app.ts'
import type { LiveHub } from './service.ts'

/** GET /api/live: see messages.ts for what comes. What the page sends is not read. */
export function liveRoutes(hub: LiveHub): RoutePlugin {
  return (app) => {
    app.get(
      '/api/live',
      {
        websocket: true,
        config: { access: STAFF },
        preValidation: async (request) => {
          if (!hub.hasRoomFor(principalOf(request))) throw domainError('TOO_MANY_SOCKETS', { limit: hub.maxSocketsEach })
        },
      },
      (socket, request) => hub.join(socket, principalOf(request)),
    )
  }
}
