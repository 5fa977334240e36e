import { z } from 'zod'

export const auditFilter = z.object({
  /** An id, as it was written down: of a case, a person, a rule ... */
  subject: z.string().max(200).optional(),
  actor: z.string().max(200).optional(),
  kind: z.string().max(60).optional(),
  /** Entries before this place in the chain. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export const auditEntry = z.object({
  /** The place in the chain. */
  seq: z.number().int().nullable(),
  at: z.iso.datetime(),
  /** A person's id, "key:<id>", or "rules". */
  actor: z.string(),
  kind: z.string(),
  subject: z.string(),
  body: z.record(z.string(), z.unknown()),
  hash: z.string().nullable(),
})
