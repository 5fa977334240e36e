// The whole program as it runs in production (web and worker in one process), in a process of its own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { startApp } from '../../services/app.ts'
import { openDatabase } from '../../services/db.ts'
import { loggerOptions } from '../../services/http/logging.ts'
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL } from './plan.ts'

const database = openDatabase({ url: process.env['BENCH_DATABASE_URL'] ?? '', onError: (error) => void process.stderr.write(`${error.message}\n`) })
const dataDir = await mkdtemp(join(tmpdir(), 'nightline-bench-'))
const app = await startApp({
  config: { dataDir, flowsDir: resolve('ivr-flows'), publicUrl: PUBLIC_URL, trustProxy: false, roles: ['web', 'worker'], host: '127.0.0.1', port: 0 },
  database,
  account: {
    accountSid: ACCOUNT_SID,
    authTokens: [AUTH_TOKEN],
    username: ACCOUNT_SID,
    password: AUTH_TOKEN,
    apiBaseUrl: process.env['BENCH_API_URL'] ?? 'http://127.0.0.1:9',
  },
  pageDir: resolve('dashboard/dist'),
  version: 'bench',
  log: pino(loggerOptions('info'), pino.destination(2)),
})
await app.listen()
process.send?.({ port: (app.server.app.server.address() as { port: number }).port })
process.once('disconnect', () => {
  void app
    .stop()
    .then(() => database.close())
    .then(() => rm(dataDir, { recursive: true, force: true }))
    .finally(() => process.exit())
})
