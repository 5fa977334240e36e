import { randomBytes } from 'node:crypto'
import { constants, openSync, closeSync, statSync, renameSync, existsSync } from 'node:fs'
import { chmod, chown, cp, lchown, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { disownPidFile, parsePidFile } from './args.ts'
import type { Owner } from './args.ts'
import { PostgresCannotStart } from './errors.ts'

/** Where everything is inside the data folder. */
export type DataFolder = ReturnType<typeof dataFolder>

const LOG_LIMIT_BYTES = 5_000_000

export function dataFolder(dataDir: string) {
  const root = path.resolve(dataDir)
  const inside = (name: string) => path.join(root, name)
  return {
    root,
    cluster: inside('pg'),
    newCluster: inside('pg.new'),
    password: inside('pg-password'),
    log: inside('postgres.log'),
    runtime: inside('runtime.json'),
    starting: inside('starting.pid'),
    pidFile: path.join(inside('pg'), 'postmaster.pid'),
  }
}

/**
 * Whom to run PostgreSQL as when we are root: the cluster's owner, else the data folder's, else `nobody`. undefined when
 * we are not root (or on Windows). initdb insists on a user with an entry in /etc/passwd.
 */
export async function chooseOwner(folder: DataFolder): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const dir of [folder.cluster, folder.root]) {
    const owner = await stat(dir).catch(() => undefined)
    if (owner === undefined || owner.uid === 0) continue
    if (dir === folder.cluster || users.some((user) => user[2] === String(owner.uid))) return { uid: owner.uid, gid: owner.gid }
  }
  const nobody = users.find((user) => user[0] === 'nobody')
  if (nobody === undefined) {
    throw new PostgresCannotStart('PostgreSQL must not run as root and there is no user "nobody": start Nightline as an ordinary user.')
  }
  return { uid: Number(nobody[2]), gid: Number(nobody[3]) }
}

/** The folder alone, which only its user may enter; the lock of starting programs lies in it. */
export async function makeDataFolder(folder: DataFolder): Promise<void> {
  await mkdir(folder.root, { recursive: true, mode: 0o700 })
}

/** The password, made on first use. Only for who holds the lock of starting programs. */
export async function choosePassword(folder: DataFolder): Promise<string> {
  const known = await readFile(folder.password, 'utf8').catch(() => '')
  if (known !== '') return known.trim()
  if (await hasCluster(folder)) {
    throw new PostgresCannotStart(`${folder.password} is missing, and without it nobody can open the database in ${folder.cluster}.`)
  }
  const password = randomBytes(24).toString('base64url')
  await writeFile(`${folder.password}.new`, password, { mode: 0o600, flush: true })
  await rename(`${folder.password}.new`, folder.password)
  return password
}

export async function hasCluster(folder: DataFolder): Promise<boolean> {
  return existsSync(path.join(folder.cluster, 'PG_VERSION'))
}

export async function clusterVersion(folder: DataFolder): Promise<string> {
  return (await readFile(path.join(folder.cluster, 'PG_VERSION'), 'utf8')).trim()
}

/** An empty folder for initdb, which only the server's user may read; a killed initdb leaves nothing but this. */
export async function emptyNewCluster(folder: DataFolder, owner: Owner | undefined): Promise<void> {
  await rm(folder.newCluster, { recursive: true, force: true })
  await mkdir(folder.newCluster, { mode: 0o700 })
  if (owner !== undefined) await chown(folder.newCluster, owner.uid, owner.gid)
}

export async function keepNewCluster(folder: DataFolder): Promise<void> {
  await rename(folder.newCluster, folder.cluster)
}

export async function readPidFile(folder: DataFolder): Promise<{ pid: number; port: number } | undefined> {
  return parsePidFile(await readFile(folder.pidFile, 'utf8').catch(() => ''))
}

/** Marks the pid file as that of a dead server; see `disownPidFile`. */
export async function disownServer(folder: DataFolder): Promise<void> {
  const text = await readFile(folder.pidFile, 'utf8').catch(() => undefined)
  if (text !== undefined) await writeFile(folder.pidFile, disownPidFile(text))
}

export async function announceUrl(folder: DataFolder, url: string): Promise<void> {
  await writeFile(`${folder.runtime}.new`, `${JSON.stringify({ url, pid: process.pid })}\n`)
  await rename(`${folder.runtime}.new`, folder.runtime)
}

export async function readAnnouncedUrl(folder: DataFolder): Promise<string | undefined> {
  const text = await readFile(folder.runtime, 'utf8').catch(() => '{}')
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string' ? value.url : undefined
}

export async function forgetAnnouncedUrl(folder: DataFolder): Promise<void> {
  await rm(folder.runtime, { force: true })
}

/**
 * Opens the server's log to append to. The server writes to the file itself: through a pipe it would stand still
 * whenever our event loop does, and lose its voice when we die.
 */
export function openLog(folder: DataFolder): { fd: number; output: () => Promise<string>; close: () => void } {
  const size = statSync(folder.log, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_LIMIT_BYTES) renameSync(folder.log, `${folder.log}.1`)
  const from = size > LOG_LIMIT_BYTES ? 0 : size
  const fd = openSync(folder.log, 'a', 0o600)
  return { fd, output: () => readFrom(folder.log, from), close: () => closeSync(fd) }
}

async function readFrom(file: string, from: number): Promise<string> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const buffer = Buffer.alloc(Math.min(Math.max(size - from, 0), 8_000))
    await handle.read(buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString('utf8')
  } finally {
    await handle.close()
  }
}

/**
 * Copies the cluster of a stopped server to `name` beside it (whole or not at all) and removes the oldest copies of
 * the same prefix beyond `keep`. Returns the copy's path.
 */
export async function copyCluster(folder: DataFolder, name: string, prefix: string, keep: number): Promise<string> {
  const target = path.join(folder.root, name)
  const unfinished = `${target}.new`
  await rm(unfinished, { recursive: true, force: true })
  try {
    await copyWithOwner(folder.cluster, unfinished)
    await rm(target, { recursive: true, force: true })
    await rename(unfinished, target)
  } catch (error) {
    // A full disk is the usual reason; half a copy would keep it full.
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
  await removeOldCopies(folder, prefix, keep)
  return target
}

async function copyWithOwner(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, mode: constants.COPYFILE_FICLONE })
  await chmod(to, 0o700)
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(from)
  for (const entry of ['', ...(await readdir(to, { recursive: true }))]) await lchown(path.join(to, entry), uid, gid)
}

async function removeOldCopies(folder: DataFolder, prefix: string, keep: number): Promise<void> {
  const names = (await readdir(folder.root)).filter((name) => name.startsWith(prefix))
  const copies = await Promise.all(names.map(async (name) => ({ name, at: (await stat(path.join(folder.root, name))).ctimeMs })))
  const tooOld = copies.sort((a, b) => b.at - a.at).slice(keep)
  for (const copy of tooOld) await rm(path.join(folder.root, copy.name), { recursive: true, force: true })
}
