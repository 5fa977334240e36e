import { z } from 'zod'

/** One exchange between the simulator and our program. `turn` joins it to the steps of the call's log. */
export const webhookLogRow = z.object({
  n: z.number().int(),
  at: z.iso.datetime(),
  /** What Twilio asks or tells (voice, status, recording, ...); `rest`: our program asked Twilio. */
  purpose: z.string(),
  leg: z.string().nullable(),
  method: z.string(),
  path: z.string(),
  event: z.string().nullable(),
  turn: z.number().int().nullable(),
  attempt: z.number().int(),
  status: z.number().int().nullable(),
  error: z.string().nullable(),
  milliseconds: z.number().nullable(),
  faults: z.array(z.string()),
})
export type WebhookLogRow = z.infer<typeof webhookLogRow>

/** What can be made to go wrong; each happens at the next occasion, `statusLost` until all is taken back. */
export const phoneFaultNames = ['twice', 'late', 'statusLost', 'restFails', 'refused'] as const
export type PhoneFaultName = (typeof phoneFaultNames)[number]
export const newPhoneFault = z.strictObject({ fault: z.enum(phoneFaultNames) })

/** `mailbox`: a machine answers the calls to this phone. */
export const phoneBehaviour = z.strictObject({ behaviour: z.enum(['rings', 'mailbox', 'busy']) })
export const phoneTime = z.strictObject({ now: z.iso.datetime() })
