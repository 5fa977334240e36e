import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../services/db.ts'
import { control, phone, type SimulatorAddress } from '../support/phones.ts'
import { copyOfRepository, nightline, npmStart, processesOf, serve, type User } from '../support/program.ts'

const isRoot = process.getuid?.() === 0
const NOBODY: User = { uid: 65_534, gid: 65_534 }
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  await rm(`${dir}/data`, { recursive: true, force: true })
})

/** For all who need no place of their own; with a space in its path. Each test begins with an empty data folder. */
let dir: string
beforeAll(async () => {
  const clone = await copyOfRepository({ name: 'night line' })
  dir = clone.dir
  return clone.remove
}, 240_000)

/** Whoever is on at this hour keeps the case; in the gap it is the head of the level, Amira Haddad. */
const FRONT_LINE = /^(Amira Haddad|Boris Ivanov|Dana Novak|Greta Lind|Irina Sokolova|Lena Krause|Omar Saleh)$/

async function aCallIsServed(): Promise<void> {
  const { stdout, code } = await nightline(dir, ['call', '--keys', '2,123456,1', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: 'self-served',
    customer: 'Marta Nowak',
    owner: expect.stringMatching(FRONT_LINE), // who is on now
    captured: { contract: '123456' },
  })
  expect(code).toBe(0)
}

describe('stopping', () => {
  test('Ctrl-C in a terminal (twice to us), a silent connection, SIGTERM before ready, a Redis that is not there', async () => {
    const program = await npmStart(dir)
    cleanups.push(() => program.stop('SIGKILL'))
    const { port, hostname } = new URL(program.url)
    const silent = connect(Number(port), hostname) // a browser opens some to be quick
    silent.on('error', () => undefined)
    await new Promise((resolve) => silent.once('connect', resolve))
    const began = Date.now()
    expect(await program.stop('SIGINT', 'toGroup')).not.toBeNull()
    expect(Date.now() - began).toBeLessThan(9_000)
    await expect.poll(() => processesOf(dir), { timeout: 5_000 }).toEqual([])
    expect(existsSync(`${dir}/data/running.json`)).toBe(false)
    silent.destroy()

    const tooEarly = npmStart(dir).catch((error: Error) => error.message)
    await expect.poll(() => processesOf(dir), { timeout: 20_000, interval: 20 }).not.toEqual([])
    const { execFileSync } = await import('node:child_process')
    await new Promise((resolve) => setTimeout(resolve, 700))
    for (const line of await processesOf(dir)) if (line.includes('npm start')) execFileSync('kill', ['-TERM', line.split(' ')[0] as string])
    expect(await tooEarly).toMatch(/ended with/)
    await expect.poll(() => processesOf(dir), { timeout: 12_000 }).toEqual([])

    const withoutRedis = await npmStart(dir, { REDIS_URL: 'redis://127.0.0.1:1' })
    cleanups.push(() => withoutRedis.stop('SIGKILL'))
    await aCallIsServed() // the sweeper helps out
    expect(await withoutRedis.stop('SIGTERM')).toBe(0)
    expect(await processesOf(dir)).toEqual([])
  })
})

describe('one clear line and an exit code', () => {
  test('beside a program that takes calls: a second instance, a taken port; then a broken environment, a program older than the schema', async () => {
    const program = await npmStart(dir)
    cleanups.push(() => program.stop('SIGKILL'))
    console.info(`npm start: ready after ${program.seconds.toFixed(1)} s`)
    expect(program.output()).toMatch(/Sign in once as Petra Vogel.*\/welcome\?token=/)
    const { port } = new URL(program.url)

    const second = await nightline(dir, ['serve'], { PORT: '0' })
    expect(second.stderr.trim()).toBe(`Nightline is already running with the data folder ${dir}/data: ${program.url}`)
    expect(second.code).toBe(1)

    const taken = await serve(dir, { PORT: port, DATA_DIR: `${dir}/other` })
    expect(taken.stderr.trim()).toMatch(/^PORT: 127\.0\.0\.1:\d+ is taken by another program/)
    expect(taken.stderr.trim().split('\n')).toHaveLength(1)
    expect(taken.code).toBe(1)

    const broken = await serve(dir, { PORT: 'eighty', REDIS_URL: 'nowhere', TWILIO_ACCOUNT_SID: 'AC1' })
    for (const name of ['PORT', 'REDIS_URL', 'TWILIO_ACCOUNT_SID']) expect(broken.stderr).toMatch(new RegExp(`^ {2}${name}: `, 'm'))
    expect(broken.code).toBe(78)

    await aCallIsServed()
    expect(await program.stop('SIGTERM')).toBe(0)
    expect(await processesOf(dir)).toEqual([])
    const lines = [
      [{ DATABASE_URL: 'postgresql://nobody:x@127.0.0.1:1/none' }, /^DATABASE_URL: 127\.0\.0\.1:1\/none: no PostgreSQL answers there/],
      [{ HOST: '203.0.113.7' }, /^HOST: this machine has no address 203\.0\.113\.7/],
      [{ DATA_DIR: `${dir}/package.json` }, /^DATA_DIR: .*that is a file, not a folder/],
      [{ FLOWS_DIR: `${dir}/no-flows` }, /^FLOWS_DIR: .*there is no such folder/],
      [{ ROLES: 'worker' }, /^ROLES: web and worker are set apart only with Twilio credentials/],
    ] as const
    for (const [env, line] of lines) {
      const refused = await serve(dir, { PORT: '0', LOG_LEVEL: 'error', ...env })
      expect(refused.stderr.trim()).toMatch(line)
      expect(refused.stderr.trim().split('\n')).toHaveLength(1)
      expect(refused.code).toBe(1)
    }
    expect(await processesOf(dir)).toEqual([])
    await rename(`${dir}/prisma/migrations`, `${dir}/prisma/migrations-of-later`)
    cleanups.push(async () => {
      await rm(`${dir}/prisma/migrations`, { recursive: true })
      await rename(`${dir}/prisma/migrations-of-later`, `${dir}/prisma/migrations`)
    })
    await mkdir(`${dir}/prisma/migrations`)
    await cp(`${dir}/prisma/migrations-of-later/migration_lock.toml`, `${dir}/prisma/migrations/migration_lock.toml`)
    const older = await serve(dir, { PORT: '0' })
    expect(older.stderr.trim()).toMatch(/older than the database/)
    expect(older.stderr.trim().split('\n')).toHaveLength(1)
    expect(older.code).toBe(1)
  })
})

test('init sets up a real, empty company in a folder of mode 700, as a user who is not root; its first call is answered by a person', async () => {
  const clone = isRoot ? await copyOfRepository({ name: 'nightline', mode: 0o700, owner: NOBODY }) : { dir, remove: () => Promise.resolve() }
  const user = isRoot ? NOBODY : undefined
  cleanups.push(clone.remove)
  const flags = [
    '--company',
    'Own Company',
    '--number',
    '+49 30 23125 300',
    '--admin-name',
    'Olga Owner',
    '--admin-email',
    'olga@example.com',
    '--admin-phone',
    '+493023125301',
  ]
  expect(await nightline(clone.dir, ['init', ...flags], {}, user)).toMatchObject({ code: 0 })
  const refused = await nightline(clone.dir, ['init', ...flags], {}, user)
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('has a company already: Own Company') as string })

  const program = await npmStart(clone.dir, {}, user)
  cleanups.push(() => program.stop('SIGKILL'))
  expect(program.output()).toContain('Sign in once as Olga Owner')
  const { simulator, databaseUrl } = JSON.parse(await readFile(`${clone.dir}/data/running.json`, 'utf8')) as {
    simulator: SimulatorAddress
    databaseUrl: string
  }
  await control(simulator, 'POST', '/clock', { now: '2026-11-18T10:00:00+01:00' }) // the line is open
  const caller = phone('+493023125400', simulator, { ears: 'instant' })
  const owner = phone('+493023125301', simulator, { ears: 'instant' })
  await caller.dials('+493023125300')
  await caller.hears(/To talk to a person, press 1/)
  await caller.presses('1')
  await owner.rings()
  await owner.answers()
  await owner.hears(/press 1/)
  await owner.presses('1')
  await expect.poll(async () => (await caller.looks()).partner, { timeout: 10_000 }).not.toBeNull()
  await caller.hangsUp()
  const database = openDatabase({ url: databaseUrl, onError: () => undefined })
  cleanups.push(() => database.close())
  await expect.poll(async () => (await database.prisma.call.findMany()).map(({ outcome }) => outcome), { timeout: 15_000 }).toEqual(['answered'])
  expect(await database.prisma.customer.count({ where: { contactPoints: { none: { value: '+493023125400' } } } })).toBe(0)
  expect(await program.stop('SIGTERM')).toBe(0)
  expect(await processesOf(clone.dir)).toEqual([])
})
