import { expect, it } from 'vitest'
import { STATUS_RETRIES, VOICE_RETRIES } from '../../../../services/telephony/twilio/retries.ts'

/** https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides: name, smallest, largest */
const LIMITS: Readonly<Record<string, readonly [number, number]>> = { ct: [100, 10_000], rt: [100, 15_000], tt: [100, 15_000], rc: [0, 5] }

it.each([VOICE_RETRIES, STATUS_RETRIES])('%s is within what Twilio takes', (fragment) => {
  expect(fragment).toMatch(/^#/)
  for (const [name, value] of new URLSearchParams(fragment.slice(1))) {
    if (name === 'rp') expect(['4xx', '5xx', 'ct', 'rt', 'all']).toEqual(expect.arrayContaining(value.split(',')))
    else expect(Number(value)).toSatisfy((given: number) => given >= (LIMITS[name]?.[0] ?? Infinity) && given <= (LIMITS[name]?.[1] ?? -Infinity))
  }
})
