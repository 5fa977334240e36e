import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type Database } from '../../services/db.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

const AT = new Date('2026-11-18T09:00:00Z')
const after = (hours: number) => new Date(AT.getTime() + hours * 3_600_000)

let cloned: TestDatabase
let database: Database
let level: string
let [ada, bob]: string[] = []
beforeAll(async () => {
  cloned = await cloneDatabase()
  database = openDatabase({ url: cloned.url, onError: () => undefined })
  const person = async (name: string) =>
    (await database.prisma.person.create({ data: { id: randomUUID(), name, email: `${name}@example.org`, role: 'agent', createdAt: AT } })).id
  ada = await person('ada')
  bob = await person('bob')
  level = (await database.prisma.level.create({ data: { id: randomUUID(), rank: 1, name: 'Front line', headId: ada } })).id
})
afterAll(async () => {
  await database.close()
  await cloned.drop()
})

/** One transaction; the check is at its commit. */
async function inOne(work: (client: pg.PoolClient) => Promise<unknown>): Promise<void> {
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    await work(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

type Owned = { by?: string | undefined; from?: Date; to?: Date | null }
const own = (client: pg.PoolClient, caseId: string, { by = ada, from = AT, to = null }: Owned = {}) =>
  client.query(`insert into custody (id, case_id, person_id, from_at, to_at, how) values ($1, $2, $3, $4, $5, 'born')`, [randomUUID(), caseId, by, from, to])

async function aCase(client: pg.PoolClient, status = 'open'): Promise<string> {
  const id = randomUUID()
  await client.query(
    `insert into "case" (id, number, title, reason, severity, facts, status, level_id, opened_at, due_top_at, ended_at) values ($1::uuid, $1::text, '', 'fault', 'normal', '{}', $2, $3, $4, $4, $5)`,
    [id, status, level, AT, status === 'open' ? null : AT],
  )
  return id
}
async function anOwnedCase(): Promise<string> {
  let id = ''
  await inOne(async (client) => {
    id = await aCase(client)
    await own(client, id)
  })
  return id
}

const OVERLAP = { constraint: 'custody_is_one_person' }
const NOT_ONE_OWNER = { constraint: 'case_has_one_owner' }

describe('the database keeps who owns a case', () => {
  it('has an open case with its owner, who may hand it on and end it in one transaction each', async () => {
    const id = await anOwnedCase()
    await inOne(async (client) => {
      await client.query('update custody set to_at = $2 where case_id = $1', [id, after(1)])
      await own(client, id, { by: bob, from: after(1) })
    })
    await inOne(async (client) => {
      await client.query('update custody set to_at = $2 where case_id = $1 and to_at is null', [id, after(2)])
      await client.query(`update "case" set status = 'solved', ended_at = $2 where id = $1`, [id, after(2)])
    })
    expect(await database.prisma.custody.count({ where: { caseId: id, toAt: { not: null } } })).toBe(2)
  })

  it.each<[string, Owned, Owned]>([
    ['one after the other, with an hour in common', { to: after(2) }, { by: '', from: after(1), to: null }],
    ['one within the other', { to: null }, { by: '', from: after(1), to: after(2) }],
    ['both now', {}, { by: '', from: after(1) }],
    ['the same person twice', {}, { from: after(1) }],
  ])('refuses two owners at once: %s', async (_, first, second) => {
    await expect(
      inOne(async (client) => {
        const id = await aCase(client)
        await own(client, id, first)
        await own(client, id, { ...second, by: second.by === '' ? bob : ada })
      }),
    ).rejects.toMatchObject(OVERLAP)
  })

  it('refuses an open case without an owner, at the commit', async () => {
    await expect(inOne((client) => aCase(client))).rejects.toMatchObject(NOT_ONE_OWNER)
    await expect(inOne(async (client) => own(client, await aCase(client), { to: after(1) }))).rejects.toMatchObject(NOT_ONE_OWNER)
  })

  it('refuses that an open case loses its owner', async () => {
    const id = await anOwnedCase()
    await expect(inOne((client) => client.query('update custody set to_at = $2 where case_id = $1', [id, after(1)]))).rejects.toMatchObject(NOT_ONE_OWNER)
    await expect(inOne((client) => client.query('delete from custody where case_id = $1', [id]))).rejects.toMatchObject(NOT_ONE_OWNER)
  })

  it('refuses an ended case that somebody still owns', async () => {
    const id = await anOwnedCase()
    await expect(inOne((client) => client.query(`update "case" set status = 'solved', ended_at = opened_at where id = $1`, [id]))).rejects.toMatchObject(
      NOT_ONE_OWNER,
    )
    await expect(inOne(async (client) => own(client, await aCase(client, 'closed')))).rejects.toMatchObject(NOT_ONE_OWNER)
  })

  it('refuses a custody that moves to another case, whichever of the two it leaves wrong', async () => {
    const [left, taken] = [await anOwnedCase(), await anOwnedCase()]
    const move = (client: pg.PoolClient) => client.query('update custody set case_id = $2 where case_id = $1', [left, taken])
    // The case that it comes to stays right: its own owner steps back.
    await expect(
      inOne(async (client) => {
        await client.query('delete from custody where case_id = $1', [taken])
        await move(client)
      }),
    ).rejects.toMatchObject({ ...NOT_ONE_OWNER, message: expect.stringContaining(left) })
    // The case that it leaves stays right: it is ended.
    await expect(
      inOne(async (client) => {
        await client.query(`update "case" set status = 'solved', ended_at = opened_at where id = $1`, [left])
        await client.query(`update custody set from_at = $2 where case_id = $1`, [left, after(-1)])
        await client.query(`update custody set to_at = $2, case_id = $3 where case_id = $1`, [left, AT, taken])
        await client.query(`update custody set to_at = $2 where case_id = $1 and to_at is null`, [taken, after(1)])
      }),
    ).rejects.toMatchObject({ ...NOT_ONE_OWNER, message: expect.stringContaining(taken) })
  })
})
