import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { offerRoutes } from '../../services/calls/offers/routes.ts'
import { offerReader } from '../../services/calls/offers/store.ts'
import { intakeService } from '../../services/cases/intake/service.ts'
import { moveService } from '../../services/cases/moves/service.ts'
import { pyramidReader } from '../../services/cases/pyramid/service.ts'
import { caseRoutes } from '../../services/cases/routes.ts'
import { caseReader } from '../../services/cases/service.ts'
import { directoryRoutes } from '../../services/directory/routes.ts'
import { directoryService } from '../../services/directory/service.ts'
import { incidentRoutes } from '../../services/incidents/routes.ts'
import { incidentService } from '../../services/incidents/service.ts'
import { accessServer, signedIn, type AccessServer, type Browser } from '../support/access.ts'
import { aCallRow } from '../support/call-rows.ts'
import { smallRoster, type SmallRoster } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC, a Monday: 10:00 in Berlin.
let line: AccessServer
let roster: SmallRoster
let agent: Browser
let chen: Browser & { id: string }
let payroll: Browser
const now = () => line.clock.now().toJSDate()
const NOBODY = '00000000-0000-4000-8000-000000000000'

beforeAll(async () => {
  line = await accessServer({
    routes: ({ database, clock }) => [
      incidentRoutes({ incidents: incidentService({ database, clock }) }),
      directoryRoutes({ directory: directoryService({ database, clock }) }),
      offerRoutes({ readOffers: offerReader(database) }),
      caseRoutes({
        reader: caseReader({ database, clock }),
        intake: intakeService({ database, clock }),
        moves: moveService({ database, clock }),
        readPyramid: pyramidReader({ database, clock }),
      }),
    ],
  })
  roster = await smallRoster(line.database)
  agent = await signedIn(line, { name: 'Ada' })
  chen = await signedIn(line, { name: 'Chen', role: 'supervisor' })
  payroll = await signedIn(line, { name: 'Jonas', role: 'payroll' })
})
afterAll(() => line.close())

describe('incidents', () => {
  const gas = { title: 'No gas in the centre', text: { en: 'There is no gas in the centre.', ru: 'В центре нет газа.' } }

  it('is opened by a supervisor with an urgent case that is his, told by when, and ends once', async () => {
    await line.database.prisma.person.update({ where: { id: chen.id }, data: { levelId: roster.second } })
    const { status, body } = await chen.ask('POST', '/api/incidents', { ...gas, siteId: roster.siteId })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      ...gas,
      site: { name: 'Berlin' },
      openedBy: { name: 'Chen' },
      endedAt: null,
      calls: 0,
      promisedAt: '2026-03-02T19:00:00.000Z',
    })
    const { id, caseNumber } = body as { id: string; caseNumber: string }
    expect((await agent.ask('GET', `/api/cases/${caseNumber}`)).body).toMatchObject({
      severity: 'urgent',
      status: 'open',
      owner: { name: 'Chen' },
      level: { name: 'Specialists' },
      promises: [{ kind: 'answer', dueAt: '2026-03-02T19:00:00.000Z', keptAt: null }],
    })
    expect((await agent.ask('GET', '/api/incidents?isOpen=true')).body).toMatchObject([{ id }])
    line.clock.move({ minutes: 5 })
    const ended = await chen.ask('POST', `/api/incidents/${id}/end`)
    expect(ended.body).toMatchObject({ endedAt: now().toISOString() })
    line.clock.move({ minutes: 5 })
    expect((await chen.ask('POST', `/api/incidents/${id}/end`)).body).toEqual(ended.body)
    expect((await agent.ask('GET', '/api/incidents?isOpen=true')).body).toEqual([])
    expect((await agent.ask('GET', '/api/incidents')).body).toHaveLength(1)
  })

  it('without a level of his own the keeper owns it', async () => {
    const vera = await signedIn(line, { name: 'Vera', role: 'executive' })
    const { body } = await vera.ask('POST', '/api/incidents', gas)
    expect((await agent.ask('GET', `/api/cases/${(body as { caseNumber: string }).caseNumber}`)).body).toMatchObject({
      owner: { name: 'Hanna Head' },
      level: { name: 'Front line' },
    })
  })

  it('is refused to agents and programs, without words, and for a site that there is not', async () => {
    expect(await agent.ask('POST', '/api/incidents', gas)).toMatchObject({ status: 403, body: { code: 'ROLE_NOT_ALLOWED' } })
    expect(await agent.ask('POST', `/api/incidents/${NOBODY}/end`)).toMatchObject({ status: 403 })
    expect(await payroll.ask('GET', '/api/incidents')).toMatchObject({ status: 403 })
    expect(await chen.ask('POST', '/api/incidents', { ...gas, text: {} })).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } })
    expect(await chen.ask('POST', '/api/incidents', { ...gas, siteId: NOBODY })).toMatchObject({ status: 400, body: { code: 'SITE_UNKNOWN' } })
    expect(await chen.ask('POST', `/api/incidents/${NOBODY}/end`)).toMatchObject({ status: 404 })
  })
})

describe('the directory', () => {
  const plumber = {
    section: 'emergency',
    name: 'Plumber',
    aliases: ['сантехник'],
    number: '+49 30 23125-701',
    hours: { 'mon-fri': ['08:00-12:00', '13:00-17:00'] },
    zone: 'Europe/Berlin',
    source: 'their page',
  }

  it('is written by supervisors, read by all who serve, and says what nobody has looked at', async () => {
    const { status, body } = await chen.ask('POST', '/api/directory', plumber)
    expect(status).toBe(201)
    expect(body).toMatchObject({ ...plumber, number: '+493023125701', isStale: false, isSponsored: false, note: '', checkedAt: now().toISOString() })
    const { id } = body as { id: string }
    await chen.ask('POST', '/api/directory', { ...plumber, section: 'partners', name: 'Chimney sweep', number: null, hours: null, aliases: [] })
    await line.database.prisma.directoryEntry.update({ where: { id }, data: { checkedAt: line.clock.now().minus({ days: 90, seconds: 1 }).toJSDate() } })
    const found = async (query: string): Promise<unknown> => (await agent.ask('GET', `/api/directory${query}`)).body
    expect(await found('')).toMatchObject([
      { name: 'Plumber', isStale: true },
      { name: 'Chimney sweep', number: null, hours: null },
    ])
    expect(await found('?section=partners')).toMatchObject([{ name: 'Chimney sweep' }])
    for (const q of ['plum', 'сантехник', '030 23125701']) expect(await found(`?q=${encodeURIComponent(q)}`)).toMatchObject([{ id }])
    expect(await found('?q=nobody')).toEqual([])
    const looked = await chen.ask('PUT', `/api/directory/${id}`, { ...plumber, hours: null, name: 'Plumber 24' })
    expect(looked.body).toMatchObject({ id, name: 'Plumber 24', hours: null, isStale: false })
    expect((await chen.ask('DELETE', `/api/directory/${id}`)).status).toBe(204)
    expect(await found('?section=emergency')).toEqual([])
  })

  it.each([
    ['a zone that there is not', { zone: 'Europe/Nowhere' }, 'ZONE_UNKNOWN'],
    ['a number that is none', { number: '12' }, 'INVALID_INPUT'],
    ['hours that are none', { hours: { monday: ['8-12'] } }, 'INVALID_INPUT'],
    ['a name that is taken', { name: 'Chimney sweep', section: 'partners' }, 'ALREADY_EXISTS'],
  ])('refuses %s', async (_, wrong, code) => expect((await chen.ask('POST', '/api/directory', { ...plumber, ...wrong })).body).toMatchObject({ code }))

  it('is not changed by agents, and what is not there is not found', async () => {
    expect(await agent.ask('POST', '/api/directory', plumber)).toMatchObject({ status: 403 })
    expect(await agent.ask('PUT', `/api/directory/${NOBODY}`, plumber)).toMatchObject({ status: 403 })
    expect(await agent.ask('DELETE', `/api/directory/${NOBODY}`)).toMatchObject({ status: 403 })
    expect(await payroll.ask('GET', '/api/directory')).toMatchObject({ status: 403 })
    expect(await chen.ask('PUT', `/api/directory/${NOBODY}`, plumber)).toMatchObject({ status: 404 })
    expect(await chen.ask('DELETE', `/api/directory/${NOBODY}`)).toMatchObject({ status: 404 })
  })

  it('knows what is asked for in vain, the most frequent first', async () => {
    const ask = (asked: string) => agent.ask('POST', '/api/directory/unmet', { asked, section: 'partners' })
    for (const asked of ['Locksmith', 'glazier', 'locksmith ']) expect((await ask(asked)).status).toBe(204)
    expect((await agent.ask('GET', '/api/directory/unmet')).body).toMatchObject([
      { asked: 'locksmith', section: 'partners', by: 'agent', count: 2 },
      { asked: 'glazier', count: 1 },
    ])
    await line.database.prisma.unmetRequest.updateMany({ data: { at: line.clock.now().minus({ days: 90, seconds: 1 }).toJSDate() } })
    expect((await agent.ask('GET', '/api/directory/unmet')).body).toEqual([])
  })
})

it('offers: how many callers heard that they need not wait, and how many took it', async () => {
  const at = now()
  const called = async (startedAt: Date, ...log: object[]): Promise<void> => {
    const callSid = await aCallRow(line.database.prisma, { at: startedAt })
    for (const [turn, entry] of log.entries()) {
      const fingerprint = createHash('sha256').update(randomUUID()).digest()
      await line.database.prisma.callEvent.create({
        data: { fingerprint, callSid, kind: 'voice', turn, url: '/', params: {}, receivedAt: startedAt, log: [entry] },
      })
    }
  }
  const both = { kind: 'offered', step: 'queue', leave: true, callback: true }
  const taken = (what: string) => ({ kind: 'accepted', step: 'queue', what })
  await called(at, both, both, taken('leave'))
  await called(at, { ...both, callback: false })
  await called(at, both, taken('callback'))
  await called(at, { kind: 'held', step: 'queue', ahead: 1 })
  await called(line.clock.now().plus({ hours: 1 }).toJSDate(), both, taken('leave'))
  const period = new URLSearchParams({ from: at.toISOString(), to: line.clock.now().plus({ hours: 1 }).toJSDate().toISOString() })
  expect((await agent.ask('GET', `/api/offers?${period}`)).body).toEqual({
    calls: 3,
    leave: { offered: 3, accepted: 1 },
    callback: { offered: 2, accepted: 1 },
  })
  expect(await payroll.ask('GET', `/api/offers?${period}`)).toMatchObject({ status: 403 })
  expect(await agent.ask('GET', `/api/offers?from=${at.toISOString()}&to=${at.toISOString()}`)).toMatchObject({ status: 400 })
})
