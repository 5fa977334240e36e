import { expect, test } from 'vitest'
import { policyRule } from '../../services/schemas/rules.ts'
import { seeded } from '../support/seeded.ts'
import { startDeadlines } from '../support/deadlines.ts'

const CASES = Number(process.env['PROOF_COUNT'] ?? 60)
const SEED = Number(process.env['PROOF_SEED'] ?? 1)
const SECOND = 1_000
const HOUR = 3_600 * SECOND
/** The sweeper looks so often; what it may be late at most. */
const EVERY = 5 * SECOND
const MOST_LATE = 30 * SECOND

/** When cases are due: a leap day, and the nights in which Berlin's clocks go forward and back. */
const WINDOWS = ['2028-02-29T08:00:00Z', '2028-03-25T21:00:00Z', '2028-10-28T21:00:00Z'].map((from) => Date.parse(from))
const WINDOW_HOURS = 8
/** A few cases meet as many faults as many do. */
const [RESTARTS, SET_BACK] = CASES < 1_000 ? [0.1, 0.1] : [0.02, 0.01]

test(
  `${CASES} cases over both clock changes and a leap day, with restarts and a clock that goes back: each is the executive's within 30 s, once`,
  async () => {
    const chance = seeded(SEED)
    const company = await startDeadlines('2028-02-27T00:00:00Z')
    const dues = Array.from({ length: CASES }, () => chance.pick(WINDOWS) + chance.below(WINDOW_HOURS * 3_600) * SECOND).sort((a, b) => a - b)
    for (let n = 10; n < dues.length; n += 10) dues[n] = dues[n - 1] as number // some in the same second
    // Warnings and silence are told elsewhere.
    const body = policyRule.parse({ levels: {}, warnAtHours: [], silentHours: 10_000 })
    await company.database.prisma.ruleVersion.create({ data: { kind: 'policy', key: '', version: 99, body, madeAt: company.clock.now().toJSDate() } })
    await openAll(company, dues)

    let sweeper = company.sweeper()
    let [restarts, movedBack, sweeps] = [0, 0, 0]
    let phase = chance.below(5) * SECOND
    /** The sweeper's next look at or after an instant; looks at which nothing is due are left out, for they find nothing. */
    const lookAfter = (instant: number): number => Math.ceil((instant - phase) / EVERY) * EVERY + phase
    for (let n = 0, now = 0; n < dues.length;) {
      let at = Math.max(now, lookAfter(dues[n] as number))
      if (chance.isTrue(RESTARTS)) {
        // Killed and started again: up to 20 s in which nobody looks, and a new phase.
        sweeper = company.sweeper()
        at += chance.below(20) * SECOND
        phase = at % EVERY
        restarts += 1
      }
      const isBack = chance.isTrue(SET_BACK)
      company.isNow(new Date(at))
      await (chance.isTrue(0.2) ? Promise.all([sweeper.sweep(), company.sweeper().sweep()]) : sweeper.sweep())
      sweeps += 1
      if (isBack) {
        // The machine's clock is set back by five minutes: it lives through them twice.
        for (const back of [300, 200, 100]) {
          company.isNow(new Date(at - back * SECOND))
          await sweeper.sweep()
        }
        movedBack += 1
      }
      now = at
      while (n < dues.length && (dues[n] as number) <= at) n += 1
    }

    const { pool } = company.database
    const { rows } = await pool.query<{
      late: number
      tops: number
      events: number
      told: number
      open: number
      faults: number
      texts: number
      mails: number
      hours: number
    }>(`
    with told as (select split_part(key, ':', 2) as case_id, count(*)::int as n from notice where key like 'told:%' group by 1),
         mailed as (select split_part(id, ':', -2) as case_id, count(*)::int as n from email_message where id like '%:email' group by 1)
    select extract(epoch from c.topped_at - c.due_top_at)::float as late, extract(epoch from c.due_top_at - c.opened_at)::float / 3600 as hours,
      (select count(*) from custody u where u.case_id = c.id and u.how = 'top')::int as tops,
      (select count(*) from case_event e where e.case_id = c.id and e.kind = 'top')::int as events,
      coalesce(told.n, 0) as told,
      coalesce(mailed.n, 0) as mails,
      (select count(*) from custody u where u.case_id = c.id and u.to_at is null)::int as open,
      (select count(*) from (select from_at, lag(to_at) over (order by from_at) as before from custody u where u.case_id = c.id) i where before is distinct from from_at and before is not null)::int as faults
     from "case" c left join told on told.case_id = c.id::text left join mailed on mailed.case_id = c.id::text where c.status = 'open'`)
    const lates = rows.map(({ late }) => late)
    const figures = { cases: rows.length, sweeps, restarts, movedBack, latest: Math.max(...lates), earliest: Math.min(...lates) }
    console.log(`twenty hours: ${JSON.stringify(figures)}`)
    expect(rows).toHaveLength(CASES)
    expect(rows.filter(({ late }) => !(late >= 0 && late <= MOST_LATE / SECOND))).toEqual([])
    expect(
      rows.filter(
        ({ tops, events, told, mails, open, faults, hours }) =>
          tops !== 1 || events !== 1 || told !== 1 || mails !== 1 || open !== 1 || faults !== 0 || hours !== 20,
      ),
    ).toEqual([])
    expect(company.failures).toEqual([])
    expect(movedBack + restarts).toBeGreaterThan(0)
    await company.stop()
  },
  3 * 3_600_000,
)

async function openAll({ opens }: Awaited<ReturnType<typeof startDeadlines>>, dues: readonly number[]): Promise<void> {
  const queue = [...dues]
  const work = async (): Promise<void> => {
    for (let due = queue.shift(); due !== undefined; due = queue.shift()) {
      const openedAt = new Date(due - 20 * HOUR)
      await opens({ title: `Due ${new Date(due).toISOString()}`, openedAt })
    }
  }
  await Promise.all(Array.from({ length: 6 }, work))
}
