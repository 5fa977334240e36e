import { z } from 'zod'
import { lineTypes } from '../../messages/lines.ts'

export const messageBody = z.strictObject({
  from: z.string().min(1).max(255),
  to: z.string().min(1).max(255),
  body: z.string().max(1600),
})
export const lineBody = z.strictObject({
  type: z.enum(lineTypes).optional(),
  texts: z
    .strictObject({
      kind: z.enum(['delivered', 'undelivered', 'failed', 'silent']),
      errorCode: z.int().min(10_000).max(99_999).optional(),
      afterSeconds: z.number().min(0).max(86_400).default(2),
    })
    .optional(),
})
