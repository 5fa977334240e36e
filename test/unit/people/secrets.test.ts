import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { hintOf, isKey, isLive, isSeenLongAgo, plainEmail } from '../../../services/people/secrets.ts'
import { isToken } from '../../../services/secrets/token.ts'

const now = DateTime.fromISO('2026-03-02T09:00:00Z')
const at = (text: string) => new Date(`2026-03-02T${text}Z`)
const token = 'a'.repeat(43)

describe('shapes', () => {
  it.each([
    [token, true],
    [`${token}a`, false],
    ['', false],
    [`${'a'.repeat(42)}+`, false],
  ])('token %s', (text, is) => expect(isToken(text)).toBe(is))
  it.each([
    [`nl_${token}`, true],
    [token, false],
    [`NL_${token}`, false],
  ])('key %s', (text, is) => expect(isKey(text)).toBe(is))
  it('shows a hint that gives nothing away', () => expect(hintOf(`nl_abcd${token}`)).toBe('nl_abcd...'))
  it('compares e-mail in small letters', () => expect(plainEmail(' Ada@Example.ORG ')).toBe('ada@example.org'))
})

it.each([
  // expires            revoked         isLive
  [null, null, true],
  [at('09:00:00.001'), null, true],
  [at('09:00:00'), null, false],
  [at('08:59:59'), null, false],
  [null, at('08:00:00'), false],
  [at('10:00:00'), at('08:00:00'), false],
])('expires %s, revoked %s: %s', (expiresAt, revokedAt, is) => expect(isLive({ expiresAt, revokedAt }, now)).toBe(is))

it.each([
  [null, true],
  [at('08:59:00'), true],
  [at('08:59:01'), false],
  [at('09:00:01'), false],
])('seen %s, write again: %s', (seen, is) => {
  expect(isSeenLongAgo(seen, now)).toBe(is)
})
