import { z } from 'zod'
import { faultNames, noFaults } from '../../webhooks/faults/plan.ts'
import { webhookPurposes } from '../../webhooks/purposes.ts'

const purpose = z.enum(webhookPurposes)
const share = z.number().min(0).max(1)
const rate = z.union([share, z.partialRecord(purpose, share)])
const single = z.strictObject({
  fault: z.enum(faultNames),
  callSid: z.string().optional(),
  purpose: purpose.optional(),
  event: z.string().optional(),
  request: z
    .string()
    .regex(/^(GET|POST|DELETE) /, 'allowed: a method and the beginning of a path below the account, such as "POST Calls"')
    .optional(),
  verb: z.int().min(1).optional(),
})

/** Replaces the whole plan. */
export const faultsBody = z.strictObject({
  seed: z.union([z.string(), z.number()]).default('').transform(String),
  rates: z.partialRecord(z.enum(faultNames), rate).default({}),
  next: z.array(single).max(1000).default([]),
  blocked: z.array(z.string()).default([]),
  restConcurrency: z.int().min(1).default(noFaults.restConcurrency),
})
/** Adds one that happens once and leaves the rest as it is. */
export const singleBody = single
