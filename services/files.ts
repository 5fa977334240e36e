import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** The folder of package.json: this file may run from services/ or bundled from build/. */
export const ROOT = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

export const VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version

const credentials = z.object({ accountSid: z.string(), authToken: z.string() })

/** The simulator's account: random, made once for a data folder. */
export async function simulatorCredentials(dataDir: string): Promise<z.infer<typeof credentials>> {
  const path = join(dataDir, 'simulator.json')
  const known = credentials.safeParse(await readJson(path))
  if (known.success) return known.data
  const made = { accountSid: `AC${randomBytes(16).toString('hex')}`, authToken: randomBytes(16).toString('hex') }
  await writeSecretly(path, made)
  return made
}

const running = z.object({
  pid: z.number().int().positive(),
  url: z.string(),
  databaseUrl: z.string(),
  simulator: z.object({ url: z.string(), accountSid: z.string(), authToken: z.string() }).optional(),
})
/** How other commands on this machine find the running program. */
export type Running = z.infer<typeof running>

export async function writeRunning(dataDir: string, running: Running): Promise<void> {
  await writeSecretly(join(dataDir, 'running.json'), running)
}
/** Each forgets only itself. */
export async function forgetRunning(dataDir: string): Promise<void> {
  const path = join(dataDir, 'running.json')
  if (running.safeParse(await readJson(path)).data?.pid === process.pid) await rm(path, { force: true })
}
/** The program that runs with this folder; undefined when there is none any more (a kill leaves the file behind). */
export async function findRunning(dataDir: string): Promise<Running | undefined> {
  const found = running.safeParse(await readJson(join(resolve(dataDir), 'running.json')))
  return found.success && found.data.pid !== process.pid && isAlive(found.data.pid) ? found.data : undefined
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}

async function writeSecretly(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(`${path}.new`, JSON.stringify(value), { mode: 0o600 })
  await rename(`${path}.new`, path)
}
