import pg from 'pg'
import { virtualNow, type ClockReading, type ClockSource } from './reading.ts'

/** A clock that nobody else follows. It begins at the machine's time unless told otherwise. */
export function memoryClock(start: { now?: number; speed?: number } = {}): ClockSource {
  const listeners = new Set<() => void>()
  let current: ClockReading = {
    realAt: Date.now(),
    virtualAt: start.now ?? Date.now(),
    speed: start.speed ?? 1,
    version: 1,
  }
  return {
    reading: () => current,
    realNow: () => Date.now(),
    set(next) {
      current = { ...next, realAt: Date.now(), version: current.version + 1 }
      for (const listener of listeners) listener()
      return Promise.resolve()
    },
    inFlight: () => Promise.resolve(0),
    nextDue: () => Promise.resolve(undefined),
    onChange: (listener) => void listeners.add(listener),
    close: () => Promise.resolve(),
  }
}

const rowColumns = `(extract(epoch from real_at) * 1000)::double precision as "realAt",
  (extract(epoch from virtual_at) * 1000)::double precision as "virtualAt", speed, version::integer as version`

/** Functions of Nightline's schema that this clock asks. Both may be missing: then nothing is waited for. */
type Functions = { inFlight: boolean; nextDue: boolean }

/**
 * The clock in row 1 of the table `clock` (real_at, virtual_at, speed, version), which the whole program follows.
 * Creates the row if the table is empty; the table comes from Nightline's migrations. A lost connection is made anew;
 * until then the last reading is kept, because calls must go on while Postgres is away.
 */
export async function postgresClock(connectionString: string): Promise<ClockSource> {
  const pool = new pg.Pool({
    connectionString,
    max: 2,
    application_name: 'phone-simulator',
    connectionTimeoutMillis: 5000,
    query_timeout: 10_000,
  })
  pool.on('error', () => undefined)
  const listeners = new Set<() => void>()
  let isClosed = false
  let functions: Functions = { inFlight: false, nextDue: false }

  async function read(): Promise<ClockReading> {
    const { rows } = await pool.query<ClockReading>(`select ${rowColumns} from clock where id = 1`)
    if (rows[0] === undefined) throw new Error('The table "clock" has no row 1.')
    return rows[0]
  }

  await pool.query(`insert into clock (id, real_at, virtual_at, speed, version)
    values (1, clock_timestamp(), clock_timestamp(), 1, 1) on conflict (id) do nothing`)
  let current = await read()

  function accept(next: ClockReading): void {
    if (next.version === current.version) return
    current = next
    for (const listener of listeners) listener()
  }

  async function findFunctions(): Promise<void> {
    const { rows } = await pool.query<Functions>(`select
      to_regprocedure('nightline_in_flight()') is not null as "inFlight",
      to_regprocedure('nightline_next_due()') is not null as "nextDue"`)
    functions = rows[0] ?? functions
  }
  await findFunctions()

  let listening: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  async function listen(): Promise<void> {
    const client = new pg.Client({ connectionString, application_name: 'phone-simulator clock', keepAlive: true })
    const again = (): void => {
      if (isClosed || listening !== client) return
      listening = undefined
      retry = setTimeout(() => void listen(), 500)
      void client.end().catch(() => undefined)
    }
    listening = client
    client.on('error', again)
    client.on('end', again)
    client.on('notification', () => void read().then(accept, () => undefined))
    try {
      await client.connect()
      await client.query('listen nightline_clock')
      accept(await read())
      await findFunctions()
    } catch {
      again()
    }
  }
  await listen()

  return {
    reading: () => current,
    realNow: () => Date.now(),
    async set(next) {
      const { rows } = await pool.query<ClockReading>(
        `with moved as (
           update clock set real_at = to_timestamp($1::double precision / 1000),
             virtual_at = to_timestamp($2::double precision / 1000), speed = $3, version = version + 1
           where id = 1 returning *)
         select ${rowColumns}, pg_notify('nightline_clock', version::text) from moved`,
        [Date.now(), next.virtualAt, next.speed],
      )
      if (rows[0] === undefined) throw new Error('The table "clock" has no row 1.')
      const { realAt, virtualAt, speed, version } = rows[0]
      accept({ realAt, virtualAt, speed, version })
    },
    async inFlight() {
      if (!functions.inFlight) await findFunctions()
      if (!functions.inFlight) return 0
      const { rows } = await pool.query<{ count: number }>('select nightline_in_flight()::integer as count')
      return rows[0]?.count ?? 0
    },
    async nextDue() {
      if (!functions.nextDue) return undefined
      const { rows } = await pool.query<{ due: number | null }>('select (extract(epoch from nightline_next_due()) * 1000)::double precision as due')
      return rows[0]?.due ?? undefined
    },
    onChange: (listener) => void listeners.add(listener),
    async close() {
      isClosed = true
      clearTimeout(retry)
      await listening?.end().catch(() => undefined)
      await pool.end()
    },
  }
}

/** The instant that a source shows now. */
export function nowOf(source: ClockSource): number {
  return virtualNow(source.reading(), source.realNow())
}
