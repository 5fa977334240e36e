import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { domainError } from '../errors.ts'
import type { RoutePlugin } from '../http/app.ts'
import { STAFF } from '../schemas/people.ts'
import type { PhoneControl } from './client.ts'

const config = { access: STAFF }
const tags = ['phone']
// Nothing that a page sends becomes part of a path but this: the simulator's control API also holds its clock and journal.
const params = z.object({ sid: z.string().regex(/^CA[0-9a-fA-F]{32}$/, 'CA and 32 hexadecimal digits') })
const number = z.string().min(1).max(255)
const newCall = z.strictObject({ from: number, to: number, ears: z.enum(['instant', 'real']).optional() })
const keys = z.strictObject({ digits: z.string().regex(/^[0-9*#]{1,64}$/, '1 to 64 of 0-9, * and #') })
const words = z.strictObject({ text: z.string().min(1).max(10_000) })
const since = z.object({ after: z.coerce.number().int().min(0).default(0), wait: z.coerce.number().min(0).max(30).default(0) })

/** The phone in the browser: passes on to the simulator, with its credentials, which a page never sees. */
export function phoneRoutes({ control }: { control: PhoneControl }): RoutePlugin {
  async function pass(reply: FastifyReply, ...question: Parameters<PhoneControl>): Promise<FastifyReply> {
    const answer = await control(...question).catch((cause: unknown) => {
      throw Object.assign(domainError('PHONE_UNAVAILABLE'), { cause })
    })
    return reply.code(answer.status).type('application/json').send(answer.body)
  }
  return (app) => {
    app.post('/api/phone/calls', { config, schema: { tags, body: newCall } }, ({ body }, reply) => pass(reply, 'POST', 'calls', body))
    app.get('/api/phone/calls/:sid', { config, schema: { tags, params } }, ({ params: { sid } }, reply) => pass(reply, 'GET', `calls/${sid}`))
    app.get('/api/phone/calls/:sid/events', { config, schema: { tags, params, querystring: since } }, ({ params: { sid }, query: { after, wait } }, reply) =>
      pass(reply, 'GET', `calls/${sid}/events?after=${after}&wait=${wait}`),
    )
    app.post('/api/phone/calls/:sid/speak', { config, schema: { tags, params, body: words } }, ({ params: { sid }, body }, reply) =>
      pass(reply, 'POST', `calls/${sid}/speak`, body),
    )
    app.get('/api/phone/ringing', { config, schema: { tags } }, (_, reply) => pass(reply, 'GET', 'ringing'))
    for (const side of ['calls', 'legs'] as const) {
      app.post(`/api/phone/${side}/:sid/press`, { config, schema: { tags, params, body: keys } }, ({ params: { sid }, body }, reply) =>
        pass(reply, 'POST', `${side}/${sid}/press`, body),
      )
      app.post(`/api/phone/${side}/:sid/hangup`, { config, schema: { tags, params } }, ({ params: { sid } }, reply) =>
        pass(reply, 'POST', `${side}/${sid}/hangup`),
      )
    }
    for (const action of ['answer', 'decline'] as const) {
      app.post(`/api/phone/legs/:sid/${action}`, { config, schema: { tags, params } }, ({ params: { sid } }, reply) =>
        pass(reply, 'POST', `legs/${sid}/${action}`),
      )
    }
  }
}
