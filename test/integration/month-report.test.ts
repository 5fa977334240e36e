import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportRoutes } from '../../services/reports/routes.ts'
import { reportService } from '../../services/reports/service.ts'
import type { MonthReport, MonthRow } from '../../services/schemas/reports.ts'
import { accessServer, signedIn, type AccessServer, type Browser } from '../support/access.ts'
import { liveCase } from '../support/case-lives.ts'
import { smallRoster } from '../support/small-roster.ts'

/**
 * October 2026 in Berlin lasts from 30 September 22:00 UTC to 31 October 23:00 UTC: the clocks go back on the 25th, at 01:00 UTC. What each
 * case adds to which figure stands beside it; the tables below are these numbers added up by hand.
 */
let line: AccessServer
let manager: Browser
let agent: Browser
let amira: string
let chen: string
let clara: string
const cases: Record<string, string> = {}
let time = '2026-11-05T12:00:00Z'

beforeAll(async () => {
  const clock = { now: () => DateTime.fromISO(time, { zone: 'utc' }) }
  line = await accessServer({ routes: ({ database }) => [reportRoutes({ reports: reportService({ database, clock }) })] })
  const roster = await smallRoster(line.database)
  const { prisma } = line.database
  ;[amira, chen, clara] = [await roster.person('Amira'), await roster.person('Chen'), await roster.person('Clara', { role: 'executive' })]
  const { front, second } = roster
  const top = (await prisma.level.create({ data: { id: randomUUID(), rank: 3, name: 'Managing director', headId: clara, isExecutive: true } })).id
  for (const [id, levelId] of [
    [amira, front],
    [chen, second],
    [clara, top],
  ] as const)
    await prisma.person.update({ where: { id }, data: { levelId } })
  manager = await signedIn(line, { name: 'Farid', role: 'manager' })
  agent = await signedIn(line, { name: 'Ada' })

  const live = async (name: string, life: Parameters<typeof liveCase>[1]) => {
    cases[name] = (await liveCase(line.database, life)).number
  }
  // A. Amira: 60 min of custody, 30 of them as a keeper; idle 30 until she takes it and 10 until her note; passes it.
  //    Chen: 60 min, 10 as a keeper; idle 10 and 20; received with 19 h left; solves it.
  await live('A', {
    opened: '2026-10-05T08:00:00Z',
    reason: 'fault',
    ended: { at: '2026-10-05T10:00:00Z', status: 'solved' },
    custodies: [
      { person: amira, level: front, from: '2026-10-05T08:00:00Z', to: '2026-10-05T08:30:00Z', how: 'born', isKeeper: true },
      { person: amira, level: front, from: '2026-10-05T08:30:00Z', to: '2026-10-05T09:00:00Z', how: 'take', movedBy: amira, readAt: '2026-10-05T08:31:00Z' },
      { person: chen, level: second, from: '2026-10-05T09:00:00Z', to: '2026-10-05T09:10:00Z', how: 'passUp', movedBy: amira, isKeeper: true },
      { person: chen, level: second, from: '2026-10-05T09:10:00Z', to: '2026-10-05T10:00:00Z', how: 'take', movedBy: chen },
    ],
    events: [
      { at: '2026-10-05T08:00:00Z', kind: 'opened' },
      { at: '2026-10-05T08:30:00Z', person: amira, kind: 'taken' },
      { at: '2026-10-05T08:40:00Z', person: amira, kind: 'note' },
      { at: '2026-10-05T09:00:00Z', person: amira, kind: 'passedUp' },
      { at: '2026-10-05T09:10:00Z', person: chen, kind: 'taken' },
      { at: '2026-10-05T09:30:00Z', person: chen, kind: 'note' },
      { at: '2026-10-05T10:00:00Z', person: chen, kind: 'solved', body: { solution: 'a new valve' } },
    ],
    promises: [{ due: '2026-10-05T12:00:00Z', kept: '2026-10-05T10:00:00Z' }],
    surveys: [{ at: '2026-10-05T10:01:00Z', state: 'failed' }],
  })
  // B. Amira passes it after 4 min without having opened it. Chen keeps it 19 h 56 min, then the 20 hours take it from him.
  //    Clara: from the 7th 04:00 UTC to the end of the month, 595 h, without any act in it; nothing was left of the 20 hours.
  await live('B', {
    opened: '2026-10-06T08:00:00Z',
    reason: 'fault',
    ended: { at: '2026-11-02T12:00:00Z', status: 'solved' },
    custodies: [
      { person: amira, level: front, from: '2026-10-06T08:00:00Z', to: '2026-10-06T08:04:00Z', how: 'born', isKeeper: true },
      { person: chen, level: second, from: '2026-10-06T08:04:00Z', to: '2026-10-07T04:00:00Z', how: 'passUp', movedBy: amira, isKeeper: true },
      { person: clara, level: top, from: '2026-10-07T04:00:00Z', to: '2026-11-02T12:00:00Z', how: 'top' },
    ],
    events: [
      { at: '2026-10-06T08:04:00Z', person: amira, kind: 'passedUp' },
      { at: '2026-10-07T04:00:00Z', kind: 'top' },
      { at: '2026-11-02T12:00:00Z', person: clara, kind: 'solved' },
    ],
    promises: [{ due: '2026-10-06T18:00:00Z', replaced: '2026-10-06T12:00:00Z' }, { due: '2026-10-07T03:00:00Z' }],
  })
  // C. In the doubled hour: an hour of Amira's, though the wall shows 02:30 twice. Solved on the spot; the customer gives 5.
  await live('C', {
    opened: '2026-10-25T00:30:00Z',
    reason: 'fault',
    ended: { at: '2026-10-25T01:30:00Z', status: 'solved' },
    custodies: [{ person: amira, level: front, from: '2026-10-25T00:30:00Z', to: '2026-10-25T01:30:00Z', how: 'born' }],
    events: [{ at: '2026-10-25T01:30:00Z', person: amira, kind: 'solved', body: { spotReason: 'it was one tap' } }],
    rating: { score: 5, at: '2026-10-26T09:00:00Z' },
    surveys: [{ at: '2026-10-25T08:00:00Z', state: 'delivered' }],
  })
  // D. Solved by Amira and reopened after ten days: no solving, one reopening; she has it again with 19 h left and it is withdrawn.
  await live('D', {
    opened: '2026-10-10T08:00:00Z',
    due: '2026-10-21T04:00:00Z',
    reopened: '2026-10-20T09:00:00Z',
    ended: { at: '2026-10-20T10:00:00Z', status: 'closed' },
    custodies: [
      { person: amira, level: front, from: '2026-10-10T08:00:00Z', to: '2026-10-10T09:00:00Z', how: 'born' },
      { person: amira, level: front, from: '2026-10-20T09:00:00Z', to: '2026-10-20T10:00:00Z', how: 'reopen', movedBy: chen },
    ],
    events: [
      { at: '2026-10-10T09:00:00Z', person: amira, kind: 'solved' },
      { at: '2026-10-20T09:00:00Z', person: chen, kind: 'reopened' },
      { at: '2026-10-20T10:00:00Z', person: amira, kind: 'closed' },
    ],
  })
  // E. Over the end of the month: an hour of Chen's in October; solved half an hour into November, where its mark comes too.
  await live('E', {
    opened: '2026-10-31T22:00:00Z',
    ended: { at: '2026-10-31T23:30:00Z', status: 'solved' },
    custodies: [{ person: chen, level: second, from: '2026-10-31T22:00:00Z', to: '2026-10-31T23:30:00Z', how: 'born' }],
    events: [{ at: '2026-10-31T23:30:00Z', person: chen, kind: 'solved' }],
    rating: { score: 2, at: '2026-11-03T09:00:00Z' },
  })
  // F. Over its beginning: opened on 30 September at 23:00 in Berlin; an hour of Amira's as a keeper lies in October. Chen takes it over
  //    with 18 h left, asks what the intake should have asked, and solves it after two hours; the customer gives 3.
  await live('F', {
    opened: '2026-09-30T21:00:00Z',
    ended: { at: '2026-10-01T01:00:00Z', status: 'solved' },
    custodies: [
      { person: amira, level: front, from: '2026-09-30T21:00:00Z', to: '2026-09-30T23:00:00Z', how: 'born', isKeeper: true },
      { person: chen, level: front, from: '2026-09-30T23:00:00Z', to: '2026-10-01T01:00:00Z', how: 'takeOver', movedBy: chen },
    ],
    events: [
      { at: '2026-09-30T23:00:00Z', person: chen, kind: 'takenOver' },
      { at: '2026-10-01T01:00:00Z', person: chen, kind: 'solved' },
    ],
    rating: { score: 3, at: '2026-10-02T09:00:00Z' },
    surveys: [{ at: '2026-10-01T08:00:00Z', state: 'handed' }],
    missing: [
      { at: '2026-10-01T00:00:00Z', intake: amira, by: chen, fault: 'ours' },
      { at: '2026-10-01T00:00:00Z', intake: amira, by: chen, fault: 'new' },
    ],
  })
})
afterAll(() => line.close())

const HOUR = 3_600
const OCTOBER = () => ({
  rows: [
    {
      ...{ person: { id: clara, name: 'Clara' }, level: 'Managing director' },
      ...{ solved: 0, solvedOnSpot: 0, passed: 0, received: 1, passRate: null },
      ...{ custodySeconds: 595 * HOUR, idleSeconds: 595 * HOUR, unattendedSeconds: 0 },
      ...{ passedUnread: 0, reachedTop: 0, secondsLeftAtReceipt: 0, reopened: 0, csat: null, ratings: 0, factsMissed: 0 },
    },
    {
      ...{ person: { id: chen, name: 'Chen' }, level: 'Specialists' },
      ...{ solved: 2, solvedOnSpot: 0, passed: 0, received: 4, passRate: 0 }, // A and F; A, B, E and F
      custodySeconds: HOUR + 71_760 + HOUR + 2 * HOUR, // A, B, E, F
      idleSeconds: 1_800 + 71_760 + HOUR + 2 * HOUR,
      unattendedSeconds: 600 + 71_760,
      secondsLeftAtReceipt: (19 * HOUR + 71_760 + 20 * HOUR + 18 * HOUR) / 4,
      ...{ passedUnread: 0, reachedTop: 1, reopened: 0, csat: 0, ratings: 1, factsMissed: 0 }, // the 3 for F
    },
    {
      ...{ person: { id: amira, name: 'Amira' }, level: 'Front line' },
      ...{ solved: 1, solvedOnSpot: 1, passed: 2, received: 5, passRate: 2 / 3 }, // C; A and B; A, B, C, and D twice
      custodySeconds: HOUR + 240 + HOUR + 2 * HOUR + HOUR, // A, B, C, D, F
      idleSeconds: 2_400 + 240 + HOUR + 2 * HOUR + HOUR,
      unattendedSeconds: 1_800 + 240 + HOUR, // A, B, F
      secondsLeftAtReceipt: (4 * 20 * HOUR + 19 * HOUR) / 5,
      ...{ passedUnread: 1, reachedTop: 0, reopened: 1, csat: 1, ratings: 1, factsMissed: 1 },
    },
  ] satisfies MonthRow[],
  totals: {
    ...{ opened: 5, solved: 3, closed: 1, open: 2 }, // all but F; A, C, F; D; B and E
    ...{ reachedTop: 1, reachedTopOf: 5 }, // B; of all but E
    ...{ promisesDue: 2, promisesKept: 1 }, // A's and B's second one
    ...{ csat: 0.5, ratings: 2, ratingsAsked: 2 },
    byReason: [
      { reason: 'fault', opened: 3, solvedAtFirstLevel: 1 }, // C
      { reason: 'other', opened: 2, solvedAtFirstLevel: 0 },
    ],
  } satisfies MonthReport['totals'],
})

const october = async (): Promise<MonthReport> => (await manager.ask('GET', '/api/reports/months/2026-10')).body

describe('the report of a month', () => {
  it('is the table that was made by hand', async () => {
    const report = await october()
    expect(report).toMatchObject({ month: '2026-10', zone: 'Europe/Berlin', from: '2026-09-30T22:00:00.000Z', to: '2026-10-31T23:00:00.000Z', closedAt: null })
    expect({ rows: report.rows, totals: report.totals }).toEqual(OCTOBER())
    expect(report.top).toEqual([
      { caseNumber: cases['B'], title: `Case ${cases['B']}`, owner: { id: clara, name: 'Clara' }, ageSeconds: 615 * HOUR, status: 'open' },
    ])
    expect(report.lateReopenings).toEqual([])
  })

  it('counts what happened later in the month in which it happened', async () => {
    const { rows, top } = (await manager.ask('GET', '/api/reports/months/2026-11')).body as MonthReport
    const of = (id: string) => rows.find(({ person }) => person.id === id)
    expect(of(chen)).toMatchObject({ solved: 1, received: 0, custodySeconds: 1_800, csat: 0, ratings: 1 })
    expect(of(clara)).toMatchObject({ solved: 1, custodySeconds: 37 * HOUR, idleSeconds: 37 * HOUR })
    expect(of(amira)).toBeUndefined()
    expect(top).toMatchObject([{ caseNumber: cases['B'], status: 'solved' }])
  })

  it('has the rows and the definition of every figure, and the rows add up to it', async () => {
    const report = await october()
    for (const row of report.rows) {
      for (const [figure, shown] of Object.entries(row)) {
        if (figure === 'person' || figure === 'level') continue
        const { rows } = (await manager.ask('GET', `/api/reports/months/2026-10/rows?figure=${figure}&personId=${row.person.id}`)).body
        const values: number[] = rows.map(({ value }: { value: number | null }) => value ?? 0)
        const sum = values.reduce((all, value) => all + value, 0)
        const counted = figure === 'csat' ? values.filter((value) => value >= 4).length / values.length : sum / rows.length
        const isMean = ['csat', 'passRate', 'secondsLeftAtReceipt'].includes(figure)
        const expected = isMean ? (rows.length === 0 ? null : counted) : figure.endsWith('Seconds') ? sum : rows.length
        expect([row.person.name, figure, expected]).toEqual([row.person.name, figure, shown])
        expect(report.definitions[figure]).toBeDefined()
      }
    }
    for (const [figure, shown] of Object.entries(report.totals)) {
      if (['byReason', 'reachedTopOf'].includes(figure)) continue
      const { rows } = (await manager.ask('GET', `/api/reports/months/2026-10/rows?figure=${figure}`)).body
      const sum = rows.reduce((all: number, { value }: { value: number | null }) => all + (value ?? 0), 0)
      const expected = figure === 'csat' ? sum / rows.length : ['reachedTop', 'promisesKept'].includes(figure) ? sum : rows.length
      expect([figure, expected]).toEqual([figure, shown])
    }
    expect((await manager.ask('GET', '/api/reports/months/2026-10/rows?figure=luck')).body).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is a table for spreadsheets', async () => {
    const { body, headers } = await manager.ask('GET', '/api/reports/months/2026-10?format=csv')
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    const lines = String(body).split('\r\n')
    expect(lines[0]).toBe(
      '\uFEFFmonth;person;level;solved;solvedOnSpot;passed;received;passRate;custodySeconds;idleSeconds;unattendedSeconds;passedUnread;reachedTop;secondsLeftAtReceipt;reopened;csat;ratings;factsMissed',
    )
    expect(lines[3]).toBe('2026-10;Amira;Front line;1;1;2;5;0,6667;18240;17040;5640;1;0;71280;1;1;1;1')
  })

  it('is closed when it is over, once, by who may; then it stays as it was', async () => {
    expect((await agent.ask('GET', '/api/reports/months/2026-10')).status).toBe(403)
    expect((await manager.ask('GET', '/api/reports/months/2026-13')).status).toBe(400)
    const close = (month: string) => manager.ask('POST', `/api/reports/months/${month}/close`)
    time = '2026-10-31T22:59:59.999Z'
    expect((await close('2026-10')).body).toMatchObject({ code: 'MONTH_NOT_OVER', values: { from: '2026-10-31T23:00:00.000Z' } })
    time = '2026-11-01T08:00:00Z'
    const [one, other] = await Promise.all([close('2026-10'), close('2026-10')])
    expect([one.status, other.status].sort()).toEqual([200, 409])
    expect((one.status === 409 ? one : other).body).toMatchObject({ code: 'MONTH_CLOSED' })

    // C is reopened on the tenth day: October keeps the credit, November says so.
    await line.database.prisma.$transaction(async (tx) => {
      const { id } = await tx.case.update({
        where: { number: cases['C'] ?? '' },
        data: { status: 'open', endedAt: null, reopenedAt: new Date('2026-11-04T00:00:00Z') },
      })
      const levelId = (await tx.person.findUniqueOrThrow({ where: { id: amira } })).levelId
      const fromAt = new Date('2026-11-04T00:00:00Z')
      await tx.custody.create({ data: { id: randomUUID(), caseId: id, personId: amira, levelId, fromAt, how: 'reopen' } })
      await tx.caseEvent.create({ data: { id: randomUUID(), caseId: id, at: fromAt, kind: 'reopened', body: {} } })
    })
    time = '2026-11-05T12:00:00Z'
    const report = await october()
    expect(report.closedAt).toBe('2026-11-01T08:00:00.000Z')
    expect({ rows: report.rows, totals: report.totals }).toEqual(OCTOBER())
    const solved = (await manager.ask('GET', `/api/reports/months/2026-10/rows?figure=solved&personId=${amira}`)).body
    expect(solved.rows).toMatchObject([{ caseNumber: cases['C'], at: '2026-10-25T01:30:00.000Z' }])
    const november = (await manager.ask('GET', '/api/reports/months/2026-11')).body as MonthReport
    expect(november.lateReopenings).toEqual([
      { caseNumber: cases['C'], person: { id: amira, name: 'Amira' }, solvedAt: '2026-10-25T01:30:00.000Z', reopenedAt: '2026-11-04T00:00:00.000Z' },
    ])
    expect(await line.database.prisma.auditEntry.count({ where: { kind: 'month.closed', subject: '2026-10' } })).toBe(1)
  })
})
