import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import * as due from './store.ts'

export type DeadlineOptions = {
  database: Pick<Database, 'prisma' | 'pool'>
  clock: Clock
  /** How long after its 20 hours a case was moved. */
  observeLateness?: (seconds: number) => void
  log: { error: (details: object, text: string) => void }
} & due.Hooks

/** The name under which the sweeper's last sign of life stands in the table `sweep`, by the machine's clock. */
export const HEARTBEAT = 'deadlines'
/** So many cases are moved side by side; the pool is for others too. */
const AT_ONCE = 4
/** No version of the clock is newer: this mark is a sign of life, and nobody who moves the clock waits for it. */
const ANY_VERSION = '9007199254740991'

/** In this order: what must not be late comes first. */
const TASKS = [
  { name: 'top', find: due.findDueAtTop, perform: due.moveToTop },
  { name: 'deputy', find: due.findLeftBehind, perform: due.moveToDeputy },
  { name: 'ola', find: due.findOlaBreached, perform: due.noteOlaBreach },
  { name: 'promise', find: due.findBrokenPromises, perform: due.noteBroken },
  { name: 'warning', find: due.findToWarn, perform: due.warn },
  { name: 'silence', find: due.findSilent, perform: due.noteSilence },
  { name: 'subTask', find: due.findLateSubTasks, perform: due.noteLateSubTask },
] as const

/**
 * What happens to cases when nobody does anything. All of it stands in Postgres: a sweep that is missed is made up by the next one, and two at once
 * do nothing twice. One case that cannot be moved holds up no other.
 */
export function deadlines({ database: { prisma, pool }, clock, onTop, onMoved, observeLateness, log }: DeadlineOptions) {
  async function sweep(): Promise<void> {
    for (const task of TASKS) {
      const failed = new Set<string>()
      for (;;) {
        const ids = (await task.find(pool, now())).filter((id) => !failed.has(id))
        if (ids.length === 0) break
        const queue = [...ids]
        await Promise.all(Array.from({ length: AT_ONCE }, () => work(task, queue, failed)))
      }
      if (task.name === 'top') await beat()
    }
    await beat()
  }

  async function work({ name, perform }: (typeof TASKS)[number], queue: string[], failed: Set<string>): Promise<void> {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      const one = id
      try {
        const late = await prisma.$transaction(async (tx) => {
          const at = now()
          const isDone = await perform(tx, one, at, { onTop, onMoved })
          return isDone && name === 'top' ? tx.case.findUniqueOrThrow({ where: { id: one }, select: { toppedAt: true, dueTopAt: true } }) : undefined
        })
        if (late?.toppedAt) observeLateness?.((late.toppedAt.getTime() - late.dueTopAt.getTime()) / 1_000)
      } catch (err) {
        log.error({ err, deadline: name, id: one }, 'a deadline could not be kept; the next sweep tries again')
      }
      // Found again in this round it would be found for ever.
      failed.add(one)
    }
  }

  async function beat(): Promise<void> {
    await pool.query(`insert into sweep (name, seen_version, beat_at) values ($1, $2, $3) on conflict (name) do update set beat_at = excluded.beat_at`, [
      HEARTBEAT,
      ANY_VERSION,
      new Date(),
    ])
  }

  const now = (): Date => clock.now().toJSDate()
  return { sweep }
}
