import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import { readTwiml } from '../../../services/phone-simulator/twiml/document.ts'

const response = (inner: string): string => `<?xml version="1.0" encoding="UTF-8"?><Response>${inner}</Response>`
const read = (inner: string) => readTwiml(response(inner), 'text/xml; charset=utf-8')

describe('TwiML', () => {
  it('gives every verb its defaults', () => {
    expect(read('<Say>Hi</Say><Pause/><Gather/><Record/><Redirect>/x</Redirect><Hangup/><Reject/>')).toMatchObject({
      verbs: [
        { verb: 'say', text: 'Hi', language: 'en-US', loop: 1 },
        { verb: 'pause', seconds: 1 },
        {
          verb: 'gather',
          accepts: ['keys'],
          timeoutSeconds: 5,
          finishOnKey: '#',
          numDigits: undefined,
          action: '',
          method: 'POST',
          actionOnEmptyResult: false,
          bargeIn: true,
        },
        { verb: 'record', timeoutSeconds: 5, maxLengthSeconds: 3600, finishOnKey: '1234567890*#', playBeep: true },
        { verb: 'redirect', url: '/x', method: 'POST' },
        { verb: 'hangup' },
        { verb: 'reject', reason: 'rejected' },
      ],
    })
  })

  it('reads what the twilio package writes', () => {
    const voice = new twilio.twiml.VoiceResponse()
    const gather = voice.gather({
      input: ['dtmf', 'speech'],
      numDigits: 6,
      finishOnKey: '',
      timeout: 7,
      action: '/a?t=1&x=2',
      language: 'ru-RU',
      hints: 'да, нет',
    })
    gather.say({ language: 'ru-RU' }, 'Введите «номер» & ждите')
    const dial = voice.dial({ answerOnBridge: true, timeout: 20, callerId: '+493023125100', action: '/d' })
    dial.number({ url: '/w', statusCallback: '/s', statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'] }, '+493023125300')
    dial.number('+49 30 23125-301')
    expect(readTwiml(voice.toString(), 'text/xml')).toMatchObject({
      kind: 'document',
      verbs: [
        {
          accepts: ['keys', 'speech'],
          numDigits: 6,
          finishOnKey: '',
          timeoutSeconds: 7,
          action: '/a?t=1&x=2',
          prompts: [{ text: 'Введите «номер» & ждите', language: 'ru-RU' }],
        },
        {
          answerOnBridge: true,
          timeoutSeconds: 20,
          callerId: '+493023125100',
          action: '/d',
          to: {
            kind: 'phones',
            phones: [
              { address: '+493023125300', url: '/w', status: { url: '/s', events: ['initiated', 'ringing', 'answered', 'completed'] } },
              { address: '+493023125301', url: undefined, status: undefined },
            ],
          },
        },
      ],
    })
  })

  it('takes a number as plain text of Dial', () => {
    expect(read('<Dial>+493023125300</Dial>')).toMatchObject({ verbs: [{ to: { phones: [{ address: '+493023125300' }] } }] })
  })

  it.each([
    [12100, '<Response><Say>fish & chips</Say></Response>', 'text/xml'],
    [12100, '\n<?xml version="1.0"?><Response/>', 'text/xml'],
    [12100, '', 'text/xml'],
    [12102, '<html></html>', 'text/html'],
    [12200, '<Response><Dance/></Response>', 'text/xml'],
    [12200, '<Response><Pay/></Response>', 'text/xml'],
    [12200, '<Response><Connect><Stream url="wss://example.com"/></Connect></Response>', 'text/xml'],
    [12200, '<Response><Start><Stream url="wss://example.com"/></Start></Response>', 'text/xml'],
    [12200, '<Response><Enqueue workflowSid="WW1"/></Response>', 'text/xml'],
    [12200, '<Response><Say><b>bold</b></Say></Response>', 'text/xml'],
    [12200, '<Response><Reject reason="tired"/></Response>', 'text/xml'],
    [13320, '<Response><Gather><Dial/></Gather></Response>', 'text/xml'],
    [13215, '<Response><Dial><Conference>x</Conference><Number>+493023125300</Number></Dial></Response>', 'text/xml'],
    [13215, '<Response><Dial><Dance/></Dial></Response>', 'text/xml'],
    [13217, '<Response><Dial record="always">+493023125300</Dial></Response>', 'text/xml'],
    [13222, '<Response><Dial><Number sendDigits="hello">+493023125300</Number></Dial></Response>', 'text/xml'],
    [13222, `<Response><Dial><Number sendDigits="${'1'.repeat(33)}">+493023125300</Number></Dial></Response>`, 'text/xml'],
    [13235, '<Response><Dial><Conference beep="loud">x</Conference></Dial></Response>', 'text/xml'],
    [13237, '<Response><Dial><Conference/></Dial></Response>', 'text/xml'],
    [13243, '<Response><Dial><Sip>anna@example.com</Sip></Dial></Response>', 'text/xml'],
    [13249, '<Response><Dial><Sip password="x">sip:anna@example.com</Sip></Dial></Response>', 'text/xml'],
    [13250, `<Response><Dial>${'<Number>+493023125300</Number>'.repeat(11)}</Dial></Response>`, 'text/xml'],
    [12300, '{}', 'application/json'],
    [12300, '<Response/>', undefined],
    [11750, `<Response><Say>${'x'.repeat(65_536)}</Say></Response>`, 'text/xml'],
    [13313, '<Response><Gather timeout="soon"/></Response>', 'text/xml'],
    [13314, '<Response><Gather numDigits="0"/></Response>', 'text/xml'],
    [13311, '<Response><Gather finishOnKey="##"/></Response>', 'text/xml'],
    [13326, '<Response><Gather input="smell"/></Response>', 'text/xml'],
    [13330, `<Response><Gather hints="${'x'.repeat(101)}"/></Response>`, 'text/xml'],
    [13330, `<Response><Gather hints="${'x,'.repeat(500)}x"/></Response>`, 'text/xml'],
    [13612, '<Response><Record maxLength="-1"/></Response>', 'text/xml'],
    [13710, '<Response><Redirect method="PUT">/x</Redirect></Response>', 'text/xml'],
    [14103, '<Response><Sms/></Response>', 'text/xml'],
    [14103, `<Response><Sms>${'x'.repeat(1601)}</Sms></Response>`, 'text/xml'],
    [14204, '<Response><Enqueue/></Response>', 'text/xml'],
    [14205, `<Response><Enqueue>${'x'.repeat(65)}</Enqueue></Response>`, 'text/xml'],
    [14206, '<Response><Enqueue waitUrlMethod="PUT">x</Enqueue></Response>', 'text/xml'],
    [14213, `<Response><Dial><Queue>${'x'.repeat(65)}</Queue></Dial></Response>`, 'text/xml'],
  ])('refuses with %i', (code, body, contentType) => {
    expect(readTwiml(body, contentType)).toMatchObject({ kind: 'error', error: { code } })
  })

  it('reads queues, conferences, clients and SIP phones as the twilio package writes them', () => {
    const voice = new twilio.twiml.VoiceResponse()
    voice.enqueue({ action: '/left', waitUrl: '/wait', waitUrlMethod: 'GET', maxQueueSize: 20 }, 'support')
    voice.dial().queue({ url: '/greeting', method: 'GET' }, 'support')
    const conference = { muted: true, beep: 'onEnter', endConferenceOnExit: true, waitUrl: '', maxParticipants: 5, participantLabel: 'agent' } as const
    const events = { statusCallback: '/events', record: 'record-from-start' } as const
    voice.dial().conference({ ...conference, ...events, statusCallbackEvent: ['start', 'end', 'join'], coach: 'CA1' }, 'help')
    const dial = voice.dial({ record: 'record-from-ringing-dual', sequential: true, recordingTrack: 'inbound', recordingStatusCallback: '/stored' })
    const client = dial.client({ url: '/whisper' })
    client.identity('anna')
    client.parameter({ name: 'case', value: '4711' })
    dial.sip({ machineDetection: 'DetectMessageEnd', machineDetectionTimeout: 20, username: 'u', password: 'p' }, 'sip:anna@example.com?x-case=1&other=2')
    expect(readTwiml(voice.toString(), 'text/xml')).toMatchObject({
      verbs: [
        { verb: 'enqueue', name: 'support', action: '/left', waitUrl: '/wait', waitUrlMethod: 'GET', maxQueueSize: 20 },
        { to: { kind: 'queue', name: 'support', url: '/greeting', method: 'GET' } },
        {
          to: {
            kind: 'conference',
            name: 'help',
            isMuted: true,
            beepsOn: 'onEnter',
            startsOnEnter: true,
            endsOnExit: true,
            waitUrl: '',
            maxParticipants: 5,
            label: 'agent',
            coaches: 'CA1',
            isRecorded: true,
            status: { url: '/events', events: ['start', 'end', 'join'] },
          },
        },
        {
          isSequential: true,
          recording: { begins: 'ringing', channels: 2, track: 'inbound', callback: { url: '/stored', events: ['completed'] } },
          to: {
            phones: [
              { address: 'client:anna', url: '/whisper', parameters: { case: '4711' } },
              { address: 'sip:anna@example.com', parameters: { 'x-case': '1' }, machineDetection: { mode: 'DetectMessageEnd', timeoutSeconds: 20 } },
            ],
          },
        },
      ],
    })
  })

  it('hears the words of SSML, not how they are said', () => {
    const text = '<Say>Your number: <say-as interpret-as="digits">12</say-as><break time="1s"/> <prosody rate="slow">thank you</prosody>.</Say>'
    expect(read(text)).toMatchObject({ verbs: [{ text: 'Your number: 12 thank you.' }] })
  })

  it('warns that it writes no transcripts', () => {
    expect(read('<Record transcribe="true"/>')).toMatchObject({ warnings: [{ code: 13619 }], verbs: [{ verb: 'record' }] })
  })

  it.each([['application/xml'], ['text/html'], ['TEXT/XML; charset=utf-8']])('accepts %s', (contentType) => {
    expect(readTwiml('<Response/>', contentType)).toMatchObject({ kind: 'document', verbs: [] })
  })

  it('speaks plain text, and warns of an empty Say', () => {
    expect(readTwiml('Hello', 'text/plain')).toMatchObject({ verbs: [{ verb: 'say', text: 'Hello' }] })
    expect(read('<Say> </Say>')).toMatchObject({ warnings: [{ code: 13520 }] })
    expect(read(`<Say>${'x'.repeat(4097)}</Say>`)).toMatchObject({ warnings: [{ code: 13521 }] })
  })
})
