import twilio from 'twilio'
import { expect, test } from 'vitest'
import { outboundTwiml, outboundUrl } from '../../../../services/telephony/twilio/outbound/twiml.ts'

const BASE = 'https://line.example'
const ID = '5d1f8a52-0d1c-4a53-9d3c-2a3c1c9a0b11'
const RETRIES = '#rc=2&rp=ct,rt,5xx&rt=5000&tt=14000'
const next = (step: string) => `${BASE}/webhooks/twilio/outbound/ask?call=${ID}&lang=ru&step=${step}${RETRIES}`

test('he is asked for a key, once or twice; who presses none comes back too', () => {
  const built = new twilio.twiml.VoiceResponse()
  const gather = built.gather({ input: ['dtmf'], numDigits: 1, timeout: 6, finishOnKey: '', actionOnEmptyResult: true, action: next('told') })
  gather.say({ language: 'ru-RU' }, 'A & B')
  gather.pause({ length: 2 })
  gather.say({ language: 'ru-RU' }, 'A & B')
  built.hangup()
  expect(outboundTwiml({ kind: 'asks', step: 'told', text: 'A & B', times: 2, language: 'ru' }, BASE, ID)).toBe(built.toString())
})

test('he is connected with somebody who presses 1 first; our number is shown, and the next step follows', () => {
  const built = new twilio.twiml.VoiceResponse()
  built.say({ language: 'ru-RU' }, 'Moment.')
  const dial = built.dial({ callerId: '+493023125100', timeout: 20, timeLimit: 3_000, answerOnBridge: true, action: next('talked') })
  const status = `${BASE}/webhooks/twilio/outbound/status?call=${ID}&lang=ru#rc=5&rp=all`
  const url = `${BASE}/webhooks/twilio/screen/ask?lang=ru&text=Press+1.${RETRIES}`
  dial.number({ statusCallback: status, statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'], url }, '+493023125902')
  const reply = {
    kind: 'connects',
    step: 'talked',
    before: 'Moment.',
    from: '+493023125100',
    to: '+493023125902',
    ringSeconds: 20,
    screen: 'Press 1.',
    language: 'ru',
  } as const
  expect(outboundTwiml(reply, BASE, ID)).toBe(built.toString())
})

test('he leaves a message; silence comes back too', () => {
  const built = new twilio.twiml.VoiceResponse()
  built.say({ language: 'ru-RU' }, 'Speak.')
  built.record({ action: next('left'), maxLength: 60, timeout: 5, finishOnKey: '#', playBeep: true })
  built.redirect(next('left'))
  expect(outboundTwiml({ kind: 'records', step: 'left', text: 'Speak.', maxSeconds: 60, language: 'ru' }, BASE, ID)).toBe(built.toString())
})

test('he comes into a room, and is told now and then that it goes on; the next step follows', () => {
  const built = new twilio.twiml.VoiceResponse()
  built.say({ language: 'ru-RU' }, 'Moment.')
  const waitUrl = `${BASE}/webhooks/twilio/room/hold?lang=ru${RETRIES}`
  built.dial({ action: next('met') }).conference({ beep: 'false', startConferenceOnEnter: true, endConferenceOnExit: true, waitUrl }, 'callback-1')
  expect(outboundTwiml({ kind: 'joins', step: 'met', before: 'Moment.', room: 'callback-1', language: 'ru' }, BASE, ID)).toBe(built.toString())
})

test('an address carries what was done before it was put off', () => {
  const { searchParams } = new URL(outboundUrl(BASE, 'ask', { call: ID, lang: 'en', step: 'told', retry: 2, held: 'Digits=1' }))
  expect(Object.fromEntries(searchParams)).toEqual({ call: ID, lang: 'en', step: 'told', retry: '2', held: 'Digits=1' })
  expect(outboundUrl(BASE, 'ask', { call: ID, lang: 'en', step: '', held: '' })).not.toMatch(/step|held|retry/)
})
