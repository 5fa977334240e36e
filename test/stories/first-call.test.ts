import { afterAll, beforeAll, expect, test } from 'vitest'
import { LINE, MARTA, recordOf, startLine, type TestLine } from '../support/line.ts'
import { nothingElseRings, phone, timePasses } from '../support/phones.ts'

let line: TestLine
beforeAll(async () => {
  line = await startLine()
})
afterAll(async () => {
  await line.stop()
})

test('a known customer reports a fault by keys and hears who owns her case', async () => {
  const marta = phone(MARTA, line.simulator)
  await marta.dials(LINE)
  await marta.hears(/Hello, Marta Nowak/)
  await marta.hears(/report a fault, press 2/)
  await marta.presses('2')
  await marta.hears(/six digits of your contract number/)
  await marta.presses('123456')
  await marta.hears(/1 2 3 4 5 6/)
  await marta.presses('1')
  const spoken = await marta.hears(/case number is/)
  await marta.hears(/Amira Haddad looks after it now/)
  await marta.hearsTheLineEnd()
  await timePasses(line.simulator, 1)

  const call = await recordOf(line, marta.callSid)
  expect(call.customer?.name).toBe('Marta Nowak')
  expect(call).toMatchObject({ outcome: 'self-served', identity: 'confirmed', status: 'completed' })
  expect(call.captured).toMatchObject([{ name: 'contract', value: '123456', isConfirmed: true }])
  expect(call.cases).toHaveLength(1)
  const number = call.cases[0]?.number ?? ''
  expect(spoken.replace(/\D/g, '')).toBe(number + number) // said twice
  expect(call.cases[0]?.custodies).toMatchObject([{ person: { name: 'Amira Haddad' }, toAt: null, how: 'born' }])
  await nothingElseRings(line.simulator)
})
