import { describe, expect, it } from 'vitest'
import { factsOf, placeOf, readAuditSearch } from '../../../dashboard/src/house/audit-places.ts'
import { faultWords } from '../../../dashboard/src/house/import-faults.ts'
import { kindsIn, kindsLeft, NOBODY_CHOSEN, toSuccessors } from '../../../dashboard/src/house/successors.ts'

const COUNTS = { cases: 3, callbacks: 0, shifts: 5, accounts: 0, offices: 1 }

describe('who takes over what somebody had', () => {
  it('is asked only for what there is', () => expect(kindsIn(COUNTS)).toEqual(['cases', 'shifts', 'offices']))
  it('leaves nothing that would have nobody', () => {
    expect(kindsLeft(COUNTS, { ...NOBODY_CHOSEN, shifts: 'tom' })).toEqual(['cases', 'offices'])
    expect(kindsLeft(COUNTS, { ...NOBODY_CHOSEN, to: 'eve' })).toEqual([])
    expect(kindsLeft({ ...COUNTS, cases: 0, shifts: 0, offices: 0 }, NOBODY_CHOSEN)).toEqual([])
  })
  it('names each once', () => {
    expect(toSuccessors({ ...NOBODY_CHOSEN, to: 'eve', cases: 'eve', shifts: 'tom' })).toEqual({ to: 'eve', shifts: 'tom' })
    expect(toSuccessors(NOBODY_CHOSEN)).toEqual({})
  })
})

describe('the faults of a table in words', () => {
  it.each([
    [{ code: 'required', column: 'title', value: null }, 'required'],
    [{ code: 'required', column: 'currency', value: null }, 'together'],
    [{ code: 'notADate', column: 'until', value: 'soon' }, 'notADate'],
    [{ code: 'notADate', column: 'until', value: '31.2.2026' }, 'notADate'],
    [{ code: 'notADate', column: 'until', value: '1.2.2026' }, 'endsBefore'],
    [{ code: 'notADate', column: 'until', value: '2026-02-01' }, 'endsBefore'],
    [{ code: 'notADate', column: 'since', value: '2026-02-30' }, 'notADate'],
  ] as const)('%j: %s', (fault, words) => expect(faultWords(fault)).toBe(words))
})

describe('the audit', () => {
  it('is filtered by what stands in the URL', () => {
    expect(readAuditSearch({ subject: 42, kind: 'person.left' })).toEqual({ subject: '42', kind: 'person.left' })
    expect(readAuditSearch({ subject: ' ', kind: 'person.flew' })).toEqual({})
  })
  it('leads to what an entry is about', () => {
    expect(placeOf({ kind: 'customer.read', subject: 'c1', body: {} })).toEqual({ page: 'customer', ref: 'c1' })
    expect(placeOf({ kind: 'customers.imported', subject: 'orders', body: {} })).toBeNull()
    expect(placeOf({ kind: 'recording.played', subject: 'RE1', body: { call: 'CA1' } })).toEqual({ page: 'call', ref: 'CA1' })
    expect(placeOf({ kind: 'custody.began', subject: 'k1', body: {} })).toBeNull()
  })
  it('tells facts within facts by both names', () =>
    expect(factsOf({ cases: 3, heirs: { cases: 'eve' }, level: null })).toEqual([
      ['cases', '3'],
      ['heirs.cases', 'eve'],
    ]))
})
