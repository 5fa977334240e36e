import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance } from 'fastify'
import twilio from 'twilio'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryClock } from '../../services/phone-simulator/clock/store.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { control, noUnexpectedCalls, phone, timePasses } from '../support/phones.ts'
import { redirected } from '../support/simulated-line.ts'

const line = '+493023125100'
const customer = '+493023125200'

let simulator: Simulator
let app: FastifyInstance
let base: string
let received: Array<{ path: string; parameters: Record<string, string> }>
const at = (path: string) => received.filter((request) => request.path === path).map(({ parameters }) => parameters)

const client = (authToken = simulator.authToken) => twilio(simulator.accountSid, authToken, { httpClient: redirected(simulator.url) })

type Answer = { status: number; body: Record<string, unknown> }
async function rest(method: string, path: string, fields?: Record<string, string>): Promise<Answer> {
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`
  const url = `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}${path}`
  const response = await fetch(url, {
    method,
    headers: { authorization },
    ...(fields ? { body: new URLSearchParams(fields) } : {}),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

beforeEach(async () => {
  received = []
  simulator = await startSimulator({ clock: memoryClock({ now: Date.UTC(2026, 0, 5, 8), speed: 0 }) })
  app = Fastify({ forceCloseConnections: true })
  await app.register(formbody)
  app.post('/*', (request, reply) => {
    received.push({ path: request.url, parameters: request.body as Record<string, string> })
    const verbs = request.url === '/hello' ? '<Gather timeout="600"><Say>Hello.</Say></Gather>' : '<Say>Other.</Say>'
    return reply.type('text/xml').send(`<Response>${verbs}</Response>`)
  })
  base = await app.listen({ port: 0, host: '127.0.0.1' })
  await client().incomingPhoneNumbers.create({ phoneNumber: line, voiceUrl: `${base}/hello` })
})
afterEach(async () => {
  await simulator.close()
  await app.close()
})

describe('a call that REST makes', () => {
  const order = () => ({
    to: customer,
    from: line,
    url: `${base}/hello`,
    statusCallback: `${base}/status`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  })

  it('rings a phone in the world, runs the TwiML and reports each state', async () => {
    const created = await client().calls.create(order())
    expect(created).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      to: customer,
      from: line,
      duration: null,
      endTime: null,
    })
    const marta = phone(customer, simulator)
    await marta.rings()
    expect((await client().calls(created.sid).fetch()).status).toBe('ringing')
    await marta.answers()
    await marta.hears('Hello.')
    expect(at('/hello')[0]).toMatchObject({
      CallStatus: 'in-progress',
      Direction: 'outbound-api',
      CallSid: created.sid,
      From: line,
      To: customer,
    })
    await timePasses(simulator, 75)
    await marta.hangsUp()
    await noUnexpectedCalls(simulator, [marta])
    const fetched = await client().calls(created.sid).fetch()
    expect(fetched).toMatchObject({ status: 'completed', duration: '75', answeredBy: null })
    expect(fetched.endTime).toEqual(new Date(Date.UTC(2026, 0, 5, 8, 1, 15)))
    const reports = at('/status').sort((a, b) => Number(a['SequenceNumber']) - Number(b['SequenceNumber']))
    expect(reports.map(({ CallStatus, SequenceNumber }) => `${SequenceNumber} ${CallStatus}`)).toEqual([
      '0 initiated',
      '1 ringing',
      '2 in-progress',
      '3 completed',
    ])
    expect(reports[3]).toMatchObject({ CallDuration: '75', Duration: '2', SipResponseCode: '200' })
  })

  it.each([
    ['rings out after its timeout', { kind: 'rings' }, 'no-answer'],
    ['is busy', { kind: 'busy' }, 'busy'],
    ['is declined', { kind: 'declines', afterSeconds: 2 }, 'busy'],
  ])('%s', async (_name, behaviour, status) => {
    await control(simulator, 'PUT', `/phones/${customer}`, { behaviour })
    const { sid } = await client().calls.create({ ...order(), timeout: 20 })
    await timePasses(simulator, 25.5)
    expect(await client().calls(sid).fetch()).toMatchObject({ status, duration: '0' })
    expect(at('/hello')).toEqual([])
    expect(at('/status').at(-1)).toMatchObject({ CallStatus: status, CallDuration: '0' })
  })

  it('is canceled while it rings, completed while it talks, and not redirected afterwards', async () => {
    const first = await client().calls.create(order())
    await phone(customer, simulator).rings()
    expect(await client().calls(first.sid).update({ status: 'canceled' })).toMatchObject({ status: 'canceled' })
    const second = await client().calls.create(order())
    const marta = phone(customer, simulator)
    await marta.answers()
    await marta.hears('Hello.')
    await expect(client().calls(second.sid).update({ status: 'canceled' })).rejects.toMatchObject({
      code: 21220,
      status: 400,
    })
    await client().calls(second.sid).update({ status: 'completed' })
    expect(await marta.hearsTheLineEnd()).toMatchObject({ status: 'completed' })
    await expect(
      client()
        .calls(second.sid)
        .update({ url: `${base}/other` }),
    ).rejects.toMatchObject({ code: 21220 })
  })

  it('is given other TwiML in the middle, by URL and inline', async () => {
    await client().calls.create(order())
    const marta = phone(customer, simulator)
    await marta.answers()
    await marta.hears('Hello.')
    const twiml = `<Response><Say>Inline.</Say><Redirect>${base}/hello</Redirect></Response>`
    await client().calls(marta.callSid).update({ twiml })
    await marta.hears('Inline.')
    await marta.hears('Hello.')
    await client()
      .calls(marta.callSid)
      .update({ url: `${base}/other` })
    await marta.hears('Other.')
    await marta.hearsTheLineEnd()
  })

  it('inline TwiML with a relative action is an error, as on Twilio', async () => {
    await client().calls.create({
      to: customer,
      from: line,
      twiml: '<Response><Redirect>/relative</Redirect></Response>',
    })
    const marta = phone(customer, simulator)
    await marta.answers()
    await marta.hears('application error')
  })

  it('lists, newest first, by filter and page by page', async () => {
    for (let n = 0; n < 5; n++) await client().calls.create({ ...order(), to: `+49302312540${n}` })
    const all = await client().calls.list({ pageSize: 2 })
    expect(all.map(({ to }) => to.slice(-1))).toEqual(['4', '3', '2', '1', '0'])
    expect(await client().calls.list({ to: '+493023125403' })).toHaveLength(1)
    expect(await client().calls.list({ status: 'completed' })).toHaveLength(0)
    expect(await client().calls.list({ startTimeAfter: new Date(Date.UTC(2026, 0, 6)) })).toHaveLength(0)
    expect(await client().calls.list({ limit: 3, pageSize: 2 })).toHaveLength(3)
  })
})

describe('errors', () => {
  it.each<[string, string, Record<string, string> | undefined, number, number]>([
    ['POST', '/Calls.json', { From: line, Url: 'http://x.example' }, 400, 21201],
    ['POST', '/Calls.json', { To: customer, Url: 'http://x.example' }, 400, 21213],
    ['POST', '/Calls.json', { To: 'nobody', From: line, Url: 'http://x.example' }, 400, 21211],
    ['POST', '/Calls.json', { To: customer, From: '+493023125999', Url: 'http://x.example' }, 400, 21210],
    ['POST', '/Calls.json', { To: customer, From: line }, 400, 21205],
    ['POST', '/Calls.json', { To: customer, From: line, Url: 'voice' }, 400, 21205],
    ['POST', '/Calls.json', { To: customer, From: line, Url: 'http://x.example', Method: 'PUT' }, 400, 21209],
    ['POST', '/Calls.json', { To: customer, From: line, Url: 'http://x.example', Timeout: '601' }, 400, 21208],
    ['POST', '/Calls.json', { To: customer, From: line, Twiml: 'x'.repeat(4001) }, 400, 32018],
    ['POST', '/Calls.json', { To: customer, From: line, ApplicationSid: 'AP1' }, 400, 21218],
    ['GET', `/Calls/CA${'0'.repeat(32)}.json`, undefined, 404, 20404],
    ['POST', '/Calls.json', { To: customer, From: 'nobody', Url: 'http://x.example' }, 400, 21212],
    ['POST', '/Calls.json', { To: customer, From: line, Url: 'http://x.example', SendDigits: '1-2' }, 400, 21206],
    ['POST', '/Calls.json', { To: customer, From: line, Url: 'http://x.example', SendDigits: '1'.repeat(33) }, 400, 21206],
    ['POST', '/Calls.json', { To: customer, From: line, Url: 'http://x.example', StatusCallback: 'status' }, 400, 21609],
    ['POST', '/Calls.json', { To: customer, From: line, Url: 'http://x.example', MachineDetection: 'Maybe' }, 400, 21234],
    ['POST', '/Calls.json', { To: customer, From: line, Url: 'http://x.example', MachineDetectionTimeout: '2' }, 400, 21234],
    ['POST', '/Calls.json', { To: customer, From: line, Url: 'http://x.example', TimeLimit: '0' }, 400, 20001],
    ['GET', '/Calls/CA1.json', undefined, 404, 20404],
    ['GET', '/Calls.json?PageSize=1001', undefined, 400, 20007],
    ['GET', '/Calls.json?StartTime%3E=yesterday', undefined, 400, 20001],
    ['POST', '/Queues.json', {}, 400, 20002],
    ['POST', '/Queues.json', { FriendlyName: 'x'.repeat(65) }, 400, 20002],
    ['POST', '/Queues.json', { FriendlyName: 'x', MaxSize: '5001' }, 400, 20001],
    ['GET', `/Queues/QU${'0'.repeat(32)}.json`, undefined, 404, 20404],
    ['GET', `/Queues/QU${'0'.repeat(32)}/Members.json`, undefined, 404, 20404],
    ['GET', `/Conferences/CF${'0'.repeat(32)}.json`, undefined, 404, 20404],
    ['POST', `/Conferences/CF${'0'.repeat(32)}/Participants.json`, { To: customer, From: line }, 404, 20404],
    ['POST', '/Conferences/room/Participants.json', { To: customer }, 400, 21213],
    ['POST', '/Conferences/room/Participants.json', { To: customer, From: line, Beep: 'loud' }, 400, 20001],
    ['POST', '/Conferences/room/Participants.json', { To: customer, From: line, Coaching: 'true' }, 400, 20001],
    ['GET', '/Nothing.json', undefined, 404, 20404],
    ['POST', '/IncomingPhoneNumbers.json', { PhoneNumber: '12' }, 400, 21421],
    ['POST', '/IncomingPhoneNumbers.json', { PhoneNumber: line }, 400, 21422],
    ['POST', '/IncomingPhoneNumbers.json', { PhoneNumber: '+493023125102', VoiceUrl: 'x' }, 400, 21502],
    ['GET', `/Recordings/RE${'0'.repeat(32)}.json`, undefined, 404, 20404],
  ])('%s %s with %j is %i, %i', async (method, path, fields, status, code) => {
    const answer = await rest(method, path, fields)
    expect(answer).toMatchObject({
      status,
      body: { code, status, message: expect.any(String), more_info: `https://www.twilio.com/docs/errors/${code}` },
    })
  })

  it('calls that are not over and recordings under way are not deleted', async () => {
    const { sid } = await client().calls.create({ to: customer, from: line, twiml: '<Response><Record/></Response>' })
    await expect(client().calls(sid).remove()).rejects.toMatchObject({ code: 20009 })
    const marta = phone(customer, simulator)
    await marta.answers()
    await marta.says('A message.')
    const [recording] = await client().recordings.list()
    expect(recording).toMatchObject({ status: 'in-progress' })
    await expect(client().recordings(recording!.sid).remove()).rejects.toMatchObject({ code: 20009 })
  })

  it('a queue has a name of its own and is not deleted while somebody waits in it', async () => {
    const { sid } = await client().queues.create({ friendlyName: 'support' })
    await expect(client().queues.create({ friendlyName: 'support' })).rejects.toMatchObject({ code: 22003 })
    await client().calls.create({ to: customer, from: line, twiml: '<Response><Enqueue>support</Enqueue></Response>' })
    const marta = phone(customer, simulator)
    await marta.answers()
    await timePasses(simulator, 1)
    await expect(client().queues(sid).remove()).rejects.toMatchObject({ code: 20001 })
    await marta.hangsUp()
    expect(await client().queues(sid).remove()).toBe(true)
  })

  it('more calls than a day can place are not taken', async () => {
    const slow = await startSimulator({ clock: memoryClock({ now: Date.UTC(2026, 0, 5, 8), speed: 0 }), callsPerSecond: 1 / 50_000 })
    const other = twilio(slow.accountSid, slow.authToken, { httpClient: redirected(slow.url) })
    await other.incomingPhoneNumbers.create({ phoneNumber: line })
    const order = { to: customer, from: line, url: 'http://x.example' }
    for (let n = 0; n < 2; n++) await other.calls.create(order)
    await expect(other.calls.create(order)).rejects.toMatchObject({ status: 400, code: 22005 })
    await slow.close()
  })

  it('a wrong token and a foreign account', async () => {
    await expect(client('wrong').calls.list()).rejects.toMatchObject({ status: 401, code: 20003 })
    const other = twilio(`AC${'1'.repeat(32)}`, simulator.authToken, { httpClient: redirected(simulator.url) })
    await expect(other.calls.list()).rejects.toMatchObject({ status: 401, code: 20003 })
  })
})

describe('numbers', () => {
  it('are created, changed, listed and deleted by the twilio package', async () => {
    const { sid } = await client().incomingPhoneNumbers.create({
      phoneNumber: '+493023125103',
      voiceUrl: `${base}/hello`,
      friendlyName: 'Advert',
    })
    expect(await client().incomingPhoneNumbers(sid).fetch()).toMatchObject({
      phoneNumber: '+493023125103',
      friendlyName: 'Advert',
      voiceMethod: 'POST',
    })
    await client()
      .incomingPhoneNumbers(sid)
      .update({ voiceUrl: `${base}/other`, statusCallback: `${base}/status` })
    expect(await client().incomingPhoneNumbers.list({ phoneNumber: '+493023125103' })).toMatchObject([
      { voiceUrl: `${base}/other`, statusCallback: `${base}/status` },
    ])
    expect(await client().incomingPhoneNumbers(sid).remove()).toBe(true)
    expect(await client().incomingPhoneNumbers.list()).toHaveLength(1)
  })
})

describe('recordings', () => {
  it('are heard under each of their names, without a token, and listed by call and day', async () => {
    const { sid } = await client().calls.create({ to: customer, from: line, twiml: '<Response><Record finishOnKey="#"/></Response>' })
    const marta = phone(customer, simulator)
    await marta.answers()
    await marta.says('A message.')
    await marta.presses('#')
    await marta.hearsTheLineEnd()
    const [recording] = await client().recordings.list({ callSid: sid })
    for (const ending of ['', '.wav', '.mp3']) {
      const sound = await fetch(recording!.mediaUrl + ending)
      expect(sound.headers.get('content-type')).toBe('audio/x-wav')
      expect(Buffer.from(await sound.arrayBuffer()).toString('latin1', 0, 4)).toBe('RIFF')
    }
    const after = (day: number) => client().recordings.list({ dateCreatedAfter: new Date(Date.UTC(2026, 0, day)) })
    expect(await after(5)).toHaveLength(1)
    expect(await after(6)).toHaveLength(0)
    expect(await client().recordings.list({ callSid: `CA${'0'.repeat(32)}` })).toHaveLength(0)
  })
})

describe('the control API', () => {
  it.each<[string, string, unknown, number, string]>([
    ['GET', `/calls/CA${'0'.repeat(32)}`, undefined, 404, 'CALL_NOT_FOUND'],
    ['POST', '/legs/nothing/press', { digits: '1' }, 404, 'CALL_NOT_FOUND'],
    ['POST', '/calls', { from: customer }, 400, 'INVALID_INPUT'],
    ['POST', '/calls', { from: customer, to: '+1' }, 400, line],
    ['PUT', '/phones/+1', { behaviour: { kind: 'sings' } }, 400, 'body.behaviour.kind'],
    ['POST', '/clock', {}, 400, 'give now, speed or both'],
    ['POST', '/clock/advance', { seconds: 1, to: '2026-01-05T08:00:00Z' }, 400, 'give either seconds or to'],
    ['POST', '/clock/advance', { seconds: -1 }, 400, 'body.seconds'],
    ['GET', '/nothing', undefined, 404, 'NOT_FOUND'],
  ])('%s %s with %j is %i', async (method, path, body, status, text) => {
    await expect(control(simulator, method, path, body)).rejects.toThrow(new RegExp(`${status} .*${text.replace(/[+.]/g, '\\$&')}`))
  })

  it('refuses keys that no telephone has, wrong tokens, and answering what does not ring', async () => {
    const marta = phone(customer, simulator)
    await marta.dials(line)
    await expect(control(simulator, 'POST', `/calls/${marta.callSid}/press`, { digits: '1a' })).rejects.toThrow(/400 .*body\.digits.*allowed: 1 to 64/)
    await expect(control(simulator, 'POST', `/calls/${marta.callSid}/answer`, {})).rejects.toThrow(/409 .*NOT_RINGING/)
    await expect(control({ ...simulator, authToken: 'x' }, 'GET', '/ringing')).rejects.toThrow(/401/)
  })

  it('holds a question for events until something happens', async () => {
    const marta = phone(customer, simulator)
    await marta.dials(line)
    await marta.hears('Hello.')
    type Events = { events: Array<{ n: number; type: string; text?: string }>; ended: boolean }
    const first = await control<Events>(simulator, 'GET', `/calls/${marta.callSid}/events`)
    expect(first.events.map(({ type }) => type)).toEqual(['dialling', 'webhook', 'answered', 'said', 'listening'])
    const began = performance.now()
    const next = control<Events>(simulator, 'GET', `/calls/${marta.callSid}/events?after=${first.events.length}&wait=10`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await marta.hangsUp()
    expect(await next).toMatchObject({ events: [{ n: 6, type: 'ended' }], ended: true })
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
