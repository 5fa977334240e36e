import { expect, it } from 'vitest'
import { listNames, readName, toName } from '../../../services/ivr/names.ts'
import { aFlow, aSession } from './support.ts'

const session = aSession(aFlow('  main: { do: hangUp }'), { customer: null, call: { from: null, to: '+49302312510' } })

it('lists what a flow may name', () => {
  expect(listNames(['code'])).toEqual(['customer.name', 'customer.known', 'call.from', 'call.to', 'case.number', 'case.owner', 'language', 'captured.code'])
})

it.each([
  ['customer.known', false],
  ['customer.name', null],
  ['call.from', null],
  ['call.to', '+49302312510'],
  ['language', 'en'],
  ['answer', null],
  ['case.number', null],
  ['captured.toString', null],
  ['process.env', null],
])('%s is %s', (written, expected) => {
  expect(readName(session, toName(written))).toBe(expected)
})
