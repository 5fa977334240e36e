// Each webhook repeated, at once and late, while the call goes on, at either of two processes; reports in any order. `npm run proof -- repeats`: 1,000 calls.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLine, type TestLine } from '../support/line.ts'
import { startSecondWeb } from '../support/web-line.ts'
import { playCall, storedAbout, type Played } from '../support/played-calls.ts'

const CALLS = Number(process.env['PROOF_COUNT'] ?? 30)
const FIRST_SEED = Number(process.env['PROOF_SEED'] ?? 1)
const SIDE_BY_SIDE = 6

let plain: TestLine
let bad: TestLine
let second: { url: string; stop: () => Promise<void> }
beforeAll(async () => {
  // A line in which no call depends on the others: who waits in a queue is told of those before him.
  plain = await startLine({ flowsDir: 'test/flows' })
  bad = await startLine({ flowsDir: 'test/flows' })
  second = await startSecondWeb(bad, 'test/flows')
  for (const line of [plain, bad]) await forgetPresence(line)
})
afterAll(async () => {
  await second?.stop()
  await Promise.all([plain?.stop(), bad?.stop()])
})

test(`${CALLS} calls over a bad network leave the rows and get the answers of the same calls over a good one`, { timeout: 3_600_000 }, async () => {
  const seeds = Array.from({ length: CALLS }, (_, n) => FIRST_SEED + n)
  const total = { webhooks: 0, repeats: 0, turns: 0 }
  const outcomes = new Map<string, number>()
  await sideBySide(seeds, async (seed) => {
    const one: Played = await playCall(plain, seed, false)
    const other: Played = await playCall(bad, seed, true, [bad.url, second.url])
    expect(one.unlike, `seed ${seed}, played plainly`).toEqual([])
    expect(other.unlike, `seed ${seed}, answers to repeats`).toEqual([])
    const [expected, found] = [await storedAbout(plain, one), await storedAbout(bad, other)]
    expect(found, `seed ${seed}, rows`).toEqual(expected)
    total.webhooks += other.webhooks
    total.repeats += other.repeats
    total.turns += other.events
    const { outcome } = (expected as { call: { outcome: string }[] }).call[0] ?? { outcome: 'none' }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  })
  const { rows } = await bad.database.pool.query<{ calls: number }>(
    `select count(*)::int as calls from call where sid in (select distinct call_sid from call_event where kind = 'voice' and url <> '/demo')`,
  )
  expect(rows[0]?.calls).toBe(CALLS)
  expect(total.repeats).toBeGreaterThan(CALLS) // the network was bad indeed
  console.log(
    `repeats: ${CALLS} calls, ${total.turns} turns, ${total.webhooks} webhooks delivered (${total.repeats} repeats of TwiML webhooks), ` +
      `0 answers unlike, 0 rows unlike; outcomes ${JSON.stringify(Object.fromEntries(outcomes))}`,
  )
})

test('the same key at the next menu is a new event', async () => {
  const { rows } = await bad.database.pool.query<{ calls: number }>(`
    select count(*)::int as calls from call_event one join call_event next on next.call_sid = one.call_sid and next.turn = one.turn + 1
     where one.kind = 'voice' and one.params->>'Digits' <> '' and one.params->>'Digits' = next.params->>'Digits'`)
  expect(rows[0]?.calls).toBeGreaterThan(0)
})

/** Calls side by side share our people: who is on one is not rung for the next. Here each is compared by itself, so nobody is ever seen on a call. */
async function forgetPresence({ database: { pool } }: TestLine): Promise<void> {
  await pool.query(`create function leave_out() returns trigger language plpgsql as 'begin return null; end'`)
  await pool.query(`create trigger presence_is_left_out before insert on presence for each row execute function leave_out()`)
}

async function sideBySide<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  const done = await Promise.allSettled(
    Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
    }),
  )
  for (const one of done) if (one.status === 'rejected') throw one.reason
}
