import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { callJobs } from '../../services/calls/jobs.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import type { HttpAnswer } from '../../services/ivr/effects.ts'
import { flowHosts, type FlowHosts } from '../../services/requests/hosts.ts'
import { requestJobs } from '../../services/requests/jobs.ts'
import { systemClock } from '../../services/clock.ts'
import { cloneDatabase } from '../support/database.ts'

let database: Database
let drop: () => Promise<void>
let server: Server | undefined
beforeAll(async () => {
  const cloned = await cloneDatabase()
  drop = cloned.drop
  database = openDatabase({ url: cloned.url, onError: () => undefined })
})
afterAll(async () => {
  await database.close()
  await drop()
})
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

const logged: object[] = []
const silent = { warn: (details: object) => void logged.push(details), error: () => undefined }
const clock = systemClock()
const ANSWER: HttpAnswer[] = [{ name: 'status', at: ['order', 'status'], is: 'text', isOptional: false }]

/** A program that flows ask, and the list of hosts in which it stands. */
async function aServer(answer: RequestListener): Promise<{ host: string; hosts: FlowHosts }> {
  server = createServer(answer)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const read = flowHosts(`127.0.0.1:${port}|s3cret`)
  if ('fault' in read) throw new Error(read.fault)
  return { host: `127.0.0.1:${port}`, hosts: read.hosts }
}

async function aCall(): Promise<string> {
  const sid = `CA${randomBytes(16).toString('hex')}`
  const at = new Date()
  const call = { sid, direction: 'inbound', fromRaw: '', fromKind: 'withheld', toRaw: '', flow: '', flowVersion: '', language: 'en', session: {} }
  await database.prisma.call.create({ data: { ...call, startedAt: at, lastEventAt: at } })
  return sid
}

/** An effect as the step `http` causes it. */
async function aRequest(url: string, more: object = {}, callSid?: string, n = 0): Promise<string> {
  const sid = callSid ?? (await aCall())
  const body = { kind: 'http', step: 'order', method: 'get', url, body: null, timeoutSeconds: 1, answer: ANSWER, ...more }
  const at = clock.now().toJSDate()
  const id = `${sid}:3:${n}`
  await database.prisma.effect.create({ data: { id, callSid: sid, turn: 3, n, kind: 'http', body, createdAt: at, dueAt: at } })
  return id
}

const worker = (hosts: FlowHosts, wake = () => undefined) => requestJobs({ database, clock, hosts, announce: () => undefined, wake, log: silent })
const effectOf = (id: string) => database.prisma.effect.findUniqueOrThrow({ where: { id } })
const resultOf = async (id: string) => (await effectOf(id)).result as Record<string, Record<string, string>>
const json =
  (body: object, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

test('the answer is read by its form, and the token goes to the host that it belongs to', async () => {
  const seen: IncomingMessage[] = []
  const { host, hosts } = await aServer((request, response) => {
    seen.push(request)
    json({ order: { status: 'on its way' } })(request, response)
  })
  const id = await aRequest(`http://${host}/orders/7?x=%2B49`)
  await worker(hosts).performDue()
  expect(await resultOf(id)).toEqual({ 'http:order': { ok: 'yes', status: 'on its way', turn: '3' } })
  expect(seen.map(({ method, url, headers }) => [method, url, headers.authorization, headers['idempotency-key']])).toEqual([
    ['GET', '/orders/7?x=%2B49', 'Bearer s3cret', undefined],
  ])
})

test('a post carries its form and the same key each time, also after a worker has died', async () => {
  const seen: Array<{ key: unknown; body: string }> = []
  const { host, hosts } = await aServer((request, response) => {
    let body = ''
    request.on('data', (data) => (body += String(data)))
    request.on('end', () => {
      seen.push({ key: request.headers['idempotency-key'], body })
      json({ order: { status: 'new' } })(request, response)
    })
  })
  const id = await aRequest(`http://${host}/`, { method: 'post', body: { contract: '123456' } })
  await worker(hosts).performDue()
  await database.prisma.effect.update({ where: { id }, data: { doneAt: null, dueAt: new Date(0) } })
  await worker(hosts).performDue()
  expect(seen).toEqual([
    { key: id, body: '{"contract":"123456"}' },
    { key: id, body: '{"contract":"123456"}' },
  ])
})

test.each<[string, RequestListener, RegExp]>([
  ['is slow', () => undefined, /no answer within 1 s/],
  [
    'begins and never ends',
    (_, response) => {
      response.writeHead(200)
      response.write('{')
    },
    /no answer within 1 s/,
  ],
  ['is huge', json({ order: { status: 'x'.repeat(70_000) } }), /larger than 65536 bytes/],
  [
    'leads elsewhere',
    (_, response) => {
      response.writeHead(302, { location: 'https://evil.example/' }).end()
    },
    /sends us elsewhere \(302\)/,
  ],
  ['refuses', json({ order: { status: 'x' } }, 404), /status 404/],
  ['breaks', json({}, 500), /status 500/],
  ['is of another form', json({ order: { status: 7 } }), /no text at "order\.status"/],
  ['inherits what is asked', json({ order: [] }), /no text at "order\.status"/],
  ['is no JSON', (_, response) => void response.end('<html>'), /no JSON/],
  ['is cut off', (request) => void request.socket.destroy(), /cannot be reached/],
])('an answer that %s: the flow is told why, and it is done', async (_, answer, why) => {
  const { host, hosts } = await aServer(answer)
  const id = await aRequest(`http://${host}/`)
  await worker(hosts).performDue()
  expect(await resultOf(id)).toMatchObject({ 'http:order': { ok: 'no', why: expect.stringMatching(why) as string, turn: '3' } })
  expect((await effectOf(id)).doneAt).not.toBeNull()
  expect(JSON.stringify(logged)).not.toContain('s3cret')
})

test('a host that is not in the list is never asked', async () => {
  let asked = 0
  const { host } = await aServer((request, response) => {
    asked += 1
    json({})(request, response)
  })
  const id = await aRequest(`http://${host}/`)
  await worker(new Map()).performDue()
  expect(await resultOf(id)).toMatchObject({ 'http:order': { ok: 'no', why: 'the host is not in FLOW_HTTP_HOSTS' } })
  expect(asked).toBe(0)
})

test('while one request hangs nobody waits for it: not those of other calls, nor their effects; of its own call the later ones do', async () => {
  const held: Array<() => void> = []
  const { host, hosts } = await aServer((request, response) => {
    if (request.url === '/slow') held.push(() => json({ order: { status: 'late' } })(request, response))
    else json({ order: { status: 'quick' } })(request, response)
  })
  let wakes = 0
  const requests = worker(hosts, () => void (wakes += 1))
  const [slowCall, quickCall] = [await aCall(), await aCall()]
  const slow = await aRequest(`http://${host}/slow`, { timeoutSeconds: 10 }, slowCall)
  const afterIt = await aRequest(`http://${host}/quick`, {}, slowCall, 1)
  const first = requests.performDue()
  await expect.poll(() => held.length).toBe(1)

  const quick = await aRequest(`http://${host}/quick`, {}, quickCall)
  const at = clock.now().toJSDate()
  const unmet = { kind: 'unmet', asked: 'boiler', by: 'speech', section: null }
  const later = await database.prisma.effect.create({
    data: { id: `${quickCall}:4:0`, callSid: quickCall, turn: 4, n: 0, kind: 'unmet', body: unmet, createdAt: at, dueAt: at },
  })
  await requests.performDue()
  await callJobs({ database, clock, announce: () => undefined, log: silent }).performDue()
  expect(await resultOf(quick)).toMatchObject({ 'http:order': { status: 'quick' } })
  expect((await effectOf(later.id)).doneAt).not.toBeNull()
  expect((await effectOf(afterIt)).doneAt).toBeNull()
  expect(await resultOf(slow)).toBeNull()
  const { rows } = await database.pool.query(`select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`)
  expect(rows, 'no transaction waits with it').toEqual([])

  held[0]?.()
  await first
  expect(await resultOf(slow)).toMatchObject({ 'http:order': { ok: 'yes', status: 'late' } })
  expect(await resultOf(afterIt)).toMatchObject({ 'http:order': { ok: 'yes', status: 'quick' } })
  expect(wakes).toBe(3)
})
