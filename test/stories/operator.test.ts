import { afterEach, expect, test } from 'vitest'
import { aCaller, recordAfter } from '../support/callers.ts'
import { control, MARTA, startLine, type LineOptions, type TestLine } from '../support/line.ts'
import { nothingElseRings, noUnexpectedCalls, phone } from '../support/phones.ts'

let line: TestLine
afterEach(async () => {
  await line.stop()
})
const start = async (options?: LineOptions): Promise<void> => {
  line = await startLine(options)
}

const agents = () => ['+493023125901', '+493023125902', '+493023125903'].map((number) => phone(number, line.simulator))
const behaves = (number: string, behaviour: object) => control(line.simulator, 'PUT', `/phones/${encodeURIComponent(number)}`, { behaviour })
const ringing = async () => (await control<{ legs: { to: string }[] }>(line.simulator, 'GET', '/ringing')).legs.map(({ to }) => to).sort()

test('by day all of them ring at once; the first who presses 1 gets the caller and the others stop', async () => {
  await start()
  const [amira, dana, irina] = agents() as [ReturnType<typeof phone>, ReturnType<typeof phone>, ReturnType<typeof phone>]
  const marta = await aCaller(line, MARTA)
  await marta.presses('1')
  await marta.hears(/connecting you/)
  await amira.rings()
  expect(await ringing()).toEqual(['+493023125901', '+493023125902', '+493023125903'])
  await dana.answers()
  await dana.hears(/To take the call, press 1/)
  await irina.answers()
  await irina.hears(/To take the call, press 1/)
  await irina.presses('1')
  await irina.says('Good morning, Irina speaking.')
  await marta.hears('Good morning, Irina speaking.')
  await nothingElseRings(line.simulator)
  expect((await dana.looks()).ended).toBe(true)
  await irina.hangsUp()
  await marta.hears(/How satisfied are you/)
  await marta.presses('5')
  await marta.hangsUp()
  const call = await recordAfter(line, marta)
  expect(await line.database.prisma.rating.findMany()).toMatchObject([{ callSid: call.sid, name: 'rating', score: 5, most: 5 }])
  expect(call).toMatchObject({ outcome: 'answered', customer: { name: 'Marta Nowak' }, cases: [] })
  expect(call.legs.filter(({ acceptedAt }) => acceptedAt !== null)).toMatchObject([{ number: '+493023125903' }])
  await noUnexpectedCalls(line.simulator, [amira, dana, irina])
})

test('a caller nobody knows who talked to a person gets a record', async () => {
  await start()
  const [amira] = agents() as [ReturnType<typeof phone>]
  const caller = await aCaller(line, '+493023125330')
  await caller.presses('0')
  await amira.answers()
  await amira.presses('1')
  await caller.hangsUp()
  expect(await recordAfter(line, caller)).toMatchObject({ outcome: 'answered', identity: 'new', customer: { name: 'Caller +493023125330', isNew: true } })
  await noUnexpectedCalls(line.simulator, agents())
})

test('a voicemail box takes no call, and who does not want to wait leaves it with us: an owner, a time and a message', async () => {
  await start()
  await behaves('+493023125901', { kind: 'voicemail' })
  await behaves('+493023125902', { kind: 'busy' })
  const marta = await aCaller(line, MARTA)
  await marta.presses('1')
  await marta.hears(/number 1 in line/)
  await marta.hears(/To leave it with us, press 1.*answer by today at 8 PM/)
  await marta.presses('1')
  await marta.hears(/Amira Haddad owns it from now/)
  await marta.hears(/You have an answer by today at 8 PM/)
  await marta.hears(/tell us after the tone/)
  await marta.says('Please call me back about the heating.')
  await marta.presses('#')
  await marta.hears(/we have your message/)
  await marta.hearsTheLineEnd()
  const call = await recordAfter(line, marta)
  expect(call).toMatchObject({ outcome: 'voicemail', recordings: [{}], cases: [{ title: `Left with us by ${MARTA}`, status: 'open' }] })
  const promised = await line.database.prisma.customerPromise.findMany()
  expect(promised).toMatchObject([{ kind: 'answer', caseId: call.cases[0]?.id, dueAt: new Date('2026-11-18T20:00:00+01:00'), keptAt: null }])
  expect(call.recordings).toMatchObject([{ caseId: call.cases[0]?.id }])
  expect(call.cases[0]?.custodies).toMatchObject([{ person: { name: 'Amira Haddad' }, toAt: null, how: 'born' }])
  expect(call.legs.every(({ acceptedAt }) => acceptedAt === null)).toBe(true)
  await noUnexpectedCalls(line.simulator, agents())
})

test.each([
  ['2026-11-18T22:30:00+01:00', 'tomorrow at 8 AM', 'Boris Ivanov'],
  ['2026-12-25T10:00:00+01:00', 'on Monday at 8 AM', 'Amira Haddad'],
])('out of hours (%s) nobody is rung, the caller hears when we are there again, and the message has an owner', async (at, opening, owner) => {
  await start({ at })
  const marta = await aCaller(line, MARTA)
  await marta.presses('0')
  await marta.hears(/For questions we are closed now/)
  await marta.hears(`We open again ${opening}.`)
  await marta.hears(/tell us after the tone/)
  await marta.says('The heating is off.')
  await marta.presses('#')
  await marta.hearsTheLineEnd()
  expect(await recordAfter(line, marta)).toMatchObject({
    outcome: 'voicemail',
    legs: [],
    cases: [{ custodies: [{ person: { name: owner }, toAt: null }] }],
  })
  await noUnexpectedCalls(line.simulator)
})
