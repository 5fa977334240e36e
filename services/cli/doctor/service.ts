import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { DateTime, IANAZone } from 'luxon'
import pg from 'pg'
import { readConfig, type Config } from '../../config.ts'
import { findRunning, ROOT } from '../../files.ts'
import { loadFlows } from '../../ivr/files.ts'
import { pingRedis } from './client.ts'

type Finding = { part: string; isWell: boolean; says: string }
const well = (part: string, says: string): Finding => ({ part, isWell: true, says })
const ill = (part: string, says: string): Finding => ({ part, isWell: false, says })

/** A refused connection to a name with two addresses has a code, but no message. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  return error.message || code || error.name
}

/** Looks at everything the program stands on; each fault says what to do. Exit code 1 when there is one. */
export async function doctor({ json }: { json?: boolean }): Promise<number> {
  const findings = await examine(process.env)
  process.stdout.write(
    json ? `${JSON.stringify(findings)}\n` : `${findings.map(({ part, isWell, says }) => `${isWell ? 'ok   ' : 'FAULT'} ${part}: ${says}`).join('\n')}\n`,
  )
  return findings.every(({ isWell }) => isWell) ? 0 : 1
}

/** Every part, each time: what cannot be asked is said to be not known. */
export async function examine(env: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  const read = readConfig(env)
  if ('faults' in read) {
    const unknown = ['data folder', 'database', 'clock', 'queue', 'flows', 'telephony'].map((part) => ill(part, 'not known until the environment is right'))
    return [node(), ...read.faults.map((fault) => ill('environment', `${fault} (.env.example explains each variable)`)), ...unknown, zones()]
  }
  const { config } = read
  return [
    node(),
    well('environment', 'every variable can be read'),
    await dataFolder(config),
    ...(await database(config)),
    await flows(config),
    ...(await telephony(config)),
    zones(),
  ]
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 20 || (major === 20 && minor >= 19)
    ? well('Node', process.version)
    : ill('Node', `${process.version} is too old; install 20.19 or later (24 is best)`)
}

async function dataFolder({ dataDir }: Config): Promise<Finding> {
  const path = resolve(ROOT, dataDir)
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await access(path, constants.R_OK | constants.W_OK)
    return well('data folder', path)
  } catch (error) {
    return ill('data folder', `${path}: ${messageOf(error)}; choose another one with DATA_DIR`)
  }
}

/** Database, clock and queue: the three that PostgreSQL tells of. */
async function database({ databaseUrl, dataDir, redisUrl }: Config): Promise<Finding[]> {
  const onRedis = redisUrl === undefined ? undefined : await redisQueue(redisUrl)
  const url = databaseUrl ?? (await findRunning(dataDir))?.databaseUrl
  if (url === undefined) {
    return [
      well('database', 'built in; starts with npm start'),
      well('clock', "this machine's; compared when the program runs"),
      onRedis ?? well('queue', 'on PostgreSQL; starts with npm start'),
    ]
  }
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 3_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const before = Date.now()
    const { rows } = await client.query<{ version: string; at: Date }>(`select current_setting('server_version') as version, clock_timestamp() as at`)
    const skew = Math.abs((rows[0]?.at.getTime() ?? 0) - before) / 1_000
    return [
      well('database', `PostgreSQL ${rows[0]?.version}`),
      skew < 2
        ? well('clock', `agrees with the database's to ${skew.toFixed(1)} s`)
        : ill('clock', `differs from the database's by ${skew.toFixed(0)} s; let both follow a time server`),
      onRedis ?? (await postgresQueue(client)),
    ]
  } catch (error) {
    const how = databaseUrl === undefined ? 'is the program running? npm start' : 'look at DATABASE_URL'
    const unknown = 'not known while the database is away'
    return [ill('database', `does not answer (${messageOf(error)}); ${how}`), ill('clock', unknown), onRedis ?? ill('queue', unknown)]
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function redisQueue(url: string): Promise<Finding> {
  try {
    await pingRedis(url)
    return well('queue', 'on Redis, which answers')
  } catch (error) {
    return ill('queue', `Redis does not answer (${messageOf(error)}); look at REDIS_URL`)
  }
}

/** The program makes the schema when it starts; whether it ever did, its sweeper's mark says. */
async function postgresQueue(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ jobs: string | null; marks: string | null }>(
    `select to_regclass('bullmq.job')::text as jobs, to_regclass('public.sweep')::text as marks`,
  )
  if (rows[0]?.jobs) return well('queue', 'on PostgreSQL')
  const hasRun = Boolean(rows[0]?.marks) && (await client.query('select 1 from sweep limit 1')).rows.length > 0
  return hasRun
    ? ill('queue', 'the schema "bullmq" is missing in the database; start the program again, it makes it')
    : well('queue', 'on PostgreSQL; made at the first start')
}

async function flows({ flowsDir }: Config): Promise<Finding> {
  const folder = resolve(ROOT, flowsDir)
  const loaded = await loadFlows(folder).catch(() => undefined)
  if (!loaded || loaded.flows.length === 0) return ill('flows', `no flow can be used in ${folder}; npm run -s nightline -- flows check says why`)
  const errors = loaded.findings.filter(({ severity }) => severity === 'error').length
  return errors === 0
    ? well('flows', loaded.flows.map(({ flow }) => flow.id).join(', '))
    : ill('flows', `${errors} errors; npm run -s nightline -- flows check names them`)
}

async function telephony(config: Config): Promise<Finding[]> {
  if (!config.twilio) return [well('telephony', 'the phone simulator (no Twilio credentials)')]
  const base = config.twilio.apiBaseUrl ?? 'https://api.twilio.com'
  const authorization = `Basic ${Buffer.from(`${config.twilio.username}:${config.twilio.password}`).toString('base64')}`
  return Promise.all([
    reach(
      'credentials',
      `${base}/2010-04-01/Accounts/${config.twilio.accountSid}/Calls.json?PageSize=1`,
      { authorization },
      'look at TWILIO_ACCOUNT_SID and its token or API key',
    ),
    reach('public URL', `${config.publicUrl}/livez`, {}, 'PUBLIC_URL must reach this program from the internet'),
  ])
}

async function reach(part: string, url: string, headers: Record<string, string>, advice: string): Promise<Finding> {
  try {
    const { status } = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) })
    return status < 300 ? well(part, 'answers') : ill(part, `answers ${status}; ${advice}`)
  } catch (error) {
    return ill(part, `does not answer (${messageOf(error)}); ${advice}`)
  }
}

/** Zone data that is too old gets the clock changes wrong. Both rules below are in force since 2016. */
function zones(): Finding {
  const isRight =
    IANAZone.isValidZone('Europe/Berlin') &&
    DateTime.fromISO('2026-10-25T01:30:00Z', { zone: 'Europe/Berlin' }).offset === 60 &&
    DateTime.fromISO('2026-07-01T00:00:00Z', { zone: 'Asia/Novosibirsk' }).offset === 420
  return isRight
    ? well('zone data', `${process.versions['tz'] ?? 'built in'}`)
    : ill('zone data', `${process.versions['tz'] ?? 'unknown'} is wrong; update Node`)
}
