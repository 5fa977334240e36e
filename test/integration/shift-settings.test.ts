import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPinOf } from '../../services/secrets/service.ts'
import { browser, type Browser } from '../support/access.ts'
import { listenTo, rosterServer, type RosterServer } from '../support/roster-server.ts'

let line: RosterServer
let chef: Browser & { id: string }
let agent: Browser & { id: string }
let live: Awaited<ReturnType<typeof listenTo>>
const NOBODY = '00000000-0000-4000-8000-000000000000'

beforeAll(async () => {
  line = await rosterServer()
  chef = await line.someone('supervisor', 'Sue', line.ids.front)
  agent = await line.someone('agent', 'Ada', line.ids.front)
  live = await listenTo(line)
})
afterAll(async () => {
  await live.stop()
  await line.close()
})

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code ?? ''}`.trim()
const night = () => ({ siteId: line.ids.site, name: 'Night', startsAt: '22:00', endsAt: '06:00', kind: 'desk', levelId: line.ids.front })

describe('skills, shift types and needs', () => {
  it('are made, changed and heard of', async () => {
    expect(codeOf(await chef.ask('POST', '/api/skills', { key: 'heating', name: 'Heating' }))).toBe('201')
    expect(codeOf(await chef.ask('POST', '/api/skills', { key: 'heating', name: 'Again' }))).toBe('409 ALREADY_EXISTS')
    expect((await chef.ask('PATCH', '/api/skills/heating', { name: 'Heat' })).body).toEqual({ key: 'heating', name: 'Heat' })
    expect(codeOf(await chef.ask('PATCH', '/api/skills/water', { name: 'x' }))).toBe('404 NOT_FOUND')

    const { status, body } = await chef.ask('POST', '/api/shift-types', {
      ...night(),
      skill: 'heating',
      breaks: [{ from: '02:00', minutes: 30, isPaid: false }],
    })
    expect([status, body]).toEqual([201, expect.objectContaining({ isActive: true, forbiddenNext: [], skill: 'heating' })])
    const changed = await chef.ask('PATCH', `/api/shift-types/${body.id}`, { name: 'Long night', forbiddenNext: [body.id] })
    expect(changed.body).toEqual({ ...body, name: 'Long night', forbiddenNext: [body.id] })
    expect((await chef.ask('PATCH', `/api/shift-types/${body.id}`, { isActive: false })).body.isActive).toBe(false)
    expect(codeOf(await chef.ask('DELETE', `/api/shift-types/${body.id}`))).toBe('404 ROUTE_NOT_FOUND')

    const need = {
      siteId: line.ids.site,
      levelId: line.ids.front,
      kind: 'desk',
      skill: 'heating',
      days: [5, 1, 1],
      startsAt: '08:00',
      endsAt: '16:00',
      people: 2,
    }
    const made = await chef.ask('POST', '/api/needs', need)
    expect(made.body).toEqual({
      ...need,
      id: made.body.id,
      days: [1, 5],
      zone: 'Europe/Berlin',
      onHolidays: true,
      validFrom: null,
      validTo: null,
      isInstead: false,
    })
    expect((await chef.ask('PATCH', `/api/needs/${made.body.id}`, { people: 3 })).body).toEqual({ ...made.body, people: 3 })
    expect((await agent.ask('GET', '/api/needs')).body).toHaveLength(1)

    expect((await chef.ask('DELETE', '/api/skills/heating')).body).toMatchObject({ code: 'STILL_IN_USE', values: { place: '1 shift type, 1 need' } })
    expect(codeOf(await chef.ask('DELETE', `/api/needs/${made.body.id}`))).toBe('204')
    expect(codeOf(await chef.ask('DELETE', `/api/needs/${made.body.id}`))).toBe('404 NOT_FOUND')
    expect((await chef.ask('PATCH', `/api/shift-types/${body.id}`, { skill: null })).body.skill).toBeNull()
    expect(codeOf(await chef.ask('DELETE', '/api/skills/heating'))).toBe('204')
    await expect.poll(() => live.notes.filter((note) => note === 'roster settings').length).toBe(10)
  })

  it.each([
    [{ name: 'Long night' }, '409 ALREADY_EXISTS'],
    [{ siteId: NOBODY }, '400 SITE_UNKNOWN'],
    [{ levelId: NOBODY }, '400 LEVEL_UNKNOWN'],
    [{ skill: 'diving' }, '400 SKILL_UNKNOWN'],
    [{ forbiddenNext: [NOBODY] }, '404 NOT_FOUND'],
    [{ startsAt: '24:00' }, '400 INVALID_INPUT'],
  ])('refuse a shift type with %j', async (part, code) => expect(codeOf(await chef.ask('POST', '/api/shift-types', { ...night(), ...part }))).toBe(code))

  it('are for those who plan', async () => {
    expect(codeOf(await agent.ask('GET', '/api/shift-types'))).toBe('200')
    expect(codeOf(await agent.ask('POST', '/api/shift-types', night()))).toBe('403 ROLE_NOT_ALLOWED')
    expect(codeOf(await agent.ask('POST', '/api/skills', { key: 'x', name: 'x' }))).toBe('403 ROLE_NOT_ALLOWED')
  })
})

describe('sites', () => {
  it.each([
    ['Mars/Olympus', '400 ZONE_UNKNOWN'],
    ['+01:00', '400 ZONE_UNKNOWN'],
    ['', '400 INVALID_INPUT'],
    ["'; drop table site", '400 ZONE_UNKNOWN'],
    ['Europe/Kyiv', '201'],
    ['UTC', '201'],
  ])('in the zone %j: %s', async (zone, code) => expect(codeOf(await line.boss.ask('POST', '/api/sites', { name: `Site ${zone}`, zone }))).toBe(code))

  it('keep their zone once they have shifts', async () => {
    const { body } = await line.boss.ask('POST', '/api/sites', { name: 'Perm', zone: 'Asia/Yekaterinburg' })
    expect((await line.boss.ask('PATCH', `/api/sites/${body.id}`, { zone: 'Europe/Samara' })).body).toEqual({
      id: body.id,
      name: 'Perm',
      zone: 'Europe/Samara',
    })
    const { id, plan } = await line.prisma.shift.create({
      data: {
        plan: 'draft',
        id: randomUUID(),
        personId: agent.id,
        siteId: body.id,
        startsAt: '2026-04-01T08:00:00Z',
        endsAt: '2026-04-01T09:00:00Z',
        kind: 'desk',
        levelId: line.ids.front,
      },
    })
    expect(codeOf(await line.boss.ask('PATCH', `/api/sites/${body.id}`, { zone: 'Asia/Yekaterinburg' }))).toBe('409 STILL_IN_USE')
    expect(codeOf(await line.boss.ask('PATCH', `/api/sites/${body.id}`, { zone: 'Europe/Samara', name: 'Samara' }))).toBe('200')
    expect(codeOf(await line.boss.ask('PATCH', `/api/sites/${body.id}`, { name: 'Berlin' }))).toBe('409 ALREADY_EXISTS')
    expect(codeOf(await line.boss.ask('PATCH', `/api/sites/${NOBODY}`, { name: 'x' }))).toBe('404 NOT_FOUND')
    expect(codeOf(await chef.ask('PATCH', `/api/sites/${body.id}`, { name: 'x' }))).toBe('403 ROLE_NOT_ALLOWED')
    await line.prisma.shift.delete({ where: { plan_id: { plan, id } } })
  })
})

describe('holidays', () => {
  const at = () => `/api/sites/${line.ids.site}/holidays`
  it('are put, renamed, listed and taken away', async () => {
    expect((await chef.ask('PUT', `${at()}/2026-12-25`, { name: 'Xmas' })).body).toEqual({ date: '2026-12-25', name: 'Xmas' })
    await chef.ask('PUT', `${at()}/2026-12-25`, { name: 'Christmas' })
    await chef.ask('PUT', `${at()}/2027-01-01`, { name: 'New year' })
    expect((await agent.ask('GET', `${at()}?from=2026-01-01&to=2027-01-01`)).body).toEqual([{ date: '2026-12-25', name: 'Christmas' }])
    expect(codeOf(await chef.ask('DELETE', `${at()}/2027-01-01`))).toBe('204')
    expect(codeOf(await chef.ask('DELETE', `${at()}/2027-01-01`))).toBe('404 NOT_FOUND')
    expect(codeOf(await agent.ask('GET', `${at()}?from=2026-01-01&to=2026-01-01`))).toBe('400 PERIOD_INVALID')
    expect(codeOf(await chef.ask('PUT', `${at()}/2026-02-30`, { name: 'x' }))).toBe('400 INVALID_INPUT')
    expect(codeOf(await chef.ask('PUT', `/api/sites/${NOBODY}/holidays/2026-12-25`, { name: 'x' }))).toBe('404 NOT_FOUND')
  })

  it('come out of a calendar file; known days keep their names, the rest is named', async () => {
    const event = (uid: number, lines: string) => `BEGIN:VEVENT\r\nUID:${uid}\r\n${lines}\r\nEND:VEVENT\r\n`
    const ical = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${event(1, 'DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Weihnachten')}${event(2, 'DTSTART:20261231T200000Z\r\nSUMMARY:Party')}END:VCALENDAR`
    expect((await chef.ask('POST', `${at()}/import`, { ical })).body).toEqual({ added: 1, known: 1, skipped: ['Party (2026-12-31)'] })
    expect((await chef.ask('POST', `${at()}/import`, { ical })).body).toMatchObject({ added: 0, known: 2 })
    expect((await agent.ask('GET', `${at()}?from=2026-12-01&to=2027-01-01`)).body.map(({ name }: { name: string }) => name)).toEqual([
      'Christmas',
      'Weihnachten',
    ])
    expect(codeOf(await chef.ask('POST', `${at()}/import`, { ical: 'hello' }))).toBe('400 ICAL_UNREADABLE')
    const long = ical.replace('VERSION:2.0', `VERSION:2.0\r\nX-COMMENT:${'я'.repeat(450_000)}`)
    expect(codeOf(await chef.ask('POST', `${at()}/import`, { ical: long }))).toBe('200')
    expect(codeOf(await agent.ask('POST', `${at()}/import`, { ical }))).toBe('403 ROLE_NOT_ALLOWED')
  })
})

describe('levels', () => {
  const change = (body: object, level = line.ids.specialists) => line.boss.ask('PATCH', `/api/levels/${level}`, body)
  it('get a name and a head who is of that level or above', async () => {
    const gone = await line.someone('agent', 'Gone', line.ids.specialists)
    await line.prisma.person.update({ where: { id: gone.id }, data: { isActive: false } })
    const loose = await line.someone('agent', 'Loose')
    const { id } = await line.someone('agent', 'Chen', line.ids.specialists)
    expect(codeOf(await change({ headId: NOBODY }))).toBe('400 PERSON_UNKNOWN')
    expect(codeOf(await change({ headId: gone.id }))).toBe('400 PERSON_UNKNOWN')
    expect((await change({ headId: agent.id })).body).toMatchObject({ code: 'HEAD_TOO_LOW', values: { name: 'Ada', level: 'Specialists' } })
    expect(codeOf(await change({ headId: loose.id }))).toBe('409 HEAD_TOO_LOW')
    expect((await change({ headId: id, name: 'Second line' })).body).toEqual({
      id: line.ids.specialists,
      rank: 2,
      name: 'Second line',
      isExecutive: true,
      head: { id, name: 'Chen' },
    })
    expect((await change({ headId: id }, line.ids.front)).body.head).toEqual({ id, name: 'Chen' })
    expect(codeOf(await change({ name: 'x' }, NOBODY))).toBe('404 NOT_FOUND')
    expect(codeOf(await chef.ask('PATCH', `/api/levels/${line.ids.front}`, { name: 'x' }))).toBe('403 ROLE_NOT_ALLOWED')
  })
})

describe('the house rule', () => {
  it('is refused when what stands already breaks it, and says whose nights', async () => {
    const before = (await agent.ask('GET', '/api/roster-settings')).body
    expect(before).toEqual({ night: { from: '22:00', to: '06:00', minutes: 120 }, mustSignIn: true, wrapUpSeconds: 30 })
    const ids = [
      await line.addShift({ personId: agent.id, from: '2026-05-04T19:00:00Z', to: '2026-05-04T21:30:00Z' }), // until 23:30: 90 minutes
      await line.addShift({ personId: agent.id, from: '2026-05-05T19:00:00Z', to: '2026-05-05T21:30:00Z' }),
    ]
    const strict = await line.boss.ask('PATCH', '/api/roster-settings', { night: { ...before.night, minutes: 60 }, wrapUpSeconds: 5 })
    expect(strict.body).toMatchObject({ status: 409, code: 'NIGHT_RULE_BROKEN', values: { plan: 'published', name: 'Ada' } })
    expect((await agent.ask('GET', '/api/roster-settings')).body).toEqual(before)
    await line.prisma.shift.deleteMany({ where: { id: { in: ids } } })
    expect((await line.boss.ask('PATCH', '/api/roster-settings', { night: { ...before.night, minutes: 60 } })).body).toMatchObject({
      night: { from: '22:00', to: '06:00', minutes: 60 },
      wrapUpSeconds: 30,
    })
    expect((await line.boss.ask('PATCH', '/api/roster-settings', { mustSignIn: false })).body).toMatchObject({ mustSignIn: false, night: { minutes: 60 } })
    expect(codeOf(await line.boss.ask('PATCH', '/api/roster-settings', { night: { from: '02:00', to: '06:00', minutes: 60 } }))).toBe('400 INVALID_INPUT')
    expect(codeOf(await chef.ask('PATCH', '/api/roster-settings', { mustSignIn: true }))).toBe('403 ROLE_NOT_ALLOWED')
  })
})

describe('workers', () => {
  const contract = {
    validFrom: '2026-01-01',
    pack: 'de',
    weeklyMinutes: 2_400,
    maxWeeklyMinutes: null,
    hourlyRate: 1_550,
    currency: 'EUR',
    payPack: null,
    onCallRate: 900,
  }
  const rowOf = async (who: Browser, id = agent.id) => (await who.ask('GET', '/api/workers')).body.find((one: { id: string }) => one.id === id)

  it('show pay to those who may see it', async () => {
    const manager = await line.someone('manager', 'Max')
    const payroll = await line.someone('payroll', 'Pay')
    expect(codeOf(await manager.ask('PATCH', `/api/workers/${agent.id}`, { contracts: [contract], department: 'Support', speaks: ['de', 'en'] }))).toBe('200')
    for (const who of [manager, payroll, line.boss]) expect((await rowOf(who)).contracts).toEqual([contract])
    expect((await rowOf(chef)).contracts).toEqual([{ ...contract, hourlyRate: null, currency: null, onCallRate: null }])
    expect(await rowOf(chef)).toMatchObject({ name: 'Ada', isGuest: false, department: 'Support', speaks: ['de', 'en'], hasPin: false, hasPhone: false })
    expect(codeOf(await agent.ask('GET', '/api/workers'))).toBe('403 ROLE_NOT_ALLOWED')
  })

  it('keep their contracts when a supervisor changes the rest, who may not touch those', async () => {
    await line.boss.ask('POST', '/api/skills', { key: 'water', name: 'Water' })
    const change = { attestations: [{ skill: 'water', expiresAt: '2026-06-01T00:00:00.000Z' }], isTrainee: true, siteId: line.ids.site }
    const { body } = await chef.ask('PATCH', `/api/workers/${agent.id}`, change)
    expect(body).toMatchObject({ ...change, contracts: [{ weeklyMinutes: 2_400, hourlyRate: null }] })
    expect(await rowOf(line.boss)).toMatchObject({ ...change, contracts: [contract] })
    expect(codeOf(await chef.ask('PATCH', `/api/workers/${agent.id}`, { contracts: [], isTrainee: false }))).toBe('403 ROLE_NOT_ALLOWED')
    expect(codeOf(await chef.ask('PATCH', `/api/workers/${agent.id}`, { attestations: [{ skill: 'diving', expiresAt: null }], isTrainee: false }))).toBe(
      '400 SKILL_UNKNOWN',
    )
    expect(codeOf(await chef.ask('PATCH', `/api/workers/${agent.id}`, { siteId: NOBODY }))).toBe('400 SITE_UNKNOWN')
    expect(codeOf(await chef.ask('PATCH', `/api/workers/${NOBODY}`, { isTrainee: true }))).toBe('404 NOT_FOUND')
    expect(await rowOf(line.boss)).toMatchObject(change)
    expect((await line.boss.ask('DELETE', '/api/skills/water')).body).toMatchObject({ code: 'STILL_IN_USE', values: { place: '1 attestation' } })
    expect((await chef.ask('PATCH', `/api/workers/${agent.id}`, { attestations: [] })).body.attestations).toEqual([])
    expect(codeOf(await line.boss.ask('DELETE', '/api/skills/water'))).toBe('204')
  })

  it('have one set of contracts, whoever writes at once', async () => {
    const of = (n: number) => [
      { ...contract, weeklyMinutes: n },
      { ...contract, validFrom: `2027-01-0${n}`, weeklyMinutes: n },
    ]
    const answers = await Promise.all([1, 2, 3, 4].map((n) => line.boss.ask('PATCH', `/api/workers/${agent.id}`, { contracts: of(n) })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const { contracts } = await rowOf(line.boss)
    expect([contracts.length, new Set(contracts.map(({ weeklyMinutes }: { weeklyMinutes: number }) => weeklyMinutes)).size]).toEqual([2, 1])
  })
})

describe('the PIN', () => {
  it('needs a phone, is kept as a hash, and stands in no log and no answer', async () => {
    const bea = await line.someone('guest', 'Bea')
    expect((await bea.ask('PUT', '/api/me/pin', { pin: '73915264' })).body).toMatchObject({ code: 'PIN_NEEDS_PHONE', values: { name: 'Bea' } })
    await line.prisma.person.update({ where: { id: bea.id }, data: { phone: '+493023125907' } })
    const answers = [await bea.ask('PUT', '/api/me/pin', { pin: '73915264' }), await bea.ask('PUT', '/api/me/pin', { pin: '73915264x' })]
    expect(answers.map(codeOf)).toEqual(['204', '400 INVALID_INPUT'])
    const { pinHash } = await line.prisma.person.findUniqueOrThrow({ where: { id: bea.id } })
    expect(pinHash).toMatch(/^\$argon2id\$/)
    expect(await isPinOf(pinHash ?? '', '73915264')).toBe(true)
    const workers = await line.boss.ask('GET', '/api/workers')
    expect(workers.body.find(({ id }: { id: string }) => id === bea.id)).toMatchObject({ hasPin: true, hasPhone: true })
    expect(`${line.logged.join()}${JSON.stringify([answers, workers])}`).not.toMatch(/73915264|argon2/)

    expect(codeOf(await line.boss.ask('PUT', `/api/people/${bea.id}/pin`, { pin: null }))).toBe('204')
    expect((await line.prisma.person.findUniqueOrThrow({ where: { id: bea.id } })).pinHash).toBeNull()
    expect(codeOf(await line.boss.ask('PUT', `/api/people/${bea.id}/pin`, { pin: '1234' }))).toBe('204')
    expect(codeOf(await line.boss.ask('PUT', `/api/people/${NOBODY}/pin`, { pin: null }))).toBe('404 NOT_FOUND')
    expect(codeOf(await chef.ask('PUT', `/api/people/${bea.id}/pin`, { pin: null }))).toBe('403 ROLE_NOT_ALLOWED')
    const { key } = await line.apiKeys.createApiKey({ name: 'program', role: 'admin' })
    expect(codeOf(await browser(line.app, key).ask('PUT', '/api/me/pin', { pin: '1234' }))).toBe('403 NEEDS_PERSON')
  })
})

describe('leaves', () => {
  const leave = (personId: string, more: object = {}) => ({ personId, kind: 'leave', fromAt: '2026-07-01T06:00:00Z', toAt: '2026-07-03T06:00:00Z', ...more })

  it('tell supervisors and managers when published duties are hit, and take it back', async () => {
    const dana = await line.someone('agent', 'Dana', line.ids.front)
    const former = await line.someone('supervisor', 'Former')
    await line.prisma.person.update({ where: { id: former.id }, data: { isActive: false } })
    const [one] = [
      await line.addShift({ personId: dana.id, from: '2026-07-01T06:00:00Z', to: '2026-07-01T14:00:00Z' }),
      await line.addShift({ personId: dana.id, from: '2026-07-02T06:00:00Z', to: '2026-07-02T14:00:00Z' }),
      await line.addShift({ personId: dana.id, from: '2026-07-03T06:00:00Z', to: '2026-07-03T14:00:00Z' }), // begins when the leave ends
      await line.addShift({ personId: dana.id, from: '2026-07-02T16:00:00Z', to: '2026-07-02T18:00:00Z', plan: 'draft' }),
    ]
    // Somebody else works two hours of the first one, which stays one shift.
    await line.prisma.override.create({
      data: {
        id: randomUUID(),
        kind: 'override',
        shiftId: one,
        personId: agent.id,
        fromAt: '2026-07-01T08:00:00Z',
        toAt: '2026-07-01T10:00:00Z',
        reason: 'x',
        createdBy: 'x',
        createdAt: new Date(0),
      },
    })
    live.notes.length = 0
    const { status, body } = await chef.ask('POST', '/api/leaves', leave(dana.id))
    expect([status, body]).toEqual([201, { ...leave(dana.id), id: body.id, note: '', fromAt: '2026-07-01T06:00:00.000Z', toAt: '2026-07-03T06:00:00.000Z' }])
    const told = await line.prisma.notice.findMany({ where: { key: `leave:${body.id}` }, include: { person: true } })
    expect(told.map(({ person }) => person.name).sort()).toEqual(['Max', 'Sue'])
    expect((await chef.ask('GET', '/api/me/notices')).body).toMatchObject([
      { kind: 'leave', seenAt: null, body: { name: 'Dana', from: body.fromAt, to: body.toAt, shifts: 2 } },
    ])
    await expect.poll(() => live.notes).toEqual(expect.arrayContaining([`notice ${chef.id}`, 'roster leave']))

    expect((await dana.ask('GET', '/api/me/leaves')).body).toEqual([body])
    expect((await agent.ask('GET', '/api/me/leaves')).body).toEqual([])
    expect((await chef.ask('GET', '/api/leaves?from=2026-07-03&to=2026-07-04')).body).toEqual([body])
    expect((await chef.ask('GET', '/api/leaves?from=2026-07-04&to=2026-07-05')).body).toEqual([])
    expect(codeOf(await chef.ask('DELETE', `/api/leaves/${body.id}`))).toBe('204')
    expect(codeOf(await chef.ask('DELETE', `/api/leaves/${body.id}`))).toBe('404 NOT_FOUND')
    expect((await chef.ask('GET', '/api/me/notices')).body).toEqual([])
  })

  it('everybody may say that he is sick himself, and no more', async () => {
    const [key, supervisorKey] = await Promise.all([
      line.apiKeys.createApiKey({ name: 'a', role: 'agent' }),
      line.apiKeys.createApiKey({ name: 's', role: 'supervisor' }),
    ])
    const tries = [
      [agent, leave(agent.id, { kind: 'sick' }), '201'],
      [agent, leave(agent.id), '403 ROLE_NOT_ALLOWED'],
      [agent, leave(chef.id, { kind: 'sick' }), '403 ROLE_NOT_ALLOWED'],
      [browser(line.app, key.key), leave(agent.id, { kind: 'sick' }), '403 ROLE_NOT_ALLOWED'],
      [browser(line.app, supervisorKey.key), leave(agent.id, { kind: 'training' }), '201'],
      [chef, leave(NOBODY), '400 PERSON_UNKNOWN'],
      [chef, leave(agent.id, { toAt: '2026-07-01T06:00:00Z' }), '400 PERIOD_INVALID'],
      [chef, leave(agent.id, { toAt: '2036-07-01T06:00:00Z' }), '400 PERIOD_INVALID'],
    ] as const
    for (const [who, body, code] of tries) expect(codeOf(await who.ask('POST', '/api/leaves', body))).toBe(code)
    expect(codeOf(await agent.ask('GET', '/api/leaves?from=2026-07-01&to=2026-07-02'))).toBe('403 ROLE_NOT_ALLOWED')
  })
})
