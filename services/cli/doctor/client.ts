import { Redis } from 'ioredis'

const WITHIN_MILLISECONDS = 2_000

/** Resolves when Redis answers a PING in time; rejects with the reason. Without the limit ioredis would try for ever. */
export async function pingRedis(url: string): Promise<void> {
  let reason: unknown
  const redis = new Redis(url, {
    lazyConnect: true,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    connectTimeout: WITHIN_MILLISECONDS,
    retryStrategy: () => null,
  })
  redis.on('error', (error) => {
    reason = error
  }) // the real reason; `connect` only says that the connection is closed
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${WITHIN_MILLISECONDS / 1_000} s`)), WITHIN_MILLISECONDS)
  })
  try {
    await Promise.race([redis.connect().then(() => redis.ping()), tooLate])
  } catch (error) {
    throw reason ?? error
  } finally {
    clearTimeout(timer)
    redis.disconnect()
  }
}
