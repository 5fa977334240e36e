import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { MailNotSent, type SendMail } from './client.ts'
import { giveUpEmails, noteEmailNotSent, noteEmailSent, takeEmail, type EmailEnd, type EmailToSend } from './store.ts'

export type EmailJobsOptions = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  /** Absent: no mail server is set; then an e-mail has failed at once, and what it tells goes another way. */
  send: SendMail | undefined
  /** How an e-mail ended, in the transaction in which that is written down. */
  ended: (tx: Transaction, id: string, end: EmailEnd, at: Date) => Promise<void>
  log: { warn: (details: object, text: string) => void }
}

const NO_SERVER = new MailNotSent('no mail server is set (SMTP_URL)', { isSure: true, isPassing: false })

/** Sends e-mails, each once: claimed, sent outside of any transaction, then noted. What may have gone out is never repeated. */
export function emailJobs({ database: { prisma }, clock, send = async () => Promise.reject(NO_SERVER), ended, log }: EmailJobsOptions) {
  const now = (): Date => clock.now().toJSDate()

  const due = `exists (select from email_message where state in ('waiting', 'sending') and due_at <= $1)`

  async function performDue(): Promise<void> {
    await prisma.$transaction(async (tx) => {
      const at = now()
      for (const id of await giveUpEmails(tx, at)) await ended(tx, id, 'unknown', at)
    })
    for (;;) {
      const email = await prisma.$transaction((tx) => takeEmail(tx, now()))
      if (!email) return
      await sendOnce(email)
    }
  }

  async function sendOnce(email: EmailToSend): Promise<void> {
    const { id, to, subject, text } = email
    try {
      await send({ id, to, subject, text, at: now() })
    } catch (err) {
      if (!(err instanceof MailNotSent)) throw err
      const { isSure, isPassing } = err.fault
      log.warn({ err, email: id, isSure }, 'an e-mail could not be sent')
      return prisma.$transaction(async (tx) => {
        const end = await noteEmailNotSent(tx, email, { again: isPassing, isSure, error: err.message }, now())
        if (end) await ended(tx, id, end, now())
      })
    }
    await prisma.$transaction(async (tx) => {
      if (await noteEmailSent(tx, id, now())) await ended(tx, id, 'sent', now())
    })
  }

  return { due, performDue }
}
