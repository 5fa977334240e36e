import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RestFault } from '../webhooks/faults/plan.ts'
import type { RestDependencies } from './dependencies.ts'
import { restError, RestRefusal } from './errors.ts'

/** Errors as Twilio's body, faults, the limit of requests at once, and a line in the journal for each request of a prefix. */
export function restRules(app: FastifyInstance, on: RestDependencies): void {
  const drawn = new WeakMap<FastifyRequest, RestFault>()
  let underWay = 0

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof RestRefusal) return reply.code(error.body.status).send(error.body)
    if ((error.statusCode ?? 500) < 500) return reply.code(400).send(restError(20001, error.message))
    return reply.code(500).send({ ...restError(20500), message: error.message })
  })
  app.setNotFoundHandler((request) => {
    throw new RestRefusal(on.isAuthorized(request.headers.authorization) ? 20404 : 20003, request.url)
  })

  app.addHook('onRequest', async (_request, reply) => {
    underWay++
    void reply.header('twilio-concurrent-requests', underWay)
    if (underWay > on.faults.plan().restConcurrency) throw new RestRefusal(20429)
  })
  app.addHook('onResponse', async () => {
    underWay--
  })
  app.addHook('preHandler', async (request) => {
    const path = request.url.split('?')[0]!.replace(/^.*\/Accounts\/AC[0-9a-fA-F]{32}\//, '')
    const fault = on.faults.ofRest(request.method, path.replace(/\.json$/, ''), recipientOf(request.body))
    if (fault === undefined) return
    drawn.set(request, fault)
    if (fault === 'rateLimit429') throw new RestRefusal(20429)
    if (fault === 'restErrorBefore') throw new RestRefusal(20500)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const fault = drawn.get(request)
    const isDoneInVain = fault === 'restErrorAfter' && reply.statusCode < 300
    const sent = isDoneInVain ? JSON.stringify(restError(20500)) : payload
    if (isDoneInVain) void reply.code(500).type('application/json')
    const parameters = request.method === 'GET' ? request.query : (request.body ?? {})
    on.journal.add(on.scheduler.now(), {
      kind: 'rest',
      method: request.method,
      url: request.url,
      parameters: parameters as Record<string, unknown>,
      response: { status: reply.statusCode, body: typeof sent === 'string' ? sent : '' },
      faults: fault === undefined ? [] : [fault],
    })
    return sent
  })
}

function recipientOf(body: unknown): string {
  const to = typeof body === 'object' && body !== null && 'To' in body ? body.To : ''
  return typeof to === 'string' ? to : ''
}
