import { startMailbox } from './service.ts'

/** The local mailbox as a program. Environment: PORT (HTTP, 0: any), SMTP_PORT (0: any), MAILBOX_DIR, MAILBOX_TOKEN. Prints one line of JSON when ready. */
function portIn(name: string): number {
  const value = process.env[name] ?? '0'
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) throw new Error(`${name} is "${value}"; allowed: 0 to 65535.`)
  return Number(value)
}

try {
  const token = process.env['MAILBOX_TOKEN']
  const dir = process.env['MAILBOX_DIR']
  if (!token) throw new Error('MAILBOX_TOKEN is missing.')
  const mailbox = await startMailbox({ token, port: portIn('PORT'), smtpPort: portIn('SMTP_PORT'), ...(dir && { dir }) })
  let isClosing = false
  const stop = (): void => {
    if (isClosing) return
    isClosing = true
    mailbox.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
  const { port, smtpPort, url, smtpUrl } = mailbox
  process.stdout.write(`${JSON.stringify({ ready: true, port, smtpPort, url, smtpUrl })}\n`)
} catch (error) {
  process.stderr.write(`The local mailbox could not start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
