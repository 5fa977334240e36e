import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance } from 'fastify'
import twilio from 'twilio'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryClock } from '../../services/phone-simulator/clock/store.ts'
import type { JournalEntry, WebhookEntry } from '../../services/phone-simulator/journal.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { twiliosSentence } from '../../services/phone-simulator/verbs/service.ts'
import { control, noUnexpectedCalls, nothingElseRings, phone, timePasses, type PhoneOptions } from '../support/phones.ts'

const line = '+493023125100'
const customer = '+493023125200'
const anna = '+493023125301'
const ben = '+493023125302'
const start = Date.UTC(2026, 0, 5, 8)

type Received = {
  path: string
  url: string
  method: string
  parameters: Record<string, string>
  headers: Record<string, string | string[] | undefined>
}
type Answer = string | { status: number; type?: string; body?: string } | 'hang' | 'reset'

let simulator: Simulator
let app: FastifyInstance
let base: string
let received: Received[]
let pages: Record<string, Answer | ((request: Received, nth: number) => Answer)>
let badSignatures: string[]

const xml = (inner: string): string => `<?xml version="1.0" encoding="UTF-8"?><Response>${inner}</Response>`
const at = (path: string): Received[] => received.filter((request) => request.path === path)

async function startLine(): Promise<void> {
  app = Fastify({ forceCloseConnections: true })
  await app.register(formbody)
  app.all('/*', (request, reply) => {
    const path = request.url.split('?')[0]!
    const query = request.query as Record<string, string>
    const parameters = request.method === 'GET' ? query : ((request.body ?? {}) as Record<string, string>)
    const signature = String(request.headers['x-twilio-signature'])
    const url = base + request.url
    const isRight = twilio.validateRequest(simulator.authToken, signature, url, request.method === 'GET' ? {} : parameters)
    if (!isRight) badSignatures.push(`${request.method} ${url}`)
    const entry = { path, url: request.url, method: request.method, parameters, headers: request.headers }
    received.push(entry)
    const page = pages[path] ?? { status: 404 }
    const answer = typeof page === 'function' ? page(entry, at(path).length) : page
    if (answer === 'hang') return reply.hijack()
    if (answer === 'reset') {
      reply.hijack()
      return request.raw.socket.destroy()
    }
    if (typeof answer === 'string') return reply.type('text/xml').send(answer === '' ? '' : xml(answer))
    return reply
      .code(answer.status)
      .type(answer.type ?? 'text/xml')
      .send(answer.body ?? '')
  })
  base = await app.listen({ port: 0, host: '127.0.0.1' })
}

function client(authToken = simulator.authToken): twilio.Twilio {
  class Rewriting extends twilio.RequestClient {
    override request<T>(...[options]: Parameters<typeof twilio.RequestClient.prototype.request<T>>) {
      options.uri = options.uri.replace('https://api.twilio.com', simulator.url)
      return super.request<T>(options)
    }
  }
  return twilio(simulator.accountSid, authToken, { httpClient: new Rewriting() })
}

/** Not through the instance of a list: in twilio 6.2 its update() throws "Parameter 'sid' is not valid". */
async function changeNumber(changes: { voiceUrl?: string; voiceMethod?: string; voiceFallbackUrl?: string }): Promise<void> {
  const [number] = await client().incomingPhoneNumbers.list({ phoneNumber: line })
  await client().incomingPhoneNumbers(number!.sid).update(changes)
}

const caller = (options?: PhoneOptions) => phone(customer, simulator, options)
const journal = async (): Promise<WebhookEntry[]> => {
  const { entries } = await control<{ entries: JournalEntry[] }>(simulator, 'GET', '/journal')
  return entries.filter((entry) => entry.kind === 'webhook')
}

beforeEach(async () => {
  received = []
  badSignatures = []
  pages = { '/voice': '<Say>Welcome.</Say>', '/status': { status: 204 } }
  simulator = await startSimulator({ clock: memoryClock({ now: start, speed: 0 }) })
  await startLine()
  await client().incomingPhoneNumbers.create({
    phoneNumber: line,
    voiceUrl: `${base}/voice`,
    voiceFallbackUrl: `${base}/fallback`,
    statusCallback: `${base}/status`,
  })
})

afterEach(async () => {
  await simulator.close()
  await app.close()
  expect(badSignatures).toEqual([])
})

describe('an incoming call', () => {
  it('asks the voice URL, speaks, ends, and reports once', async () => {
    const marta = caller({ forwardedFrom: '+493023125999' })
    await marta.dials(line)
    await marta.hears('Welcome.')
    expect(await marta.hearsTheLineEnd()).toMatchObject({ status: 'completed', heard: ['Welcome.'], waitingFor: null })
    await noUnexpectedCalls(simulator)
    expect(received.map(({ path }) => path)).toEqual(['/voice', '/status'])
    expect(at('/voice')[0]!.parameters).toMatchObject({
      CallSid: marta.callSid,
      AccountSid: simulator.accountSid,
      From: customer,
      To: line,
      Caller: customer,
      Called: line,
      CallStatus: 'ringing',
      ApiVersion: '2010-04-01',
      Direction: 'inbound',
      ForwardedFrom: '+493023125999',
      FromCountry: 'DE',
    })
    expect(at('/status')[0]!.parameters).toMatchObject({
      CallStatus: 'completed',
      SequenceNumber: '0',
      CallDuration: '0',
      Duration: '0',
      CallbackSource: 'call-progress-events',
      Timestamp: 'Mon, 05 Jan 2026 08:00:00 +0000',
    })
  })

  it('is signed over a GET with its query, and over accents and other scripts', async () => {
    await changeNumber({ voiceUrl: `${base}/voice?x=%20a&y=ü#rc=2`, voiceMethod: 'GET' })
    pages['/voice'] = '<Gather input="speech" action="/said"/>'
    pages['/said'] = '<Say>Good.</Say>'
    const marta = caller()
    await marta.dials(line)
    await marta.says('Привет, ich möchte «äöü» & 100 %')
    await marta.hears('Good.')
    expect(at('/voice')[0]).toMatchObject({ method: 'GET', parameters: { CallSid: marta.callSid, x: ' a' } })
    expect(at('/voice')[0]!.url).not.toContain('#')
    expect(at('/said')[0]!.parameters).toMatchObject({
      SpeechResult: 'Привет, ich möchte «äöü» & 100 %',
      Confidence: '0.9',
    })
  })

  it('to a number without a voice URL fails at once', async () => {
    await client().incomingPhoneNumbers.create({ phoneNumber: '+493023125101' })
    const marta = caller()
    await marta.dials('+493023125101')
    expect(await marta.hearsTheLineEnd()).toMatchObject({ status: 'failed', heard: [] })
  })

  it.each([
    ['<Reject/>', 'no-answer'],
    ['<Reject reason="busy"/>', 'busy'],
    ['', 'completed'],
    ['<Hangup/><Say>never</Say>', 'completed'],
  ])('%s ends as %s', async (page, status) => {
    pages['/voice'] = page === '' ? { status: 200, body: '<Response/>' } : page
    const marta = caller()
    await marta.dials(line)
    expect(await marta.hearsTheLineEnd()).toMatchObject({ status, heard: [] })
  })

  it('follows redirects, relative to the document, with GET and POST', async () => {
    pages['/voice'] = '<Redirect method="GET">menu/main?turn=1</Redirect><Say>never</Say>'
    pages['/menu/main'] = '<Play>/music.mp3</Play><Redirect>next</Redirect>'
    pages['/menu/next'] = '<Say language="ru-RU">Конец</Say>'
    const marta = caller()
    await marta.dials(line)
    expect(await marta.hearsTheLineEnd()).toMatchObject({ heard: ['(plays /music.mp3)', 'Конец'] })
    expect(received.slice(0, 3).map(({ method, parameters }) => [method, parameters['CallStatus']])).toEqual([
      ['POST', 'ringing'],
      ['GET', 'ringing'],
      ['POST', 'in-progress'],
    ])
  })
})

describe('Gather on the line', () => {
  it('is cut off by the first key', async () => {
    pages['/voice'] = `<Gather numDigits="2" action="/key"><Say>${'A long speech. '.repeat(10)}</Say><Say>The second part.</Say></Gather>`
    pages['/key'] = ({ parameters }) => `<Say>You pressed ${parameters['Digits']}.</Say>`
    const marta = caller({ ears: 'real' })
    await marta.dials(line)
    await marta.hears('A long speech.')
    await timePasses(simulator, 3)
    await marta.presses('4')
    await timePasses(simulator, 3)
    await marta.presses('2')
    await marta.hears('You pressed 42.')
    expect(marta.heard.some((text) => text.includes('second part'))).toBe(false)
  })

  it('takes time to listen with real ears: 60 ms a character, and a pause its seconds', async () => {
    pages['/voice'] = `<Say>${'x'.repeat(100)}</Say><Pause length="3"/><Say>y</Say>`
    const marta = caller({ ears: 'real' })
    await marta.dials(line)
    await timePasses(simulator, 8.99)
    expect((await marta.looks()).heard).toHaveLength(1)
    await timePasses(simulator, 0.02)
    expect((await marta.looks()).heard).toHaveLength(2)
  })

  it('waits its timeout in virtual time, from the last key, and then falls through', async () => {
    pages['/voice'] = '<Gather action="/key" timeout="7"><Say>Number?</Say></Gather><Say>Nothing.</Say><Gather action="/key" timeout="7"/>'
    pages['/key'] = ({ parameters }) => `<Say>Got ${parameters['Digits']}</Say>`
    const marta = caller()
    await marta.dials(line)
    await marta.hears('Number?')
    expect((await marta.looks()).waitingFor).toEqual({ kind: 'gather', accepts: ['keys'], finishOnKey: '#' })
    await timePasses(simulator, 6.9)
    expect((await marta.looks()).heard).toEqual(['Number?'])
    await timePasses(simulator, 0.2)
    expect((await marta.looks()).heard).toEqual(['Number?', 'Nothing.'])
    await marta.presses('1')
    await timePasses(simulator, 6)
    await marta.presses('2')
    await timePasses(simulator, 6.9)
    expect(at('/key')).toHaveLength(0)
    await timePasses(simulator, 0.2)
    expect((await marta.looks()).heard).toContain('Got 12')
  })

  it('ends at the finish key, which is not sent; without action it asks the same document', async () => {
    pages['/voice'] = (_request, nth) => (nth === 1 ? '<Gather><Say>Number?</Say></Gather>' : '<Say>Thanks.</Say>')
    const marta = caller()
    await marta.dials(line)
    await marta.presses('123456#')
    await marta.hears('Thanks.')
    expect(at('/voice')[1]!.parameters).toMatchObject({
      Digits: '123456',
      FinishedOnKey: '#',
      CallStatus: 'in-progress',
    })
  })

  it('sends empty digits when it is told to', async () => {
    pages['/voice'] = '<Gather timeout="1" actionOnEmptyResult="true" action="/empty"/>'
    pages['/empty'] = '<Hangup/>'
    const marta = caller()
    await marta.dials(line)
    await marta.hearsTheLineEnd()
    expect(at('/empty')[0]!.parameters['Digits']).toBe('')
  })

  it('while time stands still, a webhook that takes real time is waited for before time moves', async () => {
    pages['/voice'] = '<Gather timeout="5" action="/never"><Say>Number?</Say></Gather><Redirect>/slow</Redirect>'
    pages['/slow'] = 'hang'
    const marta = caller()
    await marta.dials(line)
    const answer = new Promise((resolve) => setTimeout(resolve, 300))
    const moved = timePasses(simulator, 60)
    await answer
    expect(await control(simulator, 'GET', '/clock')).toMatchObject({ now: '2026-01-05T08:00:05.000Z' })
    await marta.hangsUp()
    await app.close()
    await moved
  })

  it('loses keys that nobody listens for, and says so', async () => {
    pages['/voice'] = '<Pause length="5"/><Gather numDigits="1" action="/key"/>'
    pages['/key'] = '<Hangup/>'
    const marta = caller()
    await marta.dials(line)
    await timePasses(simulator, 1)
    expect(await control(simulator, 'POST', `/calls/${marta.callSid}/press`, { digits: '1' })).toEqual({ taken: 0 })
    await timePasses(simulator, 5)
    expect(await control(simulator, 'POST', `/calls/${marta.callSid}/press`, { digits: '12' })).toEqual({ taken: 1 })
  })
})

describe('when the line fails', () => {
  const failures: Array<[string, Answer, string]> = [
    ['a status of 500', { status: 500, body: 'oops' }, '11200'],
    ['a page that is no XML', { status: 200, body: '<Response>' }, '12100'],
    ['an unknown verb', '<Dance/>', '12200'],
    ['JSON', { status: 200, type: 'application/json', body: '{}' }, '12300'],
    ['a page that is too large', `<Say>${'x'.repeat(70_000)}</Say>`, '11750'],
    ['a broken connection', 'reset', '11205'],
  ]
  it.each(failures)('%s leads to the fallback URL', async (_name, answer, code) => {
    pages['/voice'] = answer
    pages['/fallback'] = '<Say>We call you back.</Say>'
    const marta = caller()
    await marta.dials(line)
    expect(await marta.hearsTheLineEnd()).toMatchObject({ status: 'completed', heard: ['We call you back.'] })
    expect(at('/fallback')[0]!.parameters).toMatchObject({
      ErrorCode: code,
      ErrorUrl: `${base}/voice`,
      CallSid: marta.callSid,
      From: customer,
    })
  })

  it('repeats once after a connection failure, with the same token', async () => {
    pages['/voice'] = (_request, nth) => (nth === 1 ? 'reset' : '<Say>Second try.</Say>')
    const marta = caller()
    await marta.dials(line)
    await marta.hears('Second try.')
    const tokens = at('/voice').map(({ headers }) => headers['i-twilio-idempotency-token'])
    expect(tokens).toHaveLength(2)
    expect(tokens[0]).toBe(tokens[1])
    await marta.hearsTheLineEnd()
    expect(new Set(received.map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(2)
  })

  it('repeats as the URL says, and goes to the fallback with the token of another webhook', async () => {
    await changeNumber({ voiceUrl: `${base}/voice#rc=3&rp=5xx` })
    pages['/voice'] = { status: 503 }
    pages['/fallback'] = '<Say>Fallback.</Say>'
    const marta = caller()
    await marta.dials(line)
    await marta.hears('Fallback.')
    expect(at('/voice')).toHaveLength(4)
    expect(new Set(at('/voice').map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(1)
    expect((await journal()).filter(({ purpose }) => purpose === 'voice').map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
  })

  it('gives up on an answer that does not come (read timeout of the URL)', async () => {
    await changeNumber({ voiceUrl: `${base}/voice#rt=200` })
    pages['/voice'] = 'hang'
    pages['/fallback'] = '<Say>Fallback.</Say>'
    const marta = caller()
    await marta.dials(line)
    await marta.hears('Fallback.')
    expect(at('/voice')).toHaveLength(1)
  })

  it("speaks Twilio's sentence when nothing listens at all, after one repeat of each", async () => {
    const dead = Fastify()
    const deadBase = await dead.listen({ port: 0, host: '127.0.0.1' })
    await dead.close()
    await changeNumber({ voiceUrl: `${deadBase}/voice`, voiceFallbackUrl: `${deadBase}/fallback` })
    const marta = caller()
    await marta.dials(line)
    expect(await marta.hearsTheLineEnd()).toMatchObject({ status: 'completed', heard: [twiliosSentence] })
    const entries = (await journal()).filter(({ purpose }) => purpose !== 'status')
    expect(entries.map(({ purpose, attempt }) => [purpose, attempt])).toEqual([
      ['voice', 1],
      ['voice', 2],
      ['fallback', 1],
      ['fallback', 2],
    ])
    expect(entries[0]!.response).toMatchObject({ error: expect.stringContaining('ECONNREFUSED') })
  })

  it('an action URL that fails in the middle of the call uses the fallback too', async () => {
    pages['/voice'] = '<Gather numDigits="1" action="/key"/>'
    pages['/key'] = { status: 502 }
    pages['/fallback'] = '<Say>Fallback.</Say>'
    const marta = caller()
    await marta.dials(line)
    await marta.presses('1')
    await marta.hears('Fallback.')
    expect(at('/fallback')[0]!.parameters).toMatchObject({ ErrorUrl: `${base}/key`, Digits: '1' })
  })
})

describe('Dial', () => {
  const whisper = '<Gather numDigits="1" timeout="5" action="/accept"><Say>Press 1 to take the call.</Say></Gather><Hangup/>'
  beforeEach(() => {
    const events = 'statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed"'
    const number = (to: string): string => `<Number url="/whisper" ${events}>${to}</Number>`
    pages['/voice'] = `<Dial answerOnBridge="true" timeout="20" action="/dialled">${number(anna)}${number(ben)}</Dial>`
    pages['/whisper'] = whisper
    pages['/accept'] = ({ parameters }) => (parameters['Digits'] === '1' ? '<Say>Connected.</Say>' : '<Hangup/>')
    pages['/leg'] = { status: 204 }
    pages['/dialled'] = ({ parameters }) => `<Say>Dial: ${parameters['DialCallStatus']}, ${parameters['DialBridged']}.</Say>`
  })

  it('rings all, and the first who accepts gets the call', async () => {
    const marta = caller()
    const [a, b] = [phone(anna, simulator), phone(ben, simulator)]
    await marta.dials(line)
    await a.rings()
    await b.rings()
    expect(await marta.looks()).toMatchObject({ status: 'ringing' })
    await a.answers()
    await a.hears('Press 1')
    await b.answers()
    await b.hears('Press 1')
    await b.presses('1')
    await b.hears('Connected.')
    expect((await a.hearsTheLineEnd()).status).toBe('completed')
    expect(await marta.looks()).toMatchObject({ status: 'in-progress', partner: b.callSid })
    await marta.says('Hello, my heating is broken.')
    await b.hears('heating')
    await timePasses(simulator, 61)
    await b.hangsUp()
    await marta.hears('Dial: completed, true.')
    const parameters = at('/dialled')[0]!.parameters
    expect(parameters).toMatchObject({ DialCallSid: b.callSid, DialCallDuration: '61', CallStatus: 'in-progress' })
    await marta.hearsTheLineEnd()
    await noUnexpectedCalls(simulator, [a, b])
    const reports = at('/leg')
      .filter((request) => request.parameters['CallSid'] === b.callSid)
      .map((request) => request.parameters)
    reports.sort((left, right) => Number(left['SequenceNumber']) - Number(right['SequenceNumber']))
    expect(reports.map(({ CallStatus }) => CallStatus)).toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
    expect(reports[3]).toMatchObject({
      ParentCallSid: marta.callSid,
      Direction: 'outbound-dial',
      CallDuration: '61',
      Duration: '2',
      From: customer,
      To: ben,
    })
    expect(at('/status')[0]!.parameters).toMatchObject({ CallDuration: '61' })
  })

  it('does not bridge who does not accept', async () => {
    const marta = caller()
    const [a, b] = [phone(anna, simulator), phone(ben, simulator)]
    await marta.dials(line)
    await a.answers()
    await a.presses('2')
    expect((await a.hearsTheLineEnd()).heard).toEqual(['Press 1 to take the call.'])
    await b.declines()
    await marta.hears('Dial: no-answer, false.')
    expect(at('/dialled')[0]!.parameters).not.toHaveProperty('DialCallDuration')
    expect(at('/dialled')[0]!.parameters['CallStatus']).toBe('ringing')
  })

  it('knows a mailbox from a person, and a busy phone from one that rings out', async () => {
    await control(simulator, 'PUT', `/phones/${anna}`, { behaviour: { kind: 'voicemail', afterSeconds: 4 } })
    await control(simulator, 'PUT', `/phones/${ben}`, { behaviour: { kind: 'busy' } })
    const marta = caller()
    await marta.dials(line)
    await marta.hears('Dial: no-answer, false.')
    await control(simulator, 'PUT', `/phones/${anna}`, { behaviour: { kind: 'declines', afterSeconds: 1 } })
    const again = caller()
    await again.dials(line)
    await again.hears('Dial: busy, false.')
    await control(simulator, 'PUT', `/phones/${anna}`, { behaviour: { kind: 'rings' } })
    const third = caller()
    await third.dials(line)
    await timePasses(simulator, 19.9)
    expect(at('/dialled')).toHaveLength(2)
    await timePasses(simulator, 0.2)
    await third.hears('Dial: no-answer, false.')
  })

  it('one number alone: an answer is enough, a preset phone picks up, the caller may hang up with *', async () => {
    pages['/voice'] = `<Dial hangupOnStar="true" callerId="${line}">${anna}</Dial><Say>After.</Say>`
    await control(simulator, 'PUT', `/phones/${anna}`, { behaviour: { kind: 'answers', afterSeconds: 3 } })
    const marta = caller()
    await marta.dials(line)
    await timePasses(simulator, 4)
    expect(await marta.looks()).toMatchObject({
      partner: expect.stringMatching(/^CA/),
      legs: [{}, { from: line, to: anna, status: 'in-progress' }],
    })
    await marta.presses('*')
    await marta.hears('After.')
  })

  it('a foreign caller id is not shown: the Dial fails', async () => {
    pages['/voice'] = `<Dial callerId="+493023125777" action="/dialled">${anna}</Dial>`
    const marta = caller()
    await marta.dials(line)
    await marta.hears('Dial: failed, false.')
  })

  it('the caller hangs up while phones ring: they stop, and the action is still told', async () => {
    const marta = caller()
    const a = phone(anna, simulator)
    await marta.dials(line)
    await a.rings()
    await marta.hangsUp()
    await nothingElseRings(simulator)
    expect(await marta.looks()).toMatchObject({
      status: 'no-answer',
      legs: [{}, { status: 'canceled' }, { status: 'canceled' }],
    })
    expect(at('/dialled')[0]!.parameters).toMatchObject({
      DialCallStatus: 'canceled',
      DialBridged: 'false',
      CallStatus: 'no-answer',
    })
    expect((await marta.looks()).heard).toEqual([])
  })
})

describe('Record', () => {
  beforeEach(() => {
    pages['/voice'] =
      '<Say>Speak.</Say><Record action="/recorded" maxLength="60" timeout="4" finishOnKey="#" recordingStatusCallback="/stored"/><Say>Silence.</Say>'
    pages['/recorded'] = '<Say>Stored.</Say>'
    pages['/stored'] = { status: 204 }
  })

  it('keeps what was spoken, gives it a URL, and serves a sound file', async () => {
    const marta = caller()
    await marta.dials(line)
    await marta.says('My heating is broken since yesterday.')
    await timePasses(simulator, 3)
    await marta.presses('#')
    await marta.hears('Stored.')
    const { RecordingUrl, RecordingSid, RecordingDuration, Digits } = at('/recorded')[0]!.parameters
    expect({ RecordingDuration, Digits }).toEqual({ RecordingDuration: '3', Digits: '#' })
    expect(RecordingUrl).toBe(`${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}/Recordings/${RecordingSid}`)
    const sound = await fetch(RecordingUrl!)
    expect([sound.status, sound.headers.get('content-type'), (await sound.arrayBuffer()).byteLength]).toEqual([200, 'audio/x-wav', 48_044])
    expect((await fetch(`${RecordingUrl}.wav`)).status).toBe(200)
    expect(await client().recordings(RecordingSid!).fetch()).toMatchObject({
      duration: '3',
      callSid: marta.callSid,
      source: 'RecordVerb',
      status: 'completed',
    })
    expect(await client().calls(marta.callSid).recordings.list()).toHaveLength(1)
    expect(at('/stored')[0]!.parameters).toMatchObject({
      RecordingSid,
      RecordingStatus: 'completed',
      CallSid: marta.callSid,
    })
    await client().recordings(RecordingSid!).remove()
    expect((await fetch(RecordingUrl!)).status).toBe(404)
  })

  it('nothing but silence goes on to the next verb', async () => {
    const marta = caller()
    await marta.dials(line)
    await marta.hears('Silence.')
    expect(at('/recorded')).toHaveLength(0)
  })

  it('stops at its longest length', async () => {
    pages['/voice'] = '<Record action="/recorded" maxLength="10" timeout="30"/>'
    const marta = caller()
    await marta.dials(line)
    await marta.hears('Stored.')
    expect(at('/recorded')[0]!.parameters['RecordingDuration']).toBe('10')
  })

  it('a caller who hangs up has still left his message', async () => {
    const marta = caller()
    await marta.dials(line)
    await marta.says('Call me back, please.')
    await marta.hangsUp()
    await nothingElseRings(simulator)
    expect(at('/recorded')[0]!.parameters).toMatchObject({
      Digits: 'hangup',
      CallStatus: 'completed',
      RecordingDuration: '2',
    })
    expect((await marta.looks()).heard).toEqual(['Speak.'])
  })
})

describe('the caller hangs up', () => {
  it.each([
    ['Say', `<Say>${'x'.repeat(100)}</Say><Redirect>/never</Redirect>`],
    ['Play', '<Say>.</Say><Play>/music.mp3</Play><Redirect>/never</Redirect>'],
    ['Pause', '<Say>.</Say><Pause length="10"/><Redirect>/never</Redirect>'],
    ['Gather', '<Gather action="/never" actionOnEmptyResult="true"/><Redirect>/never</Redirect>'],
    ['Record', '<Record action="/never"/><Redirect>/never</Redirect>'],
    ['Dial', `<Dial>${anna}</Dial><Redirect>/never</Redirect>`],
  ])('during %s: nothing more is asked, one report is sent', async (_verb, page) => {
    pages['/voice'] = page
    const marta = caller({ ears: 'real' })
    await marta.dials(line)
    await timePasses(simulator, 0.5)
    await marta.hangsUp()
    await timePasses(simulator, 60)
    await noUnexpectedCalls(simulator, [phone(anna, simulator)])
    expect(received.map(({ path }) => path)).toEqual(['/voice', '/status'])
    expect(at('/status')[0]!.parameters['CallStatus']).toBe('completed')
  })

  it('while the voice URL is thinking: its answer is not heard', async () => {
    await changeNumber({ voiceUrl: `${base}/voice#rt=300` })
    pages['/voice'] = 'hang'
    const marta = caller()
    await marta.dials(line)
    await control(simulator, 'POST', `/calls/${marta.callSid}/hangup`, {})
    await nothingElseRings(simulator)
    expect(await marta.looks()).toMatchObject({ status: 'no-answer', heard: [] })
    expect(at('/fallback')).toHaveLength(0)
  })
})
