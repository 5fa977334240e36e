import { randomBytes } from 'node:crypto'
import { startChild, type ChildOptions } from '../../children/service.ts'
import type { MailServer } from '../client.ts'
import type { MailboxAddress } from './client.ts'

export type MailboxProcess = { address: MailboxAddress; mail: MailServer; stop: () => Promise<void> }

/** Runs the local mailbox beside us; `entry` is the built program of services/mailbox, `dir` keeps the letters. */
export async function startMailboxProcess({ entry, dir, log }: { entry: string; dir: string; log: ChildOptions['log'] }): Promise<MailboxProcess> {
  const token = randomBytes(16).toString('hex')
  const { ready, stop } = await startChild({
    name: 'the local mailbox',
    entry,
    env: (before) => ({ PORT: String(before?.port ?? 0), SMTP_PORT: String(before?.smtpPort ?? 0), MAILBOX_DIR: dir, MAILBOX_TOKEN: token }),
    log,
  })
  const { port, smtpPort } = ready()
  return { address: { url: `http://127.0.0.1:${port}`, token }, mail: { url: `smtp://127.0.0.1:${smtpPort}`, from: 'Nightline <nightline@localhost>' }, stop }
}
