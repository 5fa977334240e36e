import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { findDue, findDueKinds, PERFORM, type DueKind, type Hooks } from './store.ts'

export type DeadlineOptions = {
  database: Pick<Database, 'prisma' | 'pool'>
  clock: Clock
  /** How long after its 20 hours a case was moved. */
  observeLateness?: (seconds: number) => void
  log: { error: (details: object, text: string) => void }
} & Hooks

/** The name under which the sweeper's last sign of life stands in the table `sweep`, by the machine's clock. */
export const HEARTBEAT = 'deadlines'
/** So many cases are moved side by side; the pool is for others too. */
const AT_ONCE = 4
/** No version of the clock is newer: this mark is a sign of life, and nobody who moves the clock waits for it. */
const ANY_VERSION = '9007199254740991'
/** A sign of life for people and their monitoring: not one for each move of the clock. */
const BEAT_MILLISECONDS = 1_000

/**
 * What happens to cases when nobody does anything. All of it stands in Postgres: a sweep that is missed is made up by the next one, and two at once
 * do nothing twice. One case that cannot be moved holds up no other.
 */
export function deadlines({ database: { prisma, pool }, clock, onTop, onMoved, observeLateness, log }: DeadlineOptions) {
  let beatAt = -BEAT_MILLISECONDS

  async function sweep(): Promise<void> {
    for (const kind of await findDueKinds(pool, now())) await perform(kind)
    await beat()
  }

  /** Whatever is due of a kind, also what becomes due meanwhile; what could not be done is left to the next sweep. */
  async function perform(kind: DueKind): Promise<void> {
    const seen = new Set<string>()
    for (;;) {
      const queue = (await findDue(pool, kind, now())).filter((id) => !seen.has(id))
      if (queue.length === 0) return
      for (const id of queue) seen.add(id)
      await beat()
      await Promise.all(Array.from({ length: AT_ONCE }, () => work(kind, queue)))
    }
  }

  async function work(kind: DueKind, queue: string[]): Promise<void> {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      const one = id
      try {
        const late = await prisma.$transaction(async (tx) => {
          const isDone = await PERFORM[kind](tx, one, now(), { onTop, onMoved })
          return isDone && kind === 'top' ? tx.case.findUniqueOrThrow({ where: { id: one }, select: { toppedAt: true, dueTopAt: true } }) : undefined
        })
        if (late?.toppedAt) observeLateness?.((late.toppedAt.getTime() - late.dueTopAt.getTime()) / 1_000)
      } catch (err) {
        log.error({ err, deadline: kind, id: one }, 'a deadline could not be kept; the next sweep tries again')
      }
    }
  }

  async function beat(): Promise<void> {
    if (performance.now() - beatAt < BEAT_MILLISECONDS) return
    beatAt = performance.now()
    await pool.query(`insert into sweep (name, seen_version, beat_at) values ($1, $2, $3) on conflict (name) do update set beat_at = excluded.beat_at`, [
      HEARTBEAT,
      ANY_VERSION,
      new Date(),
    ])
  }

  const now = (): Date => clock.now().toJSDate()
  return { sweep }
}
