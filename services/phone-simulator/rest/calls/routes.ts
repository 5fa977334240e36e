import type { FastifyInstance } from 'fastify'
import { hasEnded, type Leg } from '../../legs/leg.ts'
import type { RestDependencies } from '../dependencies.ts'
import { RestRefusal } from '../errors.ts'
import { form } from '../form.ts'
import { dateFilters, listPage, type Filter } from '../lists.ts'
import { fallbackOf, manner, partiesOf, targetOf } from '../parties.ts'
import { accountPath, callResource } from '../resources.ts'

type Sid = { Params: { sid: string } }

export function callRoutes(app: FastifyInstance, on: RestDependencies): void {
  const deleted = new WeakSet<Leg>()
  const show = (leg: Leg): Record<string, unknown> => callResource(leg, on.accountSid, on.scheduler.now())

  function find(sid: string, url: string): Leg {
    const leg = on.world.legs.get(sid)
    if (!leg || deleted.has(leg)) throw new RestRefusal(20404, url)
    return leg
  }

  app.post('/Accounts/:account/Calls.json', (request, reply) => {
    const fields = form(request.body)
    const is = { ours: (number: string) => on.world.findNumber(number) !== undefined, blocked: on.faults.isBlocked }
    const parties = partiesOf(fields, is)
    const target = targetOf(fields)
    if (!target) throw new RestRefusal(fields.text('ApplicationSid') ? 21218 : 21205, fields.text('ApplicationSid') || '(none given)')
    const leg = on.calls.place({ ...parties, ...manner(fields, { prefix: 'Async' }), target, fallback: fallbackOf(fields) })
    if (!leg) throw new RestRefusal(22005)
    return reply.code(201).send(show(leg))
  })

  app.get('/Accounts/:account/Calls.json', ({ query }) => {
    const known = on.scheduler.now() - on.calls.listLagSeconds() * 1_000
    const items = [...on.world.legs.values()].filter((leg) => !deleted.has(leg) && leg.createdAt <= known).reverse()
    return listPage({ name: 'calls', path: `${accountPath(on.accountSid)}/Calls.json`, items, filters, query }, show)
  })

  app.get<Sid>('/Accounts/:account/Calls/:sid.json', (request) => show(find(request.params.sid, request.url)))

  app.post<Sid>('/Accounts/:account/Calls/:sid.json', (request) => {
    const leg = find(request.params.sid, request.url)
    const fields = form(request.body)
    const status = fields.oneOf('Status', ['canceled', 'completed'])
    const target = targetOf(fields)
    if (status !== undefined && !on.calls.end(leg, status)) throw new RestRefusal(21220)
    if (status === undefined && target && !on.calls.redirect(leg, target)) throw new RestRefusal(21220)
    return show(leg)
  })

  app.delete<Sid>('/Accounts/:account/Calls/:sid.json', (request, reply) => {
    const leg = find(request.params.sid, request.url)
    if (!hasEnded(leg)) throw new RestRefusal(20009)
    deleted.add(leg)
    return reply.code(204).send()
  })
}

const filters: ReadonlyArray<Filter<Leg>> = [
  { name: 'To', test: (leg, wanted) => leg.to === wanted },
  { name: 'From', test: (leg, wanted) => leg.from === wanted },
  { name: 'ParentCallSid', test: (leg, wanted) => leg.parentSid === wanted },
  { name: 'Status', test: (leg, wanted) => (leg.status === 'initiated' ? 'ringing' : leg.status) === wanted },
  ...dateFilters<Leg>('StartTime', ({ createdAt }) => createdAt),
  ...dateFilters<Leg>('EndTime', ({ endedAt }) => endedAt),
]
