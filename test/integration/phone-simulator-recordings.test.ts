import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readWav, wav } from '../../services/phone-simulator/audio/wav.ts'
import { memoryClock } from '../../services/phone-simulator/clock/store.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { control, nothingElseRings, phone, timePasses } from '../support/phones.ts'
import { startTwimlServer, twilioClient, type Page } from '../support/twiml-server.ts'

const line = '+493023125100'
const [marta, anna, otto] = ['+493023125200', '+493023125301', '+493023125302']

let simulator: Simulator
let server: Awaited<ReturnType<typeof startTwimlServer>>
let pages: Record<string, Page>

const dialIn = async (number: string, ears: 'real' | 'instant' = 'real') => {
  const person = phone(number, simulator, { ears })
  await person.dials(line)
  await timePasses(simulator, 0)
  return person
}
const soundOf = async (url: string): Promise<Int16Array> => {
  const sound = readWav(Buffer.from(await (await fetch(url)).arrayBuffer()))
  if (sound.kind !== 'sound') throw new Error(sound.message)
  return sound.samples
}
/** Whether somebody is heard in each second. */
const loudSeconds = (samples: Int16Array): boolean[] => {
  return Array.from({ length: samples.length / 8000 }, (_, second) => samples.subarray(second * 8000, (second + 1) * 8000).some((one) => Math.abs(one) > 500))
}
/** The pitch of a stretch of sound, from how often it crosses zero. */
const hertz = (samples: Int16Array, from: number, seconds: number): number => {
  const part = samples.subarray(from * 8000, (from + seconds) * 8000)
  return part.filter((one, at) => at > 0 && Math.sign(one) > 0 && Math.sign(part[at - 1]!) <= 0).length / seconds
}
async function sendAudio(sid: string, body: Buffer, query = ''): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`
  return fetch(`${simulator.url}/control/legs/${sid}/audio${query}`, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'audio/wav' },
    body: new Uint8Array(body),
  })
}

beforeEach(async () => {
  pages = { '/stored': '', '/recorded': '<Say>Stored.</Say>', '/after': '<Hangup/>' }
  server = await startTwimlServer(pages)
  simulator = await startSimulator({ clock: memoryClock({ now: Date.UTC(2026, 0, 5, 8), speed: 0 }) })
  await twilioClient(simulator).incomingPhoneNumbers.create({ phoneNumber: line, voiceUrl: `${server.url}/voice` })
})
afterEach(async () => {
  await simulator.close()
  await server.close()
})

describe('Record', () => {
  beforeEach(() => {
    const events = 'recordingStatusCallback="/stored" recordingStatusCallbackEvent="in-progress completed absent"'
    pages['/voice'] = `<Record action="/recorded" timeout="4" finishOnKey="#" ${events}/><Say>Nothing.</Say>`
  })

  it('has sound where somebody spoke, silence where nobody did, and its true length', async () => {
    const person = await dialIn(marta)
    await timePasses(simulator, 2)
    await person.says('x'.repeat(50))
    await timePasses(simulator, 5)
    await person.presses('#')
    await person.hears('Stored.')
    const { RecordingUrl, RecordingDuration } = server.at('/recorded')[0]!
    expect(RecordingDuration).toBe('7')
    expect(loudSeconds(await soundOf(RecordingUrl!))).toEqual([false, false, true, true, true, false, false])
    expect(server.at('/stored').map(({ RecordingStatus }) => RecordingStatus)).toEqual(['in-progress', 'completed'])
  })

  it('silence is reported as absent, and no recording is kept', async () => {
    const person = await dialIn(marta)
    await person.hears('Nothing.')
    expect(server.at('/stored').map(({ RecordingStatus }) => RecordingStatus)).toEqual(['in-progress', 'absent'])
    expect(await twilioClient(simulator).recordings.list()).toEqual([])
  })

  it('keeps the sound that a microphone gave, piece by piece', async () => {
    const person = await dialIn(marta)
    const spoken = wav(3, [{ hertz: 500, utterances: [{ from: 0, to: 3, samples: undefined }] }])
    expect(await (await sendAudio(person.callSid, spoken)).json()).toEqual({ taken: true, seconds: 3 })
    await timePasses(simulator, 3)
    await sendAudio(person.callSid, wav(2, []))
    await timePasses(simulator, 2)
    await sendAudio(person.callSid, spoken)
    await timePasses(simulator, 3)
    await person.presses('#')
    await person.hears('Stored.')
    const sound = await soundOf(server.at('/recorded')[0]!['RecordingUrl']!)
    expect(loudSeconds(sound)).toEqual([true, true, true, false, false, true, true, true])
    expect(hertz(sound, 1, 1)).toBeCloseTo(500, -1)
  })

  it('refuses what is no sound, and more of it than it keeps', async () => {
    const person = await dialIn(marta)
    expect((await sendAudio(person.callSid, Buffer.from('no sound'))).status).toBe(400)
    expect((await sendAudio('CA0', wav(1, []))).status).toBe(404)
    expect((await sendAudio(person.callSid, wav(400, []))).status).toBe(200)
    expect((await sendAudio(person.callSid, wav(300, []))).status).toBe(413)
  })

  it('a microphone with its text is understood by Gather', async () => {
    pages['/voice'] = '<Gather input="speech" speechTimeout="2" action="/said"/>'
    pages['/said'] = ({ SpeechResult }) => `<Say>You said ${SpeechResult}.</Say>`
    const person = await dialIn(marta)
    const spoken = wav(3, [{ hertz: 500, utterances: [{ from: 0, to: 3, samples: undefined }] }])
    await sendAudio(person.callSid, spoken, `?text=${encodeURIComponent('no heat')}`)
    await timePasses(simulator, 4.9)
    expect(server.at('/said')).toEqual([])
    await person.hears('You said no heat.')
  })
})

describe('a recorded conversation', () => {
  it('of a Dial has both voices at different pitches, from the answer on', async () => {
    pages['/voice'] = `<Dial record="record-from-answer" recordingStatusCallback="/stored" action="/after">${anna}</Dial>`
    await control(simulator, 'PUT', `/phones/${anna}`, { behaviour: { kind: 'answers', afterSeconds: 5 }, ears: 'real' })
    const caller = await dialIn(marta)
    await timePasses(simulator, 5)
    await caller.says('x'.repeat(50))
    await timePasses(simulator, 5)
    const { legs } = await control<{ legs: Array<{ sid: string }> }>(simulator, 'GET', `/legs?of=${encodeURIComponent(anna)}`)
    await control(simulator, 'POST', `/legs/${legs[0]!.sid}/speak`, { text: 'y'.repeat(50) })
    await timePasses(simulator, 5)
    await caller.hangsUp()
    await nothingElseRings(simulator)
    const { RecordingUrl } = server.at('/after')[0]!
    expect(server.at('/stored')).toMatchObject([
      { RecordingUrl, RecordingDuration: '10', RecordingSource: 'DialVerb', CallSid: caller.callSid, RecordingStatus: 'completed' },
    ])
    const sound = await soundOf(RecordingUrl!)
    expect(loudSeconds(sound)).toEqual([true, true, true, false, false, true, true, true, false, false])
    expect(Math.abs(hertz(sound, 1, 1) - hertz(sound, 6, 1))).toBeGreaterThan(40)
  })

  it('of a conference runs from its start to its end', async () => {
    pages['/voice'] = '<Dial><Conference record="record-from-start" recordingStatusCallback="/stored">help</Conference></Dial>'
    const first = await dialIn(marta)
    await timePasses(simulator, 5)
    const second = await dialIn(anna)
    await timePasses(simulator, 2)
    const third = await dialIn(otto)
    await third.says('x'.repeat(50))
    await timePasses(simulator, 4)
    for (const person of [first, second, third]) await person.hangsUp()
    await nothingElseRings(simulator)
    const [told] = server.at('/stored')
    expect(told).toMatchObject({ RecordingSource: 'Conference', RecordingDuration: '6', ConferenceSid: expect.stringMatching(/^CF/) })
    expect(loudSeconds(await soundOf(told!['RecordingUrl']!))).toEqual([false, false, true, true, true, false])
  })

  it('of a call, started and stopped by TwiML or ordered by REST', async () => {
    pages['/voice'] = '<Start><Recording recordingStatusCallback="/stored"/></Start><Pause length="7"/><Stop><Recording/></Stop><Pause length="9"/>'
    await dialIn(marta)
    await timePasses(simulator, 20)
    expect(server.at('/stored')).toMatchObject([{ RecordingDuration: '7', RecordingSource: 'StartCallRecordingTwiML' }])
    pages['/voice'] = '<Pause length="12"/>'
    await control(simulator, 'PUT', `/phones/${anna}`, { behaviour: { kind: 'answers', afterSeconds: 1 } })
    const order = { to: anna, from: line, url: `${server.url}/voice`, record: true, recordingStatusCallback: `${server.url}/stored` }
    const { sid } = await twilioClient(simulator).calls.create(order)
    await timePasses(simulator, 20)
    expect(server.at('/stored')[1]).toMatchObject({ RecordingDuration: '12', RecordingSource: 'OutboundAPI', CallSid: sid })
    expect(await twilioClient(simulator).calls(sid).recordings.list()).toHaveLength(1)
  })
})
