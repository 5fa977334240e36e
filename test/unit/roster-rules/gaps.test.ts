import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { type GapsInput, findGaps } from '../../../services/roster-rules/gaps.ts'
import type { Duty, Need, Worker } from '../../../services/roster-rules/model.ts'

const zone = 'Europe/Berlin'
const clock = (text: string): number => DateTime.fromISO(text, { zone }).toMillis()
const need: Need = {
  id: 'n',
  siteId: 'berlin',
  zone,
  levelId: 'front',
  kind: 'desk',
  skill: null,
  days: [1, 2, 3, 4, 5, 6, 7],
  from: '08:00',
  to: '16:00',
  people: 1,
  onHolidays: false,
  validFrom: null,
  validTo: null,
  isInstead: false,
}
const worker = (id: string, more: Partial<Worker> = {}): Worker => ({
  id,
  name: id,
  isActive: true,
  isTrainee: false,
  isGuest: false,
  levelRank: 0,
  speaks: [],
  attestations: [],
  contracts: [],
  ...more,
})
/** Wednesday 2026-03-04, unless said otherwise. */
const duty = (personId: string, from = '2026-03-04T08:00', to = '2026-03-04T16:00', more: Partial<Duty> = {}): Duty => ({
  shiftId: 's',
  personId,
  overrideId: null,
  source: 'shift',
  plannedId: personId,
  reason: '',
  siteId: 'berlin',
  zone,
  kind: 'desk',
  levelId: 'front',
  skill: null,
  buddyId: null,
  from: clock(from),
  to: clock(to),
  ...more,
})
const gaps = (input: Partial<GapsInput>): string[] =>
  findGaps({
    needs: [need],
    duties: [],
    leaves: [],
    workers: [worker('ann'), worker('ben')],
    holidays: [],
    from: clock('2026-03-04T00:00'),
    to: clock('2026-03-05T00:00'),
    ...input,
  }).map((gap) => `${[gap.from, gap.to].map((at) => DateTime.fromMillis(at, { zone }).toFormat('dd. HH:mm')).join('-')} ${gap.have}/${gap.need}`)

const hours = (from: string, to: string): [string, string] => [`2026-03-04T${from}`, `2026-03-04T${to}`]
const network = { ...need, skill: 'network' }

describe('a day', () => {
  it.each<[string, Partial<GapsInput>, string[]]>([
    ['nobody', {}, ['04. 08:00-04. 16:00 0/1']],
    ['covered', { duties: [duty('ann')] }, []],
    ['covered by two, one after the other', { duties: [duty('ann', ...hours('08:00', '12:00')), duty('ben', ...hours('12:00', '17:00'))] }, []],
    ['a hole', { duties: [duty('ann', ...hours('07:00', '11:59')), duty('ben', ...hours('12:00', '17:00'))] }, ['04. 11:59-04. 12:00 0/1']],
    [
      'steps',
      { needs: [{ ...need, people: 2 }], duties: [duty('ann', ...hours('08:00', '12:00')), duty('ben', ...hours('10:00', '11:00'))] },
      ['04. 08:00-04. 10:00 1/2', '04. 11:00-04. 12:00 1/2', '04. 12:00-04. 16:00 0/2'],
    ],
    [
      'equal neighbours are one',
      { needs: [{ ...need, people: 2 }], duties: [duty('ann', ...hours('08:00', '12:00')), duty('ben', ...hours('12:00', '16:00'))] },
      ['04. 08:00-04. 16:00 1/2'],
    ],
    ['a person counts once', { needs: [{ ...need, people: 2 }], duties: [duty('ann'), duty('ann')] }, ['04. 08:00-04. 16:00 1/2']],
    ['another site', { duties: [duty('ann', ...hours('08:00', '16:00'), { siteId: 'tokyo' })] }, ['04. 08:00-04. 16:00 0/1']],
    ['another level', { duties: [duty('ann', ...hours('08:00', '16:00'), { levelId: 'second' })] }, ['04. 08:00-04. 16:00 0/1']],
    ['on call is not the desk', { duties: [duty('ann', ...hours('08:00', '16:00'), { kind: 'onCall' })] }, ['04. 08:00-04. 16:00 0/1']],
    ['the desk is not on call', { needs: [{ ...need, kind: 'onCall' }], duties: [duty('ann')] }, ['04. 08:00-04. 16:00 0/1']],
    [
      'on leave',
      { duties: [duty('ann')], leaves: [{ id: 'l', personId: 'ann', kind: 'sick', from: clock('2026-03-04T10:00'), to: clock('2026-03-04T11:00') }] },
      ['04. 10:00-04. 11:00 0/1'],
    ],
    ['inactive', { duties: [duty('ann')], workers: [worker('ann', { isActive: false })] }, ['04. 08:00-04. 16:00 0/1']],
    ['a trainee', { duties: [duty('ann')], workers: [worker('ann', { isTrainee: true })] }, ['04. 08:00-04. 16:00 0/1']],
    ['a guest', { duties: [duty('ann')], workers: [worker('ann', { isGuest: true })] }, []],
    ['not known', { duties: [duty('ann')], workers: [] }, ['04. 08:00-04. 16:00 0/1']],
    ['without the skill', { needs: [network], duties: [duty('ann')] }, ['04. 08:00-04. 16:00 0/1']],
    [
      'the skill expires in the middle',
      { needs: [network], duties: [duty('ann')], workers: [worker('ann', { attestations: [{ skill: 'network', expiresAt: clock('2026-03-04T13:00') }] })] },
      ['04. 13:00-04. 16:00 0/1'],
    ],
    [
      'set aside for another skill',
      {
        needs: [network],
        duties: [duty('ann', ...hours('08:00', '16:00'), { skill: 'billing' })],
        workers: [worker('ann', { attestations: [{ skill: 'network', expiresAt: null }] })],
      },
      ['04. 08:00-04. 16:00 0/1'],
    ],
    ['cut to the period', { from: clock('2026-03-04T09:30'), to: clock('2026-03-04T10:30') }, ['04. 09:30-04. 10:30 0/1']],
    ['an empty period', { from: clock('2026-03-04T09:30'), to: clock('2026-03-04T09:30') }, []],
    ['not on this weekday', { needs: [{ ...need, days: [1, 2, 4, 5, 6, 7] }] }, []],
    ['not on a holiday', { holidays: [{ siteId: 'berlin', date: '2026-03-04' }] }, []],
    ["another site's holiday", { holidays: [{ siteId: 'tokyo', date: '2026-03-04' }] }, ['04. 08:00-04. 16:00 0/1']],
    ['holidays too', { needs: [{ ...need, onHolidays: true }], holidays: [{ siteId: 'berlin', date: '2026-03-04' }] }, ['04. 08:00-04. 16:00 0/1']],
    ['a night belongs to its evening', { needs: [{ ...need, from: '22:00', to: '06:00', days: [2] }] }, ['04. 00:00-04. 06:00 0/1']],
    ['day after day without a seam', { needs: [{ ...need, from: '00:00', to: '24:00' }], to: clock('2026-03-07T00:00') }, ['04. 00:00-07. 00:00 0/1']],
    ['nobody is needed', { needs: [{ ...need, people: 0 }] }, []],
  ])('%s', (_what, input, expected) => expect(gaps(input)).toEqual(expected))
})

it('the nights of both clock changes: one hour of need less, one more', () => {
  const nights = { needs: [{ ...need, from: '02:00', to: '04:00' }] }
  const lengthOn = (date: string): number =>
    findGaps({ ...nights, duties: [], leaves: [], workers: [], holidays: [], from: clock(`${date}T00:00`), to: clock(`${date}T12:00`) }).reduce(
      (sum, { from, to }) => sum + to - from,
      0,
    ) / 60_000
  expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(lengthOn)).toEqual([120, 60, 180])
})
