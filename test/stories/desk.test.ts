import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { DeskForm, DeskPop, DeskView } from '../../services/schemas/desk.ts'
import { aCaller, recordAfter } from '../support/callers.ts'
import { atDesk, type AtDesk } from '../support/desk.ts'
import { MARTA, startLine, type TestLine } from '../support/line.ts'
import { phone, timePasses, type Phone } from '../support/phones.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'

const AMIRA = '+493023125901'

let line: TestLine
let amira: AtDesk
let phoneOfAmira: Phone

beforeAll(async () => {
  line = await startLine({ at: '2026-11-18T10:00:00+01:00', flowsDir: 'test/flows' })
  await emptyTheRoster(line)
  await putOnShift(line, { name: 'Amira Haddad', from: '2026-11-18T08:00', to: '2026-11-18T16:00' })
  amira = await atDesk(line, 'Amira Haddad')
  phoneOfAmira = phone(AMIRA, line.simulator)
})
afterAll(() => line.stop())
afterEach(() => timePasses(line.simulator, 45))

/** Marta asks for a person; Amira's phone rings. */
async function martaRings(): Promise<Phone> {
  const marta = await aCaller(line, MARTA)
  await marta.presses('1')
  await phoneOfAmira.rings()
  await timePasses(line.simulator, 2)
  return marta
}

async function taken(): Promise<Phone> {
  const marta = await martaRings()
  await phoneOfAmira.answers()
  await phoneOfAmira.presses('1')
  await timePasses(line.simulator, 1)
  return marta
}

const form = (view: DeskView): DeskForm => {
  if (!view.form) throw new Error('there is no form')
  return view.form
}
const desk = (who = amira): Promise<DeskView> => who.ask('GET', '/api/desk')

test('the third call of a customer shows her case before it is answered', async () => {
  const first = await aCaller(line, MARTA)
  for (const keys of ['2', '123456', '1']) await first.presses(keys)
  await first.hearsTheLineEnd()
  const [{ number: heardCase } = { number: '' }] = (await recordAfter(line, first)).cases
  await timePasses(line.simulator, 3_600)
  const marta = await martaRings()
  const { calls, pop, form: none } = await desk()
  expect(calls).toMatchObject([{ callSid: marta.callSid, state: 'ringing', isHeld: false, isMuted: false, isPhoneInPage: true, members: [] }])
  expect(none).toBeNull()
  expect(pop).toMatchObject({
    call: { sid: marta.callSid, from: MARTA },
    customer: { name: 'Marta Nowak', isSure: true, contactsInSevenDays: 3 },
    openCases: [{ number: heardCase, owner: { name: 'Amira Haddad' } }],
    lastContacts: [{ kind: 'call', ref: first.callSid }, { kind: 'case', ref: heardCase }, { kind: 'call' }],
    path: [
      { step: 'main', answer: '1' },
      { step: 'ring', answer: null },
    ],
    recording: { mode: 'never' },
  } satisfies object as Partial<DeskPop>)
  await marta.hangsUp()
})

test('nobody else sees the call, and it rings no more where somebody else has taken it', async () => {
  await putOnShift(line, { name: 'Dana Novak', from: '2026-11-18T08:00', to: '2026-11-18T16:00' })
  const dana = await atDesk(line, 'Dana Novak')
  const boris = await atDesk(line, 'Boris Ivanov')
  const marta = await martaRings()
  expect((await desk(dana)).calls).toMatchObject([{ state: 'ringing' }])
  expect((await desk(boris)).calls).toEqual([])
  expect(await boris.tries('GET', `/api/desk/calls/${marta.callSid}`)).toMatchObject({ status: 409, body: { code: 'NOT_ON_THIS_CALL' } })
  await phoneOfAmira.answers()
  await phoneOfAmira.presses('1')
  await timePasses(line.simulator, 1)
  expect((await desk()).calls).toMatchObject([{ state: 'talking' }])
  expect((await desk(dana)).calls).toEqual([])
  expect(await dana.tries('GET', `/api/desk/forms/${marta.callSid}`)).toMatchObject({ status: 409, body: { code: 'NOT_ON_THIS_CALL' } })
  await marta.hangsUp()
})

test('the two steps: saved while she talks, alive after the call, refused without them, sent once', async () => {
  const marta = await taken()
  const begun = form(await desk())
  expect(begun).toMatchObject({ callSid: marta.callSid, caseNumber: null, version: 1, submittedAt: null })
  const path = `/api/desk/forms/${marta.callSid}`
  const body = { ...begun.body, reason: 'fault', words: 'The radiators are cold.' }
  const saved = await amira.ask<DeskForm>('PUT', path, { body, version: 1 })
  expect(saved.checklist.filter(({ isRequired }) => isRequired).map(({ name }) => name)).toEqual(['address', 'symptom', 'since'])
  expect(saved.script.map(({ say }) => say).join(' ')).toContain('The radiators are cold.')
  expect(await amira.tries('PUT', path, { body, version: 1 })).toMatchObject({ status: 409, body: { code: 'EDITED_MEANWHILE' } })
  await marta.hangsUp()
  await timePasses(line.simulator, 5)
  const after = await desk()
  expect(after.calls[0]).toMatchObject({ callSid: marta.callSid, state: 'over' })
  expect(form(after).body.words).toBe('The radiators are cold.')
  expect(await amira.tries('POST', `${path}/submit`, { version: 2, then: 'keep' })).toMatchObject({ status: 422, body: { code: 'NOT_ACKNOWLEDGED' } })
  await amira.ask('PUT', path, { body: { ...body, acknowledgement: 'Said it back.', passReason: 'needs a technician' }, version: 2 })
  expect(await amira.tries('POST', `${path}/submit`, { version: 3, then: 'passUp' })).toMatchObject({
    status: 422,
    body: { code: 'FACTS_MISSING', values: { names: 'address, symptom, since' } },
  })
  const sent = await amira.ask<DeskForm>('POST', `${path}/submit`, { version: 3, then: 'keep' })
  const again = await amira.ask<DeskForm>('POST', `${path}/submit`, { version: 3, then: 'keep' })
  expect(again.caseNumber).toBe(sent.caseNumber)
  expect(sent.script.at(-1)?.say).toContain(sent.caseNumber)
  const cases = await line.database.prisma.case.findMany({
    where: { callSid: marta.callSid },
    include: { custodies: { include: { person: true } }, promises: true },
  })
  expect(cases).toMatchObject([
    {
      reason: 'fault',
      words: 'The radiators are cold.',
      acknowledgement: 'Said it back.',
      custodies: [{ how: 'born', isKeeper: false, person: { name: 'Amira Haddad' } }],
      promises: [{ kind: 'answer' }],
    },
  ])
  expect((await desk()).calls.map(({ callSid }) => callSid)).not.toContain(marta.callSid)
  // Of a call in which nothing was written down nobody is reminded for long.
  await timePasses(line.simulator, 600)
  expect((await desk()).calls).toEqual([])
})

test('what was written goes to the open case that the call is about, asks only what is missing, and climbs', async () => {
  const first = await aCaller(line, MARTA)
  for (const keys of ['2', '123456', '1']) await first.presses(keys)
  await first.hearsTheLineEnd()
  const [opened] = (await recordAfter(line, first)).cases
  if (!opened) throw new Error('no case')
  await amira.ask('POST', `/api/cases/${opened.number}/moves`, { move: 'take' })
  const marta = await taken()
  const path = `/api/desk/forms/${marta.callSid}`
  const begun = form(await desk())
  const about = await amira.ask<DeskForm>('PUT', path, {
    body: { ...begun.body, reason: 'fault', words: 'Still cold.', acknowledgement: 'Yes.' },
    caseNumber: opened.number,
    version: 1,
  })
  const facts = Object.fromEntries(about.checklist.map(({ name }) => [name, `the ${name}`]))
  expect(facts).not.toHaveProperty('contract')
  await amira.ask('PUT', path, { body: { ...about.body, facts, passReason: 'a technician is needed' }, version: 2 })
  const sent = await amira.ask<DeskForm>('POST', `${path}/submit`, { version: 3, then: 'passUp' })
  expect(sent.caseNumber).toBe(opened.number)
  const after = await line.database.prisma.case.findUniqueOrThrow({
    where: { number: opened.number },
    include: { level: true, events: { orderBy: { n: 'asc' } }, custodies: { orderBy: { fromAt: 'asc' } } },
  })
  expect(after).toMatchObject({ level: { rank: 2 }, facts: { contract: '123456', ...facts }, completeness: 100 })
  expect(after.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['opened', 'taken', 'contact', 'gathered', 'acknowledged', 'passedUp']))
  expect(after.custodies.map(({ how }) => how)).toEqual(['born', 'take', 'passUp'])
  expect(await line.database.prisma.case.count({ where: { callSid: marta.callSid } })).toBe(0)
  await marta.hangsUp()
})

test('of a shared number nobody is named: it says who it may be, and why', async () => {
  const caller = await aCaller(line, '+493023125205')
  await caller.presses('1')
  await phoneOfAmira.rings()
  await timePasses(line.simulator, 2)
  const { pop } = await desk()
  expect(pop?.customer).toBeNull()
  expect(pop?.candidates.map(({ name, reasons }) => [name, reasons[0]])).toEqual(
    expect.arrayContaining([
      ['Tom Reuter', 'shared'],
      ['Olga Reuter', 'shared'],
    ]),
  )
  await caller.hangsUp()
})
