// Nobody works two nights in a row, and nobody is in two places: the database itself refuses it, whoever asks. `npm run proof -- rosters`: 100,000 changes.
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HOUSE_NIGHT } from '../../services/roster-rules/model.ts'
import { findTwoNights } from '../../services/roster-rules/nights.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { chance, hireStaff, inTransaction, INSERT_SHIFT, judge, randomChange, randomTimes, type Staff, type Verdict } from '../support/roster-chaos.ts'

const CHANGES = Number(process.env['PROOF_COUNT'] ?? 1_500)
const ATTEMPTS = Math.max(100, Math.round(CHANGES / 100))
const SEED = Number(process.env['PROOF_SEED'] ?? 1)
const CLIENTS = 20

let cloned: TestDatabase
let pool: pg.Pool
let staff: Staff
beforeAll(async () => {
  cloned = await cloneDatabase()
  // These clients lock in any order, as no program of ours does: deadlocks are found at once instead of after a second.
  pool = new pg.Pool({ connectionString: cloned.url, max: CLIENTS, options: '-c deadlock_timeout=10ms' })
  pool.on('error', () => undefined)
  staff = await hireStaff(pool, 12)
})
afterAll(async () => {
  await pool.end()
  await cloned.drop()
})

const one = <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => pool.connect().then(async (client) => work(client).finally(() => client.release()))
const berlin = (text: string): Date => DateTime.fromISO(text, { zone: 'Europe/Berlin' }).toJSDate()
const after = (date: Date, minutes: number): Date => new Date(date.getTime() + minutes * 60_000)

type Night = { who?: number; date: string; minutes?: number; plan?: string; from?: string; kind?: string }
/** A shift of a night; without more, from 22:00 for eight hours that really pass. */
async function work(client: pg.ClientBase, { who = 0, date, minutes = 480, plan = 'published', from = '22:00', kind = 'desk' }: Night): Promise<string> {
  const id = randomUUID()
  const begin = berlin(`${date}T${from}`)
  await client.query(INSERT_SHIFT, [plan, id, staff.people[who], staff.sites[0]?.id, begin, after(begin, minutes), kind, staff.level])
  return id
}
const attempt = (work: (client: pg.ClientBase) => Promise<unknown>, isolation = ''): Promise<Verdict> =>
  one((client) => inTransaction(client, () => work(client), isolation))
const instead = (client: pg.ClientBase, shiftId: string, who: number, from: Date, minutes: number, kind = 'override') =>
  client.query(
    `insert into override (id, kind, shift_id, person_id, from_at, to_at, reason, created_by, created_at) values ($1, $2, $3, $4, $5, $6, 'ill', 'test', now())`,
    [randomUUID(), kind, shiftId, staff.people[who], from, after(from, minutes)],
  )

describe('by plain SQL', () => {
  beforeEach(() => pool.query('delete from override; delete from shift; delete from company').then(() => undefined))

  it.each([
    ['the next night', [{ date: '2026-11-16' }, { date: '2026-11-17' }], 'refused'],
    ['the night after the next', [{ date: '2026-11-16' }, { date: '2026-11-18' }], 'stored'],
    ['two people', [{ date: '2026-11-16' }, { date: '2026-11-17', who: 1 }], 'stored'],
    ['120 minutes of the second night', [{ date: '2026-11-16' }, { date: '2026-11-17', from: '20:00', minutes: 240 }], 'stored'],
    ['121 minutes of the second night', [{ date: '2026-11-16' }, { date: '2026-11-17', from: '20:00', minutes: 241 }], 'refused'],
    ['the morning of the second night', [{ date: '2026-11-16' }, { date: '2026-11-18', from: '03:59' }], 'refused'],
    ['its last 120 minutes', [{ date: '2026-11-16' }, { date: '2026-11-18', from: '04:00' }], 'stored'],
    ['a night in two halves', [{ date: '2026-11-16' }, { date: '2026-11-17', minutes: 100 }, { date: '2026-11-18', from: '03:00', minutes: 100 }], 'refused'],
    ['an on-call night after a desk night', [{ date: '2026-11-16' }, { date: '2026-11-17', kind: 'onCall', from: '18:00', minutes: 840 }], 'refused'],
    ['one long shift over two nights', [{ date: '2026-11-16', from: '20:00', minutes: 1_800 }], 'refused'],
    [
      'the draft',
      [
        { date: '2026-11-16', plan: 'draft' },
        { date: '2026-11-17', plan: 'draft' },
      ],
      'refused',
    ],
    ['draft and published are two rosters', [{ date: '2026-11-16', plan: 'draft' }, { date: '2026-11-17' }], 'stored'],
    ['over the border of two months', [{ date: '2026-11-30' }, { date: '2026-12-01' }], 'refused'],
    // 2026-03-29: 02:00 becomes 03:00; 22:00-00:00 and 05:01-06:00 are what they are, 01:00-04:00 lasts two hours.
    ['spring: two hours by three on the clock', [{ date: '2026-03-27' }, { date: '2026-03-29', from: '01:00', minutes: 120 }], 'stored'],
    ['spring: a minute more', [{ date: '2026-03-27' }, { date: '2026-03-29', from: '01:00', minutes: 121 }], 'refused'],
    // 2026-10-25: 03:00 becomes 02:00; 01:30-02:30 (the second) lasts two hours.
    ['autumn: two hours by one on the clock', [{ date: '2026-10-23' }, { date: '2026-10-25', from: '01:30', minutes: 120 }], 'stored'],
    ['autumn: a minute more', [{ date: '2026-10-23' }, { date: '2026-10-25', from: '01:30', minutes: 121 }], 'refused'],
    [
      'two shifts at once',
      [
        { date: '2026-11-16', from: '08:00' },
        { date: '2026-11-16', from: '15:59' },
      ],
      'refused',
    ],
    [
      'one right after the other',
      [
        { date: '2026-11-16', from: '08:00' },
        { date: '2026-11-16', from: '16:00', minutes: 300 },
      ],
      'stored',
    ],
  ] as [string, Night[], Verdict][])('%s', async (_name, nights, verdict) => {
    const apart = async () => {
      let last: Verdict = 'stored'
      for (const night of nights) last = await attempt((client) => work(client, night))
      return last
    }
    expect(await apart()).toBe(verdict)
    await pool.query('delete from shift')
    const together = await attempt(async (client) => {
      for (const night of nights) await work(client, night)
    })
    expect(together, 'in one transaction').toBe(verdict)
  })

  it('by an override, for a part of the night that is long enough', async () => {
    await attempt((client) => work(client, { date: '2026-11-16' }))
    let shift = ''
    await attempt(async (client) => (shift = await work(client, { date: '2026-11-17', who: 1 })))
    expect(await attempt((client) => instead(client, shift, 0, berlin('2026-11-17T23:00'), 121))).toBe('refused')
    expect(await attempt((client) => instead(client, shift, 0, berlin('2026-11-17T23:00'), 120))).toBe('stored')
    expect(await attempt((client) => client.query(`update override set to_at = to_at + interval '1 minute'`))).toBe('refused')
  })

  it('by taking back the override that made it lawful', async () => {
    let shift = ''
    await attempt(async (client) => (shift = await work(client, { date: '2026-11-16' })))
    expect(await attempt((client) => instead(client, shift, 1, berlin('2026-11-16T22:00'), 480))).toBe('stored')
    expect(await attempt((client) => work(client, { date: '2026-11-17' }))).toBe('stored')
    expect(await attempt((client) => client.query(`update override set revoked_at = now()`))).toBe('refused')
    expect(await attempt((client) => client.query(`delete from override`))).toBe('refused')
    expect(await attempt((client) => client.query(`update override set person_id = $1`, [staff.people[0]]))).toBe('refused')
  })

  it('by moving, giving away, changing the site or the plan', async () => {
    let shift = ''
    await attempt((client) => work(client, { date: '2026-11-16' }))
    await attempt(async (client) => (shift = await work(client, { date: '2026-11-17', who: 1 })))
    expect(await attempt((client) => client.query(`update shift set person_id = $2 where id = $1`, [shift, staff.people[0]]))).toBe('refused')
    await attempt(async (client) => (shift = await work(client, { date: '2026-11-18' })))
    const move = `update shift set starts_at = starts_at - interval '1 day', ends_at = ends_at - interval '1 day' where id = $1`
    expect(await attempt((client) => client.query(move, [shift]))).toBe('refused')
    await attempt(async (client) => (shift = await work(client, { date: '2026-11-17', plan: 'draft' })))
    expect(await attempt((client) => client.query(`update shift set plan = 'published' where id = $1`, [shift]))).toBe('refused')
    expect(await attempt((client) => client.query(`update shift set zone = 'Asia/Tokyo', date = '2020-01-01'`))).toBe('stored')
    expect((await pool.query(`select distinct zone from shift`)).rows).toEqual([{ zone: 'Europe/Berlin' }])
  })

  it('by writing the duties themselves', async () => {
    await attempt((client) => work(client, { date: '2026-11-16' }))
    for (const sql of [
      `update duty set starts_at = starts_at + interval '1 hour'`,
      `delete from duty`,
      `insert into duty select * from duty`,
      ...['duty', 'shift', 'override', 'company'].map((table) => `truncate ${table}`),
    ])
      expect(await attempt((client) => client.query(sql)), sql).toBe('refused')
  })

  it('by two at once, at each level of isolation', async () => {
    for (const isolation of ['', 'isolation level repeatable read', 'isolation level serializable'])
      for (let n = 0; n < 5; n += 1) {
        await pool.query('delete from shift')
        const verdicts = await Promise.all(['2026-11-16', '2026-11-17'].map((date) => attempt((client) => work(client, { date }), isolation)))
        expect(
          verdicts.filter((verdict) => verdict === 'stored'),
          isolation,
        ).toHaveLength(1)
      }
  })

  it('a stricter house rule is refused while the roster breaks it', async () => {
    await attempt((client) => work(client, { date: '2026-11-16' }))
    await attempt((client) => work(client, { date: '2026-11-17', from: '20:00', minutes: 240 }))
    const company = `insert into company (name, zone, created_at, night_minutes) values ('x', 'Europe/Berlin', now(), $1)`
    expect(await attempt((client) => client.query(company, [119]))).toBe('refused')
    expect(await attempt((client) => client.query(company, [120]))).toBe('stored')
    expect(await attempt((client) => client.query(`update company set night_from = '21:00'`))).toBe('refused')
    await pool.query('delete from shift')
    expect(await attempt((client) => client.query(`update company set night_minutes = 480`))).toBe('stored')
    for (const date of ['2026-11-16', '2026-11-17']) await attempt((client) => work(client, { date, minutes: 400 }))
    expect(await attempt((client) => client.query(`delete from company`))).toBe('refused')
  })

  it('a stricter house rule and a shift at the same time', async () => {
    await attempt((client) => client.query(`insert into company (name, zone, created_at) values ('x', 'Europe/Berlin', now())`))
    await attempt((client) => work(client, { date: '2026-11-16' }))
    const [shift, rule] = [await pool.connect(), await pool.connect()]
    try {
      await shift.query('begin')
      await work(shift, { date: '2026-11-17', minutes: 110 })
      await shift.query('set constraints all immediate')
      const changed = inTransaction(rule, () => rule.query('update company set night_minutes = 60'))
      await new Promise((resolve) => setTimeout(resolve, 100))
      await shift.query('commit')
      expect(await changed).toBe('refused')
    } finally {
      shift.release()
      rule.release()
    }
  })

  it(`${ATTEMPTS} attempts of many kinds are all refused`, { timeout: 600_000 }, async () => {
    const random = chance(SEED)
    const verdicts = new Map<Verdict, number>()
    for (let n = 0; n < ATTEMPTS; n += 1) {
      await pool.query('delete from override; delete from shift')
      const plan = random() < 0.3 ? 'draft' : 'published'
      const date = DateTime.fromISO(random() < 0.5 ? '2026-03-20' : '2026-10-16').plus({ days: Math.floor(random() * 14) })
      const [first, second] = [date.toISODate() ?? '', date.plus({ days: 1 }).toISODate() ?? '']
      const minutes = 121 + Math.floor(random() * 300)
      const kind = random() < 0.5 ? 'desk' : 'onCall'
      const verdict = await oneAttempt(n % 6, { plan, first, second, minutes, kind })
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
    }
    console.log(`plain SQL: ${JSON.stringify(Object.fromEntries(verdicts))}`)
    expect(Object.fromEntries(verdicts)).toEqual({ refused: ATTEMPTS })
  })

  it('the database and services/roster-rules/nights.ts mean the same', async () => {
    const random = chance(SEED)
    let broken = 0
    for (let n = 0; n < 300; n += 1) {
      const person = staff.people[n % 12] ?? ''
      const shifts = Array.from({ length: 3 }, () => randomTimes(random, staff)).map((times) => ({
        ...times,
        zone: staff.sites.find(({ id }) => id === times.siteId)?.zone ?? '',
      }))
      const said = await one(async (client) => {
        await client.query('begin')
        for (const { siteId, from, to } of shifts) await client.query(INSERT_SHIFT, ['draft', randomUUID(), person, siteId, from, to, 'desk', staff.level])
        const { rows } = await client.query<{ night: string | null }>(`select two_nights('draft', $1, tstzrange(null, null))::text as night`, [person])
        await client.query('rollback')
        return rows[0]?.night ?? null
      })
      const [found] = findTwoNights(
        shifts.map(({ from, to, zone }) => ({ personId: person, zone, from: from.getTime(), to: to.getTime() })),
        HOUSE_NIGHT,
      )
      expect(found?.dates[0] ?? null, JSON.stringify(shifts)).toBe(said)
      if (found) broken += 1
    }
    expect(broken).toBeGreaterThan(20)
    expect(broken).toBeLessThan(280)
  })

  type Attempt = { plan: string; first: string; second: string; minutes: number; kind: string }
  async function oneAttempt(way: number, { plan, first, second, minutes, kind }: Attempt): Promise<Verdict> {
    const nightOf = (date: string, who: number, in_ = plan) => ({ date, who, plan: in_, minutes, kind })
    const isRoster = way === 3 || way === 4
    await attempt((client) => work(client, nightOf(first, 0, isRoster ? 'published' : plan)))
    if (way === 0) return attempt((client) => work(client, nightOf(second, 0)))
    let shift = ''
    await attempt(async (client) => (shift = await work(client, nightOf(second, 1, isRoster ? 'published' : plan))))
    const begin = berlin(`${second}T22:00`)
    switch (way) {
      case 1:
        return attempt((client) => client.query(`update shift set person_id = $1`, [staff.people[0]]))
      case 2:
        return attempt((client) => client.query(`update shift set person_id = $2 where id = $1`, [shift, staff.people[0]]), 'isolation level serializable')
      case 3:
        return attempt((client) => instead(client, shift, 0, begin, minutes))
      case 4:
        return attempt(async (client) => {
          await client.query('set constraints all deferred')
          await instead(client, shift, 0, begin, minutes, 'swap')
        })
      default:
        return attempt((client) => client.query(`update shift set person_id = $2, id = gen_random_uuid() where id = $1`, [shift, staff.people[0]]))
    }
  }
})

it(
  `${CHANGES} random edits, swaps, overrides and publications of ${CLIENTS} clients at once leave no two nights in a row and no overlap`,
  { timeout: 3_600_000 },
  async () => {
    await pool.query('delete from override; delete from shift; delete from company')
    let left = CHANGES
    const verdicts: Record<Verdict, number> = { stored: 0, refused: 0, again: 0 }
    const begun = performance.now()
    await Promise.all(
      Array.from({ length: CLIENTS }, (_, n) =>
        one(async (client) => {
          const random = chance(SEED * 1_000 + n)
          while (left > 0) {
            left -= 1
            verdicts[await inTransaction(client, () => randomChange(client, staff, random))] += 1
          }
        }),
      ),
    )
    const seconds = (performance.now() - begun) / 1_000
    const { shifts, overlaps, twoNights, dutiesUnlike } = await judge(pool)
    console.log(`random changes: ${JSON.stringify(verdicts)} in ${seconds.toFixed(0)} s; ${shifts} shifts stand`)
    expect({ overlaps, twoNights, dutiesUnlike }).toEqual({ overlaps: [], twoNights: [], dutiesUnlike: [] })
    expect(shifts).toBeGreaterThan(20)
    expect(verdicts.refused).toBeGreaterThan(CHANGES / 20)
  },
)
