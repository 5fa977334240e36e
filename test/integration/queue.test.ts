import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openQueue, type WakeQueue } from '../../services/queue.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { hasRedis, startRedis } from '../support/redis.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

const failures: Error[] = []
const onError = (error: Error) => void failures.push(error)
async function wakesUp(queue: WakeQueue): Promise<void> {
  let looks = 0
  queue.onWake(async () => {
    looks += 1
  })
  for (let n = 0; n < 100; n += 1) queue.wake()
  await expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThan(0)
  const before = looks
  await new Promise((resolve) => setTimeout(resolve, 300))
  queue.wake()
  await expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThan(before)
  expect(looks).toBeLessThan(10) // a hundred wake-ups at once are one
  await queue.check()
  await queue.close()
  expect(failures).toEqual([])
}

describe('the queue only wakes us up', () => {
  test('on Postgres', async () => {
    await wakesUp(await openQueue({ databaseUrl: database.url, onError }))
  })

  test('also when a worker of another process had the wake-up before', async () => {
    const [ours, theirs] = [await openQueue({ databaseUrl: database.url, onError }), await openQueue({ databaseUrl: database.url, onError })]
    let looks = 0
    theirs.onWake(async () => {
      looks += 1
      if (looks < 5) ours.wake() // each time something has come up that the look under way may not see
    })
    ours.wake()
    await expect.poll(() => looks, { timeout: 5_000 }).toBe(5)
    await Promise.all([ours.close(), theirs.close()])
    expect(failures).toEqual([])
  })

  test.runIf(hasRedis('the queue on Redis'))('on Redis', async () => {
    const redis = await startRedis()
    try {
      await wakesUp(await openQueue({ redisUrl: redis.url, databaseUrl: database.url, onError }))
    } finally {
      redis.stop()
    }
  })
})
