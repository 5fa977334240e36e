// The roster over HTTP, on a real database: the draft, its publication, and changes for the day.
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LIVE_CHANNEL } from '../../services/http/live/messages.ts'
import { rosterRoutes } from '../../services/shifts/roster/routes.ts'
import { rosterService } from '../../services/shifts/roster/service.ts'
import { changeRoster, countUnpublished, listBothPlans, listOverrides } from '../../services/shifts/roster/store.ts'
import { diffShifts } from '../../services/shifts/roster/diff.ts'
import { toCover } from '../../services/shifts/roster/views.ts'
import { dutiesOf } from '../../services/shifts/roster/worked.ts'
import { listDuties } from '../../services/shifts/store.ts'
import { HOUSE_NIGHT } from '../../services/roster-rules/model.ts'
import { findTwoNights } from '../../services/roster-rules/nights.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { accessServer, aPerson, signedIn, type AccessServer, type Browser, type Json } from '../support/access.ts'
import { chanceOf } from '../support/random-rosters.ts'
import { countWaiting } from '../support/database.ts'

let line: AccessServer
let database: Database
let boss: Browser & { id: string }
let agent: Browser & { id: string }
let [ada, bob, eve] = ['', '', '']
const [berlin, newYork, level] = [randomUUID(), randomUUID(), randomUUID()]
const [night, early] = [randomUUID(), randomUUID()]

beforeAll(async () => {
  line = await accessServer({ routes: (parts) => [rosterRoutes({ roster: rosterService(parts) })] })
  database = line.database
  const person = async (name: string) => (await aPerson(line, { name })).id
  boss = await signedIn(line, { role: 'supervisor', name: 'Vera' })
  agent = await signedIn(line, { role: 'agent', name: 'Timur' })
  ;[ada, bob, eve] = [await person('Ada'), await person('Bob'), await person('Eve')]
  const { prisma } = database
  await prisma.company.create({ data: { id: 1, name: 'Nordlicht', zone: 'Europe/Berlin', createdAt: new Date() } })
  await prisma.site.create({ data: { id: berlin, name: 'Berlin', zone: 'Europe/Berlin' } })
  await prisma.site.create({ data: { id: newYork, name: 'New York', zone: 'America/New_York' } })
  await prisma.level.create({ data: { id: level, rank: 1, name: 'Front line', headId: boss.id } })
  await prisma.person.updateMany({ data: { levelId: level } })
  await prisma.skill.create({ data: { key: 'network', name: 'Network' } })
  const type = { siteId: berlin, kind: 'desk', levelId: level }
  const breaks = [{ from: '02:00', minutes: 30, isPaid: false }]
  await prisma.shiftType.create({ data: { id: night, name: 'Night', startsAt: '22:00', endsAt: '06:00', breaks, ...type } })
  await prisma.shiftType.create({ data: { id: early, name: 'Early', startsAt: '06:00', endsAt: '14:00', ...type } })
})
afterAll(() => line.close())
beforeEach(() =>
  database.pool.query('delete from notice; delete from override; delete from shift; delete from publication; delete from leave').then(() => undefined),
)

type Given = { personId?: string | undefined; date: string; shiftTypeId?: string | null; [more: string]: unknown }
const add = (given: Given) => boss.ask('POST', '/api/roster/shifts', { personId: ada, shiftTypeId: early, ...given })
/** A shift that is there. */
async function shift(given: Given): Promise<Json> {
  const { status, body } = await add(given)
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.shift
}
const change = (id: string, given: object) => boss.ask('PATCH', `/api/roster/shifts/${id}`, given)
async function publish(from: string, to: string, reason = 'as agreed') {
  const { body } = await boss.ask('GET', `/api/roster/diff?from=${from}&to=${to}`)
  return boss.ask('POST', '/api/roster/publish', { from, to, seen: body.seen, reason })
}
const published = async (id: string) => database.prisma.shift.findUnique({ where: { plan_id: { plan: 'published', id } } })
/** Who works a shift, as in "22:00-02:00 Bob". */
async function duties(shiftId: string): Promise<string[]> {
  const names = new Map((await database.prisma.person.findMany()).map(({ id, name }) => [id, name]))
  const rows = await database.prisma.duty.findMany({ where: { plan: 'published', shiftId }, orderBy: { startsAt: 'asc' } })
  const shown = (at: Date) => DateTime.fromJSDate(at, { zone: 'Europe/Berlin' }).toFormat('HH:mm')
  return rows.map(({ personId, startsAt, endsAt }) => `${shown(startsAt)}-${shown(endsAt)} ${names.get(personId)}`)
}
const at = (text: string, zone = 'Europe/Berlin') => DateTime.fromISO(text, { zone }).toJSDate().toISOString()

describe('the draft', () => {
  it('takes a shift by its type, changes it and lets it go; each change needs the version that was seen', async () => {
    const made = await add({ date: '2026-05-04', shiftTypeId: night, note: 'first' })
    expect(made.status).toBe(201)
    expect(made.body.shift).toMatchObject({
      ...{ personId: ada, date: '2026-05-04', zone: 'Europe/Berlin', startsAt: '2026-05-04T20:00:00.000Z', endsAt: '2026-05-05T04:00:00.000Z', version: 1 },
      breaks: [{ from: '2026-05-05T00:00:00.000Z', to: '2026-05-05T00:30:00.000Z', isPaid: false }],
    })
    const { id } = made.body.shift
    const moved = await change(id, { version: 1, date: '2026-05-06', personId: bob })
    expect(moved.body.shift).toMatchObject({ personId: bob, date: '2026-05-06', startsAt: '2026-05-06T20:00:00.000Z', note: 'first', version: 2 })
    expect(moved.body.shift.breaks[0].from).toBe('2026-05-07T00:00:00.000Z')
    expect(await change(id, { version: 1, note: 'late' })).toMatchObject({ status: 409, body: { code: 'EDITED_MEANWHILE' } })
    const retyped = await change(id, { version: 2, shiftTypeId: early, endsAt: '12:00' })
    expect(retyped.body.shift).toMatchObject({ startsAt: '2026-05-06T04:00:00.000Z', endsAt: '2026-05-06T10:00:00.000Z', breaks: [], version: 3 })
    expect(await boss.ask('DELETE', `/api/roster/shifts/${id}?version=2`)).toMatchObject({ status: 409, body: { code: 'EDITED_MEANWHILE' } })
    expect((await boss.ask('DELETE', `/api/roster/shifts/${id}?version=3`)).status).toBe(204)
    expect((await boss.ask('DELETE', `/api/roster/shifts/${id}?version=3`)).status).toBe(404)
  })

  it('keeps the id that whoever adds a shift has given it, once', async () => {
    const id = randomUUID()
    expect((await shift({ id, date: '2026-05-04' })).id).toBe(id)
    expect(await add({ id, date: '2026-05-06' })).toMatchObject({ status: 409, body: { code: 'ALREADY_EXISTS' } })
    // Removed and added again it is the same shift: of one that is published nothing has changed.
    await publish('2026-05-01', '2026-06-01')
    expect((await boss.ask('DELETE', `/api/roster/shifts/${id}?version=1`)).status).toBe(204)
    expect((await shift({ id, date: '2026-05-04' })).version).toBe(1)
    expect((await boss.ask('GET', '/api/roster/diff?from=2026-05-01&to=2026-06-01')).body.changes).toEqual([])
  })

  it('takes a shift by hand', async () => {
    const byHand = { shiftTypeId: null, startsAt: '08:00', endsAt: '16:30', siteId: newYork, kind: 'onCall', levelId: level, skill: 'network' }
    expect((await add({ date: '2026-05-04', ...byHand })).body.shift).toMatchObject({
      startsAt: '2026-05-04T12:00:00.000Z',
      zone: 'America/New_York',
      kind: 'onCall',
    })
    const { levelId: _, ...incomplete } = byHand
    expect(await add({ date: '2026-05-05', ...incomplete })).toMatchObject({ status: 400, body: { code: 'SHIFT_NEEDS', values: { field: 'levelId' } } })
  })

  it('refuses what is not there', async () => {
    const code = async (given: object) => (await add({ date: '2026-05-04', ...given })).body.code
    const nobody = randomUUID()
    const gone = await aPerson(line, { name: 'Gone' })
    await database.prisma.person.update({ where: { id: gone.id }, data: { isActive: false } })
    expect(await code({ personId: nobody })).toBe('PERSON_UNKNOWN')
    expect(await code({ personId: gone.id })).toBe('PERSON_UNKNOWN')
    expect(await code({ buddyId: nobody })).toBe('PERSON_UNKNOWN')
    expect(await code({ buddyId: ada })).toBe('SAME_PERSON')
    expect(await code({ shiftTypeId: nobody })).toBe('NOT_FOUND')
    expect(await code({ siteId: nobody })).toBe('SITE_UNKNOWN')
    expect(await code({ levelId: nobody })).toBe('LEVEL_UNKNOWN')
    expect(await code({ skill: 'cooking' })).toBe('SKILL_UNKNOWN')
    expect(await database.prisma.shift.count()).toBe(0)
  })

  it('refuses two nights in a row and two places at once, by name', async () => {
    await shift({ date: '2026-05-04', shiftTypeId: night })
    expect(await add({ date: '2026-05-05', shiftTypeId: night })).toMatchObject({
      status: 409,
      body: { code: 'TWO_NIGHTS', values: { name: 'Ada', night: '2026-05-04', next: '2026-05-05' } },
    })
    expect(await add({ date: '2026-05-05', startsAt: '05:00' })).toMatchObject({ status: 409, body: { code: 'OVERLAP', values: { name: 'Ada' } } })
    const other = await shift({ date: '2026-05-05', shiftTypeId: night, personId: bob })
    expect(await change(other.id, { version: 1, personId: ada })).toMatchObject({ status: 409, body: { code: 'TWO_NIGHTS' } })
  })

  it('says what a change breaks', async () => {
    await database.prisma.leave.create({
      data: { id: randomUUID(), personId: ada, kind: 'leave', fromAt: new Date('2026-05-04'), toAt: new Date('2026-05-05'), createdAt: new Date() },
    })
    const { body } = await add({ date: '2026-05-04' })
    expect(body.findings).toContainEqual(expect.objectContaining({ rule: 'leave', personId: ada, shiftIds: [body.shift.id] }))
  })

  it.each([
    ['2026-03-28', '22:00', '06:00', '2026-03-28T21:00:00.000Z', '2026-03-29T04:00:00.000Z'], // 7 h
    ['2026-10-24', '22:00', '06:00', '2026-10-24T20:00:00.000Z', '2026-10-25T05:00:00.000Z'], // 9 h
  ])('a night on which the clocks change, %s, is as long as it is', async (date, startsAt, endsAt, from, to) => {
    expect(await shift({ date, startsAt, endsAt })).toMatchObject({ startsAt: from, endsAt: to })
  })

  it('asks which of two equal times is meant, and refuses one that never comes', async () => {
    const twice = { date: '2026-10-24', startsAt: '18:00', endsAt: '02:30' }
    expect(await add(twice)).toMatchObject({ status: 409, body: { code: 'AMBIGUOUS_TIME', values: { date: '2026-10-25', time: '02:30' } } })
    const first = await shift({ ...twice, fold: 'first' })
    expect(first.endsAt).toBe('2026-10-25T00:30:00.000Z')
    // A change that does not touch the times does not ask again.
    expect((await change(first.id, { version: 1, note: 'x' })).body.shift).toMatchObject({ endsAt: '2026-10-25T00:30:00.000Z', version: 2 })
    expect((await change(first.id, { version: 2, startsAt: '19:00' })).body.shift.endsAt).toBe('2026-10-25T00:30:00.000Z')
    expect((await change(first.id, { version: 3, fold: 'last' })).body.shift.endsAt).toBe('2026-10-25T01:30:00.000Z')
    expect(await add({ date: '2026-03-28', startsAt: '18:00', endsAt: '02:30' })).toMatchObject({ status: 400, body: { code: 'SKIPPED_TIME' } })
  })

  it('tells the pages, on commit only', async () => {
    const listener = new pg.Client({ connectionString: database.url })
    await listener.connect()
    const heard: string[] = []
    listener.on('notification', ({ payload }) => void heard.push(payload ?? ''))
    await listener.query(`listen ${LIVE_CHANNEL}`)
    await shift({ date: '2026-05-04', shiftTypeId: night })
    await add({ date: '2026-05-05', shiftTypeId: night })
    await publish('2026-05-04', '2026-05-05')
    await listener.query('select 1')
    await listener.end()
    expect(heard.map((text) => JSON.parse(text))).toEqual([
      { type: 'roster', id: 'draft' },
      { type: 'notice', id: ada },
      { type: 'roster', id: '2026-05-04' },
    ])
  })
})

describe('copying a period', () => {
  it('keeps weekdays and times of the clock, over its change; what cannot be is told', async () => {
    await shift({ date: '2026-10-13', shiftTypeId: night }) // a Tuesday
    await shift({ date: '2026-10-17', shiftTypeId: night, personId: bob }) // a Saturday
    await shift({ date: '2026-10-17', personId: eve, startsAt: '18:00', endsAt: '02:30' })
    await shift({ date: '2026-10-19', personId: bob, startsAt: '20:00', endsAt: '22:00' })
    await shift({ date: '2026-10-20', personId: ada, startsAt: '21:00', endsAt: '23:00' })
    await shift({ date: '2026-10-25', personId: bob, startsAt: '23:00', endsAt: '05:00' })
    const { status, body } = await boss.ask('POST', '/api/roster/copy', { from: '2026-10-12', to: '2026-10-19', target: '2026-10-19' })
    expect(status).toBe(200)
    expect(body.refused).toEqual(
      [
        { personId: ada, date: '2026-10-20', code: 'OVERLAP', message: 'Ada would be on two shifts at once.' },
        { personId: eve, date: '2026-10-24', code: 'AMBIGUOUS_TIME', message: expect.stringContaining('2026-10-25') },
        { personId: bob, date: '2026-10-24', code: 'TWO_NIGHTS', message: expect.stringContaining('2026-10-24 and 2026-10-25') },
      ].sort((a, b) => (a.personId === ada ? -1 : b.personId === ada ? 1 : 0)),
    )
    expect(body.added).toBe(0)
    const again = await boss.ask('POST', '/api/roster/copy', { from: '2026-10-12', to: '2026-10-19', target: '2026-10-26' })
    expect(again.body).toEqual({ added: 3, refused: [] })
    const copies = await database.prisma.shift.findMany({ where: { date: { gte: new Date('2026-10-26') } }, orderBy: { startsAt: 'asc' } })
    expect(copies.map(({ startsAt, endsAt }) => [startsAt.toISOString(), endsAt.toISOString()])).toEqual([
      [at('2026-10-27T22:00'), at('2026-10-28T06:00')],
      [at('2026-10-31T18:00'), at('2026-11-01T02:30')],
      [at('2026-10-31T22:00'), at('2026-11-01T06:00')],
    ])
    expect(copies[0]?.breaks).toEqual([{ from: '2026-10-28T01:00:00.000Z', to: '2026-10-28T01:30:00.000Z', isPaid: false }])
  })
})

describe('publishing', () => {
  const week = { from: '2026-05-04', to: '2026-05-11' }
  const diff = async ({ from, to } = week) => (await boss.ask('GET', `/api/roster/diff?from=${from}&to=${to}`)).body

  it('makes the draft of a period hold, says what changed, and tells those whom it concerns once', async () => {
    const kept = await shift({ date: '2026-05-04' })
    const moved = await shift({ date: '2026-05-05', personId: bob })
    const gone = await shift({ date: '2026-05-06', personId: bob })
    await shift({ date: '2026-05-12' }) // another week
    expect((await diff()).changes).toHaveLength(3)
    const first = await publish(week.from, week.to)
    expect(first).toMatchObject({ status: 200, body: { ...week, publishedBy: 'Vera', reason: 'as agreed' } })
    expect(await database.prisma.shift.count({ where: { plan: 'published' } })).toBe(3)
    expect(await publish(week.from, week.to)).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_PUBLISH' } })

    await change(moved.id, { version: 1, personId: eve, date: '2026-05-07' })
    await boss.ask('DELETE', `/api/roster/shifts/${gone.id}?version=1`)
    const added = await shift({ date: '2026-05-08', personId: eve })
    const told = await diff()
    expect(told.changes.map(({ id, change: what, before, after }: Json) => [id, what, before?.personId, after?.personId])).toEqual([
      [moved.id, 'changed', bob, eve],
      [gone.id, 'removed', bob, undefined],
      [added.id, 'added', undefined, eve],
    ])
    const second = await publish(week.from, week.to)
    expect(second.body.version).toBe(first.body.version + 1)
    expect(second.body.changes).toEqual(told.changes)
    expect(await published(moved.id)).toMatchObject({ personId: eve, version: 2 })
    expect(await published(gone.id)).toBeNull()
    expect(await published(kept.id)).toMatchObject({ personId: ada })
    const notices = await database.prisma.notice.findMany({ where: { key: `roster:${second.body.version}` } })
    expect(new Map(notices.map(({ personId, kind, body }) => [personId, { kind, body }]))).toEqual(
      new Map([
        [bob, { kind: 'roster', body: { ...week, added: 0, removed: 2, changed: 0 } }],
        [eve, { kind: 'roster', body: { ...week, added: 2, removed: 0, changed: 0 } }],
      ]),
    )
    const rows = (await boss.ask('GET', '/api/roster/publications')).body
    expect(rows.map(({ version, changeCount }: Json) => [version, changeCount])).toEqual([
      [second.body.version, 3],
      [first.body.version, 3],
    ])
    expect((await boss.ask('GET', `/api/roster/publications/${second.body.version}`)).body).toEqual(second.body)
    expect((await boss.ask('GET', '/api/roster/publications/999999')).status).toBe(404)
  })

  it('publishes only what was looked at', async () => {
    const one = await shift({ date: '2026-05-04' })
    const { seen } = await diff()
    await change(one.id, { version: 1, note: 'bring the keys' })
    expect(await boss.ask('POST', '/api/roster/publish', { ...week, seen, reason: 'x' })).toMatchObject({ status: 409, body: { code: 'ROSTER_CHANGED' } })
    expect(await database.prisma.shift.count({ where: { plan: 'published' } })).toBe(0)
    // Back to what it was: the same would be published.
    await change(one.id, { version: 2, note: '' })
    expect((await diff()).seen).toBe(seen)
  })

  it('asks for a reason when the law is broken, late notice included', async () => {
    const pack = (of: string) =>
      database.prisma.contract.upsert({
        where: { personId_validFrom: { personId: ada, validFrom: new Date('2026-01-01') } },
        create: { personId: ada, validFrom: new Date('2026-01-01'), pack: of, weeklyMinutes: 2_400 },
        update: { pack: of },
      })
    await pack('de')
    await shift({ date: '2026-05-04', startsAt: '06:00', endsAt: '22:00' })
    const wanted = await diff()
    expect(wanted.findings).toContainEqual(expect.objectContaining({ rule: 'shiftLength', severity: 'unlawful', personId: ada }))
    const ask = (reason: string) => boss.ask('POST', '/api/roster/publish', { ...week, seen: wanted.seen, reason })
    expect(await ask('  ')).toMatchObject({ status: 409, body: { code: 'FINDINGS_NEED_REASON' } })
    expect((await ask('flood')).body).toMatchObject({ reason: 'flood' })

    await pack('ru') // known a month before; the clock stands on 2026-03-02
    await shift({ date: '2026-03-20' })
    const late = { from: '2026-03-20', to: '2026-03-21' }
    expect((await diff(late)).findings).toContainEqual(expect.objectContaining({ rule: 'notice', severity: 'unlawful' }))
    expect((await publish(late.from, late.to, '')).body.code).toBe('FINDINGS_NEED_REASON')
    await database.prisma.contract.deleteMany()
  })

  it('takes a shift along that leaves or enters the period', async () => {
    const wanders = await shift({ date: '2026-05-06' })
    await publish(week.from, week.to)
    await change(wanders.id, { version: 1, date: '2026-05-13' })
    const next = { from: '2026-05-11', to: '2026-05-18' }
    expect((await diff()).changes).toEqual((await diff(next)).changes)
    expect((await publish(next.from, next.to)).body.changes).toMatchObject([{ id: wanders.id, change: 'changed' }])
    expect(await published(wanders.id)).toMatchObject({ startsAt: new Date('2026-05-13T04:00:00Z') })
    expect((await diff()).changes).toEqual([])
  })

  it('refuses two nights over the border of two publications', async () => {
    const sunday = await shift({ date: '2026-05-10', shiftTypeId: night })
    await publish(week.from, week.to)
    await change(sunday.id, { version: 1, personId: bob })
    await shift({ date: '2026-05-11', shiftTypeId: night })
    expect(await publish('2026-05-11', '2026-05-18')).toMatchObject({ status: 409, body: { code: 'TWO_NIGHTS', values: { name: 'Ada', night: '2026-05-10' } } })
    expect(await database.prisma.publication.count()).toBe(1)
    expect((await publish('2026-05-04', '2026-05-18')).status).toBe(200)
  })

  it('counts the differences as it publishes them', async () => {
    const chance = chanceOf(7)
    const { prisma } = database
    for (let i = 0; i < 60; i++) {
      const date = `2026-05-${String(1 + chance.int(20)).padStart(2, '0')}`
      await add({ date, personId: chance.pick([ada, bob, eve]), shiftTypeId: chance.pick([night, early]) })
      if (i % 25 === 20) await publish('2026-05-05', '2026-05-12')
      const some = chance.pick(await prisma.shift.findMany({ where: { plan: 'draft' } }))
      const which = { where: { plan_id: { plan: 'draft', id: some.id } } }
      if (chance.happens(0.2)) await prisma.shift.delete(which)
      else if (chance.happens(0.3))
        await prisma.shift.update({
          ...which,
          data: chance.pick([{ note: 'x' }, { skill: 'network' }, { buddyId: boss.id }, { kind: 'onCall' }, { version: 9 }]),
        })
      const { draft, published: known } = await listBothPlans(prisma, week)
      expect(await countUnpublished(prisma, week)).toBe(diffShifts(known, draft).length)
    }
  })
})

describe('changes for the day', () => {
  const standIn = (shiftId: string, personId: string, given: object = {}) => boss.ask('POST', '/api/overrides', { shiftId, personId, reason: 'ill', ...given })
  async function publishedNight(date = '2026-05-04', personId = ada): Promise<string> {
    const { id } = await shift({ date, personId, shiftTypeId: night })
    const { status, body } = await publish('2026-04-27', '2026-06-01')
    if (status !== 200) throw new Error(JSON.stringify(body))
    return id
  }

  it('an override goes before a swap, a swap before the roster', async () => {
    const one = await publishedNight()
    const other = await publishedNight('2026-05-14', bob)
    const swap = await boss.ask('POST', '/api/swaps', { shiftId: one, withShiftId: other, reason: 'wedding' })
    expect(swap).toMatchObject({ status: 201, body: { overrides: [{ kind: 'swap', createdBy: 'Vera' }, { kind: 'swap' }] } })
    expect(await duties(one)).toEqual(['22:00-06:00 Bob'])
    expect(await duties(other)).toEqual(['22:00-06:00 Ada'])
    const part = await standIn(one, eve, { fromAt: at('2026-05-05T02:00'), toAt: at('2026-05-05T04:00') })
    expect(part).toMatchObject({ status: 201, body: { overrides: [{ kind: 'override', personId: eve, swapId: null, revokedAt: null }] } })
    expect(await duties(one)).toEqual(['22:00-02:00 Bob', '02:00-04:00 Eve', '04:00-06:00 Bob'])
    const gone = await boss.ask('DELETE', `/api/overrides/${swap.body.overrides[1].id}`)
    expect(gone.body.map(({ revokedAt }: Json) => revokedAt)).toEqual([line.clock.now().toISO(), line.clock.now().toISO()])
    expect(await duties(one)).toEqual(['22:00-02:00 Ada', '02:00-04:00 Eve', '04:00-06:00 Ada'])
    expect(await duties(other)).toEqual(['22:00-06:00 Bob'])
    const all = (await boss.ask('GET', '/api/overrides?from=2026-05-04&to=2026-05-06')).body
    expect(all.map(({ kind, revokedAt }: Json) => [kind, revokedAt !== null])).toEqual([
      ['swap', true],
      ['override', false],
    ])
  })

  it('refuses what cannot be, and says why', async () => {
    const one = await publishedNight()
    await publishedNight('2026-05-05', bob)
    const draftOnly = await shift({ date: '2026-05-20' })
    const code = async (...given: Parameters<typeof standIn>) => (await standIn(...given)).body.code
    expect(await code(one, ada)).toBe('SAME_PERSON')
    expect(await code(one, randomUUID())).toBe('PERSON_UNKNOWN')
    expect(await code(draftOnly.id, eve)).toBe('NOT_PUBLISHED')
    expect(await code(randomUUID(), eve)).toBe('NOT_FOUND')
    expect(await code(one, eve, { toAt: at('2026-05-05T06:01') })).toBe('OUTSIDE_SHIFT')
    expect(await code(one, eve, { fromAt: at('2026-05-05T03:00'), toAt: at('2026-05-05T03:00') })).toBe('OUTSIDE_SHIFT')
    expect(await standIn(one, bob)).toMatchObject({
      status: 409,
      body: { code: 'TWO_NIGHTS', values: { name: 'Bob', night: '2026-05-04', next: '2026-05-05' } },
    })
    await standIn(one, eve, { toAt: at('2026-05-05T02:00') })
    expect(await code(one, agent.id, { fromAt: at('2026-05-05T01:00') })).toBe('COVERED_ALREADY')
    expect((await standIn(one, agent.id, { fromAt: at('2026-05-05T02:00') })).status).toBe(201)
  })

  it('refuses a swap that makes two nights in a row or names one person', async () => {
    const one = await publishedNight('2026-05-04')
    const other = await publishedNight('2026-05-06', ada)
    const bobs = await publishedNight('2026-05-07', bob)
    const swap = (shiftId: string, withShiftId: string) => boss.ask('POST', '/api/swaps', { shiftId, withShiftId, reason: 'x' })
    expect(await swap(one, bobs)).toMatchObject({ status: 409, body: { code: 'TWO_NIGHTS', values: { name: 'Ada', night: '2026-05-06' } } })
    expect((await swap(one, other)).body.code).toBe('SAME_PERSON')
    expect((await swap(other, bobs)).status).toBe(201)
    expect((await swap(other, bobs)).body.code).toBe('COVERED_ALREADY')
  })

  it('lets an agent take over a shift himself, and no more', async () => {
    const one = await publishedNight()
    const ask = (personId: string) => agent.ask('POST', '/api/overrides', { shiftId: one, personId, reason: 'I can' })
    expect(await ask(bob)).toMatchObject({ status: 403, body: { code: 'ROLE_NOT_ALLOWED' } })
    expect(await ask(agent.id)).toMatchObject({ status: 201, body: { overrides: [{ personId: agent.id, createdBy: 'Timur' }] } })
    expect(await duties(one)).toEqual(['22:00-06:00 Timur'])
  })

  it('gives an agent what is left of a shift, not what was, and a guest nothing: he would make himself an agent', async () => {
    const at = line.clock.now()
    const begun = { personId: ada, siteId: berlin, kind: 'desk', levelId: level, plan: 'published' }
    const [past, present, coming] = [randomUUID(), randomUUID(), randomUUID()]
    const span = (from: number, to: number) => ({ startsAt: at.plus({ hours: from }).toJSDate(), endsAt: at.plus({ hours: to }).toJSDate() })
    await database.prisma.shift.createMany({
      data: [
        { id: past, ...begun, ...span(-20, -12) },
        { id: present, ...begun, ...span(-1, 2) },
        { id: coming, ...begun, ...span(24, 30) },
      ],
    })
    const takes = (shiftId: string, more: object = {}) => agent.ask('POST', '/api/overrides', { shiftId, personId: agent.id, reason: 'I can', ...more })
    expect((await takes(past)).body.code).toBe('OUTSIDE_SHIFT')
    expect((await takes(present, { fromAt: span(-1, 0).startsAt.toISOString() })).body.code).toBe('OUTSIDE_SHIFT')
    expect(await takes(present)).toMatchObject({ status: 201, body: { overrides: [{ fromAt: at.toJSDate().toISOString() }] } })
    expect((await standIn(past, bob)).status).toBe(201)
    const guest = await signedIn(line, { role: 'guest', name: 'Gustav' })
    await database.prisma.shift.create({ data: { id: randomUUID(), ...begun, personId: guest.id, ...span(-1, 1) } })
    const asked = await guest.ask('POST', '/api/overrides', { shiftId: coming, personId: guest.id, reason: 'I like it' })
    expect(asked).toMatchObject({ status: 403, body: { code: 'ROLE_NOT_ALLOWED', values: { role: 'guest' } } })
    expect((await standIn(coming, guest.id)).status).toBe(201)
  })

  it('says what those concerned break now', async () => {
    await shift({ date: '2026-05-04', personId: eve, startsAt: '14:00', endsAt: '22:00' })
    const one = await publishedNight()
    const contract = { validFrom: new Date('2026-01-01'), pack: 'de', weeklyMinutes: 2_400 }
    await database.prisma.contract.createMany({ data: [eve, agent.id].map((personId) => ({ personId, ...contract })) })
    const { body } = await standIn(one, eve)
    expect(body.overrides).toMatchObject([{ personId: eve }])
    expect(body.findings).toContainEqual(expect.objectContaining({ rule: 'restBetween', severity: 'unlawful', personId: eve }))
    expect(new Set(body.findings.map(({ personId }: Json) => personId))).toEqual(new Set([eve]))
    await boss.ask('DELETE', `/api/overrides/${body.overrides[0].id}`)
    // Two who exchange shifts far from each other; one of them is ill when the other's comes.
    const other = await publishedNight('2026-05-20', bob)
    const sick = { id: randomUUID(), personId: ada, kind: 'sick', fromAt: new Date('2026-05-20'), toAt: new Date('2026-05-22'), createdAt: new Date() }
    await database.prisma.leave.create({ data: sick })
    const swap = await boss.ask('POST', '/api/swaps', { shiftId: one, withShiftId: other, reason: 'wedding' })
    expect(swap.body.findings.filter(({ rule }: Json) => rule !== 'contract')).toMatchObject([{ rule: 'leave', personId: ada, shiftIds: [other] }])
    await boss.ask('DELETE', `/api/overrides/${swap.body.overrides[0].id}`)
    // An agent hears of himself, not that the other is ill.
    await publishedNight('2026-05-21', ada)
    const taken = (await database.prisma.shift.findFirstOrThrow({ where: { plan: 'published', personId: ada, date: new Date('2026-05-21') } })).id
    await database.prisma.shift.create({
      data: {
        ...{ id: randomUUID(), plan: 'published', personId: agent.id, siteId: berlin, kind: 'desk', levelId: level },
        ...{ startsAt: new Date('2026-05-21T12:00:00Z'), endsAt: new Date('2026-05-21T19:00:00Z') },
      },
    })
    const own = await agent.ask('POST', '/api/overrides', { shiftId: taken, personId: agent.id, reason: 'I can' })
    expect(own.status).toBe(201)
    expect(own.body.findings.map(({ rule }: Json) => rule)).toContain('restBetween')
    expect(new Set(own.body.findings.map(({ personId }: Json) => personId))).toEqual(new Set([agent.id]))
    await database.prisma.contract.deleteMany()
  })

  it('a guest whose buddy is replaced is found alone', async () => {
    const guest = await signedIn(line, { role: 'guest', name: 'Gunda' })
    const beside = await shift({ date: '2026-05-04', personId: guest.id, shiftTypeId: night, buddyId: ada })
    const one = await publishedNight()
    const { body } = await standIn(one, eve)
    expect(body.findings).toContainEqual(expect.objectContaining({ rule: 'buddy', personId: guest.id, shiftIds: [beside.id] }))
  })

  it('tells who stands in and who is replaced, not who did it; their pages hear of it', async () => {
    const one = await publishedNight()
    const other = await publishedNight('2026-05-14', bob)
    await database.prisma.notice.deleteMany()
    const told = async () => {
      const rows = await database.prisma.notice.findMany({ orderBy: { createdAt: 'asc' } })
      await database.prisma.notice.deleteMany()
      return new Map(rows.map(({ personId, kind, key, body }) => [personId, { kind, key, body }]))
    }
    const day = { from: '2026-05-04', to: '2026-05-05' }
    const part = (await standIn(one, eve, { toAt: at('2026-05-05T02:00') })).body.overrides[0]
    const key = `override:${part.id}`
    expect(await told()).toEqual(
      new Map([
        [eve, { kind: 'roster', key, body: { ...day, added: 1, removed: 0, changed: 0 } }],
        [ada, { kind: 'roster', key, body: { ...day, added: 0, removed: 0, changed: 1 } }],
      ]),
    )
    await boss.ask('DELETE', `/api/overrides/${part.id}`)
    const listener = new pg.Client({ connectionString: database.url })
    await listener.connect()
    const heard: string[] = []
    listener.on('notification', ({ payload }) => void heard.push(payload ?? ''))
    await listener.query(`listen ${LIVE_CHANNEL}`)
    await agent.ask('POST', '/api/overrides', { shiftId: one, personId: agent.id, reason: 'I can' })
    await listener.query('select 1')
    await listener.end()
    expect(heard.map((text) => JSON.parse(text))).toEqual([
      { type: 'notice', id: ada },
      { type: 'roster', id: '2026-05-04' },
    ])
    expect([...(await told())]).toMatchObject([[ada, { body: { ...day, removed: 1 } }]])
    const three = await publishedNight('2026-05-18', ada)
    await database.prisma.notice.deleteMany()
    const swap = (await boss.ask('POST', '/api/swaps', { shiftId: other, withShiftId: three, reason: 'wedding' })).body.overrides
    const exchanged = { kind: 'roster', key: `override:${swap[0].swapId}`, body: { from: '2026-05-14', to: '2026-05-19', added: 1, removed: 1, changed: 0 } }
    expect(await told()).toEqual(
      new Map([
        [ada, exchanged],
        [bob, exchanged],
      ]),
    )
  })

  it('why somebody stands in is for planners only', async () => {
    const one = await publishedNight()
    await standIn(one, eve)
    const reasons = async (who: Browser) => {
      const { body } = await who.ask('GET', '/api/roster?from=2026-05-04&to=2026-05-11&plan=published')
      return body.overrides.map(({ reason }: Json) => reason)
    }
    expect(await reasons(boss)).toEqual(['ill'])
    for (const role of ['agent', 'executive', 'payroll'] as const) expect(await reasons(await signedIn(line, { role, name: 'Curious' }))).toEqual([''])
    expect((await agent.ask('GET', '/api/overrides?from=2026-05-04&to=2026-05-06')).status).toBe(403)
  })

  it('goes on while its shift changes, and ends with it; who stood in is told', async () => {
    const told = async (personId: string) =>
      (await database.prisma.notice.findMany({ where: { personId, key: { startsWith: 'roster:' } }, orderBy: { key: 'asc' } })).map(({ body }) => body)
    const one = await publishedNight()
    await standIn(one, eve)
    const other = await publishedNight('2026-05-14', bob)
    const swapped = await publishedNight('2026-05-20', ada)
    await boss.ask('POST', '/api/swaps', { shiftId: other, withShiftId: swapped, reason: 'x' })
    await change(one, { version: 1, endsAt: '07:00' })
    await boss.ask('DELETE', `/api/roster/shifts/${swapped}?version=1`)
    await publish('2026-05-04', '2026-06-01')
    expect(await duties(one)).toEqual(['22:00-06:00 Eve', '06:00-07:00 Ada'])
    expect(await told(eve)).toEqual([{ from: '2026-05-04', to: '2026-06-01', added: 0, removed: 0, changed: 1 }])
    expect(await duties(other)).toEqual(['22:00-06:00 Bob'])
    await change(one, { version: 2, date: '2026-05-25' })
    await publish('2026-05-04', '2026-06-01')
    expect(await duties(one)).toEqual(['22:00-07:00 Ada'])
    expect(await told(eve)).toHaveLength(2)
    expect(await database.prisma.override.count({ where: { revokedAt: null } })).toBe(0)
  })
})

describe('the screen', () => {
  const get = (who: Browser, query: string) => who.ask('GET', `/api/roster?${query}`)

  it('has the period, what lies around it, and what it breaks and lacks', async () => {
    await shift({ date: '2026-04-29' })
    await shift({ date: '2026-05-04' })
    await database.prisma.need.create({
      data: { id: randomUUID(), siteId: berlin, levelId: level, kind: 'desk', days: [1], startsAt: '06:00', endsAt: '16:00', people: 1 },
    })
    const { status, body } = await get(boss, 'from=2026-05-04&to=2026-05-11')
    expect(status).toBe(200)
    expect(body).toMatchObject({ plan: 'draft', zone: 'Europe/Berlin', unpublished: 1, house: { from: '22:00', to: '06:00', minutes: 120 } })
    expect(body.shifts.map(({ date }: Json) => date)).toEqual(['2026-04-29', '2026-05-04'])
    expect(body.gaps).toMatchObject([{ from: at('2026-05-04T14:00'), to: at('2026-05-04T16:00'), need: 1, have: 0 }])
    await publish('2026-05-04', '2026-05-11')
    const seen = await get(agent, 'from=2026-05-04&to=2026-05-11&plan=published')
    expect(seen.body).toMatchObject({ plan: 'published', unpublished: 0, findings: [] })
    expect(seen.body.shifts).toHaveLength(1)
    await database.prisma.need.deleteMany()
  })

  it('shows the draft to those who plan, and 62 days at most', async () => {
    expect(await get(agent, 'from=2026-05-04&to=2026-05-11')).toMatchObject({ status: 403, body: { code: 'ROLE_NOT_ALLOWED' } })
    expect((await get(boss, 'from=2026-05-01&to=2026-07-02')).status).toBe(200)
    for (const period of ['from=2026-05-01&to=2026-07-03', 'from=2026-05-01&to=2026-05-01'])
      expect(await get(boss, period)).toMatchObject({ status: 400, body: { code: 'PERIOD_INVALID' } })
  })
})

describe('many at once', () => {
  it('tries again when two lock each other out, five times at most', async () => {
    const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' })
    let tries = 0
    const failing = (times: number) => async () => {
      tries += 1
      if (tries <= times) throw deadlock
      return tries
    }
    expect(await changeRoster(database.prisma, failing(4))).toBe(5)
    tries = 0
    await expect(changeRoster(database.prisma, failing(9))).rejects.toBe(deadlock)
    expect(tries).toBe(5)
  })

  it('publishes alone: nobody changes the roster between the comparison and the commit', async () => {
    const order: string[] = []
    let end = (): void => undefined
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    let writer: Promise<void> | undefined
    await new Promise<void>((begun) => {
      writer = changeRoster(database.prisma, async () => {
        begun()
        await ended
        order.push('written')
      })
    })
    const alone = changeRoster(database.prisma, async () => void order.push('published'), { alone: true })
    await expect.poll(() => countWaiting(database.pool), { timeout: 10_000 }).toBe(1)
    end()
    await Promise.all([writer, alone])
    expect(order).toEqual(['written', 'published'])
  })

  it('20 writers never leave two nights in a row or somebody in two places', { timeout: 120_000 }, async () => {
    const many = openDatabase({ url: database.url, maxConnections: 20, onError: () => undefined })
    const { prisma } = many
    const service = rosterService({ database: many, clock: line.clock })
    const people = [ada, bob, eve, agent.id]
    const codes: Record<string, number> = {}
    const writer = async (seed: number) => {
      const chance = chanceOf(seed)
      for (let i = 0; i < 15; i++) {
        const done = await operate(chance).then(
          () => 'done',
          (error: { code?: string; message: string }) => error.code ?? error.message,
        )
        codes[done] = (codes[done] ?? 0) + 1
      }
    }
    const by = { id: boss.id, name: 'test', role: 'supervisor' } as const
    const operate = async (chance: ReturnType<typeof chanceOf>): Promise<unknown> => {
      const personId = chance.pick(people)
      const date = `2026-05-${String(4 + chance.int(10)).padStart(2, '0')}`
      const some = async (plan: string) => {
        const rows = await prisma.shift.findMany({ where: { plan }, select: { id: true, version: true } })
        return rows.length > 0 ? chance.pick(rows) : undefined
      }
      const dice = chance.int(10)
      const draft = dice < 4 ? undefined : await some('draft')
      if (!draft) return service.createShift({ personId, date, shiftTypeId: chance.pick([night, night, early]), buddyId: null, note: '' })
      if (dice < 6) return service.changeShift(draft.id, { version: draft.version, personId, date })
      if (dice < 7) {
        const period = { from: '2026-05-01', to: '2026-06-01' }
        const { seen } = await service.getDiff(period)
        return service.publish({ ...period, seen, reason: 'x' }, by)
      }
      const [one, other] = [await some('published'), await some('published')]
      if (!one || !other) return undefined
      if (dice < 8) return service.createOverride({ shiftId: one.id, personId, reason: 'x' }, by)
      if (dice < 9) return service.createSwap({ shiftId: one.id, withShiftId: other.id, reason: 'x' }, by)
      const cover = await prisma.override.findFirst({ where: { revokedAt: null } })
      return cover && service.revokeOverride(cover.id)
    }
    await Promise.all(Array.from({ length: 20 }, (_, index) => writer(index + 1)))
    const ours = [
      'done',
      'TWO_NIGHTS',
      'OVERLAP',
      'COVERED_ALREADY',
      'EDITED_MEANWHILE',
      'ROSTER_CHANGED',
      'NOTHING_TO_PUBLISH',
      'SAME_PERSON',
      'NOT_FOUND',
      'NOT_PUBLISHED',
      'OUTSIDE_SHIFT',
    ]
    expect(Object.keys(codes).filter((code) => !ours.includes(code))).toEqual([])
    expect(codes['done']).toBeGreaterThan(30)
    expect(codes['TWO_NIGHTS']).toBeGreaterThan(5)
    for (const plan of ['draft', 'published'] as const) {
      const worked = await listDuties(prisma, { from: new Date('2026-04-01'), to: new Date('2026-07-01') }, plan)
      expect(findTwoNights(worked, HOUSE_NIGHT)).toEqual([])
      for (const a of worked) expect(worked.filter((b) => b.personId === a.personId && b.from < a.to && a.from < b.to)).toEqual([a])
    }
    // What the database made of shifts and overrides is what the pure function says.
    const made = await listDuties(prisma, { from: new Date('2026-04-01'), to: new Date('2026-07-01') })
    const { published: shifts } = await listBothPlans(prisma, { from: '2026-04-01', to: '2026-07-01' })
    const order = (rows: typeof made) => [...rows].sort((a, b) => a.from - b.from || (a.shiftId < b.shiftId ? -1 : 1))
    expect(order(dutiesOf(shifts, (await listOverrides(prisma, { revokedAt: null })).map(toCover)))).toEqual(order(made))
    await many.close()
  })
})
