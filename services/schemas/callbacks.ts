import { z } from 'zod'

export const callbackState = z.enum(['requested', 'done', 'cancelled'])
export const callback = z.object({
  id: z.uuid(),
  number: z.string(),
  language: z.string(),
  state: callbackState,
  requestedAt: z.iso.datetime(),
  /** By when it was promised. */
  dueAt: z.iso.datetime(),
  callSid: z.string(),
  case: z.object({ number: z.string(), title: z.string(), owner: z.object({ id: z.uuid(), name: z.string() }).nullable() }),
  customer: z.object({ id: z.uuid(), name: z.string() }).nullable(),
})
export type CallbackView = z.infer<typeof callback>
export const callbackFilter = z.object({ state: callbackState.optional(), limit: z.coerce.number().int().min(1).max(200).default(100) })
export const callbackChange = z.object({ state: z.enum(['done', 'cancelled']) })
