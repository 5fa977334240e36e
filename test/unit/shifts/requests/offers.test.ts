import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { HOUSE_NIGHT, type Finding, type Shift } from '../../../../services/roster-rules/model.ts'
import type { WorkerView } from '../../../../services/schemas/planning.ts'
import { rankCandidates, weigh } from '../../../../services/shifts/requests/offers/candidates.ts'
import { rankAskedBy, textFrom } from '../../../../services/shifts/requests/offers/waves.ts'
import { spanText } from '../../../../services/shifts/requests/offers/words.ts'
import { isQuiet } from '../../../../services/shifts/requests/reminders/due.ts'
import { stateOf } from '../../../../services/shifts/requests/link/page.ts'
import { newGaps } from '../../../../services/shifts/requests/leave/new-gaps.ts'
import { worsened } from '../../../../services/shifts/roster/what-if/what-if.ts'
import type { OfferView } from '../../../../services/schemas/requests.ts'

const MINUTE = 60_000

describe('who is asked when', () => {
  const asked = { kind: 'replacement', since: 0, startsAt: 1_000 * MINUTE, raiseAt: 30 * MINUTE, count: 8 }
  it.each([
    [0, 3],
    [7, 3],
    [8, 6],
    [14, 6],
    [15, 8],
  ])('after %i minutes of 30 the first %i of 8', (minutes, rank) => expect(rankAskedBy(asked, minutes * MINUTE)).toBe(rank))
  it('never waits longer than ten minutes between two', () => expect(rankAskedBy({ ...asked, raiseAt: 1_440 * MINUTE }, 10 * MINUTE)).toBe(6))
  it('all at once, where colleagues ask', () => expect(rankAskedBy({ ...asked, kind: 'give', raiseAt: null }, 0)).toBe(8))
  it('all at once, where it begins soon', () => expect(rankAskedBy({ ...asked, startsAt: 119 * MINUTE }, 0)).toBe(8))
  it('all, when the time is over at once', () => expect(rankAskedBy({ ...asked, raiseAt: 0 }, 0)).toBe(8))
})

describe('the order', () => {
  const level = { id: 'front', rank: 1, name: 'Front' }
  const worker = (name: string, more: Partial<WorkerView> = {}): WorkerView =>
    ({ id: name, name, role: 'agent', isActive: true, isTrainee: false, isGuest: false, level, contracts: [], ...more }) as WorkerView
  const shift = (from: string, to: string): Shift => ({
    ...{ id: 's', personId: '', siteId: 'b', zone: 'Europe/Berlin', date: from.slice(0, 10), from: Date.parse(from), to: Date.parse(to) },
    ...{ kind: 'desk', levelId: 'front', skill: null, shiftTypeId: null, breaks: [], buddyId: null },
  })
  const ledger = new Map([
    ['Ada', { nights: 2, weekends: 0, holidays: 0, minutes: -600 }],
    ['Bob', { nights: -1, weekends: 1, holidays: 0, minutes: 300 }],
    ['Cem', { nights: -1, weekends: -2, holidays: 0, minutes: 60 }],
  ])
  const weighing = { ledger, house: HOUSE_NIGHT, holidays: new Set<string>() }
  const orderFor = (one: Shift, extra: WorkerView[] = []) =>
    rankCandidates(
      [worker('Ada'), worker('Bob'), worker('Cem'), ...extra].map((who) => ({ worker: who, ...weigh(who, [], one, weighing), findings: [] })),
      one,
      weighing,
    ).map(({ personId, why }) => `${personId} ${why.balance}`)

  it('of a night: who has had the fewest nights beyond his share, then hours', () =>
    expect(orderFor(shift('2026-03-03T21:00:00Z', '2026-03-04T05:00:00Z'))).toEqual(['Cem -1', 'Bob -1', 'Ada 2']))
  it('of a weekend: weekends', () => expect(orderFor(shift('2026-03-07T07:00:00Z', '2026-03-07T15:00:00Z'))).toEqual(['Cem -2', 'Ada 0', 'Bob 1']))
  it('of a working day: hours; whoever stands above the level comes last', () => {
    const boss = worker('Boss', { level: { id: 'top', rank: 2, name: 'Top' } })
    expect(orderFor(shift('2026-03-03T07:00:00Z', '2026-03-03T15:00:00Z'), [boss])).toEqual(['Ada -10', 'Cem 1', 'Bob 5', 'Boss 0'])
  })
})

describe('what a change makes worse', () => {
  const found = (more: Partial<Finding> = {}): Finding => ({
    ...{ rule: 'weekHours', severity: 'unlawful', pack: 'de', personId: 'a', shiftIds: ['1', '2'], from: 0, to: 100 },
    by: { is: 3_700, limit: 3_600, unit: 'minutes' },
    ...more,
  })
  it('is not what was there before, or what is less now', () => {
    expect(worsened([found()], [found()])).toEqual([])
    expect(worsened([found()], [found({ shiftIds: ['1'], by: { is: 3_650, limit: 3_600, unit: 'minutes' } })])).toEqual([])
  })
  it('is what is further off, elsewhere, or about another shift', () => {
    const more = found({ shiftIds: ['1', '2', '3'], by: { is: 3_800, limit: 3_600, unit: 'minutes' } })
    expect(worsened([found()], [more])).toEqual([more])
    const elsewhere = found({ from: 200, to: 300 })
    expect(worsened([found()], [elsewhere])).toEqual([elsewhere])
    const leave = found({ rule: 'leave', shiftIds: ['1'] })
    expect(worsened([leave], [leave, { ...leave, shiftIds: ['2'] }])).toHaveLength(1)
  })
})

it('a gap that was there is not what a leave makes', () => {
  const gap = { needId: 'n', siteId: 's', levelId: 'l', kind: 'desk' as const, skill: null, from: 0, to: 10, need: 3, have: 2 }
  expect(newGaps([gap], [gap, { ...gap, have: 1 }, { ...gap, to: 12 }])).toHaveLength(2)
})

it.each([
  ['by day at once', '2026-03-02T12:00', '2026-03-07T08:00', '2026-03-02T12:00'],
  ['at three about a shift in five days: in the morning', '2026-03-02T03:00', '2026-03-07T08:00', '2026-03-02T08:00'],
  ['in the evening: the next morning', '2026-03-02T21:30', '2026-03-07T08:00', '2026-03-03T08:00'],
  ['where the morning leaves six hours', '2026-03-02T03:00', '2026-03-02T14:00', '2026-03-02T08:00'],
  ['where it leaves fewer: at once', '2026-03-02T03:00', '2026-03-02T13:59', '2026-03-02T03:00'],
  ['in the night of the clock change', '2026-03-28T23:00', '2026-03-30T08:00', '2026-03-29T08:00'],
])('a text about a shift waits for the morning, %s', (_name, at, begin, from) => {
  const berlin = (text: string): number => DateTime.fromISO(text, { zone: 'Europe/Berlin' }).toMillis()
  expect(textFrom(berlin(at), berlin(begin), 'Europe/Berlin')).toBe(berlin(from))
})

it('nobody is reminded at night', () => {
  const quiet = ['2026-03-28T19:59:00Z', '2026-03-28T20:00:00Z', '2026-03-29T05:59:00Z', '2026-03-29T06:00:00Z'].map((at) =>
    isQuiet(new Date(at), 'Europe/Berlin'),
  )
  expect(quiet).toEqual([false, true, true, false])
})

it('times in texts are those of the clock there, over its change too', () => {
  const night = { from: '2026-03-28T21:00:00Z', to: '2026-03-29T04:00:00Z', zone: 'Europe/Berlin' }
  expect(spanText(night, 'en')).toBe('Sat 28 Mar 22:00-06:00')
  expect(spanText(night, 'ru')).toMatch(/^сб 28 мар/)
})

describe('the page of a link', () => {
  const offer = (more: object) => ({ state: 'open', people: [{ id: 'a', answer: null }], takenBy: null, ...more }) as unknown as OfferView
  it.each([
    ['open', {}, 'open'],
    ['no', { people: [{ id: 'a', answer: 'no' }] }, 'no'],
    ['taken by him', { state: 'done', takenBy: { id: 'a' } }, 'yes'],
    ['taken by another', { state: 'done', takenBy: { id: 'b' } }, 'late'],
    ['not lawful', { people: [{ id: 'a', answer: 'unlawful' }] }, 'unlawful'],
    ['withdrawn', { state: 'withdrawn' }, 'over'],
  ])('%s', (_name, more, state) => expect(stateOf(offer(more), 'a')).toBe(state))
})
