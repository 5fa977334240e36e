import type { z } from 'zod'
import { domainError } from '../../errors.ts'
import { mailList } from '../../schemas/messages.ts'

export type MailboxAddress = { url: string; token: string }
export type ListMails = () => Promise<z.infer<typeof mailList>>

const TIMEOUT_MILLISECONDS = 3_000

/** Asks the local mailbox what came in, the newest first. */
export function mailboxReader({ url, token }: MailboxAddress): ListMails {
  return async () => {
    try {
      const headers = { authorization: `Bearer ${token}` }
      const response = await fetch(`${url}/mails`, { headers, signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) })
      return mailList.parse(await response.json())
    } catch (cause) {
      throw Object.assign(domainError('MAILBOX_UNAVAILABLE'), { cause })
    }
  }
}
