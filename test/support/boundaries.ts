/** Places at which a process can be stopped for its death: inside the database, and on its ways out. */
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer as createSocketServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type pg from 'pg'

/** Any number that nobody else locks. */
const LOCK = 20_261_122

export type HeldRows = readonly [table: string, event: 'INSERT' | 'UPDATE', when: string]

/** Rows like these cannot be written until `release`: who writes one waits in the middle of his transaction. `count` says how many wait. */
export async function holdRows(pool: pg.Pool, ...rows: readonly HeldRows[]) {
  await pool.query(`create or replace function wait_at_boundary() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock_shared(${LOCK}); return new; end $$`)
  for (const [table, event, when] of rows)
    await pool.query(`create trigger held before ${event} on ${table} for each row when (${when}) execute function wait_at_boundary()`)
  const client = await pool.connect()
  await client.query(`select pg_advisory_lock(${LOCK})`)
  const waiting = `from pg_locks where locktype = 'advisory' and not granted and objid = ${LOCK} and database = (select oid from pg_database where datname = current_database())`
  return {
    count: async () => (await pool.query<{ n: number }>(`select count(*)::int as n ${waiting}`)).rows[0]?.n ?? 0,
    /** Whoever waits is dead by then, and with him goes what he wrote. */
    release: async () => {
      await pool.query(`select pg_terminate_backend(pid) ${waiting}`)
      await client.query(`select pg_advisory_unlock(${LOCK})`)
      client.release()
      for (const [table] of rows) await pool.query(`drop trigger held on ${table}`)
    },
  }
}

export type Held = 'before' | 'after' | undefined
/** `which`: only orders with such a body. */
export type Way = { url: string; hold: (when: Held, which?: RegExp) => void; held: () => number; close: () => Promise<void> }

/** The way to the carrier: orders for calls and texts are held before they go on, or after the work was done. */
export async function wayToTheCarrier(target: string): Promise<Way> {
  let when: Held
  let which: RegExp | undefined
  let count = 0
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => void pass())
    async function pass(): Promise<void> {
      const isOrder = request.method === 'POST' && /\/(Calls|Messages)\.json$/.test(request.url ?? '')
      const isHeld = isOrder && (which === undefined || which.test(Buffer.concat(chunks).toString())) ? when : undefined
      if (isHeld) count += 1
      if (isHeld === 'before') return
      const { host: _host, connection: _connection, ...headers } = request.headers as Record<string, string>
      const body = request.method === 'GET' ? undefined : Buffer.concat(chunks)
      const answer = await fetch(target + request.url, { method: request.method ?? 'GET', headers, ...(body && { body }) })
      const text = await answer.text()
      if (isHeld !== 'after') response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
    }
  })
  const url = `http://127.0.0.1:${await listens(server)}`
  const hold = (next: Held, only?: RegExp): void => void ([when, which, count] = [next, only, 0])
  return { url, hold, held: () => count, close: () => closes(server, () => server.closeAllConnections()) }
}

/** The way to the mail server: held before the first word, or after the letter was handed over and before the server's answer to it is heard. */
export async function wayToTheMailbox(target: string): Promise<Way> {
  let when: Held
  let count = 0
  const open = new Set<Socket>()
  const { hostname, port } = new URL(target)
  const server = createSocketServer((client) => {
    open.add(client)
    client.on('error', () => undefined).on('close', () => open.delete(client))
    const mine = when
    if (mine) count += mine === 'before' ? 1 : 0
    if (mine === 'before') return
    const behind = connect(Number(port), hostname)
    behind.on('error', () => client.destroy()).on('close', () => client.destroy())
    client.on('close', () => setTimeout(() => behind.end(), 500)) // what was on its way still arrives
    let said = ''
    let isOver = false
    client.on('data', (data: Buffer) => {
      said = (said + data.toString('latin1')).slice(-100_000)
      if (mine === 'after' && !isOver && said.includes('\r\n.\r\n')) {
        isOver = true
        count += 1
      }
      behind.write(data)
    })
    behind.on('data', (data: Buffer) => {
      if (!isOver) client.write(data)
    })
  })
  const url = `smtp://127.0.0.1:${await listens(server)}`
  const cut = () => open.forEach((socket) => socket.destroy())
  return { url, hold: (next) => ((when = next), (count = 0)), held: () => count, close: () => closes(server, cut) }
}

async function listens(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const closes = (server: Server, cut: () => void): Promise<void> =>
  new Promise((resolve) => {
    cut()
    server.close(() => resolve())
  })
