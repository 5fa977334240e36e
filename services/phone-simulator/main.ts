import { postgresClock } from './clock/store.ts'
import { startSimulator, type SimulatorOptions } from './service.ts'

/**
 * The phone simulator as a program. Environment (or `--port 4010` and the like): PORT (0: any), HOST, DATABASE_URL (then the clock is the row in the
 * table `clock`), SIMULATOR_ACCOUNT_SID, SIMULATOR_AUTH_TOKEN (random when absent). Prints one line of JSON when ready.
 */
function setting(name: string, flag: string): string | undefined {
  const at = process.argv.indexOf(`--${flag}`)
  const value = at < 0 ? process.env[name] : process.argv[at + 1]
  return value === undefined || value === '' ? undefined : value
}

async function options(): Promise<SimulatorOptions> {
  const port = setting('PORT', 'port') ?? '0'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error(`PORT is "${port}"; allowed: 0 to 65535.`)
  const accountSid = setting('SIMULATOR_ACCOUNT_SID', 'account-sid')
  if (accountSid !== undefined && !/^AC[0-9a-fA-F]{32}$/.test(accountSid)) {
    throw new Error(`SIMULATOR_ACCOUNT_SID is "${accountSid}"; allowed: AC and 32 hexadecimal digits.`)
  }
  const host = setting('HOST', 'host')
  const authToken = setting('SIMULATOR_AUTH_TOKEN', 'auth-token')
  const databaseUrl = setting('DATABASE_URL', 'database-url')
  return {
    port: Number(port),
    ...(host === undefined ? {} : { host }),
    ...(accountSid === undefined ? {} : { accountSid }),
    ...(authToken === undefined ? {} : { authToken }),
    ...(databaseUrl === undefined ? {} : { clock: await postgresClock(databaseUrl) }),
  }
}

try {
  const simulator = await startSimulator(await options())
  let isClosing = false
  const stop = (): void => {
    if (isClosing) return
    isClosing = true
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
  const { port, url, accountSid, authToken } = simulator
  const isTokenGiven = setting('SIMULATOR_AUTH_TOKEN', 'auth-token') !== undefined
  process.stdout.write(`${JSON.stringify({ ready: true, port, url, accountSid, ...(isTokenGiven ? {} : { authToken }) })}\n`)
} catch (error) {
  process.stderr.write(`The phone simulator could not start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
