import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js'
import { certaintyOf, messageId, type MailFault } from './patience.ts'

export type MailServer = {
  /** smtp:// or smtps://, with user and password where the server asks for them. */
  url: string
  /** Whom e-mails come from: an address, or `Name <address>`. */
  from: string
}
export type Letter = { id: string; to: string; subject: string; text: string; at: Date }
/** Hands a letter to the mail server; resolves when the server has taken it, rejects with a `MailNotSent`. */
export type SendMail = (letter: Letter) => Promise<void>

export class MailNotSent extends Error {
  readonly fault: MailFault
  constructor(message: string, fault: MailFault) {
    super(message.replace(/[^\s<>"']+@[^\s<>"']+/g, '…')) // a server likes to repeat the address
    this.name = 'MailNotSent'
    this.fault = fault
  }
}

/** A server that is silent for so long is not waited for. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000, dnsTimeout: 10_000 }

type Thrown = Error & { code?: string; responseCode?: number }

/** One connection for each letter: a line sends few, and what was said on a connection then belongs to one letter. */
export function mailClient({ url, from }: MailServer): SendMail {
  return async ({ id, to, subject, text, at }) => {
    const { createTransport } = await import('nodemailer') // a tenth of a second, and many lines never send one
    let hasBegun = false
    const options = { ...TIMEOUTS, url, transactionLog: true, logger: listener(() => (hasBegun = true)) } as SMTPTransport.Options
    const transport = createTransport(options)
    try {
      await transport.sendMail({ from, to, subject, text, date: at, messageId: messageId(id, from), headers: { 'auto-submitted': 'auto-generated' } })
    } catch (thrown) {
      const { message, code, responseCode } = thrown as Thrown
      throw new MailNotSent(message, certaintyOf({ ...(code !== undefined && { code }), ...(responseCode !== undefined && { responseCode }), hasBegun }))
    } finally {
      transport.close()
    }
  }
}

/** Hears what is said to the server; DATA is the last word before the letter. */
function listener(onData: () => void) {
  const ignore = (): void => undefined
  const hear = (entry: { tnx?: string }, text: string): void => {
    if (entry.tnx === 'client' && text === 'DATA') onData()
  }
  return { level: ignore, trace: ignore, debug: hear, info: ignore, warn: ignore, error: ignore, fatal: ignore }
}
