import { z } from 'zod'

/** What a person may do; see docs/access.md for the table of roles and routes. */
export const role = z.enum(['agent', 'supervisor', 'manager', 'executive', 'payroll', 'admin', 'guest'])
export type Role = z.infer<typeof role>
/** Everybody who works with calls and customers: all but payroll. A guest is an agent during his guest shifts and `guest` otherwise. */
export const STAFF: readonly Role[] = ['agent', 'supervisor', 'manager', 'executive', 'admin']
/** Who speaks for the house: says that something is broken for many, and whom callers may ask for. */
export const SUPERVISION: readonly Role[] = ['supervisor', 'manager', 'executive', 'admin']

export const language = z.string().regex(/^[a-z]{2}$/, 'two small letters, e.g. "en"')
export const phoneInput = z.string().trim().min(3).max(32)

export const person = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  role,
  language,
  level: z.object({ id: z.uuid(), rank: z.number().int(), name: z.string() }).nullable(),
  isActive: z.boolean(),
  hasPassword: z.boolean(),
  createdAt: z.iso.datetime(),
})
export type PersonView = z.infer<typeof person>

export const newPerson = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email().max(200),
  phone: phoneInput.nullish(),
  role,
  language: language.default('en'),
  levelId: z.uuid().nullish(),
})
export const personChange = newPerson.partial().extend({ isActive: z.boolean().optional(), language: language.optional() })

/** A link that works once. `url` is shown only in this answer; only its hash is stored. */
export const invitation = z.object({ url: z.string(), expiresAt: z.iso.datetime() })
export const password = z.string().min(10, 'at least 10 characters').max(200)
export const linkInfo = z.object({ name: z.string(), email: z.string(), purpose: z.enum(['invitation', 'first sign-in']) })
export const acceptInvitation = z.object({ token: z.string().min(20).max(200), password })
export const signInLink = z.object({ token: z.string().min(20).max(200) })
/** `current` is needed by who has a password already. */
export const passwordChange = z.object({ password, current: z.string().max(200).optional() })
export const signIn = z.object({ email: z.string().max(200), password: z.string().max(200) })

export const me = z.object({
  person,
  company: z.object({ name: z.string(), zone: z.string(), language: z.string(), isDemo: z.boolean() }),
  /** True when the built-in phone simulator carries the calls. */
  hasPhone: z.boolean(),
  now: z.iso.datetime(),
})
export const loginSession = z.object({
  id: z.uuid(),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  isCurrent: z.boolean(),
})
export const apiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  role,
  hint: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
})
export const newApiKey = z.object({ name: z.string().trim().min(1).max(80), role, expiresAt: z.iso.datetime().nullish() })
/** `key` is shown only in this answer. */
export const createdApiKey = apiKey.extend({ key: z.string() })
export const level = z.object({
  id: z.uuid(),
  rank: z.number().int(),
  name: z.string(),
  isExecutive: z.boolean(),
  head: z.object({ id: z.uuid(), name: z.string() }),
})
