import { describe, expect, it } from 'vitest'
import { isForPages, liveMessage, parseNote } from '../../../../services/http/live/messages.ts'

describe('parseNote', () => {
  it.each([
    ['{"type":"call","id":"CA1"}', { type: 'call', id: 'CA1' }],
    ['{"type":"call","id":"CA1","from":"+493023125100"}', { type: 'call', id: 'CA1' }],
    ['{"type":"call"}', undefined],
    ['not json', undefined],
    ['', undefined],
    [undefined, undefined],
    ['null', undefined],
  ])('%s', (payload, note) => expect(parseNote(payload)).toEqual(note))
})

it.each([
  ['call', true],
  ['access', false],
  ['hello', false],
  ['resync', false],
])('%s for pages: %s', (type, is) => {
  expect(isForPages({ type, id: '1' })).toBe(is)
})

it('tells states from changes', () => {
  const at = '2026-03-02T09:00:00.000Z'
  expect(liveMessage.safeParse({ type: 'hello', stream: crypto.randomUUID(), seq: 0, at }).success).toBe(true)
  expect(liveMessage.safeParse({ type: 'call', id: 'CA1', seq: 1, at }).success).toBe(true)
  expect(liveMessage.safeParse({ type: 'call', seq: 1, at }).success).toBe(false)
})
