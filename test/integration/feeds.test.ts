import { randomUUID } from 'node:crypto'
import ical from 'node-ical'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOf } from '../../services/secrets/service.ts'
import { browser, PUBLIC_URL, type Browser } from '../support/access.ts'
import { rosterServer, type RosterServer } from '../support/roster-server.ts'

let line: RosterServer
let ada: Browser & { id: string }
let bo: Browser & { id: string }
let shifts: { night: string; onCall: string; swapped: string; late: string }
const stranger = () => browser(line.app)

beforeAll(async () => {
  line = await rosterServer()
  ada = await line.someone('agent', 'Ada', line.ids.front)
  bo = await line.someone('guest', 'Bo', line.ids.front)
  const type = await line.prisma.shiftType.create({
    data: { id: randomUUID(), siteId: line.ids.site, name: 'Night', startsAt: '22:00', endsAt: '06:00', kind: 'desk', levelId: line.ids.front },
  })
  const add = (personId: string, from: string, to: string, more: object = {}) => line.addShift({ personId, from, to, ...more })
  // The clocks of Berlin go forward in this night: seven hours.
  const night = await add(ada.id, '2026-03-28T21:00:00Z', '2026-03-29T04:00:00Z', { typeId: type.id })
  const onCall = await add(ada.id, '2026-03-10T08:00:00Z', '2026-03-10T16:00:00Z', { kind: 'onCall', levelId: line.ids.specialists })
  const swapped = await add(ada.id, '2026-03-12T08:00:00Z', '2026-03-12T16:00:00Z')
  const late = await add(bo.id, '2026-03-14T08:00:00Z', '2026-03-14T16:00:00Z')
  await add(ada.id, '2026-03-16T08:00:00Z', '2026-03-16T16:00:00Z', { plan: 'draft' })
  await add(ada.id, '2026-01-30T08:00:00Z', '2026-01-31T08:30:00Z') // ended more than thirty days ago
  await add(ada.id, '2026-06-01T08:00:00Z', '2026-06-01T09:00:00Z') // more than ninety days ahead
  shifts = { night, onCall, swapped, late }
  await instead(swapped, bo.id, 'swap', '2026-03-12T08:00:00Z', '2026-03-12T16:00:00Z')
  await instead(late, ada.id, 'override', '2026-03-14T12:00:00Z', '2026-03-14T16:00:00Z')
})
afterAll(() => line.close())

async function instead(shiftId: string, personId: string, kind: string, fromAt: string, toAt: string): Promise<void> {
  await line.prisma.override.create({
    data: { id: randomUUID(), kind, shiftId, personId, fromAt, toAt, reason: 'has the flu', createdBy: 'x', createdAt: new Date(0) },
  })
}
const pathOf = (url: string) => url.slice(PUBLIC_URL.length)
const feedOf = async (who: Browser, scope: string) => (await who.ask('POST', '/api/me/feeds', { scope })).body as { id: string; url: string }
type Event = { uid: string; summary: string; start: Date; end: Date; description?: string }
async function eventsAt(path: string): Promise<Event[]> {
  const { body } = await stranger().ask('GET', path)
  return Object.values(ical.sync.parseICS(String(body))).filter((part) => part?.type === 'VEVENT') as unknown as Event[]
}
const brief = ({ summary, start, end }: Event) => [summary, start.toISOString().slice(0, 16), end.toISOString().slice(0, 16)].join(' ')

describe('my feed', () => {
  it('has what I work: not what others took over, but what I took over', async () => {
    const { url } = await feedOf(ada, 'mine')
    expect(url).toMatch(/^https:\/\/line\.example\/feeds\/[\w-]{43}\.ics$/)
    const events = await eventsAt(pathOf(url))
    expect(events.map(brief)).toEqual([
      'On call: Shift (Specialists) 2026-03-10T08:00 2026-03-10T16:00',
      'Shift (Front line) 2026-03-14T12:00 2026-03-14T16:00',
      'Night (Front line) 2026-03-28T21:00 2026-03-29T04:00',
    ])
    expect(events[1]?.description).toBe('Stands in for Bo')
    expect(JSON.stringify(events)).not.toContain('flu')
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(3)
    expect((await eventsAt(pathOf(url))).map(({ uid }) => uid)).toEqual(events.map(({ uid }) => uid))
  })

  it('is answered as a calendar that only its reader keeps', async () => {
    const { url } = await feedOf(ada, 'mine')
    const { status, headers } = await stranger().ask('GET', pathOf(url))
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/calendar; charset=utf-8', 'private, max-age=900'])
  })

  it('speaks the language of its person', async () => {
    const ivan = await line.someone('agent', 'Иван', line.ids.front)
    await line.prisma.person.update({ where: { id: ivan.id }, data: { language: 'ru' } })
    await line.addShift({ personId: ivan.id, from: '2026-03-11T08:00:00Z', to: '2026-03-11T09:00:00Z', kind: 'onCall' })
    const { url } = await feedOf(ivan, 'mine')
    expect((await eventsAt(pathOf(url))).map(({ summary }) => summary)).toEqual(['Дежурство: Смена (Front line)'])
    await line.prisma.shift.deleteMany({ where: { personId: ivan.id } })
  })
})

describe('the feed of the team', () => {
  it('has everybody, by name', async () => {
    const { url } = await feedOf(ada, 'team')
    expect((await eventsAt(pathOf(url))).map(brief)).toEqual([
      'Ada: On call: Shift (Specialists) 2026-03-10T08:00 2026-03-10T16:00',
      'Bo: Shift (Front line) 2026-03-12T08:00 2026-03-12T16:00',
      'Bo: Shift (Front line) 2026-03-14T08:00 2026-03-14T12:00',
      'Ada: Shift (Front line) 2026-03-14T12:00 2026-03-14T16:00',
      'Ada: Night (Front line) 2026-03-28T21:00 2026-03-29T04:00',
    ])
  })

  it('is not for guests and payroll, and ends when somebody becomes one', async () => {
    const payroll = await line.someone('payroll', 'Pay')
    for (const who of [bo, payroll]) expect((await who.ask('POST', '/api/me/feeds', { scope: 'team' })).body.code).toBe('ROLE_NOT_ALLOWED')
    const eve = await line.someone('agent', 'Eve')
    const [team, mine] = [await feedOf(eve, 'team'), await feedOf(eve, 'mine')]
    await line.prisma.person.update({ where: { id: eve.id }, data: { role: 'guest' } })
    expect((await stranger().ask('GET', pathOf(team.url))).status).toBe(404)
    expect((await stranger().ask('GET', pathOf(mine.url))).status).toBe(200)
  })
})

describe('the link', () => {
  it('is listed without its secret, of which only the hash is stored, and can be revoked by its person', async () => {
    const { id, url } = await feedOf(bo, 'mine')
    const token = /feeds\/(.*)\.ics/.exec(url)?.[1] ?? ''
    expect((await bo.ask('GET', '/api/me/feeds')).body).toEqual([{ id, scope: 'mine', createdAt: expect.any(String) }])
    expect(await line.prisma.feed.findUnique({ where: { id } })).toMatchObject({ tokenHash: hashOf(token) })
    expect((await ada.ask('DELETE', `/api/me/feeds/${id}`)).status).toBe(404)
    expect((await stranger().ask('GET', pathOf(url))).status).toBe(200)
    expect((await bo.ask('DELETE', `/api/me/feeds/${id}`)).status).toBe(204)
    expect((await bo.ask('DELETE', `/api/me/feeds/${id}`)).status).toBe(404)
    expect((await bo.ask('GET', '/api/me/feeds')).body).toEqual([])
    expect((await stranger().ask('GET', pathOf(url))).body).toMatchObject({ status: 404, code: 'NOT_FOUND', values: { kind: 'calendar', id: '***' } })
  })

  it.each(['/feeds/x.ics', `/feeds/${'a'.repeat(43)}.ics`, '/feeds/.ics', `/feeds/${'a'.repeat(43)}`])('%s opens nothing', async (path) => {
    const { status, body } = await stranger().ask('GET', path)
    expect([status, body.status]).toEqual([404, 404])
  })

  it('is dead while its person is deactivated', async () => {
    const gus = await line.someone('agent', 'Gus')
    const { url } = await feedOf(gus, 'mine')
    const activate = (isActive: boolean) => line.boss.ask('PATCH', `/api/people/${gus.id}`, { isActive })
    await activate(false)
    expect((await stranger().ask('GET', pathOf(url))).status).toBe(404)
    await activate(true)
    expect((await stranger().ask('GET', pathOf(url))).status).toBe(200)
  })

  it('stands in no log, in whatever way it is asked for', async () => {
    const { url } = await feedOf(ada, 'mine')
    const token = /feeds\/(.*)\.ics/.exec(url)?.[1] ?? ''
    const path = pathOf(url)
    for (const asked of [path, `${path}?x=1`, path.replace('.ics', ''), path.replace('.ics', '.ICS'), `${path}/`]) {
      const { body } = await stranger().ask('GET', asked)
      if (asked !== path && asked !== `${path}?x=1`) expect(JSON.stringify(body)).not.toContain(token)
    }
    expect(line.logged.join()).toContain('/feeds/***')
    expect(line.logged.join()).not.toContain(token)
  })

  it('cannot be tried without end', async () => {
    const answers = await Promise.all(Array.from({ length: 62 }, () => stranger().ask('GET', `/feeds/${'b'.repeat(43)}.ics`)))
    const statuses = answers.map(({ status }) => status)
    expect([statuses.includes(429), statuses.filter((status) => status !== 429 && status !== 404)]).toEqual([true, []])
  })
})

describe('my shifts', () => {
  it('are those of a week back and eight weeks ahead, with presence and leaves', async () => {
    await line.prisma.presence.create({
      data: { id: randomUUID(), personId: ada.id, state: 'wrapUp', fromAt: '2026-03-02T08:58:00Z', until: '2026-03-02T08:59:00Z', via: 'call' },
    })
    const leave = { kind: 'training', note: 'x', fromAt: '2026-03-20T08:00:00Z', toAt: '2026-03-21T08:00:00Z', createdAt: new Date(0) }
    await line.prisma.leave.create({ data: { ...leave, id: randomUUID(), personId: ada.id } })
    await line.prisma.leave.create({ data: { ...leave, id: randomUUID(), personId: bo.id } })
    const { body } = await ada.ask('GET', '/api/me/shifts')
    expect(body).toMatchObject({
      at: '2026-03-02T09:00:00.000Z',
      mustSignIn: true,
      presence: { personId: ada.id, state: 'ready', since: '2026-03-02T08:59:00.000Z', until: null },
      leaves: [{ personId: ada.id, kind: 'training' }],
    })
    expect(body.duties).toMatchObject([
      { shiftId: shifts.onCall, kind: 'onCall', source: 'shift' },
      { shiftId: shifts.late, source: 'override', person: { name: 'Ada' }, planned: { name: 'Bo' }, from: '2026-03-14T12:00:00.000Z' },
      { shiftId: shifts.night, zone: 'Europe/Berlin' },
    ])
    expect((await bo.ask('GET', '/api/me/shifts')).body).toMatchObject({
      presence: null,
      duties: [{ shiftId: shifts.swapped, source: 'swap' }, { shiftId: shifts.late }],
    })
    const { key } = await line.apiKeys.createApiKey({ name: 'k', role: 'agent' })
    for (const path of ['shifts', 'feeds', 'notices', 'leaves'])
      expect((await browser(line.app, key).ask('GET', `/api/me/${path}`)).body.code).toBe('NEEDS_PERSON')
  })
})
