import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { aCaller, recordAfter } from '../support/callers.ts'
import { control, LINE, MARTA, startLine, type LineOptions, type TestLine } from '../support/line.ts'
import { noUnexpectedCalls, phone, timePasses, type Phone } from '../support/phones.ts'
import { emptyTheRoster, putOnShift, standsIn } from '../support/rosters.ts'

const AMIRA = '+493023125901'
const DANA = '+493023125902'
const IRINA = '+493023125903'
const CHEN = '+493023125904'
const ELIF = '+493023125911'

let line: TestLine
let flowsDir: string | undefined
afterEach(async () => {
  await line.stop()
  if (flowsDir !== undefined) await rm(flowsDir, { recursive: true })
  flowsDir = undefined
})

/** The demo company with nobody on shift. `edit` changes its flow first. */
async function start(at: string, edit?: (flow: string) => string, options: LineOptions = {}): Promise<void> {
  if (edit) {
    flowsDir = await mkdtemp(join(tmpdir(), 'nightline-flows-'))
    const path = join(flowsDir, 'support.yaml')
    await cp('test/flows/small-line.yaml', path)
    const before = await readFile(path, 'utf8')
    expect(edit(before)).not.toBe(before)
    await writeFile(path, edit(before))
  }
  line = await startLine({ at, flowsDir: flowsDir ?? 'test/flows', ...options })
  await emptyTheRoster(line)
}

/** Open is when somebody is at the desk. */
const openOnShift = (flow: string) => flow.replace(/ {4}days: \{ mon-fri.*\n {4}holidays: .*\n/, '    onShift: true\n')
const inTurn = (flow: string) => flow.replace('    to: onShift\n    timeoutSeconds: 20\n', '    to: onShift\n    order: inOrder\n    timeoutSeconds: 20\n')

const ringing = async () => (await control<{ legs: { to: string }[] }>(line.simulator, 'GET', '/ringing')).legs.map(({ to }) => to).sort()

async function calls(key: string): Promise<Phone> {
  const marta = await aCaller(line, MARTA)
  await marta.presses(key)
  return marta
}

/** Who was asked and who was not, in the call's log. */
async function rungIn(caller: Phone) {
  const { steps } = await recordAfter(line, caller)
  return steps.filter(({ kind }) => ['dialled', 'gap', 'allBusy', 'notKnown'].includes(kind)).map(({ kind, detail }) => ({ kind, ...detail }))
}

test.each([
  ['clocks go forward', '2026-03-29T03:00:00+02:00', '2026-03-28T22:00', '2026-03-29T06:00'],
  ['clocks go back, the first time', '2026-10-25T02:30:00+02:00', '2026-10-24T22:00', '2026-10-25T06:00'],
  ['clocks go back, the second time', '2026-10-25T02:30:00+01:00', '2026-10-24T22:00', '2026-10-25T06:00'],
  ['clocks go back', '2026-10-25T03:00:00+01:00', '2026-10-24T22:00', '2026-10-25T06:00'],
])('on Sunday night (%s) the call reaches who is on the night desk', async (_, at, from, to) => {
  await start(at, openOnShift)
  await putOnShift(line, { name: 'Dana Novak', from, to })
  await putOnShift(line, { name: 'Irina Sokolova', from: to, to: to.replace('06:00', '14:00') })
  await putOnShift(line, { name: 'Elif Kaya', from: from.replace('22:00', '18:00'), to: to.replace('06:00', '08:00'), kind: 'onCall', level: 2 })
  const marta = await calls('1')
  const dana = phone(DANA, line.simulator)
  await dana.rings()
  expect(await ringing()).toEqual([DANA])
  await dana.answers()
  await dana.presses('1')
  await dana.says('The night desk.')
  await marta.hears('The night desk.')
  await marta.hangsUp()
  expect(await rungIn(marta)).toMatchObject([
    {
      kind: 'dialled',
      numbers: 1,
      asked: [{ name: 'Dana Novak', why: 'published shift until 06:00' }],
      notAsked: [{ name: 'Elif Kaya', why: 'on call, only for urgent calls or an empty desk' }],
    },
  ])
  await noUnexpectedCalls(line.simulator, [dana])
})

test('after an override somebody else is rung, and the log says for whom and why', async () => {
  await start('2026-10-25T03:00:00+01:00', openOnShift)
  const shift = await putOnShift(line, { name: 'Dana Novak', from: '2026-10-24T22:00', to: '2026-10-25T06:00' })
  await standsIn(line, shift, { name: 'Irina Sokolova', from: '2026-10-25T01:00', to: '2026-10-25T06:00', reason: 'sick' })
  const marta = await calls('1')
  await phone(IRINA, line.simulator).rings()
  expect(await ringing()).toEqual([IRINA])
  await marta.hangsUp()
  expect(await rungIn(marta)).toMatchObject([
    {
      asked: [{ name: 'Irina Sokolova', why: 'override for Dana Novak, until 06:00' }],
      notAsked: [{ name: 'Dana Novak', why: 'somebody stands in' }],
    },
  ])
})

test('who is on call is rung beside the desk for the urgent key only', async () => {
  await start('2026-11-18T19:00:00+01:00')
  await putOnShift(line, { name: 'Dana Novak', from: '2026-11-18T14:00', to: '2026-11-18T22:00' })
  await putOnShift(line, { name: 'Elif Kaya', from: '2026-11-18T18:00', to: '2026-11-19T08:00', kind: 'onCall', level: 2 })
  const marta = await calls('1')
  await phone(DANA, line.simulator).rings()
  expect(await ringing()).toEqual([DANA])
  await marta.hangsUp()
  await timePasses(line.simulator, 1)
  const urgent = await calls('4')
  await phone(ELIF, line.simulator).rings()
  expect(await ringing()).toEqual([DANA, ELIF])
  await urgent.hangsUp()
  expect(await rungIn(urgent)).toMatchObject([
    {
      asked: [
        { name: 'Dana Novak', why: 'published shift until 22:00' },
        { name: 'Elif Kaya', why: 'on call until 08:00, urgent' },
      ],
      notAsked: [],
    },
  ])
})

test('in a gap the call goes where the flow says: by day to the keeper, an urgent one by night to the head of the specialists', async () => {
  await start('2026-11-18T10:00:00+01:00')
  const marta = await calls('1')
  await phone(AMIRA, line.simulator).rings()
  expect(await ringing()).toEqual([AMIRA])
  await marta.hangsUp()
  expect(await rungIn(marta)).toMatchObject([
    { kind: 'gap', fallback: 'ringKeeper', notAsked: [] },
    { kind: 'dialled', asked: [{ name: 'Amira Haddad', why: 'head of the level "Front line"' }] },
  ])
  await timePasses(line.simulator, 16 * 3_600)
  const urgent = await calls('4')
  await phone(CHEN, line.simulator).rings()
  expect(await ringing()).toEqual([CHEN])
  await urgent.hangsUp()
  expect(await rungIn(urgent)).toMatchObject([
    { kind: 'gap', fallback: 'urgentKeeper' },
    { kind: 'dialled', asked: [{ name: 'Chen Wei' }] },
  ])
})

test('when nobody can say in time who is on shift, the caller is served all the same, and the log says so', async () => {
  await start('2026-11-18T10:00:00+01:00')
  await putOnShift(line, { name: 'Dana Novak', from: '2026-11-18T07:00', to: '2026-11-18T15:00' })
  const marta = await aCaller(line, MARTA)
  const client = await line.database.pool.connect()
  await client.query('begin; lock table duty in access exclusive mode')
  const began = Date.now()
  await marta.presses('1')
  await marta.hears(/Nobody can come to the phone/)
  expect(Date.now() - began).toBeLessThan(1_500)
  await client.query('rollback')
  client.release()
  await marta.hangsUp()
  expect(await rungIn(marta)).toMatchObject([{ kind: 'notKnown', question: 'onShift', reason: 'it took too long' }])
})

test('who is on a break is not rung; when all are busy nobody is', async () => {
  await start('2026-11-18T10:00:00+01:00')
  for (const name of ['Dana Novak', 'Irina Sokolova']) await putOnShift(line, { name, from: '2026-11-18T07:00', to: '2026-11-18T15:00' })
  const { prisma } = line.database
  const idOf = async (name: string) => (await prisma.person.findFirstOrThrow({ where: { name } })).id
  await prisma.presence.create({
    data: { id: randomUUID(), personId: await idOf('Dana Novak'), state: 'break', fromAt: new Date('2026-11-18T08:55:00Z'), via: 'page' },
  })
  const marta = await calls('1')
  const irina = phone(IRINA, line.simulator)
  await irina.rings()
  expect(await ringing()).toEqual([IRINA])
  await irina.answers()
  await irina.presses('1')
  await timePasses(line.simulator, 1)
  const second = await aCaller(line, '+493023125330')
  await second.presses('1')
  await second.hears(/Nobody can come to the phone/)
  await second.hangsUp()
  expect(await rungIn(second)).toMatchObject([
    {
      kind: 'allBusy',
      fallback: 'nobodyFree',
      notAsked: [
        { name: 'Dana Novak', why: 'on a break' },
        { name: 'Irina Sokolova', why: 'on a call' },
      ],
    },
  ])
  await marta.hangsUp()
  expect(await rungIn(marta)).toMatchObject([{ asked: [{ name: 'Irina Sokolova' }], notAsked: [{ name: 'Dana Novak', why: 'on a break' }] }])
})

test('one after the other: the next is rung when one does not answer, and a voicemail box is no answer', async () => {
  await start('2026-11-18T10:00:00+01:00', inTurn)
  await putOnShift(line, { name: 'Irina Sokolova', from: '2026-11-18T07:00', to: '2026-11-18T15:00' })
  await putOnShift(line, { name: 'Dana Novak', from: '2026-11-18T08:00', to: '2026-11-18T16:00' })
  await putOnShift(line, { name: 'Amira Haddad', from: '2026-11-18T09:00', to: '2026-11-18T17:00' })
  await control(line.simulator, 'PUT', `/phones/${encodeURIComponent(IRINA)}`, { behaviour: { kind: 'voicemail' } })
  const marta = await calls('1')
  const [dana, amira] = [phone(DANA, line.simulator), phone(AMIRA, line.simulator)]
  await dana.rings()
  expect(await ringing()).toEqual([DANA])
  await dana.declines()
  await amira.answers()
  await amira.presses('1')
  await amira.says('Amira speaking.')
  await marta.hears('Amira speaking.')
  await marta.hangsUp()
  expect(marta.heard.filter((said) => said.includes('connecting you'))).toHaveLength(1)
  expect(marta.heard.filter((said) => said.includes('still trying'))).toHaveLength(2)
  const rung = await rungIn(marta)
  expect(rung).toMatchObject([{ asked: [{ name: 'Irina Sokolova' }] }, { asked: [{ name: 'Dana Novak' }] }, { asked: [{ name: 'Amira Haddad' }] }])
  expect(JSON.stringify(rung)).not.toContain('+49')
  await noUnexpectedCalls(line.simulator, [dana, amira, { number: IRINA }])
})

test('closed until somebody is on shift: the caller hears when that is, by his own clock', async () => {
  await start('2026-11-18T05:30:00+01:00', openOnShift)
  await putOnShift(line, { name: 'Dana Novak', from: '2026-11-18T07:00', to: '2026-11-18T15:00' })
  const marta = await calls('1')
  await marta.hears('We open again today at 7 AM.')
  await marta.hangsUp()
  await line.database.prisma.customer.updateMany({ where: { name: 'Sergei Orlov' }, data: { zone: 'Asia/Yekaterinburg' } })
  const sergei = await aCaller(line, '+493023125201')
  await sergei.presses('1')
  await sergei.hears('Мы снова откроемся сегодня в 11 часов утра.')
  await sergei.hangsUp()
  await emptyTheRoster(line)
  const late = await calls('1')
  await late.hears(/tell us after the tone/)
  expect(late.heard.join(' ')).not.toContain('here again')
  await late.hangsUp()
})

test('one of us signs in by phone with a PIN and is rung from then on; the PIN is written down nowhere', async () => {
  await start('2026-11-18T10:00:00+01:00')
  await line.database.pool.query('update company set must_sign_in = true')
  await putOnShift(line, { name: 'Dana Novak', from: '2026-11-18T09:30', to: '2026-11-18T17:30' })
  const early = await calls('1')
  await phone(AMIRA, line.simulator).rings()
  await early.hangsUp()
  expect(await rungIn(early)).toMatchObject([{ kind: 'gap', notAsked: [{ name: 'Dana Novak', why: 'has not signed in' }] }, { kind: 'dialled' }])

  const dana = phone(DANA, line.simulator, { ears: 'instant' })
  await dana.dials(LINE)
  await dana.hears(/phone of ours/)
  await dana.presses('1')
  await dana.hears(/enter your PIN/)
  await dana.presses('8805#')
  await dana.hears(/not right/)
  await dana.presses('1234#')
  await dana.hears(/take calls now, press 1/)
  await dana.presses('1')
  await dana.hears('You take calls now.')
  await dana.hearsTheLineEnd()
  await timePasses(line.simulator, 1)
  const { presence } = line.database.prisma
  expect(await presence.findMany({ where: { toAt: null } })).toMatchObject([{ state: 'ready', via: 'phone' }])
  for (const table of ['call', 'call_event', 'captured', 'effect']) {
    const { rows } = await line.database.pool.query<{ n: number }>(`select count(*)::int as n from "${table}" t where t::text ~ '8805|"1234'`)
    expect(rows[0]?.n, table).toBe(0)
  }

  const marta = await calls('1')
  await dana.rings()
  await marta.hangsUp()
  expect(await rungIn(marta)).toMatchObject([{ asked: [{ name: 'Dana Novak', why: 'published shift until 17:30' }] }])
})

test('after five wrong PINs in an hour none is compared any more, until the hour has passed', async () => {
  await start('2026-11-18T10:00:00+01:00')
  const tries = async (pins: readonly string[]): Promise<Phone> => {
    const dana = phone(DANA, line.simulator)
    await dana.dials(LINE)
    await dana.hears(/phone of ours/)
    await dana.presses('1')
    await dana.hears(/enter your PIN/)
    for (const pin of pins) await dana.presses(`${pin}#`)
    return dana
  }
  await (await tries(['1111', '2222', '3333'])).hangsUp()
  const third = await tries(['4444', '5555', '1234'])
  await third.hears(/too many wrong PINs/)
  await third.hears(/To talk to a person/)
  await third.hangsUp()
  await timePasses(line.simulator, 3_601)
  const after = await tries(['1234'])
  await after.hears(/take calls now, press 1/)
  await after.presses('2')
  await after.hears('You are on a break now.')
})
