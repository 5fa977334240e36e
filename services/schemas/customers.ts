import { z } from 'zod'
import { callRow, caseRef } from './calls.ts'

export const contactPoint = z.object({
  id: z.uuid(),
  kind: z.enum(['phone', 'email']),
  value: z.string(),
  standing: z.enum(['direct', 'shared', 'unconfirmed']),
  label: z.string(),
})
export const reference = z.object({ kind: z.string(), value: z.string(), isVerified: z.boolean() })
export const customerRow = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.string(),
  language: z.string().nullable(),
  isNew: z.boolean(),
  hasPin: z.boolean(),
  createdAt: z.iso.datetime(),
  contactPoints: z.array(contactPoint),
  references: z.array(reference),
})
export const customerDetail = customerRow.extend({
  note: z.string(),
  calls: z.array(callRow),
  cases: z.array(caseRef),
  /** Calls from a number of his that nobody has confirmed as his own. */
  possibleCalls: z.array(callRow),
})
export const customerFilter = z.object({ search: z.string().trim().max(100).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) })
export const customerChange = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .nullable()
    .optional(),
  note: z.string().max(10_000).optional(),
  isNew: z.boolean().optional(),
  /** Keyed by the caller it confirms whose call it is; null takes it away. It cannot be read again. */
  pin: z
    .string()
    .regex(/^\d{4,8}$/, '4 to 8 digits')
    .nullable()
    .optional(),
})
