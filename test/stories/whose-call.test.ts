import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../services/clock.ts'
import { customerRecords } from '../../services/records/store.ts'
import { aCaller, aReport, customersCalled, recordAfter, reportsAFault } from '../support/callers.ts'
import { LINE, startLine, type TestLine } from '../support/line.ts'
import { nothingElseRings, phone, timePasses } from '../support/phones.ts'

let line: TestLine
beforeAll(async () => {
  line = await startLine()
})
afterAll(async () => {
  await line.stop()
})

const record = (id: string | null) => customerRecords({ database: line.database, clock: systemClock() }).getCustomer(String(id))

test('an unknown caller gets a marked record, once; his next call goes on it only after the number that he keyed before', async () => {
  const unknown = '+493023125310'
  const first = await aReport(line, unknown, '777777')
  expect(first).toMatchObject({ identity: 'new', outcome: 'self-served', customer: { name: `Caller ${unknown}`, isNew: true } })
  const made = first.customerId
  expect(first.cases).toMatchObject([{ number: first.heardCase, customerId: made, custodies: [{ person: { name: 'Amira Haddad' }, toAt: null }] }])
  expect(await customersCalled(line, `Caller ${unknown}`)).toMatchObject([
    {
      contactPoints: [{ value: unknown, standing: 'unconfirmed' }],
      references: [{ kind: 'contract', value: '777777', isVerified: false }],
    },
  ])

  const second = await aCaller(line, unknown)
  expect(second.heard.join(' ')).not.toContain('Caller')
  await second.presses('3')
  await second.says('It still drips.')
  await second.presses('#')
  await second.hearsTheLineEnd()
  const unclear = await recordAfter(line, second)
  expect(unclear).toMatchObject({ customerId: null, identity: 'none', outcome: 'voicemail' })
  expect((await line.app.calls.getCall(second.callSid)).candidates).toMatchObject([{ id: made, name: `Caller ${unknown}` }])
  expect((await record(made)).possibleCalls).toMatchObject([{ sid: second.callSid }])
  // Nobody has said yet whose case it is; somebody looks after it all the same, and it is found.
  expect(unclear.cases).toMatchObject([{ customerId: null, custodies: [{ person: { name: 'Amira Haddad' }, toAt: null }] }])
  const found = await line.app.calls.listCalls({ search: unclear.cases[0]?.number ?? '', limit: 10 })
  expect(found.calls).toMatchObject([{ sid: second.callSid }])

  const third = await aReport(line, unknown, '777777')
  expect(third).toMatchObject({ customerId: made, identity: 'confirmed', cases: [{ customerId: made }] })
  expect(await customersCalled(line, `Caller ${unknown}`)).toMatchObject([{ contactPoints: [{ standing: 'direct' }] }])
  const fourth = await aCaller(line, unknown)
  await fourth.hangsUp()
  expect(await recordAfter(line, fourth)).toMatchObject({ customerId: made, identity: 'known' })
})

test('two calls of one unknown number at the same time make one record', async () => {
  const unknown = '+493023125311'
  const both = [await aCaller(line, unknown), await aCaller(line, unknown)]
  await Promise.all(both.map((caller) => caller.presses('2')))
  await Promise.all(both.map((caller, index) => caller.presses(index === 0 ? '700001' : '700002')))
  await Promise.all(both.map((caller) => caller.presses('1')))
  for (const caller of both) await caller.hearsTheLineEnd()
  const calls = [await recordAfter(line, both[0]!), await recordAfter(line, both[1]!)]
  expect(calls.map(({ identity }) => identity).sort()).toEqual(['new', 'none'])
  expect(calls.map(({ cases }) => cases.length)).toEqual([1, 1])
  expect(await customersCalled(line, `Caller ${unknown}`)).toHaveLength(1)
})

test('who corrects his contract number belongs where the last one says, and no empty record is left', async () => {
  const caller = await aCaller(line, '+493023125312')
  for (const keys of ['2', '701111', '2', '310077', '1']) await caller.presses(keys)
  await caller.hearsTheLineEnd()
  expect(await recordAfter(line, caller)).toMatchObject({ identity: 'claimed', customer: { name: 'Bakery Lindner' } })
  expect(await customersCalled(line, 'Caller +493023125312')).toEqual([])
})

test('a contract number from another number is a claim: the number does not become his', async () => {
  expect(await aReport(line, '+493023125313', '118802')).toMatchObject({ identity: 'claimed', customer: { name: 'Aylin Demir' } })
  const again = await aCaller(line, '+493023125313')
  expect(again.heard.join(' ')).not.toContain('Aylin')
  await again.hangsUp()
  expect(await recordAfter(line, again)).toMatchObject({ identity: 'none', customerId: null })
})

test.each(['anonymous', '+266696687', '+86282452253'])('%s: claimed by the contract number, and never taken for one caller', async (hidden) => {
  expect(await aReport(line, hidden, '400215')).toMatchObject({
    identity: 'claimed',
    fromKind: 'withheld',
    fromNumber: null,
    customer: { name: 'Hotel Glienicke' },
  })
  const caller = await aCaller(line, hidden)
  await caller.presses('3')
  await caller.says('Please send me the price list.')
  await caller.presses('#')
  await caller.hearsTheLineEnd()
  const call = await recordAfter(line, caller)
  expect(call).toMatchObject({ identity: 'new', customer: { name: 'Caller without a number', isNew: true } })
  const detail = await record(call.customerId)
  expect(detail).toMatchObject({ contactPoints: [], calls: [{ sid: caller.callSid }], possibleCalls: [] })
})

test("the number of two people: no name is spoken, and the call is nobody's until somebody says whose", async () => {
  const reuter = await aCaller(line, '+493023125205')
  expect(reuter.heard.join(' ')).not.toMatch(/Tom|Olga|Reuter/)
  await reuter.hangsUp()
  expect(await recordAfter(line, reuter)).toMatchObject({ customerId: null, identity: 'none' })
  expect((await line.app.calls.getCall(reuter.callSid)).candidates.map(({ name }) => name)).toEqual(['Olga Reuter', 'Tom Reuter'])
  expect(await aReport(line, '+493023125205', '276341')).toMatchObject({ identity: 'confirmed', customer: { name: 'Olga Reuter' } })
  const again = await aCaller(line, '+493023125205')
  expect(again.heard.join(' '), 'still shared').not.toMatch(/Tom|Olga|Reuter/)
  await again.hangsUp()
})

test.each([
  ['a SIP device that calls itself Marta', 'sip:+493023125200@pbx.example'],
  ['a SIP user', 'sip:alice@pbx.example'],
  ['a client', 'client:agent7'],
  ['a short code', '11833'],
  ['a number of ours', '+493023125101'],
])('%s is no customer, and his report has an owner all the same', async (_, from) => {
  const before = await line.database.prisma.customer.count()
  const call = await aReport(line, from, '799999')
  expect(call).toMatchObject({
    customerId: null,
    identity: 'none',
    outcome: 'self-served',
    cases: [{ customerId: null, custodies: [{ person: { name: 'Amira Haddad' } }] }],
  })
  expect(await line.database.prisma.customer.count()).toBe(before)
})

test('the phone of one of us is no customer either, when he calls as one', async () => {
  const before = await line.database.prisma.customer.count()
  const dana = phone('+493023125902', line.simulator)
  await dana.dials(LINE)
  await dana.hears(/phone of ours/)
  await dana.presses('2')
  await dana.hears(/To talk to a person, press 1/)
  await reportsAFault(dana, '799999')
  await dana.hearsTheLineEnd()
  expect(await recordAfter(line, dana)).toMatchObject({ customerId: null, identity: 'none', outcome: 'self-served', cases: [{ customerId: null }] })
  expect(await line.database.prisma.customer.count()).toBe(before)
})

test('an unknown caller who hangs up at once leaves a call and no record; one who asked for a person gets one', async () => {
  const brief = await aCaller(line, '+493023125314')
  await brief.hangsUp()
  expect(await recordAfter(line, brief)).toMatchObject({ outcome: 'abandoned', customerId: null })
  const asking = await aCaller(line, '+493023125315')
  await asking.presses('0')
  await phone('+493023125901', line.simulator).rings()
  await asking.hangsUp()
  expect(await recordAfter(line, asking)).toMatchObject({ outcome: 'abandoned', identity: 'new', customer: { name: 'Caller +493023125315' } })
  await timePasses(line.simulator, 1)
  await nothingElseRings(line.simulator)
})

test("a known customer who keys somebody else's contract number claims it", async () => {
  const marta = await aCaller(line, '+493023125200')
  await reportsAFault(marta, '204518')
  await marta.hearsTheLineEnd()
  expect(await recordAfter(line, marta)).toMatchObject({ identity: 'claimed', customer: { name: 'Sergei Orlov' } })
})
