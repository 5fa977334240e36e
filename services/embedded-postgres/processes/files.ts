import { execFile } from 'node:child_process'
import { open, readFile, rm, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

const STARTING_TIMEOUT_MS = 60_000
const busyHere = new Set<string>()

/**
 * What the process with this id is: `server` the PostgreSQL of this cluster, `other` anything else, `gone` nobody. A
 * zombie counts as gone: kill(pid, 0) succeeds on it, and under a lazy PID 1 that lasts for seconds.
 */
export async function inspectProcess(pid: number, clusterDir: string): Promise<'server' | 'other' | 'gone'> {
  if (!isAlive(pid)) return 'gone'
  if (process.platform === 'win32') return 'server'
  if (process.platform === 'linux') {
    const state = (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).replace(/^.*\) /s, '')[0]
    if (state === undefined || state === 'Z' || state === 'X') return 'gone'
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
    return command.includes(clusterDir) ? 'server' : 'other'
  }
  const { stdout } = await run('ps', ['-ww', '-o', 'stat=,command=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  if (stdout.trim() === '' || stdout.trim().startsWith('Z')) return 'gone'
  return stdout.includes(clusterDir) ? 'server' : 'other'
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** Sends a signal to a process that may be gone already. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error
  }
}

/**
 * Runs `task` while no other Nightline is starting with the same data folder: two of them would both run initdb, or
 * take each other's server, which is not locked yet, for an orphan. A lock left by a killed process is taken over.
 */
export async function oneAtATime<T>(lockFile: string, task: () => Promise<T>): Promise<T> {
  while (busyHere.has(lockFile) || !(await createLock(lockFile))) {
    if (!busyHere.has(lockFile) && (await isAbandoned(lockFile))) await rm(lockFile, { force: true })
    else await sleep(50)
  }
  busyHere.add(lockFile)
  try {
    return await task()
  } finally {
    await rm(lockFile, { force: true })
    busyHere.delete(lockFile)
  }
}

async function createLock(lockFile: string): Promise<boolean> {
  try {
    const handle = await open(lockFile, 'wx', 0o600)
    await handle.writeFile(String(process.pid))
    await handle.close()
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

/** Our own id in a lock that we do not hold is a namesake's: in a container the program has the same id every time. */
async function isAbandoned(lockFile: string): Promise<boolean> {
  const [text, made] = await Promise.all([readFile(lockFile, 'utf8').catch(() => ''), stat(lockFile).catch(() => undefined)])
  if (made === undefined) return false
  const ageMs = Date.now() - made.mtimeMs
  const pid = Number(text)
  if (text === '') return ageMs > 2_000
  return pid === process.pid || !isAlive(pid) || ageMs > STARTING_TIMEOUT_MS
}

function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
