import { expect, it } from 'vitest'
import { apiKeyView, levelView, personView, sessionView } from '../../../services/people/views.ts'
import { apiKey, level, loginSession, person } from '../../../services/schemas/people.ts'

const at = new Date('2026-03-02T09:00:00Z')
const id = '00000000-0000-4000-8000-000000000001'
const one = {
  id,
  name: 'Ada',
  email: 'ada@example.org',
  phone: null,
  role: 'agent' as const,
  language: 'en',
  levelId: null,
  level: null,
  passwordHash: 'secret',
  siteId: null,
  deputyId: null,
  speaks: [],
  department: null,
  isTrainee: false,
  pinHash: 'secret',
  isActive: true,
  createdAt: at,
}

it('never shows a hash', () => {
  const key = { id, name: 'k', role: 'agent' as const, keyHash: 'secret', hint: 'nl_abcd...', createdAt: at, expiresAt: at, revokedAt: null, lastUsedAt: null }
  const session = { id, tokenHash: 'secret', personId: id, userAgent: null, createdAt: at, lastSeenAt: at, expiresAt: at, revokedAt: null }
  expect(JSON.stringify([personView(one), apiKeyView(key), sessionView(session, 'x')])).not.toContain('secret')
  expect(person.parse(personView(one))).toMatchObject({ hasPassword: true, level: null })
  expect(apiKey.parse(apiKeyView(key)).expiresAt).toBe('2026-03-02T09:00:00.000Z')
  expect(loginSession.parse(sessionView(session, id)).isCurrent).toBe(true)
})

it('shows a level with its head', () => {
  const row = { id, rank: 1, name: 'First', headId: id, isExecutive: false, head: one }
  expect(levelView(row)).toEqual(level.parse({ id, rank: 1, name: 'First', isExecutive: false, head: { id, name: 'Ada' } }))
  expect(personView({ ...one, passwordHash: null, level: row })).toMatchObject({ hasPassword: false, level: { id, rank: 1, name: 'First' } })
})
