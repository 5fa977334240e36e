import type pg from 'pg'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { tell } from '../../notifications/store.ts'
import { findBroken, type AlarmKind, type Broken } from './store.ts'
import { alarmText } from './words.ts'

export type AuditorOptions = {
  database: Pick<Database, 'prisma'>
  /** A connection that nobody else waits for. */
  pool: Pick<pg.Pool, 'query'>
  clock: Clock
  onAlarm?: (what: AlarmKind) => void
  log: { error: (details: object, text: string) => void }
  everySeconds?: number
  machineNow?: () => Date
}

export type Auditor = { start: () => void; stop: () => Promise<void>; look: () => Promise<Broken[]> }

/** Two looks, one after the other, must find it: what is being mended just now is no alarm. Together with what is allowed, less than two minutes. */
const EVERY_SECONDS = 10

/**
 * Checks that what the sweeper does has happened, and that it lives, without relying on it. What is found is told to everybody who supervises, once
 * an hour for each kind, and stands in the log and in the metrics each time.
 */
export function auditor({
  database: { prisma },
  pool,
  clock,
  onAlarm,
  log,
  everySeconds = EVERY_SECONDS,
  machineNow = () => new Date(),
}: AuditorOptions): Auditor {
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<unknown> = Promise.resolve()
  let before: readonly AlarmKind[] = []
  const told = new Map<AlarmKind, string>()

  async function look(): Promise<Broken[]> {
    const broken = await findBroken(pool, clock.now().toJSDate(), machineNow())
    const certain = broken.filter(({ what }) => before.includes(what))
    before = broken.map(({ what }) => what)
    for (const one of certain) await raise(one)
    return certain
  }

  async function raise(one: Broken): Promise<void> {
    log.error({ alarm: one.what, count: one.count, cases: one.cases }, 'ALARM: a rule of the pyramid is broken')
    onAlarm?.(one.what)
    const now = clock.now()
    const key = `alarm:${one.what}:${now.toFormat('yyyy-MM-dd HH')}`
    if (told.get(one.what) === key) return
    await prisma.$transaction(async (tx) => {
      const people = await tx.person.findMany({ where: { isActive: true, role: { in: ['supervisor', 'manager', 'executive', 'admin'] } } })
      for (const { id, language } of people) {
        const text = alarmText(language, one)
        await tell(tx, [id], { kind: 'alarm', key, body: { kind: one.what, title: text, text } }, now.toJSDate())
      }
    })
    told.set(one.what, key)
  }

  const lookOnce = (): void => {
    looking = look().catch((err: unknown) => log.error({ err }, 'the auditor could not look'))
  }
  return {
    look,
    start: () => {
      timer = setInterval(lookOnce, everySeconds * 1_000)
    },
    stop: async () => {
      clearInterval(timer)
      await looking
    },
  }
}
