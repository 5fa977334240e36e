import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { readTwiml } from '../../services/phone-simulator/twiml/document.ts'
import { aCaller, reportsAFault } from '../support/callers.ts'
import { control, LINE, MARTA, recordOf, startLine, type TestLine } from '../support/line.ts'
import { phone } from '../support/phones.ts'
import { wireTo, type Wire } from '../support/wire.ts'

/** Time runs here: while the program has no database nobody can move its clock. A pause of 2 s lasts half a second. */
const SPEED = 4

let line: TestLine
let wire: Wire
beforeAll(async () => {
  line = await startLine({ speed: SPEED, via: async (url) => (wire = await wireTo(url)).url })
})
afterAll(async () => {
  await line.stop()
  await wire.close()
})
afterEach(async () => {
  wire.is('open')
  await vi.waitFor(async () => expect(await readdir(join(line.dataDir, 'spool')).catch(() => [])).toEqual([]), PATIENCE)
})

const PATIENCE = { timeout: 25_000, interval: 100 }
type Webhook = { kind: string; purpose: string; url: string; response: { status: number; contentType: string; body: string }; milliseconds: number }
const journal = async (after = 0) => control<{ entries: Webhook[]; last: number }>(line.simulator, 'GET', `/journal?after=${after}&limit=10000`)

/** Every answer on the caller's leg since `after` could be spoken, and came within a second of real time. */
async function expectPromptAnswers(after: number, atLeast: number): Promise<void> {
  const voice = (await journal(after)).entries.filter(({ kind, purpose }) => kind === 'webhook' && purpose === 'voice')
  expect(voice.length).toBeGreaterThanOrEqual(atLeast)
  for (const { response, milliseconds, url } of voice) {
    expect(response, url).toMatchObject({ status: 200 })
    expect(readTwiml(response.body, response.contentType), url).toMatchObject({ kind: 'document' })
    expect(milliseconds, url).toBeLessThan(1_000)
  }
  const slowest = Math.max(...voice.map(({ milliseconds }) => milliseconds))
  process.stderr.write(`    ${expect.getState().currentTestName}: slowest of ${voice.length} answers ${slowest} ms\n`)
}

test.each(['cut', 'frozen'] as const)('Postgres %s in the middle of a call: a word at once, and the key is not lost', async (how) => {
  const marta = await aCaller(line, MARTA)
  const { last } = await journal()
  wire.is(how)
  await marta.presses('2')
  await marta.hears('One moment, please.')
  await marta.hears('One moment, please.') // still away
  wire.is('open')
  await marta.hears(/six digits of your contract number/)
  await expectPromptAnswers(last, 3)
  for (const keys of ['123456', '1']) await marta.presses(keys)
  await marta.hears(/case number is|report is safe with us/)
  await marta.hearsTheLineEnd()
  await vi.waitFor(
    async () =>
      expect(await recordOf(line, marta.callSid)).toMatchObject({
        outcome: 'self-served',
        customer: { name: 'Marta Nowak' },
        captured: [{ value: '123456' }],
        cases: [{ custodies: [{ toAt: null }] }],
      }),
    PATIENCE,
  )
  const pressed = (await recordOf(line, marta.callSid)).steps.filter(({ kind }) => kind === 'pressed')
  expect(
    pressed.map(({ detail }) => (detail as { digits: string }).digits),
    'each key once',
  ).toEqual(['2', '123456', '1'])

  const next = await aCaller(line, '+493023125202')
  await reportsAFault(next, '310077')
  await next.hearsTheLineEnd()
})

test('the key that opens the case is pressed while Postgres is away: one case', async () => {
  const marta = await aCaller(line, MARTA)
  for (const keys of ['2', '123456']) await marta.presses(keys)
  await marta.hears(/1 2 3 4 5 6/)
  wire.is('cut')
  await marta.presses('1')
  await marta.hears('One moment, please.')
  wire.is('open')
  await marta.hears(/case number is|report is safe with us/)
  await marta.hearsTheLineEnd()
  await vi.waitFor(
    async () => expect(await recordOf(line, marta.callSid)).toMatchObject({ outcome: 'self-served', cases: [{ custodies: [{ toAt: null }] }] }),
    PATIENCE,
  )
})

test.each(['cut', 'frozen'] as const)('calls that begin while Postgres is %s get their record', async (how) => {
  const { last } = await journal()
  wire.is(how)
  const [patient, brief] = [phone(MARTA, line.simulator), phone('+493023125203', line.simulator)]
  for (const caller of [patient, brief]) {
    await caller.dials(LINE)
    await caller.hears('One moment, please.')
  }
  await brief.hangsUp()
  wire.is('open')
  await patient.hears('Hello, Marta Nowak. This is the support line.')
  await expectPromptAnswers(last, 3)
  await patient.hangsUp()
  for (const [caller, name] of [
    [patient, 'Marta Nowak'],
    [brief, 'Aylin Demir'],
  ] as const) {
    await vi.waitFor(
      async () => expect(await recordOf(line, caller.callSid)).toMatchObject({ outcome: 'abandoned', status: 'completed', customer: { name } }),
      PATIENCE,
    )
  }
})

test.each(['before the call', 'in the middle of it'])('Postgres goes away %s and stays away: the message that is left becomes a case', async (when) => {
  const marta = phone(MARTA, line.simulator)
  if (when === 'before the call') wire.is('cut')
  const { last } = await journal()
  await marta.dials(LINE)
  if (when === 'in the middle of it') {
    await marta.hears(/To talk to a person/)
    wire.is('cut')
    await marta.presses('2')
  }
  await marta.hears('One moment, please.')
  await marta.hears(/our system is having trouble/)
  await marta.says('Water comes through the ceiling in Hauptstrasse 7.')
  await marta.presses('#')
  await marta.hears(/Your message has been taken/)
  await marta.hearsTheLineEnd()
  await expectPromptAnswers(last, 5)
  wire.is('open')
  await vi.waitFor(
    async () =>
      expect(await recordOf(line, marta.callSid)).toMatchObject({
        outcome: 'voicemail',
        customer: { name: 'Marta Nowak' },
        recordings: [{}],
        cases: [{ severity: 'high', custodies: [{ person: { name: 'Amira Haddad' }, toAt: null }] }],
      }),
    PATIENCE,
  )
})

test('a message recorded while Postgres is away is one case, however often the line tried to store it', async () => {
  const marta = await aCaller(line, MARTA)
  await marta.presses('3')
  await marta.hears(/tell us after the tone/)
  await marta.says('The pump is loud again.')
  wire.is('cut')
  await marta.presses('#')
  await marta.hears(/Your message has been taken/)
  await marta.hearsTheLineEnd()
  wire.is('open')
  await vi.waitFor(async () => expect((await recordOf(line, marta.callSid)).outcome).toBe('voicemail'), PATIENCE)
  expect(await recordOf(line, marta.callSid)).toMatchObject({ recordings: [{}], cases: [{ title: `Message from ${MARTA}` }] })
  expect((await recordOf(line, marta.callSid)).cases).toHaveLength(1)
})

test('a person takes the call while Postgres is away: it counts as answered', async () => {
  const marta = await aCaller(line, MARTA)
  await marta.presses('1')
  const amira = phone('+493023125901', line.simulator)
  await amira.answers()
  await amira.hears(/press 1/)
  wire.is('cut')
  await amira.presses('1')
  await amira.says('Good evening, Amira here.')
  await marta.hears('Good evening, Amira here.')
  await marta.hangsUp()
  wire.is('open')
  await vi.waitFor(async () => expect(await recordOf(line, marta.callSid)).toMatchObject({ outcome: 'answered', status: 'completed' }), PATIENCE)
})
