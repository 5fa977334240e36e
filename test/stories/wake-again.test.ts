import { afterEach, beforeEach, expect, test } from 'vitest'
import { control, MARTA, type TestLine } from '../support/line.ts'
import { nothingElseRings, timePasses } from '../support/phones.ts'
import { startWakingLine, urgentCaller, wakeOf, type WakingLine } from '../support/waking.ts'

let line: WakingLine
beforeEach(async () => {
  line = await startWakingLine()
})
afterEach(() => line.stop())

const ringing = async ({ simulator }: TestLine) => (await control<{ legs: Array<{ to: string }> }>(simulator, 'GET', '/ringing')).legs
const urgentCases = () => line.database.prisma.case.count({ where: { severity: 'urgent' } })

test('she hangs up and dials again while a phone rings: no second person is woken, and she hears who took her case', async () => {
  const { dana, elif } = line.night
  const first = await urgentCaller(line, MARTA)
  await dana.rings()
  const { callSid } = first
  await first.hangsUp()
  const again = await urgentCaller(line, MARTA)
  await timePasses(line.simulator, 6)
  expect(await ringing(line)).toHaveLength(1)
  await dana.answers()
  await dana.presses('1')
  await again.hears(/Dana Novak has your case \d+ and calls you by today at 3:40 AM/)
  await nothingElseRings(line.simulator)
  expect(elif.heard).toEqual([])
  expect(await wakeOf(line, { callSid })).toMatchObject({
    state: 'accepted',
    called: [['Dana Novak', 'accepted']],
    owners: [
      ['Dana Novak', 'born'],
      ['Dana Novak', 'woken'],
    ],
  })
  expect([await urgentCases(), await line.database.prisma.wake.count()]).toEqual([1, 1])
})

test('she asks again before the half hour is over and hears the same; after it people are woken anew', async () => {
  const { dana } = line.night
  const first = await urgentCaller(line, MARTA)
  await dana.answers()
  await dana.presses('1')
  await first.hears(/Dana Novak has your case/)
  await first.hearsTheLineEnd()
  await dana.hangsUp()
  await timePasses(line.simulator, 600)
  const second = await urgentCaller(line, MARTA)
  await second.hears(/Dana Novak has your case \d+ and calls you by today at 3:40 AM/)
  await second.hearsTheLineEnd()
  await nothingElseRings(line.simulator)
  expect(await urgentCases()).toBe(1)
  await timePasses(line.simulator, 1_800)
  await urgentCaller(line, MARTA)
  await dana.rings()
  expect(await urgentCases()).toBe(2)
})

test('nobody could be reached: who dials again has everybody called once more', async () => {
  const { pool } = line.database
  const first = await urgentCaller(line, MARTA)
  await line.night.dana.rings()
  await pool.query(`update wake set until_at = started_at + interval '32 seconds'`)
  await first.hears(/Nobody could be reached/)
  await first.hearsTheLineEnd()
  await urgentCaller(line, MARTA)
  await line.night.dana.rings()
  expect(await urgentCases()).toBe(2)
})
