import { z } from 'zod'
import { caseRow } from './cases.ts'

const instant = z.iso.datetime()
const personRef = z.object({ id: z.uuid(), name: z.string() })

/** Open cases, storey by storey, the executive first; of a level those that are due first. */
export const pyramid = z.object({
  at: instant,
  levels: z.array(
    z.object({
      id: z.uuid(),
      rank: z.number().int(),
      name: z.string(),
      isExecutive: z.boolean(),
      keeper: personRef.extend({ why: z.enum(['desk', 'onCall', 'head']) }),
      /** Who is on there now, with what each has in hand. */
      people: z.array(personRef.extend({ inHand: z.number().int(), most: z.number().int().nullable() })),
      open: z.number().int(),
      unattended: z.number().int(),
      late: z.number().int(),
      cases: z.array(caseRow),
    }),
  ),
  /** The sweeper's last sign of life; `isLate`: nobody has heard of it for two minutes. */
  heartbeat: z.object({ at: instant.nullable(), isLate: z.boolean() }),
  alarms: z.array(z.object({ kind: z.string(), at: instant, text: z.string() })),
})
export type PyramidView = z.infer<typeof pyramid>

/** What would happen to the open cases until `until` if nobody did anything: who would be told or own what, when and by which way. */
export const rehearsal = z.object({
  from: instant,
  until: instant,
  steps: z.array(
    z.object({
      at: instant,
      caseNumber: z.string(),
      what: z.enum(['warned', 'olaBreached', 'silent', 'top', 'told', 'deputy']),
      who: z.array(personRef),
      ways: z.array(z.enum(['page', 'sms', 'email', 'call'])),
    }),
  ),
})

export const telling = z.object({
  id: z.uuid(),
  person: personRef,
  kind: z.enum(['loud', 'digest']),
  state: z.enum(['open', 'acknowledged', 'handed']),
  startedAt: instant,
  acknowledgedAt: instant.nullable(),
  handedTo: personRef.nullable(),
  cases: z.array(z.string()),
  calls: z.array(z.object({ at: instant.nullable(), state: z.string() })),
})
/** The page of the executive: what he owns, what will reach him, and how he was told. */
export const executiveView = z.object({
  at: instant,
  executive: personRef,
  deputy: personRef.nullable(),
  /** At the top, the oldest first. */
  cases: z.array(caseRow),
  /** Open below, and due within four hours. */
  coming: z.array(caseRow),
  tellings: z.array(telling),
})
