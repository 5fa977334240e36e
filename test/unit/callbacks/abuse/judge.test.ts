import { describe, expect, it } from 'vitest'
import { isPressedOut, isRefusedLine, publicReasonOf, refusalOf, suspicionOf, type Facts, type Refusal } from '../../../../services/callbacks/abuse/judge.ts'
import { callbackRule } from '../../../../services/schemas/rules.ts'

const rule = callbackRule.parse({})
const quiet = { passed: 10, refused: 0 }
const facts = (given: Partial<Facts> = {}): Facts => ({
  ...{ standing: 'stranger', country: 'DE', ourCountries: ['DE'], canBeCalled: true, canBeTexted: true },
  ...{ isOurs: false, isBlocked: false, isHoneypot: false, isWritten: false, isClosed: false, counts: {} },
  ...given,
})

describe('who is refused', () => {
  it.each<[string, Partial<Facts>, Refusal | undefined]>([
    ['nobody without a reason', {}, undefined],
    ['who fills in what people do not see', { isHoneypot: true }, 'honeypot'],
    ['who is blocked', { isBlocked: true, standing: 'confirmed' }, 'blocked'],
    ['our own numbers', { isOurs: true }, 'ours'],
    ['what cannot be called', { canBeCalled: false }, 'kind'],
    ['another country', { country: 'LV' }, 'country'],
    ['a number without a country', { country: '' }, 'country'],
    ['all while the public ways are closed', { isClosed: true, standing: 'confirmed' }, 'closed'],
    ['the fourth of the same number and name', { counts: { number: 4 } }, 'number'],
    ['not the third', { counts: { number: 3 } }, undefined],
    ['the eleventh of one line, whoever is asked for', { counts: { line: 11, number: 1 } }, 'line'],
    ['the sixth of an address', { counts: { address: 6 } }, 'address'],
    ['the 21st of a network', { counts: { network: 21 } }, 'network'],
    ['the eleventh of a range', { counts: { range: 11 } }, 'range'],
    ['but no customer because somebody plays with his range', { counts: { range: 11 }, standing: 'confirmed' }, undefined],
    // Else the answer would say whose numbers we know.
    ['a customer like all others by the address', { counts: { address: 6 }, standing: 'confirmed' }, 'address'],
    ['a customer like all others by the network', { counts: { network: 21 }, standing: 'confirmed' }, 'network'],
    ['nobody who writes because of his number', { isWritten: true, canBeCalled: false, country: 'LV', isClosed: true }, undefined],
    ['nobody who writes and gives none', { isWritten: true, canBeCalled: null, country: '' }, undefined],
    ['who writes too often', { isWritten: true, canBeCalled: null, counts: { address: 6 } }, 'address'],
  ])('%s', (_, given, why) => expect(refusalOf(facts(given), rule)).toBe(why))

  it('countries that the rule names count instead of ours', () => {
    const named = { ...rule, countries: ['PL'] }
    expect(refusalOf(facts({ country: 'PL' }), named)).toBeUndefined()
    expect(refusalOf(facts({ country: 'DE' }), named)).toBe('country')
  })
})

describe('who must give back a code', () => {
  it.each<[string, Partial<Facts>, { passed: number; refused: number }, string | undefined]>([
    ['nobody on a quiet day', {}, quiet, undefined],
    ['many from one network', { counts: { network: 11 } }, quiet, 'crowd'],
    ['many of one range', { counts: { range: 6 } }, quiet, 'crowd'],
    ['not five people behind one switchboard', { counts: { range: 5, line: 5, number: 1, network: 5 } }, quiet, undefined],
    ['many, and he has called us before', { counts: { range: 6 }, standing: 'heard' }, quiet, 'crowd'],
    ['a stranger of another country', { country: 'PL' }, quiet, 'foreign'],
    ['not one of another country who has called us', { country: 'PL', standing: 'heard' }, quiet, undefined],
    ['a stranger while many are refused', {}, { passed: 40, refused: 20 }, 'pressure'],
    ['not while few are', {}, { passed: 40, refused: 19 }, undefined],
    ['not while few of very many are', {}, { passed: 150, refused: 30 }, undefined],
    ['never a customer by the record', { standing: 'confirmed', counts: { network: 11, range: 6 } }, { passed: 40, refused: 4_000 }, undefined],
  ])('%s', (_, given, hour, why) => expect(suspicionOf(facts(given), hour, rule)).toBe(why))
})

it.each([
  [{ network: 4 }, { passed: 40, refused: 20 }, true],
  [{ network: 3 }, { passed: 40, refused: 20 }, false],
  [{ network: 4 }, { passed: 40, refused: 19 }, false],
])('while many are refused, of a network only three: %j of %j', (counts, hour, isOut) => expect(isPressedOut(facts({ counts }), hour)).toBe(isOut))

it('of a refusal only that another number is wanted is said', () => {
  const all: Refusal[] = ['honeypot', 'ours', 'blocked', 'closed', 'all', 'pressure', 'money', 'number', 'line', 'address', 'network', 'range']
  expect(new Set(all.map(publicReasonOf))).toEqual(new Set(['notNow']))
  expect((['kind', 'country', 'lineType'] as const).map(publicReasonOf)).toEqual(['number', 'number', 'number'])
  expect(publicReasonOf('codeImpossible')).toBe('mobile')
})

it.each([
  ['premium', true],
  ['sharedCost', true],
  ['uan', true],
  ['mobile', false],
  ['landline', false],
  [undefined, false],
])('a line of the type %s', (type, isRefused) => expect(isRefusedLine(type)).toBe(isRefused))
