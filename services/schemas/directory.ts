import { z } from 'zod'
import { phoneInput } from './people.ts'

/** As in flow files: `{ "mon-fri": ["08:00-12:00", "13:00-18:00"] }`. */
const day = z.string().regex(/^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$/, 'a day or days: mon, sat, mon-fri')
const range = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a range such as 08:00-18:00 (24:00 is the end of the day)')
export const openHours = z.record(day, z.array(range).min(1).max(5))

const section = z.string().trim().min(1).max(60)

export const directoryEntry = z.object({
  id: z.uuid(),
  section,
  name: z.string(),
  aliases: z.array(z.string()),
  number: z.string().nullable(),
  /** By the clock of `zone`; null: always. */
  hours: openHours.nullable(),
  zone: z.string(),
  note: z.string(),
  /** Where it is from, and when somebody last looked whether it holds. */
  source: z.string(),
  checkedAt: z.iso.datetime(),
  /** Nobody has looked for 90 days. */
  isStale: z.boolean(),
  isSponsored: z.boolean(),
})
export type DirectoryEntryView = z.infer<typeof directoryEntry>
/** Whoever writes an entry has looked now whether it holds. */
export const directoryEntryInput = z.object({
  section,
  name: z.string().trim().min(1).max(120),
  aliases: z.array(z.string().trim().min(1).max(80)).max(20).default([]),
  number: phoneInput.nullish(),
  hours: openHours.nullish(),
  zone: z.string().max(64),
  note: z.string().max(1_000).default(''),
  source: z.string().trim().min(1).max(200),
  isSponsored: z.boolean().default(false),
})
export const directoryFilter = z.object({ q: z.string().trim().max(100).optional(), section: section.optional() })

/** What is asked for in vain, the most frequent first. */
export const unmetRow = z.object({ asked: z.string(), section: z.string().nullable(), by: z.string(), count: z.number().int(), lastAt: z.iso.datetime() })
export const newUnmet = z.object({ asked: z.string().trim().min(1).max(200), section: section.nullish() })
