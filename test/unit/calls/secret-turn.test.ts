import { expect, it } from 'vitest'
import { callService } from '../../../services/calls/service.ts'
import type { CallStore, Turn } from '../../../services/calls/store.ts'
import { begin } from '../../../services/ivr/engine.ts'
import { aFlow } from '../ivr/support.ts'

const PIN = '4711'
const flow = aFlow(`  main: { do: presence, next: end, onFailed: end }
  end: { do: hangUp }`)

it('a PIN is stored neither as it was keyed nor as a turn that was put off carries it', async () => {
  const saved: Turn[] = []
  const started = begin(flow, { flowVersion: '1', call: { from: null, to: null }, customer: null, staff: ['ada'] })
  const session = { ...started, turn: 1, position: { step: 'main', awaiting: 'input' as const, noInput: 0, noMatch: 0, silences: 0 } }
  const store = {
    findSession: async () => session,
    saveTurn: async (turn: Turn) => (saved.push(turn), { hasEnded: false }),
  } as unknown as CallStore
  const service = callService({
    store,
    flows: { current: () => ({ flow, version: '1' }), ofVersion: async () => flow },
    defaultLanguage: () => 'en',
    find: async () => ({ kind: 'pin', verdict: 'wrong', personId: null }),
    wake: () => undefined,
    announce: () => undefined,
    log: { error: () => undefined, warn: () => undefined },
  })
  const failed = `https://line.example/webhooks/twilio/voice?turn=1&held=Digits%3D${PIN}&on=gather`
  await service.answer(
    {
      callSid: 'CA1',
      turn: 1,
      from: '+493023125901',
      to: '+493023125100',
      direction: 'inbound',
      isEmergency: false,
      event: { kind: 'keys', digits: PIN },
      raw: {
        callSid: 'CA1',
        kind: 'voice',
        token: null,
        fingerprint: 'f',
        url: `/webhooks/twilio/voice?turn=1&lang=en&retry=1&on=gather&held=Digits%3D${PIN}`,
        params: { Digits: PIN, ErrorUrl: failed },
        receivedAt: '2026-03-02T09:00:00Z',
      },
    },
    () => '<Response/>',
  )
  expect(saved).toHaveLength(1)
  expect(JSON.stringify(saved)).not.toContain(PIN)
  expect(saved[0]?.event.url).toBe('/webhooks/twilio/voice?turn=1&lang=en&retry=1&on=gather&held=****')
})
