import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { startApp } from '../../services/app.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { loggerOptions } from '../../services/http/logging.ts'
import { demoDatabase } from './demo-database.ts'
import type { TestLine } from './line.ts'

export type WebLine = {
  url: string
  database: Database
  /** Rows of every table but those of the line's own bookkeeping. */
  countRows: () => Promise<Record<string, number>>
  /** Files of events that wait for Postgres. */
  spooled: () => Promise<number>
  stop: () => Promise<void>
}

/** The program as it runs with Twilio credentials: a public URL that is not where it listens, and no simulator. */
export async function startWebLine({
  publicUrl,
  accountSid,
  authTokens,
}: {
  publicUrl: string
  accountSid: string
  authTokens: readonly string[]
}): Promise<WebLine> {
  const { url, drop } = await demoDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-web-'))
  const database = openDatabase({ url, onError: () => undefined })
  const app = await startApp({
    config: { dataDir, flowsDir: 'ivr-flows', publicUrl, trustProxy: false, roles: ['web'], host: '127.0.0.1', port: 0 },
    database,
    account: { accountSid, authTokens, username: accountSid, password: '', apiBaseUrl: 'http://127.0.0.1:9' },
    pageDir: '/nowhere',
    version: 'test',
    log: pino(loggerOptions('silent')),
  })
  await app.listen()
  const { port } = app.server.app.server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    database,
    countRows: async () => {
      const { rows } = await database.pool.query<{ name: string }>(`
        select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
         where table_type = 'BASE TABLE' and table_schema in ('public', 'bullmq') and table_name <> 'sweep' order by 1`)
      const counts = await Promise.all(
        rows.map(async ({ name }) => {
          const counted = await database.pool.query<{ n: number }>(`select count(*)::int as n from ${name}`)
          return [name.replace(/^public\./, '').replaceAll('"', ''), counted.rows[0]?.n ?? 0] as const
        }),
      )
      return Object.fromEntries(counts)
    },
    spooled: async () => (await readdir(join(dataDir, 'spool')).catch(() => [])).length,
    stop: async () => {
      await app.stop()
      await database.close()
      await drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** One more web process of this line, as behind a load balancer: the same public URL and database, an address of its own. */
export async function startSecondWeb(line: TestLine, flowsDir = 'ivr-flows'): Promise<{ url: string; stop: () => Promise<void> }> {
  const { accountSid, authToken, url: apiBaseUrl } = line.simulator
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-web-'))
  const database = openDatabase({ url: line.database.url, onError: () => undefined })
  const app = await startApp({
    config: { dataDir, flowsDir, publicUrl: line.url, trustProxy: false, roles: ['web'], host: '127.0.0.1', port: 0 },
    database,
    account: { accountSid, authTokens: [authToken], username: accountSid, password: authToken, apiBaseUrl },
    simulator: line.simulator,
    pageDir: '/nowhere',
    version: 'test',
    log: pino(loggerOptions('silent')),
  })
  await app.listen()
  const { port } = app.server.app.server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await app.stop()
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
