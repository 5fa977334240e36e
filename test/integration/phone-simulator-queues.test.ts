import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryClock } from '../../services/phone-simulator/clock/store.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { control, nothingElseRings, phone, timePasses } from '../support/phones.ts'
import { startTwimlServer, twilioClient, type Page } from '../support/twiml-server.ts'

const line = '+493023125100'
const desk = '+493023125101'
const [marta, otto, anna] = ['+493023125200', '+493023125201', '+493023125301']

let simulator: Simulator
let server: Awaited<ReturnType<typeof startTwimlServer>>
let pages: Record<string, Page>

const caller = (number = marta) => phone(number, simulator)
const queue = async () => (await twilioClient(simulator).queues.list())[0]!

beforeEach(async () => {
  pages = {
    '/voice': '<Enqueue waitUrl="/wait" action="/left">support</Enqueue>',
    '/wait': ({ QueuePosition }) => `<Say>You are number ${QueuePosition}.</Say><Pause length="20"/>`,
    '/left': ({ QueueResult }) => `<Say>Left: ${QueueResult}.</Say>`,
    '/desk': '<Dial action="/served" timeout="30"><Queue>support</Queue></Dial>',
    '/served': ({ DialCallStatus }) => `<Say>Served: ${DialCallStatus}.</Say>`,
  }
  server = await startTwimlServer(pages)
  simulator = await startSimulator({ clock: memoryClock({ now: Date.UTC(2026, 0, 5, 8), speed: 0 }) })
  await twilioClient(simulator).incomingPhoneNumbers.create({ phoneNumber: line, voiceUrl: `${server.url}/voice` })
  await twilioClient(simulator).incomingPhoneNumbers.create({ phoneNumber: desk, voiceUrl: `${server.url}/desk` })
})
afterEach(async () => {
  await simulator.close()
  await server.close()
})

describe('waiting in a queue', () => {
  it('hears the waitUrl again and again, told position, time and size', async () => {
    const first = caller()
    const second = caller(otto)
    await first.dials(line)
    await first.hears('You are number 1.')
    await timePasses(simulator, 5)
    await second.dials(line)
    await second.hears('You are number 2.')
    await timePasses(simulator, 16)
    const { sid } = await queue()
    expect(server.at('/wait').filter(({ CallSid }) => CallSid === first.callSid)).toMatchObject([
      { QueueSid: sid, QueuePosition: '1', QueueTime: '0', CurrentQueueSize: '1', MaxQueueSize: '1000', AvgQueueTime: '0' },
      { QueueSid: sid, QueuePosition: '1', QueueTime: '20', CurrentQueueSize: '2' },
    ])
    await first.hangsUp()
    await timePasses(simulator, 25)
    expect(server.at('/wait').at(-1)).toMatchObject({ QueuePosition: '1', CurrentQueueSize: '1', AvgQueueTime: '21' })
    expect(server.at('/left')).toMatchObject([{ QueueResult: 'hangup', QueueTime: '21', CallStatus: 'completed' }])
  })

  it('plays music without a waitUrl, and does not ask without end a document that takes no time', async () => {
    pages['/voice'] = '<Enqueue>support</Enqueue>'
    const plain = caller()
    await plain.dials(line)
    await plain.hears('(plays com.twilio.music')
    pages['/voice'] = '<Enqueue waitUrl="/wait">support</Enqueue>'
    pages['/wait'] = '<Say>Please hold.</Say>'
    const other = caller(otto)
    await other.dials(line)
    await timePasses(simulator, 60)
    expect(server.at('/wait').length).toBeLessThan(10)
    expect(await other.looks()).toMatchObject({ ended: false })
  })

  it.each([
    ['Leave', '<Say>Out.</Say><Leave/>', 'leave'],
    ['a verb that is not allowed', '<Record/>', 'error'],
    ['a waitUrl that fails', 500, 'error'],
    ['Leave after a key', '<Gather numDigits="1" action="/key"/>', 'leave'],
  ])('%s ends it: %j is %s', async (_what, page, result) => {
    pages['/wait'] = page
    pages['/key'] = ({ Digits }) => (Digits === '1' ? '<Leave/>' : '')
    const person = caller()
    await person.dials(line)
    if (String(page).includes('Gather')) await person.presses('1')
    await person.hears(`Left: ${result}.`)
    expect(server.at('/left')).toHaveLength(1)
    expect((await queue()).currentSize).toBe(0)
  })

  it('Hangup in the waitUrl ends the call; without action Leave goes to the next verb', async () => {
    pages['/wait'] = '<Hangup/>'
    const person = caller()
    await person.dials(line)
    await person.hearsTheLineEnd()
    await nothingElseRings(simulator)
    expect(server.at('/left')).toMatchObject([{ QueueResult: 'hangup', CallStatus: 'completed' }])
    pages['/wait'] = '<Leave/>'
    pages['/voice'] = '<Enqueue waitUrl="/wait">support</Enqueue><Say>Next verb.</Say>'
    const other = caller(otto)
    await other.dials(line)
    await other.hears('Next verb.')
  })

  it('a full queue takes nobody', async () => {
    pages['/voice'] = '<Enqueue waitUrl="/wait" action="/left" maxQueueSize="1">support</Enqueue>'
    const first = caller()
    await first.dials(line)
    await first.hears('number 1')
    const second = caller(otto)
    await second.dials(line)
    await second.hears('Left: queue-full.')
    expect(server.at('/left')[0]).not.toHaveProperty('QueueTime')
  })

  it('REST takes the first one out: QueueResult is told, and the new TwiML plays', async () => {
    pages['/other'] = '<Say>Taken out.</Say>'
    const first = caller()
    const second = caller(otto)
    await first.dials(line)
    await first.hears('number 1')
    await second.dials(line)
    await second.hears('number 2')
    await timePasses(simulator, 3)
    await twilioClient(simulator)
      .queues((await queue()).sid)
      .members('Front')
      .update({ url: `${server.url}/other` })
    await first.hears('Taken out.')
    expect(server.at('/left')).toMatchObject([{ QueueResult: 'redirected', QueueTime: '3', CallSid: first.callSid }])
    expect(await second.looks()).toMatchObject({ ended: false })
  })
})

describe('Dial Queue', () => {
  it('takes the first one; both talk; each is told when they have parted', async () => {
    pages['/desk'] = '<Dial action="/served"><Queue url="/greeting">support</Queue></Dial>'
    pages['/greeting'] = '<Say>You speak to Anna. This call is recorded.</Say><Pause length="2"/>'
    const first = caller()
    const second = caller(otto)
    await first.dials(line)
    await first.hears('number 1')
    await second.dials(line)
    await second.hears('number 2')
    await timePasses(simulator, 12)
    const agent = caller(anna)
    await agent.dials(desk)
    await first.hears('You speak to Anna.')
    await first.says('My heating is broken.')
    await agent.hears('heating')
    await agent.says('Since when?')
    await first.hears('Since when?')
    expect(server.at('/greeting')[0]).toMatchObject({ CallSid: first.callSid, DequeingCallSid: agent.callSid, QueueTime: '12' })
    expect(await second.looks()).toMatchObject({ ended: false, partner: null })
    await timePasses(simulator, 60)
    expect(server.at('/left')).toEqual([])
    await first.hangsUp()
    await agent.hears('Served: completed.')
    expect(server.at('/served')[0]).toMatchObject({ DialCallSid: first.callSid, DialBridged: 'true', DialCallDuration: '60' })
    expect(server.at('/left')).toMatchObject([{ QueueResult: 'bridged', CallSid: first.callSid, CallStatus: 'completed' }])
  })

  it('the agent hangs up: the caller goes on with the action', async () => {
    const person = caller()
    await person.dials(line)
    const agent = caller(anna)
    await agent.dials(desk)
    await person.says('Hello?')
    await agent.hangsUp()
    await person.hears('Left: bridged.')
  })

  it('waits for somebody on an empty queue, and gives up after its timeout', async () => {
    await twilioClient(simulator).queues.create({ friendlyName: 'support' })
    const agent = caller(anna)
    await agent.dials(desk)
    await timePasses(simulator, 25)
    const person = caller()
    await person.dials(line)
    await person.says('There you are.')
    await agent.hears('There you are.')
    await person.hangsUp()
    await agent.hears('Served: completed.')
    const other = caller(otto)
    await other.dials(desk)
    await timePasses(simulator, 29)
    expect(server.at('/served')).toHaveLength(1)
    await other.hears('Served: no-answer.')
  })

  it('fails at once when there is no such queue', async () => {
    const agent = caller(anna)
    await agent.dials(desk)
    await agent.hears('Served: failed.')
  })

  it('who hangs up during the greeting makes room for the next one', async () => {
    pages['/desk'] = '<Dial action="/served"><Queue url="/greeting">support</Queue></Dial>'
    pages['/greeting'] = '<Pause length="5"/>'
    const first = caller()
    const second = caller(otto)
    await first.dials(line)
    await first.hears('number 1')
    await second.dials(line)
    await second.hears('number 2')
    const agent = caller(anna)
    await agent.dials(desk)
    await timePasses(simulator, 2)
    await first.hangsUp()
    await second.says('Is it my turn?')
    await agent.hears('my turn')
    expect(server.at('/left')).toMatchObject([{ QueueResult: 'hangup', CallSid: first.callSid }])
  })

  it('REST takes a bridged caller away: the agent is free, the caller hears the new TwiML', async () => {
    pages['/other'] = '<Say>Another document.</Say>'
    const person = caller()
    await person.dials(line)
    const agent = caller(anna)
    await agent.dials(desk)
    await person.says('Hello?')
    await twilioClient(simulator)
      .calls(person.callSid)
      .update({ url: `${server.url}/other` })
    await person.hears('Another document.')
    await agent.hears('Served: completed.')
    expect(server.at('/left')).toMatchObject([{ QueueResult: 'redirected-from-bridged' }])
  })

  it('is heard: events say who waited and who was taken', async () => {
    const person = caller()
    await person.dials(line)
    const agent = caller(anna)
    await agent.dials(desk)
    await person.says('Hello?')
    const { events } = await control<{ events: Array<{ type: string }> }>(simulator, 'GET', `/calls/${person.callSid}/events`)
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['queued', 'dequeued', 'spoke']))
  })
})
