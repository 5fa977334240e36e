import { afterAll, beforeAll, expect, test } from 'vitest'
import { callJobs } from '../../services/calls/jobs.ts'
import type { Database } from '../../services/db.ts'
import { recordOf, LINE, MARTA, startLine, type TestLine } from '../support/line.ts'
import { timePasses } from '../support/phones.ts'
import { callByHand } from '../support/webhooks.ts'

let line: TestLine
beforeAll(async () => {
  line = await startLine({ roles: ['web'] })
})
afterAll(async () => {
  await line.stop()
})

const noLog = { error: () => undefined }
const aWorker = (database: Pick<Database, 'prisma'> = line.database) =>
  callJobs({ database: { ...line.database, ...database }, clock: line.app.clock, announce: () => undefined, log: noLog })

/** A worker that dies after its work and before the commit, `times` times. */
function dyingWorker(times: number) {
  let deaths = 0
  const done = (tx: Pick<Database['prisma'], 'effect'>) => tx.effect.count({ where: { doneAt: { not: null } } })
  const prisma = new Proxy(line.database.prisma, {
    get: (target, name) =>
      name !== '$transaction'
        ? (Reflect.get(target, name) as unknown)
        : (work: (tx: unknown) => Promise<unknown>) =>
            target.$transaction(async (tx) => {
              const before = await done(tx)
              const result = await work(tx)
              if (deaths === times || (await done(tx)) === before) return result
              deaths += 1
              throw new Error('the worker was killed')
            }),
  })
  return { worker: aWorker({ prisma }), deaths: () => deaths }
}

async function aReportedFault(): Promise<string> {
  const call = callByHand(line, MARTA, LINE)
  await call.begins()
  await call.presses(1, '2')
  await call.presses(2, '123456')
  await call.presses(3, '1')
  return call.sid
}

async function expectOneCase(sid: string): Promise<void> {
  expect((await recordOf(line, sid)).cases).toMatchObject([{ custodies: [{ person: { name: 'Amira Haddad' }, toAt: null }] }])
  const effects = await line.database.prisma.effect.findMany({ where: { callSid: sid, kind: { not: 'settleCall' } }, orderBy: [{ turn: 'asc' }, { n: 'asc' }] })
  expect(effects).toMatchObject([{ kind: 'identify' }, { kind: 'openCase' }])
  expect(effects.every(({ doneAt, failedAt }) => doneAt !== null && failedAt === null)).toBe(true)
}

test('many workers at once perform each effect once', async () => {
  const sids = await Promise.all(Array.from({ length: 10 }, aReportedFault))
  await Promise.all(Array.from({ length: 6 }, () => aWorker().performDue()))
  await timePasses(line.simulator, 1)
  for (const sid of sids) await expectOneCase(sid)
  expect(await aWorker().performDue()).toBe(0)
})

test('a worker that dies between its work and the commit leaves nothing behind, and the next one does it', async () => {
  const { worker, deaths } = dyingWorker(3)
  const sid = await aReportedFault()
  for (let death = 1; death <= 3; death += 1) {
    await worker.performDue()
    expect(deaths()).toBe(death)
    expect((await recordOf(line, sid)).cases).toEqual([])
    expect(await aWorker().performDue(), 'it is tried again later').toBe(0)
    await line.database.pool.query('update effect set due_at = created_at where done_at is null')
  }
  expect(await worker.performDue()).toBe(2)
  await expectOneCase(sid)
})
