/** A company with open cases and a clock that is moved by hand: deadlines without telephones. */
import { DateTime } from 'luxon'
import { seedDemo } from '../../prisma/seed.ts'
import { deadlines } from '../../services/cases/deadlines/service.ts'
import { openCase, type NewCase } from '../../services/cases/store.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import type { Moved } from '../../services/cases/moves/service.ts'
import { tellOfTop } from '../../services/tellings/store.ts'
import { cloneFilled } from './database.ts'

export type Deadlines = Awaited<ReturnType<typeof startDeadlines>>

/** Beside the demo company no case is open. Clara Winter is the executive, Farid Rahimi her deputy. */
export async function startDeadlines(at: string) {
  let now = DateTime.fromISO(at, { zone: 'utc' })
  const { url, drop } = await cloneFilled(`no case open ${at}`, (template) => fillCompany(template.url, now.toJSDate()))
  const database = openDatabase({ url, onError: () => undefined })
  const moved: Array<Omit<Moved, 'at'>> = []
  const failures: unknown[] = []
  const clock = { now: () => now }
  return {
    database,
    clock,
    moved,
    failures,
    /** A sweeper of its own, as another process has it. */
    sweeper: () =>
      deadlines({
        database,
        clock,
        onTop: tellOfTop,
        onMoved: async (_, { caseId, kind }) => void moved.push({ caseId, kind }),
        log: { error: (details) => failures.push(details) },
      }),
    isNow: (next: Date | string) => {
      now = typeof next === 'string' ? DateTime.fromISO(next, { zone: 'utc' }) : DateTime.fromJSDate(next, { zone: 'utc' })
    },
    opens: (given: Partial<NewCase> = {}) =>
      database.prisma.$transaction((tx) => {
        const base = { customerId: null, callSid: null, title: 'No heating', reason: 'outage', severity: 'normal', facts: {}, channel: 'web' as const }
        return openCase(tx, { ...base, openedAt: now.toJSDate(), ...given })
      }),
    notices: async (kind: string): Promise<Array<[string, unknown]>> => {
      const rows = await database.prisma.notice.findMany({
        where: { kind },
        include: { person: true },
        orderBy: [{ createdAt: 'asc' }, { person: { name: 'asc' } }],
      })
      return rows.map(({ person, body }) => [person.name, body])
    },
    closeAll: () => closeAll(database, now.toJSDate()),
    stop: async () => {
      await database.close()
      await drop()
    },
  }
}

async function fillCompany(url: string, now: Date): Promise<void> {
  const database = openDatabase({ url, onError: () => undefined })
  await seedDemo({ database, now })
  await closeAll(database, now)
  await database.prisma.shift.deleteMany() // the heads keep their levels
  await database.pool.query(`update person set deputy_id = (select id from person where name = 'Farid Rahimi') where name = 'Clara Winter'`)
  await database.close()
}

/** Nothing is open any more, so nothing becomes due. */
export async function closeAll({ pool }: Pick<Database, 'pool'>, at: Date): Promise<void> {
  const instant = `timestamptz '${at.toISOString()}'`
  await pool.query(`begin; update custody set to_at = greatest(from_at, ${instant}) where to_at is null;
    update "case" set status = 'closed', ended_at = greatest(opened_at, ${instant}) where status = 'open'; commit`)
}
