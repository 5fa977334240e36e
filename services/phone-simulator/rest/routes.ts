import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import { callRoutes } from './calls/routes.ts'
import type { RestDependencies } from './dependencies.ts'
import { restError, RestRefusal } from './errors.ts'
import { numberRoutes } from './numbers/routes.ts'
import { mediaRoutes, recordingRoutes } from './recordings/routes.ts'
import { accountPath } from './resources.ts'

/** Twilio's REST API, version 2010-04-01, as far as Nightline uses it. */
export async function restRoutes(app: FastifyInstance, on: RestDependencies): Promise<void> {
  await app.register(formbody)
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof RestRefusal) return reply.code(error.body.status).send(error.body)
    if ((error.statusCode ?? 500) < 500) return reply.code(400).send(restError(20001, error.message))
    return reply.code(500).send({ code: 20500, message: error.message, more_info: 'https://www.twilio.com/docs/errors/20500', status: 500 })
  })
  app.setNotFoundHandler((request) => {
    throw new RestRefusal(on.isAuthorized(request.headers.authorization) ? 20404 : 20003, request.url)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const parameters = request.method === 'GET' ? request.query : (request.body ?? {})
    on.journal.add(on.scheduler.now(), {
      kind: 'rest',
      method: request.method,
      url: request.url,
      parameters: parameters as Record<string, unknown>,
      response: { status: reply.statusCode, body: typeof payload === 'string' ? payload : '' },
    })
    return payload
  })
  await app.register(async (open) => mediaRoutes(open, on))
  await app.register(async (guarded) => {
    guarded.addHook('onRequest', async (request) => {
      if (!on.isAuthorized(request.headers.authorization)) throw new RestRefusal(20003)
      if (!request.url.startsWith(`${accountPath(on.accountSid)}/`)) throw new RestRefusal(20404, request.url)
    })
    callRoutes(guarded, on)
    numberRoutes(guarded, on)
    recordingRoutes(guarded, on)
  })
}
