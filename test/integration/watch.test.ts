import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changePresence } from '../../services/shifts/presence/store.ts'
import { rosterWatch } from '../../services/shifts/watch/service.ts'
import { accessServer, type AccessServer } from '../support/access.ts'
import { smallRoster, type SmallRoster } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC, a Monday: 10:00 in Berlin.
let line: AccessServer
let roster: SmallRoster
let watch: ReturnType<typeof rosterWatch>
let supervisor: string
let manager: string
let ada: string
beforeEach(async () => {
  line = await accessServer()
  roster = await smallRoster(line.database)
  watch = rosterWatch(line)
  supervisor = await roster.person('Sue', { role: 'supervisor' })
  manager = await roster.person('Max', { role: 'manager' })
  ada = await roster.person('Ada')
  const gone = await roster.person('Gone', { role: 'supervisor' })
  await line.database.prisma.person.update({ where: { id: gone }, data: { isActive: false } })
})
afterEach(() => line.close())

const noticesOf = async (personId: string, kind: string) =>
  (await line.database.prisma.notice.findMany({ where: { personId, kind }, orderBy: [{ createdAt: 'asc' }, { key: 'asc' }] })).map(({ body }) => body)
const count = () => line.database.prisma.notice.count()

describe('gaps', () => {
  it('are told to supervisors and managers, once, and once more when they are near', async () => {
    await roster.need('08:00', '12:00', { days: [5] }) // Fridays, the 6th and the 13th
    await watch.sweep()
    const told = { site: 'Berlin', level: 'Front line', kind: 'desk', skill: null, need: 1, have: 0, isSoon: false }
    expect(await noticesOf(supervisor, 'gap')).toEqual([
      { ...told, from: '2026-03-06T07:00:00.000Z', to: '2026-03-06T11:00:00.000Z' },
      { ...told, from: '2026-03-13T07:00:00.000Z', to: '2026-03-13T11:00:00.000Z' },
    ])
    expect(await noticesOf(manager, 'gap')).toHaveLength(2)
    expect(await count()).toBe(4)
    await watch.sweep()
    await Promise.all([rosterWatch(line).sweep(), rosterWatch(line).sweep(), rosterWatch(line).sweep()])
    expect(await count()).toBe(4)

    line.clock.move({ days: 2, minutes: 22 * 60 - 1 }) // Thursday, 06:59 UTC
    await watch.sweep()
    expect(await noticesOf(supervisor, 'gap')).toHaveLength(2)
    line.clock.move({ minutes: 10 })
    for (let n = 0; n < 3; n += 1) await watch.sweep()
    expect((await noticesOf(supervisor, 'gap')).slice(2)).toEqual([{ ...told, from: '2026-03-06T07:00:00.000Z', to: '2026-03-06T11:00:00.000Z', isSoon: true }])
  })

  it('that come up are seen at the next look, whatever made them', async () => {
    await roster.need('08:00', '16:00', { days: [3] }) // Wednesdays, the 4th and the 11th
    const shifts = [
      await roster.shift(ada, '2026-03-04T07:00:00Z', '2026-03-04T15:00:00Z'),
      await roster.shift(ada, '2026-03-11T07:00:00Z', '2026-03-11T15:00:00Z'),
    ]
    await watch.sweep()
    expect(await count()).toBe(0)
    const leave = {
      id: randomUUID(),
      personId: ada,
      kind: 'leave',
      fromAt: new Date('2026-03-11T13:00:00Z'),
      toAt: new Date('2026-03-12T00:00:00Z'),
      createdAt: new Date('2026-03-02T09:00:00Z'),
    }
    await line.database.prisma.leave.create({ data: leave })
    await watch.sweep()
    expect(await noticesOf(supervisor, 'gap')).toMatchObject([{ from: '2026-03-11T13:00:00.000Z', to: '2026-03-11T15:00:00.000Z' }])
    await line.database.prisma.shift.delete({ where: { plan_id: { plan: 'published', id: shifts[0] ?? '' } } })
    await watch.sweep()
    expect(await noticesOf(supervisor, 'gap')).toMatchObject([{ from: '2026-03-04T07:00:00.000Z' }, { from: '2026-03-11T13:00:00.000Z' }])
    await roster.need('12:00', '13:00', { days: [4], skill: 'heating' })
    await watch.sweep()
    expect((await noticesOf(supervisor, 'gap')).filter((body) => (body as { skill: string | null }).skill === 'heating')).toHaveLength(2)
  })

  it('without an end are one gap, however often it is looked', async () => {
    await roster.need('00:00', '24:00')
    for (let n = 0; n < 5; n += 1) {
      await watch.sweep()
      line.clock.move({ minutes: 11 })
    }
    expect(await noticesOf(supervisor, 'gap')).toHaveLength(1)
  })

  it('are not looked for anew within ten minutes when nothing has changed', async () => {
    await roster.need('08:00', '12:00', { days: [5] })
    await watch.sweep()
    await line.database.prisma.notice.deleteMany()
    line.clock.move({ minutes: 9, seconds: 59 })
    await watch.sweep()
    expect(await count()).toBe(0)
    line.clock.move({ seconds: 1 })
    await watch.sweep()
    expect(await count()).toBe(4)
  })
})

describe('who has not come', () => {
  it('is missed five minutes after his shift’s begin, not a second earlier, and once', async () => {
    await roster.shift(ada, '2026-03-02T09:00:00Z', '2026-03-02T17:00:00Z')
    line.clock.move({ minutes: 4, seconds: 59 })
    await watch.sweep()
    expect(await count()).toBe(0)
    line.clock.move({ seconds: 1 })
    await Promise.all([watch.sweep(), rosterWatch(line).sweep()])
    for (const person of [ada, supervisor, manager]) expect(await noticesOf(person, 'noShow')).toEqual([{ name: 'Ada', since: '2026-03-02T09:00:00.000Z' }])
    line.clock.move({ minutes: 60 })
    await watch.sweep()
    expect(await count()).toBe(3)
  })

  it('is found by a look at any later time, also when the shift is over', async () => {
    await roster.shift(ada, '2026-03-02T09:00:00Z', '2026-03-02T17:00:00Z')
    line.clock.move({ minutes: 20 * 60 })
    await watch.sweep()
    expect(await noticesOf(ada, 'noShow')).toHaveLength(1)
  })

  it.each([
    ['has signed in', async () => void (await changePresence(line.database.pool, ada, 'ready', 'page', new Date('2026-03-02T08:30:00Z')))],
    [
      'has signed in and taken a break',
      async () => {
        await changePresence(line.database.pool, ada, 'ready', 'phone', new Date('2026-03-02T09:01:00Z'))
        await changePresence(line.database.pool, ada, 'break', 'page', new Date('2026-03-02T09:02:00Z'))
      },
    ],
    [
      'is on leave',
      async () =>
        void (await line.database.prisma.leave.create({
          data: {
            id: randomUUID(),
            personId: ada,
            kind: 'sick',
            fromAt: new Date('2026-03-02T00:00:00Z'),
            toAt: new Date('2026-03-03T00:00:00Z'),
            createdAt: new Date(),
          },
        })),
    ],
    ['need not sign in', async () => void (await line.database.prisma.company.updateMany({ data: { mustSignIn: false } }))],
    ['has left the company', async () => void (await line.database.prisma.person.update({ where: { id: ada }, data: { isActive: false } }))],
  ])('is not who %s', async (_, happens) => {
    await roster.shift(ada, '2026-03-02T09:00:00Z', '2026-03-02T17:00:00Z')
    await happens()
    line.clock.move({ minutes: 30 })
    await watch.sweep()
    expect(await count()).toBe(0)
  })

  it('is who was ready yesterday only, or said that he is away', async () => {
    await roster.shift(ada, '2026-03-02T09:00:00Z', '2026-03-02T17:00:00Z')
    await changePresence(line.database.pool, ada, 'ready', 'page', new Date('2026-03-01T09:00:00Z'))
    await changePresence(line.database.pool, ada, 'away', 'page', new Date('2026-03-02T08:30:00Z'))
    line.clock.move({ minutes: 5 })
    await watch.sweep()
    expect(await noticesOf(ada, 'noShow')).toHaveLength(1)
  })

  it('is nobody on call, and whoever stands in has his own five minutes', async () => {
    const bob = await roster.person('Bob')
    await roster.shift(bob, '2026-03-02T09:00:00Z', '2026-03-02T17:00:00Z', { kind: 'onCall' })
    const shift = await roster.shift(ada, '2026-03-02T09:00:00Z', '2026-03-02T17:00:00Z')
    const eve = await roster.person('Eve')
    await roster.standIn(shift, eve, '2026-03-02T11:00:00Z', '2026-03-02T17:00:00Z')
    await changePresence(line.database.pool, ada, 'ready', 'page', new Date('2026-03-02T09:00:00Z'))
    line.clock.move({ minutes: 124 })
    await watch.sweep()
    expect(await count()).toBe(0)
    line.clock.move({ minutes: 1 })
    await watch.sweep()
    expect(await noticesOf(supervisor, 'noShow')).toEqual([{ name: 'Eve', since: '2026-03-02T11:00:00.000Z' }])
  })
})

describe('attestations', () => {
  it('that end within 14 days are told to who has them and to supervisors, once', async () => {
    await line.database.prisma.skill.create({ data: { key: 'heating', name: 'Heating' } })
    const expiresAt = new Date('2026-03-17T09:00:00Z')
    await line.database.prisma.attestation.create({ data: { personId: ada, skillKey: 'heating', expiresAt } })
    await watch.sweep()
    expect(await count()).toBe(0)
    line.clock.move({ days: 1 })
    await Promise.all([watch.sweep(), rosterWatch(line).sweep()])
    line.clock.move({ days: 1 })
    await watch.sweep()
    const told = [{ name: 'Ada', skill: 'Heating', expiresAt: expiresAt.toISOString() }]
    for (const person of [ada, supervisor]) expect(await noticesOf(person, 'attestation')).toEqual(told)
    expect(await count()).toBe(2)
  })
})

describe('with 60 people and 20 needs', () => {
  it('a look that finds nothing to do is quick', async () => {
    for (let n = 0; n < 60; n += 1) {
      const person = await roster.person(`Many ${n}`)
      await line.database.pool.query(
        `insert into shift (plan, id, person_id, site_id, starts_at, ends_at, kind, level_id)
         select 'published', gen_random_uuid(), $1, $2, d + interval '7 hours', d + interval '15 hours', 'desk', $3 from generate_series('2026-03-01T00:00:00Z'::timestamptz, '2026-03-28', '1 day') d`,
        [person, roster.siteId, roster.front],
      )
    }
    for (let n = 0; n < 20; n += 1) await roster.need('08:00', '16:00', { people: n + 1 })
    await line.database.prisma.company.updateMany({ data: { mustSignIn: false } }) // 60 notices would be the measure of notices
    const time = async () => {
      const started = performance.now()
      await watch.sweep()
      return performance.now() - started
    }
    const [first, second, third] = [await time(), await time(), await time()]
    console.log(`the watch: first look ${first.toFixed(0)} ms, then ${second.toFixed(0)} and ${third.toFixed(0)} ms`)
    expect(third).toBeLessThan(200)
  })
})
