import type { FastifyInstance } from 'fastify'
import { averageSeconds, largestQueueSize, longestQueueName, positionOf, queueSeconds, type Queue, type QueueMember } from '../../queues/queue.ts'
import { rfc2822 } from '../../legs/parameters.ts'
import type { RestDependencies } from '../dependencies.ts'
import { RestRefusal } from '../errors.ts'
import { form, type Form } from '../form.ts'
import { listPage } from '../lists.ts'
import { accountPath } from '../resources.ts'

type Sid = { Params: { sid: string } }
type Member = { Params: { sid: string; call: string } }

/** Queues and who waits in them. A queue is created here or by the first Enqueue that names it. */
export function queueRoutes(app: FastifyInstance, on: RestDependencies): void {
  const { queues } = on
  const base = `${accountPath(on.accountSid)}/Queues`
  const show = (queue: Queue): Record<string, unknown> => queueResource(queue, on.accountSid)

  function find(sid: string, url: string): Queue {
    const queue = on.world.queues.get(sid)
    if (!queue) throw new RestRefusal(20404, url)
    return queue
  }

  /** Names are unique in an account: TwiML finds queues by name. */
  function changes(fields: Form, present?: Queue): { friendlyName: string | undefined; maxSize: number | undefined } {
    const friendlyName = fields.text('FriendlyName')
    if (friendlyName !== undefined && (friendlyName === '' || friendlyName.length > longestQueueName)) throw new RestRefusal(20002, friendlyName)
    const namesake = queues.list().find((queue) => queue.friendlyName === friendlyName)
    if (namesake && namesake !== present) throw new RestRefusal(22003, friendlyName)
    return { friendlyName, maxSize: fields.whole('MaxSize', 1, largestQueueSize) }
  }

  app.post('/Accounts/:account/Queues.json', (request, reply) => {
    const { friendlyName, maxSize } = changes(form(request.body))
    if (friendlyName === undefined) throw new RestRefusal(20002, '(none given)')
    return reply.code(201).send(show(queues.create({ friendlyName, maxSize })))
  })
  app.get('/Accounts/:account/Queues.json', ({ query }) => {
    return listPage({ name: 'queues', path: `${base}.json`, items: queues.list(), query }, show)
  })
  app.get<Sid>('/Accounts/:account/Queues/:sid.json', ({ params, url }) => show(find(params.sid, url)))
  app.post<Sid>('/Accounts/:account/Queues/:sid.json', ({ params, url, body }) => {
    const queue = find(params.sid, url)
    queues.update(queue, changes(form(body), queue))
    return show(queue)
  })
  app.delete<Sid>('/Accounts/:account/Queues/:sid.json', ({ params, url }, reply) => {
    const queue = find(params.sid, url)
    if (!queues.remove(queue)) throw new RestRefusal(20001, `the queue has ${queue.members.length} waiting calls; only an empty one can be deleted`)
    return reply.code(204).send()
  })
  memberRoutes(app, on, find)
}

function memberRoutes(app: FastifyInstance, on: RestDependencies, findQueue: (sid: string, url: string) => Queue): void {
  const base = `${accountPath(on.accountSid)}/Queues`

  function show(queue: Queue, member: QueueMember, position: number): Record<string, unknown> {
    const callSid = member.leg.sid
    return {
      queue_sid: queue.sid,
      call_sid: callSid,
      date_enqueued: rfc2822(member.enqueuedAt),
      position,
      wait_time: queueSeconds(member, on.scheduler.now()),
      uri: `${base}/${queue.sid}/Members/${callSid}.json`,
    }
  }

  function find(queue: Queue, callSid: string, url: string): QueueMember {
    const member = on.queues.findMember(queue, callSid)
    if (!member) throw new RestRefusal(20404, url)
    return member
  }

  app.get<Sid>('/Accounts/:account/Queues/:sid/Members.json', ({ params, url, query }) => {
    const queue = findQueue(params.sid, url)
    const path = `${base}/${queue.sid}/Members.json`
    return listPage({ name: 'queue_members', path, items: queue.members, query }, (member) => show(queue, member, positionOf(queue, member.leg.sid)))
  })
  app.get<Member>('/Accounts/:account/Queues/:sid/Members/:call.json', ({ params, url }) => {
    const queue = findQueue(params.sid, url)
    const member = find(queue, params.call, url)
    return show(queue, member, positionOf(queue, member.leg.sid))
  })
  app.post<Member>('/Accounts/:account/Queues/:sid/Members/:call.json', (request) => {
    const queue = findQueue(request.params.sid, request.url)
    const member = find(queue, request.params.call, request.url)
    const fields = form(request.body)
    const url = fields.url('Url', 21205)
    if (url === undefined || url === '') throw new RestRefusal(21205, '(none given)')
    const position = positionOf(queue, member.leg.sid)
    on.queues.dequeue(queue, member, { url, method: fields.method('Method') ?? 'POST' })
    return show(queue, member, position)
  })
}

function queueResource(queue: Queue, accountSid: string): Record<string, unknown> {
  return {
    sid: queue.sid,
    account_sid: accountSid,
    friendly_name: queue.friendlyName,
    max_size: queue.maxSize,
    current_size: queue.members.length,
    average_wait_time: averageSeconds(queue),
    date_created: rfc2822(queue.createdAt),
    date_updated: rfc2822(queue.updatedAt),
    uri: `${accountPath(accountSid)}/Queues/${queue.sid}.json`,
  }
}
