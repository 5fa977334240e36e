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
  custodies: z.array(
    z.object({ person: personRef, fromAt: z.iso.datetime(), toAt: z.iso.datetime().nullable(), how: z.string(), reason: z.string().nullable() }),
  ),
})
export const caseRow = caseDetail.omit({ facts: true, custodies: true })
