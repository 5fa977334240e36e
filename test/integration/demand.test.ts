import { afterAll, beforeAll, expect, it } from 'vitest'
import { adviceRoutes } from '../../services/shifts/advice/routes.ts'
import { adviceService } from '../../services/shifts/advice/service.ts'
import { demandRoutes } from '../../services/shifts/demand/routes.ts'
import { demandService } from '../../services/shifts/demand/service.ts'
import type { Browser } from '../support/access.ts'
import { rosterServer, type RosterServer } from '../support/roster-server.ts'

let line: RosterServer
let chef: Browser & { id: string }
let agent: Browser & { id: string }

// It is Monday, 2026-03-02, 10:00 in Berlin.
beforeAll(async () => {
  line = await rosterServer({
    routes: ({ database, clock }) => [
      demandRoutes({
        demand: demandService({
          database,
          clock,
          wishOf: (_flow, _version, step) => Promise.resolve(step === 'billing' ? { skill: 'billing', level: null } : undefined),
        }),
      }),
      adviceRoutes({ advice: adviceService({ database, clock }) }),
    ],
  })
  chef = await line.someone('supervisor', 'Sue', line.ids.front)
  agent = await line.someone('agent', 'Ada', line.ids.front)
  await line.database.prisma.skill.create({ data: { key: 'billing', name: 'Billing' } })
})
afterAll(() => line.close())

let count = 0
/** Calls that began at one time. */
async function calls(startedAt: string, many: number, more: { outcome?: string; step?: string; seconds?: number } = {}): Promise<void> {
  const { outcome = 'answered', step, seconds = 300 } = more
  const rows = Array.from({ length: many }, () => ({
    ...{
      sid: `CA${String(count++).padStart(32, '0')}`,
      direction: 'inbound',
      fromRaw: 'anonymous',
      fromKind: 'withheld',
      toRaw: '+493023125100',
      siteName: 'Berlin',
    },
    ...{ zone: 'Europe/Berlin', flow: 'support', flowVersion: 'v1', language: 'en', session: {}, status: 'completed', outcome, durationSeconds: seconds },
    ...{ startedAt: new Date(startedAt), lastEventAt: new Date(startedAt) },
  }))
  await line.database.prisma.call.createMany({ data: rows })
  if (step === undefined) return
  await line.database.prisma.callEvent.createMany({
    data: rows.map(({ sid }) => ({
      fingerprint: Buffer.from(sid),
      callSid: sid,
      kind: 'voice',
      turn: 1,
      url: '/',
      params: {},
      receivedAt: new Date(startedAt),
      log: [{ kind: 'gap', step }],
    })),
  })
}

it('past calls become people needed, and needs of those days; again, they replace each other', async () => {
  for (const day of ['2026-02-16', '2026-02-23']) {
    await calls(`${day}T08:10:00Z`, 30, { seconds: 270 })
    await calls(`${day}T12:00:00Z`, 4, { step: 'billing', outcome: 'voicemail' })
    await calls(`${day}T03:00:00Z`, 2, { outcome: 'self-served' })
  }
  const question = { siteId: line.ids.site, levelId: line.ids.front, from: '2026-03-09', to: '2026-03-16', minutes: 30, weeks: 2, shrinkagePercent: 0 }
  const ask = (more: object) =>
    chef.ask(
      'GET',
      `/api/demand/forecast?${new URLSearchParams(Object.entries({ ...question, ...more }).map(([key, value]): [string, string] => [key, String(value)])).toString()}`,
    )
  type Row = { at: string; calls: number; talkSeconds: number; people: number; answeredIn: number }
  const called = ({ body }: { body: { rows: Row[] } }) =>
    body.rows.filter((row) => row.calls > 0).map((row) => [row.at, row.calls, row.talkSeconds, row.people])
  // 270 seconds of talk and 30 of work after it: five Erlang.
  expect(called(await ask({}))).toEqual([
    ['2026-03-09T08:00:00.000Z', 30, 300, 8],
    ['2026-03-09T12:00:00.000Z', 4, 300, 2],
  ])
  expect(called(await ask({ skill: 'billing' }))).toEqual([['2026-03-09T12:00:00.000Z', 4, 270, 2]])
  expect(called(await ask({ levelId: line.ids.specialists }))).toEqual([])
  expect((await agent.ask('GET', `/api/demand/forecast?siteId=${line.ids.site}&levelId=${line.ids.front}&from=2026-03-09&to=2026-03-16`)).status).toBe(403)
  expect((await ask({ levelId: line.ids.site })).body).toMatchObject({ code: 'LEVEL_UNKNOWN' })
  expect((await ask({ to: '2027-03-09' })).body).toMatchObject({ code: 'PERIOD_INVALID' })

  expect(await chef.ask('POST', '/api/demand/needs', question)).toMatchObject({ status: 201, body: { added: 2, replaced: 0 } })
  expect((await chef.ask('POST', '/api/demand/needs', question)).body).toEqual({ added: 2, replaced: 2 })
  const needs = (await chef.ask('GET', '/api/needs')).body as Array<Record<string, unknown>>
  expect(needs).toMatchObject([
    { days: [1], startsAt: '09:00', endsAt: '09:30', people: 8, validFrom: '2026-03-09', validTo: '2026-03-10', isInstead: true },
    { days: [1], startsAt: '13:00', endsAt: '13:30', people: 2 },
  ])

  expect((await chef.ask('POST', '/api/needs/copy', { from: '2026-03-09', to: '2026-03-16', target: '2026-03-23' })).body).toEqual({ added: 2, replaced: 0 })
  expect((await chef.ask('POST', '/api/needs/copy', { from: '2026-03-09', to: '2026-03-16', target: '2026-03-23' })).body).toEqual({ added: 2, replaced: 2 })
  expect(await line.database.prisma.need.count()).toBe(4)
  expect((await agent.ask('POST', '/api/needs/copy', { from: '2026-03-09', to: '2026-03-16', target: '2026-03-23' })).status).toBe(403)
})

it('the share of calls at night counts all calls by the clock of their site; opening is told in people and money', async () => {
  const share = async (query: string) => (await chef.ask('GET', `/api/advice/nights?from=2026-01-01&to=2026-03-01&${query}`)).body as Record<string, unknown>
  // 4 of 72 came at 04:00.
  expect(await share('nightFrom=00:00&nightTo=07:00')).toMatchObject({
    calls: 72,
    nightCalls: 4,
    share: 556,
    limit: 500,
    advice: 'tooFew',
    zone: 'Europe/Berlin',
  })
  await calls('2026-02-10T10:00:00Z', 238)
  expect(await share('nightFrom=00:00&nightTo=07:00')).toMatchObject({ calls: 310, nightCalls: 4, share: 129, advice: 'noNight' })
  expect(await share('')).toMatchObject({ from: '22:00', to: '07:00', nightCalls: 4 })

  const opening = async () => (await chef.ask('GET', '/api/advice/opening')).body as Array<Record<string, unknown>>
  expect((await opening()).map(({ pattern, basePerMonth }) => [pattern, basePerMonth])).toEqual([
    ['office', 0],
    ['longDay', 0],
    ['allDay', 0],
    ['nightOnCall', 0],
  ])
  for (const name of ['Bea', 'Cem', 'Dan']) {
    const { id } = await line.someone('agent', name, line.ids.front)
    await line.database.prisma.contract.create({
      data: { personId: id, validFrom: new Date('2026-01-01'), pack: 'plain', weeklyMinutes: 2_400, hourlyRate: 2_000, currency: 'EUR' },
    })
  }
  const [office, , allDay] = await opening()
  // April 2026 has 22 days from Monday to Friday.
  expect(office).toMatchObject({ currency: 'EUR', premiumsPerMonth: 0, reached: expect.any(Number) })
  expect(office?.['basePerMonth']).toBeGreaterThanOrEqual(22 * 9 * 2_000)
  expect(allDay).toMatchObject({ reached: 1_000, premiumsPerMonth: 30 * 8 * 500 })
  expect((await agent.ask('GET', '/api/advice/opening')).status).toBe(403)
})
