import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCaller } from '../support/callers.ts'
import { LINE, MARTA, recordOf, startLine, type TestLine } from '../support/line.ts'
import { nothingElseRings, phone, timePasses } from '../support/phones.ts'
import { callByHand } from '../support/webhooks.ts'

let line: TestLine
beforeAll(async () => {
  line = await startLine()
})
afterAll(async () => {
  await line.stop()
})

type Expected = { outcome: string; captured: object[]; cases: number }
const contract = (isConfirmed: boolean) => ({ name: 'contract', value: '123456', by: 'keys', isConfirmed })

test.each<[after: string, keys: string[], expected: Expected]>([
  ['the greeting', [], { outcome: 'abandoned', captured: [], cases: 0 }],
  ['the menu', ['2'], { outcome: 'abandoned', captured: [], cases: 0 }],
  ['the contract number, before it is confirmed', ['2', '123456'], { outcome: 'abandoned', captured: [contract(false)], cases: 0 }],
  ['a contract number that was read back and refused', ['2', '123456', '2'], { outcome: 'abandoned', captured: [], cases: 0 }],
  ['the right one after a refused one', ['2', '999999', '2', '123456'], { outcome: 'abandoned', captured: [contract(false)], cases: 0 }],
  ['the confirmation, while the case is being opened', ['2', '123456', '1'], { outcome: 'self-served', captured: [contract(true)], cases: 1 }],
])('hangs up after %s', async (_, keys, expected) => {
  const marta = await aCaller(line, MARTA)
  for (const key of keys) await marta.presses(key)
  await marta.hangsUp()
  await expectRecord(marta.callSid, expected)
  await nothingElseRings(line.simulator)
})

test('hangs up after the case number', async () => {
  const marta = phone(MARTA, line.simulator, { ears: 'real' })
  await marta.dials(LINE)
  for (const key of ['2', '123456', '1']) await marta.presses(key)
  await marta.hears(/case number is/)
  await marta.hangsUp()
  await expectRecord(marta.callSid, { outcome: 'self-served', captured: [contract(true)], cases: 1 })
})

test('hangs up before the line has said a word', async () => {
  const call = callByHand(line, MARTA, LINE)
  await call.hasEnded('no-answer')
  await timePasses(line.simulator, 1)
  expect(await recordOf(line, call.sid)).toMatchObject({ outcome: 'failed', customer: { name: 'Marta Nowak' }, identity: 'known' })
  await call.begins() // late, as networks are
  await timePasses(line.simulator, 1)
  expect(await recordOf(line, call.sid)).toMatchObject({ outcome: 'abandoned', status: 'no-answer', customer: { name: 'Marta Nowak' } })
})

test('hangs up while our people are rung: their phones stop', async () => {
  const marta = await aCaller(line, MARTA)
  const amira = phone('+493023125901', line.simulator)
  await marta.presses('1')
  await amira.rings()
  await marta.hangsUp()
  await expectRecord(marta.callSid, { outcome: 'abandoned', captured: [], cases: 0 })
  await nothingElseRings(line.simulator)
})

test('hangs up while her message is recorded: it counts', async () => {
  const marta = await aCaller(line, MARTA)
  await marta.presses('3')
  await marta.hears(/tell us after the tone/)
  await marta.says('The boiler in the cellar makes a noise like a train.')
  await marta.hangsUp()
  await expectRecord(marta.callSid, { outcome: 'voicemail', captured: [], cases: 1 })
})

test('hangs up at the tone without a word', async () => {
  const marta = await aCaller(line, MARTA)
  await marta.presses('3')
  await marta.hears(/tell us after the tone/)
  await marta.hangsUp()
  await expectRecord(marta.callSid, { outcome: 'abandoned', captured: [], cases: 0 })
})

test.each(['the end first', 'the recording first'])('the recording of a caller who hung up: %s', async (order) => {
  const call = callByHand(line, MARTA, LINE)
  const recording = `RE${randomBytes(16).toString('hex')}`
  await call.begins()
  await call.presses(1, '3')
  const reports = [() => call.hasEnded(), () => call.leavesAMessage(2, recording)]
  for (const report of order === 'the end first' ? reports : reports.reverse()) {
    await report()
    await timePasses(line.simulator, 1)
  }
  await expectRecord(call.sid, { outcome: 'voicemail', captured: [], cases: 1 })
  await call.leavesAMessage(2, recording) // and once more, with another token
  await expectRecord(call.sid, { outcome: 'voicemail', captured: [], cases: 1 })
  expect((await recordOf(line, call.sid)).recordings).toMatchObject([{ sid: recording, seconds: 7 }])
})

async function expectRecord(sid: string, { outcome, captured, cases }: Expected): Promise<void> {
  await timePasses(line.simulator, 1)
  const call = await recordOf(line, sid)
  expect(call).toMatchObject({ outcome, status: 'completed', captured, customer: { name: 'Marta Nowak' } })
  expect(call.captured).toHaveLength(captured.length)
  expect(call.cases).toHaveLength(cases)
  for (const { custodies } of call.cases) expect(custodies).toMatchObject([{ person: { name: 'Amira Haddad' }, toAt: null }])
}
