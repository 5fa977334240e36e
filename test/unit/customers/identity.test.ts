import { describe, expect, it } from 'vitest'
import { decideIdentity, soleOwner, type IdentityDecision, type IdentityFacts, type NumberOwner } from '../../../services/customers/identity.ts'

const owner = (customerId: string, standing: NumberOwner['standing'] = 'direct'): NumberOwner => ({ customerId, standing })
const decide = (given: Partial<IdentityFacts>): IdentityDecision =>
  decideIdentity({ current: { customerId: null, identity: 'none' }, owners: [], referenceOwner: null, pinOwner: null, deservesRecord: true, ...given })

const keep: IdentityDecision = { kind: 'keep' }
const attach = (customerId: string, identity: 'known' | 'claimed' | 'confirmed'): IdentityDecision => ({
  kind: 'attach',
  customerId,
  identity,
  confirmsNumber: identity === 'confirmed',
})

describe('decideIdentity', () => {
  it.each<[string, Partial<IdentityFacts>, IdentityDecision]>([
    // by the number alone
    ['an unknown number, something was asked for', {}, { kind: 'create' }],
    ['an unknown number, nothing happened', { deservesRecord: false }, keep],
    ["one customer's own number", { owners: [owner('marta')] }, attach('marta', 'known')],
    ['his own number, nothing happened', { owners: [owner('marta')], deservesRecord: false }, attach('marta', 'known')],
    ['a number of two', { owners: [owner('tom', 'shared'), owner('olga', 'shared')] }, keep],
    ['a number that two call their own', { owners: [owner('tom'), owner('olga')] }, keep],
    ['a shared number of one', { owners: [owner('tom', 'shared')] }, keep],
    ['an unconfirmed number', { owners: [owner('new', 'unconfirmed')] }, keep],
    ["one's own, another's unconfirmed", { owners: [owner('marta'), owner('new', 'unconfirmed')] }, attach('marta', 'known')],
    // by a contract number
    ['a contract from his own number', { owners: [owner('marta')], referenceOwner: 'marta' }, attach('marta', 'confirmed')],
    ['a contract from an unconfirmed number of his', { owners: [owner('marta', 'unconfirmed')], referenceOwner: 'marta' }, attach('marta', 'confirmed')],
    [
      'a contract from a shared number of his',
      { owners: [owner('tom', 'shared'), owner('olga', 'shared')], referenceOwner: 'olga' },
      attach('olga', 'confirmed'),
    ],
    ["a contract from somebody else's number", { owners: [owner('tom')], referenceOwner: 'marta' }, attach('marta', 'claimed')],
    ['a contract from a withheld or unknown number', { referenceOwner: 'marta' }, attach('marta', 'claimed')],
    ['a contract, and nothing else happened', { referenceOwner: 'marta', deservesRecord: false }, attach('marta', 'claimed')],
    // by a PIN
    ['his PIN from his own number', { owners: [owner('marta')], pinOwner: 'marta' }, attach('marta', 'confirmed')],
    [
      "his PIN from somebody else's phone",
      { owners: [owner('tom')], referenceOwner: 'marta', pinOwner: 'marta' },
      { kind: 'attach', customerId: 'marta', identity: 'confirmed', confirmsNumber: false },
    ],
    ['one of two with the number, by PIN', { owners: [owner('tom', 'shared'), owner('olga', 'shared')], pinOwner: 'olga' }, attach('olga', 'confirmed')],
    ['a PIN against what an agent confirmed', { current: { customerId: 'tom', identity: 'confirmed' }, pinOwner: 'olga' }, keep],
    // what is known already
    ['known, and nothing new', { current: { customerId: 'marta', identity: 'known' }, owners: [owner('marta')] }, keep],
    [
      "known, then keyed another's contract",
      { current: { customerId: 'marta', identity: 'known' }, owners: [owner('marta')], referenceOwner: 'tom' },
      attach('tom', 'claimed'),
    ],
    [
      'known, then keyed his contract',
      { current: { customerId: 'marta', identity: 'known' }, owners: [owner('marta')], referenceOwner: 'marta' },
      attach('marta', 'confirmed'),
    ],
    [
      'claimed, then the number became his',
      { current: { customerId: 'marta', identity: 'claimed' }, owners: [owner('marta')], referenceOwner: 'marta' },
      attach('marta', 'confirmed'),
    ],
    ['a record of this call, settled again', { current: { customerId: 'new', identity: 'new' }, owners: [owner('new', 'unconfirmed')] }, keep],
    [
      'a record of this call with the contract that he keyed',
      { current: { customerId: 'new', identity: 'new' }, owners: [owner('new', 'unconfirmed')], referenceOwner: 'new' },
      keep,
    ],
    [
      "a record of this call, then a customer's contract",
      { current: { customerId: 'new', identity: 'new' }, owners: [owner('new', 'unconfirmed')], referenceOwner: 'marta' },
      attach('marta', 'claimed'),
    ],
    // what an agent confirmed stays
    ['confirmed, then another contract', { current: { customerId: 'marta', identity: 'confirmed' }, owners: [owner('tom')], referenceOwner: 'tom' }, keep],
  ])('%s', (_, facts, decision) => expect(decide(facts)).toEqual(decision))
})

describe('soleOwner', () => {
  it.each<[string, NumberOwner[], string | null]>([
    ['nobody', [], null],
    ['one, his own', [owner('a')], 'a'],
    ['one, shared', [owner('a', 'shared')], null],
    ['one, unconfirmed', [owner('a', 'unconfirmed')], null],
    ['two', [owner('a'), owner('b')], null],
    ['his own and a shared one', [owner('a'), owner('b', 'shared')], null],
    ['his own and an unconfirmed one', [owner('a'), owner('b', 'unconfirmed')], 'a'],
  ])('%s', (_, owners, expected) => expect(soleOwner(owners)).toBe(expected))
})
