import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { examine } from '../../services/cli/doctor/service.ts'
import { openDatabase } from '../../services/db.ts'
import { openQueue } from '../../services/queue.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

const PARTS = ['Node', 'environment', 'data folder', 'database', 'clock', 'queue', 'flows', 'telephony', 'zone data']
const AWAY = 'postgresql://nobody@127.0.0.1:1/nothing'
const UNKNOWN = 'not known while the database is away'

let database: TestDatabase
let dir: string
beforeAll(async () => {
  database = await cloneDatabase()
  dir = await mkdtemp(join(tmpdir(), 'nightline-doctor-'))
})
afterAll(async () => {
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

async function findings(env: Record<string, string>) {
  const found = await examine({ DATA_DIR: dir, FLOWS_DIR: 'ivr-flows', ...env })
  return { parts: found.map(({ part }) => part), of: (name: string) => found.find(({ part }) => part === name) }
}

/** A Redis that answers each command with this, or with nothing at all. */
async function redis(answer: string | undefined): Promise<{ url: string; close: () => void }> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket
      .on('error', () => undefined)
      .on('data', (data) => {
        for (const _ of String(data).match(/^\*\d+\r$/gm) ?? []) if (answer !== undefined) socket.write(`${answer}\r\n`)
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `redis://127.0.0.1:${port}`,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

describe('the doctor', () => {
  it('reports every part, whatever is wrong', async () => {
    expect((await findings({ DATABASE_URL: database.url })).parts).toEqual(PARTS)
    expect((await findings({ DATABASE_URL: AWAY })).parts).toEqual(PARTS)
    expect((await findings({})).parts).toEqual(PARTS)
    const broken = await findings({ PORT: 'x', LOG_LEVEL: 'loud' })
    expect([...new Set(broken.parts)]).toEqual(PARTS)
    expect(broken.of('queue')).toMatchObject({ isWell: false, says: 'not known until the environment is right' })
  })

  it('does not know clock and queue while the database is away', async () => {
    const { of } = await findings({ DATABASE_URL: AWAY })
    expect([of('database')?.isWell, of('clock'), of('queue')]).toEqual([
      false,
      { part: 'clock', isWell: false, says: UNKNOWN },
      { part: 'queue', isWell: false, says: UNKNOWN },
    ])
  })

  it('looks for the queue in PostgreSQL, once the program has run', async () => {
    expect((await findings({ DATABASE_URL: database.url })).of('queue')).toMatchObject({ isWell: true, says: expect.stringContaining('first start') })
    const { pool, close } = openDatabase({ url: database.url, onError: () => undefined })
    await pool.query(`insert into sweep (name, seen_version, beat_at) values ('a line', 0, now())`)
    expect((await findings({ DATABASE_URL: database.url })).of('queue')).toMatchObject({ isWell: false, says: expect.stringContaining('schema "bullmq"') })
    const queue = await openQueue({ databaseUrl: database.url, onError: () => undefined })
    expect((await findings({ DATABASE_URL: database.url })).of('queue')).toEqual({ part: 'queue', isWell: true, says: 'on PostgreSQL' })
    await queue.close()
    await close()
  })

  it.each([
    ['+PONG', true, /answers/],
    ['-NOAUTH Authentication required.', false, /NOAUTH.*REDIS_URL/],
    [undefined, false, /within 2 s.*REDIS_URL/],
  ])('asks Redis, which says %s', async (answer, isWell, says) => {
    const { url, close } = await redis(answer)
    const began = Date.now()
    for (const databaseUrl of [database.url, AWAY]) {
      expect((await findings({ DATABASE_URL: databaseUrl, REDIS_URL: url })).of('queue')).toEqual({ part: 'queue', isWell, says: expect.stringMatching(says) })
    }
    expect(Date.now() - began).toBeLessThan(8_000)
    close()
  })

  it('says that no Redis is there', async () => {
    expect((await findings({ DATABASE_URL: database.url, REDIS_URL: 'redis://127.0.0.1:1' })).of('queue')).toEqual({
      part: 'queue',
      isWell: false,
      says: expect.stringMatching(/ECONNREFUSED.*REDIS_URL/),
    })
  })
})
