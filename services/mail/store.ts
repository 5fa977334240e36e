import type { Transaction } from '../db.ts'
import { waitSeconds } from './patience.ts'

/** `id`: what it tells, e.g. a message's id or "telling:<id>:email"; there is one e-mail of each. */
export type NewEmail = { id: string; to: string; subject: string; text: string; at: Date }
export type EmailToSend = { id: string; to: string; subject: string; text: string; attempts: number; created_at: Date }
/** How an e-mail ended. `sent`: a mail server has it; `unknown`: nobody knows, and it is not sent again. */
export type EmailEnd = 'sent' | 'failed' | 'unknown'

const later = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000)

/** Writes down an e-mail that is to be sent; what was written down before stays as it is. */
export async function addEmail(tx: Transaction, { id, to, subject, text, at }: NewEmail): Promise<void> {
  await tx.emailMessage.createMany({ data: { id, to, subject, text, createdAt: at, updatedAt: at, dueAt: at }, skipDuplicates: true })
}

/** A worker that died while it sent leaves an e-mail of which nobody knows whether it went out: longer than any server is waited for. */
const SENDING_SECONDS = 90

/** E-mails whose sender died: they stay unknown. Returns their ids. */
export async function giveUpEmails(tx: Transaction, now: Date): Promise<string[]> {
  const rows = await tx.emailMessage.updateManyAndReturn({
    where: { state: 'sending', dueAt: { lte: now } },
    data: { state: 'unknown', updatedAt: now },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

export async function takeEmail(tx: Transaction, now: Date): Promise<EmailToSend | undefined> {
  const [email] = await tx.$queryRaw<EmailToSend[]>`
    update email_message set state = 'sending', attempts = attempts + 1, updated_at = ${now}, due_at = ${later(now, SENDING_SECONDS)}
     where id = (select id from email_message where state = 'waiting' and due_at <= ${now} order by due_at, id limit 1 for update skip locked)
    returning id, "to", subject, text, attempts, created_at`
  return email
}

/** False: it was noted before. */
export async function noteEmailSent(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.emailMessage.updateMany({
    where: { id, state: { in: ['sending', 'unknown'] } },
    data: { state: 'sent', error: null, updatedAt: now },
  })
  return count > 0
}

/** `again`: it was surely not sent, and may be a moment later. Undefined: it is tried again. */
export async function noteEmailNotSent(
  tx: Transaction,
  { id, attempts, created_at: since }: EmailToSend,
  { again, isSure, error }: { again: boolean; isSure: boolean; error: string },
  now: Date,
): Promise<EmailEnd | undefined> {
  const wait = again ? waitSeconds(attempts, (now.getTime() - since.getTime()) / 1_000) : undefined
  const state = wait !== undefined ? 'waiting' : isSure ? 'failed' : 'unknown'
  const { count } = await tx.emailMessage.updateMany({
    where: { id, state: 'sending' },
    data: { state, error: error.slice(0, 500), updatedAt: now, dueAt: later(now, wait ?? 0) },
  })
  return state === 'waiting' || count === 0 ? undefined : state
}
