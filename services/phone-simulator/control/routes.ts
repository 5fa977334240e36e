import type { FastifyInstance } from 'fastify'
import { hasEnded, type Leg } from '../legs/leg.ts'
import type { CallEvent, World } from '../world.ts'
import { clockRoutes } from './clock/routes.ts'
import { faultRoutes } from './faults/routes.ts'
import { messageControl } from './messages/routes.ts'
import { limitRoutes } from './limits/routes.ts'
import { soundRoutes } from './sound/routes.ts'
import { ControlRefusal, parse, type ControlDependencies } from './input.ts'
import { callBody, eventsQuery, journalQuery, legsQuery, phoneBody, pressBody, speakBody } from './schemas.ts'
import { isRinging, legView } from './views.ts'

type Sid = { Params: { sid: string } }

/** What people do with their phones, what they hear, and the clock. JSON, the account's Basic auth. */
export async function controlRoutes(app: FastifyInstance, on: ControlDependencies): Promise<void> {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof ControlRefusal) return reply.code(error.status).send(error.body)
    return reply.code(error.statusCode ?? 500).send({ error: { code: 'FAILED', message: error.message } })
  })
  app.setNotFoundHandler((request) => {
    throw new ControlRefusal(404, {
      error: { code: 'NOT_FOUND', message: `There is no ${request.method} ${request.url}.` },
    })
  })
  app.addHook('onRequest', async (request) => {
    if (on.isAuthorized(request.headers.authorization)) return
    throw new ControlRefusal(401, {
      error: { code: 'UNAUTHORIZED', message: 'Basic auth with the account SID and its token.' },
    })
  })
  clockRoutes(app, on)
  faultRoutes(app, on)
  messageControl(app, on)
  limitRoutes(app, on)
  await app.register(async (sound) => soundRoutes(sound, on))
  callControl(app, on)
  for (const prefix of ['/calls/:sid', '/legs/:sid']) personRoutes(app, on, prefix)

  app.get('/ringing', () => ({ legs: [...on.world.legs.values()].filter(isRinging).map(legView) }))
  app.get('/legs', (request) => {
    const { of, ended } = parse(legsQuery, 'query', request.query)
    const isWanted = (leg: Leg): boolean => {
      const isTheirs = of === undefined || (leg.direction === 'inbound' ? leg.from : leg.to) === of
      return isTheirs && (ended === undefined || String(hasEnded(leg)) === ended)
    }
    return { legs: [...on.world.legs.values()].filter(isWanted).map(legView) }
  })
  app.get('/phones', () => ({ phones: Object.fromEntries(on.world.phones) }))
  app.put<{ Params: { number: string } }>('/phones/:number', (request) => {
    const phone = parse(phoneBody, 'body', request.body)
    on.world.phones.set(request.params.number, phone)
    return phone
  })
  app.get('/journal', (request) => {
    const { after, limit, callSid } = parse(journalQuery, 'query', request.query)
    const sids = callSid === undefined ? undefined : new Set([callSid, ...on.world.legsOf(callSid).map(({ sid }) => sid)])
    return { entries: on.journal.after(after, limit, sids), last: on.journal.last() }
  })
}

export function findLeg(on: ControlDependencies, sid: string): Leg {
  const leg = on.world.legs.get(sid)
  if (leg) return leg
  throw new ControlRefusal(404, { error: { code: 'CALL_NOT_FOUND', message: `There is no call or leg ${sid}.` } })
}

function callControl(app: FastifyInstance, on: ControlDependencies): void {
  app.post('/calls', (request, reply) => {
    const leg = on.calls.dialIn(parse(callBody, 'body', request.body))
    if (leg) return reply.code(201).send({ sid: leg.sid })
    const { to } = parse(callBody, 'body', request.body)
    const known = [...on.world.numbers.values()].map((number) => number.phoneNumber)
    const fault = {
      place: 'body.to',
      value: to,
      allowed: known.length > 0 ? known.join(', ') : 'no number has been created yet',
    }
    const message = `${to} is no number of this account; allowed: ${fault.allowed}`
    throw new ControlRefusal(400, { error: { code: 'INVALID_INPUT', message, faults: [fault] } })
  })

  app.get('/calls', () => ({
    calls: [...on.world.legs.values()].filter((leg) => leg.rootSid === leg.sid).map(legView),
  }))

  app.get<Sid>('/calls/:sid', (request) => {
    const leg = findLeg(on, request.params.sid)
    return { ...legView(leg), legs: on.world.legsOf(leg.rootSid).map(legView) }
  })

  app.get<Sid>('/calls/:sid/events', async (request) => {
    const leg = findLeg(on, request.params.sid)
    const { after, wait } = parse(eventsQuery, 'query', request.query)
    const news = (): CallEvent[] => on.world.eventsOf(leg.rootSid).filter((event) => event.n > after)
    if (news().length === 0 && !hasEnded(leg) && wait > 0) await nextEvent(on.world, leg.rootSid, wait)
    return { events: news(), ended: on.world.legsOf(leg.rootSid).every(hasEnded) }
  })
}

function nextEvent(world: World, rootSid: string, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = world.onNextEvent(rootSid, () => {
      clearTimeout(timer)
      resolve()
    })
    const timer = setTimeout(() => {
      stop()
      resolve()
    }, seconds * 1000)
    timer.unref()
  })
}

/** What the person on a leg does. Keys and words that nothing listens for are lost, as on a telephone. */
function personRoutes(app: FastifyInstance, on: ControlDependencies, prefix: string): void {
  app.post<Sid>(`${prefix}/press`, (request) => {
    const leg = findLeg(on, request.params.sid)
    return on.legs.press(leg, parse(pressBody, 'body', request.body).digits)
  })
  app.post<Sid>(`${prefix}/speak`, (request) => {
    const leg = findLeg(on, request.params.sid)
    const { text, confidence } = parse(speakBody, 'body', request.body)
    return on.legs.speak(leg, text, confidence)
  })
  app.post<Sid>(`${prefix}/hangup`, (request) => {
    const leg = findLeg(on, request.params.sid)
    on.legs.hangUp(leg)
    return legView(leg)
  })
  for (const action of ['answer', 'decline'] as const) {
    app.post<Sid>(`${prefix}/${action}`, (request) => {
      const leg = findLeg(on, request.params.sid)
      if (on.legs[action](leg)) return legView(leg)
      const message = `${leg.sid} is ${leg.status}; only a ringing leg can be answered or declined.`
      throw new ControlRefusal(409, { error: { code: 'NOT_RINGING', message } })
    })
  }
}
