import { expect, it } from 'vitest'
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import { putOffWakeTwiml, wakeTwiml, wakeUrl } from '../../../../services/telephony/twilio/wakes/twiml.ts'

const BASE = 'https://line.example'
const ID = '5f0c1d1e-7a51-4a0e-9d0e-0c7b7d7f2a11'
const url = (path: string) => `${BASE}/webhooks/twilio/wake/${path}?attempt=${ID}&lang=ru#rc=2&rp=ct,rt,5xx&rt=5000&tt=14000`
const LOCALE = { language: 'ru-RU' } as const

it('asks twice and hangs up on who presses nothing', () => {
  const built = new VoiceResponse()
  const gather = built.gather({ input: ['dtmf'], numDigits: 1, timeout: 6, finishOnKey: '', action: url('answer') })
  gather.say(LOCALE, 'A & B')
  gather.pause({ length: 2 })
  gather.say(LOCALE, 'A & B')
  built.hangup()
  expect(wakeTwiml({ kind: 'asks', text: 'A & B', language: 'ru' }, BASE, ID)).toBe(built.toString())
})

it('offers to connect', () => {
  const built = new VoiceResponse()
  built.gather({ input: ['dtmf'], numDigits: 1, timeout: 6, finishOnKey: '', action: url('connect') }).say(LOCALE, 'You have it.')
  built.hangup()
  expect(wakeTwiml({ kind: 'offers', text: 'You have it.', language: 'ru' }, BASE, ID)).toBe(built.toString())
})

it('connects, shows our number, and hears how the caller’s leg stands', () => {
  const built = new VoiceResponse()
  const status = `${BASE}/webhooks/twilio/wake/status?attempt=${ID}&lang=ru#rc=5&rp=all`
  built
    .dial({ callerId: '+493023125100', timeLimit: 3000, answerOnBridge: true })
    .number({ statusCallback: status, statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'] }, '+493023125200')
  built.say(LOCALE, 'Call again.')
  built.hangup()
  expect(wakeTwiml({ kind: 'connects', from: '+493023125100', to: '+493023125200', after: 'Call again.', language: 'ru' }, BASE, ID)).toBe(built.toString())
})

it('puts off, and carries what was pressed', () => {
  const built = new VoiceResponse()
  built.say(LOCALE, 'One moment.')
  built.pause({ length: 2 })
  built.redirect(`${BASE}/webhooks/twilio/wake/answer?attempt=${ID}&lang=ru&retry=1&held=1#rc=2&rp=ct,rt,5xx&rt=5000&tt=14000`)
  const again = wakeUrl(BASE, 'answer', { attempt: ID, lang: 'ru', retry: 1, held: '1' })
  expect(putOffWakeTwiml({ text: 'One moment.', language: 'ru' }, again)).toBe(built.toString())
})
