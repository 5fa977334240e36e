import { describe, expect, it } from 'vitest'
import { followedClock, systemClock, virtualNow } from '../../services/clock.ts'

describe('virtualNow', () => {
  it.each([
    // realAt  virtualAt  speed  realNow  virtual now
    [1_000, 50_000, 1, 1_000, 50_000],
    [1_000, 50_000, 1, 3_000, 52_000],
    [1_000, 50_000, 0, 9_000, 50_000],
    [1_000, 50_000, 60, 2_000, 110_000],
    [1_000, 50_000, 0.5, 3_000, 51_000],
    [1_000, 50_000, 1, 0, 49_000],
  ])('set at %i to %i, speed %d: at %i it is %i', (realAt, virtualAt, speed, realNow, expected) =>
    expect(virtualNow({ realAt, virtualAt, speed, version: 1 }, realNow)).toBe(expected),
  )
})

it('followedClock follows the reading as it is replaced', () => {
  let reading = { realAt: 0, virtualAt: Date.parse('2026-03-29T00:59:00Z'), speed: 0, version: 1 }
  const clock = followedClock(() => reading)
  expect(clock.now().toISO()).toBe('2026-03-29T00:59:00.000Z')
  reading = { ...reading, virtualAt: Date.parse('2026-03-29T03:00:00+02:00'), version: 2 }
  expect(clock.now().toISO()).toBe('2026-03-29T01:00:00.000Z')
})

it("systemClock tells the machine's time in UTC", () => {
  const now = systemClock().now()
  expect(now.zoneName).toBe('UTC')
  expect(Math.abs(now.toMillis() - Date.now())).toBeLessThan(1_000)
})
