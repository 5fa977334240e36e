import { expect, it } from 'vitest'
import { asksForSecret } from '../../../services/ivr/flow.ts'
import { flowOf, play, press } from './support.ts'

const flow = flowOf(`
flow: pin
title: T
zone: Europe/Berlin
languages: [en, ru]
start: pin
onNoInput: { goTo: bye }
onNoMatch: { goTo: bye }
steps:
  pin: { do: gather, name: pin, identifies: pin, minDigits: 4, maxDigits: 6, prompt: { en: Your PIN?, ru: Ваш PIN? }, next: bye }
  bye: { do: voicemail, title: T, prompt: { en: Speak., ru: Говорите. }, next: end }
  end: { do: hangUp }
`)

it('a PIN goes to who compares it, and stands nowhere else', () => {
  const { session, effects, all } = play(flow, [press('48151')])
  const log = all.flatMap((step) => step.log)
  expect(effects).toEqual([{ kind: 'identify', reference: { kind: 'pin', value: '48151' } }])
  expect(JSON.stringify([session, log])).not.toContain('48151')
  expect(session.captured['pin']?.value).toBe('****')
  const refused = play(flow, [press('777')])
  expect(JSON.stringify(refused.all)).not.toContain('777')
})

it('says at which step what the caller enters must not be written down', () => {
  expect(asksForSecret(flow, { step: 'pin', awaiting: 'input' })).toBe(true)
  expect(asksForSecret(flow, { step: 'bye', awaiting: 'input' })).toBe(false)
  expect(asksForSecret(flow, null)).toBe(false)
})
