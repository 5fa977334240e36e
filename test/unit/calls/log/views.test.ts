import { describe, expect, it } from 'vitest'
import { callRowView, caseRefView } from '../../../../services/calls/log/views.ts'

type CallRecord = Parameters<typeof callRowView>[0]
const at = new Date('2026-03-04T12:00:00Z')
const aCall = (given: Partial<CallRecord> = {}): CallRecord => ({
  sid: 'CA1',
  direction: 'inbound',
  fromNumber: '+493023125200',
  fromRaw: '+493023125200',
  fromKind: 'number',
  toNumber: '+493023125100',
  toRaw: '+493023125100',
  numberLabel: 'City line',
  siteName: 'Berlin',
  identity: 'known',
  language: 'en',
  status: 'completed',
  startedAt: at,
  endedAt: new Date(at.getTime() + 60_000),
  durationSeconds: 60,
  outcome: 'answered',
  customer: { id: 'c', name: 'Marta Nowak' },
  ...given,
})

describe('callRowView', () => {
  it('is what lists show', () =>
    expect(callRowView(aCall())).toEqual({
      sid: 'CA1',
      direction: 'inbound',
      from: '+493023125200',
      fromKind: 'number',
      to: '+493023125100',
      numberLabel: 'City line',
      siteName: 'Berlin',
      customer: { id: 'c', name: 'Marta Nowak' },
      identity: 'known',
      language: 'en',
      status: 'completed',
      startedAt: '2026-03-04T12:00:00.000Z',
      endedAt: '2026-03-04T12:01:00.000Z',
      durationSeconds: 60,
      outcome: 'answered',
    }))
  it.each<[Partial<CallRecord>, object]>([
    [{ fromNumber: null, fromRaw: 'anonymous', fromKind: 'withheld' }, { from: null }],
    [{ fromNumber: null, fromRaw: 'sip:a@b', fromKind: 'sip' }, { from: 'sip:a@b' }],
    [{ fromNumber: null, fromRaw: '110', fromKind: 'short' }, { from: '110' }],
    [{ toNumber: null, toRaw: 'sip:line' }, { to: 'sip:line' }],
    [
      { customer: null, endedAt: null, outcome: null, durationSeconds: null },
      { customer: null, endedAt: null, outcome: null, durationSeconds: null },
    ],
  ])('%j', (given, expected) => expect(callRowView(aCall(given))).toMatchObject(expected))
  it('shows no more of a customer than his name', () =>
    expect(callRowView(aCall({ customer: { id: 'c', name: 'M', pinHash: 'x' } as never })).customer).toEqual({ id: 'c', name: 'M' }))
})

describe('caseRefView', () => {
  const aCase = { number: '100019', title: 'Fault', status: 'open', openedAt: at }
  it.each([
    [[{ person: { id: 'p', name: 'Amira Haddad' } }], { id: 'p', name: 'Amira Haddad' }],
    [[], null],
  ])('%j', (custodies, owner) =>
    expect(caseRefView({ ...aCase, custodies })).toEqual({ number: '100019', title: 'Fault', status: 'open', openedAt: '2026-03-04T12:00:00.000Z', owner }),
  )
})
