import { z } from 'zod'

/** What the control API accepts. Each fault is answered with its place, the value and what is allowed. */
export const callBody = z.strictObject({
  from: z.string().min(1).max(255),
  to: z.string().min(1).max(255),
  ears: z.enum(['instant', 'real']).default('instant'),
  forwardedFrom: z.string().min(1).max(255).optional(),
})
export const pressBody = z.strictObject({
  digits: z.string().regex(/^[0-9*#]{1,64}$/, 'allowed: 1 to 64 of 0-9, * and #'),
})
export const speakBody = z.strictObject({
  text: z.string().min(1).max(10_000),
  confidence: z.number().min(0).max(1).default(0.9),
})
export const soundQuery = z.strictObject({
  text: z.string().max(10_000).default(''),
  confidence: z.coerce.number().min(0).max(1).default(0.9),
})
/** What is not named stays as it is. */
export const limitsBody = z.strictObject({ callsPerSecond: z.number().min(0.1).max(1000).optional(), listLagSeconds: z.number().min(0).max(600).optional() })
export const legsQuery = z.strictObject({
  /** A number, `client:alice`, `sip:alice@example.com`: legs that ring or were dialled from there. */
  of: z.string().min(1).max(255).optional(),
  ended: z.enum(['true', 'false']).optional(),
})
export const eventsQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  wait: z.coerce.number().min(0).max(60).default(0),
})
export const journalQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
  /** A call (with all its legs), a leg or a text message. */
  callSid: z.string().optional(),
})

const seconds = z.number().min(0).max(3600)
export const phoneBody = z.strictObject({
  behaviour: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rings') }),
    z.strictObject({ kind: z.literal('answers'), afterSeconds: seconds.default(2) }),
    z.strictObject({ kind: z.literal('declines'), afterSeconds: seconds.default(2) }),
    z.strictObject({ kind: z.literal('busy') }),
    z.strictObject({
      kind: z.literal('voicemail'),
      afterSeconds: seconds.default(4),
      greeting: z.string().min(1).default('You have reached a mailbox. Please leave a message.'),
      beeps: z.boolean().default(true),
    }),
    z.strictObject({ kind: z.literal('fax'), afterSeconds: seconds.default(4) }),
    z.strictObject({ kind: z.literal('silent'), afterSeconds: seconds.default(2) }),
  ]),
  ears: z.enum(['instant', 'real']).default('instant'),
})

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
export const clockBody = z
  .strictObject({ now: instant.optional(), speed: z.number().min(0).max(100_000).optional() })
  .refine((body) => body.now !== undefined || body.speed !== undefined, 'give now, speed or both')
export const advanceBody = z
  .strictObject({
    seconds: z
      .number()
      .min(0)
      .max(10 * 366 * 86_400)
      .optional(),
    to: instant.optional(),
    /** The longest single jump, for who has deadlines of his own that he does not announce. */
    stepSeconds: z.number().positive().optional(),
    /** One jump only, to what is due next: for who looks at each thing that happens. */
    untilDue: z.boolean().optional(),
  })
  .refine((body) => (body.seconds === undefined) !== (body.to === undefined), 'give either seconds or to')

export type Fault = {
  error: { code: string; message: string; faults: Array<{ place: string; value: unknown; allowed: string }> }
}

export function faultsOf(place: string, input: unknown, error: z.ZodError): Fault {
  const faults = error.issues.map((issue) => ({
    place: [place, ...issue.path.map(String)].join('.'),
    value: issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input) ?? null,
    allowed: issue.message,
  }))
  const message = faults.map((fault) => `${fault.place} is ${JSON.stringify(fault.value)}: ${fault.allowed}`).join('; ')
  return { error: { code: 'INVALID_INPUT', message, faults } }
}
