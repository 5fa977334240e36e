import { z } from 'zod'

const heir = z.uuid()

/** Who takes over what is his; `to`: all that is not named. */
export const successors = z.object({
  to: heir.optional(),
  /** Open cases. */
  cases: heir.optional(),
  /** Open cases in which somebody waits to be called back. */
  callbacks: heir.optional(),
  /** Shifts that have not ended, in the draft and in the published roster. */
  shifts: heir.optional(),
  /** Customers whose account manager he is. */
  accounts: heir.optional(),
  /** Levels and departments that he heads, and people whose deputy he is. */
  offices: heir.optional(),
})
export type Successors = z.infer<typeof successors>
export const heirloom = z.enum(['cases', 'callbacks', 'shifts', 'accounts', 'offices'])
export type Heirloom = z.infer<typeof heirloom>

export const newDeparture = z.object({ successors, note: z.string().trim().min(1).max(1_000) })

const counts = z.object({
  cases: z.number().int(),
  callbacks: z.number().int(),
  shifts: z.number().int(),
  accounts: z.number().int(),
  offices: z.number().int(),
})
export type HeirloomCounts = z.infer<typeof counts>

/** What somebody has in hand. */
export const belongings = z.object({ person: z.object({ id: z.uuid(), name: z.string() }), counts })

export const departure = z.object({
  person: z.object({ id: z.uuid(), name: z.string() }),
  /** What went over. */
  counts,
  /** Shifts that the successor may not work (two nights running, or two places at once): they are off the roster, and somebody must be found. */
  openShifts: z.array(z.object({ from: z.iso.datetime(), to: z.iso.datetime(), level: z.string(), why: z.enum(['TWO_NIGHTS', 'OVERLAP', 'COVERED_ALREADY']) })),
})
export type Departure = z.infer<typeof departure>
