import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { checkFlows, graphFlow } from '../../services/cli/flows/service.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { listSkillsOnDuty } from '../../services/shifts/skills/store.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { smallRoster } from '../support/small-roster.ts'

const NOW = new Date('2031-03-02T09:00:00Z')
const broken = (rule: string): string => fileURLToPath(new URL(`../flows/broken/${rule}.yaml`, import.meta.url))

let cloned: TestDatabase
let database: Database
let dir: string
let printed: string
let told: string
beforeEach(async () => {
  cloned = await cloneDatabase()
  database = openDatabase({ url: cloned.url, onError: () => undefined })
  dir = await mkdtemp(join(tmpdir(), 'nightline-flows-'))
  vi.stubEnv('DATABASE_URL', cloned.url)
  vi.stubEnv('DATA_DIR', dir)
  printed = told = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text)
    return true
  })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await database.close()
  await cloned.drop()
  await rm(dir, { recursive: true, force: true })
})

/** Somebody with a skill, on a shift. */
async function onDuty(
  roster: Awaited<ReturnType<typeof smallRoster>>,
  skill: string,
  day: string,
  more: { expiresAt?: Date; shiftSkill?: string; plan?: 'draft' } = {},
) {
  const { expiresAt = null, shiftSkill = null, plan = 'published' } = more
  await database.prisma.skill.upsert({ where: { key: skill }, update: {}, create: { key: skill, name: skill } })
  if (shiftSkill !== null) await database.prisma.skill.upsert({ where: { key: shiftSkill }, update: {}, create: { key: shiftSkill, name: shiftSkill } })
  const personId = await roster.person(skill)
  await database.prisma.attestation.create({ data: { personId, skillKey: skill, expiresAt } })
  await roster.shift(personId, `${day}T08:00:00Z`, `${day}T16:00:00Z`, { skill: shiftSkill, plan })
}

it('skills that somebody is ever on for: attested, on a published duty, of late or to come', async () => {
  const roster = await smallRoster(database)
  await onDuty(roster, 'gas', '2031-03-10')
  await onDuty(roster, 'oil', '2031-02-12')
  await onDuty(roster, 'coal', '2030-12-01')
  await onDuty(roster, 'sun', '2031-03-10', { plan: 'draft' })
  await onDuty(roster, 'wind', '2031-03-10', { expiresAt: new Date('2031-03-09T00:00:00Z') })
  await onDuty(roster, 'water', '2031-03-10', { shiftSkill: 'billing' })
  expect(await listSkillsOnDuty(database, NOW)).toEqual(['gas', 'oil'])
})

it('a flow is checked against the skills of the line, by the time of the line', async () => {
  await database.prisma.clockRow.create({ data: { realAt: new Date(), virtualAt: NOW, speed: 0, version: 1 } })
  const roster = await smallRoster(database)
  expect(await checkFlows([broken('unknown-skill')], { json: true })).toBe(1)
  expect(JSON.parse(printed)).toMatchObject([{ rule: 'unknown-skill', severity: 'error', line: 48, step: 'operator', file: broken('unknown-skill') }])
  await onDuty(roster, 'gas', '2031-03-10')
  expect(await checkFlows([broken('unknown-skill')], {})).toBe(0)
  expect(printed).toContain('1 files, 0 findings\n')
  expect(told).toBe('')
})

it('where no database answers the rest is checked all the same, and it says so', async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://nobody@127.0.0.1:9/none')
  expect(await checkFlows([broken('unknown-skill')], {})).toBe(0)
  expect(told).toMatch(/^Nobody can say who is on for which skill .* was not checked\.\n$/)
  vi.stubEnv('DATABASE_URL', '')
  expect(await checkFlows([broken('unknown-skill'), broken('missing-step')], {})).toBe(1)
  expect(printed).toContain('did you mean "contract"')
})

it('advice is printed and counts only when it is asked to', async () => {
  expect(await checkFlows([broken('officialese')], {})).toBe(0)
  expect(printed).toContain(': advice: step "operator": ')
  expect(await checkFlows([broken('officialese')], { advice: true })).toBe(1)
})

it('two files with one flow, and a misspelt subflow, are found in the folder of the file', async () => {
  const flow = (name: string, step: string): string => `flow: ${name}\ntitle: T\nzone: UTC\nlanguages: [en]\nstart: a\nsteps:\n  a: ${step}\n`
  await writeFile(join(dir, 'a.yaml'), flow('one', '{ do: hangUp }'))
  await writeFile(join(dir, 'b.yaml'), flow('one', '{ do: hangUp }'))
  await writeFile(join(dir, 'c.yaml'), flow('two', '{ do: subflow, flow: onn, next: b }\n  b: { do: hangUp }'))
  vi.stubEnv('FLOWS_DIR', dir)
  expect(await checkFlows([], { json: true })).toBe(1)
  const errors = (JSON.parse(printed) as { severity: string; file: string; rule: string; message: string }[]).filter(({ severity }) => severity === 'error')
  expect(errors).toMatchObject([
    { file: join(dir, 'c.yaml'), rule: 'subflow', message: expect.stringContaining('did you mean "one"') },
    { file: join(dir, 'b.yaml'), rule: 'duplicate-flow' },
  ])
  await expect(checkFlows([join(dir, 'none.yaml')], {})).rejects.toThrow(/none.yaml: ENOENT/)
})

it('prints a flow as a diagram, and refuses one that cannot be read', async () => {
  expect(await graphFlow(broken('officialese'))).toBe(0)
  expect(printed).toMatch(/^flowchart TD\n {2}n1\["greet: say<br\/>Hello/)
  await expect(graphFlow(broken('yaml'))).rejects.toThrow(/has errors; see: nightline flows check/)
})
