import { timingSafeEqual } from 'node:crypto'
import Fastify from 'fastify'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { openLetters, type Letter } from './store.ts'

export type Mailbox = {
  /** smtp://127.0.0.1:port */
  smtpUrl: string
  /** Lists what came in, for who has the token. */
  url: string
  smtpPort: number
  port: number
  token: string
  /** The newest first. */
  list: () => readonly Letter[]
  close: () => Promise<void>
}
export type MailboxOptions = {
  token: string
  /** Where letters are kept; absent: in memory only. */
  dir?: string
  /** 0 or absent: any free port. */
  port?: number
  smtpPort?: number
}

const MOST_BYTES = 1024 * 1024
const HOST = '127.0.0.1'

/** A mail server that delivers to nobody: it takes every letter, once for each recipient, and shows it. Speaks SMTP and HTTP, and shares no code with the program. */
export async function startMailbox({ token, dir, port = 0, smtpPort = 0 }: MailboxOptions): Promise<Mailbox> {
  const letters = await openLetters(dir)

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: MOST_BYTES,
    logger: false,
    onAuth: (_auth, _session, done) => done(null, { user: 'anybody' }),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', done)
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(Object.assign(new Error('the letter is too large'), { responseCode: 552 }))
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        const to = rcptTo.map(({ address }) => address)
        keep(Buffer.concat(chunks), from, to).then(() => done(), done)
      })
    },
  })
  smtp.on('error', () => undefined) // a client that goes away is no fault of ours

  async function keep(raw: Buffer, from: string, recipients: readonly string[]): Promise<void> {
    const { subject = '', text = '', messageId = '', date } = await PostalMime.parse(raw)
    // The sender's clock: in a demo or a test it is not the machine's.
    const at = date !== undefined && !Number.isNaN(Date.parse(date)) ? new Date(date).toISOString() : new Date().toISOString()
    for (const to of recipients) await letters.add({ at, from, to, subject, text: text.replace(/\r\n/g, '\n').trimEnd(), messageId })
  }

  await new Promise<void>((resolve, reject) => {
    smtp.server.once('error', reject)
    smtp.listen(smtpPort, HOST, () => resolve())
  })

  const app = Fastify({ logger: false, forceCloseConnections: true })
  app.addHook('onRequest', async (request, reply) => {
    if (request.url !== '/livez' && !isSame(request.headers.authorization ?? '', `Bearer ${token}`)) await reply.code(401).send({ error: 'wrong token' })
  })
  app.get('/livez', () => ({ status: 'ok' }))
  app.get('/mails', () => ({ mails: letters.list() }))
  app.delete('/mails', async (_request, reply) => {
    await letters.clear()
    return reply.code(204).send()
  })
  const url = await app.listen({ port, host: HOST })
  const ports = { port: portOf(app.server), smtpPort: portOf(smtp.server) }

  async function close(): Promise<void> {
    await app.close()
    await new Promise<void>((resolve) => smtp.close(() => resolve()))
  }
  return { url, smtpUrl: `smtp://${HOST}:${ports.smtpPort}`, ...ports, token, list: letters.list, close }
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function portOf(server: { address: () => unknown }): number {
  const address = server.address()
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0
}
