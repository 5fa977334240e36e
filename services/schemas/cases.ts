import { z } from 'zod'

const personRef = z.object({ id: z.uuid(), name: z.string() })
export const caseDetail = z.object({
  number: z.string(),
  title: z.string(),
  reason: z.string(),
  severity: z.string(),
  status: z.string(),
  customer: personRef.nullable(),
  callSid: z.string().nullable(),
  level: z.object({ rank: z.number(), name: z.string() }),
  owner: personRef.nullable(),
  facts: z.record(z.string(), z.string()),
  openedAt: z.iso.datetime(),
  dueTopAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Times told to the customer. */
  promises: z.array(z.object({ kind: z.string(), madeAt: z.iso.datetime(), dueAt: z.iso.datetime(), keptAt: z.iso.datetime().nullable() })),
  /** Recordings left on a case that was there already. */
  messages: z.array(z.object({ sid: z.string(), callSid: z.string(), seconds: z.number(), receivedAt: z.iso.datetime() })),
  custodies: z.array(
    z.object({ person: personRef, fromAt: z.iso.datetime(), toAt: z.iso.datetime().nullable(), how: z.string(), reason: z.string().nullable() }),
  ),
})
export const caseRow = caseDetail.omit({ facts: true, promises: true, messages: true, custodies: true })
