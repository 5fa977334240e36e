import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import type { Question } from '../../../services/ivr/questions.ts'
import type { Duty } from '../../../services/roster-rules/model.ts'
import { answerOpening, answerPeople } from '../../../services/shifts/line/answers.ts'
import type { LineRoster } from '../../../services/shifts/line/store.ts'

const zone = 'Europe/Berlin'
const at = (wall: string): number => DateTime.fromISO(wall, { zone }).toMillis()
const now = at('2026-11-18T10:00')

const person = (id: string, phone: string | null = `+49302312590${id.length}`): LineRoster['people'][number] => ({
  id,
  name: id,
  phone,
  isActive: true,
  isTrainee: false,
  isGuest: false,
  levelRank: 1,
  speaks: [],
  attestations: [],
  contracts: [],
  idleSince: 0,
})
const duty = (personId: string, from: string, to: string, more: Partial<Duty> = {}): Duty => ({
  shiftId: `${personId} ${from}`,
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
  from: at(from),
  to: at(to),
  ...more,
})
const roster = (duties: readonly Duty[], more: Partial<LineRoster> = {}): LineRoster => ({
  mustSignIn: false,
  levels: [
    { id: 'front', rank: 1, name: 'Front line', head: { name: 'Amira', phone: '+493023125901', isActive: true } },
    { id: 'second', rank: 2, name: 'Specialists', head: { name: 'Chen', phone: null, isActive: true } },
  ],
  duties,
  leaves: [],
  presences: [],
  people: ['dana', 'irina', 'elif'].map((name) => person(name)),
  ...more,
})
const onShift = (more: Partial<Extract<Question, { kind: 'onShift' }>> = {}) =>
  ({
    kind: 'onShift',
    wanted: { skill: null, level: null, siteId: null },
    language: null,
    isUrgent: false,
    order: 'allAtOnce',
    zone,
    asked: [],
    ...more,
  }) as const
const keeper = (level: number | null) => ({ kind: 'keeper', level, order: 'allAtOnce', zone, asked: [] as string[] }) as const
const onCall = duty('elif', '2026-11-18T08:00', '2026-11-18T18:00', { kind: 'onCall', levelId: 'second' })

describe('who is rung', () => {
  it.each([
    ['by his shift', onShift(), [duty('dana', '2026-11-18T07:00', '2026-11-18T15:00')], 'published shift until 15:00'],
    [
      'in place of somebody else',
      onShift(),
      [duty('dana', '2026-11-18T07:00', '2026-11-18T15:00', { source: 'override', plannedId: 'irina', reason: 'sick' })],
      'override for irina, until 15:00',
    ],
    ['on call, urgent', onShift({ isUrgent: true }), [onCall], 'on call until 18:00, urgent'],
    ['on call with an empty desk', onShift(), [onCall], 'on call until 18:00, nobody at the desk'],
    ['the head, where nobody is on shift', keeper(null), [], 'head of the level "Front line"'],
    ['on call before the head', keeper(2), [onCall], 'on call until 18:00, nobody at the desk'],
  ])('%s', (_, question, duties, why) => {
    expect(answerPeople(question, roster(duties), now)).toMatchObject({ standing: 'on', round: [{ why }] })
  })

  it('nobody of a level that does not exist, and not a head without a phone', () => {
    expect(answerPeople(onShift({ wanted: { skill: null, level: 7, siteId: null } }), roster([onCall]), now)).toMatchObject({ standing: 'gap' })
    expect(answerPeople(keeper(7), roster([]), now)).toMatchObject({ standing: 'gap' })
    expect(answerPeople(keeper(2), roster([]), now)).toMatchObject({ standing: 'gap', notAsked: [{ name: 'Chen', why: 'has no phone' }] })
  })

  it('who does not answer for the level is not its keeper on the line either', () => {
    const duties = [duty('dana', '2026-11-18T07:00', '2026-11-18T15:00')]
    for (const kind of ['isTrainee', 'isGuest']) {
      const people = [{ ...person('dana'), [kind]: true }]
      expect(answerPeople(keeper(1), roster(duties, { people }), now).round).toMatchObject([{ name: 'Amira' }])
      expect(answerPeople(onShift(), roster(duties, { people }), now).round).toMatchObject([{ name: 'dana' }])
    }
  })

  it('to the keeper: a busy desk is busy, an empty one leaves the head, even one on leave', () => {
    const duties = [duty('dana', '2026-11-18T07:00', '2026-11-18T15:00')]
    const doing = (state: 'onACall' | 'away') => ({ presences: [{ personId: 'dana', state, from: at('2026-11-18T09:30'), until: null, via: 'page' }] })
    expect(answerPeople(keeper(1), roster(duties, doing('onACall')), now).standing).toBe('busy')
    const leaves = [{ id: 'leave', personId: 'amira', kind: 'leave' as const, from: at('2026-11-17T00:00'), to: at('2026-11-20T00:00') }]
    expect(answerPeople(keeper(1), roster(duties, { ...doing('away'), leaves }), now)).toMatchObject({ standing: 'on', notAsked: [{ why: 'away' }] })
  })

  it('one after the other when the flow says so', () => {
    const duties = [duty('dana', '2026-11-18T07:00', '2026-11-18T15:00'), duty('irina', '2026-11-18T06:00', '2026-11-18T14:00')]
    const next = (asked: string[]) => answerPeople(onShift({ order: 'inOrder', asked }), roster([...duties, onCall]), now)
    const [dana = '', irina = ''] = ['dana', 'irina'].map((name) => person(name).phone ?? '')
    expect(next([]).round.map(({ name }) => name)).toEqual(['irina'])
    expect(next([irina]).round.map(({ name }) => name)).toEqual(['dana'])
    // Who was asked in vain is at the desk all the same: nobody is woken for that.
    expect(next([irina, dana])).toMatchObject({ standing: 'on', round: [] })
    expect(answerPeople({ ...keeper(null), asked: ['+493023125901'] }, roster([]), now)).toMatchObject({ standing: 'on', round: [] })
  })

  it('only people of a site when one is asked for', () => {
    const duties = [duty('dana', '2026-11-18T07:00', '2026-11-18T15:00'), duty('irina', '2026-11-18T07:00', '2026-11-18T15:00', { siteId: 'tokyo' })]
    const at = (siteId: string | null) => answerPeople(onShift({ wanted: { skill: null, level: null, siteId } }), roster(duties), now)
    expect(at('tokyo').round.map(({ name }) => name)).toEqual(['irina'])
    expect(at('lima').standing).toBe('gap')
    expect(at(null).round).toHaveLength(2)
  })
})

describe('the next opening', () => {
  const byClock = { zone, days: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [{ from: '08:00', to: '20:00' }]])), holidays: new Set<string>() }
  const opening = (more: Partial<Extract<Question, { kind: 'opening' }>> = {}) =>
    ({ kind: 'opening', hours: null, onShift: { skill: null, level: null, siteId: null }, siteId: null, zone, languages: ['en', 'ru'], ...more }) as const
  const desk = duty('dana', '2026-11-19T07:00', '2026-11-19T15:00')
  const night = DateTime.fromISO('2026-11-18T21:00', { zone })

  it.each([
    ['hours', opening({ hours: byClock, onShift: null }), [], [], 'tomorrow at 8 AM'],
    ['hours and a holiday of the site', opening({ hours: byClock, onShift: null }), [], ['2026-11-19'], 'on Friday at 8 AM'],
    ['the roster', opening(), [desk], [], 'tomorrow at 7 AM'],
    ['both', opening({ hours: byClock }), [desk], [], 'tomorrow at 8 AM'],
    ['who is on call opens nothing', opening(), [{ ...onCall, to: at('2026-11-30T08:00') }], [], undefined],
    [
      'the roster of the site',
      opening({ onShift: { skill: null, level: null, siteId: 'tokyo' } }),
      [desk, { ...desk, siteId: 'tokyo', from: at('2026-11-19T08:00') }],
      [],
      'tomorrow at 8 AM',
    ],
    ['a level that does not exist', opening({ onShift: { skill: null, level: 9, siteId: null } }), [desk], [], undefined],
  ])('by %s', (_, question, duties, holidays, words) => {
    const answer = answerOpening(question, roster(duties), holidays, night)
    expect(answer.isOpen).toBe(false)
    expect(answer.next?.['en']).toBe(words)
  })

  it('leaves out who is away then', () => {
    const friday = duty('irina', '2026-11-20T09:00', '2026-11-20T15:00')
    const away = (from: string, to: string) => ({ id: 'away', personId: 'dana', kind: 'sick' as const, from: at(from), to: at(to) })
    const words = (duties: Duty[], from: string, to: string) => answerOpening(opening(), roster(duties, { leaves: [away(from, to)] }), [], night).next?.['en']
    expect(words([desk, friday], '2026-11-18T00:00', '2026-11-20T00:00')).toBe('on Friday at 9 AM')
    expect(words([desk, friday], '2026-11-19T00:00', '2026-11-19T10:00')).toBe('tomorrow at 10 AM')
    // He is ill just now: his shift of this moment opens nothing.
    expect(words([duty('dana', '2026-11-18T20:00', '2026-11-18T23:00'), friday], '2026-11-18T00:00', '2026-11-19T00:00')).toBe('on Friday at 9 AM')
  })

  it('is open while somebody is at the desk, free or on a call, but not while he is on a break', () => {
    const duties = [duty('dana', '2026-11-18T20:00', '2026-11-18T23:00')]
    const doing = (state: 'onACall' | 'break') =>
      roster(duties, { presences: [{ personId: 'dana', state, from: at('2026-11-18T20:30'), until: null, via: 'page' }] })
    expect(answerOpening(opening(), roster(duties), [], night)).toEqual({ kind: 'opening', isOpen: true, next: null })
    expect(answerOpening(opening(), doing('onACall'), [], night).isOpen).toBe(true)
    expect(answerOpening(opening(), doing('break'), [], night)).toEqual({ kind: 'opening', isOpen: false, next: null })
    expect(answerOpening(opening({ hours: byClock }), roster(duties), [], night).isOpen).toBe(false)
  })
})
