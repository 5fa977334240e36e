import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import pg from 'pg'

/** A small company whose roster many clients change at once by plain SQL, and a check that trusts nothing but shifts and overrides. */

export type Staff = { people: readonly string[]; sites: ReadonlyArray<{ id: string; zone: string }>; level: string }

const ZONES = ['Europe/Berlin', 'America/New_York']
/** Around both clock changes of both zones. */
const FIRST_DAYS = ['2026-03-02', '2026-10-19']
const DAYS = 32

export type Chance = () => number
/** mulberry32: the same numbers for the same seed. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
const pick = <T>(random: Chance, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

export async function hireStaff(pool: pg.Pool, count: number): Promise<Staff> {
  const people = Array.from({ length: count }, () => randomUUID())
  const sites = ZONES.map((zone) => ({ id: randomUUID(), zone }))
  const level = randomUUID()
  for (const [n, id] of people.entries())
    await pool.query(`insert into person (id, name, email, role, created_at) values ($1, $2, $2 || '@example.org', 'agent', now())`, [id, `person ${n}`])
  await pool.query(`insert into level (id, rank, name, head_id) values ($1, 1, 'Front line', $2)`, [level, people[0]])
  for (const { id, zone } of sites) await pool.query(`insert into site (id, name, zone) values ($1, $2, $2)`, [id, zone])
  return { people, sites, level }
}

/** Times that meet the rule's edges: whole nights, halves of nights, 120 and 121 minutes of night, days, on-call weekends cut short. */
const PATTERNS: ReadonlyArray<[from: string, hours: number]> = [
  ['22:00', 8],
  ['22:00', 2],
  ['22:00', 2 + 1 / 60],
  ['21:00', 3],
  ['20:00', 4 + 1 / 60],
  ['00:00', 6],
  ['04:00', 8],
  ['03:59', 8],
  ['02:30', 5],
  ['07:00', 8],
  ['14:00', 8],
  ['18:00', 14],
  ['08:00', 24],
  ['20:00', 30],
]

type Placed = { siteId: string; from: Date; to: Date }
export function randomTimes(random: Chance, { sites }: Staff): Placed {
  const site = pick(random, sites)
  const [time, hours] = pick(random, PATTERNS)
  const day = DateTime.fromISO(`${pick(random, FIRST_DAYS)}T${time}`, { zone: site.zone }).plus({ days: Math.floor(random() * DAYS) })
  return { siteId: site.id, from: day.toJSDate(), to: day.plus({ minutes: Math.round(hours * 60) }).toJSDate() }
}

export const INSERT_SHIFT = `insert into shift (plan, id, person_id, site_id, starts_at, ends_at, kind, level_id) values ($1, $2, $3, $4, $5, $6, $7, $8)`

/** One random change, as one transaction. */
export async function randomChange(client: pg.ClientBase, staff: Staff, random: Chance): Promise<string> {
  const what = pick(random, ['add', 'add', 'add', 'move', 'give', 'remove', 'override', 'override', 'swap', 'revoke', 'publish', 'both'])
  const person = () => pick(random, staff.people)
  const one = async (plan: string): Promise<{ id: string; starts_at: Date; ends_at: Date; person_id: string } | undefined> =>
    (await client.query(`select id, starts_at, ends_at, person_id from shift where plan = $1 and id >= $2 order by id limit 1`, [plan, randomUUID()])).rows[0]
  const plan = pick(random, ['draft', 'published'])
  switch (what) {
    case 'add': {
      const { siteId, from, to } = randomTimes(random, staff)
      await client.query(INSERT_SHIFT, [plan, randomUUID(), person(), siteId, from, to, pick(random, ['desk', 'onCall']), staff.level])
      break
    }
    case 'both': {
      // Two shifts of one person in one transaction: each lawful alone, perhaps not together.
      const who = person()
      for (let n = 0; n < 2; n += 1) {
        const { siteId, from, to } = randomTimes(random, staff)
        await client.query(INSERT_SHIFT, [plan, randomUUID(), who, siteId, from, to, 'desk', staff.level])
      }
      break
    }
    case 'move': {
      const shift = await one(plan)
      const { siteId, from, to } = randomTimes(random, staff)
      if (shift)
        await client.query(`update shift set site_id = $3, starts_at = $4, ends_at = $5 where plan = $1 and id = $2`, [plan, shift.id, siteId, from, to])
      break
    }
    case 'give': {
      const shift = await one(plan)
      if (shift) await client.query(`update shift set person_id = $3 where plan = $1 and id = $2`, [plan, shift.id, person()])
      break
    }
    case 'remove': {
      const shift = await one(plan)
      if (shift) await client.query(`delete from shift where plan = $1 and id = $2`, [plan, shift.id])
      break
    }
    case 'override': {
      const shift = await one('published')
      if (!shift) break
      const minutes = (shift.ends_at.getTime() - shift.starts_at.getTime()) / 60_000
      const begin = Math.floor(random() * minutes)
      const length = 1 + Math.floor(random() * (minutes - begin))
      const at = (n: number): Date => new Date(shift.starts_at.getTime() + n * 60_000)
      await client.query(
        `insert into override (id, kind, shift_id, person_id, from_at, to_at, reason, created_by, created_at) values ($1, 'override', $2, $3, $4, $5, 'ill', 'test', now())`,
        [randomUUID(), shift.id, person(), at(begin), at(begin + length)],
      )
      break
    }
    case 'swap': {
      const [a, b] = [await one('published'), await one('published')]
      if (!a || !b || a.id === b.id) break
      const swap = randomUUID()
      for (const [mine, other] of [
        [a, b],
        [b, a],
      ] as const)
        await client.query(
          `insert into override (id, kind, shift_id, person_id, from_at, to_at, reason, swap_id, created_by, created_at) values ($1, 'swap', $2, $3, $4, $5, 'swap', $6, 'test', now())`,
          [randomUUID(), mine.id, other.person_id, mine.starts_at, mine.ends_at, swap],
        )
      break
    }
    case 'revoke':
      await client.query(
        `update override set revoked_at = now() where id = (select id from override where revoked_at is null and id >= $1 order by id limit 1)`,
        [randomUUID()],
      )
      break
    case 'publish': {
      const day = DateTime.fromISO(pick(random, FIRST_DAYS)).plus({ days: Math.floor(random() * DAYS) })
      const days = [day.toISODate(), day.plus({ days: 3 }).toISODate()]
      await client.query(
        `delete from shift p where plan = 'published' and date >= $1::date and date < $2::date and not exists (select 1 from shift d where d.plan = 'draft' and d.id = p.id)`,
        days,
      )
      await client.query(
        `insert into shift (plan, id, person_id, site_id, starts_at, ends_at, kind, level_id)
         select 'published', id, person_id, site_id, starts_at, ends_at, kind, level_id from shift where plan = 'draft' and date >= $1::date and date < $2::date
         on conflict (plan, id) do update set person_id = excluded.person_id, site_id = excluded.site_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at`,
        days,
      )
    }
  }
  return what
}

export type Verdict = 'stored' | 'refused' | 'again'

/** What the database said. `again`: two transactions were in each other's way; nothing was stored. Anything else is thrown. */
export async function inTransaction(client: pg.ClientBase, work: () => Promise<unknown>, isolation = ''): Promise<Verdict> {
  try {
    await client.query(`begin ${isolation}`)
    await work()
    await client.query('commit')
    return 'stored'
  } catch (error) {
    await client.query('rollback')
    const code = (error as { code?: string }).code ?? ''
    if (['23000', '23P01', '23505', '23514'].includes(code)) return 'refused'
    if (['40P01', '40001'].includes(code)) return 'again'
    throw error
  }
}

type Row = { plan: string; id: string; person_id: string; zone: string; starts_at: Date; ends_at: Date }
type Instead = { kind: string; shift_id: string; person_id: string; from_at: Date; to_at: Date }
type Work = { plan: string; personId: string; zone: string; minutes: Set<number> }

/** Counts minute by minute, from shifts and overrides alone: who is in two places at once, who works two nights in a row; and whether `duty` says the same. */
export async function judge(pool: pg.Pool): Promise<{ shifts: number; overlaps: string[]; twoNights: string[]; dutiesUnlike: string[] }> {
  const shifts = (await pool.query<Row>(`select plan, id, person_id, zone, starts_at, ends_at from shift`)).rows
  const overrides = (await pool.query<Instead>(`select kind, shift_id, person_id, from_at, to_at from override where revoked_at is null`)).rows
  const duties = (await pool.query<{ plan: string; shift_id: string; person_id: string; starts_at: Date; ends_at: Date }>(`select * from duty`)).rows
  const minuteOf = (date: Date): number => date.getTime() / 60_000
  const works: (Work & { shiftId: string })[] = []
  for (const shift of shifts) {
    const own = shift.plan === 'published' ? overrides.filter(({ shift_id: id }) => id === shift.id) : []
    const byPerson = new Map<string, Set<number>>()
    for (let minute = minuteOf(shift.starts_at); minute < minuteOf(shift.ends_at); minute += 1) {
      const there = own.filter(({ from_at: from, to_at: to }) => minuteOf(from) <= minute && minute < minuteOf(to))
      const instead = there.find(({ kind }) => kind === 'override') ?? there.find(({ kind }) => kind === 'swap')
      const person = instead?.person_id ?? shift.person_id
      byPerson.set(person, (byPerson.get(person) ?? new Set()).add(minute))
    }
    for (const [personId, minutes] of byPerson) works.push({ plan: shift.plan, shiftId: shift.id, personId, zone: shift.zone, minutes })
  }
  const overlaps: string[] = []
  const busy = new Map<string, Set<number>>()
  const nights = new Map<string, Map<string, number>>()
  for (const { plan, personId, zone, minutes, shiftId } of works) {
    const key = `${plan} ${personId}`
    const taken = busy.get(key) ?? new Set<number>()
    const byNight = nights.get(key) ?? new Map<string, number>()
    for (const minute of minutes) {
      if (taken.has(minute)) overlaps.push(`${key} ${shiftId} ${minute}`)
      taken.add(minute)
      const local = DateTime.fromMillis(minute * 60_000, { zone })
      if (local.hour >= 6 && local.hour < 22) continue
      const night = (local.hour >= 22 ? local : local.minus({ days: 1 })).toISODate() ?? ''
      byNight.set(night, (byNight.get(night) ?? 0) + 1)
    }
    busy.set(key, taken)
    nights.set(key, byNight)
  }
  const twoNights: string[] = []
  for (const [key, byNight] of nights) {
    for (const [night, minutes] of byNight) {
      const next = DateTime.fromISO(night, { zone: 'utc' }).plus({ days: 1 }).toISODate() ?? ''
      if (minutes > 120 && (byNight.get(next) ?? 0) > 120) twoNights.push(`${key} ${night}`)
    }
  }
  const said = new Map<string, number>()
  for (const duty of duties) {
    const key = `${duty.plan} ${duty.shift_id} ${duty.person_id}`
    said.set(key, (said.get(key) ?? 0) + minuteOf(duty.ends_at) - minuteOf(duty.starts_at))
  }
  const meant = new Map(works.map(({ plan, shiftId, personId, minutes }) => [`${plan} ${shiftId} ${personId}`, minutes.size]))
  const dutiesUnlike = [...new Set([...said.keys(), ...meant.keys()])].filter((key) => said.get(key) !== meant.get(key))
  return { shifts: shifts.length, overlaps, twoNights, dutiesUnlike }
}
