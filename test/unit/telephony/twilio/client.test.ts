import { createServer, type RequestListener, type Server } from 'node:http'
import { inspect } from 'node:util'
import pino from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { loggerOptions } from '../../../../services/http/logging.ts'
import { ProviderFault } from '../../../../services/telephony/provider.ts'
import { twilioClient } from '../../../../services/telephony/twilio/client.ts'

const ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`
const TOKEN = 'a very secret token'
const BASIC = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')
const URLS = { voice: 'https://line.example/v', fallback: 'https://line.example/f', status: 'https://line.example/s' }

const CALL = { from: '+493023125100', to: '+493023125904', asks: 'https://line.example/ask', status: 'https://line.example/status', ringSeconds: 30 }

let server: Server | undefined
afterEach(
  () =>
    new Promise<void>((resolve) => {
      if (server) server.close(() => resolve())
      else resolve()
    }),
)

async function provider(answer: RequestListener) {
  server = createServer(answer)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return twilioClient({ accountSid: ACCOUNT, authTokens: [TOKEN], username: ACCOUNT, password: TOKEN, apiBaseUrl: `http://127.0.0.1:${port}` })
}
const json =
  (status: number, body: object): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body))
  }
const hangUp: RequestListener = (request) => void request.socket.destroy()

const logged = (fields: object): string => {
  const lines: string[] = []
  pino(loggerOptions('info'), { write: (line) => void lines.push(line) }).error(fields, 'failed')
  return lines.join('')
}

describe('an error of Twilio', () => {
  it.each<[string, RequestListener, object]>([
    ['that cut the line', hangUp, { code: 'ECONNRESET' }],
    ['that refused', json(401, { code: 20003, message: 'Authenticate', status: 401 }), { message: 'Authenticate', code: 20003, status: 401 }],
    ['that broke', json(500, {}), { status: 500 }],
  ])('%s says what happened, and no secret, wherever it is printed', async (_, answer, expected) => {
    const client = await provider(answer)
    for (const work of [() => client.findCall('CA1'), () => client.pointNumber('+493023125100', URLS)]) {
      const error: unknown = await work().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error).toMatchObject(expected)
      expect(Object.getPrototypeOf(error)).toBe(Error.prototype)
      expect(Object.keys(error as object).filter((name) => !['code', 'status'].includes(name))).toEqual([])
      for (const printed of [inspect(error, { depth: 20, showHidden: true }), logged({ err: error }), logged({ error, tried: [{ error }] })]) {
        expect(printed).not.toMatch(/authorization/i)
        expect(printed).not.toContain(BASIC)
        expect(printed).not.toContain(TOKEN)
      }
    }
  })

  it.each<[string, RequestListener, object]>([
    ['that refused', json(400, { code: 21211, message: 'invalid To', status: 400 }), { isSure: true, isPassing: false, code: 21211 }],
    ['that has too much to do', json(429, { code: 20429, message: 'too many', status: 429 }), { isSure: true, isPassing: true, code: 20429 }],
    ['that does not know us', json(401, { code: 20003, message: 'Authenticate', status: 401 }), { isSure: true, isPassing: true, code: 20003 }],
    ['that may not call there', json(403, { code: 21216, message: 'blocked', status: 403 }), { isSure: true, isPassing: false, code: 21216 }],
    ['that broke', json(500, {}), { isSure: false, isPassing: false, code: 500 }],
    ['that cut the line', hangUp, { isSure: false, isPassing: false }],
  ])('%s says whether a call was placed', async (_, answer, expected) => {
    const client = await provider(answer)
    const fault: unknown = await client.placeCall(CALL).catch((thrown: unknown) => thrown)
    expect(fault).toBeInstanceOf(ProviderFault)
    expect(fault).toMatchObject(expected)
    expect(inspect(fault, { depth: 20, showHidden: true })).not.toMatch(new RegExp(`authorization|${BASIC}|${TOKEN}`, 'i'))
  })

  it('that nobody answers for: surely not placed', async () => {
    const client = await provider(json(201, {}))
    await new Promise((resolve) => server?.close(resolve))
    server = undefined
    await expect(client.placeCall(CALL)).rejects.toMatchObject({ isSure: true, isPassing: true })
  })

  it('that does not know a call is no error', async () => {
    expect(await (await provider(json(404, { code: 20404, message: 'not found', status: 404 }))).findCall('CA1')).toBeUndefined()
  })
})

describe('a call that is placed', () => {
  it.each([
    [30, '25'],
    [10, '5'],
    [3, '5'],
  ])('%d seconds of ringing are a Timeout of %s, since Twilio adds five; each event is asked for by itself', async (ringSeconds, timeout) => {
    let body = ''
    const client = await provider((request, response) => {
      request.on('data', (data) => (body += String(data)))
      request.on('end', () => json(201, { sid: 'CA1' })(request, response))
    })
    expect(await client.placeCall({ ...CALL, ringSeconds })).toEqual({ callSid: 'CA1' })
    const form = new URLSearchParams(body)
    expect(form.get('Timeout')).toBe(timeout)
    expect(form.getAll('StatusCallbackEvent')).toEqual(['initiated', 'ringing', 'answered', 'completed'])
    expect(form.get('Url')).toMatch(/^https:\/\/line\.example\/ask#/)
  })

  it.each([
    [
      { detectsMachines: 'first' as const, who: 'https://line.example/who' },
      { MachineDetection: 'Enable', AsyncAmd: null, AsyncAmdStatusCallback: null },
    ],
    [
      { detectsMachines: 'meanwhile' as const, who: 'https://line.example/who' },
      { MachineDetection: 'Enable', AsyncAmd: 'true', AsyncAmdStatusCallback: 'https://line.example/who#rc=5&rp=all' },
    ],
    [{ digits: 'ww42#' }, { SendDigits: 'ww42#', MachineDetection: null }],
  ])('with %j', async (more, expected) => {
    let body = ''
    const client = await provider((request, response) => {
      request.on('data', (data) => (body += String(data)))
      request.on('end', () => json(201, { sid: 'CA1' })(request, response))
    })
    await client.placeCall({ ...CALL, ...more })
    const form = new URLSearchParams(body)
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, form.get(name)]))).toEqual(expected)
  })

  it('and of which nobody knows is found in the list by whom, to whom and when; older ones and those that came in are others', async () => {
    let url = ''
    const call = (sid: string, at: string, direction = 'outbound-api') => ({ sid, direction, status: 'ringing', date_created: at })
    const calls = [
      call('CA3', 'Wed, 18 Nov 2026 09:00:09 +0000'),
      call('CA2', 'Wed, 18 Nov 2026 09:00:08 +0000'),
      call('CA1', 'Wed, 18 Nov 2026 09:00:08 +0000', 'inbound'),
      call('CA0', 'Wed, 18 Nov 2026 08:59:00 +0000'),
    ]
    const client = await provider((request, response) => {
      url = request.url ?? ''
      json(200, { calls, page: 0, page_size: 50 })(request, response)
    })
    const found = await client.findPlaced({ from: CALL.from, to: CALL.to, since: new Date('2026-11-18T09:00:05Z') })
    expect(found).toEqual([
      { callSid: 'CA2', status: 'ringing' },
      { callSid: 'CA3', status: 'ringing' },
    ])
    expect(Object.fromEntries(new URLSearchParams(url.split('?')[1]))).toMatchObject({
      From: CALL.from,
      To: CALL.to,
      'StartTime>': expect.stringMatching(/^2026-11-18/),
    })
  })
})
