import { z } from 'zod'

export const phoneNumber = z.object({
  number: z.string(),
  label: z.string(),
  flow: z.string(),
  site: z.object({ id: z.uuid(), name: z.string(), zone: z.string() }),
  createdAt: z.iso.datetime(),
})
export const newPhoneNumber = z.object({
  number: z.string().trim().min(3).max(32),
  label: z.string().trim().min(1).max(80),
  flow: z.string().min(1),
  siteId: z.uuid(),
})
export const phoneNumberChange = newPhoneNumber.omit({ number: true }).partial()
export const site = z.object({ id: z.uuid(), name: z.string(), zone: z.string() })
