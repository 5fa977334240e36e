import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import type { RoomEntry, TelephonyProvider } from '../../../../services/telephony/provider.ts'
import { twilioClient } from '../../../../services/telephony/twilio/client.ts'
import { callerTwiml, holdTwiml, roomTwiml } from '../../../../services/telephony/twilio/rooms/twiml.ts'

const BASE = 'https://line.example'
const MEMBER = '5f0c1d1e-7a51-4a0e-9d0e-0c7b7d7f2a11'
const CALL = `CA${'0123456789abcdef'.repeat(2)}`
const LEG = `CA${'fedcba9876543210'.repeat(2)}`
const ROOM = `CF${'0123456789abcdef'.repeat(2)}`
const RETRIES = '#rc=2&rp=ct,rt,5xx&rt=5000&tt=14000'
const ENTRY: RoomEntry = { callSid: CALL, name: `${CALL}-m1`, isMuted: false, coaches: null, endsRoom: false, language: 'ru' }
type ConferenceAttributes = Parameters<ReturnType<VoiceResponse['dial']>['conference']>[0] & object
const CONFERENCE = {
  beep: 'false',
  startConferenceOnEnter: true,
  endConferenceOnExit: false,
  waitUrl: `${BASE}/webhooks/twilio/room/hold?lang=ru${RETRIES}`,
  statusCallback: `${BASE}/webhooks/twilio/room/events?call=${CALL}#rc=5&rp=all`,
  statusCallbackEvent: ['start', 'end', 'join', 'leave'],
} satisfies ConferenceAttributes

describe('what is said about rooms', () => {
  it('the caller comes in, his leaving ends it, and his line asks how it goes on', () => {
    const built = new VoiceResponse()
    built
      .dial({ action: `${BASE}/webhooks/twilio/voice?turn=7&on=room&lang=ru${RETRIES}` })
      .conference({ ...CONFERENCE, endConferenceOnExit: true }, ENTRY.name)
    expect(callerTwiml(ENTRY, { baseUrl: BASE, answerTurn: 7, language: 'ru' })).toBe(built.toString())
  })

  it.each([
    ['who talks', {}, {}],
    ['who listens', { isMuted: true }, { muted: true }],
    ['who whispers', { coaches: LEG }, { coach: LEG }],
  ])('%s comes in, and hangs up when it is over', (_, change, attributes) => {
    const built = new VoiceResponse()
    const { waitUrl, statusCallback, statusCallbackEvent, ...how } = CONFERENCE
    built.dial({}).conference({ ...how, ...attributes, waitUrl, statusCallback, statusCallbackEvent }, ENTRY.name)
    built.hangup()
    expect(roomTwiml({ kind: 'enters', ...ENTRY, ...change }, BASE, MEMBER)).toBe(built.toString())
  })

  it('who is called in presses a key', () => {
    const built = new VoiceResponse()
    const action = `${BASE}/webhooks/twilio/room/answer?member=${MEMBER}&lang=ru${RETRIES}`
    built.gather({ input: ['dtmf'], numDigits: 1, timeout: 6, finishOnKey: '', action }).say({ language: 'ru-RU' }, 'A & B')
    built.hangup()
    expect(roomTwiml({ kind: 'asks', text: 'A & B', language: 'ru' }, BASE, MEMBER)).toBe(built.toString())
  })

  it('who is held hears a word now and then', () => {
    const built = new VoiceResponse()
    built.say({ language: 'ru-RU' }, 'Одну минуту.')
    built.pause({ length: 12 })
    expect(holdTwiml([{ text: 'Одну минуту.', language: 'ru' }])).toBe(built.toString())
  })
})

type Asked = { method: string; path: string; form: Record<string, string> }
let server: Server | undefined
afterEach(() => server?.close())

/** What the client asks, and what it is answered. */
async function asked(work: (client: TelephonyProvider) => Promise<unknown>, status = 200, body: object = {}): Promise<{ requests: Asked[]; result: unknown }> {
  const requests: Asked[] = []
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (data) => (text += String(data)))
    request.on('end', () => {
      const path = (request.url ?? '').replace(/^.*\/Accounts\/[^/]+/, '')
      requests.push({ method: request.method ?? '', path, form: Object.fromEntries(new URLSearchParams(text)) })
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const account = { accountSid: `AC${'0'.repeat(32)}`, authTokens: ['t'], username: 'u', password: 'p', apiBaseUrl: `http://127.0.0.1:${port}` }
  const result = await work(twilioClient(account)).catch((thrown: unknown) => thrown)
  return { requests, result }
}

describe('what is asked of Twilio', () => {
  it('a leg goes on with what our URL says, and asks again there if that fails', async () => {
    const { requests } = await asked((client) => client.redirectLeg(LEG, 'https://line.example/enter'))
    const url = `https://line.example/enter${RETRIES}`
    expect(requests).toEqual([{ method: 'POST', path: `/Calls/${LEG}.json`, form: { Url: url, Method: 'POST', FallbackUrl: url, FallbackMethod: 'POST' } }])
  })

  it.each([
    [400, { code: 21220, message: 'not in progress', status: 400 }, undefined],
    [404, { code: 20404, message: 'not found', status: 404 }, undefined],
    [500, {}, { isSure: false }],
    [429, { code: 20429, message: 'too many', status: 429 }, { isSure: true, isPassing: true }],
  ])('a leg that shall end, answered %d', async (status, body, expected) => {
    const { requests, result } = await asked((client) => client.endLeg(LEG), status, body)
    expect(requests[0]).toEqual({ method: 'POST', path: `/Calls/${LEG}.json`, form: { Status: 'completed' } })
    if (expected) expect(result).toMatchObject(expected)
    else expect(result).toBeUndefined()
  })

  it.each([
    [
      { isHeld: true, sound: 'https://line.example/hold' },
      { Hold: 'true', HoldUrl: `https://line.example/hold${RETRIES}`, HoldMethod: 'POST' },
    ],
    [{ isHeld: false }, { Hold: 'false' }],
    [{ isMuted: true }, { Muted: 'true' }],
    [
      { isMuted: false, coaches: CALL },
      { Muted: 'false', Coaching: 'true', CallSidToCoach: CALL },
    ],
    [
      { isMuted: false, coaches: null },
      { Muted: 'false', Coaching: 'false' },
    ],
    [{ endsRoom: true }, { EndConferenceOnExit: 'true' }],
  ])('%o is %o', async (change, form) => {
    const { requests } = await asked((client) => client.updateMember({ name: 'x', sid: ROOM }, LEG, change))
    expect(requests).toEqual([{ method: 'POST', path: `/Conferences/${ROOM}/Participants/${LEG}.json`, form }])
  })

  it('a room whose name at Twilio is not known is looked for; one that is nowhere was surely not changed', async () => {
    const { requests, result } = await asked((client) => client.updateMember({ name: 'x-1', sid: null }, LEG, { isHeld: true }), 200, { conferences: [] })
    expect(requests.map(({ path }) => path.split('?')[0])).toEqual(['/Conferences.json'])
    expect(new URLSearchParams(requests[0]?.path.split('?')[1]).get('FriendlyName')).toBe('x-1')
    expect(result).toMatchObject({ isSure: true })
  })
})
