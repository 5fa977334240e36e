import { z } from 'zod'

/** An e-mail that came into the local mailbox: what would have gone out. */
export const mail = z.object({ id: z.string(), at: z.iso.datetime(), from: z.string(), to: z.string(), subject: z.string(), text: z.string() })
export const mailList = z.object({ mails: z.array(mail) })
