import { z } from 'zod'
import { language } from './people.ts'

const ref = z.object({ id: z.uuid(), name: z.string() })

export const incident = z.object({
  id: z.uuid(),
  title: z.string(),
  caseNumber: z.string(),
  /** What callers hear, by language. */
  text: z.record(z.string(), z.string()),
  /** Null: of all sites. */
  site: ref.nullable(),
  openedAt: z.iso.datetime(),
  openedBy: ref,
  endedAt: z.iso.datetime().nullable(),
  /** By when callers are told that it is over. */
  promisedAt: z.iso.datetime().nullable(),
  /** Calls that belong to it. */
  calls: z.number().int(),
})
export type IncidentView = z.infer<typeof incident>
export const newIncident = z.object({
  title: z.string().trim().min(1).max(120),
  text: z.record(language, z.string().trim().min(1).max(300)).refine((text) => Object.keys(text).length > 0, 'say it in one language at least, e.g. "en"'),
  siteId: z.uuid().nullish(),
})
export const incidentFilter = z.object({ isOpen: z.stringbool().optional() })
