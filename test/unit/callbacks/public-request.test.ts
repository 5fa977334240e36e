import { describe, expect, it } from 'vitest'
import { requestIn, typedIn } from '../../../services/callbacks/public/pages/typed.ts'
import { readRequest, type House } from '../../../services/callbacks/public/request.ts'
import { publicRequest } from '../../../services/schemas/callbacks.ts'

const house: House = {
  ...{ company: 'Havel Heating', zone: 'Europe/Berlin', language: 'en', languages: ['en', 'ru'] },
  ...{ ourNumber: '+493023125100', topics: ['fault', 'other'] },
}
const read = (given: object) => readRequest(publicRequest.parse({ number: '030 901820', wish: 'now', ...given }), house)

describe('readRequest', () => {
  it.each([
    // typed                     number             extension
    ['030 901820', '+4930901820', null],
    ['+49 (0)30 901820', '+4930901820', null],
    ['0049 30 901820', '+4930901820', null],
    ['030 901820 ext. 12', '+4930901820', '12'],
    ['030 901820 доб. 12', '+4930901820', '12'],
    ['+7 495 123-45-67', '+74951234567', null],
  ])('%s -> %s, extension %s', (number, e164, extension) => {
    expect(read({ number })).toMatchObject({ asked: { number: e164, extension } })
  })

  it('prefers the extension that stands in its own field', () => {
    expect(read({ number: '030 901820 ext. 12', extension: '34' })).toMatchObject({ asked: { extension: '34' } })
  })

  it('answers in our language where it has not his, and in our zone where his is none', () => {
    expect(read({ language: 'fr', zone: 'Mars/Olympus' })).toMatchObject({ asked: { language: 'en', zone: 'Europe/Berlin' } })
    expect(read({ language: 'ru', zone: 'Asia/Tokyo' })).toMatchObject({ asked: { language: 'ru', zone: 'Asia/Tokyo' } })
  })

  it.each([
    // asked in writing with              fault at
    ['an e-mail address', { email: 'ida@example.org', number: '' }, undefined],
    ['a mobile', { number: '0151 23456789' }, undefined],
    ['a landline', {}, 'email'],
    ['nothing', { number: '' }, 'email'],
  ])('an answer in writing with %s', (_, given, field) => {
    const answer = read({ wish: 'written', ...given })
    expect('faults' in answer ? answer.faults[0]?.field : undefined).toBe(field)
  })
})

describe('what a browser sends', () => {
  it('of a field that comes twice the last counts; what is no text is left out', () => {
    expect(typedIn({ a: ['1', '2'], b: '3', c: 4 })).toEqual({ a: '2', b: '3' })
    expect(typedIn(null)).toEqual({})
  })

  it('an empty field is one that was left out, and each fault is named once', () => {
    expect(requestIn({ number: '1', wish: 'now', email: '', extension: '', topic: '' })).toMatchObject({ request: { wish: 'now' } })
    expect(requestIn({ number: '1', wish: '', email: 'x', extension: 'a' })).toEqual({
      faults: [
        { field: 'extension', code: 'extensionWrong' },
        { field: 'email', code: 'emailWrong' },
        { field: 'wish', code: 'wishMissing' },
      ],
    })
  })

  it('a window is two instants', () => {
    const typed = { number: '1', wish: '2026-03-02T10:00:00.000Z/2026-03-02T11:00:00.000Z' }
    expect(requestIn(typed)).toMatchObject({ request: { wish: { from: '2026-03-02T10:00:00.000Z', to: '2026-03-02T11:00:00.000Z' } } })
    expect(requestIn({ number: '1', wish: 'tomorrow/later' })).toMatchObject({ faults: [{ field: 'wish' }] })
  })
})
