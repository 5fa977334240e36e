import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import type { Interval } from '../../../../services/roster-rules/model.ts'
import { clockedTime, type Said } from '../../../../services/shifts/pay/clocked.ts'
import { awayDates, nextMonth, spanOfMonth, weekBefore } from '../../../../services/shifts/pay/month.ts'
import { minutesOf, workOf, type AcceptedTime, type BrokenDuty } from '../../../../services/shifts/pay/worked.ts'
import { seeded } from '../../../support/seeded.ts'

const ZONE = 'Europe/Berlin'
const at = (wall: string): number => DateTime.fromISO(`2026-${wall}`, { zone: ZONE }).toMillis()
const between = (from: string, to: string): Interval => ({ from: at(from), to: at(to) })
const MONTH = spanOfMonth('2026-06', ZONE)

function duty(shiftId: string, from: string, to: string, more: Partial<BrokenDuty> = {}): BrokenDuty {
  const who = { personId: 'p', plannedId: 'p', overrideId: null, source: 'shift', reason: '' } as const
  return { shiftId, ...who, ...between(from, to), siteId: 's', zone: ZONE, kind: 'desk', levelId: 'l', skill: null, buddyId: null, breaks: [], ...more }
}
function time(effect: AcceptedTime['effect'], shiftId: string | null, from: string, to: string, more: Partial<AcceptedTime> = {}): AcceptedTime {
  return { effect, shiftId, ...between(from, to), zone: ZONE, breaks: [], source: 'correction', callSid: null, reason: 'so it was', ...more }
}
const work = (given: Partial<Parameters<typeof workOf>[0]>) => workOf({ month: MONTH, duties: [], leaves: [], times: [], talks: [], ...given })
const wall = (instant: number): string => DateTime.fromMillis(instant, { zone: ZONE }).toFormat("MM-dd'T'HH:mm")
const shown = (given: Parameters<typeof work>[0]): string[] =>
  work(given).pieces.map((piece) => `${piece.kind} ${wall(piece.from)} ${wall(piece.to)} ${minutesOf(piece)} ${piece.source}`)

describe('what was worked', () => {
  const desk = duty('a', '06-10T08:00', '06-10T16:00', { breaks: [{ ...between('06-10T12:00', '06-10T12:30'), isPaid: false }] })

  it.each<[string, Parameters<typeof work>[0], string[]]>([
    ['another time instead', { times: [time('instead', 'a', '06-10T09:00', '06-10T17:00')] }, ['desk 06-10T09:00 06-10T17:00 480 correction:so it was']],
    ['nothing', { times: [time('none', 'a', '06-10T08:00', '06-10T16:00')] }, []],
    [
      'the break too',
      { times: [time('beside', 'a', '06-10T11:00', '06-10T13:00')] },
      ['desk 06-10T08:00 06-10T16:00 450 roster', 'desk 06-10T12:00 06-10T12:30 30 correction:so it was'],
    ],
    [
      'nothing twice',
      { times: [time('beside', 'a', '06-10T15:00', '06-10T16:10'), time('beside', null, '06-10T16:05', '06-10T16:20')] },
      [
        'desk 06-10T08:00 06-10T16:00 450 roster',
        'desk 06-10T16:00 06-10T16:10 10 correction:so it was',
        'desk 06-10T16:10 06-10T16:20 10 correction:so it was',
      ],
    ],
    [
      'a shift that is another one’s now',
      { times: [time('instead', 'b', '06-11T08:00', '06-11T09:00')] },
      ['desk 06-10T08:00 06-10T16:00 450 roster', 'desk 06-11T08:00 06-11T09:00 60 correction:so it was'],
    ],
    [
      'no leave in the middle',
      { leaves: [between('06-10T10:00', '06-10T12:10')] },
      ['desk 06-10T08:00 06-10T10:00 120 roster', 'desk 06-10T12:10 06-10T16:00 210 roster'],
    ],
  ])('is %s', (_, given, expected) => expect(shown({ duties: [desk], ...given })).toEqual(expected))

  it('counts with the shift what hangs on it, over both ends of the month', () => {
    const [may, june] = [duty('m', '05-31T22:00', '06-01T06:00'), duty('j', '06-30T22:00', '07-01T06:00')]
    const times = [
      time('beside', 'm', '06-01T06:00', '06-01T06:30'),
      time('beside', 'j', '07-01T06:00', '07-01T06:30'),
      time('beside', null, '07-01T09:00', '07-01T10:00'),
    ]
    expect(shown({ duties: [may, june], times })).toEqual(['desk 06-30T22:00 07-01T06:00 480 roster', 'desk 07-01T06:00 07-01T06:30 30 correction:so it was'])
  })

  it('on call: what he was woken for, and what he says that he has done, is work; the rest is standing by', () => {
    const standing = duty('o', '06-12T18:00', '06-13T08:00', { kind: 'onCall' })
    const talks = [
      { ...between('06-12T17:50', '06-12T18:10'), source: 'call:A' },
      { from: at('06-13T02:00') + 30_000, to: at('06-13T02:29') + 1, source: 'waking:B' },
    ]
    const times = [time('beside', 'o', '06-13T02:20', '06-13T03:00', { reason: 'the server' })]
    expect(shown({ duties: [standing], talks, times })).toEqual([
      'callOut 06-12T18:00 06-12T18:10 10 call:A',
      'onCall 06-12T18:00 06-13T08:00 770 roster',
      'callOut 06-13T02:00 06-13T02:20 20 waking:B',
      'callOut 06-13T02:20 06-13T03:00 40 correction:the server',
    ])
  })

  it('is paid once where what was worked instead of a shift reaches into the next one, and at home where there is no shift', () => {
    const next = duty('b', '06-10T16:00', '06-10T20:00')
    const times = [time('instead', 'a', '06-10T09:00', '06-10T18:00'), time('instead', 'gone', '06-10T17:30', '06-10T21:00')]
    expect(shown({ duties: [desk, next], times })).toEqual([
      'desk 06-10T09:00 06-10T18:00 540 correction:so it was',
      'desk 06-10T18:00 06-10T20:00 120 roster',
      'desk 06-10T20:00 06-10T21:00 60 correction:so it was',
    ])
    const beside = [time('beside', null, '06-11T08:00', '06-11T09:00'), time('instead', 'gone', '06-12T08:00', '06-12T09:00')]
    expect(work({ times: beside, home: 'here' }).pieces.map(({ siteId }) => siteId)).toEqual(['here', 'here'])
  })

  it('on call: the breaks of what was said instead are no standing by', () => {
    const standing = duty('o', '06-12T18:00', '06-13T08:00', { kind: 'onCall' })
    const times = [time('instead', 'o', '06-12T18:00', '06-12T22:00', { breaks: [between('06-12T20:00', '06-12T21:00')] })]
    expect(shown({ duties: [standing], times })).toEqual(['onCall 06-12T18:00 06-12T22:00 180 correction:so it was'])
  })

  it('never pays a minute twice, in 100 random months', () => {
    const chance = seeded(7)
    const minute = (from: number, most: number): number => at('06-10T00:00') + (from + chance.below(most)) * 60_000
    for (let n = 0; n < 100; n += 1) {
      const some = <T>(make: () => T): T[] => Array.from({ length: chance.below(4) }, make)
      const span = (): Interval => {
        const from = minute(0, 1_800)
        return { from, to: from + (1 + chance.below(300)) * 60_000 }
      }
      const duties = [duty('a', '06-10T08:00', '06-10T16:00'), duty('o', '06-10T16:00', '06-11T06:00', { kind: 'onCall' })]
      const times = some(() => ({ ...time('beside', chance.pick(['a', 'o', null]), '06-10T08:00', '06-10T09:00'), ...span() }))
      if (chance.below(2) === 1) times.push({ ...time('instead', chance.pick(['a', 'gone']), '06-10T08:00', '06-10T09:00'), ...span() })
      if (chance.below(2) === 1) duties.push(duty('b', '06-11T06:00', '06-11T10:00'))
      const { pieces } = work({ duties, times, talks: some(() => ({ ...span(), source: 'call:A' })), leaves: some(span).slice(0, 1) })
      const counted = new Map<number, number>()
      for (const { from, to, breaks } of pieces)
        for (let now = from; now < to; now += 60_000)
          if (!breaks.some((rest) => rest.from <= now && now < rest.to)) counted.set(now, (counted.get(now) ?? 0) + 1)
      expect(Math.max(0, ...counted.values())).toBeLessThanOrEqual(1)
    }
  })
})

describe('what the clock says', () => {
  const rule = { worked: 'clock', earlyMinutes: 15, lateMinutes: 120, talkMinutes: 1 } as const
  const desk = duty('a', '06-10T08:00', '06-10T16:00')
  const said = (state: string, from: string, to: string | null): Said => ({ state, from: at(from), to: to === null ? null : at(to) })
  const told = (all: readonly Said[], own: readonly BrokenDuty[] = [desk]): string => {
    const clocked = clockedTime([desk], own, all, [], rule)
    return clocked.kind === 'otherwise'
      ? [wall(clocked.from), wall(clocked.to), ...clocked.breaks.map(({ from, to }) => `${wall(from)}-${wall(to)}`)].join(' ')
      : clocked.kind
  }

  it.each<[string, Said[], string]>([
    ['to the minute', [said('ready', '06-10T08:00', '06-10T12:00'), said('onACall', '06-10T12:00', '06-10T16:00')], 'asPlanned'],
    ['much too early', [said('ready', '06-10T07:20', '06-10T16:00')], '06-10T07:45 06-10T16:00'],
    ['of another day', [said('ready', '06-09T08:00', '06-10T16:00')], 'absent'],
    ['away only', [said('away', '06-10T08:00', '06-10T16:00')], 'absent'],
    ['forgotten to sign out', [said('ready', '06-10T08:10', null)], '06-10T08:10 06-10T16:00'],
    ['signed out hours later', [said('ready', '06-10T08:00', '06-10T20:00')], 'asPlanned'],
    [
      'gone in between',
      [said('ready', '06-10T08:00', '06-10T10:00'), said('ready', '06-10T11:00', '06-10T16:30')],
      '06-10T08:00 06-10T16:30 06-10T10:00-06-10T11:00',
    ],
  ])('%s', (_, all, expected) => expect(told(all)).toBe(expected))

  it('does not ask him to sign in again at a seam, and leaves to the next shift what is its', () => {
    const own = [duty('z', '06-10T04:00', '06-10T08:00'), desk, duty('b', '06-10T16:00', '06-10T18:00')]
    expect(told([said('ready', '06-10T03:55', '06-10T18:05')], own)).toBe('asPlanned')
  })
})

it('months know their ends, the week before the 1st, and days of which more than half was leave', () => {
  expect([nextMonth('2026-01'), nextMonth('2026-12')]).toEqual(['2026-02', '2027-01'])
  const october = spanOfMonth('2026-10', ZONE)
  expect((october.to - october.from) / 3_600_000).toBe(31 * 24 + 1)
  expect([wall(weekBefore('2026-10', ZONE).from), wall(weekBefore('2026-10', ZONE).to)]).toEqual(['09-28T00:00', '10-01T00:00'])
  // The 1st is a Monday: the evening before it, for work that goes on after midnight.
  expect([wall(weekBefore('2026-06', ZONE).from), wall(weekBefore('2026-06', ZONE).to)]).toEqual(['05-31T00:00', '06-01T00:00'])
  expect(awayDates([between('06-03T11:00', '06-05T10:00')], '2026-06', ZONE)).toEqual(['2026-06-03', '2026-06-04'])
})
