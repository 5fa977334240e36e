import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import { callRoutes } from './calls/routes.ts'
import { participantRoutes } from './conferences/participants/routes.ts'
import { conferenceRoutes } from './conferences/routes.ts'
import type { RestDependencies } from './dependencies.ts'
import { RestRefusal } from './errors.ts'
import { messageRoutes } from './messages/routes.ts'
import { numberRoutes } from './numbers/routes.ts'
import { queueRoutes } from './queues/routes.ts'
import { mediaRoutes, recordingRoutes } from './recordings/routes.ts'
import { accountPath } from './resources.ts'
import { restRules } from './service.ts'

/** Twilio's REST API, version 2010-04-01, as far as Nightline uses it. */
export async function restRoutes(app: FastifyInstance, on: RestDependencies): Promise<void> {
  await app.register(formbody)
  restRules(app, on)
  await app.register(async (open) => mediaRoutes(open, on))
  await app.register(async (guarded) => {
    guarded.addHook('onRequest', async (request) => {
      if (!on.isAuthorized(request.headers.authorization)) throw new RestRefusal(20003)
      if (!request.url.startsWith(`${accountPath(on.accountSid)}/`)) throw new RestRefusal(20404, request.url)
    })
    for (const routes of [callRoutes, numberRoutes, recordingRoutes, queueRoutes, conferenceRoutes, participantRoutes, messageRoutes]) routes(guarded, on)
  })
}
