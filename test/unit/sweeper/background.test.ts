import { DateTime } from 'luxon'
import { expect, it } from 'vitest'
import { backgroundWork } from '../../../services/sweeper/background/service.ts'

const silent = { warn: () => undefined }
const during = (work: () => Promise<void>): Promise<void> => work()
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const clock = { now: () => DateTime.fromMillis(0) }
/** A database in which these are due; it counts what it is asked. */
function databaseWith(...due: string[]) {
  const asked: string[] = []
  const query = async ({ text }: { text: string }) => {
    asked.push(text)
    return { rows: [Object.fromEntries(due.map((name) => [name, true]))] }
  }
  return { asked, database: { pool: { query } } as unknown as Parameters<typeof backgroundWork>[0]['database'] }
}

/** Work whose rounds end when the test says so. */
function heldWork(atOnce: number) {
  const open: Array<(error?: Error) => void> = []
  let rounds = 0
  const performDue = () =>
    new Promise<void>((resolve, reject) => {
      rounds += 1
      open.push((error) => (error ? reject(error) : resolve()))
    })
  const { database } = databaseWith('held')
  const work = backgroundWork({ name: 'test', parts: { held: { atOnce, due: 'true', performDue } }, database, clock, during, log: silent })
  return { work, rounds: () => rounds, end: (error?: Error) => open.shift()?.(error) }
}

it('who asks while a round runs gets one more, and only one', async () => {
  const { work, rounds, end } = heldWork(1)
  work.look()
  await rest()
  for (let n = 0; n < 5; n += 1) work.look()
  await rest()
  expect(rounds()).toBe(1)
  end()
  await rest()
  expect(rounds()).toBe(2)
  end()
  await rest()
  expect(rounds()).toBe(2)
  work.look()
  await rest()
  expect(rounds()).toBe(3)
})

it('where rounds may run side by side a slow one holds up nobody', async () => {
  const { work, rounds } = heldWork(2)
  work.look()
  work.look()
  await rest()
  expect(rounds()).toBe(2)
  work.look()
  await rest()
  expect(rounds()).toBe(2)
})

it('a round that fails does not end the work, and stopping waits for what is under way', async () => {
  const { work, rounds, end } = heldWork(1)
  work.look()
  await rest()
  end(new Error('broken'))
  await rest()
  work.look()
  await rest()
  expect(rounds()).toBe(2)
  let isStopped = false
  const stopping = work.stop().then(() => (isStopped = true))
  await rest()
  expect(isStopped).toBe(false)
  end()
  await stopping
  work.look()
  await rest()
  expect(rounds()).toBe(2)
})

it('a look is one statement, whatever is due; what is not due is not begun, and who looks meanwhile is answered by the next', async () => {
  const done: string[] = []
  const part = (name: string) => ({ due: `exists (select from ${name})`, performDue: async () => void done.push(name) })
  const { asked, database } = databaseWith('texts', 'calls')
  const parts = { texts: part('texts'), emails: part('emails'), calls: part('calls') }
  const work = backgroundWork({ name: 'test', parts, database, clock, during, log: silent })
  work.look()
  await rest()
  expect([asked.length, done]).toEqual([1, ['texts', 'calls']])
  for (let n = 0; n < 5; n += 1) work.look()
  await rest()
  expect(asked).toHaveLength(3)
  expect(asked[0]).toContain('exists (select from emails) as "emails"')
})

it('when it cannot be asked that is told, and the next look asks again', async () => {
  const { database } = databaseWith('part')
  const { query } = database.pool
  let rounds = 0
  const told: string[] = []
  const parts = { part: { due: 'true', performDue: async () => void (rounds += 1) } }
  const work = backgroundWork({ name: 'test', parts, database, clock, during, log: { warn: (_, text) => void told.push(text) } })
  database.pool.query = (async () => Promise.reject(new Error('away'))) as never
  work.look()
  await rest()
  expect([rounds, told.length]).toEqual([0, 1])
  database.pool.query = query
  work.look()
  await rest()
  expect(rounds).toBe(1)
})
