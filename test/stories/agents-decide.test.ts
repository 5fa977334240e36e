import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCaller, aReport, recordAfter } from '../support/callers.ts'
import { MARTA, recordOf, startLine, type TestLine } from '../support/line.ts'
import { nothingElseRings, timePasses } from '../support/phones.ts'

let line: TestLine
beforeAll(async () => {
  line = await startLine()
})
afterAll(async () => {
  await line.stop()
})

const idOf = async (name: string) => (await line.database.prisma.customer.findFirstOrThrow({ where: { name } })).id
const numberOf = (customerId: string, value: string) => line.database.prisma.contactPoint.findFirst({ where: { customerId, value } })

test('an agent says whose call it is, and the case goes with it: there, away and back again', async () => {
  const from = '+493023125205'
  const caller = await aCaller(line, from)
  await caller.presses('3')
  await caller.says('This is Tom, the radiator is cold.')
  await caller.presses('#')
  await caller.hearsTheLineEnd()
  expect(await recordAfter(line, caller)).toMatchObject({ customerId: null, cases: [{ customerId: null }] })

  const [tom, olga] = [await idOf('Tom Reuter'), await idOf('Olga Reuter')]
  await line.app.calls.attachCall(caller.callSid, tom)
  expect(await recordOf(line, caller.callSid)).toMatchObject({ customerId: tom, identity: 'confirmed', cases: [{ customerId: tom }] })
  expect(await numberOf(tom, from), 'Olga has it too').toMatchObject({ standing: 'shared' })

  const away = await line.app.calls.attachCall(caller.callSid, null)
  expect(away).toMatchObject({ customer: null, identity: 'none', candidates: [{ name: 'Olga Reuter' }, { name: 'Tom Reuter' }] })
  expect((await recordOf(line, caller.callSid)).cases).toMatchObject([{ customerId: null, custodies: [{ person: { name: 'Amira Haddad' }, toAt: null }] }])
  await line.app.calls.attachCall(caller.callSid, olga)
  expect(await recordOf(line, caller.callSid)).toMatchObject({ customerId: olga, cases: [{ customerId: olga }] })
  await nothingElseRings(line.simulator)
})

test('"not this person" marks the number shared, so that no name is spoken any more; saying so again undoes it', async () => {
  const marta = await idOf('Marta Nowak')
  const call = await aReport(line, MARTA, '123456')
  await line.app.calls.attachCall(call.sid, null)
  expect(await numberOf(marta, MARTA)).toMatchObject({ standing: 'shared', verifiedAt: null })
  const next = await aCaller(line, MARTA)
  expect(next.heard.join(' ')).not.toContain('Marta')
  await next.hangsUp()
  expect(await recordAfter(line, next)).toMatchObject({ customerId: null, identity: 'none' })

  await line.app.calls.attachCall(call.sid, marta)
  expect(await numberOf(marta, MARTA)).toMatchObject({ standing: 'direct' })
  const after = await aCaller(line, MARTA)
  expect(after.heard.join(' ')).toContain('Hello, Marta Nowak')
  await after.hangsUp()
})

test('what an agent decides during a call is not changed by its end', async () => {
  const caller = await aCaller(line, '+493023125320', { ears: 'real' })
  for (const keys of ['2', '118802', '1']) await caller.presses(keys)
  await caller.hears(/case number is/)
  expect(await recordOf(line, caller.callSid)).toMatchObject({ identity: 'claimed', customer: { name: 'Aylin Demir' } })
  await line.app.calls.attachCall(caller.callSid, null)
  await caller.hearsTheLineEnd()
  // He is not Aylin; so he is somebody new.
  expect(await recordAfter(line, caller)).toMatchObject({ identity: 'new', customer: { name: 'Caller +493023125320' }, outcome: 'self-served' })

  const guest = await aCaller(line, '+493023125204', { ears: 'real' })
  for (const keys of ['2', '400215', '1']) await guest.presses(keys)
  await guest.hears(/case number is/)
  await line.app.calls.attachCall(guest.callSid, null)
  await guest.hearsTheLineEnd()
  expect(await recordAfter(line, guest)).toMatchObject({ customerId: null, identity: 'none', outcome: 'self-served', cases: [{ customerId: null }] })

  const other = await aCaller(line, '+493023125321', { ears: 'real' })
  for (const keys of ['2', '118802', '1']) await other.presses(keys)
  await other.hears(/case number is/)
  const lindner = await idOf('Bakery Lindner')
  await line.app.calls.attachCall(other.callSid, lindner)
  await other.hearsTheLineEnd()
  expect(await recordAfter(line, other)).toMatchObject({ customerId: lindner, identity: 'confirmed', cases: [{ customerId: lindner }] })
  expect(await numberOf(lindner, '+493023125321')).toMatchObject({ standing: 'direct' })
})

test('an unknown call put on a customer makes the number his; a withheld one changes no number', async () => {
  const orlov = await idOf('Sergei Orlov')
  const caller = await aCaller(line, '+493023125322')
  await caller.hangsUp()
  await recordAfter(line, caller)
  await line.app.calls.attachCall(caller.callSid, orlov)
  const again = await aCaller(line, '+493023125322')
  expect(again.heard.join(' ')).toContain('Здравствуйте, Sergei Orlov')
  await again.hangsUp()

  const hidden = await aCaller(line, 'anonymous')
  await hidden.hangsUp()
  await recordAfter(line, hidden)
  const numbers = await line.database.prisma.contactPoint.count()
  await line.app.calls.attachCall(hidden.callSid, orlov)
  expect(await line.database.prisma.contactPoint.count()).toBe(numbers)
  await timePasses(line.simulator, 1)
})
