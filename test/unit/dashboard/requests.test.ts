import { describe, expect, it } from 'vitest'
import type { Forecast, Offer } from '../../../dashboard/src/api/pay-types.ts'
import type { Duty, Leave, Need } from '../../../dashboard/src/api/shift-types.ts'
import { mayGive, weekDays } from '../../../dashboard/src/my-shifts/duty-weeks.ts'
import { gridOf, stepPath } from '../../../dashboard/src/planning/forecast-grid.ts'
import { standingNeeds } from '../../../dashboard/src/planning/standing-needs.ts'
import { inboxOrder, offeredShifts, outcomeOf, toAnswer } from '../../../dashboard/src/requests/outcome.ts'
import { shiftsToChoose } from '../../../dashboard/src/requests/swap-choices.ts'

const me = { id: 'me', name: 'Greta Lind' }
const dana = { id: 'dana', name: 'Dana Novak' }
const may = { canTake: true, findings: [], premium: null, currency: null, gives: [] }
const offer = (change: Partial<Offer> = {}): Offer => ({
  id: 'offer',
  kind: 'give',
  state: 'open',
  shift: {
    id: 's',
    kind: 'desk',
    levelId: 'front',
    siteId: 'berlin',
    zone: 'Europe/Berlin',
    skill: null,
    from: '2026-11-27T21:00:00Z',
    to: '2026-11-28T05:00:00Z',
  },
  person: dana,
  wanted: null,
  needsApproval: false,
  reason: '',
  createdBy: dana,
  createdAt: '2026-11-22T10:00:00Z',
  raiseAt: null,
  raisedAt: null,
  takenBy: null,
  given: null,
  answer: '',
  people: [],
  mine: may,
  ...change,
})

describe('what becomes of an answer', () => {
  it.each([
    ['mine at once', offer({ state: 'done', takenBy: me }), true, 'yours'],
    ['mine when it is approved', offer({ state: 'accepted', takenBy: me }), true, 'toApprove'],
    ['somebody else has it', offer({ state: 'done', takenBy: dana }), true, 'faster'],
    ['a rule would be broken by now', offer({ mine: { ...may, canTake: false } }), true, 'unlawful'],
    ['it was taken back meanwhile', offer({ state: 'withdrawn' }), true, 'over'],
    ['no', offer(), false, 'declined'],
  ])('%s', (_, answered, isYes, outcome) => expect(outcomeOf(answered, isYes, 'me')).toBe(outcome))
})

describe('offers', () => {
  it('are asked of me until I say no', () => {
    const said = { ...me, rank: 1, why: {}, toldAt: null, textAt: null, answeredAt: null, via: null, noticeMinutes: null }
    const no = offer({ id: 'no', people: [{ ...said, answer: 'no' }] })
    const asked = offer({ id: 'asked', people: [{ ...said, answer: null }] })
    const theirs = offer({ id: 'theirs', mine: null })
    const taken = offer({ id: 'taken', state: 'done' })
    expect(toAnswer([no, asked, theirs, taken], 'me').map(({ id }) => id)).toEqual(['asked'])
  })
  it('stand beside the shift they are about', () => {
    const open = offer({ id: 'open', shift: { ...offer().shift, id: null } })
    expect([...offeredShifts([offer(), open]).keys()]).toEqual(['s'])
  })
  it('that need a decision come first, then those that nobody took', () => {
    const raised = offer({ id: 'raised', raisedAt: '2026-11-22T11:00:00Z' })
    expect(inboxOrder([offer(), raised, offer({ id: 'agreed', state: 'accepted' })]).map(({ id }) => id)).toEqual(['agreed', 'raised', 'offer'])
  })
  it('of an exchange name shifts of colleagues that are ahead, of the same level and kind', () => {
    const shift = (id: string, personId: string, startsAt: string, change = {}) => ({ id, personId, startsAt, levelId: 'front', kind: 'desk', ...change })
    const roster = {
      workers: [dana, me],
      shifts: [
        shift('later', 'dana', '2026-11-29T06:00:00Z'),
        shift('sooner', 'dana', '2026-11-28T06:00:00Z'),
        shift('mine', 'me', '2026-11-28T06:00:00Z'),
        shift('begun', 'dana', '2026-11-22T06:00:00Z'),
        shift('on call', 'dana', '2026-11-28T06:00:00Z', { kind: 'onCall' }),
        shift('above', 'dana', '2026-11-28T06:00:00Z', { levelId: 'second' }),
      ],
    } as unknown as Parameters<typeof shiftsToChoose>[0]
    const choices = shiftsToChoose(roster, { myId: 'me', levelId: 'front', kind: 'desk', now: Date.parse('2026-11-22T12:00:00Z') })
    expect(choices.map(({ name, shifts }) => [name, shifts.map(({ id }) => id)])).toEqual([['Dana Novak', ['sooner', 'later']]])
  })
})

describe('the week', () => {
  const duty = (from: string, to: string, person = me): Duty => ({
    ...{ shiftId: from, person, planned: person, source: 'shift', reason: '', kind: 'desk', levelId: 'front', siteId: 'berlin', skill: null },
    ...{ zone: 'Europe/Berlin', from, to },
  })
  it('has seven days, free ones too; a night lies on the day on which it begins', () => {
    const leave: Leave = { id: 'l', personId: 'me', kind: 'leave', fromAt: '2026-11-25T23:00:00Z', toAt: '2026-11-27T23:00:00Z', note: '' }
    const days = weekDays([duty('2026-11-24T21:00:00Z', '2026-11-25T05:00:00Z')], [leave], '2026-11-23', 'Europe/Berlin')
    expect(days.map(({ date, duties, leaves }) => [date.slice(8), duties.length, leaves.length])).toEqual([
      ['23', 0, 0],
      ['24', 1, 0],
      ['25', 0, 0],
      ['26', 0, 1],
      ['27', 0, 1],
      ['28', 0, 0],
      ['29', 0, 0],
    ])
  })
  it('lets only own shifts that have not begun be given away', () => {
    const now = Date.parse('2026-11-24T22:00:00Z')
    expect(mayGive(duty('2026-11-24T21:00:00Z', '2026-11-25T05:00:00Z'), 'me', now)).toBe(false)
    expect(mayGive(duty('2026-11-25T21:00:00Z', '2026-11-26T05:00:00Z'), 'me', now)).toBe(true)
    expect(mayGive(duty('2026-11-25T21:00:00Z', '2026-11-26T05:00:00Z', dana), 'me', now)).toBe(false)
  })
})

describe('demand', () => {
  const row = (at: string, people: number, calls = 2): Forecast['rows'][number] => ({ at, calls, talkSeconds: 180, people, answeredIn: 20 })
  it('is shown by hour: the most that an interval of the hour needs', () => {
    const rows = [row('2026-11-23T07:00:00Z', 2), row('2026-11-23T07:30:00Z', 3), row('2026-11-23T22:30:00Z', 0, 0), row('2026-11-24T09:00:00Z', 1)]
    const grid = gridOf(rows, 'Europe/Berlin')
    expect([grid.dates, grid.hours, grid.most, grid.calls]).toEqual([['2026-11-23', '2026-11-24'], [8, 9, 10], 3, 6])
    expect([grid.cell('2026-11-23', 8), grid.cell('2026-11-24', 10), grid.cell('2026-11-24', 8)]).toEqual([
      { people: 3, calls: 4 },
      { people: 1, calls: 2 },
      undefined,
    ])
  })
  it('without calls has no hours', () => expect(gridOf([], 'UTC')).toMatchObject({ dates: [], hours: [], most: 0 }))
  it('is drawn in steps', () => expect(stepPath([0, 2], 2, { width: 10, height: 24 })).toBe('M0.0 24.0H5.0L5.0 4.0H10.0'))
  it('is compared with the needs as the roster obeys them: those of certain days instead of the others', () => {
    const need = (change: Partial<Need>): Need => ({
      ...{ id: 'n', siteId: 'berlin', zone: 'Europe/Berlin', levelId: 'front', kind: 'desk', skill: null, days: [1, 2, 3, 4, 5, 6, 7] },
      ...{ startsAt: '22:00', endsAt: '06:00', people: 1, onHolidays: true, validFrom: null, validTo: null, isInstead: false },
      ...change,
    })
    const fair = need({ id: 'fair', people: 4, validFrom: '2026-11-24', validTo: '2026-11-25', isInstead: true })
    const at = (text: string) => Date.parse(text)
    const question = { from: '2026-11-23', to: '2026-11-26', levelId: 'front', skill: '', closed: new Set<string>() }
    const instants = [at('2026-11-23T03:00:00Z'), at('2026-11-23T22:00:00Z'), at('2026-11-24T22:00:00Z'), at('2026-11-25T12:00:00Z')]
    expect(standingNeeds([need({}), fair], instants, question)).toEqual([1, 1, 4, 0])
    expect(standingNeeds([need({}), fair], instants, { ...question, levelId: 'second' })).toEqual([0, 0, 0, 0])
  })
})
