import { afterAll, beforeAll, expect, it } from 'vitest'
import { ruleRoutes } from '../../services/rules/routes.ts'
import { ruleService } from '../../services/rules/service.ts'
import { findRule, findRuleVersion } from '../../services/rules/store.ts'
import { accessServer, signedIn, type AccessServer, type Browser } from '../support/access.ts'
import { aCallRow } from '../support/call-rows.ts'
import { smallRoster, type SmallRoster } from '../support/small-roster.ts'

let line: AccessServer
let roster: SmallRoster
let agent: Browser
let chen: Browser & { id: string }
let admin: Browser & { id: string }

beforeAll(async () => {
  line = await accessServer({ routes: ({ database, clock }) => [ruleRoutes({ rules: ruleService({ database, clock }) })] })
  roster = await smallRoster(line.database)
  agent = await signedIn(line, { name: 'Ada' })
  chen = await signedIn(line, { name: 'Chen', role: 'supervisor' })
  admin = await signedIn(line, { name: 'Petra', role: 'admin' })
})
afterAll(() => line.close())

const ghosts = { title: { en: 'A ghost', ru: 'Призрак' }, script: [], asks: [{ name: 'since', question: { en: 'Since when?', ru: 'С какого времени?' } }] }

it('each change is a version; what the program shipped and every older one stay', async () => {
  const shipped = (await agent.ask('GET', '/api/rules/reason')).body
  expect(shipped.map(({ key }: { key: string }) => key)).toContain('fault')
  expect(shipped.every(({ version, madeBy }: { version: number; madeBy: unknown }) => version === 0 && madeBy === null)).toBe(true)

  const first = await chen.ask('PUT', '/api/rules/reason/ghost', { body: ghosts, why: 'they call' })
  expect(first).toMatchObject({ status: 200, body: { kind: 'reason', key: 'ghost', version: 1, madeBy: { id: chen.id, name: 'Chen' }, why: 'they call' } })
  expect(first.body.body).toMatchObject({ severity: 'normal', answers: [] }) // what was not given has its default
  await chen.ask('PUT', '/api/rules/reason/ghost', { body: { ...ghosts, severity: 'high' }, why: 'it is serious', version: 1 })
  expect((await chen.ask('PUT', '/api/rules/reason/ghost', { body: ghosts, why: 'late', version: 1 })).body).toMatchObject({ code: 'EDITED_MEANWHILE' })

  const versions = (await agent.ask('GET', '/api/rules/reason/ghost/versions')).body
  expect(versions.map(({ version, why }: { version: number; why: string }) => [version, why])).toEqual([
    [2, 'it is serious'],
    [1, 'they call'],
  ])
  const { prisma } = line.database
  expect((await findRule(prisma, 'reason', 'ghost'))?.body.severity).toBe('high')
  expect((await findRuleVersion(prisma, 'reason', 'ghost', 1))?.body.severity).toBe('normal') // an old case shows the version that it began with
  expect(
    await prisma.auditEntry.findMany({ where: { kind: 'rule.changed' }, select: { actor: true, subject: true, body: true }, orderBy: { seq: 'asc' } }),
  ).toEqual([
    { actor: chen.id, subject: 'reason:ghost', body: { version: 1 } },
    { actor: chen.id, subject: 'reason:ghost', body: { version: 2 } },
  ])
})

it('of a shipped rule the shipped version stands below those that came later', async () => {
  const fault = (await agent.ask('GET', '/api/rules/reason/fault/versions')).body[0]
  await chen.ask('PUT', '/api/rules/reason/fault', { body: { ...fault.body, severity: 'high' }, why: 'winter' })
  const versions = (await agent.ask('GET', '/api/rules/reason/fault/versions')).body
  expect(versions.map(({ version }: { version: number }) => version)).toEqual([1, 0])
  const all = (await agent.ask('GET', '/api/rules/reason')).body
  expect(all.filter(({ key }: { key: string }) => key === 'fault').map(({ version }: { version: number }) => version)).toEqual([1])
})

it('ready answers that were given are counted, once for each call', async () => {
  await aCallRow(line.database.prisma, { sid: 'CA1', at: line.clock.now().toJSDate() })
  const use = async (answer: string, callSid = 'CA1') => (await agent.ask('POST', `/api/rules/reason/fault/answers/${answer}/uses`, { callSid })).status
  expect([await use('air'), await use('air'), await use('pressure'), await use('magic'), await use('air', 'CA2')]).toEqual([204, 204, 204, 404, 404])
  const all = (await agent.ask('GET', '/api/rules/reason')).body
  expect(all.find(({ key }: { key: string }) => key === 'fault').uses).toEqual({ air: 1, pressure: 1 })
})

it('ten who change one rule at once make ten versions', async () => {
  const score = (await agent.ask('GET', '/api/rules/score')).body[0]
  const put = (perHour: number) => admin.ask('PUT', '/api/rules/score/', { body: { ...score.body, perHour }, why: `to ${perHour}` })
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => put(n + 1)))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  const versions = (await agent.ask('GET', '/api/rules/score//versions')).body
  expect(versions.map(({ version }: { version: number }) => version)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
})

it('scripts and templates are the supervisors’; how cases climb is the admins’', async () => {
  expect((await agent.ask('PUT', '/api/rules/reason/ghost', { body: ghosts, why: 'x' })).body).toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
  expect((await chen.ask('PUT', '/api/rules/policy/', { body: { levels: {} }, why: 'x' })).body).toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
  const body = { levels: { [roster.front]: { olaMinutes: 60, olaHours: { 'mon-fri': ['08:00-18:00'] }, zone: 'Europe/Berlin' } } }
  expect(await admin.ask('PUT', '/api/rules/policy/', { body, why: 'an hour' })).toMatchObject({ status: 200, body: { version: 1 } })
})

it('what a policy names must be there; a fault is told with its place', async () => {
  const nobody = '00000000-0000-4000-8000-000000000000'
  const put = async (levels: object) => (await admin.ask('PUT', '/api/rules/policy/', { body: { levels }, why: 'x' })).body
  expect(await put({ [nobody]: {} })).toMatchObject({ code: 'RULE_INVALID', values: { place: `levels.${nobody}` } })
  expect((await put({ [roster.front]: { skill: 'flying' } })).detail).toContain('there is no skill "flying"')
  expect((await chen.ask('PUT', '/api/rules/reason/ghost', { body: { ...ghosts, asks: 'none' }, why: 'x' })).body).toMatchObject({
    code: 'RULE_INVALID',
    values: { kind: 'reason', place: 'asks' },
  })
  expect((await agent.ask('GET', '/api/rules/reason/nothing/versions')).status).toBe(404)
  expect((await agent.ask('GET', '/api/rules/laws')).status).toBe(400)
})
