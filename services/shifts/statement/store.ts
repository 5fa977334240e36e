import type pg from 'pg'
import type { Transaction } from '../../db.ts'

/** Whoever can run a statement: a transaction of Prisma's, or a client or pool of pg. */
export type Runner = Pick<Transaction, '$queryRawUnsafe'> | Pick<pg.Pool, 'query'>

/** Runs one statement, prepared by its name where the connection can. No column may be void: Prisma cannot read those. */
export async function run<Row extends pg.QueryResultRow>(db: Runner, name: string, text: string, values: unknown[]): Promise<Row[]> {
  return 'query' in db ? (await db.query<Row>({ name, text, values })).rows : db.$queryRawUnsafe<Row[]>(text, ...values)
}
