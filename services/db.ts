import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '../prisma/generated/client.ts'

/**
 * Two pools: `pool` (Prisma shares it) for what people and jobs do, `linePool` for webhooks, where waiting is worse than
 * failing: a caller hears every second of it.
 */
export type Database = { url: string; pool: pg.Pool; linePool: pg.Pool; prisma: PrismaClient; close: () => Promise<void> }
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

/** For pieces of SQL (`Prisma.sql`), which are put together before they are sent. */
export { Prisma }

/**
 * Prisma reads several relations of a transaction at once; pg puts them in a line, which is right, and says on stderr that this will end with
 * pg 9. We stay on pg 8 until Prisma's adapter has changed (its package asks for pg 8), so an operator need not read it. Every other warning stays.
 */
const emitWarning = process.emitWarning.bind(process)
process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
  if (!String(warning).startsWith('Calling client.query() when the client is already executing a query'))
    (emitWarning as (...all: unknown[]) => void)(warning, ...rest)
}) as typeof process.emitWarning

export type DatabaseOptions = { url: string; maxConnections?: number; onError: (error: Error) => void }

/** With pg's own defaults a frozen server would hang every query for ever; here each fails in time, and works again when it is back. */
export function openDatabase({ url, maxConnections = 12, onError }: DatabaseOptions): Database {
  const common = { connectionString: url, keepAlive: true }
  const pool = new pg.Pool({ ...common, max: maxConnections, connectionTimeoutMillis: 2_000, query_timeout: 15_000 })
  const linePool = new pg.Pool({ ...common, max: 8, connectionTimeoutMillis: 500, query_timeout: 700 })
  let closing = false // from then on a server that stops at once may cut a connection that is just being closed: that is no loss
  for (const each of [pool, linePool])
    each.on('error', (error) => {
      if (!closing) onError(error)
    })
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: { maxWait: 5_000, timeout: 10_000 } })
  return {
    url,
    pool,
    linePool,
    prisma,
    close: async () => {
      closing = true
      await prisma.$disconnect()
      await Promise.all([pool.end(), linePool.end()])
    },
  }
}
