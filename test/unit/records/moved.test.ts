import { describe, expect, it } from 'vitest'
import { fieldsToEmpty, fieldsToFill, sortPoints, type Filled } from '../../../services/records/merges/moved.ts'

const EMPTY: Record<Filled, string | null> = {
  language: null,
  zone: null,
  note: '',
  pinHash: null,
  preferredChannel: null,
  allowedFrom: null,
  allowedTo: null,
  accountManagerId: null,
}

describe('fields of a kept record', () => {
  it('only empty ones are filled, hours as a whole', () => {
    const gone = { ...EMPTY, zone: 'Asia/Tokyo', note: 'dog', allowedFrom: '08:00', allowedTo: '10:00', language: 'ru' }
    expect(fieldsToFill({ ...EMPTY, language: 'en' }, gone)).toEqual(['zone', 'note', 'allowedFrom', 'allowedTo'])
    expect(fieldsToFill({ ...EMPTY, allowedFrom: '18:00', allowedTo: '20:00' }, gone)).toEqual(['language', 'zone', 'note'])
    expect(fieldsToFill(gone, EMPTY)).toEqual([])
  })
  it('and emptied again unless somebody has changed them since', () => {
    const gone = { ...EMPTY, zone: 'Asia/Tokyo', note: 'dog' }
    expect(fieldsToEmpty(['zone', 'note'], { ...EMPTY, zone: 'Asia/Tokyo', note: 'two dogs' }, gone)).toEqual(['zone'])
  })
})

describe('contact points of two records', () => {
  const AT = new Date('2026-03-02T09:00:00Z')
  const point = (id: string, value: string, standing: string, validTo: Date | null = null) => ({ id, kind: 'phone', value, standing, validTo })
  const before = (id: string, standing: string, validTo: string | null = null) => ({ id, standing, validTo })

  it.each([
    ['different ones go over, ended ones too', [point('k', '1', 'direct')], [point('g', '2', 'direct'), point('h', '3', 'shared', AT)], ['g', 'h'], [], []],
    ['a number that both have ends on the gone one', [point('k', '1', 'shared')], [point('g', '1', 'shared')], [], ['g'], []],
    [
      'his own on the gone one becomes his own',
      [point('k', '1', 'unconfirmed')],
      [point('g', '1', 'direct')],
      [],
      ['g'],
      [{ before: before('k', 'unconfirmed'), after: before('k', 'direct') }],
    ],
    ['a shared one stays shared', [point('k', '1', 'shared')], [point('g', '1', 'direct')], [], ['g'], []],
    [
      'one that was over on the kept one is his again',
      [point('k', '1', 'direct', AT)],
      [point('g', '1', 'shared')],
      [],
      ['g'],
      [{ before: before('k', 'direct', AT.toISOString()), after: before('k', 'shared') }],
    ],
    ['one that was over on the gone one stays there', [point('k', '1', 'direct')], [point('g', '1', 'shared', AT)], [], [], []],
  ])('%s', (_, kept, gone, contactPoints, ended, twins) => expect(sortPoints(kept, gone)).toEqual({ contactPoints, ended, twins }))
})
