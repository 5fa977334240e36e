import type pg from 'pg'
import type { Transaction } from '../../db.ts'
import type { FreePeople } from '../../shifts/line/free.ts'
import { readHeads, type Head } from '../../shifts/line/callbacks/store.ts'
import { readLineRoster } from '../../shifts/line/store.ts'
import { readLiveLine } from '../../shifts/line/waiting/store.ts'
import type { Runner } from '../../shifts/statement/store.ts'
import { headsToRead, type Standing } from './decide.ts'

/** One dispatcher decides at a time, in whatever process: the second one sees what the first has begun. */
export async function takeTurn(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('callback dispatcher'))`
}

export async function readStanding(db: Runner, at: Date): Promise<Standing> {
  const [roster, line] = await Promise.all([readLineRoster(db, at.getTime()), readLiveLine(db, at)])
  return { roster, line, at: at.getTime() }
}

/** Nothing of the queue is read while nobody is free. */
export async function readFirst(db: Runner, { line }: Standing, people: FreePeople): Promise<Head[]> {
  return (await readHeads(db, headsToRead(line.kinds, people), line.numbersInUse)).heads
}

/** Does anybody wait to be called back? In SQL. */
export const SOMEBODY_WAITS = `exists (select from callback where state = 'waiting')`

export async function isAnybodyWaiting(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ is: boolean }>({ name: 'callbacks_waiting', text: `select ${SOMEBODY_WAITS} as is` })
  return rows[0]?.is ?? false
}
