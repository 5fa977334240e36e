import { describe, expect, it } from 'vitest'
import type { Board, Duty, Gap, MyShifts } from '../../../dashboard/src/api/shift-types.ts'
import { daysBetween, instantOf, isSameClock, lastDayOf, mondayOf, plusDays, wallOf, zoneName } from '../../../dashboard/src/format/zoned.ts'
import { gapLines, gapNow, nextWords, notRungKey } from '../../../dashboard/src/now/board-words.ts'
import { clockOf, dutyAt, standingOf } from '../../../dashboard/src/presence/standing.ts'

const BERLIN = 'Europe/Berlin'
const greta = { id: 'greta', name: 'Greta Lind' }
const duty = (from: string, to: string, more: Partial<Duty> = {}): Duty => ({
  shiftId: from,
  person: greta,
  planned: greta,
  source: 'shift',
  reason: '',
  kind: 'desk',
  levelId: 'front',
  siteId: 'berlin',
  zone: BERLIN,
  skill: null,
  from,
  to,
  ...more,
})
const gap = (from: string, to: string, more: Partial<Gap> = {}): Gap => ({
  siteId: 'berlin',
  levelId: 'front',
  kind: 'desk',
  skill: null,
  from,
  to,
  need: 2,
  have: 0,
  ...more,
})

describe('the clock on the wall', () => {
  it.each([
    ['2026-11-22', '07:00', BERLIN, '2026-11-22T06:00:00.000Z'],
    ['2026-07-01', '00:00', BERLIN, '2026-06-30T22:00:00.000Z'],
    // 02:30 comes twice in this night: the first one.
    ['2026-10-25', '02:30', BERLIN, '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', '06:00', BERLIN, '2026-10-25T05:00:00.000Z'],
    // The clock jumps over 02:30.
    ['2026-03-29', '02:30', BERLIN, '2026-03-29T01:30:00.000Z'],
    ['2026-03-29', '06:00', BERLIN, '2026-03-29T04:00:00.000Z'],
    ['2026-11-22', '07:00', 'Asia/Kolkata', '2026-11-22T01:30:00.000Z'],
    ['2026-11-22', '07:00', 'UTC', '2026-11-22T07:00:00.000Z'],
  ])('shows %s %s in %s at %s', (date, time, zone, instant) => expect(instantOf(date, time, zone)).toBe(instant))

  it('is read back on every hour of two years', () => {
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2028, 0, 1); at += 3_600_000) {
      const { date, time } = wallOf(at, BERLIN)
      const back = Date.parse(instantOf(date, time, BERLIN))
      expect(wallOf(back, BERLIN)).toEqual({ date, time })
      expect(at - back === 0 || at - back === 3_600_000).toBe(true)
    }
  })

  it('counts calendar days over a change of clocks', () => {
    expect(plusDays('2026-10-24', 2)).toBe('2026-10-26')
    expect(plusDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
    expect(mondayOf('2026-11-22')).toBe('2026-11-16')
    expect(mondayOf('2026-11-23')).toBe('2026-11-23')
  })

  it('knows the last day of what ends at midnight, and of what does not', () => {
    expect(lastDayOf('2026-11-30T23:00:00Z', BERLIN)).toBe('2026-11-30')
    expect(lastDayOf('2026-11-30T22:59:00Z', BERLIN)).toBe('2026-11-30')
    expect(lastDayOf('2026-11-30T23:00:00Z', 'UTC')).toBe('2026-11-30')
  })

  it('tells zones apart only where their clocks differ', () => {
    expect(isSameClock('2026-11-22T06:00:00Z', BERLIN, 'Europe/Paris')).toBe(true)
    expect(isSameClock('2026-11-22T06:00:00Z', BERLIN, 'UTC')).toBe(false)
    expect(zoneName('America/New_York')).toBe('New York')
  })
})

describe('the standing of a person', () => {
  const night = duty('2026-11-21T21:00:00Z', '2026-11-22T05:00:00Z')
  const at = (text: string) => Date.parse(text)
  const said = (state: 'ready' | 'break' | 'wrapUp', since: string, until: string | null = null): MyShifts['presence'] => ({
    personId: 'greta',
    state,
    since,
    until,
    via: 'page',
  })

  it('is off without a shift, on with one', () => {
    expect(standingOf({ presence: null, mustSignIn: false }, [night], at('2026-11-21T20:59:59Z')).kind).toBe('off')
    expect(standingOf({ presence: null, mustSignIn: false }, [night], at('2026-11-21T21:00:00Z')).kind).toBe('onShift')
    expect(standingOf({ presence: null, mustSignIn: false }, [night], at('2026-11-22T05:00:00Z')).kind).toBe('off')
  })
  it('is not signed in while the company wants it and nothing was said for this shift', () => {
    const now = at('2026-11-21T22:00:00Z')
    expect(standingOf({ presence: null, mustSignIn: true }, [night], now).kind).toBe('notSignedIn')
    expect(standingOf({ presence: said('ready', '2026-11-21T19:59:00Z'), mustSignIn: true }, [night], now).kind).toBe('notSignedIn')
    expect(standingOf({ presence: said('ready', '2026-11-21T20:00:00Z'), mustSignIn: true }, [night], now)).toMatchObject({ kind: 'said', state: 'ready' })
  })
  it('signs in once for work that goes on without a pause', () => {
    const second = duty('2026-11-22T05:00:00Z', '2026-11-22T07:00:00Z')
    const presence = said('ready', '2026-11-21T20:30:00Z')
    expect(standingOf({ presence, mustSignIn: true }, [second, night], at('2026-11-22T06:00:00Z')).kind).toBe('said')
  })
  it('needs no sign-in on call, and forgets what was said before it', () => {
    const onCall = duty('2026-11-21T21:00:00Z', '2026-11-22T05:00:00Z', { kind: 'onCall' })
    const now = at('2026-11-21T22:00:00Z')
    expect(standingOf({ presence: null, mustSignIn: true }, [onCall], now).kind).toBe('onShift')
    expect(standingOf({ presence: said('break', '2026-11-21T20:30:00Z'), mustSignIn: true }, [onCall], now).kind).toBe('onShift')
    expect(standingOf({ presence: said('break', '2026-11-21T21:30:00Z'), mustSignIn: true }, [onCall], now)).toMatchObject({ state: 'break' })
  })
  it('is ready when the wrap-up has ended by itself', () => {
    const presence = said('wrapUp', '2026-11-21T22:00:00Z', '2026-11-21T22:00:30Z')
    expect(standingOf({ presence, mustSignIn: false }, [night], at('2026-11-21T22:00:29Z'))).toMatchObject({ state: 'wrapUp' })
    expect(standingOf({ presence, mustSignIn: false }, [night], at('2026-11-21T22:00:30Z'))).toMatchObject({ state: 'ready', since: '2026-11-21T22:00:30Z' })
  })
  it('is at the desk before it is on call', () => {
    const onCall = duty('2026-11-21T20:00:00Z', '2026-11-22T05:00:00Z', { kind: 'onCall' })
    expect(dutyAt([onCall, night], at('2026-11-21T22:00:00Z'))).toBe(night)
  })
  it.each([
    [0, '00:00'],
    [14 * 60_000 + 59_000, '00:14'],
    [3_720_000, '01:02'],
    [-5, '00:00'],
  ])('%s ms are %s', (milliseconds, words) => expect(clockOf(milliseconds)).toBe(words))
})

describe('the board in words', () => {
  const board = (gaps: Gap[]): Board => ({
    at: '2026-11-22T03:00:00Z',
    levels: [{ id: 'front', rank: 1, name: 'Front line', keeper: { ...greta, why: 'desk' }, now: [], next: [] }],
    gaps,
  })
  it('names those who begin together, whatever the order', () => {
    const boris = { id: 'boris', name: 'Boris Ivanov' }
    const next = [
      duty('2026-11-22T14:00:00Z', '2026-11-22T21:00:00Z'),
      duty('2026-11-22T06:00:00Z', '2026-11-22T14:00:00Z', { person: boris }),
      duty('2026-11-22T06:00:00.000Z', '2026-11-22T07:00:00Z'),
    ]
    expect(nextWords(next)).toEqual({ names: ['Boris Ivanov', 'Greta Lind'], from: '2026-11-22T06:00:00Z', zone: BERLIN })
    expect(nextWords([])).toBeNull()
  })
  it('puts the nearest gap first, leaves out those that are over, and marks the one of now', () => {
    const lines = gapLines(
      board([
        gap('2026-11-25T06:00:00Z', '2026-11-25T07:00:00Z', { have: 1, levelId: 'gone' }),
        gap('2026-11-22T01:00:00Z', '2026-11-22T03:00:00Z'),
        gap('2026-11-22T02:00:00Z', '2026-11-22T04:00:00Z'),
      ]),
    )
    expect(lines.map(({ level, missing, isNow }) => [level, missing, isNow])).toEqual([
      ['Front line', 2, true],
      ['?', 1, false],
    ])
    expect(gapNow([gap('2026-11-22T02:00:00Z', '2026-11-22T04:00:00Z')], 'front', Date.parse('2026-11-22T04:00:00Z'))).toBe(false)
  })
  it('has words for a reason that it does not know yet', () => {
    expect(notRungKey('skillExpired')).toBe('now.notRung.skillExpired')
    expect(notRungKey('struckByLightning')).toBe('now.notRung.other')
  })
})
