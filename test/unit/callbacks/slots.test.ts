import { describe, expect, it } from 'vitest'
import { allowedUntil, nextAllowed, slotsBetween } from '../../../services/callbacks/windows/slots.ts'

const at = (iso: string): number => Date.parse(iso)
const shown = (windows: readonly { from: number; to: number }[]) => windows.map(({ from, to }) => `${new Date(from).toISOString()} ${(to - from) / 60_000}`)
const hours = { from: '08:00', to: '20:00', zone: 'Europe/Berlin' }

describe('windows of a day', () => {
  it('begin and end at the same time of his clock before and after both changes', () => {
    for (const [before, after] of [
      ['2026-03-28T06:00:00Z', '2026-03-29T05:00:00Z'],
      ['2026-10-24T05:00:00Z', '2026-10-25T06:00:00Z'],
    ] as const) {
      const slots = (from: string) => shown(slotsBetween({ hours, windowMinutes: 60, from: at(from), to: at(from) + 16 * 3_600_000 }))
      expect(slots(before)).toHaveLength(12)
      const [first] = slots(after)
      // 08:00 in Berlin on either day: an hour of UTC apart.
      expect(slots(before)[0]).toMatch(before === '2026-03-28T06:00:00Z' ? /28T07:00/ : /24T06:00/)
      expect(first).toMatch(before === '2026-03-28T06:00:00Z' ? /29T06:00/ : /25T07:00/)
    }
  })

  it('do not exist in an hour that the clock skips, and do not overlap around one that comes twice', () => {
    const all = { from: '00:00', to: '24:00', zone: 'Europe/Berlin' }
    const night = (date: string) => slotsBetween({ hours: all, windowMinutes: 60, from: at(`${date}T00:00:00Z`) - 7_200_000, to: at(`${date}T04:00:00Z`) })
    const spring = night('2026-03-29')
    expect(shown(spring)).toContain('2026-03-29T00:00:00.000Z 60')
    expect(spring.every(({ from, to }) => to - from === 3_600_000)).toBe(true)
    const autumn = night('2026-10-25')
    expect(shown(autumn)).toContain('2026-10-24T23:00:00.000Z 60')
    expect(shown(autumn)).toContain('2026-10-25T00:00:00.000Z 120')
    for (const slots of [spring, autumn]) slots.slice(1).forEach(({ from }, n) => expect(from).toBe(slots[n]?.to))
  })

  it('are his, wherever he lives', () => {
    const india = { from: '08:00', to: '20:00', zone: 'Asia/Kolkata' }
    expect(shown(slotsBetween({ hours: india, windowMinutes: 60, from: at('2026-11-22T00:00:00Z'), to: at('2026-11-22T04:00:00Z') }))).toEqual([
      '2026-11-22T02:30:00.000Z 60',
      '2026-11-22T03:30:00.000Z 60',
    ])
  })
})

it('knows until when he may be called, and from when again', () => {
  expect(allowedUntil(hours, at('2026-11-22T18:59:00Z'))).toBe(at('2026-11-22T19:00:00Z'))
  expect(allowedUntil(hours, at('2026-11-22T19:00:00Z'))).toBe(at('2026-11-22T19:00:00Z'))
  expect(nextAllowed(hours, at('2026-11-22T19:00:00Z'))).toBe(at('2026-11-23T07:00:00Z'))
  expect(nextAllowed(hours, at('2026-11-22T10:00:00Z'))).toBe(at('2026-11-22T10:00:00Z'))
})
