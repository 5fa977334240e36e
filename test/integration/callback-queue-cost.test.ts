import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { coverMark } from '../../services/callbacks/sweep/store.ts'
import { peopleAt } from '../../services/callbacks/dispatch/decide.ts'
import { readFirst, readStanding } from '../../services/callbacks/dispatch/store.ts'
import { changePresence } from '../../services/shifts/presence/store.ts'
import { run, type Runner } from '../../services/shifts/statement/store.ts'
import { accessServer, type AccessServer } from '../support/access.ts'
import { manyCallbacks } from '../support/many-callbacks.ts'
import { smallRoster } from '../support/small-roster.ts'

let line: AccessServer
const AT = new Date('2026-03-02T09:00:00Z')
beforeAll(async () => {
  line = await accessServer()
  const roster = await smallRoster(line.database)
  for (let n = 10; n < 50; n += 1) {
    const id = await roster.person(`P${n}`, { phone: `+4930231259${n}`, speaks: ['en', 'de'] })
    await roster.shift(id, '2026-03-02T07:00:00Z', '2026-03-02T20:00:00Z')
    await changePresence(line.database.pool, id, n < 13 ? 'ready' : 'break', 'page', new Date('2026-03-02T08:30:00Z'))
  }
})
afterAll(() => line.close())

type Plan = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number }

/** Pages that Postgres looks at. It does not depend on how busy the machine is. */
async function pagesOf(work: (db: Runner) => Promise<unknown>): Promise<number> {
  const { pool } = line.database
  let pages = 0
  const counting = {
    query: async (statement: pg.QueryConfig) => {
      const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, buffers, format json) ${statement.text}`, statement.values)
      const plan = rows[0]?.['QUERY PLAN'][0].Plan
      pages += (plan?.['Shared Hit Blocks'] ?? Number.NaN) + (plan?.['Shared Read Blocks'] ?? 0)
      return pool.query(statement)
    },
  } as unknown as Runner
  await work(counting)
  return pages
}

async function decide(db: Runner): Promise<void> {
  const standing = await readStanding(db, AT)
  const heads = await readFirst(db, standing, peopleAt(standing))
  expect(new Set(heads.map(({ kind }) => kind.language))).toEqual(new Set(['en', 'de', 'ru']))
  expect(heads).toHaveLength(9)
}

/** `npm run proof -- callback-cost`: 100,000. */
const MANY = Number(process.env['PROOF_COUNT'] ?? 10_000)

it(`a decision with ${MANY} who wait costs what it costs with 1,000`, async () => {
  await manyCallbacks(line.database, 1_000, AT)
  const few = await pagesOf(decide)
  await line.database.pool.query(`set session_replication_role = replica; truncate callback cascade; set session_replication_role = origin`)
  await manyCallbacks(line.database, MANY, AT)
  const many = await pagesOf(decide)
  console.info(`pages: ${few} with 1,000 who wait, ${many} with ${MANY}: ratio ${(many / few).toFixed(2)}`)
  expect(many / few).toBeLessThanOrEqual(1.5)
}, 120_000)

it('nor does it cost more by what the house has done before', async () => {
  const { pool } = line.database
  const look = async (db: Runner) => {
    await decide(db)
    await coverMark(db, AT)
    await run(db, 'open_calls', 'select 1 from outbound_call where ended_at is null and due_at <= $1', [AT])
  }
  const before = await pagesOf(look)
  await pool.query(`
    insert into outbound_call (id, key, purpose, "to", "from", language, ring_seconds, state, due_at, until_at, started_at, ended_at)
    select gen_random_uuid(), 'before ' || n, 'message', '+49302312' || n, '+493023125100', 'en', 30, 'acknowledged', at, at, at, at
      from (select n, timestamptz '2026-01-01' + n * interval '1 minute' as at from generate_series(1, 20000) n) one;
    insert into presence (id, person_id, state, from_at, to_at, via)
    select gen_random_uuid(), p.id, 'ready', at, at + interval '1 minute', 'page'
      from person p, (select timestamptz '2026-01-01' + n * interval '2 minutes' as at from generate_series(1, 500) n) one;
    analyze outbound_call; analyze presence`)
  const after = await pagesOf(look)
  console.info(`pages: ${before} in a new house, ${after} after 20,000 calls: ratio ${(after / before).toFixed(2)}`)
  expect(after / before).toBeLessThanOrEqual(1.5)
}, 120_000)
