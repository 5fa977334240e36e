import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseDetail } from '../../services/schemas/cases.ts'
import type { MonthReport, MonthRow } from '../../services/schemas/reports.ts'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { atDesk, type AtDesk } from '../support/desk.ts'
import { LINE, MARTA, startLine, type TestLine } from '../support/line.ts'
import { control, phone, timePasses, type Phone } from '../support/phones.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'
import { shoot } from '../support/screenshots.ts'

/** One case from the first call to the month's report: Marta's heating, on a day on which time moves only when the story says so. */
const HOUR = 3_600
const NAMES = ['Amira Haddad', 'Elif Kaya', 'Farid Rahimi', 'Clara Winter'] as const
type Name = (typeof NAMES)[number]

let line: TestLine
let browser: LaunchedBrowser
const people = {} as Record<Name, AtDesk>
let marta: Phone
const complaints: string[] = []

beforeAll(async () => {
  line = await startLine({ at: '2026-11-18T10:00:00+01:00' })
  // The demo company's own calls and cases are another story, and would stand in the month's figures.
  await line.database.pool.query('truncate "case", call, audit_entry cascade')
  await emptyTheRoster(line)
  for (const [name, level] of [
    ['Amira Haddad', 1],
    ['Elif Kaya', 2],
    ['Farid Rahimi', 3],
  ] as const) {
    await putOnShift(line, { name, from: '2026-11-18T08:00', to: '2026-11-18T17:00', level })
  }
  for (const name of NAMES) people[name] = await atDesk(line, name)
  marta = phone(MARTA, line.simulator, { withinSeconds: 120 })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await line?.stop()
})

/** The clock of the story: Berlin, in winter. */
const goesOnUntil = async (at: string) => {
  const { now } = await control<{ now: string }>(line.simulator, 'GET', '/clock')
  await timePasses(line.simulator, (Date.parse(`${at}+01:00`) - Date.parse(now)) / 1_000)
}
const moves = (name: Name, number: string, move: object) => people[name].ask<CaseDetail>('POST', `/api/cases/${number}/moves`, move)
const theCase = (number: string) => people['Clara Winter'].ask<CaseDetail>('GET', `/api/cases/${number}`)

async function pageOf(name: Name, path: string): Promise<Page> {
  await browser.context.clearCookies()
  const [cookie, value] = people[name].cookie.split('=') as [string, string]
  await browser.context.addCookies([{ name: cookie, value, url: line.url }])
  const page = await browser.context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/ 422 /.test(message.text())) complaints.push(`${message.text()} ${message.location().url}`)
  })
  await page.goto(`${line.url}${path}`)
  return page
}

test('a case from the third call to the month’s report', async () => {
  // 10:00 The machine takes the fault down; Amira keeps the front line.
  await marta.dials(LINE)
  for (const keys of ['2', '123456', '1']) await marta.presses(keys)
  await marta.hearsTheLineEnd()
  const { number } = await line.database.prisma.case.findFirstOrThrow()
  // 11:00 She calls again, hears how it stands, and hangs up.
  await goesOnUntil('2026-11-18T11:00')
  await marta.dials(LINE)
  await marta.hears(/Your last case is with Front line/)
  await marta.hangsUp()

  // 12:00 The third call. Amira knows before she answers.
  await goesOnUntil('2026-11-18T12:00')
  const desk = await pageOf('Amira Haddad', '/calls')
  await desk.getByRole('heading', { name: 'Calls' }).waitFor()
  await marta.dials(LINE)
  await marta.presses('1')
  await timePasses(line.simulator, 2)
  await desk
    .getByText(/Marta Nowak/)
    .first()
    .waitFor()
  await desk.getByText(new RegExp(number)).first().waitFor()
  await shoot(desk, 'story-rings')
  await desk.getByRole('button', { name: /^Answer/ }).click()
  await desk.getByText('On the line').first().waitFor()
  await timePasses(line.simulator, 1)
  await desk.getByRole('button', { name: new RegExp(`about.*${number}`), pressed: true }).waitFor()
  const words = desk.getByLabel(/In the caller’s own words/)
  await words.fill('Since Sunday the radiators in the nursery stay cold.')
  await desk.getByText(/saved/i).first().waitFor()
  await desk.reload()
  await expect.poll(() => words.inputValue(), { timeout: 15_000 }).toBe('Since Sunday the radiators in the nursery stay cold.')
  // Neither acknowledged nor gathered: it does not climb.
  await desk.getByLabel('Pass up', { exact: true }).check()
  await desk.getByRole('button', { name: /Write down and pass up/ }).click()
  await desk.getByText(/still missing; (it is|they are) marked/).waitFor()
  await shoot(desk, 'story-refused')
  expect(await people['Amira Haddad'].tries('POST', `/api/cases/${number}/moves`, { move: 'take' })).toMatchObject({ status: 200 })
  expect(await people['Amira Haddad'].tries('POST', `/api/cases/${number}/moves`, { move: 'passUp', reason: 'too hard' })).toMatchObject({
    status: 422,
    body: { code: 'NOT_ACKNOWLEDGED' },
  })
  await desk.getByLabel(/What you told the caller/).fill('We take care of it; you have an answer by tomorrow at eight.')
  await desk.getByLabel(/Why it is passed up/).fill('The pump has to be looked at')
  for (const [question, answer] of [
    [/Where is it/, 'Uferweg 7'],
    [/What does it do/, 'cold, the display shows F28'],
    [/Since when/, 'Sunday'],
    [/do we reach you/, 'after six'],
  ] as const) {
    await desk.getByRole('region', { name: 'Gather' }).getByLabel(question).fill(answer)
  }
  await shoot(desk, 'story-form')
  await desk.getByRole('button', { name: /Write down and pass up/ }).click()
  await expect.poll(async () => (await theCase(number)).level.name, { timeout: 15_000 }).toBe('Specialists')
  await shoot(desk, 'story-sent')
  await marta.hangsUp()
  await desk.close()
  expect(await theCase(number)).toMatchObject({ isDistressed: true, owner: { name: 'Elif Kaya' }, isUnattended: true })

  // 13:00 A specialist takes it, and at 14:00 passes it up; 15:00 Marta asks how it stands, by its number, from another phone.
  await goesOnUntil('2026-11-18T13:00')
  await moves('Elif Kaya', number, { move: 'take' })
  await goesOnUntil('2026-11-18T14:00')
  await moves('Elif Kaya', number, { move: 'passUp', reason: 'The maker has to answer for it' })
  await goesOnUntil('2026-11-18T15:00')
  const neighbour = phone('+493023125640', line.simulator, { withinSeconds: 120 })
  await neighbour.dials(LINE)
  for (const keys of ['5', '1', number]) await neighbour.presses(keys)
  await neighbour.hears(/Your case is with Head of service, with Head of service/)
  await neighbour.hangsUp()
  // 16:00 Farid takes it and does not solve it: 20 hours after the first call it is the executive's.
  await goesOnUntil('2026-11-18T16:00')
  await moves('Farid Rahimi', number, { move: 'take' })
  await goesOnUntil('2026-11-19T05:59')
  expect(await theCase(number)).toMatchObject({ owner: { name: 'Farid Rahimi' }, toppedAt: null })
  await goesOnUntil('2026-11-19T06:01')
  expect(await theCase(number)).toMatchObject({ owner: { name: 'Clara Winter' }, level: { isExecutive: true } })
  // 08:00 Her set hour: one call reads what has reached her.
  await goesOnUntil('2026-11-19T08:00')
  const clara = phone('+493023125906', line.simulator, { withinSeconds: 120 })
  await clara.answers()
  await clara.hears(/1 case has reached you/)
  await clara.presses('1')
  await clara.hearsTheLineEnd()
  // 09:00 She solves it on her page; Marta hears the news on her landline, and what she thinks of it is asked once.
  await goesOnUntil('2026-11-19T09:00')
  const top = await pageOf('Clara Winter', `/cases/${number}`)
  await top.getByRole('heading', { name: /Fault, contract 123456/ }).waitFor()
  await shoot(top, 'story-top')
  await top.getByRole('button', { name: 'Solve', exact: true }).click()
  const dialog = top.getByRole('dialog')
  await dialog.getByLabel(/solution/i).fill('The maker replaced the pump')
  await dialog.getByLabel(/satisfied/i).fill('The nursery is warm')
  await shoot(top, 'story-solve')
  await dialog.getByRole('button', { name: 'Solve', exact: true }).click()
  await expect.poll(async () => (await theCase(number)).status, { timeout: 15_000 }).toBe('solved')
  await top.getByText('The maker replaced the pump').first().waitFor()
  await shoot(top, 'story-solved')
  await timePasses(line.simulator, 61)
  await marta.answers()
  await marta.hears(/The maker replaced the pump/)
  await marta.hearsTheLineEnd()
  await goesOnUntil('2026-11-19T09:29:55')
  await marta.answers()
  await marta.presses('5')
  await marta.hearsTheLineEnd()
  expect(await theCase(number)).toMatchObject({ status: 'solved', rating: { score: 5 } })
  await timePasses(line.simulator, 60)

  // The month, reckoned by hand. Amira took and passed it at 12:00:03, three seconds after Marta had dialled.
  const report = await people['Clara Winter'].ask<MonthReport>('GET', '/api/reports/months/2026-11')
  const row = (name: Name): MonthRow | undefined => report.rows.find(({ person }) => person.name === name)
  const none = { solved: 0, solvedOnSpot: 0, passed: 0, passedUnread: 0, reachedTop: 0, reopened: 0, ratings: 0, csat: null, factsMissed: 0 }
  const passed = { ...none, passed: 1, received: 1, passRate: 1 }
  expect(row('Amira Haddad')).toMatchObject({ ...passed, custodySeconds: 2 * HOUR + 3, unattendedSeconds: 2 * HOUR + 3, secondsLeftAtReceipt: 20 * HOUR })
  expect(row('Elif Kaya')).toMatchObject({
    ...passed,
    custodySeconds: 2 * HOUR - 3,
    unattendedSeconds: HOUR - 3,
    secondsLeftAtReceipt: 18 * HOUR - 3,
  })
  expect(row('Farid Rahimi')).toMatchObject({
    ...none,
    ...{ received: 1, passRate: null, reachedTop: 1, custodySeconds: 16 * HOUR, unattendedSeconds: 2 * HOUR, secondsLeftAtReceipt: 16 * HOUR },
  })
  expect(row('Clara Winter')).toMatchObject({
    ...none,
    ...{ solved: 1, received: 1, passRate: 0, custodySeconds: 3 * HOUR, unattendedSeconds: 0, secondsLeftAtReceipt: 0, ratings: 1, csat: 1 },
  })
  expect(report.rows).toHaveLength(4)
  expect(report.top).toMatchObject([{ caseNumber: number, ageSeconds: 23 * HOUR, status: 'solved' }])
  // Two answers were promised: by 20:00 of the first day, by the machine; and not kept.
  expect(report.totals).toMatchObject({
    ...{ opened: 1, solved: 1, closed: 0, open: 0, reachedTop: 1, reachedTopOf: 1, promisesDue: 1, promisesKept: 0, ratings: 1, csat: 1, ratingsAsked: 1 },
    byReason: [{ reason: 'fault', opened: 1, solvedAtFirstLevel: 0 }],
  })
  await top.goto(`${line.url}/reports`)
  await top.getByText('Clara Winter').first().waitFor()
  await shoot(top, 'story-report')
  expect(complaints).toEqual([])
})
