// The supervisor lets the planner fill and plan, looks at what it found, takes it and takes it back; the draft mended by one change; a month of pay closed; the roster as day, month and print.
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { atDesk } from '../support/desk.ts'
import { startLine, type TestLine } from '../support/line.ts'
import { axeViolations } from '../support/page.ts'
import { plannerThread } from '../support/planner-thread.ts'
import { putOnShift } from '../support/rosters.ts'
import { shoot } from '../support/screenshots.ts'

let line: TestLine
let browser: LaunchedBrowser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  await plannerThread()
  line = await startLine({ speed: 1 })
  browser = await launchBrowser()
  page = await browser.context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    const isExpected = message.text().includes('401') || message.text().includes('409')
    if (message.type() === 'error' && !isExpected) complaints.push(message.text())
  })
  const petra = await line.database.prisma.person.findFirstOrThrow({ where: { role: 'admin' } })
  const link = await line.app.links.createFirstAdminLink(petra.id)
  await page.goto(link.url)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page
    .getByLabel(/password/i)
    .first()
    .waitFor()
})
afterAll(async () => {
  await browser?.close()
  await line?.stop()
})

const shot = (name: string) => shoot(page, name, { fullPage: false })
const violations = () => axeViolations(page)
const draftCount = () => line.database.prisma.shift.count({ where: { plan: 'draft', date: { gte: new Date('2027-01-11'), lt: new Date('2027-01-18') } } })

test('an empty week is planned in the background, shown, taken, and taken back', async () => {
  await page.goto(`${line.url}/roster?week=2027-W02`)
  await page.getByRole('grid').waitFor()
  expect(await draftCount()).toBe(0)
  await page.getByRole('button', { name: 'Fill gaps…' }).click()
  await page.getByLabel('Search for').selectOption('5')
  await page.getByRole('slider', { name: /Nights shared fairly/ }).focus()
  await page.keyboard.press('ArrowRight')
  await page.getByText('7 · matters much').waitFor()
  await shot('planner-form')
  expect(await violations()).toEqual([])
  await page.getByRole('button', { name: 'Start planning' }).click()
  // A thread of its own begins: on a busy machine it takes its time.
  await page
    .getByText(/penalty/)
    .first()
    .waitFor({ timeout: 60_000 })
  await shot('planner-running')
  await page.getByRole('button', { name: 'Put it into the draft' }).waitFor({ timeout: 60_000 })
  await shot('planner-done')
  expect(await violations()).toEqual([])
  await page.getByRole('button', { name: 'Show in the roster' }).click()
  await page.getByText('You see the plan, not the draft').waitFor()
  await page.locator('[role="gridcell"] [data-shift]').first().waitFor()
  expect(await draftCount()).toBe(0)
  await shot('planner-shown')
  await page.getByRole('button', { name: 'Put it into the draft' }).click()
  await page.getByText(/Now in the draft/).waitFor()
  expect(await draftCount()).toBeGreaterThan(10)
  await page.getByRole('button', { name: 'Take the plan back' }).click()
  await expect.poll(draftCount, { timeout: 60_000 }).toBe(0)
})

test('one finding and one gap are mended by a single change', async () => {
  await page.goto(`${line.url}/roster?week=2026-W48`)
  await page.getByRole('grid').waitFor()
  await page.getByRole('gridcell', { name: /^Amira Haddad, Friday 27 November, shift 06:00/ }).focus()
  await page.keyboard.press('n')
  await page.getByRole('menuitem', { name: /Late/ }).click()
  await page.getByRole('gridcell', { name: /^Amira Haddad, Friday 27 November, .*against a rule/ }).waitFor()
  await page
    .getByRole('button', { name: /^Mend… Amira Haddad/ })
    .first()
    .click()
  await page.getByRole('dialog').getByText('The two best single changes').waitFor()
  await shot('roster-mend')
  expect(await violations()).toEqual([])
  await page.getByRole('dialog').getByRole('button').nth(1).click()
  await page.getByRole('gridcell', { name: /^Amira Haddad, Friday 27 November, .*against a rule/ }).waitFor({ state: 'detached' })
})

test('a month is closed once nothing stands in its way, and what changes later is paid with the next', async () => {
  const amira = await atDesk(line, 'Amira Haddad')
  await putOnShift(line, { name: 'Amira Haddad', from: '2026-10-14T06:00', to: '2026-10-14T14:00' })
  const longer = { personId: amira.id, effect: 'beside', fromAt: '2026-10-14T12:00:00.000Z', toAt: '2026-10-14T13:00:00.000Z', reason: 'He could not wait' }
  await amira.ask('POST', '/api/pay/worked-times', longer)
  await page.goto(`${line.url}/pay?month=2026-10`)
  await page.getByRole('button', { name: 'Close the month…' }).click()
  await page.getByRole('dialog').getByText('This stands in the way:').waitFor()
  expect(await violations()).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Close the month…')
  await page.getByRole('link', { name: 'Amira Haddad' }).click()
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.getByRole('button', { name: 'Accept' }).waitFor({ state: 'detached' })

  await page.goto(`${line.url}/pay?month=2026-10`)
  await page.getByRole('button', { name: 'Close the month…' }).click()
  await page.keyboard.type('2026-10')
  await page.keyboard.press('Enter')
  await page.getByText(/^closed .* by Petra Vogel$/).waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV, German' }).click()])
  const csv = await readFile(await file.path(), 'utf8')
  expect(csv.startsWith('\uFEFF')).toBe(true)
  expect(csv).toContain('Amira Haddad')

  await putOnShift(line, { name: 'Amira Haddad', from: '2026-10-15T06:00', to: '2026-10-15T14:00' })
  await page.reload()
  await page.getByRole('button', { name: 'Book the difference: Amira Haddad' }).click()
  await page.keyboard.type('Forgotten on the roster')
  await shot('pay-correction')
  expect(await violations()).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Book the difference: Amira Haddad' }).waitFor({ state: 'detached' })
  await page.goto(`${line.url}/pay?month=2026-11&view=house&person=${amira.id}`)
  await page.getByText('Forgotten on the roster').first().waitFor()
  await shot('pay-statement')
  expect(await violations()).toEqual([])
})

test('a day to scale and a month in letters, dark and Russian, small and on paper', async () => {
  await page.goto(`${line.url}/roster?view=day&day=2026-11-25`)
  await page.getByRole('grid').waitFor()
  await shot('roster-day')
  expect(await violations()).toEqual([])
  await page.getByRole('button', { name: 'Month', exact: true }).click()
  await page.getByRole('rowheader', { name: /Early/ }).first().waitFor()
  await shot('roster-month')
  expect(await violations()).toEqual([])
  await page.emulateMedia({ media: 'print' })
  await shot('roster-print')
  // It hangs on a wall: nobody's pay stands on it.
  expect(await page.locator('.roster-pay, .roster-kpis').count()).toBeGreaterThan(1)
  expect(await page.evaluate(`document.body.innerText.includes('€')`)).toBe(false)
  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' })
  await page.getByRole('button', { name: 'Русский' }).click()
  await page.getByText('Исправить').first().waitFor()
  await shot('roster-month-dark-ru')
  expect(await violations()).toEqual([])
  await page.getByRole('button', { name: 'Заполнить пробелы…' }).click()
  await page.getByText('Что насколько важно').waitFor()
  await page.setViewportSize({ width: 320, height: 800 })
  await page.goto(`${line.url}/roster?week=2026-W48`)
  await page.getByRole('grid').waitFor()
  await page.getByRole('button', { name: 'Заполнить пробелы…' }).click()
  await page.getByText('Что насколько важно').waitFor()
  await shot('planner-form-320-ru')
  expect(await violations()).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
  expect(complaints).toEqual([])
})
