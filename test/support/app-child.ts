// The program as a process of its own, with a clock that others move: for tests that kill it. It prints "Nightline is ready".
import { join } from 'node:path'
import { pino } from 'pino'
import { startApp } from '../../services/app.ts'
import { openDatabase } from '../../services/db.ts'
import { ROOT, VERSION } from '../../services/files.ts'
import { loggerOptions } from '../../services/http/logging.ts'

const env = (name: string): string => process.env[name] ?? ''
const simulator = { url: env('SIMULATOR_URL'), accountSid: env('SIMULATOR_SID'), authToken: env('SIMULATOR_TOKEN') }
const { accountSid, authToken } = simulator
const database = openDatabase({ url: env('DATABASE_URL'), onError: () => undefined })
const app = await startApp({
  config: {
    ...{ dataDir: env('DATA_DIR'), flowsDir: 'ivr-flows', trustProxy: false, roles: ['web', 'worker'], host: '127.0.0.1', port: Number(env('PORT')) },
    ...(env('REDIS_URL') !== '' && { redisUrl: env('REDIS_URL') }),
  },
  database,
  account: { accountSid, authTokens: [authToken], username: accountSid, password: authToken, apiBaseUrl: simulator.url },
  simulator,
  pageDir: join(ROOT, 'dashboard/dist'),
  version: VERSION,
  log: pino(loggerOptions('error'), pino.destination(2)),
})
await app.listen()
for (const { number } of await database.prisma.phoneNumber.findMany()) await point(number)
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)))
console.log('Nightline is ready')

/** A carrier with faults refuses this too now and then. */
async function point(number: string, tries = 10): Promise<unknown> {
  return app.pointNumber(number).catch((error: unknown) => {
    if (tries === 1) throw error
    return point(number, tries - 1)
  })
}
