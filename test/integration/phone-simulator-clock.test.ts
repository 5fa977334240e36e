import { fork, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../services/embedded-postgres/service.ts'
import { memoryClock, postgresClock } from '../../services/phone-simulator/clock/store.ts'
import { scheduler } from '../../services/phone-simulator/clock/service.ts'
import { startSimulator } from '../../services/phone-simulator/service.ts'
import { built } from '../support/built.ts'
import { clockOf, control, phone } from '../support/phones.ts'

const start = Date.UTC(2026, 0, 5, 8)
let main: string
beforeAll(async () => {
  main = await built('services/phone-simulator/main.ts')
})
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

describe('the scheduler', () => {
  it('jumps from timer to timer, also to those that timers set, in order', async () => {
    const time = scheduler(memoryClock({ now: start, speed: 0 }))
    const rung: string[] = []
    const ring = (name: string) => () => void rung.push(`${name} ${(time.now() - start) / 1000}`)
    time.after(20, ring('b'))
    time.after(10, () => {
      ring('a')()
      time.after(5, ring('a2'))
    })
    const cancel = time.after(12, ring('never'))
    cancel()
    await time.advance(start + 19_000)
    expect(rung).toEqual(['a 10', 'a2 15'])
    expect(time.now()).toBe(start + 19_000)
    await time.advance(start + 30_000)
    expect(rung).toEqual(['a 10', 'a2 15', 'b 20'])
    await time.close()
  })

  it('stops short as soon as something was due, when told so', async () => {
    const time = scheduler(memoryClock({ now: start, speed: 0 }))
    const rung: number[] = []
    for (const seconds of [3, 8]) time.after(seconds, () => rung.push(seconds))
    const looks: [number, number[]][] = []
    for (let n = 0; n < 4; n++) {
      await time.advance(time.now() + 10_000, { untilDue: true, stepSeconds: n === 2 ? 6 : undefined })
      looks.push([(time.now() - start) / 1000, [...rung]])
    }
    expect(looks).toEqual([
      [3, [3]],
      [8, [3, 8]],
      [14, [3, 8]], // nothing was due: the longest single jump
      [24, [3, 8]],
    ])
    await time.close()
  })

  it('does not move while a webhook is open', async () => {
    const time = scheduler(memoryClock({ now: start, speed: 0 }))
    const end = time.begin()
    const moved = time.advance(start + 1000)
    await pause(50)
    expect(time.now()).toBe(start)
    end()
    expect(await moved).toEqual({ kind: 'arrived' })
    expect(time.now()).toBe(start + 1000)
    await time.close()
  })

  it('runs as fast as it is told, stands still at 0, and wakes timers when the speed changes', async () => {
    const time = scheduler(memoryClock({ now: start, speed: 0 }))
    let rangAt = 0
    time.after(30, () => (rangAt = time.now()))
    await pause(60)
    expect(rangAt).toBe(0)
    await time.set({ speed: 1000 })
    await pause(120)
    expect(rangAt).toBeGreaterThanOrEqual(start + 30_000)
    await time.close()
  })
})

describe('the clock in Postgres', () => {
  let server: EmbeddedPostgres
  let folder: string
  let sql: pg.Client

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'simulator-clock-'))
    server = await startEmbeddedPostgres({ dataDir: folder, log: silent, durable: false })
    sql = await connected()
  }, 60_000)
  const connected = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    return client
  }
  beforeEach(async () => {
    await sql.query(`drop table if exists clock; drop table if exists work; drop function if exists nightline_in_flight(); drop function if exists nightline_next_due();
      create table clock (id int primary key check (id = 1), real_at timestamptz not null, virtual_at timestamptz not null, speed double precision not null, version bigint not null);
      create table work (due timestamptz not null, is_done boolean not null default false);
      create function nightline_in_flight() returns bigint language sql as 'select count(*) from work, clock where not is_done and due <= virtual_at'`)
    await sql.query('insert into clock values (1, now(), $1, 0, 1)', [new Date(start)])
  })
  afterAll(async () => {
    await sql.end()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('moves the row at each jump, tells everybody, and survives its own restart', async () => {
    const time = scheduler(await postgresClock(server.url))
    const notices: string[] = []
    sql.on('notification', ({ payload }) => notices.push(payload ?? ''))
    await sql.query('listen nightline_clock')
    await sql.query(`create table moves (at timestamptz)`)
    await sql.query(`create function note_move() returns trigger language plpgsql as 'begin insert into moves values (new.virtual_at); return new; end'`)
    await sql.query(`create trigger note_move after update on clock for each row execute function note_move()`)
    const run: number[] = []
    for (const seconds of [7, 3]) time.after(seconds, () => void run.push(seconds))
    expect(await time.advance(start + 10_000)).toEqual({ kind: 'arrived' })
    await pause(50)
    const { rows } = await sql.query<{ at: Date }>('select at from moves order by at')
    expect(rows.map(({ at }) => (at.getTime() - start) / 1000)).toEqual([3, 7, 10])
    expect(run).toEqual([3, 7])
    await sql.query('drop trigger note_move on clock')
    expect(notices).toEqual(['2', '3', '4'])
    await time.close()
    const again = scheduler(await postgresClock(server.url))
    expect(again.now()).toBe(start + 10_000)
    await again.close()
  })

  it('waits until the rest of the program has done its work of that instant', async () => {
    await sql.query(`create function nightline_next_due() returns timestamptz language sql as 'select min(due) from work where not is_done'`)
    await sql.query('insert into work values ($1)', [new Date(start + 5000)])
    const time = scheduler(await postgresClock(server.url))
    let isThere = false
    const moved = time.advance(start + 60_000).then(() => (isThere = true))
    await pause(150)
    expect(isThere).toBe(false)
    expect(time.now()).toBe(start + 5000)
    await sql.query('update work set is_done = true')
    await moved
    expect(time.now()).toBe(start + 60_000)
    await time.close()
  })

  it('says 409 when that work is never done', async () => {
    await sql.query('insert into work values ($1)', [new Date(start)])
    const simulator = await startSimulator({ clock: await postgresClock(server.url), quietSeconds: 0.2 })
    await expect(control(simulator, 'POST', '/clock/advance', { seconds: 5 })).rejects.toThrow(/409 .*nightline_in_flight\(\) stayed at 1/)
    await simulator.close()
  })

  it('follows a change that somebody else makes, keeps its time while Postgres is away, and finds it again', async () => {
    const time = scheduler(await postgresClock(server.url))
    await sql.query('update clock set virtual_at = $1, version = version + 1', [new Date(start + 99_000)])
    await sql.query('notify nightline_clock')
    await expect.poll(() => time.now()).toBe(start + 99_000)
    await sql.query('update clock set speed = 1, real_at = clock_timestamp(), version = version + 1')
    await sql.query('notify nightline_clock')
    await expect.poll(() => time.speed()).toBe(1)
    let hasRung = false
    await sql.end()
    await server.whileStopped(async () => {
      time.after(0.1, () => (hasRung = true))
      await pause(200)
      await expect(time.set({ speed: 2 })).rejects.toThrow()
    })
    expect(hasRung).toBe(true)
    sql = await connected()
    await sql.query('update clock set virtual_at = $1, speed = 0, version = version + 1', [new Date(start + 120_000)])
    await sql.query('notify nightline_clock')
    await expect.poll(() => time.now(), { timeout: 5000 }).toBe(start + 120_000)
    await time.close()
  })

  it('keeps milliseconds over a hundred odd jumps', async () => {
    const time = scheduler(await postgresClock(server.url))
    let rung = 0
    for (let n = 1; n <= 100; n++) time.after(n * 0.1037, () => rung++)
    await time.advance(start + 11_000)
    expect(rung).toBe(100)
    await time.close()
  })

  it('is what the program uses when it has a DATABASE_URL', async () => {
    const { child, ready } = await startMain({ DATABASE_URL: server.url, SIMULATOR_AUTH_TOKEN: 'secret' }, 'spawn')
    const simulator = { url: ready.url, accountSid: ready.accountSid, authToken: 'secret' }
    expect(ready).not.toHaveProperty('authToken')
    expect(await clockOf(simulator)).toEqual({ now: '2026-01-05T08:00:00.000Z', speed: 0 })
    expect(await ended(child, () => child.kill('SIGTERM'))).toBe(0)
  })
})

type Ready = { ready: true; port: number; url: string; accountSid: string; authToken: string }
const children = new Set<ChildProcess>()

async function startMain(env: Record<string, string>, how: 'fork' | 'spawn', args: string[] = []): Promise<{ child: ChildProcess; ready: Ready }> {
  const all = { PATH: process.env['PATH'] ?? '', PORT: '0', ...env }
  const child =
    how === 'fork' ? fork(main, args, { env: all, silent: true }) : spawn(process.execPath, [main, ...args], { env: all, stdio: ['ignore', 'pipe', 'pipe'] })
  children.add(child)
  const line = await new Promise<string>((resolve, reject) => {
    let out = ''
    let errors = ''
    child.stderr!.on('data', (part: Buffer) => (errors += part.toString()))
    child.stdout!.on('data', (part: Buffer) => {
      out += part.toString()
      if (out.includes('\n')) resolve(out)
    })
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${errors}`)))
  })
  return { child, ready: JSON.parse(line) as Ready }
}

function ended(child: ChildProcess, act: () => void): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code))
    act()
  })
}

describe('the program', () => {
  afterEach(() => {
    for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
    children.clear()
  })

  it('answers calls in real time, ends open calls at SIGTERM with their last report, and exits with 0', async () => {
    const { child, ready } = await startMain({}, 'spawn')
    const statuses: string[] = []
    const app = Fastify({ forceCloseConnections: true })
    await app.register(formbody)
    app.post<{ Body: Record<string, string> }>('/status', (request) => {
      statuses.push(request.body['CallStatus']!)
      return ''
    })
    app.post('/voice', (_request, reply) => reply.type('text/xml').send('<Response><Say>Hi</Say><Gather timeout="60"/></Response>'))
    const base = await app.listen({ port: 0, host: '127.0.0.1' })
    const authorization = `Basic ${Buffer.from(`${ready.accountSid}:${ready.authToken}`).toString('base64')}`
    const body = new URLSearchParams({
      PhoneNumber: '+493023125100',
      VoiceUrl: `${base}/voice`,
      StatusCallback: `${base}/status`,
    })
    await fetch(`${ready.url}/2010-04-01/Accounts/${ready.accountSid}/IncomingPhoneNumbers.json`, {
      method: 'POST',
      headers: { authorization },
      body,
    })
    const marta = phone('anonymous', ready)
    await marta.dials('+493023125100')
    await marta.hears('Hi')
    expect(await ended(child, () => child.kill('SIGTERM'))).toBe(0)
    expect(statuses).toEqual(['completed'])
    await app.close()
  })

  it('exits when the one who forked it goes away', async () => {
    const { child } = await startMain({}, 'fork')
    expect(await ended(child, () => child.disconnect())).toBe(0)
  })

  it.each<[Record<string, string>, string]>([
    [{ PORT: 'x' }, 'PORT is "x"; allowed: 0 to 65535.'],
    [{ SIMULATOR_ACCOUNT_SID: 'AC1' }, 'SIMULATOR_ACCOUNT_SID is "AC1"'],
    [{ DATABASE_URL: 'postgres://127.0.0.1:1/x' }, 'could not start'],
  ])('says in one line what is wrong with %j', async (env, text) => {
    await expect(startMain(env, 'spawn')).rejects.toThrow(text)
  })

  it('says in one line that its port is taken', async () => {
    const { ready } = await startMain({}, 'spawn')
    await expect(startMain({}, 'spawn', ['--port', String(ready.port)])).rejects.toThrow(/exit 1: The phone simulator could not start: .*EADDRINUSE.*\n$/)
  })
})
