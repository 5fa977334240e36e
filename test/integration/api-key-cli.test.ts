import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createKey } from '../../services/cli/api-key/service.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

const VIRTUAL = new Date('2031-03-02T09:00:00Z')

let cloned: TestDatabase
let database: Database
let dir: string
beforeEach(async () => {
  cloned = await cloneDatabase()
  database = openDatabase({ url: cloned.url, onError: () => undefined })
  dir = await mkdtemp(join(tmpdir(), 'nightline-key-'))
  vi.stubEnv('DATABASE_URL', cloned.url)
  vi.stubEnv('DATA_DIR', dir)
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await database.close()
  await cloned.drop()
  await rm(dir, { recursive: true, force: true })
})

async function madeAt(): Promise<Date | undefined> {
  expect(await createKey({ role: 'admin', name: 'a program' })).toBe(0)
  return (await database.prisma.apiKey.findFirst())?.createdAt
}
const standStill = () => database.prisma.clockRow.create({ data: { realAt: new Date(), virtualAt: VIRTUAL, speed: 0, version: 1 } })

it('a key is made at the time of the line', async () => {
  await standStill()
  expect(await madeAt()).toEqual(VIRTUAL)
})

it("a key is made at the machine's time where there is no other, or real people call", async () => {
  expect(Math.abs((await madeAt())!.getTime() - Date.now())).toBeLessThan(10_000)
  await database.prisma.apiKey.deleteMany()
  await standStill() // left over from the days of the simulator
  for (const [name, value] of [
    ['TWILIO_ACCOUNT_SID', `AC${'0'.repeat(32)}`],
    ['TWILIO_AUTH_TOKEN', 'x'],
    ['PUBLIC_URL', 'https://line.example'],
  ] as const)
    vi.stubEnv(name, value)
  expect(Math.abs((await madeAt())!.getTime() - Date.now())).toBeLessThan(10_000)
})
