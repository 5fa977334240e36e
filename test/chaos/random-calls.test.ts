import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLine, type TestLine } from '../support/line.ts'
import { control } from '../support/phones.ts'
import { playRandomCalls } from '../support/random-calls.ts'
import { countsOf, judgeCalls, type Counts } from '../support/random-verdict.ts'

const CALLS = Number(process.env['PROOF_COUNT'] ?? 40)
const SEED = Number(process.env['PROOF_SEED'] ?? 1)
const AT_ONCE = CALLS > 100 ? 50 : 20
/** A working day, closing time, both ends of a night, Saturday and Christmas: hours from one batch to the next. */
const HOURS_BETWEEN = [4, 3, 3, 2.3, 5, 4.5, 3.2]
const FAULTS = {
  duplicate: 0.1,
  reorder: 0.1,
  delayPast15s: { voice: 0.02, status: 0.03 },
  dropStatus: { status: 0.08 },
  refuseConnection: 0.05,
  restErrorBefore: 0.08,
  restErrorAfter: 0.08,
  rateLimit429: 0.08,
  hangUpAtVerb: 0.02,
}

let line: TestLine
beforeAll(async () => {
  line = await startLine({ at: '2026-12-21T09:58:00+01:00' })
})
afterAll(() => line.stop())

test(
  `${CALLS} calls with random keys, words, silence and hang-ups, and faults on: journal and call log tell the same story`,
  { timeout: 7_200_000 },
  async () => {
    const counts: Counts = countsOf()
    const found: string[] = []
    let journal = (await control<{ last: number }>(line.simulator, 'GET', '/journal?limit=1')).last
    for (let played = 0, batch = 0; played < CALLS; played += AT_ONCE, batch += 1) {
      await control(line.simulator, 'PUT', '/faults', { seed: SEED * 10_000 + batch, rates: FAULTS })
      const sids = await playRandomCalls(line, SEED * 10_000 + batch, Math.min(AT_ONCE, CALLS - played))
      const { differences, last } = await judgeCalls(line, sids, journal, counts)
      found.push(...differences.map((text) => `batch ${batch} of seed ${SEED}: ${text}`))
      journal = last
      const faults = await control<{ counts: Record<string, number> }>(line.simulator, 'GET', '/faults')
      for (const [fault, times] of Object.entries(faults.counts)) counts.faults[fault] = (counts.faults[fault] ?? 0) + times
      if (CALLS > 100) console.log(`${counts.calls} calls, ${found.length} differences`)
      await control(line.simulator, 'DELETE', '/faults')
      const seconds = (HOURS_BETWEEN[batch % HOURS_BETWEEN.length] ?? 1) * 3_600
      // Nobody is at his phone in the hours between: the callbacks that were asked for wait till then, and are called in the next batch.
      const pause = await line.database.prisma.callbackPause.create({ data: { id: randomUUID(), skill: null, why: 'nobody is here', pausedAt: new Date() } })
      await control(line.simulator, 'POST', '/clock/advance', { seconds })
      await line.database.prisma.callbackPause.update({ where: { id: pause.id }, data: { resumedAt: new Date() } })
    }
    console.log(JSON.stringify({ ...counts, differences: found.length }, null, 1))
    expect(found).toEqual([])
    expect(counts.calls).toBe(CALLS)
  },
)
