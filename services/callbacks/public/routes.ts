import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { domainError } from '../../errors.ts'
import type { RoutePlugin, Tries } from '../../http/app.ts'
import { PREFLIGHT } from '../../http/origin.ts'
import { toProblem } from '../../http/problem.ts'
import {
  publicAnswer,
  publicCode,
  publicMove,
  publicOptions,
  publicOptionsQuery,
  publicRequest,
  publicStatus,
  type PublicRequest,
} from '../../schemas/callbacks.ts'
import type { FieldFault } from './request.ts'
import type { CallbackLinks } from './link/service.ts'
import type { PublicCallbacks } from './service.ts'
import { FAULTS } from './words.ts'

const tags = ['public']
const often: Tries = { max: 60, windowSeconds: 900 }
const seldom: Tries = { max: 20, windowSeconds: 900 }
const open = { access: 'public', isForSites: true } as const
const params = z.object({ token: z.string().max(200) })
const GONE = 'WINDOW_GONE has the options that are left beside it, as `options`.'
const KEY = 'A request that is sent again with the same key is the same.'

/** The API of the widget and of forms on sites of others: no cookie, no key, no sign-in. */
export function publicCallbackRoutes({ callbacks, links }: { callbacks: PublicCallbacks; links: CallbackLinks }): RoutePlugin {
  return (app) => {
    app.options('/api/public/*', { config: open, schema: { hide: true } }, (_, reply) => reply.headers(PREFLIGHT).code(204).send())
    app.get('/api/public/callbacks/options', { config: open, schema: { tags, querystring: publicOptionsQuery, response: { 200: publicOptions } } }, (request) =>
      callbacks.options(request.query),
    )
    app.post(
      '/api/public/callbacks',
      {
        config: { ...open, tries: often },
        schema: {
          tags,
          description: GONE,
          body: publicRequest,
          headers: z.object({ 'idempotency-key': key.optional().describe(KEY) }),
          response: { 200: publicAnswer },
        },
      },
      (request, reply) => answer(request, reply, request.body, request.headers['idempotency-key']),
    )
    app.get('/api/public/callbacks/:token', { config: open, schema: { tags, params, response: { 200: publicStatus } } }, (request) =>
      links.status(request.params.token),
    )
    app.post(
      '/api/public/callbacks/:token/code',
      { config: { ...open, tries: seldom }, schema: { tags, params, body: publicCode, response: { 200: publicStatus } } },
      (request) => links.verify(request.params.token, request.body),
    )
    app.post(
      '/api/public/callbacks/:token/move',
      { config: { ...open, tries: { ...seldom } }, schema: { tags, params, body: publicMove, response: { 200: publicStatus } } },
      (request) => links.move(request.params.token, request.body),
    )
    app.post(
      '/api/public/callbacks/:token/cancel',
      { config: { ...open, tries: { ...seldom } }, schema: { tags, params, response: { 200: publicStatus } } },
      (request) => links.cancel(request.params.token),
    )
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, body: PublicRequest, given: string | undefined) {
    const requested = await callbacks.request(body, { source: 'web', address: request.ip, key: given })
    switch (requested.kind) {
      case 'ok':
        return requested.answer
      case 'faults':
        throw faultsAt(requested.faults)
      case 'notNow':
        throw domainError('NOT_NOW')
      case 'gone':
        return windowGone(request, reply, body, requested.options)
    }
  }
}

const key = z.string().min(8).max(200)

/** As the validator of a route says it. */
function faultsAt(faults: readonly FieldFault[]): Error {
  const validation = faults.map(({ field, code }) => ({ instancePath: `/${field}`, message: FAULTS.en[code] }))
  return Object.assign(new Error('the request does not fit'), { validation, validationContext: 'body', statusCode: 400 })
}

/** The one problem that holds more than others: what is free instead. Sent as it is, past the schema of the answer. */
function windowGone(request: FastifyRequest, reply: FastifyReply, { wish }: PublicRequest, options: z.output<typeof publicOptions>): never {
  const wanted = typeof wish === 'object' ? wish : { from: 'now', to: 'now' }
  const free = options.windows.map(({ from }) => from).join(', ') || '-'
  const problem = { ...toProblem(domainError('WINDOW_GONE', { ...wanted, free }), request.id), options }
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem)) as never
}
