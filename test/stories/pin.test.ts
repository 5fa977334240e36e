import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../services/clock.ts'
import { customerRecords } from '../../services/records/store.ts'
import { aCaller, customersCalled, recordAfter } from '../support/callers.ts'
import { startLine, type TestLine } from '../support/line.ts'
import { nothingElseRings } from '../support/phones.ts'

const PIN = '480915'
let line: TestLine
let flowsDir: string

beforeAll(async () => {
  flowsDir = await mkdtemp(join(tmpdir(), 'nightline-flows-'))
  await cp('ivr-flows', flowsDir, { recursive: true })
  const path = join(flowsDir, 'support.yaml')
  const asksForPin = `    identifies: contract
    next: pin
  pin:
    do: gather
    name: pin
    identifies: pin
    minDigits: 4
    maxDigits: 8
    prompt: { en: 'Your PIN, please, then hash.', ru: 'Введите ваш PIN и решётку.' }
    next: report
`
  await writeFile(path, (await readFile(path, 'utf8')).replace('    identifies: contract\n    next: report\n', asksForPin))
  line = await startLine({ flowsDir })
})
afterAll(async () => {
  await line.stop()
  await rm(flowsDir, { recursive: true })
})

async function aReportWith(from: string, pin: string) {
  const caller = await aCaller(line, from)
  for (const keys of ['2', '123456', '1', `${pin}#`]) await caller.presses(keys)
  await caller.hears(/case number is/)
  await caller.hearsTheLineEnd()
  return recordAfter(line, caller)
}

test('a PIN makes sure whose call it is, from any phone; a wrong one does not; it is written down nowhere', async () => {
  const [marta] = await customersCalled(line, 'Marta Nowak')
  const records = customerRecords({ database: line.database, clock: systemClock() })
  await records.changeCustomer(String(marta?.id), { pin: PIN })
  expect((await records.getCustomer(String(marta?.id))).hasPin).toBe(true)

  const borrowed = '+493023125311'
  expect(await aReportWith(borrowed, '111111')).toMatchObject({ identity: 'claimed', customerId: marta?.id })
  expect(await aReportWith(borrowed, PIN)).toMatchObject({ identity: 'confirmed', customerId: marta?.id })
  expect(await aReportWith('anonymous', PIN)).toMatchObject({ identity: 'confirmed', customerId: marta?.id })
  // Sure of the caller, not of the phone: it was somebody else's.
  expect((await records.getCustomer(String(marta?.id))).contactPoints).toHaveLength(1)

  for (const table of ['call', 'call_event', 'captured', 'effect', 'case']) {
    const { rows } = await line.database.pool.query<{ n: number }>(`select count(*)::int as n from "${table}" t where t::text like $1`, [`%${PIN}%`])
    expect(rows[0]?.n, table).toBe(0)
  }
  await nothingElseRings(line.simulator)
})
