import { describe, expect, it } from 'vitest'
import { blanksOf, fillBlanks } from '../../../dashboard/src/cases/blanks.ts'
import { isFiltered, readCaseFilter, toCaseQuery } from '../../../dashboard/src/cases/case-filter.ts'
import { clockOf, dueOf, firstDue } from '../../../dashboard/src/cases/due-words.ts'
import { eventWords } from '../../../dashboard/src/cases/event-words.ts'
import { timelineWords } from '../../../dashboard/src/customers/timeline-words.ts'
import { plusMonths, readMonthSearch } from '../../../dashboard/src/reports/months.ts'
import { readJson } from '../../../dashboard/src/rules/json.ts'
import { groupsOf } from '../../../dashboard/src/search/rows.ts'
import { caseEventKind } from '../../../services/schemas/cases.ts'

const ME = { id: '1', name: 'Elif Kaya' }
const NOW = Date.parse('2026-11-22T09:00:00Z')
const at = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString()

describe('the filter of cases in the URL', () => {
  it('keeps what is usable and drops what a person mistyped, and what holds anyway', () =>
    expect(
      readCaseFilter({ status: 'open', level: '2', severity: 'huge', owner: 'me', search: 100018, sort: 'due', page: 1, isLate: 'true', isUnattended: 'no' }),
    ).toEqual({
      level: 2,
      owner: 'me',
      search: '100018',
      isLate: true,
    }))
  it('asks for the open ones, page by page', () => {
    expect(toCaseQuery({})).toBe('?status=open&limit=50')
    expect(toCaseQuery({ status: 'all', owner: 'me', page: 3 })).toBe('?owner=me&limit=50&offset=100')
  })
  it('does not count order and page as filters', () => {
    expect(isFiltered({ sort: 'score', page: 2 })).toBe(false)
    expect(isFiltered({ isLate: true })).toBe(true)
  })
})

describe('the clocks of a case', () => {
  it.each([
    [at(5), 'ahead'],
    [at(4), 'soon'],
    [at(0), 'late'],
  ])('%s is %s', (dueAt, due) => expect(dueOf(dueAt, null, NOW)).toBe(due))
  it('stand still when it has ended', () => expect(dueOf(at(-5), at(-6), NOW)).toBe('done'))
  it.each([
    [19 * 3_600_000 + 4 * 60_000 + 59_000, '19:04'],
    [59 * 60_000 + 58_000, '0:59:58'],
    [-26 * 3_600_000, '26:00'],
  ])('%i ms read %s', (milliseconds, words) => expect(clockOf(milliseconds)).toBe(words))
  it('show first what is due first; at the top only promises are left', () => {
    expect(firstDue({ dueTopAt: at(5), toppedAt: null, promisedAt: at(6) }).what).toBe('top')
    expect(firstDue({ dueTopAt: at(5), toppedAt: null, promisedAt: at(4) }).what).toBe('promise')
    expect(firstDue({ dueTopAt: at(-1), toppedAt: at(-1), promisedAt: at(6) }).what).toBe('promise')
  })
})

describe('what happened, in words', () => {
  it.each([
    [
      'passedUp',
      { from: ME, to: 'Farid', level: 'Head', reason: 'too dear' },
      { values: { from: 'Elif Kaya', to: 'Farid', level: 'Head' }, quotes: ['too dear'] },
    ],
    ['taken', { from: 'Chen' }, { key: 'caseWork.events.taken', values: { from: 'Chen' } }],
    ['taken', { from: ME }, { key: 'caseWork.events.kept' }],
    ['top', { from: ME, to: ME }, { key: 'caseWork.events.topStays' }],
    ['factsAsked', { names: ['plate', 'age'], fault: 'ours' }, { values: { names: 'PLATE, AGE' }, words: { fault: { name: 'ours' } } }],
    [
      'changed',
      { severity: { before: 'normal', after: 'high' }, isDistressed: { before: false, after: true }, contacts: 3 },
      {
        changes: [
          { name: 'severity', before: 'normal', after: 'high' },
          { name: 'isDistressed', before: false, after: true },
          { name: 'contacts', after: '3' },
        ],
      },
    ],
    ['message', { kind: 'solved', channel: 'sms' }, { words: { kind: { name: 'solved' }, channel: { name: 'sms' } } }],
    ['promiseChanged', { from: at(1), to: at(2), reason: 'part late' }, { instants: { from: at(1), to: at(2) }, quotes: ['part late'] }],
  ] as const)('%s %j', (kind, body, words) => expect(eventWords({ kind, body, person: ME }, (fact) => fact.toUpperCase())).toMatchObject(words))
  it.each(caseEventKind.options)('%s survives a body of another shape', (kind) => {
    expect(eventWords({ kind, body: { names: 5, from: null, to: [], reason: {} }, person: null }).key).toMatch(/^caseWork\.events\./)
  })
})

describe('a line of the timeline', () => {
  it('leads to what it is about', () => {
    expect(timelineWords({ kind: 'message', ref: '100018', text: 'x', detail: { kind: 'solved', state: 'delivered' } }).link).toEqual({
      to: 'case',
      ref: '100018',
    })
    expect(timelineWords({ kind: 'message', ref: 'CA1', text: 'x', detail: { channel: 'sms' } }).link).toEqual({ to: 'call', ref: 'CA1' })
    expect(timelineWords({ kind: 'rating', ref: 'CA1', text: 'q1', detail: { via: 'call', score: 4, most: 5 } })).toMatchObject({
      before: '4 / 5',
      link: { to: 'call' },
    })
  })
  it('plays a recording until it is deleted', () => {
    expect(timelineWords({ kind: 'recording', ref: 'RE1', text: 'voicemail', detail: { seconds: 7 } })).toMatchObject({ audioSid: 'RE1', seconds: 7 })
    expect(timelineWords({ kind: 'recording', ref: 'RE1', text: 'voicemail', detail: { deletedAt: at(0) } }).audioSid).toBeUndefined()
  })
  it('says that a promise was kept too late', () =>
    expect(timelineWords({ kind: 'promise', ref: '100018', text: 'answer', detail: { dueAt: at(1), keptAt: at(2) } }).signs).toMatchObject([
      { name: 'keptLate' },
    ]))
})

describe('blanks of a template', () => {
  it('are named once', () => expect(blanksOf('{{a}} {{ b }} {{a}}')).toEqual(['a', 'b']))
  it('stand out while they are empty', () =>
    expect(fillBlanks('Hello {{name}}, {{news}}.', { name: 'Marta', news: ' ' })).toEqual([
      { kind: 'text', words: 'Hello ' },
      { kind: 'filled', words: 'Marta' },
      { kind: 'text', words: ', ' },
      { kind: 'empty', words: 'news' },
      { kind: 'text', words: '.' },
    ]))
})

describe('small things', () => {
  it.each([
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-11', 0, '2026-11'],
  ])('%s and %i months is %s', (month, by, other) => expect(plusMonths(month, by)).toBe(other))
  it('a month that does not exist is dropped', () =>
    expect([readMonthSearch({ month: '2026-13' }), readMonthSearch({ month: '2026-02' })]).toEqual([{}, { month: '2026-02' }]))
  it('JSON is an object or says why not', () => {
    expect(readJson('{"a":1}').value).toEqual({ a: 1 })
    expect(readJson('[1]').fault).toBeDefined()
    expect(readJson('{').fault).toBeDefined()
  })
  it('search groups by kind, pages last, and leads to the pages of what it found', () => {
    const hits = [
      { kind: 'case', ref: '100018', title: 'Cold', text: '' },
      { kind: 'customer', ref: 'c 1', title: 'Marta', text: '' },
      { kind: 'case', ref: '100026', title: 'Leak', text: '' },
    ] as const
    const groups = groupsOf('co', hits, [
      { to: '/now', title: 'Who is on' },
      { to: '/x', title: 'Cost' },
    ])
    expect(groups.map(({ kind, rows }) => [kind, ...rows.map(({ to }) => to)])).toEqual([
      ['case', '/cases/100018', '/cases/100026'],
      ['customer', '/customers/c%201'],
      ['page', '/x'],
    ])
  })
})
