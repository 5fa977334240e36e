import { spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openQueue, type WakeQueue } from '../../services/queue.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

const failures: Error[] = []
const onError = (error: Error) => void failures.push(error)
const hasRedis = spawnSync('redis-server', ['--version']).status === 0
if (!hasRedis) console.warn('skipped: the queue on Redis (there is no redis-server here; .ci/run installs it)')

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

  test.runIf(hasRedis)('on Redis', async () => {
    const port = await freePort()
    const redis = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no'], { stdio: 'ignore' })
    try {
      await expect.poll(() => spawnSync('redis-cli', ['-p', String(port), 'ping']).status, { timeout: 10_000 }).toBe(0)
      await wakesUp(await openQueue({ redisUrl: `redis://127.0.0.1:${port}`, databaseUrl: database.url, onError }))
    } finally {
      redis.kill()
    }
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
