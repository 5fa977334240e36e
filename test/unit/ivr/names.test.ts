import { expect, it } from 'vitest'
import { listNames, readName, toName } from '../../../services/ivr/names.ts'
import { aFlow, aSession } from './support.ts'

const session = aSession(aFlow('  main: { do: hangUp }'), { customer: null, call: { from: null, to: '+49302312510' } })

it('lists what a flow may name', () => {
  expect(listNames(['code'])).toEqual([
    'customer.name',
    'customer.known',
    'caller.isStaff',
    'call.from',
    'call.to',
    'case.number',
    'case.owner',
    'opening.next',
    'language',
    'captured.code',
  ])
})

it.each([
  ['customer.known', false],
  ['customer.name', null],
  ['call.from', null],
  ['call.to', '+49302312510'],
  ['language', 'en'],
  ['caller.isStaff', false],
  ['opening.next', null],
  ['answer', null],
  ['case.number', null],
  ['captured.toString', null],
  ['process.env', null],
])('%s is %s', (written, expected) => {
  expect(readName(session, toName(written))).toBe(expected)
})

it('knows one of us by his phone, and the next opening in the language of the call; a session of an older version knows neither', () => {
  const ours = { ...session, staff: ['dana'], opening: { en: 'tomorrow at 8 AM' } }
  expect(readName(ours, toName('caller.isStaff'))).toBe(true)
  expect(readName(ours, toName('opening.next'))).toBe('tomorrow at 8 AM')
  expect(readName({ ...ours, language: 'ru' }, toName('opening.next'))).toBeNull()
  const { staff: _staff, place: _place, opening: _opening, ...old } = session
  expect([readName(old, toName('caller.isStaff')), readName(old, toName('opening.next'))]).toEqual([false, null])
})
