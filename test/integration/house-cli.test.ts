import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { verify } from '../../services/cli/audit/service.ts'
import { letGo } from '../../services/cli/departure/service.ts'
import { main } from '../../services/cli/main.ts'
import { explainPay } from '../../services/cli/pay/explain/service.ts'
import { reportMonth } from '../../services/cli/report/service.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { liveCase } from '../support/case-lives.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { smallRoster, type SmallRoster } from '../support/small-roster.ts'

let cloned: TestDatabase
let database: Database
let roster: SmallRoster
let dir: string
let printed: string[]

beforeAll(async () => {
  cloned = await cloneDatabase()
  database = openDatabase({ url: cloned.url, onError: () => undefined })
  roster = await smallRoster(database)
  dir = await mkdtemp(join(tmpdir(), 'nightline-house-'))
  vi.stubEnv('DATABASE_URL', cloned.url)
  vi.stubEnv('DATA_DIR', dir)
  const at = new Date('2026-03-02T09:00:00Z')
  await database.prisma.clockRow.create({ data: { realAt: new Date(), virtualAt: at, speed: 0, version: 1 } })
  const custody = { person: roster.head, level: roster.front, from: '2026-02-10T08:00:00Z', how: 'born' } as const
  const solved = { at: '2026-02-10T09:00:00Z', person: roster.head, kind: 'solved' } as const
  await liveCase(database, { opened: custody.from, ended: { at: solved.at, status: 'solved' }, custodies: [{ ...custody, to: solved.at }], events: [solved] })
  await liveCase(database, { opened: '2026-03-02T08:00:00Z', custodies: [{ ...custody, from: '2026-03-02T08:00:00Z', to: null }] })
})
beforeEach(() => {
  printed = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await database.close()
  await cloned.drop()
  await rm(dir, { recursive: true, force: true })
})

it('nightline report month prints it as text, JSON and CSV', async () => {
  expect(await reportMonth('2026-02', {})).toBe(0)
  expect(printed.join('')).toMatch(
    /^2026-02 \(Europe\/Berlin\), not closed: figures may change\n\nNothing stood at the top\.\n\nopened 1, solved 1, closed 0, open 0;/,
  )
  expect(printed.join('')).toMatch(/\nHanna Head {2,}1 {2,}0 {2,}1 {2,}0 % {2,}1:00 h/)
  printed = []
  await reportMonth('2026-02', { json: true })
  expect(JSON.parse(printed.join(''))).toMatchObject({ month: '2026-02', rows: [{ person: { name: 'Hanna Head' }, solved: 1 }] })
  printed = []
  await reportMonth('2026-02', { csv: true })
  expect(printed.join('')).toMatch(/^\uFEFFmonth;person;.*\r\n2026-02;Hanna Head;/)
  await expect(reportMonth('2026-2', {})).rejects.toThrow('"2026-2" is not a month; write a month such as 2026-11')
})

it('nightline departure hands over by e-mail addresses', async () => {
  const heir = await roster.person('Eve')
  await database.prisma.person.update({ where: { id: heir }, data: { levelId: roster.front } })
  const addressOf = (id: string) => `${id}@example.org`
  await expect(letGo(addressOf(roster.head), { note: 'moves' })).rejects.toThrow(/Hanna Head still has 2 open items: cases \(1\), offices \(1\)/)
  await expect(letGo('nobody@example.org', { note: 'moves' })).rejects.toThrow('There is nobody with the e-mail address nobody@example.org.')
  expect(await letGo(addressOf(roster.head).toUpperCase(), { to: addressOf(heir), note: 'moves' })).toBe(0)
  expect(printed.join('')).toBe('Hanna Head has left: 1 cases, 0 callbacks, 0 shifts, 0 accounts, 1 offices went over.\n')
  expect(await database.prisma.custody.findFirst({ where: { toAt: null } })).toMatchObject({ personId: heir, how: 'handover', reason: 'moves' })
})

it('nightline audit verify says whether the chain is whole, and its exit code too', async () => {
  expect(await verify()).toBe(0)
  expect(printed.join('')).toMatch(/^The audit is whole: \d+ entries, the last hash is [0-9a-f]{64}\.\n$/)
  const client = await database.pool.connect()
  await client.query(`set session_replication_role = replica; update audit_entry set actor = 'x' where seq = 2; set session_replication_role = origin`)
  client.release()
  printed = []
  expect(await verify()).toBe(1)
  expect(printed.join('')).toMatch(
    /^The audit is broken at entry 2: entry 2 is not what was written \(custody.ended of .+\)\. The 1 entries before it are whole\.\n$/,
  )
})

it('nightline pay explain says the pay of a month in words, adds it up again, and refuses who is not there', async () => {
  const id = await roster.person('Nora')
  const agreed = { pack: 'plain', weeklyMinutes: 2_400, hourlyRate: 3_100, currency: 'EUR' }
  await database.prisma.contract.create({ data: { personId: id, validFrom: new Date('2026-01-01'), ...agreed } })
  await roster.shift(id, '2026-02-10T21:00:00Z', '2026-02-11T05:00:00Z')
  await main(['pay', 'explain', '--person', 'nora', '--month', '2026-02'])
  expect(printed.join('')).toMatch(/^Nora, 2026-02, not closed: figures may change\n\n1\. .+, at the desk, by the roster: 8 h 00 min\.\n/)
  expect(printed.join('')).toContain('Pay: 248.00 EUR (Base) + 62.00 EUR (Night work) = 310.00 EUR.')
  printed = []
  await main(['pay', 'explain', '--person', id, '--month', '2026-02', '--language', 'ru'])
  expect(printed.join('')).toContain('К оплате: 248,00 EUR (Оплата по ставке) + 62,00 EUR (Ночная работа) = 310,00 EUR.')
  printed = []
  await main(['pay', 'explain', '--person', id, '--month', '2026-02', '--json'])
  expect(JSON.parse(printed.join(''))).toMatchObject({ person: { id, name: 'Nora' }, total: 31_000 })
  await expect(explainPay({ person: 'Nobody', month: '2026-02', language: 'en' })).rejects.toThrow(
    'There is nobody with the id, e-mail address or name "Nobody".',
  )
  await expect(explainPay({ person: id, month: '2026-2', language: 'en' })).rejects.toThrow('"2026-2" is not a month')
})
