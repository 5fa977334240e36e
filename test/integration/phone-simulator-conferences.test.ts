import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryClock } from '../../services/phone-simulator/clock/store.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { nothingElseRings, phone, timePasses, type Phone } from '../support/phones.ts'
import { startTwimlServer, twilioClient, type Page } from '../support/twiml-server.ts'

const line = '+493023125100'
const moderators = '+493023125101'
const [marta, anna, otto] = ['+493023125200', '+493023125301', '+493023125302']
const allEvents = 'start end join leave mute hold modify speaker announcement'

let simulator: Simulator
let server: Awaited<ReturnType<typeof startTwimlServer>>
let pages: Record<string, Page>

const rest = () => twilioClient(simulator)
const room = async () => (await rest().conferences.list({ friendlyName: 'help' }))[0]!
const dialIn = async (number: string, to = line): Promise<Phone> => {
  const person = phone(number, simulator)
  await person.dials(to)
  await timePasses(simulator, 0)
  return person
}
const conference = (attributes: string): string =>
  `<Dial action="/after"><Conference statusCallback="/events" statusCallbackEvent="${allEvents}" ${attributes}>help</Conference></Dial>`
const reported = () => [...server.at('/events')].sort((a, b) => Number(a['SequenceNumber']) - Number(b['SequenceNumber']))
const reports = () => reported().map(({ StatusCallbackEvent }) => StatusCallbackEvent)

beforeEach(async () => {
  pages = {
    '/voice': conference('waitUrl="/music"'),
    '/lead': conference('waitUrl="/music" endConferenceOnExit="true"'),
    '/music': '<Say>Please wait.</Say>',
    '/after': ({ DialCallStatus }) => `<Say>After: ${DialCallStatus}.</Say>`,
    '/events': '',
  }
  server = await startTwimlServer(pages)
  simulator = await startSimulator({ clock: memoryClock({ now: Date.UTC(2026, 0, 5, 8), speed: 0 }) })
  await rest().incomingPhoneNumbers.create({ phoneNumber: line, voiceUrl: `${server.url}/voice` })
  await rest().incomingPhoneNumbers.create({ phoneNumber: moderators, voiceUrl: `${server.url}/lead` })
})
afterEach(async () => {
  await simulator.close()
  await server.close()
})

describe('a conference', () => {
  it('begins with the second person; who is alone hears the waitUrl once, then silence', async () => {
    const first = await dialIn(marta)
    await first.hears('Please wait.')
    await timePasses(simulator, 60)
    expect(server.at('/music')).toMatchObject([{ ConferenceSid: expect.stringMatching(/^CF/) }])
    expect((await room()).status).toBe('init')
    const second = await dialIn(anna)
    await second.says('Anna here.')
    await first.hears('Anna here.')
    const third = await dialIn(otto)
    await third.says('Otto too.')
    await first.hears('Otto too.')
    await second.hears('Otto too.')
    expect(third.heard).toEqual([])
    expect((await room()).status).toBe('in-progress')
  })

  it('reports each change, in order, with who and why', async () => {
    const first = await dialIn(marta)
    const second = await dialIn(anna)
    await second.says('Hello.')
    await timePasses(simulator, 30)
    await first.hangsUp()
    await second.hangsUp()
    await nothingElseRings(simulator)
    const events = ['participant-join', 'participant-join', 'conference-start', 'participant-speech-start', 'participant-speech-stop']
    expect(reports()).toEqual([...events, 'participant-leave', 'participant-leave', 'conference-end'])
    expect(reported().map(({ SequenceNumber }) => SequenceNumber)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
    const [join, , , , , leave, , end] = reported()
    expect(join).toMatchObject({ CallSid: first.callSid, FriendlyName: 'help', Muted: 'false', Hold: 'false', Coaching: 'false' })
    expect(join).toMatchObject({ StartConferenceOnEnter: 'true', EndConferenceOnExit: 'false', Timestamp: 'Mon, 05 Jan 2026 08:00:00 +0000' })
    expect(leave).toMatchObject({ CallSid: first.callSid, ReasonParticipantLeft: 'participant_hung_up', ParticipantCallStatus: 'completed' })
    expect(end).toMatchObject({ ReasonConferenceEnded: 'last-participant-left', CallSidEndingConference: second.callSid })
  })

  it('without a starter nobody hears anybody', async () => {
    pages['/voice'] = conference('startConferenceOnEnter="false"')
    const first = await dialIn(marta)
    await dialIn(anna)
    expect(await first.looks()).toMatchObject({ hearers: [], heard: ['(plays com.twilio.music.classical)'] })
    const lead = await dialIn(otto, moderators)
    await lead.says('Let us begin.')
    await first.hears('begin')
  })

  it('ends for all when the one leaves who ends it; their calls go on with the action', async () => {
    const first = await dialIn(marta)
    const lead = await dialIn(anna, moderators)
    await lead.hangsUp()
    await first.hears('After: answered.')
    expect(server.at('/after').find(({ CallSid }) => CallSid === first.callSid)).not.toHaveProperty('DialCallDuration')
    expect(reported().at(-1)).toMatchObject({
      StatusCallbackEvent: 'conference-end',
      ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
      CallSidEndingConference: lead.callSid,
    })
    expect(reported().find(({ CallSid, StatusCallbackEvent }) => CallSid === first.callSid && StatusCallbackEvent === 'participant-leave')).toMatchObject({
      ReasonParticipantLeft: 'moderator_ended_conference',
      ParticipantCallStatus: 'in-progress',
    })
  })

  it('takes no more than its maximum, and no label twice', async () => {
    pages['/voice'] = conference('maxParticipants="2"')
    await dialIn(marta)
    await dialIn(anna)
    const third = await dialIn(otto)
    await third.hears('After: failed.')
    pages['/voice'] = '<Dial><Conference participantLabel="agent">other</Conference></Dial><Say>Next.</Say>'
    await dialIn('+493023125310')
    const twin = await dialIn('+493023125311')
    await twin.hears('Next.')
  })

  it('a wait document with a forbidden verb, and a key that leaves', async () => {
    pages['/music'] = '<Gather/>'
    const person = await dialIn(marta)
    await person.hears('After: answered.')
    pages['/voice'] = '<Dial hangupOnStar="true"><Conference>help</Conference></Dial><Say>Outside.</Say>'
    const first = await dialIn(anna)
    const second = await dialIn(otto)
    await first.presses('*')
    await first.hears('Outside.')
    expect(await second.looks()).toMatchObject({ ended: false })
  })
})

describe('REST in a conference', () => {
  it('mutes, holds with music, and brings back', async () => {
    pages['/hold'] = '<Play>https://example.com/hold.mp3</Play>'
    const first = await dialIn(marta)
    const second = await dialIn(anna)
    const { sid } = await room()
    const participant = rest().conferences(sid).participants(first.callSid)
    await participant.update({ muted: true })
    expect(await first.looks()).toMatchObject({ hearers: [] })
    await second.says('Can you hear me?')
    await first.hears('Can you hear me?')
    await participant.update({ muted: false, hold: true, holdUrl: `${server.url}/hold` })
    await first.hears('hold.mp3')
    expect(await second.looks()).toMatchObject({ hearers: [] })
    await participant.update({ hold: false })
    await second.says('Back again.')
    await first.hears('Back again.')
    const changes = ['participant-mute', 'participant-unmute', 'participant-hold', 'participant-unhold']
    expect(reports().filter((event) => changes.includes(event ?? ''))).toEqual(changes)
  })

  it('a coach is heard by the coached alone, and hears all', async () => {
    const customer = await dialIn(marta)
    const agent = await dialIn(anna)
    pages['/voice'] = conference(`coach="${agent.callSid}"`)
    const coach = await dialIn(otto)
    await coach.says('Offer a new part.')
    await agent.hears('Offer a new part.')
    await customer.says('It is cold.')
    await coach.hears('It is cold.')
    expect((await customer.looks()).heard).not.toContain('Offer a new part.')
    const { sid } = await room()
    await rest().conferences(sid).participants(coach.callSid).update({ coaching: false })
    await coach.says('Good morning.')
    await customer.hears('Good morning.')
    pages['/voice'] = conference('coach="CA00000000000000000000000000000000"')
    const wrong = await dialIn('+493023125310')
    await wrong.hears('After: failed.')
  })

  it('announces, removes one, and ends it', async () => {
    pages['/news'] = '<Say>Two minutes left.</Say>'
    const first = await dialIn(marta)
    const second = await dialIn(anna)
    const third = await dialIn(otto)
    const { sid } = await room()
    await rest()
      .conferences(sid)
      .update({ announceUrl: `${server.url}/news` })
    await first.hears('Two minutes left.')
    await second.hears('Two minutes left.')
    await rest().conferences(sid).participants(first.callSid).remove()
    await first.hears('After: answered.')
    await second.says('Who was that?')
    await third.hears('Who was that?')
    await rest().conferences(sid).update({ status: 'completed' })
    await second.hears('After: answered.')
    await third.hears('After: answered.')
    expect(reports().filter((event) => event === 'announcement-end')).toHaveLength(3)
    expect(reported().at(-1)).toMatchObject({ ReasonConferenceEnded: 'conference-ended-via-api' })
  })

  it('calls somebody into it', async () => {
    const first = await dialIn(marta)
    await rest().conferences('help').participants.create({ from: line, to: anna, endConferenceOnExit: true, label: 'agent' })
    const agent = phone(anna, simulator)
    await agent.rings()
    await agent.answers()
    await agent.says('You called?')
    await first.hears('You called?')
    await agent.hangsUp()
    await first.hears('After: answered.')
  })

  it('gives a call other TwiML: it leaves the conference', async () => {
    pages['/other'] = '<Say>Somewhere else.</Say>'
    const first = await dialIn(marta)
    await dialIn(anna)
    await rest()
      .calls(first.callSid)
      .update({ url: `${server.url}/other` })
    await first.hears('Somewhere else.')
    expect(reported().find(({ StatusCallbackEvent }) => StatusCallbackEvent === 'participant-leave')).toMatchObject({
      ReasonParticipantLeft: 'participant_updated_via_api',
    })
    expect(server.at('/after')).toEqual([])
  })
})
