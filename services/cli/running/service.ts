import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig, type Config } from '../../config.ts'
import { openDatabase, type Database } from '../../db.ts'
import { findRunning, type Running } from '../../files.ts'
import { stopSignals } from '../signals/service.ts'
import { startNightline } from '../../main.ts'
import { CannotStart } from '../../reasons.ts'

export function configOrThrow(env: NodeJS.ProcessEnv = process.env): Config {
  const read = readConfig(env)
  if ('faults' in read) throw new CannotStart(`The environment is wrong:\n${read.faults.join('\n')}`)
  return read.config
}

/** The database of the running program (or of DATABASE_URL) for the time of `work`. */
export async function withDatabase<T>(work: (database: Database, running: Running | undefined) => Promise<T>): Promise<T> {
  const config = configOrThrow()
  const running = await findRunning(config.dataDir)
  const url = config.databaseUrl ?? running?.databaseUrl
  if (url === undefined) throw new CannotStart(`Nightline is not running with the data folder ${config.dataDir}. Start it first: npm start`)
  const database = openDatabase({ url, maxConnections: 3, onError: () => undefined })
  try {
    await database.pool.query('select 1').catch(() => {
      throw new CannotStart(`Nightline is not running with the data folder ${config.dataDir} (its database does not answer). Start it first: npm start`)
    })
    return await work(database, running)
  } finally {
    await database.close()
  }
}

/** A line of its own on free ports, with a folder that is gone afterwards. The environment's database and Twilio account are not used. */
export async function withStandalone<T>(work: (database: Database, running: Running) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-call-'))
  const stopped = stopSignals()
  try {
    const config = configOrThrow({
      DATA_DIR: dataDir,
      PORT: '0',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
      ...(process.env['FLOWS_DIR'] && { FLOWS_DIR: process.env['FLOWS_DIR'] }),
    })
    const nightline = await startNightline({ config })
    try {
      const { url, database, simulator } = nightline
      const interrupted = stopped.then(() => {
        throw new CannotStart('Interrupted.')
      })
      return await Promise.race([work(database, { pid: process.pid, url, databaseUrl: database.url, ...(simulator && { simulator }) }), interrupted])
    } finally {
      await nightline.stop()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
