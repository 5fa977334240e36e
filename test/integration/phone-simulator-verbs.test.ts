import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryClock } from '../../services/phone-simulator/clock/store.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { control, phone, timePasses } from '../support/phones.ts'
import { startTwimlServer, twilioClient, type Page } from '../support/twiml-server.ts'

const line = '+493023125100'
const [marta, anna] = ['+493023125200', '+493023125301']

let simulator: Simulator
let server: Awaited<ReturnType<typeof startTwimlServer>>
let pages: Record<string, Page>

const caller = (ears: 'instant' | 'real' = 'instant') => phone(marta, simulator, { ears })
const codes = async (callSid: string) => {
  const { events } = await control<{ events: Array<{ code?: number }> }>(simulator, 'GET', `/calls/${callSid}/events`)
  return events.flatMap(({ code }) => (code === undefined ? [] : [code]))
}

beforeEach(async () => {
  pages = { '/partial': '', '/sms': '' }
  server = await startTwimlServer(pages)
  simulator = await startSimulator({ clock: memoryClock({ now: Date.UTC(2026, 0, 5, 8), speed: 0 }) })
  await twilioClient(simulator).incomingPhoneNumbers.create({ phoneNumber: line, voiceUrl: `${server.url}/voice` })
})
afterEach(async () => {
  await simulator.close()
  await server.close()
})

describe('verbs', () => {
  it('Sms sends a text to the caller (a landline, which gets none) and tells the action its SID', async () => {
    pages['/voice'] = '<Sms action="/sent" statusCallback="/sms">Your case is 4711.</Sms>'
    pages['/sent'] = ({ SmsStatus }) => `<Say>The text is ${SmsStatus}.</Say>`
    const person = caller()
    await person.dials(line)
    await person.hears('The text is queued.')
    await timePasses(simulator, 60)
    const [message] = await twilioClient(simulator).messages.list({ to: marta })
    expect(message).toMatchObject({ sid: server.at('/sent')[0]!['SmsSid'], from: line, body: 'Your case is 4711.', direction: 'outbound-call' })
    expect(server.at('/sms').map(({ MessageStatus }) => MessageStatus)).toEqual(['queued', 'sent', 'undelivered'])
  })

  it('Gather tells what it understands while somebody still speaks, and waits for the end of it', async () => {
    pages['/voice'] = '<Gather input="speech" speechTimeout="2" action="/said" partialResultCallback="/partial"/>'
    pages['/said'] = ({ SpeechResult }) => `<Say>You said ${SpeechResult}.</Say>`
    const person = caller('real')
    await person.dials(line)
    await person.says('x'.repeat(50))
    await timePasses(simulator, 4)
    await person.says('y')
    await timePasses(simulator, 1.9)
    expect(server.at('/said')).toEqual([])
    await person.hears(`You said ${'x'.repeat(50)} y.`)
    expect(server.at('/partial')).toMatchObject([{ CallSid: person.callSid, SequenceNumber: '0' }])
    expect(server.at('/partial')[0]).toHaveProperty('UnstableSpeechResult')
  })

  it('a number hears the digits that are sent before it talks; a whisper may not dial (13201)', async () => {
    pages['/voice'] = `<Dial action="/dialled"><Number sendDigits="W42">${anna}</Number></Dial>`
    pages['/dialled'] = ({ DialCallStatus }) => `<Say>Dialled: ${DialCallStatus}.</Say>`
    const person = caller()
    const agent = phone(anna, simulator)
    await person.dials(line)
    await agent.answers()
    expect((await agent.looks()).partner).toBeNull()
    await timePasses(simulator, 1.1)
    expect(await agent.looks()).toMatchObject({ heard: ['(plays W42)'], partner: person.callSid })
    await agent.hangsUp()
    await person.hears('Dialled: completed.')
    pages['/voice'] = `<Dial action="/dialled"><Number url="/whisper">${anna}</Number></Dial>`
    pages['/whisper'] = `<Dial>${marta}</Dial>`
    const other = caller()
    await other.dials(line)
    await agent.answers()
    await other.hears('Dialled: no-answer.')
    expect(await codes(other.callSid)).toContain(13201)
  })

  it('Leave without a queue is passed over, and a verb that is not played is named', async () => {
    pages['/voice'] = '<Leave/><Say>Still here.</Say><Redirect>/pay</Redirect>'
    pages['/pay'] = '<Pay/>'
    const person = caller()
    await person.dials(line)
    await person.hears('Still here.')
    await person.hearsTheLineEnd()
    expect(await codes(person.callSid)).toEqual([12200])
  })

  it.each([
    ['', '5'],
    ['trim="trim-silence"', '3'],
  ])('a recording begins with what is said then, however much was said before in no time; %s has %s s', async (trim, seconds) => {
    pages['/voice'] = '<Gather input="speech" action="/more"/>'
    pages['/more'] = `<Record action="/recorded" ${trim} finishOnKey="#"/>`
    pages['/recorded'] = '<Hangup/>'
    const person = caller()
    await person.dials(line)
    await person.says('x'.repeat(200))
    await timePasses(simulator, 2)
    await person.says('y'.repeat(50))
    await timePasses(simulator, 1)
    await person.presses('#')
    await person.hearsTheLineEnd()
    const { RecordingDuration, RecordingUrl } = server.at('/recorded')[0]!
    const sound = Buffer.from(await (await fetch(RecordingUrl!)).arrayBuffer())
    expect([RecordingDuration, sound.length]).toEqual([seconds, 44 + 16_000 * Number(seconds)])
    expect(sound.subarray(-8000).some((byte) => byte !== 0)).toBe(true)
  })
})
