import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JournalEntry, RestEntry } from '../../services/phone-simulator/journal.ts'
import { readTwiml } from '../../services/phone-simulator/twiml/document.ts'
import { parseXml } from '../../services/phone-simulator/twiml/xml.ts'
import type { CallInstruction } from '../../services/telephony/provider.ts'
import { farewellTwiml, leaveMessageTwiml, putOffTwiml, screenedTwiml, screenTwiml, twiml } from '../../services/telephony/twilio/twiml.ts'
import { statusWebhook, voiceQuery, voiceWebhook } from '../../services/telephony/twilio/webhook.ts'
import { contractOf, readApiFile } from '../contract/openapi.ts'
import { playEverything } from '../contract/play.ts'
import { recordedWebhooks, type RecordedWebhook, type WebhookKind } from '../contract/recorded-webhooks.ts'
import { built, elementsIn, packageAttributes, played } from '../contract/twiml.ts'
import { kindOf, webhookComplaints } from '../contract/webhook-kinds.ts'
import { simulatedLine, type SimulatedLine } from '../support/simulated-line.ts'

const api = readApiFile('twilio_api_v2010.json')
const lookups = readApiFile('twilio_lookups_v2.json')

/** Everything that the simulator plays; the suite fails when one of them was not driven, or when another was. */
const operations = [
  ...['Create', 'Fetch', 'List', 'Update', 'Delete'].flatMap((verb) =>
    ['Call', 'Queue', 'Participant', 'Message', 'IncomingPhoneNumber'].map((noun) => verb + noun),
  ),
  ...['Fetch', 'List', 'Delete'].flatMap((verb) => ['Recording', 'CallRecording'].map((noun) => verb + noun)),
  ...['Fetch', 'List', 'Update'].flatMap((verb) => ['Member', 'Conference'].map((noun) => verb + noun)),
  'ListConferenceRecording',
  'FetchPhoneNumber',
].sort()

let line: SimulatedLine
let journal: JournalEntry[]

beforeAll(async () => {
  line = await simulatedLine({}, { callsPerSecond: 100 })
  await playEverything(line)
  journal = await line.journal()
})
afterAll(() => line.close())

const rest = (): RestEntry[] => journal.filter((entry) => entry.kind === 'rest')
const webhooks = () => journal.filter((entry) => entry.kind === 'webhook')
const count = (names: Iterable<string>): number => new Set(names).size

describe.skipIf(!api || !lookups)('REST, driven by the twilio package as it is', () => {
  const judged = () => {
    const { judge } = contractOf([api!, lookups!])
    return rest()
      .filter(({ response, url }) => response.status < 400 && url.includes('.json') !== url.startsWith('/v2/'))
      .map(({ method, url, parameters, response: { status, body } }) =>
        judge({ method, path: url.split('?')[0]!, parameters: Object.keys(parameters), status, body }),
      )
  }

  it('asks for nothing and answers nothing that Twilio does not describe', () => {
    expect([...new Set(judged().flatMap(({ complaints }) => complaints))]).toEqual([])
  })

  it('was driven through every operation that is played', () => {
    const driven = new Set(judged().map(({ operation }) => operation ?? '?'))
    expect([...driven].sort()).toEqual(operations)
    console.log(`Contract: ${driven.size} of ${operations.length} operations, ${judged().length} answers judged`)
  })

  it('finds what is wrong: a field more, a field less, another kind, an unknown parameter, an unknown status', () => {
    const { judge } = contractOf([api!])
    const good = rest().find(({ method, url, response }) => method === 'POST' && url.endsWith('/Queues.json') && response.status === 201)!
    const path = good.url
    const body = JSON.parse(good.response.body) as Record<string, unknown>
    const { sid: _sid, ...less } = body
    const asked = (changed: object, parameters = ['FriendlyName'], status = 201) =>
      judge({ method: 'POST', path, parameters, status, body: JSON.stringify(changed) })
    expect(asked(body).complaints).toEqual([])
    expect(asked({ ...body, extra: 1 }).complaints[0]).toContain('additional properties')
    expect(asked(less).complaints[0]).toContain("required property 'sid'")
    expect(asked({ ...body, max_size: '9' }).complaints[0]).toContain('must be integer')
    expect(asked({ ...body, date_created: '2026-01-05' }).complaints[0]).toContain('date-time-rfc-2822')
    expect(asked(body, ['Colour']).complaints).toEqual(['CreateQueue has no parameter Colour'])
    expect(asked(body, [], 200).complaints).toEqual(['CreateQueue never answers 200'])
    expect(judge({ method: 'GET', path: '/2010-04-01/Nothing.json', parameters: [], status: 200, body: '' }).operation).toBeUndefined()
  })
})

describe('errors', () => {
  it('have their code, message, page and status', () => {
    const bodies = rest().filter(({ response }) => response.status >= 400)
    expect(bodies.length).toBeGreaterThan(5)
    for (const { response } of bodies) {
      const { code, message, more_info: page, status } = JSON.parse(response.body) as Record<string, unknown>
      expect({ code, page, status }).toEqual({ code: expect.any(Number), page: `https://www.twilio.com/docs/errors/${code}`, status: response.status })
      expect(message).toMatch(/\w/)
    }
  })
})

describe('webhooks, against recorded bodies', () => {
  it('carry what Twilio sends and nothing else', () => {
    expect([...new Set(webhooks().flatMap(webhookComplaints))]).toEqual([])
  })

  it('of every kind were sent', () => {
    const kinds = webhooks().map(kindOf)
    expect([...new Set(kinds)].sort()).toEqual(Object.keys(recordedWebhooks).sort())
    console.log(`Contract: ${count(kinds)} of ${Object.keys(recordedWebhooks).length} kinds of webhooks, ${kinds.length} webhooks compared`)
  })

  it('that lack a name or have a strange one are found', () => {
    const { Called: _called, ...less } = recordedWebhooks.incomingCall.body
    expect(webhookComplaints({ purpose: 'voice', parameters: less })).toEqual(['incomingCall lacks Called'])
    expect(webhookComplaints({ purpose: 'voice', parameters: { ...recordedWebhooks.keys.body, Keys: '1' } })).toEqual(['keys has Keys'])
  })
})

describe("the product's adapter", () => {
  const query = (on?: string) => voiceQuery.parse({ turn: '3', ...(on && { on }) })
  const body = (kind: WebhookKind): RecordedWebhook['body'] => recordedWebhooks[kind].body

  it.each<[WebhookKind, string | undefined, object]>([
    ['incomingCall', undefined, { kind: 'incoming' }],
    ['keys', 'gather', { kind: 'keys', digits: '1234' }],
    ['speech', 'gather', { kind: 'speech', text: 'My name is Jane Doe.', confidence: 0.9261 }],
    ['noInput', 'gather', { kind: 'noInput' }],
    ['redirect', 'continue', { kind: 'cameBack' }],
    ['recorded', 'record', { kind: 'recorded', seconds: 7, recordingSid: expect.stringMatching(/^RE/) }],
    ['redirect', 'record', { kind: 'noInput' }],
    ['dialEnded', 'dial', { kind: 'dialEnded', result: 'answered', talkSeconds: 42 }],
    ['dialFailed', 'dial', { kind: 'dialEnded', result: 'noAnswer', talkSeconds: 0 }],
  ])('reads a recorded %s on %s', (kind, on, event) => {
    expect(voiceWebhook(query(on), body(kind))).toMatchObject({ from: '+493023125200', to: '+493023125100', turn: 3, event })
  })

  it.each<[WebhookKind, object]>([
    ['statusUnderWay', { status: 'ringing', direction: 'outbound-api', happenedAt: 'Sun, 25 Mar 2018 09:53:19 +0000' }],
    ['statusOver', { status: 'completed', durationSeconds: 49 }],
  ])('reads a recorded report %s', (kind, event) => {
    expect(statusWebhook(body(kind))).toMatchObject(event)
  })

  it.each(['incomingText', 'machine', 'conferenceStarted', 'recordingReady'] as const)('takes no %s for a report of a call', (kind) => {
    expect(statusWebhook(body(kind))).toBeUndefined()
  })

  /** One of each: a new instruction is missing here until it is added. */
  const instructions: { [V in CallInstruction['verb']]: Extract<CallInstruction, { verb: V }> } = {
    say: { verb: 'say', text: 'Hello.', language: 'en', pace: 'slow' },
    play: { verb: 'play', url: 'https://line.example/a.mp3' },
    pause: { verb: 'pause', seconds: 2 },
    gather: {
      verb: 'gather',
      accepts: ['keys', 'speech'],
      prompts: [
        { verb: 'say', text: 'Press.', language: 'de', pace: 'fast' },
        { verb: 'pause', seconds: 1 },
      ],
      language: 'en',
      timeoutSeconds: 5,
      maxDigits: 4,
      finishOnKey: '#',
      hints: ['heating'],
    },
    dial: { verb: 'dial', numbers: ['+493023125301', 'sip:a@example.com', 'client:a'], timeoutSeconds: 20, screen: { text: 'A call.', language: 'en' } },
    record: { verb: 'record', maxSeconds: 60, silenceSeconds: 5, finishOnKey: '#' },
    continue: { verb: 'continue' },
    hangUp: { verb: 'hangUp' },
    reject: { verb: 'reject', reason: 'busy' },
  }
  const links = { baseUrl: 'https://line.example', answerTurn: 4, language: 'en' }
  const screen = { text: 'A call.', language: 'en' }
  const documents = [
    ...Object.values(instructions).map((instruction) => twiml([instruction], links)),
    screenTwiml(screen, links),
    screenedTwiml(true),
    screenedTwiml(false),
    putOffTwiml('One moment.', links, { on: 'gather', count: 1, held: 'Digits=1', turn: 3 }),
    leaveMessageTwiml([screen], links),
    farewellTwiml([screen]),
  ]

  it('emits nothing that is not in the package, and nothing that the simulator does not understand', () => {
    const known = packageAttributes()
    const emitted = documents.flatMap((document) => {
      const xml = parseXml(document)
      expect(readTwiml(document, 'text/xml')).toMatchObject({ kind: 'document', warnings: [] })
      return xml.kind === 'parsed' ? elementsIn(xml.root).filter(({ name }) => name !== 'Response') : []
    })
    const attributes = emitted.flatMap(({ name, attributes: given }) => Object.keys(given).map((attribute) => `${name} ${attribute}`))
    expect(emitted.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([])
    expect(attributes.filter((pair) => !known.get(pair.split(' ')[0]!)?.has(pair.split(' ')[1]!))).toEqual([])
    const harmless = ['Gather hints', 'prosody rate']
    expect(
      [...new Set(attributes)].filter((pair) => !harmless.includes(pair) && !(pair.split(' ')[1]! in (played[pair.split(' ')[0]!]?.understood ?? {}))),
    ).toEqual([])
    console.log(
      `Contract: the adapter emits ${count(emitted.map(({ name }) => name))} elements and ${count(attributes)} attributes, all in the package and understood`,
    )
  })
})

describe('TwiML, built with the package', () => {
  const read = (element: string, attributes: Record<string, string>) => readTwiml(built(element, attributes), 'text/xml')
  const cases = (list: 'understood' | 'readOver' | 'refused') =>
    Object.entries(played).flatMap(([element, lists]) => Object.entries(lists[list] ?? {}).map(([attribute, value]) => [element, attribute, value] as const))

  it('has no attribute that the simulator has not been asked about', () => {
    const known = packageAttributes()
    const listed = (element: string) => ['understood', 'readOver', 'refused'].flatMap((list) => Object.keys(played[element]![list as 'understood'] ?? {}))
    const differences = Object.keys(played).filter((element) => listed(element).sort().join() !== [...(known.get(element) ?? [])].sort().join())
    expect(differences.map((element) => `${element}: ${listed(element).sort().join()} / ${[...(known.get(element) ?? [])].sort().join()}`)).toEqual([])
    const all = cases('understood').length + cases('readOver').length + cases('refused').length
    console.log(
      `Contract: ${Object.keys(played).length} elements, ${all} attributes: ${cases('understood').length} understood, ${cases('readOver').length} read over`,
    )
  })

  it.each(cases('understood'))('<%s %s="%s"> makes a difference', (element, attribute, value) => {
    const plain = read(element, {})
    expect(plain.kind).toBe('document')
    expect(read(element, { [attribute]: value })).toMatchObject({ kind: 'document' })
    expect(read(element, { [attribute]: value })).not.toEqual(plain)
  })

  it.each(cases('readOver'))('<%s %s="%s"> is accepted', (element, attribute, value) => {
    const plain = read(element, {})
    const given = read(element, { [attribute]: value })
    expect(given).toMatchObject({ kind: 'document', verbs: plain.kind === 'document' ? plain.verbs : [] })
  })

  it.each(cases('refused'))('<%s %s="%s"> is refused by name', (element, attribute, value) => {
    expect(read(element, { [attribute]: value })).toMatchObject({ kind: 'error', error: { code: 12200, message: expect.stringContaining(attribute) } })
  })
})
