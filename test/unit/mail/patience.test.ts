import { expect, test } from 'vitest'
import { certaintyOf, messageId, waitSeconds } from '../../../services/mail/patience.ts'

test.each([
  ['nobody answers', { code: 'ECONNECTION', hasBegun: false }, { isSure: true, isPassing: true }],
  ['the name is not found', { code: 'EDNS', hasBegun: false }, { isSure: true, isPassing: true }],
  ['a greylisting server', { code: 'EENVELOPE', responseCode: 451, hasBegun: false }, { isSure: true, isPassing: true }],
  ['no such mailbox', { code: 'EENVELOPE', responseCode: 550, hasBegun: false }, { isSure: true, isPassing: false }],
  ['no address at all', { code: 'EENVELOPE', hasBegun: false }, { isSure: true, isPassing: false }],
  ['a wrong password is mended', { code: 'EAUTH', responseCode: 535, hasBegun: false }, { isSure: true, isPassing: true }],
  ['the letter itself was refused', { code: 'EMESSAGE', responseCode: 554, hasBegun: true }, { isSure: true, isPassing: false }],
  ['the line broke while it was handed over', { code: 'ECONNECTION', hasBegun: true }, { isSure: false, isPassing: false }],
  ['silence after it', { code: 'ETIMEDOUT', hasBegun: true }, { isSure: false, isPassing: false }],
])('%s', (_, thrown, expected) => expect(certaintyOf(thrown)).toEqual(expected))

test('tried again after longer and longer waits, for four hours', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 99].map((attempts) => waitSeconds(attempts, 0))).toEqual([5, 30, 120, 300, 600, 900, 900, 900])
  expect(waitSeconds(20, 4 * 3_600 - 901)).toBe(900)
  expect(waitSeconds(20, 4 * 3_600 - 899)).toBeUndefined()
})

test('one intent has one Message-ID', () => {
  expect(messageId('telling:0b0c:email', 'Havel Heating <line@havel-heating.example>')).toBe('<telling-0b0c-email@havel-heating.example>')
  expect(messageId('a', 'nightline@localhost')).toBe('<a@localhost>')
})
