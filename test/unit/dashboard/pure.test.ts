import { describe, expect, it } from 'vitest'
import { deviceName } from '../../../dashboard/src/account/device-name.ts'
import { fieldsOf, readProblem } from '../../../dashboard/src/api/faults.ts'
import { isFiltered, readFilter, toQuery } from '../../../dashboard/src/calls/call-filter.ts'
import { stepWords } from '../../../dashboard/src/calls/step-words.ts'
import { dueOf } from '../../../dashboard/src/cases/due-words.ts'
import { distanceOf, formatDuration, formatOffset } from '../../../dashboard/src/format/duration.ts'
import { groupNumber } from '../../../dashboard/src/format/phone-number.ts'
import { follow, readMessage } from '../../../dashboard/src/live/live-order.ts'
import { firstScreen, maySee } from '../../../dashboard/src/shell/roles.ts'

describe('groupNumber', () => {
  it.each([
    ['+493023125200', '+49 30 23125 200'],
    ['+15555550100', '+1 555 555 0100'],
    ['anonymous', 'anonymous'],
    ['sip:alice@host', 'sip:alice@host'],
    ['110', '110'],
  ])('%s', (number, words) => expect(groupNumber(number)).toBe(words))
  it.each(['+74951234567', '+493023125999', '+390612345678', '+4412345'])('changes no digit of %s', (number) =>
    expect(groupNumber(number).replaceAll(' ', '')).toBe(number),
  )
})

describe('durations', () => {
  it.each([
    [0, '0:00'],
    [9, '0:09'],
    [125, '2:05'],
    [3725, '1:02:05'],
    [-3, '0:00'],
  ])('%s s', (seconds, words) => expect(formatDuration(seconds)).toBe(words))
  it.each([
    [0, '0.0 s'],
    [420, '0.4 s'],
    [12_000, '12 s'],
    [125_000, '2:05'],
    [-5, '0.0 s'],
  ])('%s ms into the call', (ms, words) => expect(formatOffset(ms)).toBe(words))
  it.each([
    [12_000, 'second', 12],
    [-90_000, 'minute', 1],
    [7_140_000, 'hour', 1],
    [71_940_000, 'hour', 19],
    [172_800_000, 'day', 2],
  ])('%s ms', (ms, unit, count) => expect(distanceOf(ms)).toEqual({ unit, count }))
})

describe('readProblem', () => {
  const body = {
    title: 'Invalid input',
    status: 400,
    detail: 'see faults',
    code: 'INVALID_INPUT',
    faults: [
      { place: 'body.email', message: 'Invalid email address' },
      { place: 'body.email', message: 'too long' },
      { place: 'querystring.limit', message: 'too large' },
    ],
  }
  it('finds the first fault of each field', () => expect(readProblem(400, body).fields).toEqual({ email: 'Invalid email address', limit: 'too large' }))
  it('gives a form only its own fields', () => expect(fieldsOf(readProblem(400, body), ['email', 'name']).named).toEqual({ email: 'Invalid email address' }))
  it('knows the field of a refusal by its code', () =>
    expect(fieldsOf(readProblem(400, { code: 'NUMBER_INVALID', values: { number: '12' } }), ['name', 'phone'])).toEqual({ named: {}, byCode: 'phone' }))
  it.each([null, 'Bad gateway', [], 7])('makes a plain problem of %j', (answer) =>
    expect(readProblem(502, answer)).toMatchObject({ status: 502, code: '', fields: {} }),
  )
})

describe('the filter of the calls', () => {
  it('comes out of the URL, the unusable dropped', () =>
    expect(readFilter({ outcome: 'lost', search: 123456, isOpen: 'true', label: ' ', site: 'Berlin' })).toEqual({
      search: '123456',
      isOpen: true,
      site: 'Berlin',
    }))
  it('goes into the question', () => expect(toQuery({ outcome: 'voicemail', search: 'a&b' })).toBe('?outcome=voicemail&search=a%26b'))
  it('is nothing without filters', () => expect(toQuery({})).toBe(''))
  it('does not count a page as a filter', () => {
    expect(isFiltered({ before: '2026-01-01T00:00:00Z' })).toBe(false)
    expect(isFiltered({ isOpen: true })).toBe(true)
  })
})

describe('the live feed', () => {
  it('names the call that changed', () =>
    expect(follow(7, { seq: 8, type: 'call', id: 'CA1' })).toEqual({ seq: 8, then: { kind: 'changed', type: 'call', id: 'CA1' } }))
  it.each(['roster', 'presence'])('passes on a change of the %s', (type) => expect(follow(7, { seq: 8, type }).then).toEqual({ kind: 'changed', type }))
  it('fetches everything after a gap', () => expect(follow(7, { seq: 9, type: 'call', id: 'CA1' }).then).toEqual({ kind: 'everything' }))
  it('fetches everything when told so', () => expect(follow(7, { seq: 7, type: 'resync' }).then).toEqual({ kind: 'everything' }))
  it('begins where hello says', () => expect(follow(null, { seq: 41, type: 'hello' })).toEqual({ seq: 41, then: { kind: 'nothing' } }))
  it('passes by what it does not know', () => expect(follow(7, { seq: 8, type: 'shift', id: 'x' })).toEqual({ seq: 8, then: { kind: 'nothing' } }))
  it.each([null, 'x', {}, { seq: '1', type: 'call' }])('reads no message out of %j', (data) => expect(readMessage(data)).toBeUndefined())
})

describe('stepWords', () => {
  it('quotes what is said, in its language', () =>
    expect(stepWords({ kind: 'asked', detail: { text: 'Нажмите 2', language: 'ru' } })).toMatchObject({
      key: 'asked',
      quote: { text: 'Нажмите 2', language: 'ru' },
    }))
  it('tells what was captured', () =>
    expect(stepWords({ kind: 'captured', detail: { name: 'contract', value: '123456' } }).values).toEqual({ name: 'contract', value: '123456' }))
  it('names who was rung and who was not, with the reasons', () => {
    const detail = { numbers: 1, asked: [{ name: 'Dana', why: 'published shift until 06:00' }], notAsked: [{ name: 'Irina', why: 'on a break' }, 7] }
    expect(stepWords({ kind: 'dialled', detail })).toMatchObject({ people: { asked: 'Dana (published shift until 06:00)', notAsked: 'Irina (on a break)' } })
    expect(stepWords({ kind: 'gap', detail: { fallback: 'message' } })).toMatchObject({ values: { fallback: 'message' }, people: { asked: '' }, by: 'wrong' })
  })
  it('survives a kind and details that it does not know', () => {
    expect(stepWords({ kind: 'held', detail: { ahead: 2, seconds: 40 } }).values).toEqual({ place: 3, seconds: 40 })
    expect(stepWords({ kind: 'accepted', detail: { what: 'leave' } }).key).toBe('accepted.leave')
    expect(stepWords({ kind: 'danced', detail: {} })).toMatchObject({ key: 'other', values: { kind: 'danced' } })
    expect(stepWords({ kind: 'dialled', detail: { numbers: 'many' } }).values).toEqual({ count: 0 })
  })
})

describe('dueOf', () => {
  const due = '2026-11-22T10:00:00.000Z'
  const before = (hours: number) => Date.parse(due) - hours * 3_600_000
  it.each([
    [19, 'ahead'],
    [4, 'soon'],
    [0, 'late'],
    [-3, 'late'],
  ])('%s hours before', (hours, words) => expect(dueOf(due, null, before(hours))).toBe(words))
  it('is done when the case has ended', () => expect(dueOf(due, '2026-11-22T09:00:00.000Z', before(-3))).toBe('done'))
})

describe('roles', () => {
  it('payroll sees its own account and nothing else', () => {
    const seen = (['phone', 'calls', 'customers', 'people', 'numbers', 'account'] as const).filter((screen) => maySee('payroll', screen))
    expect(seen).toEqual(['account'])
    expect(firstScreen('payroll', true)).toBe('/pay')
  })
  it('an agent lands at the desk; others at the phone of a trial, else at the calls', () => {
    expect(firstScreen('agent', true)).toBe('/desk')
    expect(firstScreen('agent', false)).toBe('/desk')
    expect(firstScreen('supervisor', true)).toBe('/phone')
    expect(firstScreen('supervisor', false)).toBe('/calls')
    expect(maySee('agent', 'people')).toBe(false)
  })
  it('a supervisor sees people, not numbers', () => expect([maySee('supervisor', 'people'), maySee('supervisor', 'numbers')]).toEqual([true, false]))
})

describe('deviceName', () => {
  it('reads a browser and a system', () =>
    expect(deviceName('Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/147.0 Mobile Safari/537.36')).toEqual({
      browser: 'Chrome',
      system: 'Android',
      isHandheld: true,
    }))
  it('shows a program by its own name', () => expect(deviceName('curl/8.0')).toMatchObject({ browser: 'curl/8.0' }))
  it('knows nothing of nothing', () => expect(deviceName(null)).toBeNull())
})
