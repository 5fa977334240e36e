import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { adviceFor, HOST, initdbArgs, PORTS, serverArgs, whyStartFailed } from '../args.ts'
import type { Owner } from '../args.ts'
import { postgresEnvironment, runProgram } from '../binaries/files.ts'
import type { Binaries } from '../binaries/files.ts'
import { takeGuard, tryGuard } from '../client.ts'
import type { Guard } from '../client.ts'
import { AlreadyRunning, PostgresCannotStart } from '../errors.ts'
import { clusterVersion, disownServer, emptyNewCluster, hasCluster, keepNewCluster, openLog, readAnnouncedUrl, readPidFile } from '../files.ts'
import type { DataFolder } from '../files.ts'
import { inspectProcess, signalProcess } from '../processes/files.ts'

/** Where the starter reports; pino's loggers fit. */
export type Log = {
  info: (fields: object, message: string) => void
  warn: (fields: object, message: string) => void
  error: (fields: object, message: string) => void
}

export type ServerSettings = {
  folder: DataFolder
  binaries: Binaries
  owner: Owner | undefined
  password: string
  isDurable: boolean
  log: Log
}
export type Exit = { code: number | null; signal: NodeJS.Signals | null }
export type Server = { pid: number; port: number; guard: Guard; exited: Promise<Exit> }

const STOP_TIMEOUT_MS = 10_000
const UNANSWERING_TIMEOUT_MS = 5_000
const START_ATTEMPTS = 12

/** Makes the cluster unless it is there. Returns whether it was made. */
export async function createCluster({ folder, binaries, owner, isDurable }: ServerSettings): Promise<boolean> {
  if (await hasCluster(folder)) {
    const version = await clusterVersion(folder)
    if (version === binaries.version) return false
    throw new PostgresCannotStart(
      `${folder.cluster} was written by PostgreSQL ${version}, but this program brings PostgreSQL ${binaries.version}. ` +
        'Start the Nightline that wrote it, or move its data with pg_dump and pg_restore.',
    )
  }
  await emptyNewCluster(folder, owner)
  await runProgram(binaries.launch, binaries.initdb, initdbArgs(folder.newCluster, folder.password, isDurable)).catch((error: unknown) => {
    const output = error instanceof Error ? error.message : String(error)
    throw new PostgresCannotStart(`The database in ${folder.root} cannot be made. ${adviceFor(output, owner)}`, output)
  })
  await keepNewCluster(folder)
  return true
}

/** Sees to it that no server uses the cluster: ends an orphan, disowns a stale pid file. Throws AlreadyRunning. */
export async function makeWay(settings: ServerSettings): Promise<void> {
  const { folder, password, log } = settings
  const known = await readPidFile(folder)
  if (known === undefined) return
  const givesUpAt = Date.now() + UNANSWERING_TIMEOUT_MS
  while ((await inspectProcess(known.pid, folder.cluster)) === 'server') {
    const guard = await tryGuard(known.port, password)
    if (guard === 'taken') throw new AlreadyRunning(folder.root, await readAnnouncedUrl(folder))
    if (guard === 'notReady' && Date.now() < givesUpAt) {
      await sleep(30)
      continue
    }
    log.warn({ pid: known.pid }, 'A PostgreSQL without its Nightline uses the data folder, stopping it')
    const isGone = async () => (await inspectProcess(known.pid, folder.cluster)) !== 'server'
    await endProcess(settings, known.pid, (timeoutMs) => becomesTrue(isGone, timeoutMs))
    if (guard !== 'notReady') await guard.release()
  }
  await disownServer(folder)
}

/**
 * Starts the server and returns when it answers and carries our guard. `fixedPort` undefined: any free one. Tries again
 * while the port is taken, or while children of a killed server still hold the cluster.
 */
export async function bootServer(settings: ServerSettings, fixedPort: number | undefined): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await startOnce(settings, fixedPort ?? (await freePort()))
    if (outcome.kind === 'running') return outcome.server
    const why = whyStartFailed(outcome.output)
    if (why === 'unknown' || attempt === START_ATTEMPTS) {
      throw new PostgresCannotStart(`PostgreSQL does not start in ${settings.folder.cluster}. ${adviceFor(outcome.output, settings.owner)}`, outcome.output)
    }
    if (why === 'stillInUse' || fixedPort !== undefined) await sleep(500)
  }
}

/** SIGINT (clients are cut off, everything is written), after 10 s SIGQUIT (recovery at the next start). */
export async function stopServer(settings: ServerSettings, server: Server): Promise<void> {
  await server.guard.release()
  await endProcess(settings, server.pid, (timeoutMs) => Promise.race([server.exited.then(() => true), sleep(timeoutMs, false, { ref: false })]))
}

async function startOnce(settings: ServerSettings, port: number): Promise<{ kind: 'running'; server: Server } | { kind: 'failed'; output: string }> {
  const { folder, binaries, password, isDurable } = settings
  const log = openLog(folder)
  const { launch } = binaries
  const [command = binaries.postgres, ...args] = [...launch.prefix, binaries.postgres, ...serverArgs(folder.cluster, port, isDurable)]
  // detached: Ctrl-C goes to the terminal's whole process group and would stop the server before our drain has ended.
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'ignore', log.fd],
    env: postgresEnvironment(),
    cwd: '/',
    windowsHide: true,
    ...launch.switchTo,
  })
  log.close()
  let isOver = false
  const exited = exitOf(child).then((exit) => {
    isOver = true
    return exit
  })
  const guard = await takeGuard(port, password, async () => !isOver).catch(async (error: unknown) => {
    // Somebody else's PostgreSQL answers on this port and refuses the password; ours ends because the port is taken.
    if (await Promise.race([exited.then(() => true), sleep(2_000, false)])) return 'notReady' as const
    child.kill('SIGINT')
    throw error
  })
  if (guard === 'notReady') return { kind: 'failed', output: await log.output() }
  if (guard === 'taken' || child.pid === undefined) {
    child.kill('SIGINT')
    throw new AlreadyRunning(folder.root, await readAnnouncedUrl(folder))
  }
  const server = { pid: child.pid, port, exited, guard: keepGuard(guard, port, password, async () => !isOver) }
  return { kind: 'running', server }
}

/** Takes the guard again when its connection breaks: the server cuts all of them off when one of its children crashes. */
function keepGuard(first: Guard, port: number, password: string, isAlive: () => Promise<boolean>): Guard {
  let current = first
  let isReleased = false
  const watch = (guard: Guard) => {
    current = guard
    void guard.lost.then(async () => {
      if (isReleased) return
      const again = await takeGuard(port, password, async () => !isReleased && (await isAlive())).catch(() => 'notReady' as const)
      if (again === 'notReady' || again === 'taken') return
      if (isReleased) await again.release()
      else watch(again)
    })
  }
  watch(first)
  return {
    lost: first.lost,
    release: () => {
      isReleased = true
      return current.release()
    },
  }
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', () => resolve({ code: null, signal: null }))
  })
}

async function endProcess({ binaries, folder }: ServerSettings, pid: number, endsWithin: (timeoutMs: number) => Promise<boolean>): Promise<void> {
  if (process.platform === 'win32') {
    // Signals do not exist there: Node would end the server at once.
    await runProgram(binaries.launch, binaries.pgCtl, ['stop', '-D', folder.cluster, '-m', 'fast', '-t', '10'])
    return
  }
  for (const [signal, timeoutMs] of [
    ['SIGINT', STOP_TIMEOUT_MS],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 3_000],
  ] as const) {
    signalProcess(pid, signal)
    if (await endsWithin(timeoutMs)) return
  }
}

async function becomesTrue(isTrue: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs
  while (!(await isTrue())) {
    if (Date.now() > until) return false
    await sleep(30)
  }
  return true
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from))
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(false))
      probe.listen(port, HOST, () => probe.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}
