// What nobody of ours signed is refused and leaves nothing. `npm run proof -- forged`: 10,000 of them.
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FORGERS, signedForm, signedJson, type Forged, type Genuine } from '../support/forgeries.ts'
import { seeded } from '../support/seeded.ts'
import { startWebLine, type WebLine } from '../support/web-line.ts'

const COUNT = Number(process.env['PROOF_COUNT'] ?? 500)
const ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`
const TOKENS = ['the token of today', 'the token of tomorrow'] as const

let line: WebLine
beforeAll(async () => {
  line = await startWebLine({ publicUrl: 'https://line.example', accountSid: ACCOUNT, authTokens: TOKENS })
})
afterAll(async () => {
  await line.stop()
})

const chance = seeded(4_711)
function genuine(over: Partial<Genuine> = {}): Genuine {
  const from = `+49301${String(1_000_000 + chance.below(999_999))}`
  return {
    publicUrl: 'https://line.example',
    path: '/webhooks/twilio/voice?turn=0&on=gather&lang=en',
    accountSid: ACCOUNT,
    token: TOKENS[0],
    params: {
      AccountSid: ACCOUNT,
      ApiVersion: '2010-04-01',
      CallSid: `CA${chance.hex(32)}`,
      CallStatus: 'in-progress',
      Called: '+493023125100',
      Caller: from,
      CallerName: 'Zoë O’Neil & Söhne',
      Digits: '2',
      Direction: 'inbound',
      From: from,
      To: '+493023125100',
    },
    ...over,
  }
}

test(`${COUNT} forged webhooks: none accepted, no row, none answered with 5xx`, { timeout: 3_600_000 }, async () => {
  const before = await line.countRows()
  const statuses = new Map<number, number>()
  const kinds = Object.entries(FORGERS)
  for (let n = 0; n < COUNT; n += 1) {
    const [what, forge] = kinds[n % kinds.length] as (typeof kinds)[number]
    const forged = { what, ...forge(chance, genuine()) }
    const { status } = await send(line.url, forged)
    expect(status, `${what}: ${forged.method} ${forged.path} ${JSON.stringify(forged.headers)} ${String(forged.body)}`).toBeGreaterThanOrEqual(400)
    expect(status, what).toBeLessThan(500)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  expect(await line.countRows()).toEqual(before)
  expect(await line.spooled()).toBe(0)
  console.log(
    `forged: ${COUNT} requests of ${kinds.length} kinds, 0 accepted, 0 rows, 0 answers of 5xx; answers ${JSON.stringify(Object.fromEntries(statuses))}`,
  )
})

describe('accepted', () => {
  test.each<[string, () => Forged]>([
    ['as Twilio sends it', () => signedForm(genuine(), chance.hex(8))],
    ['JSON with the hash of its body', () => signedJson(genuine(), chance.hex(8))],
    ['signed by the token that is coming', () => signedForm(genuine({ token: TOKENS[1] }), chance.hex(8))],
    ['signed with the port that https has anyway', () => signedForm(genuine({ publicUrl: 'https://line.example:443' }), chance.hex(8))],
    [
      'behind a proxy that says other things',
      () => {
        const request = signedForm(genuine(), chance.hex(8))
        return {
          ...request,
          headers: { ...request.headers, host: '10.0.0.7:8080', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', 'x-forwarded-for': '1.2.3.4' },
        }
      },
    ],
    [
      'with a parameter that nobody has heard of',
      () =>
        signedForm(genuine({ params: { ...genuine().params, StirVerstat: 'TN-Validation-Passed-A', BrandNew: ' ü ', CallToken: '{"a":"b"}' } }), chance.hex(8)),
    ],
  ])('%s', async (_, make) => {
    const before = await line.countRows()
    const answer = await send(line.url, make())
    expect(answer.status).toBe(200)
    expect(answer.body).toMatch(/<Response><Gather/)
    const after = await line.countRows()
    expect(after['call']).toBe((before['call'] ?? 0) + 1)
  })

  test('a public URL with a port of its own', async () => {
    const other = await startWebLine({ publicUrl: 'https://line.example:8443', accountSid: ACCOUNT, authTokens: [TOKENS[0]] })
    const answers = await Promise.all(
      ['https://line.example:8443', 'https://line.example'].map((publicUrl) => send(other.url, signedForm(genuine({ publicUrl }), chance.hex(8)))),
    )
    const wrong = await send(other.url, signedForm(genuine({ publicUrl: 'https://line.example:9443' }), chance.hex(8)))
    await other.stop()
    expect([...answers.map(({ status }) => status), wrong.status]).toEqual([200, 200, 403])
  })
})

test.each(['voice', 'status'])('%s: a border moved between a name and its value signs the same, and is the same event: it moves nothing', async (kind) => {
  const known = genuine(
    kind === 'voice'
      ? {}
      : {
          path: '/webhooks/twilio/status',
          params: { ...genuine().params, CallStatus: 'ringing', SequenceNumber: '1', Timestamp: 'Wed, 18 Nov 2026 09:00:00 +0000' },
        },
  )
  const first = await send(line.url, signedForm(known, chance.hex(8)))
  expect(first.status).toBe(kind === 'voice' ? 200 : 204)
  const before = await line.countRows()
  for (const name of Object.keys(known.params)) {
    const text = name + (known.params[name] ?? '')
    for (const border of [name.length - 1, name.length + 1]) {
      const params = Object.fromEntries(
        Object.entries(known.params).map(([one, its]) => (one === name ? [text.slice(0, border), text.slice(border)] : [one, its])),
      )
      const { status, body } = await send(line.url, { ...signedForm(known, chance.hex(8)), body: new URLSearchParams(params).toString() })
      expect([200, 204, 403]).toContain(status)
      if (status === 200) expect([first.body, expect.stringContaining('<Record')]).toContainEqual(body)
    }
  }
  expect(await line.countRows()).toEqual(before)
})

/** Sends exactly these bytes: fetch would tidy the path and the headers. */
function send(url: string, { method, path, headers, body }: Forged): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers: { 'content-length': String(Buffer.byteLength(body)), ...headers } }, (response) => {
      let text = ''
      response
        .setEncoding('utf8')
        .on('data', (data: string) => {
          text += data
        })
        .on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}
