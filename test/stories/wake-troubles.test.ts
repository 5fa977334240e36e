import { afterEach, expect, test, vi } from 'vitest'
import { MARTA } from '../support/line.ts'
import { startWakingLine, urgentCaller, wakeOf, type WakingLine } from '../support/waking.ts'
import { wireTo, type Wire } from '../support/wire.ts'

let line: WakingLine
let wire: Wire | undefined
afterEach(async () => {
  wire?.is('open')
  await line.stop()
  await wire?.close()
  wire = undefined
})

const PATIENCE = { timeout: 25_000, interval: 200 }

test.each([
  ['the clock goes forward meanwhile', '2026-03-29', '2026-03-29T00:50:00Z', /calls you by today at 3:20 AM/],
  ['the clock goes back meanwhile', '2026-10-25', '2026-10-25T00:45:00Z', /calls you by today at 2:15 AM/],
])('%s: half an hour is half an hour, told by the clock on the wall', async (_, date, at, told) => {
  line = await startWakingLine({ date, at })
  const { dana } = line.night
  const marta = await urgentCaller(line, MARTA)
  await dana.answers()
  await dana.presses('1')
  await marta.hears(told)
  const { promises } = await wakeOf(line, marta)
  expect(Number(promises[0]?.dueAt)).toBe(Date.parse(at) + 30 * 60_000)
})

async function aWokenPersonListens() {
  // Time runs: while the program has no database nobody can move its clock.
  line = await startWakingLine({ speed: 4, via: async (url) => (wire = await wireTo(url)).url })
  const { dana } = line.night
  const marta = await urgentCaller(line, MARTA)
  const { callSid } = marta
  await marta.hangsUp()
  await dana.answers()
  await dana.hears(/Urgent call for Havel Heating/)
  return { dana, callSid }
}
const stands = async (callSid: string) =>
  line.database.prisma.wake.findUniqueOrThrow({ where: { callSid }, include: { acceptedBy: true, case: { include: { promises: true } } } })

test('Postgres is away as she presses 1: a word, and she has it as soon as it is back', async () => {
  const { dana, callSid } = await aWokenPersonListens()
  wire?.is('cut')
  await dana.presses('1')
  await dana.hears('Urgent call. Our system is slow just now. One moment, please.')
  wire?.is('open')
  await dana.hears(/You have it/)
  await dana.hangsUp()
  await vi.waitFor(async () => expect(await stands(callSid)).toMatchObject({ state: 'accepted', acceptedBy: { name: 'Dana Novak' } }), PATIENCE)
})

test('Postgres stays away: she hears what is true, and what she pressed counts when it is back', async () => {
  const { dana, callSid } = await aWokenPersonListens()
  wire?.is('cut')
  await dana.presses('1')
  await dana.hears(/What you pressed is kept, but nobody has confirmed it\. Please call the office\./)
  wire?.is('open')
  await vi.waitFor(async () => expect(await stands(callSid)).toMatchObject({ state: 'accepted', acceptedBy: { name: 'Dana Novak' } }), PATIENCE)
  expect((await stands(callSid)).case.promises).toHaveLength(1)
})

test('Postgres is away as she picks up, and comes back: she hears the case', async () => {
  line = await startWakingLine({ speed: 4, via: async (url) => (wire = await wireTo(url)).url })
  const { dana } = line.night
  await urgentCaller(line, MARTA)
  await dana.rings()
  wire?.is('cut')
  await dana.answers()
  await dana.hears(/Our system is slow just now/)
  wire?.is('open')
  await dana.hears(/Urgent call for Havel Heating/)
})
