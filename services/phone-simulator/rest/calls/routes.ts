import type { FastifyInstance } from 'fastify'
import type { Leg, StatusCallback, Target } from '../../legs/leg.ts'
import { RestRefusal } from '../errors.ts'
import { form, isPhoneNumber, type Form } from '../form.ts'
import { accountPath, callResource, page } from '../resources.ts'
import type { RestDependencies } from '../dependencies.ts'

type Sid = { Params: { sid: string } }
const longestTwiml = 4000

export function callRoutes(app: FastifyInstance, on: RestDependencies): void {
  const show = (leg: Leg): Record<string, unknown> => callResource(leg, on.accountSid, on.scheduler.now())

  function find(sid: string, url: string): Leg {
    const leg = on.world.legs.get(sid)
    if (!leg) throw new RestRefusal(20404, url)
    return leg
  }

  app.post('/Accounts/:account/Calls.json', (request, reply) => {
    const fields = form(request.body)
    const { to, from } = parties(fields, on)
    const target = targetOf(fields)
    if (!target) throw new RestRefusal(fields.text('ApplicationSid') ? 21218 : 21205, fields.text('ApplicationSid') ?? '(none given)')
    const leg = on.calls.place({
      to,
      from,
      target,
      timeoutSeconds: fields.whole('Timeout', 1, 600) ?? 60,
      statusCallback: callbackOf(fields),
      fallback: fallbackOf(fields),
    })
    return reply.code(201).send(show(leg))
  })

  app.get('/Accounts/:account/Calls.json', (request) => {
    const fields = form(request.query)
    const filters = new URLSearchParams()
    const matches = listFilters.map(({ name, test }) => {
      const wanted = fields.text(name)
      if (wanted !== undefined) filters.set(name, wanted)
      return (leg: Leg) => wanted === undefined || test(leg, wanted)
    })
    const found = [...on.world.legs.values()].filter((leg) => matches.every((match) => match(leg))).reverse()
    const query = {
      page: fields.whole('Page', 0, 1e6) ?? 0,
      pageSize: fields.whole('PageSize', 1, 1000) ?? 50,
      filters,
    }
    return page('calls', `${accountPath(on.accountSid)}/Calls.json`, found, query, show)
  })

  app.get<Sid>('/Accounts/:account/Calls/:sid.json', (request) => show(find(request.params.sid, request.url)))

  app.post<Sid>('/Accounts/:account/Calls/:sid.json', (request) => {
    const leg = find(request.params.sid, request.url)
    const fields = form(request.body)
    const status = fields.text('Status')
    const target = targetOf(fields)
    if (status !== undefined && status !== 'completed' && status !== 'canceled') {
      throw new RestRefusal(20001, `Status is "${status}"; allowed: canceled, completed`)
    }
    if (status !== undefined && !on.calls.end(leg, status)) throw new RestRefusal(21220)
    if (status === undefined && target && !on.calls.redirect(leg, target)) throw new RestRefusal(21220)
    return show(leg)
  })
}

const listFilters: ReadonlyArray<{ name: string; test: (leg: Leg, wanted: string) => boolean }> = [
  { name: 'To', test: (leg, wanted) => leg.to === wanted },
  { name: 'From', test: (leg, wanted) => leg.from === wanted },
  { name: 'ParentCallSid', test: (leg, wanted) => leg.parentSid === wanted },
  { name: 'Status', test: (leg, wanted) => (leg.status === 'initiated' ? 'ringing' : leg.status) === wanted },
  { name: 'StartTime', test: (leg, wanted) => new Date(leg.createdAt).toISOString().startsWith(wanted.slice(0, 10)) },
  { name: 'StartTime>', test: (leg, wanted) => leg.createdAt >= instant(wanted) },
  { name: 'StartTime<', test: (leg, wanted) => leg.createdAt <= instant(wanted) },
  { name: 'EndTime>', test: (leg, wanted) => leg.endedAt !== undefined && leg.endedAt >= instant(wanted) },
  { name: 'EndTime<', test: (leg, wanted) => leg.endedAt !== undefined && leg.endedAt <= instant(wanted) },
]

function instant(value: string): number {
  const milliseconds = Date.parse(value)
  if (Number.isNaN(milliseconds)) throw new RestRefusal(20001, `"${value}" is no date; allowed: YYYY-MM-DD or ISO 8601`)
  return milliseconds
}

function parties(fields: Form, on: RestDependencies): { to: string; from: string } {
  const to = fields.text('To')
  const from = fields.text('From')
  if (to === undefined || to === '') throw new RestRefusal(21201)
  if (from === undefined || from === '') throw new RestRefusal(21213)
  if (!isPhoneNumber(to)) throw new RestRefusal(21211, to)
  if (!on.world.findNumber(from)) throw new RestRefusal(21210, from)
  return { to, from }
}

function targetOf(fields: Form): Target | undefined {
  const twiml = fields.text('Twiml')
  const url = fields.url('Url', 21205)
  if (twiml !== undefined && twiml.length > longestTwiml) throw new RestRefusal(32018, String(twiml.length))
  if (url !== undefined && url !== '') return { url, method: fields.method('Method') ?? 'POST' }
  return twiml === undefined || twiml === '' ? undefined : { url: '', method: 'POST', twiml }
}

function callbackOf(fields: Form): StatusCallback | undefined {
  const url = fields.url('StatusCallback', 21205)
  if (url === undefined || url === '') return undefined
  // Repeated fields only: one field with spaces matches no event, which on Twilio leaves calls without reports.
  const events = fields.all('StatusCallbackEvent')
  return {
    url,
    method: fields.method('StatusCallbackMethod') ?? 'POST',
    events: events.length > 0 ? events : ['completed'],
  }
}

function fallbackOf(fields: Form): Target | undefined {
  const url = fields.url('FallbackUrl', 21205)
  return url === undefined || url === '' ? undefined : { url, method: fields.method('FallbackMethod') ?? 'POST' }
}
