import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { LiveMessage } from '../../services/http/live/messages.ts'
import { accessServer, PUBLIC_URL, signedIn, type AccessServer, type Browser } from '../support/access.ts'

let line: AccessServer
let address: string
async function start(recheckMs: number): Promise<void> {
  line = await accessServer({ recheckMs })
  address = (await line.app.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws')
  line.hub.start()
  await until(() => line.hub.isListening())
}
beforeEach(() => start(60_000))
afterEach(() => line.close())

async function until(isSo: () => boolean, what = 'it'): Promise<void> {
  for (let n = 0; n < 250; n += 1) {
    if (isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${what} did not happen within 5 s`)
}

function connect(page: Browser | undefined, headers: Record<string, string> = { origin: PUBLIC_URL }) {
  const socket = new WebSocket(`${address}/api/live`, { headers: { ...headers, ...(page && { cookie: `nightline_session=${page.cookie()}` }) } })
  const seen: LiveMessage[] = []
  const end: { status?: number; code?: number } = {}
  socket.on('message', (data) => seen.push(JSON.parse(String(data))))
  socket.on('unexpected-response', (_, answer) => {
    end.status = answer.statusCode ?? 0
  })
  socket.on('error', () => undefined)
  socket.on('close', (code) => {
    end.code = code
  })
  return { socket, seen, end }
}

const notify = (payload: string) => line.database.pool.query('SELECT pg_notify($1, $2)', ['nightline_live', payload])

describe('the live feed', () => {
  it('says hello, then each change once however often it is notified', async () => {
    const page = connect(await signedIn(line))
    await until(() => page.seen.length === 1)
    expect(page.seen[0]).toMatchObject({ type: 'hello', seq: 0, at: '2026-03-02T09:00:00.000Z' })
    for (let n = 0; n < 20; n += 1) await notify('{"type":"call","id":"CA1"}')
    await notify('rubbish')
    await notify('{"type":"call","id":"CA2"}')
    await until(() => page.seen.some((message) => 'id' in message && message.id === 'CA2'))
    const changes = page.seen.slice(1)
    expect(changes.map((change) => change.seq)).toEqual(changes.map((_, n) => n + 1))
    expect(changes.filter((change) => 'id' in change && change.id === 'CA1').length).toBeLessThan(6)
    page.socket.close()
  })

  it('refuses who is not signed in, payroll, foreign pages and pages that hide where they are from', async () => {
    const agent = await signedIn(line)
    const attempts = [
      [connect(undefined), 401],
      [connect(await signedIn(line, { role: 'payroll' })), 403],
      [connect(agent, { origin: 'https://evil.example' }), 403],
      [connect(agent, {}), 403],
    ] as const
    for (const [{ end }, status] of attempts) {
      await until(() => end.status !== undefined || end.code !== undefined)
      expect(end.status).toBe(status)
    }
  })

  it('lets a program in with its key', async () => {
    const { key } = await line.apiKeys.createApiKey({ name: 'board', role: 'supervisor' })
    const program = connect(undefined, { authorization: `Bearer ${key}` })
    await until(() => program.seen.length === 1)
    program.socket.close()
  })

  it('closes at once when the session is revoked, and only that one', async () => {
    const [admin, one, two] = [await signedIn(line, { role: 'admin' }), await signedIn(line), await signedIn(line)]
    const [first, second] = [connect(one), connect(two)]
    await until(() => first.seen.length === 1 && second.seen.length === 1)
    await admin.ask('PATCH', `/api/people/${one.id}`, { isActive: false })
    await until(() => first.end.code !== undefined)
    expect([first.end.code, second.end.code]).toEqual([4401, undefined])
    second.socket.close()
  })

  it('closes at the next check when the session ends by time', async () => {
    await line.close()
    await start(200)
    const page = connect(await signedIn(line))
    await until(() => page.seen.length === 1)
    line.clock.move({ days: 30 })
    await until(() => page.end.code !== undefined)
    expect(page.end.code).toBe(4401)
  })

  it('allows three sockets for one person here', async () => {
    const one = await signedIn(line)
    const pages = [connect(one), connect(one), connect(one)]
    await until(() => pages.every(({ seen }) => seen.length === 1))
    const fourth = connect(one)
    await until(() => fourth.end.status !== undefined)
    expect(fourth.end.status).toBe(429)
    for (const { socket } of pages) socket.close()
  })

  it('comes back when Postgres drops the connection, and says that something may be missed', async () => {
    const page = connect(await signedIn(line))
    await until(() => page.seen.length === 1)
    await line.database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nightline_live' AND datname = current_database()`,
    )
    await until(() => page.seen.some(({ type }) => type === 'resync'), 'resync')
    await notify('{"type":"call","id":"CA9"}')
    await until(() => page.seen.some((message) => 'id' in message && message.id === 'CA9'))
    page.socket.close()
  })
})
