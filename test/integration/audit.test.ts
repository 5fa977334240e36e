import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyAudit } from '../../services/audit/service.ts'
import { auditRoutes } from '../../services/audit/routes.ts'
import { auditReader } from '../../services/audit/service.ts'
import { audit } from '../../services/audit/store.ts'
import { openCase } from '../../services/cases/store.ts'
import { accessServer, signedIn, type AccessServer } from '../support/access.ts'
import { smallRoster } from '../support/small-roster.ts'

let line: AccessServer
const at = new Date('2026-03-02T09:00:00.123Z')

beforeAll(async () => {
  line = await accessServer({ routes: ({ database }) => [auditRoutes({ listAudit: auditReader(database) })] })
})
afterAll(() => line.close())
beforeEach(() => tamper('truncate audit_entry'))

const write = (count: number, actor = 'rules') =>
  line.database.prisma.$transaction(async (tx) => {
    for (let n = 0; n < count; n += 1)
      await audit(tx, { at, actor, kind: 'test.done', subject: `Ünïcode 😀 ${n}`, body: { n, text: 'наряд "3"', list: [1, { b: 2, a: null }] } })
  })

/** As somebody would who has the whole machine: the triggers that keep the table are off. */
async function tamper(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: line.database.url })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    await client.query(sql)
  } finally {
    await client.end()
  }
}

describe('the audit chain', () => {
  it('is whole after writers that overlap: one chain, no gap', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => write(5, `writer ${n}`)))
    const { rows } = await line.database.pool.query<{ first: string; last: string; count: number }>(
      'select min(seq) as first, max(seq) as last, count(distinct seq)::int as count from audit_entry',
    )
    expect(rows).toEqual([{ first: '1', last: '60', count: 60 }])
    expect(await verifyAudit(line.database)).toMatchObject({ entries: 60n, fault: undefined, unchained: 0, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('holds what custody and promises did, without anybody’s doing', async () => {
    const roster = await smallRoster(line.database)
    const opened = await line.database.prisma.$transaction((tx) =>
      openCase(tx, { customerId: null, callSid: null, title: 'A fault', reason: 'fault', severity: 'normal', facts: {}, openedAt: at }),
    )
    const admin = await signedIn(line, { role: 'admin' })
    const { body } = await admin.ask('GET', `/api/audit?subject=${opened.id}`)
    expect(body).toMatchObject([{ kind: 'custody.began', actor: 'rules', body: { person: roster.head, how: 'born' }, at: '2026-03-02T09:00:00.123Z' }])
    const agent = await signedIn(line)
    expect((await agent.ask('GET', '/api/audit')).status).toBe(403)
    expect(await verifyAudit(line.database)).toMatchObject({ fault: undefined, unchained: 0 })
  })

  it.each([
    ['the time', `update audit_entry set at = at + interval '1 millisecond' where seq = 4`, 4n, 'changed'],
    ['the actor', `update audit_entry set actor = 'somebody' where seq = 4`, 4n, 'changed'],
    ['the kind', `update audit_entry set kind = 'test.undone' where seq = 4`, 4n, 'changed'],
    ['the subject', `update audit_entry set subject = subject || '!' where seq = 4`, 4n, 'changed'],
    ['the body', `update audit_entry set body = body || '{"n": 99}' where seq = 4`, 4n, 'changed'],
    ['a letter moved between fields', `update audit_entry set actor = 'rule', kind = 's' || kind where seq = 4`, 4n, 'changed'],
    ['the hash itself', `update audit_entry set hash = sha256(hash) where seq = 4`, 4n, 'changed'],
    ['the hash before', `update audit_entry set prev = sha256(prev) where seq = 4`, 4n, 'order'],
    ['an entry that is gone', `delete from audit_entry where seq = 4`, 4n, 'missing'],
    ['entries that are gone at the beginning', `delete from audit_entry where seq < 4`, 1n, 'missing'],
    [
      'two entries in each other’s place',
      `update audit_entry set seq = case seq when 4 then -5 when 5 then 4 end where seq in (4, 5); update audit_entry set seq = 5 where seq = -5`,
      4n,
      'order',
    ],
    [
      'an entry made anew with a hash of its own',
      `update audit_entry e set actor = 'x' where seq = 4; update audit_entry e set hash = sha256(e.prev || convert_to(audit_text(e), 'UTF8')) where seq = 4`,
      5n,
      'order',
    ],
  ])('shows tampering with %s', async (_, sql, seq, fault) => {
    await write(8)
    expect((await verifyAudit(line.database)).fault).toBeUndefined()
    await tamper(sql)
    expect((await verifyAudit(line.database)).fault).toMatchObject({ seq, fault })
  })

  it('shows an entry outside of the chain', async () => {
    await write(2)
    await tamper(`insert into audit_entry (at, actor, kind, subject, body) values (now(), 'x', 'x', 'x', '{}')`)
    expect(await verifyAudit(line.database)).toMatchObject({ entries: 2n, unchained: 1 })
  })

  it('cannot be changed by the program', async () => {
    await write(1)
    await expect(line.database.pool.query(`update audit_entry set actor = 'x'`)).rejects.toThrow(/only ever added to/)
    await expect(line.database.pool.query('delete from audit_entry')).rejects.toThrow(/only ever added to/)
  })
})
