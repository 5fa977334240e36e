import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryClock } from '../../services/phone-simulator/clock/store.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { control, phone, timePasses } from '../support/phones.ts'
import { startTwimlServer, twilioClient, type Page } from '../support/twiml-server.ts'

const line = '+493023125100'
const [marta, anna, otto] = ['+493023125200', '+493023125301', '+493023125302']

let simulator: Simulator
let server: Awaited<ReturnType<typeof startTwimlServer>>
let pages: Record<string, Page>

const behaves = (number: string, behaviour: Record<string, unknown>) => control(simulator, 'PUT', `/phones/${encodeURIComponent(number)}`, { behaviour })
const legsOf = async (number: string) => {
  const { legs } = await control<{ legs: Array<Record<string, unknown>> }>(simulator, 'GET', `/legs?of=${encodeURIComponent(number)}`)
  return legs
}

beforeEach(async () => {
  pages = { '/voice': '<Say>Hello.</Say><Pause length="60"/>', '/amd': '', '/status': '' }
  server = await startTwimlServer(pages)
  simulator = await startSimulator({ clock: memoryClock({ now: Date.UTC(2026, 0, 5, 8), speed: 0 }) })
  await twilioClient(simulator).incomingPhoneNumbers.create({ phoneNumber: line, voiceUrl: `${server.url}/voice` })
})
afterEach(async () => {
  await simulator.close()
  await server.close()
})

const greeting = 'You have reached the mailbox of Anna. Please speak after the tone.'

describe('who or what has answered', () => {
  it.each([
    ['a person', 'Enable', { kind: 'answers', afterSeconds: 1 }, 'human', '2200'],
    ['a mailbox', 'Enable', { kind: 'voicemail', afterSeconds: 1, greeting }, 'machine_start', '3400'],
    ['a short greeting passes for a person', 'Enable', { kind: 'voicemail', afterSeconds: 1, greeting: 'Anna. Speak.' }, 'human', '2920'],
    ['a mailbox that beeps', 'DetectMessageEnd', { kind: 'voicemail', afterSeconds: 1, greeting }, 'machine_end_beep', '5960'],
    ['a mailbox without beep', 'DetectMessageEnd', { kind: 'voicemail', afterSeconds: 1, greeting, beeps: false }, 'machine_end_silence', '6160'],
    ['a long greeting', 'DetectMessageEnd', { kind: 'voicemail', afterSeconds: 1, greeting: 'x'.repeat(600) }, 'machine_end_other', '30000'],
    ['a fax', 'Enable', { kind: 'fax', afterSeconds: 1 }, 'fax', '3000'],
    ['nobody speaks', 'Enable', { kind: 'silent', afterSeconds: 1 }, 'unknown', '5000'],
  ])('%s (%s)', async (_who, machineDetection, behaviour, answeredBy, milliseconds) => {
    await behaves(marta, behaviour)
    const call = await twilioClient(simulator).calls.create({ to: marta, from: line, url: `${server.url}/voice`, machineDetection })
    await timePasses(simulator, 1 + Number(milliseconds) / 1000 - 0.01)
    expect(server.at('/voice')).toEqual([])
    await timePasses(simulator, 0.02)
    expect(server.at('/voice')).toMatchObject([{ AnsweredBy: answeredBy, MachineDetectionDuration: milliseconds }])
    expect((await twilioClient(simulator).calls(call.sid).fetch()).answeredBy).toBe(answeredBy)
  })

  it('asynchronously: the call goes on at once, and the result is reported later', async () => {
    await behaves(marta, { kind: 'voicemail', afterSeconds: 1, greeting })
    const order = { to: marta, from: line, url: `${server.url}/voice`, machineDetection: 'Enable', asyncAmd: 'true' }
    const call = await twilioClient(simulator).calls.create({ ...order, asyncAmdStatusCallback: `${server.url}/amd` })
    await timePasses(simulator, 1)
    expect(server.at('/voice')[0]).not.toHaveProperty('AnsweredBy')
    expect(server.at('/amd')).toEqual([])
    await timePasses(simulator, 4)
    expect(server.at('/amd')).toEqual([{ AccountSid: simulator.accountSid, CallSid: call.sid, AnsweredBy: 'machine_start', MachineDetectionDuration: '3400' }])
  })

  it('is not looked for when digits are sent; their pauses take time', async () => {
    await behaves(marta, { kind: 'answers', afterSeconds: 1 })
    await twilioClient(simulator).calls.create({ to: marta, from: line, url: `${server.url}/voice`, machineDetection: 'Enable', sendDigits: 'wW12' })
    await timePasses(simulator, 2.4)
    expect(server.at('/voice')).toEqual([])
    await timePasses(simulator, 0.2)
    expect(server.at('/voice')[0]).not.toHaveProperty('AnsweredBy')
    expect((await legsOf(marta))[0]).toMatchObject({ heard: ['(plays wW12)', 'Hello.'] })
  })

  it('a dialled number reports to its own callback, beside the conversation', async () => {
    pages['/voice'] = `<Dial action="/dialled"><Number machineDetection="Enable" amdStatusCallback="/amd">${anna}</Number></Dial>`
    pages['/dialled'] = '<Hangup/>'
    await behaves(anna, { kind: 'voicemail', afterSeconds: 2, greeting })
    const caller = phone(marta, simulator)
    await caller.dials(line)
    await timePasses(simulator, 10)
    expect(server.at('/amd')).toMatchObject([{ AnsweredBy: 'machine_start', CallSid: (await legsOf(anna))[0]!['sid'] }])
    expect(await caller.looks()).toMatchObject({ partner: expect.stringMatching(/^CA/), heard: [greeting] })
  })
})

describe('calls that REST orders', () => {
  it('are placed one a second; a queued one can be cancelled', async () => {
    const order = (to: string) => twilioClient(simulator).calls.create({ to, from: line, url: `${server.url}/voice` })
    const calls = [await order(marta), await order(anna), await order(otto)]
    const statuses = async () => Promise.all(calls.map(async ({ sid }) => (await twilioClient(simulator).calls(sid).fetch()).status))
    await timePasses(simulator, 0)
    expect(await statuses()).toEqual(['ringing', 'queued', 'queued'])
    await timePasses(simulator, 1)
    expect(await statuses()).toEqual(['ringing', 'ringing', 'queued'])
    await twilioClient(simulator).calls(calls[2]!.sid).update({ status: 'canceled' })
    await timePasses(simulator, 2)
    expect(await statuses()).toEqual(['ringing', 'ringing', 'canceled'])
  })

  it('faster when the account may', async () => {
    await control(simulator, 'PUT', '/limits', { callsPerSecond: 30 })
    for (let n = 0; n < 6; n++) await twilioClient(simulator).calls.create({ to: `+4930231252${10 + n}`, from: line, url: `${server.url}/voice` })
    await timePasses(simulator, 0.5)
    expect((await control<{ legs: unknown[] }>(simulator, 'GET', '/ringing')).legs).toHaveLength(6)
  })

  it('stand in the list of calls a while after they were made, and are known one by one at once', async () => {
    await control(simulator, 'PUT', '/limits', { listLagSeconds: 10 })
    const { sid } = await twilioClient(simulator).calls.create({ to: marta, from: line, url: `${server.url}/voice` })
    const listed = async () => (await twilioClient(simulator).calls.list({ to: marta, from: line })).map((call) => call.sid)
    expect([(await twilioClient(simulator).calls(sid).fetch()).sid, (await listed()).includes(sid)]).toEqual([sid, false])
    await timePasses(simulator, 10)
    expect(await listed()).toContain(sid)
  })

  it('ring five seconds longer than they were told to, and end at their time limit', async () => {
    const { sid } = await twilioClient(simulator).calls.create({ to: marta, from: line, url: `${server.url}/voice`, timeout: 10, timeLimit: 30 })
    await timePasses(simulator, 14.9)
    expect((await twilioClient(simulator).calls(sid).fetch()).status).toBe('ringing')
    const person = phone(marta, simulator)
    await person.answers()
    await timePasses(simulator, 31)
    expect(await person.looks()).toMatchObject({ status: 'completed' })
  })
})

describe('clients and SIP phones', () => {
  it('ring, are handed their parameters, and talk', async () => {
    pages['/voice'] = `<Dial callerId="client:line" action="/dialled">
      <Client statusCallback="/status" statusCallbackEvent="answered"><Identity>anna</Identity><Parameter name="case" value="4711"/></Client></Dial>`
    const caller = phone(marta, simulator)
    await caller.dials(line)
    const anna = phone('client:anna', simulator)
    await anna.rings()
    await anna.answers()
    await caller.says('Hello Anna.')
    await anna.hears('Hello Anna.')
    expect(await anna.looks()).toMatchObject({ to: 'client:anna', from: 'client:line', parameters: { case: '4711' } })
    expect(server.at('/status')).toMatchObject([{ To: 'client:anna', From: 'client:line', CallStatus: 'in-progress', ParentCallSid: caller.callSid }])
    expect(server.at('/status')[0]).not.toHaveProperty('ToCountry')
  })

  it('one after another when the Dial says so', async () => {
    pages['/voice'] = '<Dial sequential="true" timeout="10"><Sip>sip:anna@example.com?x-case=4711</Sip><Client>ben</Client></Dial><Say>After.</Say>'
    const caller = phone(marta, simulator)
    await caller.dials(line)
    await timePasses(simulator, 14)
    expect(await legsOf('client:ben')).toEqual([])
    expect(await legsOf('sip:anna@example.com')).toMatchObject([{ status: 'ringing', parameters: { 'x-case': '4711' } }])
    await timePasses(simulator, 2)
    expect(await legsOf('sip:anna@example.com')).toMatchObject([{ status: 'no-answer' }])
    const ben = phone('client:ben', simulator)
    await ben.answers()
    await ben.says('Ben here.')
    await caller.hears('Ben here.')
    await ben.hangsUp()
    await caller.hears('After.')
    const other = phone(otto, simulator)
    await other.dials(line)
    await timePasses(simulator, 5)
    await other.hangsUp()
    await timePasses(simulator, 60)
    expect(await legsOf('client:ben')).toHaveLength(1)
  })

  it('a client that dials in is no number: a telephone is called only with a caller id of the account', async () => {
    pages['/voice'] = `<Dial action="/dialled">${marta}</Dial>`
    pages['/dialled'] = ({ DialCallStatus }) => `<Say>Dialled: ${DialCallStatus}.</Say>`
    const client = phone('client:anna', simulator)
    await client.dials(line)
    await client.hears('Dialled: failed.')
    expect(server.at('/voice')[0]).toMatchObject({ From: 'client:anna', Caller: 'client:anna' })
    pages['/voice'] = `<Dial callerId="${line}">${marta}</Dial>`
    await client.dials(line)
    await phone(marta, simulator).rings()
  })

  it('Refer hands a SIP call on, and fails on another', async () => {
    pages['/voice'] = '<Refer action="/referred"><Sip>sip:anna@example.com</Sip></Refer>'
    pages['/referred'] = ({ ReferCallStatus }) => (ReferCallStatus === 'completed' ? '<Hangup/>' : '<Say>Not possible.</Say>')
    const sip = phone('sip:marta@example.com', simulator)
    await sip.dials(line)
    expect(await sip.hearsTheLineEnd()).toMatchObject({ heard: [] })
    const other = phone(otto, simulator)
    await other.dials(line)
    await other.hears('Not possible.')
  })
})
