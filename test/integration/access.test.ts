import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { accessServer, aPerson, browser, PASSWORD, signedIn, tokenOf, type AccessServer, type Json } from '../support/access.ts'

let line: AccessServer
// A server for each test: the counters of tries are in its memory.
beforeEach(async () => {
  line = await accessServer()
  return () => line.close()
})

const code = (answer: { status: number; body: Json }) => [answer.status, answer.body.code]

describe('a second person', () => {
  it('is invited, sets a password, signs in, and is refused a route of another role', async () => {
    const admin = await signedIn(line, { role: 'admin' })
    const made = await admin.ask('POST', '/api/people', { name: 'Mara', email: 'Mara@Example.org', role: 'agent', phone: '+49 30 23125-300' })
    expect(made).toMatchObject({ status: 201, body: { name: 'Mara', email: 'mara@example.org', phone: '+493023125300', hasPassword: false, isActive: true } })
    const {
      body: { url, expiresAt },
    } = await admin.ask('POST', `/api/people/${made.body.id}/invitation`)
    expect(url).toMatch(/^https:\/\/line\.example\/welcome\?token=[\w-]{43}$/)
    expect(expiresAt).toBe('2026-03-09T09:00:00.000Z')

    const mara = browser(line.app)
    expect((await mara.ask('GET', `/api/links/${tokenOf(url)}`)).body).toEqual({ name: 'Mara', email: 'mara@example.org', purpose: 'invitation' })
    expect((await mara.ask('POST', '/api/session', { email: 'mara@example.org', password: '' })).status).toBe(401)
    expect((await mara.ask('POST', '/api/invitations/accept', { token: tokenOf(url), password: 'short' })).body.faults[0]).toEqual({
      place: 'body.password',
      message: 'at least 10 characters',
    })
    expect((await mara.ask('POST', '/api/invitations/accept', { token: tokenOf(url), password: PASSWORD })).status).toBe(204)

    const again = browser(line.app)
    const signIn = await again.ask('POST', '/api/session', { email: ' MARA@example.org', password: PASSWORD })
    expect(signIn.status).toBe(204)
    expect(signIn.headers['set-cookie']).toMatch(/^nightline_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(code(await again.ask('GET', '/api/people'))).toEqual([403, 'ROLE_NOT_ALLOWED'])
    expect((await again.ask('GET', '/api/levels')).status).toBe(200)
    expect(JSON.stringify(await line.database.prisma.loginSession.findMany())).not.toContain(again.cookie())
  })

  it('is refused with the same words for a wrong password and an unknown address', async () => {
    const { email } = await signedIn(line)
    const wrong = await browser(line.app).ask('POST', '/api/session', { email, password: 'not this one' })
    const unknown = await browser(line.app).ask('POST', '/api/session', { email: 'nobody@example.org', password: 'not this one' })
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' })
    expect(code(wrong)).toEqual([401, 'WRONG_CREDENTIALS'])
  })

  it('may try ten times in a quarter of an hour, for each address', async () => {
    const { email } = await signedIn(line)
    const tries = []
    for (let n = 0; n < 11; n += 1)
      tries.push((await browser(line.app).ask('POST', '/api/session', { email: n % 2 ? email : email.toUpperCase(), password: 'x' })).status)
    expect(tries).toEqual([...Array(10).fill(401), 429])
    expect((await browser(line.app).ask('POST', '/api/session', { email: 'other@example.org', password: 'x' })).status).toBe(401)
  })
})

describe('links', () => {
  const accept = (token: string) => browser(line.app).ask('POST', '/api/invitations/accept', { token, password: PASSWORD })
  const invited = async () => tokenOf((await line.links.invite((await aPerson(line)).id)).url)

  it('end after seven days', async () => {
    const token = await invited()
    line.clock.move({ days: 7, seconds: -1 })
    expect((await browser(line.app).ask('GET', `/api/links/${token}`)).status).toBe(200)
    line.clock.move({ seconds: 1 })
    expect(code(await accept(token))).toEqual([410, 'LINK_EXPIRED'])
  })

  it('that sign in end too', async () => {
    const token = tokenOf((await line.links.createFirstAdminLink((await aPerson(line, { role: 'admin' })).id)).url)
    line.clock.move({ days: 1 })
    expect(code(await browser(line.app).ask('POST', '/api/sign-in-links/use', { token }))).toEqual([410, 'LINK_EXPIRED'])
  })

  it('work once, also for many at once', async () => {
    const token = await invited()
    const answers = await Promise.all(Array.from({ length: 5 }, () => accept(token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 410, 410, 410, 410])
    expect(await line.database.prisma.loginSession.count()).toBe(1)
    expect(code(await accept(token))).toEqual([410, 'LINK_USED'])
  })

  it('end when a newer one is made, when the person is deactivated, and when they were never ours', async () => {
    const person = await aPerson(line)
    const old = tokenOf((await line.links.invite(person.id)).url)
    const young = tokenOf((await line.links.invite(person.id)).url)
    expect(code(await accept(old))).toEqual([404, 'LINK_NOT_FOUND'])
    const admin = await signedIn(line, { role: 'admin' })
    await admin.ask('PATCH', `/api/people/${person.id}`, { isActive: false })
    expect(code(await accept(young))).toEqual([404, 'LINK_NOT_FOUND'])
    expect(code(await admin.ask('POST', `/api/people/${person.id}/invitation`))).toEqual([409, 'PERSON_INACTIVE'])
    expect(code(await accept('x'.repeat(43)))).toEqual([404, 'LINK_NOT_FOUND'])
  })

  it('sign the first admin in once, who then sets a password', async () => {
    const person = await aPerson(line, { role: 'admin' })
    const token = tokenOf((await line.links.createFirstAdminLink(person.id)).url)
    expect(code(await accept(token))).toEqual([404, 'LINK_NOT_FOUND'])
    const page = browser(line.app)
    expect((await page.ask('POST', '/api/sign-in-links/use', { token })).status).toBe(204)
    expect(code(await browser(line.app).ask('POST', '/api/sign-in-links/use', { token }))).toEqual([410, 'LINK_USED'])
    await line.database.prisma.company.create({ data: { name: 'Nord', zone: 'Europe/Berlin', createdAt: line.clock.now().toJSDate() } })
    expect((await page.ask('GET', '/api/me')).body).toMatchObject({
      person: { hasPassword: false, role: 'admin' },
      company: { name: 'Nord' },
      hasPhone: true,
      now: '2026-03-02T09:00:00.000Z',
    })
    expect((await page.ask('POST', '/api/me/password', { password: PASSWORD })).status).toBe(204)
    expect(code(await page.ask('POST', '/api/me/password', { password: 'another password' }))).toEqual([403, 'WRONG_PASSWORD'])
    expect((await page.ask('POST', '/api/me/password', { password: 'another password', current: PASSWORD })).status).toBe(204)
  })
})

describe('a session', () => {
  it('ends at once when its owner, an admin or a sign-out ends it', async () => {
    const admin = await signedIn(line, { role: 'admin' })
    const one = await signedIn(line)
    const other = browser(line.app)
    await other.ask('POST', '/api/session', { email: one.email, password: PASSWORD })
    const { body: sessions } = await one.ask('GET', '/api/me/sessions')
    expect(sessions).toHaveLength(2)
    const theOther = sessions.find((session: Json) => !session.isCurrent)
    expect(code(await admin.ask('DELETE', `/api/me/sessions/${theOther.id}`))).toEqual([404, 'NOT_FOUND'])
    expect((await one.ask('DELETE', `/api/me/sessions/${theOther.id}`)).status).toBe(204)
    expect(code(await other.ask('GET', '/api/levels'))).toEqual([401, 'NOT_SIGNED_IN'])
    expect((await one.ask('GET', '/api/levels')).status).toBe(200)
    expect((await admin.ask('DELETE', `/api/people/${one.id}/sessions`)).status).toBe(204)
    expect((await one.ask('GET', '/api/levels')).status).toBe(401)
    const cookie = admin.cookie()
    expect((await admin.ask('DELETE', '/api/session')).status).toBe(204)
    expect((await browser(line.app).ask('GET', '/api/levels', undefined, { cookie: `nightline_session=${cookie}` })).status).toBe(401)
  })

  it('ends after 30 days, and writes when it was last seen once a minute', async () => {
    const one = await signedIn(line)
    const seen = async () => (await line.database.prisma.loginSession.findFirstOrThrow()).lastSeenAt.toISOString()
    line.clock.move({ seconds: 59 })
    await one.ask('GET', '/api/levels')
    expect(await seen()).toBe('2026-03-02T09:00:00.000Z')
    line.clock.move({ seconds: 1 })
    await one.ask('GET', '/api/levels')
    expect(await seen()).toBe('2026-03-02T09:01:00.000Z')
    line.clock.move({ days: 30 })
    expect((await one.ask('GET', '/api/levels')).status).toBe(401)
  })

  it('follows a change of role at the next request', async () => {
    const admin = await signedIn(line, { role: 'admin' })
    const one = await signedIn(line, { role: 'supervisor' })
    expect((await one.ask('GET', '/api/people')).status).toBe(200)
    await admin.ask('PATCH', `/api/people/${one.id}`, { role: 'payroll' })
    expect((await one.ask('GET', '/api/people')).status).toBe(403)
    expect((await one.ask('GET', '/api/numbers')).status).toBe(403)
  })
})

describe('deactivating', () => {
  it('ends sessions at once and for good', async () => {
    const admin = await signedIn(line, { role: 'admin' })
    const one = await signedIn(line)
    expect((await admin.ask('PATCH', `/api/people/${one.id}`, { isActive: false })).body).toMatchObject({ isActive: false })
    expect((await one.ask('GET', '/api/levels')).status).toBe(401)
    expect((await browser(line.app).ask('POST', '/api/session', { email: one.email, password: PASSWORD })).status).toBe(401)
    await admin.ask('PATCH', `/api/people/${one.id}`, { isActive: true })
    expect((await one.ask('GET', '/api/levels')).status).toBe(401)
  })

  it('is refused for the head of a level, and for the last admin', async () => {
    const admin = await signedIn(line, { role: 'admin', name: 'Olga' })
    const head = await aPerson(line, { name: 'Mara' })
    await line.database.prisma.level.create({ data: { id: randomUUID(), rank: 1, name: 'First', headId: head.id } })
    const refused = await admin.ask('PATCH', `/api/people/${head.id}`, { isActive: false })
    expect(code(refused)).toEqual([409, 'PERSON_HEADS_LEVEL'])
    expect(refused.body.detail).toBe('Mara is the head of First; a level always needs a keeper, so give it another head first.')
    for (const change of [{ isActive: false }, { role: 'agent' }]) {
      expect(code(await admin.ask('PATCH', `/api/people/${admin.id}`, change))).toEqual([409, 'LAST_ADMIN'])
    }
    expect((await admin.ask('PATCH', `/api/people/${admin.id}`, { name: 'Olga B.', role: 'admin' })).status).toBe(200)
  })

  it('waits for another change that is under way, so that two who demote each other leave one admin', async () => {
    const admin = await signedIn(line, { role: 'admin' })
    const other = await aPerson(line, { role: 'admin' })
    const underWay = await line.database.pool.connect()
    await underWay.query('begin')
    await underWay.query(`update person set role = 'agent' where id = $1`, [other.id])
    const answer = admin.ask('PATCH', `/api/people/${admin.id}`, { role: 'agent' })
    await new Promise((resolve) => setTimeout(resolve, 200))
    await underWay.query('commit')
    underWay.release()
    expect(code(await answer)).toEqual([409, 'LAST_ADMIN'])
  })
})

describe('people', () => {
  it('have an address of their own and a level that exists', async () => {
    const admin = await signedIn(line, { role: 'admin', email: 'olga@example.org' })
    const body = { name: 'Olga', email: 'OLGA@example.org', role: 'agent' }
    expect(code(await admin.ask('POST', '/api/people', body))).toEqual([409, 'ALREADY_EXISTS'])
    expect(code(await admin.ask('POST', '/api/people', { ...body, email: 'o2@example.org', levelId: randomUUID() }))).toEqual([400, 'LEVEL_UNKNOWN'])
    expect(code(await admin.ask('POST', '/api/people', { ...body, email: 'o2@example.org', phone: '030 23125100' }))).toEqual([400, 'NUMBER_INVALID'])
    expect(code(await admin.ask('PATCH', `/api/people/${randomUUID()}`, {}))).toEqual([404, 'NOT_FOUND'])
    const faults = (await admin.ask('POST', '/api/people', { name: '', email: 'x', role: 'king' })).body.faults
    expect(faults.map(({ place }: { place: string }) => place)).toEqual(['body.name', 'body.email', 'body.role'])
    expect(faults[2].message).toContain('"agent"|"supervisor"')
  })
})

describe('API keys', () => {
  it('are shown once, have a role and an end, and can be revoked', async () => {
    const admin = await signedIn(line, { role: 'admin' })
    const made = await admin.ask('POST', '/api/api-keys', { name: 'reports', role: 'supervisor', expiresAt: '2026-03-03T09:00:00Z' })
    expect(made).toMatchObject({ status: 201, body: { key: expect.stringMatching(/^nl_[\w-]{43}$/), role: 'supervisor' } })
    const { id, key, hint } = made.body
    expect(key.startsWith(hint.replace('...', ''))).toBe(true)
    expect(JSON.stringify((await admin.ask('GET', '/api/api-keys')).body)).not.toContain(key)
    expect(JSON.stringify(await line.database.prisma.apiKey.findMany())).not.toContain(key)
    const program = browser(line.app, key)
    expect((await program.ask('GET', '/api/people')).status).toBe(200)
    expect(code(await program.ask('POST', '/api/people', {}))).toEqual([403, 'ROLE_NOT_ALLOWED'])
    expect(code(await program.ask('GET', '/api/me'))).toEqual([403, 'NEEDS_PERSON'])
    expect((await admin.ask('GET', '/api/api-keys')).body[0].lastUsedAt).toBe('2026-03-02T09:00:00.000Z')
    line.clock.move({ days: 1 })
    expect((await program.ask('GET', '/api/people')).status).toBe(401)
    expect(code(await admin.ask('POST', '/api/api-keys', { name: 'x', role: 'agent', expiresAt: '2026-03-03T09:00:00Z' }))).toEqual([400, 'EXPIRY_PASSED'])
    const second = (await admin.ask('POST', '/api/api-keys', { name: 'y', role: 'admin' })).body
    expect((await browser(line.app, second.key).ask('GET', '/api/api-keys')).status).toBe(200)
    expect((await admin.ask('DELETE', `/api/api-keys/${second.id}`)).status).toBe(204)
    expect((await browser(line.app, second.key).ask('GET', '/api/api-keys')).status).toBe(401)
    expect((await admin.ask('DELETE', `/api/api-keys/${id}`)).status).toBe(204)
    expect(code(await admin.ask('DELETE', `/api/api-keys/${id}`))).toEqual([404, 'NOT_FOUND'])
  })

  it.each(['nl_', 'x', `nl_${'a'.repeat(43)}`, `nl_${'a'.repeat(5000)}`])("%s is nobody's", async (key) => {
    expect((await browser(line.app, key).ask('GET', '/api/levels')).status).toBe(401)
  })
})

describe('a foreign page', () => {
  it.each(['https://evil.example', 'null', ''])('with Origin %j changes nothing', async (origin) => {
    const admin = await signedIn(line, { role: 'admin' })
    const answer = await admin.ask('POST', '/api/people', { name: 'Eve', email: 'eve@example.org', role: 'admin' }, { origin })
    expect(code(answer)).toEqual([403, 'ORIGIN_FOREIGN'])
    expect(await line.database.prisma.person.count()).toBe(1)
  })
  it('cannot sign anybody in', async () => {
    const { email } = await signedIn(line)
    expect(code(await browser(line.app).ask('POST', '/api/session', { email, password: PASSWORD }, { origin: 'https://evil.example' }))).toEqual([
      403,
      'ORIGIN_FOREIGN',
    ])
  })
})

describe('numbers', () => {
  it('are normalised, checked, pointed at us and given back', async () => {
    const admin = await signedIn(line, { role: 'admin' })
    const site = await line.database.prisma.site.create({ data: { id: randomUUID(), name: 'Berlin', zone: 'Europe/Berlin' } })
    const body = { number: '+49 30 23125-100', label: 'City line', flow: 'demo', siteId: site.id }
    expect(await admin.ask('POST', '/api/numbers', body)).toMatchObject({ status: 201, body: { number: '+493023125100', site: { name: 'Berlin' } } })
    expect(code(await admin.ask('POST', '/api/numbers', body))).toEqual([409, 'ALREADY_EXISTS'])
    const noFlow = await admin.ask('POST', '/api/numbers', { ...body, number: '+493023125101', flow: 'demmo' })
    expect(noFlow.body.detail).toBe('There is no flow "demmo"; allowed: demo.')
    expect(code(await admin.ask('POST', '/api/numbers', { ...body, number: '+493023125101', siteId: randomUUID() }))).toEqual([400, 'SITE_UNKNOWN'])
    expect((await admin.ask('PATCH', '/api/numbers/+493023125100', { label: 'Advert' })).body.label).toBe('Advert')
    expect((await admin.ask('GET', '/api/numbers')).body).toHaveLength(1)
    expect((await admin.ask('GET', '/api/sites')).body).toEqual([{ id: site.id, name: 'Berlin', zone: 'Europe/Berlin' }])
    expect((await admin.ask('DELETE', '/api/numbers/%2B493023125100')).status).toBe(204)
    expect(code(await admin.ask('DELETE', '/api/numbers/+493023125100'))).toEqual([404, 'NOT_FOUND'])
    expect(line.pointed).toEqual(['+493023125100', '+493023125100'])
  })
})
