import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { phoneRoutes } from '../../services/phone/routes.ts'
import { accessServer, browser, signedIn, type AccessServer, type Browser } from '../support/access.ts'

const SID = `CA${'0123456789abcdef'.repeat(2)}`

let line: AccessServer
let agent: Browser
let supervisor: Browser
let key: string
let supervisorKey: string
let journal: object | null = null
let port: number
let asked: [method: string, path: string, body?: unknown][] = []
let isAway = false

beforeAll(async () => {
  line = await accessServer({
    routes: [
      phoneRoutes({
        numberOf: async (id) => (await line.database.prisma.person.findUniqueOrThrow({ where: { id } })).phone,
        control: async (...given) => {
          asked.push(given)
          if (isAway) throw new TypeError('fetch failed')
          return journal === null ? { status: 201, body: '{"sid":"CA1"}' } : { status: 200, body: JSON.stringify(journal) }
        },
      }),
    ],
  })
  key = (await line.apiKeys.createApiKey({ name: 'an agent', role: 'agent' })).key
  agent = browser(line.app, key)
  supervisorKey = (await line.apiKeys.createApiKey({ name: 'a supervisor', role: 'supervisor' })).key
  supervisor = browser(line.app, supervisorKey)
  await line.app.listen({ port: 0, host: '127.0.0.1' })
  port = (line.app.server.address() as { port: number }).port
})
afterAll(() => line.close())
beforeEach(() => {
  asked = []
  isAway = false
  journal = null
})

/** As written, by somebody who may do everything here: `fetch` and `inject` would tidy the path away. */
function askRaw(method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', method, path, headers: { authorization: `Bearer ${supervisorKey}` } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

describe('the phone in the browser', () => {
  it.each<[method: 'GET' | 'POST', path: string, body: object | undefined, passedOn: unknown[]]>([
    ['POST', 'calls', { from: 'anonymous', to: '+493023125100', ears: 'real' }, ['POST', 'calls', { from: 'anonymous', to: '+493023125100', ears: 'real' }]],
    ['GET', `calls/${SID}`, undefined, ['GET', `calls/${SID}`]],
    ['GET', `calls/${SID}/events?after=3&wait=20&limit=9`, undefined, ['GET', `calls/${SID}/events?after=3&wait=20`]],
    ['GET', `calls/${SID}/events`, undefined, ['GET', `calls/${SID}/events?after=0&wait=0`]],
    ['POST', `calls/${SID}/press`, { digits: '12#' }, ['POST', `calls/${SID}/press`, { digits: '12#' }]],
    ['POST', `calls/${SID}/speak`, { text: 'hello' }, ['POST', `calls/${SID}/speak`, { text: 'hello' }]],
    ['POST', `calls/${SID}/hangup`, undefined, ['POST', `calls/${SID}/hangup`]],
    ['GET', 'ringing', undefined, ['GET', 'ringing']],
    ['POST', `legs/${SID}/answer`, undefined, ['POST', `legs/${SID}/answer`]],
    ['POST', `legs/${SID}/decline`, undefined, ['POST', `legs/${SID}/decline`]],
    ['POST', `legs/${SID}/press`, { digits: '1' }, ['POST', `legs/${SID}/press`, { digits: '1' }]],
    ['POST', `legs/${SID}/hangup`, undefined, ['POST', `legs/${SID}/hangup`]],
    ['GET', 'faults', undefined, ['GET', 'faults']],
    ['GET', 'phones', undefined, ['GET', 'phones']],
  ])('%s %s reaches the simulator', async (method, path, body, passedOn) => {
    expect(await agent.ask(method, `/api/phone/${path}`, body)).toMatchObject({ status: 201, body: { sid: 'CA1' } })
    expect(asked.map((one) => one.filter((part) => part !== undefined))).toEqual([passedOn])
  })

  it.each([
    ['GET', 'calls/../journal'],
    ['POST', 'calls/../clock/advance'],
    ['GET', 'calls/%2e%2e/journal'],
    ['GET', 'calls/%252e%252e/journal'],
    ['GET', 'calls/%2E%2E%2Fjournal'],
    ['GET', 'calls/..%2f..%2f2010-04-01%2fAccounts'],
    ['POST', `legs/${SID}%2F..%2F..%2F..%2Fclock/answer`],
    ['POST', 'legs/%2e%2e/answer'],
    ['GET', 'calls/..'],
    ['GET', 'ringing/../clock'],
    ['GET', 'calls'],
    ['PUT', 'phones/..'],
    ['PUT', 'phones/%2e%2e%2fclock'],
    ['GET', 'clock'],
    ['GET', 'journal'],
    ['POST', `calls/${SID}/redirect`],
    ['POST', `legs/${SID}/speak`],
    ['GET', 'calls/CA1'],
    ['GET', `calls/${SID}x`],
    ['GET', `calls/${SID}/events?after=x`],
  ])('%s %s does not', async (method, path) => {
    expect(await askRaw(method, `/api/phone/${path}`)).toBeOneOf([400, 404])
    expect(asked).toEqual([])
  })

  it.each<[method: 'POST' | 'PUT' | 'DELETE', path: string, body: object | undefined, passedOn: unknown[]]>([
    ['POST', 'faults', { fault: 'twice' }, ['POST', 'faults/next', { fault: 'duplicate', purpose: 'voice' }]],
    ['POST', 'faults', { fault: 'late' }, ['POST', 'faults/next', { fault: 'delayPast15s', purpose: 'voice' }]],
    ['POST', 'faults', { fault: 'refused' }, ['POST', 'faults/next', { fault: 'refuseConnection', purpose: 'voice' }]],
    ['POST', 'faults', { fault: 'restFails' }, ['POST', 'faults/next', { fault: 'restErrorBefore' }]],
    ['POST', 'faults', { fault: 'statusLost' }, ['PUT', 'faults', { rates: { dropStatus: 1 } }]],
    ['DELETE', 'faults', undefined, ['DELETE', 'faults']],
    ['PUT', 'phones/+493023125901', { behaviour: 'mailbox' }, ['PUT', 'phones/%2B493023125901', { behaviour: { kind: 'voicemail' } }]],
    ['POST', 'clock', { now: '2026-12-25T10:00:00Z' }, ['POST', 'clock', { now: '2026-12-25T10:00:00Z' }]],
  ])('%s %s %o is for supervisors, and not for agents', async (method, path, body, passedOn) => {
    expect(await agent.ask(method, `/api/phone/${path}`, body)).toMatchObject({ status: 403, body: { code: 'ROLE_NOT_ALLOWED' } })
    expect(asked).toEqual([])
    expect(await supervisor.ask(method, `/api/phone/${path}`, body)).toMatchObject({ status: 201 })
    expect(asked.map((one) => one.filter((part) => part !== undefined))).toEqual([passedOn])
  })

  it('passes on what is said into a microphone, up to a megabyte, and nothing else', async () => {
    const say = (payload: Buffer, type: string) =>
      line.app.inject({
        method: 'POST',
        url: `/api/phone/calls/${SID}/audio?text=hello%26`,
        payload,
        headers: { authorization: `Bearer ${key}`, 'content-type': type },
      })
    expect((await say(Buffer.from('RIFF'), 'audio/wav')).statusCode).toBe(201)
    expect(asked).toEqual([['PUT', `legs/${SID}/audio?text=hello%26`, Buffer.from('RIFF')]])
    asked = []
    expect((await say(Buffer.alloc(1024 * 1024 + 1), 'audio/wav')).statusCode).toBe(413)
    expect((await say(Buffer.from('{}'), 'application/json')).statusCode).toBe(400)
    expect((await say(Buffer.from('x'), 'audio/mpeg')).statusCode).toBeGreaterThanOrEqual(400)
    expect(asked).toEqual([])
  })

  it('lets an agent act on his own phone and play any caller, and a supervisor play everybody', async () => {
    const own = '+493023125901'
    const ada = await signedIn(line, { name: 'Ada' })
    await line.database.prisma.person.update({ where: { id: ada.id }, data: { phone: own } })
    const chief = await signedIn(line, { name: 'Chief', role: 'supervisor' })
    const status = async (who: Browser, leg: object, path: string): Promise<number> => {
      journal = leg
      return (await who.ask('POST', `/api/phone/${path}`, path.endsWith('press') ? { digits: '1' } : undefined)).status
    }
    const [his, others, callers] = [
      { direction: 'outbound-dial', to: own },
      { direction: 'outbound-api', to: '+493023125902' },
      { direction: 'inbound', to: '+493023125100' },
    ]
    for (const path of [`calls/${SID}`, `calls/${SID}/events`]) {
      const looks = async (who: Browser, leg: object) => {
        journal = leg
        return (await who.ask('GET', `/api/phone/${path}`)).status
      }
      expect([path, await looks(ada, his), await looks(ada, callers), await looks(ada, others), await looks(chief, others)]).toEqual([path, 200, 200, 409, 200])
    }
    const ringing = async (who: Browser): Promise<unknown> => {
      journal = { legs: [his, others] }
      return (await who.ask('GET', '/api/phone/ringing')).body
    }
    expect([await ringing(ada), await ringing(chief)]).toEqual([{ legs: [his] }, { legs: [his, others] }])
    for (const path of [`legs/${SID}/answer`, `legs/${SID}/decline`, `legs/${SID}/press`, `legs/${SID}/hangup`, `calls/${SID}/press`, `calls/${SID}/hangup`]) {
      expect([path, await status(ada, his, path), await status(ada, callers, path), await status(ada, others, path)]).toEqual([path, 200, 200, 409])
      expect(await status(chief, others, path)).toBe(200)
    }
  })

  it('tells of each webhook what for, where and how it went, without its signature and parameters', async () => {
    const exchange = { at: '2026-11-18T09:00:00.000Z', method: 'POST', headers: { 'x-twilio-signature': 'secret' }, faults: [] }
    const webhook = { ...exchange, kind: 'webhook', purpose: 'voice', callSid: SID, attempt: 1, delivered: true, milliseconds: 11 }
    journal = {
      entries: [
        {
          ...webhook,
          n: 1,
          url: 'http://line/webhooks/twilio/voice?turn=2&lang=en',
          parameters: { CallStatus: 'in-progress', Digits: '4711' },
          response: { status: 200, contentType: 'text/xml', body: '<Response/>' },
          faults: ['duplicate'],
        },
        { kind: 'leg', n: 2, at: exchange.at, callSid: SID, rootSid: SID, type: 'said' },
        { ...exchange, kind: 'rest', n: 3, url: '/2010-04-01/Accounts/AC0/Calls.json', parameters: {}, response: { status: 500, body: '' } },
        { ...webhook, n: 4, purpose: 'status', url: 'http://line/webhooks/twilio/status', parameters: {}, response: { error: 'never sent (fault)' } },
      ],
    }
    const { body } = await agent.ask('GET', `/api/phone/calls/${SID}/webhooks`)
    expect(body).toMatchObject([
      { n: 1, purpose: 'voice', path: '/webhooks/twilio/voice', turn: 2, status: 200, milliseconds: 11, faults: ['duplicate'], event: 'in-progress' },
      { n: 3, purpose: 'rest', path: '/Calls.json', status: 500, leg: null },
      { n: 4, purpose: 'status', status: null, error: 'never sent (fault)' },
    ])
    expect(JSON.stringify(body)).not.toMatch(/secret|4711|AC0/)
  })

  it('says that the simulator is away', async () => {
    isAway = true
    expect(await agent.ask('GET', '/api/phone/ringing')).toMatchObject({ status: 503, body: { code: 'PHONE_UNAVAILABLE' } })
    expect(line.logged.join('')).toContain('fetch failed')
  })
})
