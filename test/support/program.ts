import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chown, cp, mkdtemp, readFile, readdir, readlink, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const ROOT = join(import.meta.dirname, '../..')
/** What a clone holds, and what was built from it; `node_modules` comes as hard links. */
const CLONED = ['services', 'prisma', 'ivr-flows', 'dashboard', 'build', 'package.json', 'package-lock.json', '.npmrc', 'tsconfig.json', 'prisma.config.ts']

export type Program = {
  url: string
  seconds: number
  output: () => string
  npm: ChildProcess
  /** Signals npm, as a service manager does; `toGroup` signals everybody, as a terminal does. Resolves with npm's exit code. */
  stop: (signal?: NodeJS.Signals, toGroup?: 'toGroup') => Promise<number | null>
}
export type User = { uid: number; gid: number }
type Env = Readonly<Record<string, string>>

/** A copy of this repository under a folder of the name given, as a clone with its packages installed would be. */
export async function copyOfRepository({
  name,
  mode,
  owner,
}: {
  name: string
  mode?: number
  owner?: User
}): Promise<{ dir: string; remove: () => Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), 'nightline-clone-')) // mode 700, as temporary folders are
  if (mode !== undefined) await execute('chmod', [mode.toString(8), parent])
  const dir = join(parent, name)
  for (const part of CLONED) await cp(join(ROOT, part), join(dir, part), { recursive: true })
  await execute('cp', ['-al', join(ROOT, 'node_modules'), join(dir, 'node_modules')])
  await utimes(join(dir, 'package-lock.json'), 0, 0) // older than what is installed
  if (owner) {
    for (const path of [parent, dir]) await chown(path, owner.uid, owner.gid)
    // Its folders only: the files are the same as ours.
    await execute('find', [join(dir, 'node_modules'), '-type', 'd', '-exec', 'chown', `${owner.uid}:${owner.gid}`, '{}', '+'])
    for (const part of CLONED) await execute('chown', ['-R', `${owner.uid}:${owner.gid}`, join(dir, part)])
  }
  return { dir, remove: () => rm(parent, { recursive: true, force: true }) }
}

/** `npm start` in that folder. Rejects with what it printed when it ends before it is ready. */
export function npmStart(dir: string, env: Env = {}, user?: User): Promise<Program> {
  const began = Date.now()
  const npm = spawn('npm', ['start', '--silent'], {
    cwd: dir,
    env: { ...cleanEnvironment(), PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...user,
  })
  let output = ''
  const ended = new Promise<number | null>((resolve) => npm.once('exit', resolve))
  return new Promise((resolve, reject) => {
    for (const stream of [npm.stdout, npm.stderr]) {
      stream.on('data', (data) => {
        output += String(data)
        const url = /^Nightline is ready at (\S+)$/m.exec(output)?.[1]
        if (url === undefined) return
        const stop = (signal: NodeJS.Signals = 'SIGTERM', toGroup?: 'toGroup') => {
          if (npm.exitCode === null && npm.signalCode === null) process.kill(toGroup || signal === 'SIGKILL' ? -Number(npm.pid) : Number(npm.pid), signal)
          return ended
        }
        resolve({ url, seconds: (Date.now() - began) / 1_000, output: () => output, npm, stop })
      })
    }
    void ended.then((code) => reject(new Error(`npm start ended with ${code}:\n${output}`)))
  })
}

/** A command of ours in that folder: what it printed and its exit code. */
export async function nightline(dir: string, args: readonly string[], env: Env = {}, user?: User): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      'npm',
      ['run', '-s', 'nightline', '--', ...args],
      { cwd: dir, env: { ...cleanEnvironment(), LOG_LEVEL: 'warn', ...env }, ...user },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr })
      },
    )
  })
}

/** The program itself, without npm, for as long as it lives. */
export async function serve(dir: string, env: Env): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['services/run.mjs', 'serve'], { cwd: dir, env: { ...cleanEnvironment(), LOG_LEVEL: 'warn', ...env } }, (error, _, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stderr })
    })
  })
}

/** Processes that still have something to do with this folder: whose command names it or who work in it. */
export async function processesOf(dir: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '')
    if (command.includes(dir) || folder.startsWith(dir)) found.push(`${pid} ${command.replaceAll('\0', ' ')}`)
  }
  return found
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LANG } = process.env
  return { PATH, LANG, HOME: tmpdir(), npm_config_cache: join(tmpdir(), 'nightline-npm-cache'), npm_config_update_notifier: 'false' }
}
