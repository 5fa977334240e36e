// The planner over HTTP: a real month is planned, watched, applied and published; runs are stopped, gone on with, cancelled, taken up after a death.
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fairnessRoutes } from '../../services/shifts/fairness/routes.ts'
import { fairnessReader } from '../../services/shifts/fairness/service.ts'
import { planRoutes } from '../../services/shifts/planning/routes.ts'
import { planRunner } from '../../services/shifts/planning/runner/service.ts'
import { planService } from '../../services/shifts/planning/service.ts'
import { rosterRoutes } from '../../services/shifts/roster/routes.ts'
import { rosterService } from '../../services/shifts/roster/service.ts'
import { accessServer, signedIn, type AccessServer, type Browser, type Json } from '../support/access.ts'
import { realMonth, storeMonth } from '../support/real-month.ts'
import { searching } from '../support/searching.ts'

const PERIOD = { from: '2027-02-01', to: '2027-03-01' }
let line: AccessServer
let runner: ReturnType<typeof planRunner>
let boss: Browser & { id: string }
let agent: Browser & { id: string }

beforeAll(async () => {
  line = await accessServer({
    routes: (parts) => {
      runner = planRunner({ ...parts, solve: searching, threads: 1, log: { warn: (details, text) => console.warn(text, details) } })
      return [
        rosterRoutes({ roster: rosterService(parts) }),
        planRoutes({ plans: planService({ ...parts, wake: () => void runner.look() }) }),
        fairnessRoutes({ readFairness: fairnessReader(parts) }),
      ]
    },
  })
  boss = await signedIn(line, { role: 'supervisor', name: 'Vera' })
  agent = await signedIn(line, { role: 'agent', name: 'Timur' })
  await storeMonth(line.database, realMonth({ ...PERIOD, people: 13, front: { early: 1, late: 1, night: 1 } }), {
    headId: boss.id,
    at: line.clock.now().toJSDate(),
  })
})
afterAll(async () => {
  await runner.stop()
  await line.close()
})
beforeEach(async () => {
  await line.database.pool.query('delete from notice; delete from plan_run; delete from shift; delete from publication')
  // Whoever works the night before the month.
  for (const [name, typeName] of [
    ['Person 08', 'Night'],
    ['Person 13', 'On call'],
  ] as const) {
    const { id: personId } = await line.database.prisma.person.findFirstOrThrow({ where: { name } })
    const type = await line.database.prisma.shiftType.findFirstOrThrow({ where: { name: typeName } })
    await boss.ask('POST', '/api/roster/shifts', { personId, date: '2027-01-31', shiftTypeId: type.id })
  }
})

async function ask(seconds: number, more: object = {}): Promise<Json> {
  const { status, body } = await boss.ask('POST', '/api/plans', { ...PERIOD, seconds, ...more })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body
}
const plan = async (id: string): Promise<Json> => (await boss.ask('GET', `/api/plans/${id}`)).body
const act = (id: string, what: string) => boss.ask('POST', `/api/plans/${id}/${what}`)
async function until(id: string, isSo: (run: Json) => boolean, seconds = 40): Promise<Json> {
  const end = Date.now() + seconds * 1_000
  for (;;) {
    const run = await plan(id)
    if (isSo(run)) return run
    if (Date.now() > end) throw new Error(`still ${JSON.stringify({ ...run, result: null })}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
const ended = (id: string): Promise<Json> => until(id, ({ state }) => state !== 'queued' && state !== 'running')
/** A machine that does a lot beside takes longer: the run goes on until nothing is missing. */
async function untilMet(id: string): Promise<Json> {
  for (let tries = 1; ; tries += 1) {
    const run = await ended(id)
    if (run.result.unmet.length === 0 || tries === 15) return run
    await act(id, 'continue')
  }
}
const draftCount = (): Promise<number> => line.database.prisma.shift.count({ where: { plan: 'draft', date: { gte: new Date(PERIOD.from) } } })

describe('a month', () => {
  it('is planned while one watches, applied in one go, and published: nothing of it is unlawful', async () => {
    const { id, state } = await ask(2)
    expect(['queued', 'running']).toContain(state)
    expect((await until(id, ({ progress }) => progress.length > 1)).penalty).toBeGreaterThan(0)
    const { result, ...done } = await untilMet(id)
    expect(done).toMatchObject({ state: 'done', error: null, createdBy: { id: boss.id, name: 'Vera' } })
    expect(result.findings.filter(({ severity }: Json) => severity !== 'warning')).toEqual([])
    expect(result.unmet).toEqual([])
    expect(result.shortage).toEqual([])
    expect(Object.values<number>(result.parts).reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(done.penalty)
    expect(result.premiums.EUR).toBeGreaterThan(0)
    expect(result.wishes.kept + result.wishes.broken).toBe(39)
    expect(await draftCount()).toBe(0)

    const preview = (await boss.ask('GET', `/api/plans/${id}/roster`)).body.shifts
    const applied = await act(id, 'apply')
    expect(applied).toMatchObject({ status: 200, body: { added: preview.length, removed: 0, refused: [] } })
    expect(await draftCount()).toBe(preview.length)
    const { body: diff } = await boss.ask('GET', `/api/roster/diff?from=${PERIOD.from}&to=${PERIOD.to}`)
    // The shifts of the night before are not published yet.
    expect(diff.gaps.filter(({ from }: Json) => from > '2027-02-01')).toEqual([])
    expect(diff.findings.filter(({ severity, rule }: Json) => severity !== 'warning' && rule !== 'notice')).toEqual([])
    expect(await boss.ask('POST', '/api/roster/publish', { ...PERIOD, seen: diff.seen, reason: 'planned' })).toMatchObject({ status: 200 })

    expect(await act(id, 'apply')).toMatchObject({ status: 409, body: { code: 'EDITED_MEANWHILE' } })
    const notices = await line.database.prisma.notice.findMany({ where: { personId: boss.id, kind: 'plan' } })
    expect(notices.map(({ body }) => body)).toContainEqual({ outcome: 'done', ...PERIOD })
    const { body: fairness } = await boss.ask('GET', `/api/fairness?from=${PERIOD.from}&to=${PERIOD.to}`)
    const nights = fairness.filter(({ nights: count, name }: Json) => count > 0 && name.startsWith('Person'))
    expect(nights.reduce((sum: number, row: Json) => sum + row.nights, 0)).toBe(56)
    expect((await agent.ask('GET', '/api/plans')).status).toBe(403)
    expect((await agent.ask('GET', `/api/fairness?from=${PERIOD.from}&to=${PERIOD.to}`)).status).toBe(403)
  })

  it('stays as it stands where it is locked, and is not applied over what somebody has changed', async () => {
    const [early, night] = await line.database.prisma.shiftType.findMany({ where: { name: { in: ['Early', 'Night'] } }, orderBy: { name: 'asc' } })
    const add = (personId: string, date: string, shiftTypeId: string | undefined) => boss.ask('POST', '/api/roster/shifts', { personId, date, shiftTypeId })
    const one = (await line.database.prisma.person.findFirstOrThrow({ where: { name: 'Person 01' } })).id
    const stays = (await add(one, '2027-02-03', night?.id)).body.shift
    const goes = (await add(one, '2027-02-05', early?.id)).body.shift
    const { id } = await ask(1, { keep: 'listed', lockedIds: [stays.id], weights: { changes: 0 } })
    await ended(id)
    const { body } = await boss.ask('GET', `/api/plans/${id}/roster`)
    expect(body.shifts.filter(({ personId, date }: Json) => personId === one && date === '2027-02-03')).toHaveLength(1)
    expect(await boss.ask('DELETE', `/api/roster/shifts/${goes.id}?version=1`)).toMatchObject({ status: 204 })
    expect(await act(id, 'apply')).toMatchObject({ status: 409, body: { code: 'EDITED_MEANWHILE' } })
    expect(await draftCount()).toBe(1)
  })
})

describe('what holds when it is written', () => {
  it('counts, not what held when somebody asked: a leave that was granted meanwhile is not overrun', async () => {
    const { prisma, pool } = line.database
    const one = await prisma.person.findFirstOrThrow({ where: { name: 'Person 01' } })
    const { id: shiftTypeId, siteId, kind, levelId, skill } = await prisma.shiftType.findFirstOrThrow({ where: { name: 'Early' } })
    const shift = { personId: one.id, date: '2027-02-09', shiftTypeId, startsAt: null, endsAt: null, siteId, kind, levelId, skill, buddyId: null, note: '' }
    const { id } = await ask(1)
    await ended(id)
    await prisma.planRun.update({ where: { id }, data: { best: [shift] } })
    const holding = await pool.connect()
    await holding.query('begin')
    await holding.query(`insert into roster_guard (person_id) values ($1) on conflict (person_id) do update set changes = roster_guard.changes`, [one.id])
    const applying = act(id, 'apply')
    const waits = async () => (await pool.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount
    await expect.poll(waits, { timeout: 10_000 }).toBe(1)
    const away = { kind: 'leave', fromAt: '2027-02-09T00:00:00Z', toAt: '2027-02-10T00:00:00Z', createdAt: line.clock.now().toJSDate() }
    await prisma.leave.create({ data: { id: randomUUID(), personId: one.id, ...away } })
    await holding.query('commit')
    holding.release()
    expect(await applying).toMatchObject({ status: 200, body: { added: 0, refused: [{ personId: one.id, date: '2027-02-09', code: 'leave' }] } })
    expect(await draftCount()).toBe(0)
    await prisma.leave.deleteMany()
  })
})

describe('an applied plan', () => {
  it('is taken back in one go, shifts that it moved come back as they were; not over what somebody has changed since', async () => {
    const { prisma } = line.database
    const [one, other] = await prisma.person.findMany({ where: { name: { in: ['Person 01', 'Person 02'] } }, orderBy: { name: 'asc' } })
    const { id: shiftTypeId, siteId, kind, levelId, skill } = await prisma.shiftType.findFirstOrThrow({ where: { name: 'Early' } })
    const add = async (personId: string, date: string) => (await boss.ask('POST', '/api/roster/shifts', { personId, date, shiftTypeId })).body.shift
    await add(other!.id, '2027-02-05')
    const { id } = await ask(1, { keep: 'none' })
    await ended(id)
    const shift = { personId: one!.id, date: '2027-02-09', shiftTypeId, startsAt: null, endsAt: null, siteId, kind, levelId, skill, buddyId: null, note: '' }
    await prisma.planRun.update({ where: { id }, data: { best: [shift] } })
    const draft = () => prisma.shift.findMany({ where: { plan: 'draft' }, orderBy: { id: 'asc' } })
    const before = await draft()
    expect((await act(id, 'apply')).body).toMatchObject({ added: 1, removed: 1 })
    const edited = await add(one!.id, '2027-02-16')
    expect(await act(id, 'take-back')).toMatchObject({ status: 409, body: { code: 'PLAN_EDITED', detail: expect.stringContaining('Person 01') } })
    await boss.ask('DELETE', `/api/roster/shifts/${edited.id}?version=1`)
    expect(await act(id, 'take-back')).toMatchObject({ status: 200, body: { added: 1, removed: 1 } })
    expect(await draft()).toEqual(before)
    expect((await act(id, 'take-back')).status).toBe(404)
    expect((await act(id, 'apply')).body).toMatchObject({ added: 1, removed: 1 })
    expect((await agent.ask('POST', `/api/plans/${id}/take-back`)).status).toBe(403)
  })
})

describe('a run', () => {
  it('stops with what it has, goes on from there, and can be cancelled', async () => {
    const { id } = await ask(30)
    await until(id, ({ penalty }) => penalty !== null)
    await act(id, 'stop')
    const stopped = await ended(id)
    expect(stopped).toMatchObject({ state: 'stopped', error: null })
    expect(stopped.result.findings.filter(({ severity }: Json) => severity !== 'warning')).toEqual([])
    await act(id, 'continue')
    const again = await until(id, ({ state, progress }) => state === 'running' && progress.length > stopped.progress.length)
    expect(again.penalty).toBeLessThanOrEqual(stopped.penalty)
    await act(id, 'cancel')
    expect(await ended(id)).toMatchObject({ state: 'failed', error: 'CANCELLED' })
    expect(await act(id, 'apply')).toMatchObject({ status: 404 })
  })

  it('that goes on after the draft was changed, and breaks down, does not write what it had found for another draft', async () => {
    const { id } = await ask(1)
    await ended(id)
    const [early] = await line.database.prisma.shiftType.findMany({ where: { name: 'Early' } })
    const one = (await line.database.prisma.person.findFirstOrThrow({ where: { name: 'Person 01' } })).id
    expect((await boss.ask('POST', '/api/roster/shifts', { personId: one, date: '2027-02-05', shiftTypeId: early?.id })).status).toBe(201)
    await line.database.pool.query(`update plan_run set state = 'queued' where id = $1`, [id])
    const solve = () => ({ done: Promise.reject(new Error('out of memory')), stop: () => undefined })
    const broken = planRunner({ ...line, solve, threads: 1, log: { warn: () => undefined } })
    await broken.look()
    await broken.idle()
    expect(await plan(id)).toMatchObject({ state: 'failed', error: 'out of memory' })
    expect(await act(id, 'apply')).toMatchObject({ status: 404 })
    expect(await draftCount()).toBe(1)
  })

  it('is applied to what lies ahead: what has begun since stays as it was', async () => {
    const { id } = await ask(1)
    await ended(id)
    const then = DateTime.fromISO('2027-02-10T12:00:00Z', { zone: 'utc' })
    const later = planService({ ...line, clock: { ...line.clock, now: () => then }, wake: () => undefined })
    await later.apply(id, boss)
    const [first] = await line.database.prisma.shift.findMany({ where: { plan: 'draft', date: { gte: new Date(PERIOD.from) } }, orderBy: { startsAt: 'asc' } })
    expect(first?.startsAt.getTime()).toBeGreaterThan(then.toMillis())
  })

  it('waits for the one before, and ends at once if it is cancelled meanwhile', async () => {
    const first = await ask(60)
    const second = await ask(1)
    await until(first.id, ({ state }) => state === 'running')
    expect((await plan(second.id)).state).toBe('queued')
    expect((await act(second.id, 'cancel')).body).toMatchObject({ state: 'failed', error: 'CANCELLED' })
    await act(first.id, 'cancel')
    await ended(first.id)
  })

  it('whose process died is taken up once more, and then has failed', async () => {
    const { id } = await ask(1)
    await ended(id)
    const dies = () => line.database.pool.query(`update plan_run set state = 'running', beat_at = now() - interval '1 minute' where id = $1`, [id])
    expect((await plan(id)).state).toBe('done')
    await dies()
    await runner.look()
    expect(await until(id, ({ state }) => state === 'done')).toMatchObject({ error: null })
    await runner.idle()
    await dies()
    await line.database.pool.query(`update plan_run set error = 'INTERRUPTED' where id = $1`, [id])
    await runner.look()
    expect(await ended(id)).toMatchObject({ state: 'failed', error: 'INTERRUPTED' })
  })
})
