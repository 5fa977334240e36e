import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../prisma/generated/client.ts'

/** One pool for everything: Prisma for what people do, raw named statements where webhooks are answered. */
export type Database = { pool: pg.Pool; prisma: PrismaClient; close: () => Promise<void> }
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

export type DatabaseOptions = { url: string; maxConnections?: number; onError: (error: Error) => void }

/**
 * Opens the database. The short limits are what keeps a caller from hearing silence: with pg's defaults a frozen
 * server hangs every webhook for ever.
 */
export function openDatabase({ url, maxConnections = 20, onError }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url, max: maxConnections, connectionTimeoutMillis: 500, query_timeout: 700, keepAlive: true,
  })
  pool.on('error', onError)
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool), transactionOptions: { maxWait: 5_000, timeout: 10_000 },
  })
  return {
    pool, prisma,
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
