import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { domainError } from '../errors.ts'
import { principalOf } from '../http/access.ts'
import type { RoutePlugin } from '../http/app.ts'
import { STAFF } from '../schemas/people.ts'
import { newPhoneFault, phoneBehaviour, phoneTime, webhookLogRow } from '../schemas/phone.ts'
import type { PhoneControl } from './client.ts'
import { behaviourOf, singleFault, statusLost } from './faults.ts'
import { webhookLog } from './webhook-log.ts'

const config = { access: STAFF }
/** Faults and the clock touch everybody's calls, so an agent may not. */
const trouble = { access: ['supervisor', 'admin'] as const }
const tags = ['phone']
// Nothing that a page sends becomes part of a path but this: the simulator's control API also holds its clock and journal.
const params = z.object({ sid: z.string().regex(/^CA[0-9a-fA-F]{32}$/, 'CA and 32 hexadecimal digits') })
const number = z.string().min(1).max(255)
const newCall = z.strictObject({ from: number, to: number, ears: z.enum(['instant', 'real']).optional() })
const keys = z.strictObject({ digits: z.string().regex(/^[0-9*#]{1,64}$/, '1 to 64 of 0-9, * and #') })
const words = z.strictObject({ text: z.string().min(1).max(10_000) })
/** A phone of the world; the simulator's address takes it as it stands. */
const phone = z.object({ number: z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number such as +493023125301') })
const spoken = z.object({ text: z.string().max(10_000).optional() })
/** A minute of 8 kHz and 16 bits. */
const MOST_AUDIO_BYTES = 1024 * 1024
/** What must be known of a leg to say whose it is. */
const legView = z.object({ direction: z.string(), to: z.string() })
const ringingLegs = z.object({ legs: z.array(z.looseObject({ to: z.string() })) })
const since = z.object({ after: z.coerce.number().int().min(0).default(0), wait: z.coerce.number().min(0).max(30).default(0) })

export type PhoneRoutesOptions = {
  control: PhoneControl
  /** The phone of one of our people. */
  numberOf: (personId: string) => Promise<string | null>
}

/** The phone in the browser: passes on to the simulator, with its credentials, which a page never sees. */
export function phoneRoutes({ control, numberOf }: PhoneRoutesOptions): RoutePlugin {
  const reach: PhoneControl = (...question) =>
    control(...question).catch((cause: unknown) => {
      throw Object.assign(domainError('PHONE_UNAVAILABLE'), { cause })
    })
  async function pass(reply: FastifyReply, ...question: Parameters<PhoneControl>): Promise<FastifyReply> {
    const answer = await reach(...question)
    return reply.code(answer.status).type('application/json').send(answer.body)
  }
  /** The only phone that he may use; undefined: he may use every one. */
  async function onlyPhone(request: FastifyRequest): Promise<string | null | undefined> {
    const principal = principalOf(request)
    return principal.kind === 'person' && principal.role === 'agent' ? numberOf(principal.id) : undefined
  }
  /** An agent looks at, answers, declines and keys on his own phone only, and plays any caller; who supervises may play everybody. */
  async function checkOwn(request: FastifyRequest<{ Params: z.output<typeof params> }>): Promise<void> {
    const only = await onlyPhone(request)
    if (only === undefined) return
    const { status, body } = await reach('GET', `calls/${request.params.sid}`)
    const leg = status === 200 ? legView.parse(JSON.parse(body)) : undefined
    if (leg && leg.direction !== 'inbound' && leg.to !== only) throw domainError('NOT_ON_THIS_CALL')
  }

  return (app) => {
    troubleRoutes(app, pass)
    app.get('/api/phone/calls/:sid/webhooks', { config, schema: { tags, params, response: { 200: z.array(webhookLogRow) } } }, async ({ params: { sid } }) => {
      const { status, body } = await reach('GET', `journal?callSid=${sid}&limit=5000`)
      if (status !== 200) throw domainError('PHONE_UNAVAILABLE')
      return webhookLog(body)
    })
    app.register(async (sound) => audioRoute(sound, pass, checkOwn))
    app.post('/api/phone/calls', { config, schema: { tags, body: newCall } }, ({ body }, reply) => pass(reply, 'POST', 'calls', body))
    app.get('/api/phone/calls/:sid', { config, schema: { tags, params } }, async (request, reply) => {
      await checkOwn(request)
      return pass(reply, 'GET', `calls/${request.params.sid}`)
    })
    app.get('/api/phone/calls/:sid/events', { config, schema: { tags, params, querystring: since } }, async (request, reply) => {
      await checkOwn(request)
      const { after, wait } = request.query
      return pass(reply, 'GET', `calls/${request.params.sid}/events?after=${after}&wait=${wait}`)
    })
    app.post('/api/phone/calls/:sid/speak', { config, schema: { tags, params, body: words } }, async (request, reply) => {
      await checkOwn(request)
      return pass(reply, 'POST', `calls/${request.params.sid}/speak`, request.body)
    })
    app.get('/api/phone/ringing', { config, schema: { tags } }, async (request, reply) => {
      const only = await onlyPhone(request)
      const { status, body } = await reach('GET', 'ringing')
      const isAll = only === undefined || status !== 200
      const legs = isAll ? [] : ringingLegs.parse(JSON.parse(body)).legs.filter(({ to }) => to === only)
      return reply
        .code(status)
        .type('application/json')
        .send(isAll ? body : JSON.stringify({ legs }))
    })
    for (const side of ['calls', 'legs'] as const) {
      app.post(`/api/phone/${side}/:sid/press`, { config, schema: { tags, params, body: keys } }, async (request, reply) => {
        await checkOwn(request)
        return pass(reply, 'POST', `${side}/${request.params.sid}/press`, request.body)
      })
      app.post(`/api/phone/${side}/:sid/hangup`, { config, schema: { tags, params } }, async (request, reply) => {
        await checkOwn(request)
        return pass(reply, 'POST', `${side}/${request.params.sid}/hangup`)
      })
    }
    for (const action of ['answer', 'decline'] as const) {
      app.post(`/api/phone/legs/:sid/${action}`, { config, schema: { tags, params } }, async (request, reply) => {
        await checkOwn(request)
        return pass(reply, 'POST', `legs/${request.params.sid}/${action}`)
      })
    }
  }
}

type App = Parameters<RoutePlugin>[0]
type Pass = (reply: FastifyReply, ...question: Parameters<PhoneControl>) => Promise<FastifyReply>

/** What goes wrong on demand, whose machine answers, and what time it is. */
function troubleRoutes(app: App, pass: Pass): void {
  app.get('/api/phone/faults', { config, schema: { tags } }, (_, reply) => pass(reply, 'GET', 'faults'))
  app.post('/api/phone/faults', { config: trouble, schema: { tags, body: newPhoneFault } }, ({ body: { fault } }, reply) =>
    fault === 'statusLost' ? pass(reply, 'PUT', 'faults', statusLost) : pass(reply, 'POST', 'faults/next', singleFault(fault)),
  )
  app.delete('/api/phone/faults', { config: trouble, schema: { tags } }, (_, reply) => pass(reply, 'DELETE', 'faults'))
  app.get('/api/phone/phones', { config, schema: { tags } }, (_, reply) => pass(reply, 'GET', 'phones'))
  app.put('/api/phone/phones/:number', { config: trouble, schema: { tags, params: phone, body: phoneBehaviour } }, ({ params: { number: of }, body }, reply) =>
    pass(reply, 'PUT', `phones/${encodeURIComponent(of)}`, { behaviour: behaviourOf(body.behaviour) }),
  )
  app.post('/api/phone/clock', { config: trouble, schema: { tags, body: phoneTime } }, ({ body }, reply) => pass(reply, 'POST', 'clock', body))
}

/** What somebody says into a microphone; only here is a body that is no JSON read. */
function audioRoute(app: App, pass: Pass, checkOwn: (request: FastifyRequest<{ Params: z.output<typeof params> }>) => Promise<void>): void {
  app.addContentTypeParser(/^audio\/(x-)?wav/, { parseAs: 'buffer', bodyLimit: MOST_AUDIO_BYTES }, (_request, body, done) => done(null, body))
  app.post('/api/phone/calls/:sid/audio', { config, bodyLimit: MOST_AUDIO_BYTES, schema: { tags, params, querystring: spoken } }, async (request, reply) => {
    const { body, query, params: of } = request
    await checkOwn(request)
    if (!Buffer.isBuffer(body)) throw domainError('BAD_REQUEST', { reason: 'send a WAV file as audio/wav' })
    return pass(reply, 'PUT', `legs/${of.sid}/audio${query.text === undefined ? '' : `?text=${encodeURIComponent(query.text)}`}`, body)
  })
}
