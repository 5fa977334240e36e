import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export type SpoolFile = ReturnType<typeof spoolFile>

/**
 * Events that were answered while Postgres was down: an append-only file of JSON lines, on disk (fsync) before the answer
 * leaves. Each process has a file of its own; `takeIn` reads those of dead processes too. Taking in twice is harmless: an
 * event has a fingerprint.
 */
export function spoolFile(folder: string, isEntrysFault: (error: unknown) => boolean = () => false) {
  const path = join(folder, `events-${process.pid}-${randomUUID().slice(0, 8)}.ndjson`)
  const writing = new Set<Promise<void>>()
  let isTaking = false

  async function keep(entry: object): Promise<void> {
    const written = append(entry)
    writing.add(written)
    await written.finally(() => writing.delete(written))
  }

  async function append(entry: object): Promise<void> {
    await mkdir(folder, { recursive: true })
    const file = await open(path, 'a', 0o600)
    try {
      await file.appendFile(`${JSON.stringify(entry)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  }

  async function isEmpty(): Promise<boolean> {
    return (await readdir(folder).catch(() => [])).length === 0
  }

  /** Hands each entry to `take` in order; a file is removed when all of its entries are in. Stops at the first rejection. */
  async function takeIn(take: (entry: unknown) => Promise<void>): Promise<number> {
    if (isTaking) return 0
    isTaking = true
    try {
      let taken = 0
      for (const name of (await readdir(folder).catch(() => [])).sort(oldestFirst)) taken += await takeFile(join(folder, name), take)
      return taken
    } finally {
      isTaking = false
    }
  }

  async function takeFile(file: string, take: (entry: unknown) => Promise<void>): Promise<number> {
    // New events of this process go to a new file meanwhile.
    const taking = file === path ? `${file}.${Date.now()}.taking` : file
    if (taking !== file) {
      await rename(file, taking)
      await Promise.allSettled(writing) // who opened it under its old name is still writing
    } else if (!file.endsWith('.taking') && (await isYoung(file))) return 0
    const lines = (await readFile(taking, 'utf8')).split('\n').filter((line) => line !== '')
    for (const line of lines) {
      const entry = parsed(line)
      if (entry === undefined) continue
      await take(entry).catch(async (error: unknown) => {
        if (!isEntrysFault(error)) throw error
        await setAside(line) // what can never be stored must not hold up what comes after it
      })
    }
    await rm(taking, { force: true })
    return lines.length
  }

  async function setAside(line: string): Promise<void> {
    const file = await open(join(dirname(folder), 'refused-events.ndjson'), 'a', 0o600)
    await file.appendFile(`${line}\n`).finally(() => file.close())
  }

  return { keep, isEmpty, takeIn }
}

/** Files set aside hold what came before. */
function oldestFirst(one: string, other: string): number {
  return Number(other.endsWith('.taking')) - Number(one.endsWith('.taking')) || one.localeCompare(other)
}

/** Another living process may be writing to it this very moment. */
async function isYoung(file: string): Promise<boolean> {
  const pid = Number(/events-(\d+)-/.exec(file)?.[1])
  try {
    if (pid !== process.pid) process.kill(pid, 0)
    return Date.now() - (await stat(file)).mtimeMs < 60_000
  } catch {
    return false // its writer is gone
  }
}

/** A line cut off by a crash was never answered to Twilio as kept: it is passed over. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
