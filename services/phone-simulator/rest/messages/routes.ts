import type { FastifyInstance } from 'fastify'
import type { Message } from '../../messages/message.ts'
import { segmentsOf } from '../../messages/segments.ts'
import { apiVersion, rfc2822 } from '../../legs/parameters.ts'
import type { RestDependencies } from '../dependencies.ts'
import { RestRefusal } from '../errors.ts'
import { form, isPhoneNumber, type Form } from '../form.ts'
import { dateFilters, listPage, type Filter } from '../lists.ts'
import { accountPath } from '../resources.ts'

type Sid = { Params: { sid: string } }
const longestBody = 1600

const filters: ReadonlyArray<Filter<Message>> = [
  { name: 'To', test: ({ to }, wanted) => to === wanted },
  { name: 'From', test: ({ from }, wanted) => from === wanted },
  ...dateFilters<Message>('DateSent', ({ sentAt }) => sentAt),
]

/** Text messages. No media, no Messaging Services. */
export function messageRoutes(app: FastifyInstance, on: RestDependencies): void {
  const { messages } = on.world
  const base = `${accountPath(on.accountSid)}/Messages`
  const show = (message: Message): Record<string, unknown> => messageResource(message, on.accountSid)

  function find(sid: string, url: string): Message {
    const message = messages.get(sid)
    if (!message) throw new RestRefusal(20404, url)
    return message
  }

  app.post('/Accounts/:account/Messages.json', (request, reply) => {
    const fields = form(request.body)
    const { to, from } = parties(fields, (number) => on.world.findNumber(number) !== undefined)
    const body = fields.text('Body')
    if (!body) throw new RestRefusal(21619)
    if (body.length > longestBody) throw new RestRefusal(21617)
    const url = fields.url('StatusCallback', 21609)
    const statusCallback = url ? ({ url, method: 'POST' } as const) : undefined
    return reply.code(201).send(show(on.messages.send({ from, to, body, direction: 'outbound-api', statusCallback })))
  })
  app.get('/Accounts/:account/Messages.json', ({ query }) => {
    return listPage({ name: 'messages', path: `${base}.json`, items: [...messages.values()].reverse(), filters, query }, show)
  })
  app.get<Sid>('/Accounts/:account/Messages/:sid.json', ({ params, url }) => show(find(params.sid, url)))
  /** Only an empty Body can be given: the text is taken out of the store. */
  app.post<Sid>('/Accounts/:account/Messages/:sid.json', ({ params, url, body }) => {
    const message = find(params.sid, url)
    const fields = form(body)
    if (fields.oneOf('Status', ['canceled']) !== undefined || fields.text('Body') !== '') throw new RestRefusal(20001, 'Body must be empty')
    return show(Object.assign(message, { body: '', updatedAt: on.scheduler.now() }))
  })
  app.delete<Sid>('/Accounts/:account/Messages/:sid.json', ({ params, url }, reply) => {
    const message = find(params.sid, url)
    if (message.status === 'queued' || message.status === 'sending') throw new RestRefusal(20009)
    messages.delete(message.sid)
    return reply.code(204).send()
  })
}

function parties(fields: Form, isOurs: (number: string) => boolean): { to: string; from: string } {
  const to = fields.text('To')
  const from = fields.text('From')
  const service = fields.text('MessagingServiceSid')
  if (!to) throw new RestRefusal(21604)
  if (service) throw new RestRefusal(21701, service)
  if (!from) throw new RestRefusal(21603)
  if (!isPhoneNumber(to)) throw new RestRefusal(21211, to)
  if (!isOurs(from)) throw new RestRefusal(21606, from)
  return { to, from }
}

function messageResource(message: Message, accountSid: string): Record<string, unknown> {
  const { sid, from, to, body, direction, status, errorCode, createdAt, updatedAt, sentAt } = message
  const uri = `${accountPath(accountSid)}/Messages/${sid}`
  return {
    sid,
    account_sid: accountSid,
    api_version: apiVersion,
    messaging_service_sid: null,
    from,
    to,
    body,
    direction,
    status,
    num_segments: String(segmentsOf(body)),
    num_media: '0',
    error_code: errorCode ?? null,
    error_message: null,
    price: null,
    price_unit: 'USD',
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(updatedAt),
    date_sent: sentAt === undefined ? null : rfc2822(sentAt),
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json`, feedback: `${uri}/Feedback.json` },
  }
}
