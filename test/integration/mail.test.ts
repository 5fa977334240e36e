import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../services/db.ts'
import { mailClient, type SendMail } from '../../services/mail/client.ts'
import { emailJobs } from '../../services/mail/jobs.ts'
import { addEmail } from '../../services/mail/store.ts'
import { startMailbox, type Mailbox } from '../../services/mailbox/service.ts'
import { findDue } from '../../services/sweeper/background/store.ts'
import { cloneDatabase } from '../support/database.ts'

const FROM = 'Havel Heating <line@havel-heating.example>'
let database: Database
let drop: () => Promise<void>
let mailbox: Mailbox
let now = DateTime.fromISO('2026-11-18T10:00:00Z')
const ended: string[] = []
const open: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const clone = await cloneDatabase()
  drop = clone.drop
  database = openDatabase({ url: clone.url, onError: () => undefined })
  mailbox = await startMailbox({ token: 'secret' })
})
afterAll(async () => {
  await mailbox.close()
  await database.close()
  await drop()
})
afterEach(async () => {
  ended.length = 0
  await database.prisma.emailMessage.deleteMany()
  for (const close of open.splice(0)) await close()
})

const jobs = (send: SendMail | undefined) =>
  emailJobs({ database, clock: { now: () => now }, send, ended: async (_tx, id, end) => void ended.push(`${id} ${end}`), log: { warn: () => undefined } })
const emailTo = async (id: string, to = 'ada@example.org'): Promise<void> => {
  const letter = { id, to, subject: 'Ваше обращение 100018', text: 'Решено.\n.\nТочка в начале строки.', at: now.toJSDate() }
  await database.prisma.$transaction((tx) => addEmail(tx, letter))
}
const email = (id: string) => database.prisma.emailMessage.findUniqueOrThrow({ where: { id } })

type Says = (line: string, socket: Socket) => string | undefined
/** A mail server that answers as it is told; what is not told is fine with it. Counts the letters that it was given whole. */
async function aServer(says: Says): Promise<{ send: SendMail; letters: () => number; asked: () => number }> {
  let [letters, asked] = [0, 0]
  const server: Server = createServer((socket) => {
    asked += 1
    let isLetter = false
    let rest = ''
    socket.on('error', () => undefined)
    socket.write('220 here\r\n')
    socket.on('data', (data) => {
      const lines = (rest + data.toString()).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (isLetter && line !== '.') continue
        if (isLetter) letters += 1
        isLetter = !isLetter && /^DATA/.test(line)
        const word = line === '.' ? '.' : (/^\w+/.exec(line)?.[0] ?? '').toUpperCase()
        const answer = says(word, socket) ?? (word === 'DATA' ? '354 go on' : word === 'QUIT' ? '221 bye' : '250 fine')
        if (answer.startsWith('5') || answer.startsWith('4')) isLetter = false
        if (answer !== '') socket.write(`${answer}\r\n`)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => new Promise((resolve) => server.close(resolve)))
  const url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { send: mailClient({ url, from: FROM }), letters: () => letters, asked: () => asked }
}

test('a letter goes out once, whole, in any script, and says by its Message-ID which one it is', async () => {
  await emailTo('telling:1:email')
  await emailTo('telling:1:email') // asked for again
  const { due, performDue } = jobs(mailClient({ url: mailbox.smtpUrl, from: FROM }))
  const dueNow = async () => [...(await findDue(database.pool, 'mail', { emails: due }, now.toJSDate()))]
  expect(await dueNow()).toEqual(['emails'])
  await Promise.all([performDue(), performDue(), performDue()])
  expect(await dueNow()).toEqual([])
  expect(mailbox.list()).toMatchObject([
    {
      at: '2026-11-18T10:00:00.000Z',
      from: 'line@havel-heating.example',
      to: 'ada@example.org',
      subject: 'Ваше обращение 100018',
      text: 'Решено.\n.\nТочка в начале строки.',
      messageId: '<telling-1-email@havel-heating.example>',
    },
  ])
  expect(ended).toEqual(['telling:1:email sent'])
})

test.each<[string, Says, string, number]>([
  ['knows no such mailbox', (word) => (word === 'RCPT' ? '550 who?' : undefined), 'failed', 0],
  ['refuses the letter itself', (word) => (word === '.' ? '554 spam' : undefined), 'failed', 1],
  ['is gone before the letter', (word, socket) => (word === 'RCPT' ? void socket.destroy() : undefined), 'waiting', 0],
  ['says "later"', (word) => (word === 'MAIL' ? '451 later' : undefined), 'waiting', 0],
  ['is gone in the letter', (word, socket) => (word === 'DATA' ? void socket.destroy() : undefined), 'unknown', 0],
  ['is gone after the letter', (word, socket) => (word === '.' ? void socket.destroy() : undefined), 'unknown', 1],
])('a server that %s', async (_, says, state, letters) => {
  const server = await aServer(says)
  await emailTo('a')
  await jobs(server.send).performDue()
  expect(await email('a')).toMatchObject({ state, attempts: 1 })
  expect(server.letters()).toBe(letters)
  expect(ended).toEqual(state === 'waiting' ? [] : [`a ${state}`])
  // What is not waiting is never tried again.
  now = now.plus({ minutes: 1 })
  await jobs(server.send).performDue()
  expect(server.asked()).toBe(state === 'waiting' ? 2 : 1)
})

test('who is told "later" tries again with patience, and gives up after four hours', async () => {
  let isLater = true
  const server = await aServer((word) => (word === 'MAIL' && isLater ? '451 greylisted' : undefined))
  await emailTo('patient')
  for (let minute = 0; minute < 10; minute += 1) {
    await jobs(server.send).performDue()
    now = now.plus({ minutes: 1 })
  }
  expect((await email('patient')).state).toBe('waiting')
  isLater = false
  now = now.plus({ minutes: 15 })
  await jobs(server.send).performDue()
  expect([(await email('patient')).state, server.letters(), ended]).toEqual(['sent', 1, ['patient sent']])
  isLater = true
  await emailTo('hopeless')
  for (let quarter = 0; quarter < 30; quarter += 1) {
    await jobs(server.send).performDue()
    now = now.plus({ minutes: 16 })
  }
  expect([(await email('hopeless')).state, ended.at(-1)]).toEqual(['failed', 'hopeless failed'])
})

test('a worker that died while it sent leaves a letter that is never sent again; without a server nothing is kept waiting', async () => {
  await emailTo('dead')
  await database.prisma.emailMessage.update({ where: { id: 'dead' }, data: { state: 'sending', dueAt: now.plus({ seconds: 90 }).toJSDate() } })
  const server = await aServer(() => undefined)
  await jobs(server.send).performDue()
  expect((await email('dead')).state).toBe('sending')
  now = now.plus({ seconds: 91 })
  await jobs(server.send).performDue()
  expect([(await email('dead')).state, server.asked(), ended]).toEqual(['unknown', 0, ['dead unknown']])
  await emailTo('nowhere')
  await jobs(undefined).performDue()
  expect(await email('nowhere')).toMatchObject({ state: 'failed', error: 'no mail server is set (SMTP_URL)' })
})

test('the mailbox shows letters to who has the token, keeps the newest 500, and finds them again', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'nightline-mailbox-'))
  open.push(() => rm(dir, { recursive: true, force: true }))
  const first = await startMailbox({ token: 'secret', dir })
  const send = mailClient({ url: first.smtpUrl, from: FROM })
  for (let n = 0; n < 3; n += 1) await send({ id: String(n), to: 'ada@example.org', subject: String(n), text: '', at: now.toJSDate() })
  expect((await fetch(`${first.url}/mails`)).status).toBe(401)
  expect((await fetch(`${first.url}/mails`, { headers: { authorization: 'Bearer wrong!' } })).status).toBe(401)
  const { mails } = (await (await fetch(`${first.url}/mails`, { headers: { authorization: 'Bearer secret' } })).json()) as { mails: { subject: string }[] }
  expect(mails.map(({ subject }) => subject)).toEqual(['2', '1', '0'])
  await first.close()
  const again = await startMailbox({ token: 'secret', dir })
  open.push(again.close)
  expect(again.list().map(({ subject }) => subject)).toEqual(['2', '1', '0'])
  expect(await readdir(dir)).toHaveLength(3)
})
