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
    [12100, '<html></html>', 'text/html'],
    [12200, '<Response><Dance/></Response>', 'text/xml'],
    [12200, '<Response><Gather><Dial/></Gather></Response>', 'text/xml'],
    [12300, '{}', 'application/json'],
    [12300, '<Response/>', undefined],
    [11750, `<Response><Say>${'x'.repeat(65_536)}</Say></Response>`, 'text/xml'],
    [13313, '<Response><Gather timeout="soon"/></Response>', 'text/xml'],
    [13315, '<Response><Gather numDigits="0"/></Response>', 'text/xml'],
    [13314, '<Response><Gather finishOnKey="##"/></Response>', 'text/xml'],
    [13320, '<Response><Gather input="smell"/></Response>', 'text/xml'],
    [13612, '<Response><Record maxLength="-1"/></Response>', 'text/xml'],
    [13710, '<Response><Redirect method="PUT">/x</Redirect></Response>', 'text/xml'],
  ])('refuses with %i', (code, body, contentType) => {
    expect(readTwiml(body, contentType)).toMatchObject({ kind: 'error', error: { code } })
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
