import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openCase } from '../../services/cases/store.ts'
import { moveService } from '../../services/cases/moves/service.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { SESSION_COOKIE } from '../../services/http/access.ts'
import { startMailbox, type Mailbox } from '../../services/mailbox/service.ts'
import { planMessage } from '../../services/messages/plan/store.ts'
import { openSession } from '../../services/people/sign-in/service.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { openQueue, type WakeQueue } from '../../services/queue.ts'
import { holdRows, type Held, type HeldRows, wayToTheCarrier, wayToTheMailbox, type Way } from '../support/boundaries.ts'
import { twilioClient } from '../../services/telephony/twilio/client.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { freePort, program, type Program } from '../support/killable.ts'
import { LINE } from '../support/line.ts'
import { control } from '../support/phones.ts'

/**
 * The program is killed with SIGKILL between the change of a case and the word to its customer, at every place where that can happen, for a text, an
 * e-mail and a call. Witnesses are the carrier and the mailbox, which live on. `npm run proof -- notices [rounds]`.
 */
const ROUNDS = Number(process.env['PROOF_COUNT'] ?? 1)
const IS_PROOF = process.env['PROOF_COUNT'] !== undefined
const CHANNELS = ['sms', 'email', 'call'] as const
type Channel = (typeof CHANNELS)[number]

let nightline: Program
let simulator: Simulator
let mailbox: Mailbox
let database: Database
let queue: WakeQueue
let carrier: Way
let post: Way
let publicUrl: string
let cookie: string
const cleanUps: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const { url, drop } = await demoDatabase()
  database = openDatabase({ url, onError: () => undefined })
  await database.prisma.ruleVersion.deleteMany({ where: { kind: 'policy' } }) // Dana may have as many cases as she likes
  simulator = await startSimulator({ callsPerSecond: 10 })
  mailbox = await startMailbox({ token: 'test' })
  carrier = await wayToTheCarrier(simulator.url)
  post = await wayToTheMailbox(mailbox.smtpUrl)
  queue = await openQueue({ databaseUrl: url, onError: () => undefined })
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-notices-'))
  publicUrl = `http://127.0.0.1:${await freePort()}`
  nightline = program({
    DATABASE_URL: url,
    PORT: new URL(publicUrl).port,
    PUBLIC_URL: publicUrl,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'fatal',
    TWILIO_ACCOUNT_SID: simulator.accountSid,
    TWILIO_AUTH_TOKEN: simulator.authToken,
    TWILIO_API_BASE_URL: carrier.url,
    TWILIO_CALLS_PER_SECOND: '10',
    SMTP_URL: post.url,
    MAIL_FROM: 'line@havel-heating.example',
  })
  const dana = await database.prisma.person.findFirstOrThrow({ where: { name: 'Dana Novak' } })
  cookie = `${SESSION_COOKIE}=${(await openSession(database.prisma, dana.id, { userAgent: undefined }, DateTime.utc())).token}`
  const ends = [nightline.stops, carrier.close, post.close, queue.close, mailbox.close, simulator.close]
  cleanUps.push(drop, database.close, () => rm(dataDir, { recursive: true, force: true }), ...ends.reverse())
  await nightline.starts()
  const account = { username: simulator.accountSid, password: simulator.authToken, accountSid: simulator.accountSid, authTokens: [simulator.authToken] }
  await twilioClient({ ...account, apiBaseUrl: simulator.url }).pointNumber(LINE, {
    voice: `${publicUrl}/webhooks/twilio/voice`,
    fallback: `${publicUrl}/webhooks/twilio/fallback`,
    status: `${publicUrl}/webhooks/twilio/status`,
    sms: `${publicUrl}/webhooks/twilio/messages`,
  })
}, 180_000)
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
}, 60_000)

type Told = { caseId: string; number: string; channel: Channel; to: string; boundary: string }
let n = 0

async function aCase(channel: Channel, boundary: string): Promise<Told> {
  n += 1
  const digits = String(n).padStart(4, '0')
  const to = { sms: `+49151100${digits}0`, email: `customer${digits}@example.org`, call: `+4930901${digits}` }[channel]
  if (channel === 'call') await control(simulator, 'PUT', `/phones/${encodeURIComponent(to)}`, { behaviour: { kind: 'answers', afterSeconds: 4 } })
  return database.prisma.$transaction(async (tx) => {
    const [customerId, at] = [randomUUID(), new Date()]
    // Whatever time it is while this runs, she may be told.
    await tx.customer.create({ data: { id: customerId, name: 'Ada Byron', allowedFrom: '00:00', allowedTo: '00:00', createdAt: at } })
    const kind = channel === 'email' ? 'email' : 'phone'
    await tx.contactPoint.create({ data: { id: randomUUID(), customerId, kind, value: to, standing: 'direct', validFrom: at } })
    const opened = { customerId, callSid: null, title: 'No heat', reason: 'other', severity: 'normal', facts: {}, openedAt: at }
    const { id, number } = await openCase(tx, opened)
    return { caseId: id, number, channel, to, boundary }
  })
}

/** Dana takes the case; the word to the customer is due at once instead of in a minute. */
async function change({ number, caseId }: Told): Promise<void> {
  const { id } = await database.prisma.person.findFirstOrThrow({ where: { name: 'Dana Novak' } })
  await moveService({ database, clock: { now: () => DateTime.utc() }, onMoved: planMessage }).move(number, id, { move: 'take' })
  await database.prisma.customerMessage.updateMany({ where: { caseId, state: 'planned' }, data: { dueAt: new Date() } })
}
const changeOnThePage = ({ number }: Told) =>
  fetch(`${publicUrl}/api/cases/${number}/moves`, {
    method: 'POST',
    headers: { cookie, origin: publicUrl, 'content-type': 'application/json' },
    body: JSON.stringify({ move: 'take' }),
  }).catch(() => undefined)

type Hold = Awaited<ReturnType<typeof holdRows>>
const rows =
  (...held: HeldRows[]) =>
  () =>
    holdRows(database.pool, ...held)
const onTheWay = (when: 'before' | 'after') => async (): Promise<Hold> => {
  const hold = (next: Held): void => [carrier, post].forEach((way) => way.hold(next))
  hold(when)
  return { count: async () => carrier.held() + post.held(), release: async () => hold(undefined) }
}
/** Where it is stopped: in the database, or on the way out. */
const BOUNDARIES = [
  { name: 'in the change itself', hold: rows(['customer_message', 'INSERT', 'true']) },
  { name: 'while it is handed over', hold: rows(['customer_message', 'UPDATE', `new.state = 'handed'`]) },
  {
    name: 'handed over, not claimed',
    hold: rows(
      ['text_message', 'UPDATE', `new.state = 'sending'`],
      ['email_message', 'UPDATE', `new.state = 'sending'`],
      ['outbound_call', 'UPDATE', `new.state = 'placing'`],
    ),
  },
  { name: 'claimed, not sent', hold: onTheWay('before') },
  { name: 'sent, not answered', hold: onTheWay('after') },
  {
    name: 'answered, not noted',
    hold: rows(
      ['text_message', 'UPDATE', `new.state = 'sent'`],
      ['email_message', 'UPDATE', `new.state = 'sent'`],
      ['outbound_call', 'UPDATE', `new.state = 'ringing'`],
    ),
  },
]

type Death = { boundary: (typeof BOUNDARIES)[number]; channel: Channel }
/** All of them in each round; `npm test` has a few, each way once at least. */
function deaths(): Death[] {
  const all = BOUNDARIES.flatMap((boundary) => CHANNELS.map((channel): Death => ({ boundary, channel })))
  return IS_PROOF ? Array.from({ length: ROUNDS }, () => all).flat() : [0, 7, 11].flatMap((n) => all[n] ?? [])
}

/** On a machine that is busy with other things a word may go past its place: it counts all the same, and the next one is stopped. */
const MOST_TRIES = 4

/** Kills at the boundary, and lets time pass: what was under way for long enough is given up. */
async function dieAt(death: Death, before: readonly Told[] = []): Promise<Told[]> {
  const { name, hold } = death.boundary
  const told = await aCase(death.channel, name)
  // What the last death left must not be held now.
  const underWay = { state: { in: ['planned', 'waiting', 'sending', 'placing'] } }
  const isQuiet = async () => {
    expect(await database.prisma.customerMessage.count({ where: { state: 'planned' } })).toBe(0)
    expect(await database.prisma.textMessage.count({ where: underWay })).toBe(0)
    expect(await database.prisma.emailMessage.count({ where: underWay })).toBe(0)
    // Who was not reached is called again some hours later: that one waits, and disturbs nobody.
    const soon = [{ state: 'placing' }, { state: 'waiting', dueAt: { lte: new Date(Date.now() + 60_000) } }]
    expect(await database.prisma.outboundCall.count({ where: { OR: soon } })).toBe(0)
  }
  await vi.waitFor(isQuiet, { timeout: 60_000, interval: 50 })
  const held = await hold()
  const isInTheChange = name === BOUNDARIES[0]?.name
  const isHeld = async (): Promise<boolean> => {
    if (isInTheChange) void changeOnThePage(told)
    else await change(told)
    queue.wake()
    const look = vi.waitFor(async () => expect(await held.count()).toBeGreaterThan(0), { timeout: 15_000, interval: 20 })
    return look.then(
      () => true,
      () => false,
    )
  }
  const isStopped = await isHeld().finally(async () => {
    await nightline.isKilled()
    await held.release()
  })
  if (isInTheChange && isStopped) {
    expect(await database.prisma.customerMessage.count({ where: { caseId: told.caseId } })).toBe(0)
    expect(await database.prisma.custody.count({ where: { caseId: told.caseId, how: 'take' } })).toBe(0)
    await change(told)
  }
  const past = { dueAt: new Date(Date.now() - 1_000) }
  await database.prisma.textMessage.updateMany({ where: { state: 'sending' }, data: past })
  await database.prisma.emailMessage.updateMany({ where: { state: 'sending' }, data: past })
  await database.prisma.outboundCall.updateMany({ where: { state: 'placing' }, data: past })
  await nightline.starts()
  const all = [...before, told]
  if (isStopped) return all
  expect(all.length, `${name}, ${death.channel}: nothing came there`).toBeLessThan(MOST_TRIES)
  return dieAt(death, all)
}

/** How often it has really reached him. */
async function witnessed(told: readonly Told[]): Promise<Map<string, number>> {
  const { messages } = await control<{ messages: { to: string; direction: string }[] }>(simulator, 'GET', '/messages')
  const { legs } = await control<{ legs: { to: string }[] }>(simulator, 'GET', '/legs')
  const all = [...messages.filter(({ direction }) => direction === 'outbound-api'), ...legs, ...mailbox.list()].map(({ to }) => to)
  return new Map(told.map(({ to }) => [to, all.filter((one) => one === to).length]))
}

test('killed between change and word at every boundary: each goes out once, or is reported as uncertain; none twice', async () => {
  const told: Told[] = []
  for (const death of deaths()) told.push(...(await dieAt(death)))
  const caseId = { in: told.map((one) => one.caseId) }
  /** A report that came while the program was dead may be lost: then the text was sent, and that is all that is known. */
  const sent = async () => new Set((await database.prisma.textMessage.findMany({ where: { state: 'sent' } })).map(({ id }) => id))
  const areOver = async () => {
    const waiting = await database.prisma.customerMessage.findMany({ where: { caseId, state: { notIn: ['delivered', 'unknown'] } } })
    const known = await sent()
    expect(waiting.filter(({ id }) => !known.has(id))).toEqual([])
  }
  await vi.waitFor(areOver, { timeout: 90_000, interval: 250 }).catch(() => undefined)
  const messages = await database.prisma.customerMessage.findMany({ where: { caseId } })
  const notices = await database.prisma.notice.findMany({ where: { kind: 'undelivered' } })
  const times = await witnessed(told)
  const known = await sent()
  const verdicts = told.map(({ caseId, number, channel, boundary, to }) => {
    const states = messages.filter((message) => message.caseId === caseId).map(({ id, state }) => (known.has(id) ? 'sent' : state))
    const isReported = notices.some(({ body }) => (body as { case: string }).case === number)
    return { boundary, channel, times: times.get(to) ?? 0, states: states.join(), isReported }
  })
  if (IS_PROOF) process.stdout.write(`${tally(verdicts)}\n`)
  for (const verdict of verdicts) {
    // His phone rang while the program was dead: he has heard nothing, and is called again some hours later.
    const isCalledAgain = verdict.channel === 'call' && verdict.states === 'handed' && verdict.times === 1
    const isCertain = (verdict.states === 'delivered' || verdict.states === 'sent') && verdict.times === 1
    const isUncertain = verdict.states === 'unknown' && verdict.isReported && verdict.times <= 1
    expect(verdict, JSON.stringify(verdict)).toSatisfy(() => isCertain || isUncertain || isCalledAgain)
    // Before anybody was asked to send it nothing is uncertain.
    if (['in the change itself', 'while it is handed over', 'handed over, not claimed'].includes(verdict.boundary)) expect(verdict).toMatchObject({ times: 1 })
  }
}, 3_600_000)

function tally(verdicts: readonly { boundary: string; channel: string; times: number; states: string; isReported: boolean }[]): string {
  const lines = new Map<string, number>()
  for (const { boundary, channel, times, states, isReported } of verdicts) {
    const line = `${boundary} | ${channel} | went out ${times} times | ${states}${isReported ? ', owner told' : ''}`
    lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  return [...lines].map(([line, count]) => `${count} x ${line}`).join('\n')
}
