import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { phoneRoutes } from '../../services/phone/routes.ts'
import { accessServer, browser, type AccessServer, type Browser } from '../support/access.ts'

const SID = `CA${'0123456789abcdef'.repeat(2)}`

let line: AccessServer
let agent: Browser
let key: string
let port: number
let asked: [method: string, path: string, body?: unknown][] = []
let isAway = false

beforeAll(async () => {
  line = await accessServer({
    routes: [
      phoneRoutes({
        control: async (...given) => {
          asked.push(given)
          if (isAway) throw new TypeError('fetch failed')
          return { status: 201, body: '{"sid":"CA1"}' }
        },
      }),
    ],
  })
  key = (await line.apiKeys.createApiKey({ name: 'an agent', role: 'agent' })).key
  agent = browser(line.app, key)
  await line.app.listen({ port: 0, host: '127.0.0.1' })
  port = (line.app.server.address() as { port: number }).port
})
afterAll(() => line.close())
beforeEach(() => {
  asked = []
  isAway = false
})

/** As written: `fetch` and `inject` would tidy the path away. */
function askRaw(method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', method, path, headers: { authorization: `Bearer ${key}` } }, (answer) => {
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
    ['GET', 'phones'],
    ['PUT', 'phones/+493023125901'],
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

  it('says that the simulator is away', async () => {
    isAway = true
    expect(await agent.ask('GET', '/api/phone/ringing')).toMatchObject({ status: 503, body: { code: 'PHONE_UNAVAILABLE' } })
    expect(line.logged.join('')).toContain('fetch failed')
  })
})
