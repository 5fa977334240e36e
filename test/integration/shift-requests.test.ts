// Wishes, leave that is asked for, and shifts that look for somebody: over HTTP, on a real database, with a moved clock.
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { textService } from '../../services/messages/service.ts'
import { addStaffText } from '../../services/messages/store.ts'
import { repairRoutes } from '../../services/shifts/repair/routes.ts'
import { rosterRoutes } from '../../services/shifts/roster/routes.ts'
import { rosterService } from '../../services/shifts/roster/service.ts'
import { leaveRequestRoutes } from '../../services/shifts/requests/leave/routes.ts'
import { leaveRequestService } from '../../services/shifts/requests/leave/service.ts'
import { offerLinkRoutes } from '../../services/shifts/requests/link/routes.ts'
import { shiftOfferRoutes } from '../../services/shifts/requests/offers/routes.ts'
import { offerService, type OfferService } from '../../services/shifts/requests/offers/service.ts'
import { requestSweep } from '../../services/shifts/requests/sweep/service.ts'
import { wishRoutes } from '../../services/shifts/requests/wishes/routes.ts'
import { wishService } from '../../services/shifts/requests/wishes/service.ts'
import { rosterServer, type RosterServer } from '../support/roster-server.ts'
import { countWaiting } from '../support/database.ts'

type Hired = Awaited<ReturnType<RosterServer['someone']>>
let house: RosterServer
let [vera, ada, bob, cem, dina]: Hired[] = []
let sweep: () => Promise<void>
let links: string[] = []
let offers: OfferService

const berlin = (text: string): string => DateTime.fromISO(text, { zone: 'Europe/Berlin' }).toUTC().toISO() ?? ''

beforeAll(async () => {
  house = await rosterServer({
    routes: ({ database, clock }) => {
      const telling = { text: addStaffText, linkOf: (token: string) => (links.push(token), `https://line.example/shift-offer/${token}`) }
      offers = offerService({ database, clock, telling })
      sweep = requestSweep({ database, clock, telling }).sweep
      return [
        rosterRoutes({ roster: rosterService({ database, clock }) }),
        wishRoutes({ wishes: wishService({ database, clock }) }),
        leaveRequestRoutes({ requests: leaveRequestService({ database, clock }) }),
        shiftOfferRoutes({ offers }),
        offerLinkRoutes({ offers }),
        repairRoutes({ database, clock }),
      ]
    },
  })
  const { front } = house.ids
  ;[vera, ada, bob, cem, dina] = [
    await house.someone('supervisor', 'Vera', front),
    await house.someone('agent', 'Ada', front),
    await house.someone('agent', 'Bob', front),
    await house.someone('agent', 'Cem', front),
    await house.someone('agent', 'Dina', front),
  ]
  const contract = { validFrom: new Date('2026-01-01'), pack: 'plain', weeklyMinutes: 2_400 }
  await house.prisma.contract.createMany({ data: [vera, ada, bob, cem, dina].map(({ id }) => ({ personId: id, ...contract })) })
})
afterAll(() => house.close())
beforeEach(async () => {
  links = []
  await house.database.pool.query(
    'delete from shift_offer; delete from leave_request; delete from wish; delete from notice; delete from text_message; delete from override; delete from shift; delete from leave; delete from need',
  )
})

const day = (personId: string, date: string, from = '08:00', to = '16:00', more = {}) =>
  house.addShift({ personId, from: berlin(`${date}T${from}`), to: berlin(`${date}T${to}`), ...more })
const night = (personId: string, date: string) =>
  house.addShift({ personId, from: berlin(`${date}T22:00`), to: berlin(`${DateTime.fromISO(date).plus({ days: 1 }).toISODate()}T06:00`) })
const offer = async (who: Hired, given: object) => (await who.ask('POST', '/api/shift-offers', given)).body
const answer = async (who: Hired, id: string, given: object = { isYes: true }) => who.ask('POST', `/api/shift-offers/${id}/answer`, given)
const worker = async (shiftId: string) => {
  const rows = await house.prisma.duty.findMany({ where: { plan: 'published', shiftId }, include: { person: true }, orderBy: { startsAt: 'asc' } })
  return rows.map(({ person }) => person.name).join(' ')
}
const told = async (who: Hired) =>
  (await who.ask('GET', '/api/me/notices')).body.map(({ kind, body }: { kind: string; body: { outcome?: string } }) =>
    [kind, body.outcome].filter(Boolean).join(' '),
  )

describe('a replacement', () => {
  it('is offered to those who may, in a fair order; the first lawful yes has it, the others are told', async () => {
    const shift = await day(ada!.id, '2026-03-05')
    await day(bob!.id, '2026-03-05', '12:00', '20:00') // is at work himself
    await day(cem!.id, '2026-03-03') // has had more than Dina
    const made = await offer(vera!, { kind: 'replacement', shiftId: shift, reason: 'Ada is ill' })
    expect(made).toMatchObject({ kind: 'replacement', state: 'open', person: { name: 'Ada' }, reason: 'Ada is ill' })
    expect(made.people.map(({ name }: { name: string }) => name)).toEqual(['Dina', 'Vera', 'Cem'])
    expect(made.people[2].why).toMatchObject({ nights: 0, hours: 8 })
    const seen = (await cem!.ask('GET', '/api/shift-offers')).body
    expect(seen.open).toMatchObject([{ id: made.id, reason: '', people: [{ name: 'Cem', why: {} }], mine: { canTake: true, findings: [] } }])
    expect((await bob!.ask('GET', '/api/shift-offers')).body.open).toEqual([])
    expect((await answer(bob!, made.id)).status).toBe(404)
    const taken = await answer(cem!, made.id)
    expect(taken.body).toMatchObject({ state: 'done', takenBy: { name: 'Cem' }, people: [{ answer: 'yes', via: 'page', noticeMinutes: 4_200 }] })
    expect(await worker(shift)).toBe('Cem')
    expect((await answer(dina!, made.id)).body).toMatchObject({ state: 'done', people: [{ answer: 'late' }] })
    expect(await told(dina!)).toEqual(['offerEnded late'])
    expect(await told(ada!)).toEqual(expect.arrayContaining(['roster', 'offerEnded done']))
    expect(await told(vera!)).toContain('offerEnded done')
    const [override] = (await vera!.ask('GET', '/api/overrides?from=2026-03-05&to=2026-03-06')).body
    expect(override).toMatchObject({ reason: 'Ada is ill', createdBy: 'Cem' })
  })

  it('two yes at once: one has it', async () => {
    const shift = await day(ada!.id, '2026-03-05')
    const { id } = await offer(vera!, { kind: 'replacement', shiftId: shift, reason: 'ill' })
    const answers = await Promise.all([bob!, cem!, dina!].map((who) => answer(who, id)))
    const words = answers
      .map(({ body }) => body.people?.[0]?.answer)
      .filter(Boolean)
      .sort()
    expect(words.filter((word) => word === 'yes')).toHaveLength(1)
    expect(await house.prisma.override.count({ where: { revokedAt: null } })).toBe(1)
  })

  it('a yes that would be unlawful by now is none, and says why', async () => {
    const shift = await night(ada!.id, '2026-03-10')
    const { id } = await offer(vera!, { kind: 'replacement', shiftId: shift, reason: 'ill' })
    await night(bob!.id, '2026-03-11')
    const { body } = await answer(bob!, id)
    expect(body).toMatchObject({ state: 'open', mine: { canTake: false, findings: [{ rule: 'twoNights' }] }, people: [{ answer: 'unlawful' }] })
    expect(await worker(shift)).toBe('Ada')
  })

  it('of many the first three are asked first; nobody after half an hour: supervisors are told, once', async () => {
    const shift = await day(ada!.id, '2026-03-05')
    await house.prisma.person.update({ where: { id: bob!.id }, data: { phone: '+4930555001', language: 'ru' } })
    const { id } = await offer(vera!, { kind: 'replacement', shiftId: shift, reason: 'ill' })
    const asked = async () => (await house.prisma.offerPerson.findMany({ where: { offerId: id, toldAt: { not: null } } })).length
    expect(await asked()).toBe(3)
    expect(await house.prisma.textMessage.findMany()).toMatchObject([{ to: '+4930555001', text: expect.stringContaining('чт 5') }])
    house.clock.move({ minutes: 16 })
    await sweep()
    expect(await asked()).toBe(4)
    expect(await told(vera!)).toEqual(['offer'])
    house.clock.move({ minutes: 15 })
    await sweep()
    await sweep()
    expect((await told(vera!)).filter((one: string) => one === 'offerEnded raised')).toHaveLength(1)
    house.clock.move({ days: 4 })
    await sweep()
    expect((await vera!.ask('GET', `/api/shift-offers/${id}`)).body.state).toBe('expired')
    house.clock.move({ days: -4, minutes: -31 })
  })

  it('nobody is woken by a text about a shift that has time: it waits for his morning, and so do the next ones and who is told that nobody came', async () => {
    const shift = await day(ada!.id, '2026-03-05')
    const phones = [bob!, cem!, dina!].map(({ id }, n) => house.prisma.person.update({ where: { id }, data: { phone: `+493055500${n + 1}` } }))
    await Promise.all(phones)
    // Bob's house is in Tokyo, where it is eleven in the morning.
    const tokyo = await house.prisma.site.create({ data: { id: randomUUID(), name: 'Tokyo', zone: 'Asia/Tokyo' } })
    await house.prisma.person.update({ where: { id: bob!.id }, data: { siteId: tokyo.id } })
    const texts = async () => (await house.prisma.textMessage.findMany({ orderBy: { to: 'asc' } })).map(({ to }) => to.slice(-1)).join('')
    house.clock.move({ minutes: -7 * 60 }) // 03:00
    const { id, raiseAt } = await offer(vera!, { kind: 'replacement', shiftId: shift, reason: 'ill' })
    expect(raiseAt).toBe(berlin('2026-03-02T08:30'))
    expect(await told(bob!)).toContain('offer')
    expect(await texts()).toBe('1')
    house.clock.move({ minutes: 4 * 60 + 59 })
    await sweep()
    expect(await texts()).toBe('1')
    expect((await told(vera!)).filter((one: string) => one === 'offerEnded raised')).toEqual([])
    const waits = (await vera!.ask('GET', `/api/shift-offers/${id}`)).body.people.map(({ name, textAt }: { name: string; textAt: string | null }) => [
      name,
      textAt,
    ])
    expect(waits).toEqual(
      expect.arrayContaining([
        ['Bob', null],
        ['Cem', berlin('2026-03-02T08:00')],
      ]),
    )
    house.clock.move({ minutes: 1 })
    await sweep()
    await sweep()
    expect(await texts()).toBe('123')
    expect(await told(vera!)).not.toContain('offer')
    house.clock.move({ minutes: 16 })
    await sweep()
    expect(await told(vera!)).toContain('offer')
    house.clock.move({ minutes: 15 })
    await sweep()
    expect((await told(vera!)).filter((one: string) => one === 'offerEnded raised')).toHaveLength(1)
    house.clock.move({ minutes: 89 })
    await house.prisma.person.update({ where: { id: bob!.id }, data: { siteId: null } })
    await house.prisma.person.updateMany({ where: { id: { in: [cem!.id, dina!.id] } }, data: { phone: null } })
  })

  it('a link in a text answers without signing in; looking at it does not', async () => {
    const shift = await day(ada!.id, '2026-03-05')
    await house.prisma.person.updateMany({ where: { id: bob!.id }, data: { phone: '+4930555001', language: 'en' } })
    const { id } = await offer(vera!, { kind: 'replacement', shiftId: shift, reason: 'ill' })
    const [text] = await house.prisma.textMessage.findMany()
    const path = new URL(/https:\S+/.exec(text?.text ?? '')?.[0] ?? '').pathname
    const page = await house.app.inject({ method: 'GET', url: path })
    expect(page.body).toContain('Yes, I work it')
    expect(page.body).not.toContain('ill')
    expect((await vera!.ask('GET', `/api/shift-offers/${id}`)).body.state).toBe('open')
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await house.app.inject({ method: 'POST', url: path, headers, payload: 'answer=yes' })).statusCode).toBe(303)
    expect((await house.app.inject({ method: 'GET', url: path })).body).toContain('The shift is yours')
    expect(await worker(shift)).toBe('Bob')
    expect((await vera!.ask('GET', `/api/shift-offers/${id}`)).body.people).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'Bob', answer: 'yes', via: 'text' })]),
    )
    expect((await house.app.inject({ method: 'GET', url: '/shift-offer/0123456789012345678901' })).statusCode).toBe(404)
  })
})

it('a text with "yes" answers the one shift that was asked for, and is nothing else', async () => {
  const shift = await day(ada!.id, '2026-03-05')
  await house.prisma.person.updateMany({ where: { id: bob!.id }, data: { phone: '+4930555001', language: 'en' } })
  expect(await offers.answerByText('+4930555001', 'yes')).toBe(false)
  await offer(vera!, { kind: 'replacement', shiftId: shift, reason: 'ill' })
  expect(await offers.answerByText('+4930555001', 'yes please')).toBe(false)
  expect(await offers.answerByText('+4930555999', 'yes')).toBe(false)
  expect(await offers.answerByText('+4930555001', ' Ja! ')).toBe(true)
  expect(await worker(shift)).toBe('Bob')
})

it('a text that is delivered twice answers once: not the next shift that he is asked about', async () => {
  await house.prisma.person.updateMany({ where: { id: bob!.id }, data: { phone: '+4930555001', language: 'en' } })
  const quiet = () => undefined
  const texts = textService({ database: house.database, announce: quiet, wake: quiet, answerOffer: offers.answerByText })
  const raw = {
    callSid: 'SM1',
    kind: 'message',
    token: null,
    fingerprint: 'ab'.repeat(32),
    url: '/',
    params: {},
    receivedAt: berlin('2026-03-02T10:00'),
  } as const
  const yes = { raw, sid: 'SM1', from: '+4930555001', to: '+493023125100', text: 'Yes' }
  const [first, second] = [await day(ada!.id, '2026-03-05'), await day(ada!.id, '2026-03-07')]
  await offer(vera!, { kind: 'replacement', shiftId: first, reason: 'ill' })
  await texts.receive(yes)
  await offer(ada!, { kind: 'give', shiftId: second })
  await texts.receive(yes)
  expect([await worker(first), await worker(second)]).toEqual(['Bob', 'Ada'])
})

describe('other offers', () => {
  it('an open shift is made when somebody takes it, in both plans', async () => {
    const wanted = { date: '2026-03-06', startsAt: '08:00', endsAt: '14:00', siteId: house.ids.site, kind: 'desk', levelId: house.ids.front }
    expect((await bob!.ask('POST', '/api/shift-offers', { kind: 'open', wanted })).status).toBe(403)
    const made = await offer(vera!, { kind: 'open', wanted })
    expect(made.shift).toMatchObject({ id: null, kind: 'desk', from: berlin('2026-03-06T08:00') })
    expect((await answer(bob!, made.id)).body).toMatchObject({ state: 'done' })
    expect((await house.prisma.shift.findMany()).map(({ plan, personId }) => [plan, personId]).sort()).toEqual([
      ['draft', bob!.id],
      ['published', bob!.id],
    ])
  })

  it('a shift is given away by its own person only, and goes on from whoever stands in', async () => {
    const shift = await day(ada!.id, '2026-03-05')
    expect((await bob!.ask('POST', '/api/shift-offers', { kind: 'give', shiftId: shift })).status).toBe(404)
    const first = await offer(ada!, { kind: 'give', shiftId: shift, reason: 'a wedding' })
    expect((await bob!.ask('GET', `/api/shift-offers/${first.id}`)).body.reason).toBe('')
    expect((await answer(bob!, first.id)).body.state).toBe('done')
    const second = await offer(bob!, { kind: 'give', shiftId: shift })
    expect((await answer(ada!, second.id)).body.state).toBe('done')
    expect(await worker(shift)).toBe('Ada')
    expect(await house.prisma.override.count({ where: { revokedAt: null } })).toBe(0)
  })

  it('two exchange their shifts; what only warns waits for a supervisor, who may find it unlawful by then', async () => {
    const [mine, theirs] = [await day(ada!.id, '2026-03-05'), await day(bob!.id, '2026-03-06')]
    const swap = await offer(ada!, { kind: 'swap', shiftId: mine, withShiftId: theirs })
    expect((await bob!.ask('GET', `/api/shift-offers/${swap.id}`)).body.mine).toMatchObject({ canTake: true, gives: [theirs] })
    expect((await answer(bob!, swap.id)).body.state).toBe('done')
    expect([await worker(mine), await worker(theirs)]).toEqual(['Bob', 'Ada'])
    await house.prisma.contract.updateMany({ where: { personId: cem!.id }, data: { weeklyMinutes: 300 } })
    const given = await offer(dina!, { kind: 'give', shiftId: await day(dina!.id, '2026-03-07') })
    expect((await answer(cem!, given.id)).body).toMatchObject({ state: 'accepted', takenBy: { name: 'Cem' } })
    expect(await told(vera!)).toContain('offerEnded accepted')
    expect((await cem!.ask('POST', `/api/shift-offers/${given.id}/decision`, { isGranted: true })).status).toBe(403)
    await day(cem!.id, '2026-03-07', '12:00', '20:00')
    const refused = await vera!.ask('POST', `/api/shift-offers/${given.id}/decision`, { isGranted: true, answer: 'so be it' })
    expect(refused.body).toMatchObject({ state: 'refused', mine: { findings: expect.arrayContaining([expect.objectContaining({ rule: 'overlap' })]) } })
    await house.prisma.contract.updateMany({ data: { weeklyMinutes: 2_400 } })
  })

  it('is withdrawn by whose it is; a replacement ends it; of one shift there is one', async () => {
    const shift = await day(ada!.id, '2026-03-05')
    const given = await offer(ada!, { kind: 'give', shiftId: shift })
    expect((await ada!.ask('POST', '/api/shift-offers', { kind: 'give', shiftId: shift })).body.code).toBe('ALREADY_EXISTS')
    expect((await bob!.ask('POST', `/api/shift-offers/${given.id}/withdrawal`)).status).toBe(404)
    await offer(vera!, { kind: 'replacement', shiftId: shift, reason: 'ill' })
    expect((await ada!.ask('GET', `/api/shift-offers/${given.id}`)).body.state).toBe('withdrawn')
    expect((await ada!.ask('POST', `/api/shift-offers/${given.id}/withdrawal`)).body.code).toBe('OFFER_IS_OVER')
  })
})

it('what waits is on the list however much there was in the last weeks', async () => {
  const { site: siteId, front: levelId } = house.ids
  const span = (days: number) => ({
    startsAt: new Date(Date.parse(berlin('2026-03-02T10:00')) - days * 3_600_000 * 24),
    endsAt: new Date(berlin('2026-03-02T08:00')),
  })
  const row = (n: number) => ({ ...span(1 + n / 300), id: randomUUID(), kind: 'open', wanted: {}, siteId, levelId, state: 'expired', needsApproval: false })
  const made = { createdById: vera!.id, createdAt: new Date(berlin('2026-03-01T08:00')) }
  const wanted = {
    date: '2026-03-06',
    startsAt: '08:00',
    endsAt: '14:00',
    siteId,
    kind: 'desk',
    levelId,
    shiftTypeId: null,
    skill: null,
    buddyId: null,
    note: '',
  }
  await house.prisma.shiftOffer.createMany({ data: Array.from({ length: 210 }, (_, n) => ({ ...row(n), ...made, wanted })) })
  const { id } = await offer(vera!, { kind: 'replacement', shiftId: await day(ada!.id, '2026-03-05'), reason: 'ill' })
  const list = (await vera!.ask('GET', '/api/shift-offers')).body
  expect(list.open.map((one: { id: string }) => one.id)).toEqual([id])
  expect(list.past.length).toBe(200)

  const asked = (n: number) => ({
    id: randomUUID(),
    personId: ada!.id,
    kind: 'leave',
    createdAt: made.createdAt,
    fromAt: span(20 + n / 300).startsAt,
    toAt: made.createdAt,
  })
  await house.prisma.leaveRequest.createMany({ data: Array.from({ length: 210 }, (_, n) => ({ ...asked(n), state: 'withdrawn' })) })
  const leave = (await bob!.ask('POST', '/api/leave-requests', { kind: 'leave', fromAt: berlin('2026-04-01T00:00'), toAt: berlin('2026-04-02T00:00') })).body
  const requests = (await vera!.ask('GET', '/api/leave-requests')).body
  expect(requests.map((one: { id: string }) => one.id)).toContain(leave.id)
})

describe('what was said yes to', () => {
  it('is the time that was offered: a shift that has become longer is withdrawn, and so is one whose type has other hours', async () => {
    const shift = await day(ada!.id, '2026-03-05')
    const { id } = await offer(vera!, { kind: 'replacement', shiftId: shift, reason: 'ill' })
    await house.prisma.shift.updateMany({ where: { id: shift }, data: { endsAt: new Date(berlin('2026-03-05T20:00')) } })
    expect((await answer(bob!, id)).body.code).toBe('OFFER_CHANGED')
    expect((await vera!.ask('GET', `/api/shift-offers/${id}`)).body).toMatchObject({ state: 'withdrawn', takenBy: null })
    expect(await worker(shift)).toBe('Ada')

    const { site, front } = house.ids
    const type = { siteId: site, name: 'Late', startsAt: '14:00', endsAt: '20:00', kind: 'desk', levelId: front, breaks: [], forbiddenNext: [] }
    const { id: shiftTypeId } = await house.prisma.shiftType.create({ data: { id: randomUUID(), ...type } })
    const open = await offer(vera!, { kind: 'open', wanted: { date: '2026-03-06', shiftTypeId } })
    await house.prisma.shiftType.update({ where: { id: shiftTypeId }, data: { endsAt: '23:00' } })
    expect((await answer(bob!, open.id)).body.code).toBe('OFFER_CHANGED')
    expect(await house.prisma.shift.count({ where: { personId: bob!.id } })).toBe(0)
  })

  it('is, of an exchange, exactly what both have seen, until a supervisor has decided; the other is told', async () => {
    const endAt = (id: string, text: string) => house.prisma.shift.updateMany({ where: { id }, data: { endsAt: new Date(berlin(text)) } })
    const [mine, theirs] = [await day(ada!.id, '2026-03-05'), await day(bob!.id, '2026-03-06')]
    const given = { kind: 'swap', shiftId: mine, withShiftId: theirs }
    const longer = await offer(ada!, given)
    await endAt(theirs, '2026-03-06T20:00')
    expect(await answer(bob!, longer.id)).toMatchObject({ status: 409, body: { code: 'OFFER_CHANGED' } })
    expect(await told(ada!)).toContain('offerEnded changed')
    const shorter = await offer(ada!, given)
    await endAt(mine, '2026-03-05T12:00')
    expect((await answer(bob!, shorter.id)).body.code).toBe('OFFER_CHANGED')
    expect([await worker(mine), await worker(theirs)]).toEqual(['Ada', 'Bob'])

    await house.prisma.contract.updateMany({ where: { personId: cem!.id }, data: { weeklyMinutes: 300 } })
    const [one, other] = [await day(dina!.id, '2026-03-09', '08:00', '18:00'), await day(cem!.id, '2026-03-10', '08:00', '09:00')]
    const any = await offer(dina!, { kind: 'swap', shiftId: one })
    expect((await answer(cem!, any.id, { isYes: true, withShiftId: other })).body.state).toBe('accepted')
    await endAt(other, '2026-03-10T10:00')
    expect((await vera!.ask('POST', `/api/shift-offers/${any.id}/decision`, { isGranted: true })).body.code).toBe('OFFER_CHANGED')
    expect([await told(dina!), await told(cem!)]).toEqual([expect.arrayContaining(['offerEnded changed']), expect.arrayContaining(['offerEnded changed'])])
    expect([await worker(one), await worker(other)]).toEqual(['Dina', 'Cem'])
    await house.prisma.contract.updateMany({ data: { weeklyMinutes: 2_400 } })
  })

  it('who is ill does not end the search for who stands in for him', async () => {
    const { id } = await offer(vera!, { kind: 'replacement', shiftId: await day(ada!.id, '2026-03-05'), reason: 'ill' })
    expect((await ada!.ask('POST', `/api/shift-offers/${id}/withdrawal`)).status).toBe(404)
    expect((await vera!.ask('POST', `/api/shift-offers/${id}/withdrawal`)).body.state).toBe('withdrawn')
  })

  it('of a shift that is given away again and again nobody gets more than one text', async () => {
    const shift = await day(ada!.id, '2026-03-05')
    await house.prisma.person.updateMany({ where: { id: bob!.id }, data: { phone: '+4930555001' } })
    for (let times = 0; times < 3; times += 1) {
      const { id } = await offer(ada!, { kind: 'give', shiftId: shift })
      await ada!.ask('POST', `/api/shift-offers/${id}/withdrawal`)
    }
    await offer(ada!, { kind: 'swap', shiftId: shift, withShiftId: await day(bob!.id, '2026-03-06') })
    expect(await house.prisma.textMessage.count()).toBe(1)
    expect(await told(bob!)).toContain('offer')
    await offer(vera!, { kind: 'replacement', shiftId: shift, reason: 'ill' })
    expect(await house.prisma.textMessage.count()).toBe(2)
  })
})

it('a repair is asked for and made by who plans', async () => {
  const shift = await day(ada!.id, '2026-03-05')
  const query = { personId: ada!.id, fromAt: berlin('2026-03-05T00:00'), toAt: berlin('2026-03-06T00:00') }
  expect((await bob!.ask('POST', '/api/repairs', query)).status).toBe(403)
  const { repairs, seen, why } = (await vera!.ask('POST', '/api/repairs', query)).body
  expect(why).toEqual([])
  expect(repairs).toMatchObject([
    { touched: [{}], cost: { minutes: 480, fairness: 0 }, left: [] },
    { touched: [{}], cost: { fairness: 1 } },
  ])
  const choice = { query, seen, reason: 'ill', steps: repairs[0].steps }
  expect((await bob!.ask('POST', '/api/repairs/choice', choice)).status).toBe(403)
  expect((await vera!.ask('POST', '/api/repairs/choice', choice)).status).toBe(204)
  expect(await worker(shift)).toBe(repairs[0].touched[0].name)
  expect((await vera!.ask('POST', '/api/repairs/choice', choice)).body.code).toBe('ROSTER_CHANGED')
  const gap = {
    siteId: house.ids.site,
    levelId: house.ids.front,
    kind: 'desk',
    skill: null,
    fromAt: berlin('2026-03-06T08:00'),
    toAt: berlin('2026-03-06T14:00'),
  }
  const closing = (await vera!.ask('POST', '/api/repairs', gap)).body
  expect(closing.repairs[0].steps).toMatchObject([{ kind: 'newShift', shift: { date: '2026-03-06', startsAt: '08:00', endsAt: '14:00' } }])
  const made = await vera!.ask('POST', '/api/repairs/choice', { query: gap, seen: closing.seen, reason: 'too few', steps: closing.repairs[0].steps })
  expect(made.status).toBe(204)
})

describe('leave that is asked for', () => {
  it('shows what it would leave uncovered, becomes a leave, or is refused with a word', async () => {
    await day(ada!.id, '2026-03-05')
    const need = { siteId: house.ids.site, levelId: house.ids.front, kind: 'desk', days: [4], startsAt: '08:00', endsAt: '16:00', people: 1 }
    await house.prisma.need.create({ data: { id: crypto.randomUUID(), ...need } })
    const span = { fromAt: berlin('2026-03-05T00:00'), toAt: berlin('2026-03-06T00:00') }
    const asked = (await ada!.ask('POST', '/api/leave-requests', { kind: 'leave', ...span, note: 'a wedding' })).body
    expect(asked).toMatchObject({ state: 'asked', shifts: 1, uncovered: [] })
    expect(await told(vera!)).toEqual(['leaveAsked'])
    expect((await bob!.ask('GET', '/api/leave-requests')).body).toEqual([])
    expect((await vera!.ask('GET', '/api/leave-requests')).body).toMatchObject([{ person: { name: 'Ada' }, uncovered: [{ need: 1, have: 0 }] }])
    const decided = await vera!.ask('POST', `/api/leave-requests/${asked.id}/decision`, { isGranted: true, answer: 'enjoy it' })
    expect(decided.body).toMatchObject({ state: 'granted', decidedBy: 'Vera', answer: 'enjoy it' })
    expect(await told(ada!)).toEqual(['leaveDecided granted'])
    expect(await house.prisma.leave.findMany()).toMatchObject([{ personId: ada!.id, kind: 'leave' }])
    expect((await vera!.ask('POST', `/api/leave-requests/${asked.id}/decision`, { isGranted: false })).status).toBe(409)
    const other = (await bob!.ask('POST', '/api/leave-requests', { kind: 'training', ...span })).body
    expect((await bob!.ask('POST', `/api/leave-requests/${other.id}/withdrawal`)).body.state).toBe('withdrawn')
  })
})

it('nobody decides about his own leave or exchange while there is another who plans; who is alone says why', async () => {
  const [rosa, span] = [await house.someone('supervisor', 'Rosa', house.ids.front), { fromAt: berlin('2026-03-12T00:00'), toAt: berlin('2026-03-13T00:00') }]
  const asked = (await rosa.ask('POST', '/api/leave-requests', { kind: 'leave', ...span })).body
  const decide = (who: Hired, what: string, given: object = {}) => who.ask('POST', `/api/${what}/decision`, { isGranted: true, ...given })
  expect((await decide(rosa, `leave-requests/${asked.id}`, { answer: 'mine' })).body.code).toBe('OWN_REQUEST')
  expect((await rosa.ask('POST', '/api/leaves', { personId: rosa.id, kind: 'leave', ...span })).body.code).toBe('OWN_REQUEST')
  await house.prisma.contract.create({ data: { personId: rosa.id, validFrom: new Date('2026-01-01'), pack: 'plain', weeklyMinutes: 300 } })
  const given = await offer(ada!, { kind: 'give', shiftId: await day(ada!.id, '2026-03-05') })
  expect((await answer(rosa, given.id)).body.state).toBe('accepted')
  expect((await decide(rosa, `shift-offers/${given.id}`)).body.code).toBe('OWN_REQUEST')
  expect((await decide(vera!, `shift-offers/${given.id}`)).body.state).toBe('done')

  const others = { role: { in: ['supervisor', 'manager', 'admin'] as const }, id: { not: rosa.id }, isActive: true }
  const { count } = await house.prisma.person.updateMany({ where: { ...others, role: { in: [...others.role.in] } }, data: { isActive: false } })
  expect(count).toBeGreaterThan(1)
  expect((await decide(rosa, `leave-requests/${asked.id}`)).body.code).toBe('ALONE_SAY_WHY')
  expect((await decide(rosa, `leave-requests/${asked.id}`, { answer: 'nobody else plans here' })).body).toMatchObject({ state: 'granted', decidedBy: 'Rosa' })
  const [row] = await house.prisma.auditEntry.findMany({ where: { kind: 'request.decidedAlone', subject: asked.id } })
  expect(row).toMatchObject({ actor: rosa.id, body: { what: 'leave', reason: 'nobody else plans here' } })
  await house.prisma.person.updateMany({ data: { isActive: true } })
})

it('who plans changes his own shifts in the open: the audit marks it, and who stands above hears of it', async () => {
  const since = (await house.prisma.auditEntry.aggregate({ _max: { id: true } }))._max.id ?? 0n
  const [adas, bobs] = [await night(ada!.id, '2026-03-05'), await day(bob!.id, '2026-03-09')]
  const seen = async () =>
    (await house.boss.ask('GET', '/api/me/notices')).body
      .filter(({ kind }: { kind: string }) => kind === 'ownShifts')
      .map(({ body }: { body: { name: string; what: string; from: string } }) => `${body.name} ${body.what} ${body.from}`)
      .sort()
  // Of others: nothing to see. An agent who takes a shift over does what he may.
  expect((await vera!.ask('POST', '/api/overrides', { shiftId: bobs, personId: cem!.id, reason: 'ill' })).status).toBe(201)
  expect((await dina!.ask('POST', '/api/overrides', { shiftId: await day(cem!.id, '2026-03-10'), personId: dina!.id, reason: 'me' })).status).toBe(201)
  expect(await seen()).toEqual([])
  expect((await vera!.ask('POST', '/api/overrides', { shiftId: adas, personId: vera!.id, reason: 'the night is mine' })).status).toBe(201)
  const own = await day(vera!.id, '2026-03-11')
  expect((await vera!.ask('POST', '/api/swaps', { shiftId: await day(ada!.id, '2026-03-12'), withShiftId: own, reason: 'x' })).status).toBe(201)
  await day(vera!.id, '2026-03-16', '08:00', '16:00', { plan: 'draft' })
  await day(ada!.id, '2026-03-17', '08:00', '16:00', { plan: 'draft' })
  const publish = async (from: string, to: string) => {
    const { seen: looked } = (await vera!.ask('GET', `/api/roster/diff?from=${from}&to=${to}`)).body
    return (await vera!.ask('POST', '/api/roster/publish', { from, to, seen: looked, reason: 'short notice' })).status
  }
  expect([await publish('2026-03-17', '2026-03-18'), await publish('2026-03-16', '2026-03-17')]).toEqual([200, 200])
  expect(await seen()).toEqual([`Vera override ${berlin('2026-03-05T22:00')}`, 'Vera publication 2026-03-16', `Vera swap ${berlin('2026-03-11T08:00')}`])
  const entries = await house.prisma.auditEntry.findMany({ where: { id: { gt: since }, kind: 'roster.ownShifts' }, orderBy: { id: 'asc' } })
  expect(entries.map(({ actor, body }) => [actor, (body as { what: string }).what])).toEqual(
    ['override', 'swap', 'publication'].map((what) => [vera!.id, what]),
  )
})

it('leave is granted, and a contract changed, before a publication or after it: whoever is told of either has seen the other', async () => {
  const { pool } = house.database
  const holding = await pool.connect()
  const span = { fromAt: berlin('2026-03-05T00:00'), toAt: berlin('2026-03-06T00:00') }
  await holding.query(`begin; select pg_advisory_xact_lock(hashtext('nightline_roster'))`)
  const granting = vera!.ask('POST', '/api/leaves', { personId: ada!.id, kind: 'leave', ...span })
  const changing = vera!.ask('PATCH', `/api/workers/${bob!.id}`, { speaks: ['de'] })
  await expect.poll(() => countWaiting(pool), { timeout: 10_000 }).toBe(2)
  await holding.query('commit')
  holding.release()
  expect([(await granting).status, (await changing).status]).toEqual([201, 200])
})

describe('wishes', () => {
  it('are seen by whose they are and by who plans', async () => {
    const given = { fromDate: '2026-03-10', toDate: '2026-03-12', kind: 'off', weight: 5, note: 'exams' }
    const made = (await ada!.ask('POST', '/api/wishes', given)).body
    expect(made).toMatchObject({ ...given, person: 'Ada' })
    expect((await bob!.ask('GET', '/api/wishes')).body).toEqual([])
    expect((await vera!.ask('GET', '/api/wishes?from=2026-03-11&to=2026-03-20')).body).toHaveLength(1)
    expect((await vera!.ask('GET', '/api/wishes?from=2026-03-12&to=2026-03-20')).body).toEqual([])
    expect((await bob!.ask('POST', '/api/wishes', { ...given, personId: ada!.id })).status).toBe(403)
    expect((await bob!.ask('DELETE', `/api/wishes/${made.id}`)).status).toBe(404)
    expect((await ada!.ask('DELETE', `/api/wishes/${made.id}`)).status).toBe(204)
  })
})

describe('reminders', () => {
  it('come once, a day before, and not at night', async () => {
    await day(ada!.id, '2026-03-03', '06:00', '14:00')
    await sweep()
    await sweep()
    expect(await told(ada!)).toEqual(['reminder'])
    await day(bob!.id, '2026-03-04', '07:00', '14:00')
    house.clock.move({ minutes: 720 })
    await sweep()
    expect(await told(bob!)).toEqual([])
    house.clock.move({ minutes: 660 })
    await sweep()
    expect(await told(bob!)).toEqual(['reminder'])
    house.clock.move({ minutes: -1_380 })
  })

  it('reach the others where one cannot be written down', async () => {
    await house.prisma.person.updateMany({ where: { id: ada!.id }, data: { phone: '+4930555002' } })
    await day(ada!.id, '2026-03-03', '06:00', '14:00')
    await day(bob!.id, '2026-03-03', '07:00', '14:00')
    const telling = { text: () => Promise.reject(new Error('no such number')), linkOf: (token: string) => token }
    await house.prisma.person.updateMany({ where: { id: bob!.id }, data: { phone: null } })
    await expect(requestSweep({ database: house.database, clock: house.clock, telling }).sweep()).rejects.toThrow('no such number')
    expect(await told(bob!)).toEqual(['reminder'])
    await house.prisma.person.updateMany({ where: { id: ada!.id }, data: { phone: null } })
  })
})
