/** One story in which the twilio package drives everything that the simulator plays, and every kind of webhook is sent. */
import type { SimulatedLine } from '../support/simulated-line.ts'
import { control, phone, timePasses } from '../support/phones.ts'

const number = '+493023125100'
const desk = '+493023125101'
const customer = '+493023125200'
const other = '+493023125201'
const agent = '+493023125301'
const colleague = '+493023125302'
const mailbox = '+493023125303'
const mobile = '+493023125700'

const allEvents = 'initiated ringing answered completed'
const pages = {
  '/voice': '<Gather numDigits="1" action="/keys" timeout="30"><Say>Press a key.</Say></Gather>',
  '/keys': '<Gather input="speech" action="/speech" partialResultCallback="/partial" timeout="30"/>',
  '/speech': '<Record action="/recorded" finishOnKey="#" recordingStatusCallback="/recording" recordingStatusCallbackEvent="in-progress completed"/>',
  '/recorded': `<Dial action="/dialled" record="record-from-answer" recordingStatusCallback="/recording" recordingStatusCallbackEvent="in-progress completed">
    <Number url="/whisper" statusCallback="/status" statusCallbackEvent="${allEvents}">${agent}</Number></Dial>`,
  '/whisper': '<Say>A customer.</Say>',
  '/dialled': '<Enqueue action="/queued" waitUrl="/wait">support</Enqueue>',
  '/wait': '<Say>Please wait.</Say><Pause length="60"/>',
  '/desk': '<Dial action="/served"><Queue url="/greeting">support</Queue></Dial>',
  '/greeting': '<Say>You are next.</Say>',
  '/served': '<Hangup/>',
  '/queued': `<Dial action="/conferred"><Conference record="record-from-start" recordingStatusCallback="/recording" statusCallback="/events"
    statusCallbackEvent="start end join leave mute hold modify">room</Conference></Dial>`,
  '/conferred': '<Redirect>/broken</Redirect>',
  '/broken': { status: 500 },
  '/fallback': '<Hangup/>',
  '/silence': '<Gather action="/nothing" timeout="2" actionOnEmptyResult="true"/>',
  '/nothing': `<Dial action="/unanswered" timeout="5"><Number>${colleague}</Number></Dial>`,
  '/unanswered': '<Hangup/>',
  '/hello': '<Say>Hello.</Say><Pause length="60"/>',
  '/text': '<Message>Thank you.</Message>',
}

export async function playEverything(line: SimulatedLine): Promise<void> {
  Object.assign(line.pages, pages)
  await numbers(line)
  await aCall(line)
  await callsOfOurs(line)
  await recordings(line)
  await texts(line)
  await lookups(line)
}

const passes = (line: SimulatedLine, seconds = 0): Promise<void> => timePasses(line.simulator, seconds)
const refused = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => Promise.reject(new Error('This should have been refused.')),
    () => undefined,
  )

async function numbers({ client, base }: SimulatedLine): Promise<void> {
  const urls = { voiceFallbackUrl: `${base}/fallback`, statusCallback: `${base}/status` }
  await client.incomingPhoneNumbers.create({ phoneNumber: number, voiceUrl: `${base}/voice`, smsUrl: `${base}/text`, ...urls })
  const { sid } = await client.incomingPhoneNumbers.create({ phoneNumber: desk })
  await client.incomingPhoneNumbers(sid).update({ voiceUrl: `${base}/desk`, friendlyName: 'Desk' })
  await client.incomingPhoneNumbers(sid).fetch()
  const spare = await client.incomingPhoneNumbers.create({ phoneNumber: '+493023125102' })
  await client.incomingPhoneNumbers(spare.sid).remove()
  await client.incomingPhoneNumbers.list({ pageSize: 1 })
  await refused(client.incomingPhoneNumbers(spare.sid).fetch())
}

/** Keys, words, a message, a talk, a queue, a conference, and what REST does to each meanwhile. */
async function aCall(line: SimulatedLine): Promise<void> {
  const marta = phone(customer, line.simulator)
  await marta.dials(number)
  await marta.presses('1')
  await marta.says('My heating is broken')
  await marta.says('Please call me back.')
  await marta.presses('#')
  const anna = phone(agent, line.simulator)
  await anna.answers()
  await passes(line, 3)
  await anna.says('How can I help you?')
  await passes(line, 4)
  await anna.hangsUp()
  await marta.hears('Please wait.')
  await queue(line, marta.callSid)
  await conference(line, marta.callSid)
  await marta.hearsTheLineEnd()
}

async function queue(line: SimulatedLine, callSid: string): Promise<void> {
  const { client } = line
  const own = await client.queues.create({ friendlyName: 'sales', maxSize: 3 })
  await refused(client.queues.create({ friendlyName: 'sales' }))
  await client.queues(own.sid).update({ maxSize: 9 })
  await client.queues(own.sid).fetch()
  const support = (await client.queues.list()).find(({ friendlyName }) => friendlyName === 'support')!
  const waiting = phone(other, line.simulator)
  await client.calls.create({ to: other, from: number, twiml: '<Response><Enqueue>support</Enqueue></Response>' })
  await waiting.answers()
  await passes(line, 5)
  await client.queues(support.sid).members.list()
  await client.queues(support.sid).members('Front').fetch()
  await client.queues(support.sid).members(callSid).fetch()
  await client
    .queues(support.sid)
    .members(waiting.callSid)
    .update({ url: `${line.base}/hello` })
  await waiting.hears('Hello.')
  await refused(client.queues(support.sid).members(waiting.callSid).fetch())
  await waiting.hangsUp()
  await client.queues(own.sid).remove()
  const anna = phone(agent, line.simulator)
  await anna.dials(desk)
  await passes(line, 10)
  await anna.hangsUp()
  await passes(line)
}

async function conference(line: SimulatedLine, callSid: string): Promise<void> {
  const { client, base } = line
  await passes(line)
  const [room] = await client.conferences.list({ friendlyName: 'room' })
  const { participants } = client.conferences(room!.sid)
  const invited = await participants.create({ from: number, to: colleague, label: 'colleague', earlyMedia: true, beep: 'false', endConferenceOnExit: false })
  await phone(colleague, line.simulator).answers()
  await passes(line, 1)
  await participants(callSid).update({ muted: true })
  await participants(callSid).update({ hold: true, holdUrl: `${base}/hello` })
  await participants(callSid).update({ hold: false, muted: false })
  await participants(invited.callSid).update({ coaching: true, callSidToCoach: callSid })
  await participants(invited.callSid).fetch()
  await participants.list({ muted: false })
  await client.conferences(room!.sid).update({ announceUrl: `${base}/hello` })
  await passes(line, 2)
  await participants('colleague').remove()
  await passes(line, 1)
  await client.conferences(room!.sid).fetch()
  await client.conferences(room!.sid).update({ status: 'completed' })
  await passes(line, 1)
  await client.conferences(room!.sid).recordings.list()
  await refused(participants('nobody').fetch())
}

async function callsOfOurs(line: SimulatedLine): Promise<void> {
  const { client, base, simulator } = line
  const callback = { statusCallback: `${base}/status`, statusCallbackEvent: allEvents.split(' ') }
  await control(simulator, 'PUT', `/phones/${mailbox}`, {
    behaviour: { kind: 'voicemail', afterSeconds: 1, greeting: 'You have reached a mailbox. Please leave a message.' },
  })
  const order = { to: mailbox, from: number, url: `${base}/hello` }
  await client.calls.create({ ...order, machineDetection: 'Enable', timeLimit: 30 })
  await client.calls.create({ ...order, machineDetection: 'DetectMessageEnd', asyncAmd: 'true', asyncAmdStatusCallback: `${base}/machine`, record: true })
  await client.calls.create({ ...order, sendDigits: '1w2', timeout: 20, ...callback })
  await passes(line, 90)
  const silent = phone(other, simulator)
  const { sid } = await client.calls.create({
    to: other,
    from: number,
    url: `${base}/silence`,
    ...callback,
    callReason: 'Your case',
    fallbackUrl: `${base}/fallback`,
  })
  await silent.answers()
  await silent.hearsTheLineEnd()
  await client.calls(sid).fetch()
  const ringing = await client.calls.create({ to: other, from: number, url: `${base}/hello` })
  await client.calls(ringing.sid).update({ status: 'canceled' })
  await refused(client.calls(ringing.sid).update({ url: `${base}/hello` }))
  await refused(client.calls.create({ to: '12', from: number, url: `${base}/hello` }))
  await refused(client.calls.create({ to: other, from: agent, url: `${base}/hello` }))
  await client.calls(sid).remove()
  await client.calls.list({ to: other, pageSize: 2 })
}

async function recordings({ client }: SimulatedLine): Promise<void> {
  const all = await client.recordings.list()
  const ofCall = all.filter(({ callSid }) => callSid !== null)
  const [first, second] = ofCall
  await client.recordings(first!.sid).fetch()
  const { recordings: own } = client.calls(second!.callSid)
  await own.list()
  await own(second!.sid).fetch()
  await own(second!.sid).remove()
  await client.recordings(first!.sid).remove()
  await refused(client.recordings(first!.sid).fetch())
}

async function texts(line: SimulatedLine): Promise<void> {
  const { client, base, simulator } = line
  const text = { from: number, body: 'Your case is with us.', statusCallback: `${base}/sms-status` }
  const { sid } = await client.messages.create({ ...text, to: mobile })
  await client.messages.create({ ...text, to: customer })
  await control(simulator, 'POST', '/messages', { from: mobile, to: number, body: 'Thanks' })
  await passes(line, 5)
  await client.messages(sid).fetch()
  await client.messages.list({ to: mobile })
  await client.messages(sid).update({ body: '' })
  await client.messages(sid).remove()
  await refused(client.messages.create({ ...text, to: mobile, body: 'x'.repeat(1601) }))
}

async function lookups({ client }: SimulatedLine): Promise<void> {
  for (const fields of [undefined, 'line_type_intelligence']) {
    await client.lookups.v2.phoneNumbers(mobile).fetch(fields === undefined ? {} : { fields })
  }
  await client.lookups.v2.phoneNumbers('+4930').fetch()
}
