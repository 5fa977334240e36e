import { expect, it } from 'vitest'
import { listNames, readName, toName } from '../../../services/ivr/names.ts'
import type { Facts } from '../../../services/ivr/names.ts'
import type { Session } from '../../../services/ivr/session.ts'
import { aFlow, aSession, noon } from './support.ts'

const flow = aFlow('  main: { do: hangUp }')
const fresh = aSession(flow, { customer: null, call: { from: null, to: '+493023125100' } })
const read = (session: Session, written: string, more: Partial<Facts> = {}): unknown => readName({ session, now: noon, flow, ...more }, toName(written))
const words = (en: string): { en: string; ru: string } => ({ en, ru: `${en} по-русски` })

const full: Session = {
  ...fresh,
  call: { from: '+4915123456789', to: '+493023125100' },
  customer: { name: 'Marta Nowak' },
  staff: ['dana'],
  openCases: 2,
  opening: words('tomorrow at 8 AM'),
  about: { number: '100018', words: words('open'), level: 'Front line', by: words('by tomorrow') },
  queue: { ahead: 0, waitMinutes: 5 },
  wake: { person: 'Chen Wei', by: words('by 3:40 AM') },
  incident: { id: 'i1', text: words('No heat in Mitte.'), caseNumber: '100026', by: words('by noon') },
  directory: { id: 'd1', name: 'Spare parts', number: '+493023125300', hours: words('until 5 PM'), isOpen: true },
  promise: { at: '2026-03-05T08:00:00Z', by: words('by today') },
  results: {
    case: { number: '100034', owner: 'Mara Lind', by: 'by 8 PM' },
    callback: { number: '030 23125200', by: 'by 9 PM', from: 'today at 8 PM', wait: '9', earlier: 'today at 3 PM' },
  },
}

it('lists what a flow may name, by scope', () => {
  expect(listNames(['code'])).toEqual([
    ...['customer.name', 'customer.known', 'customer.openCases', 'caller.isStaff', 'caller.canBeCalled', 'caller.canBeTexted', 'call.from', 'call.to'],
    ...['case.number', 'case.owner', 'case.by', 'opening.next', 'now.time', 'now.weekday', 'now.date', 'queue.position', 'queue.ahead', 'queue.wait'],
    ...[
      'promise.by',
      'callback.number',
      'callback.by',
      'callback.from',
      'callback.wait',
      'callback.earlier',
      'wake.person',
      'wake.by',
      'status.number',
      'status.words',
      'status.level',
      'status.by',
    ],
    ...[
      'incident.text',
      'incident.case',
      'incident.by',
      'directory.name',
      'directory.hours',
      'directory.number',
      'directory.isOpen',
      'language',
      'captured.code',
    ],
  ])
})

it.each<[written: string, atFirst: unknown, later: unknown]>([
  ['customer.known', false, true],
  ['customer.name', null, 'Marta Nowak'],
  ['customer.openCases', null, 2],
  ['caller.isStaff', false, true],
  ['caller.canBeCalled', false, true],
  ['caller.canBeTexted', false, true],
  ['call.from', null, '+4915123456789'],
  ['call.to', '+493023125100', '+493023125100'],
  ['case.number', null, '100034'],
  ['case.owner', null, 'Mara Lind'],
  ['case.by', null, 'by 8 PM'],
  ['callback.number', null, '030 23125200'],
  ['callback.by', null, 'by 9 PM'],
  ['callback.from', null, 'today at 8 PM'],
  ['callback.wait', null, 9],
  ['callback.earlier', null, 'today at 3 PM'],
  ['opening.next', null, 'tomorrow at 8 AM'],
  ['now.time', '12:00', '12:00'],
  ['now.weekday', 'wed', 'wed'],
  ['now.date', '2026-03-04', '2026-03-04'],
  ['queue.ahead', null, 0],
  ['queue.position', null, 1],
  ['queue.wait', null, 5],
  ['promise.by', null, 'by today'],
  ['wake.person', null, 'Chen Wei'],
  ['wake.by', null, 'by 3:40 AM'],
  ['status.number', null, '100018'],
  ['status.words', null, 'open'],
  ['status.level', null, 'Front line'],
  ['status.by', null, 'by tomorrow'],
  ['incident.text', null, 'No heat in Mitte.'],
  ['incident.case', null, '100026'],
  ['incident.by', null, 'by noon'],
  ['directory.name', null, 'Spare parts'],
  ['directory.hours', null, 'until 5 PM'],
  ['directory.number', null, '+493023125300'],
  ['directory.isOpen', null, true],
  ['language', 'en', 'en'],
  ['answer', null, null],
  ['key', null, null],
  ['captured.toString', null, null],
  ['case.toString', null, null],
  ['customer.id', null, null],
  ['process.env', null, null],
])('%s is %s at first, then %s', (written, atFirst, later) => {
  expect([read(fresh, written), read(full, written)]).toEqual([atFirst, later])
})

it('has a value for every name that it lists, once all of it is known', () => {
  for (const written of listNames([])) expect([written, read(full, written)]).not.toEqual([written, null])
})

it('speaks words in the language of the call, or of the sentence', () => {
  for (const written of ['opening.next', 'promise.by', 'wake.by', 'status.words', 'status.by', 'incident.text', 'incident.by', 'directory.hours']) {
    expect(read({ ...full, language: 'ru' }, written)).toMatch(/ по-русски$/)
    expect(readName({ session: full, now: noon, flow }, toName(written), 'ru')).toMatch(/ по-русски$/)
    expect(read({ ...full, language: 'pl' }, written)).toBeNull()
  }
})

it('knows what holds for one sentence, else what is read back', () => {
  const position = { step: 's', awaiting: 'confirmation', noInput: 0, noMatch: 0, silences: 0, pending: { value: '12', by: 'keys' } } as const
  expect(read({ ...full, position }, 'answer')).toBe('12')
  expect(read({ ...full, position }, 'answer', { given: { answer: 'Chen Wei', key: '1' } })).toBe('Chen Wei')
  expect(read(full, 'key', { given: { key: '1' } })).toBe('1')
})

it('a case of which nothing was promised, an entry without a number and a session of an older version know less', () => {
  const about = { number: '100018', words: words('open'), level: 'Front line', by: null }
  const directory = { id: 'd1', name: 'Spare parts', number: null, hours: null, isOpen: false }
  const less = { ...full, about, directory, queue: { ahead: 3, waitMinutes: null } }
  expect(['status.by', 'directory.number', 'directory.hours', 'queue.wait'].map((written) => read(less, written))).toEqual([null, null, null, null])
  expect([read(less, 'directory.isOpen'), read(less, 'queue.position')]).toEqual([false, 4])
  const { staff: _staff, place: _place, opening: _opening, ...old } = fresh
  expect([read(old, 'caller.isStaff'), read(old, 'opening.next')]).toEqual([false, null])
})
