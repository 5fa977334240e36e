import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { startLine, type TestLine } from '../support/line.ts'
import { axeViolations } from '../support/page.ts'
import { shoot } from '../support/screenshots.ts'

let line: TestLine
let browser: LaunchedBrowser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  line = await startLine({ speed: 1 })
  browser = await launchBrowser()
  page = await browser.context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    const isExpected = message.text().includes('401') || message.text().includes('409') // before the sign-in; what the rules refuse
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
const cell = (name: RegExp) => page.getByRole('gridcell', { name })
const said = (words: RegExp) => page.getByRole('status').filter({ hasText: words }).waitFor({ state: 'attached' })

const violations = () => axeViolations(page)

test('a week of all people: read, changed by keys, taken back', async () => {
  await page.goto(`${line.url}/roster?week=2026-W48`)
  await page.getByRole('grid').waitFor()
  await cell(/^Amira Haddad, Saturday 28 November, free$/).waitFor()
  await shot('roster-week')
  expect(await violations()).toEqual([])

  await cell(/^Amira Haddad, Friday 27 November, shift 06:00 to 14:00/).focus()
  await page.keyboard.press('Alt+ArrowRight')
  await said(/Now: Amira Haddad, Saturday,? 28 November, 06:00–14:00/)
  await page.getByRole('button', { name: 'Publish 1 change' }).waitFor()
  await shot('roster-moved')
  await page.keyboard.press('Control+z')
  await page.getByRole('button', { name: 'All is published' }).waitFor()
  await cell(/^Amira Haddad, Friday 27 November, shift 06:00 to 14:00/).waitFor()
  await page.keyboard.press('Control+Shift+z')
  await page.getByRole('button', { name: 'Publish 1 change' }).waitFor()

  await cell(/^Amira Haddad, Friday 27 November/).focus()
  await page.keyboard.press('n')
  await page.getByRole('menu').waitFor()
  await shot('roster-menu')
  await page.getByRole('menuitem', { name: /Late/ }).click()
  await cell(/^Amira Haddad, Friday 27 November, shift 14:00 to 22:00.*against a rule/).waitFor()
  await page.getByRole('button', { name: 'Publish 2 changes' }).waitFor()
})

test('two nights in a row are refused, put back, and said in words', async () => {
  await cell(/^Lena Krause, Tuesday 24 November, free/).focus()
  await page.keyboard.press('n')
  await page.getByRole('menuitem', { name: /Night/ }).click()
  await page.getByRole('alert').filter({ hasText: 'Lena Krause would work two nights in a row' }).waitFor()
  await cell(/^Lena Krause, Tuesday 24 November, free/).waitFor()
  await shot('roster-refused')
  expect(await violations()).toEqual([])
})

test('a shift is dragged; what it would break is said before it is dropped', async () => {
  const from = page.locator('[data-row="2"][data-column="4"] [data-shift]')
  const to = page.locator('[data-row="2"][data-column="6"]')
  const [a, b] = [await from.boundingBox(), await to.boundingBox()]
  if (!a || !b) throw new Error('no boxes')
  await page.mouse.move(a.x + 20, a.y + 10)
  await page.mouse.down()
  await page.mouse.move(a.x + 40, a.y + 12, { steps: 4 })
  await page.mouse.move(b.x + 30, b.y + 20, { steps: 8 })
  await page.locator('.roster-preview').waitFor()
  await shot('roster-drag')
  await page.mouse.up()
  await cell(/^Dana Novak, Saturday 28 November, shift 14:00 to 22:00/).waitFor()
  await page.getByRole('button', { name: 'Publish 3 changes' }).waitFor()
})

test('moved by choosing; published with a reason', async () => {
  await cell(/^Dana Novak, Saturday 28 November/).focus()
  await page.keyboard.press('m')
  await page.getByLabel('Person', { exact: true }).selectOption({ label: 'Amira Haddad' })
  await shot('roster-move')
  expect(await violations()).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Publish 3 changes' }).click()
  await page.getByRole('dialog').getByText('Dana Novak').first().waitFor()
  await shot('roster-publish')
  expect(await violations()).toEqual([])
  await page.getByLabel('Reason').fill('Agreed with all of them')
  await page.getByRole('dialog').getByRole('button', { name: 'Publish 3 changes' }).click()
  await page.getByRole('button', { name: 'All is published' }).waitFor()
  await page.getByRole('button', { name: 'What was published' }).click()
  await page.getByText('Agreed with all of them').waitFor()
  await shot('roster-publications')
  await page.keyboard.press('Escape')
})

test('somebody stands in on the published plan', async () => {
  await page.getByRole('button', { name: 'Published', exact: true }).click()
  await cell(/^Boris Ivanov, Tuesday 24 November/).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Somebody stands in' }).click()
  await page.getByLabel('Who stands in').selectOption({ label: 'Irina Sokolova' })
  await page.getByLabel('Reason').fill('Boris is ill')
  await page.getByRole('dialog').getByRole('button', { name: 'Somebody stands in' }).click()
  const standsIn = cell(/^Irina Sokolova, Tuesday 24 November, .*stands in for Boris Ivanov/)
  // What she breaks by it must be read first.
  const done = page.getByRole('dialog').getByRole('button', { name: 'Done' })
  await done.or(standsIn).first().waitFor()
  if (await done.isVisible()) await done.click()
  await standsIn.waitFor()
  await shot('roster-published')
  expect(await violations()).toEqual([])
})

test('a time that comes twice is asked about', async () => {
  await page.goto(`${line.url}/roster?week=2026-W43`)
  await cell(/^Dana Novak, Sunday 25 October, free/).focus()
  await page.keyboard.press('n')
  await page.getByRole('menuitem', { name: 'Own times…' }).click()
  await page.getByLabel('From', { exact: true }).fill('02:30')
  await page.getByLabel('To', { exact: true }).fill('08:00')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog', { name: 'Which of the two?' }).waitFor()
  await shot('roster-twice')
  await page.getByRole('button', { name: 'The second, after the change' }).click()
  await cell(/^Dana Novak, Sunday 25 October, .*02:30 to 08:00, 5.5 hours/).waitFor()
  await shot('roster-25-hours')
  const stored = await line.database.prisma.shift.findFirstOrThrow({ where: { plan: 'draft', startsAt: new Date('2026-10-25T01:30:00Z') } })
  expect(stored.endsAt.toISOString()).toBe('2026-10-25T07:00:00.000Z')
})

test('what has changed since it was seen is not published', async () => {
  await page.getByRole('button', { name: 'Publish 1 change' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish 1 change' }).waitFor()
  // Somebody else adds one, and this page has not heard of it yet.
  const { prisma } = line.database
  const { id: personId } = await prisma.person.findFirstOrThrow({ where: { name: 'Amira Haddad' } })
  const { siteId, levelId, shiftTypeId, kind } = await prisma.shift.findFirstOrThrow({ where: { plan: 'draft', personId } })
  const times = { startsAt: new Date('2026-10-20T06:00:00Z'), endsAt: new Date('2026-10-20T14:00:00Z') }
  await prisma.shift.create({ data: { plan: 'draft', id: randomUUID(), personId, siteId, levelId, shiftTypeId, kind, ...times } })
  const reason = page.getByLabel('Reason')
  await reason.fill('Past')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Publish \d change/ })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Amira Haddad').first().waitFor()
  await dialog.getByRole('button', { name: 'Publish 2 changes' }).waitFor()
  await shot('roster-changed')
  await page.keyboard.press('Escape')
})

test('what was added stands there once, though the roster is read again before its answer; gone and back, all before it can be undone', async () => {
  await page.goto(`${line.url}/roster?week=2027-W06`)
  const chips = (day: string) => cell(new RegExp(`^Amira Haddad, ${day}`)).locator('[data-shift]')
  await cell(/^Amira Haddad, Monday 8 February, free/).focus()
  let answer = (): void => undefined
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route('**/api/roster/shifts', async (route) => {
    const response = await route.fetch()
    await held
    await route.fulfill({ response })
  })
  const readAgain = page.waitForResponse(async (response) => response.url().includes('/api/roster?') && (await response.text()).includes('"date":"2027-02-08"'))
  await page.keyboard.press('n')
  await page.getByRole('menuitem', { name: /Early/ }).click()
  await readAgain
  await page.evaluate('new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve))))') // is drawn
  expect(await chips('Monday').count()).toBe(1)
  answer()
  await page.getByRole('button', { name: 'Publish 1 change' }).waitFor()
  await page.unroute('**/api/roster/shifts')
  await cell(/^Amira Haddad, Monday 8 February/).focus()
  await page.keyboard.press('Alt+ArrowRight')
  await cell(/^Amira Haddad, Tuesday 9 February, shift/).waitFor()
  await page.keyboard.press('Delete')
  await cell(/^Amira Haddad, Tuesday 9 February, free/).waitFor()
  await page.keyboard.press('Control+z')
  await cell(/^Amira Haddad, Tuesday 9 February, shift/).waitFor()
  await page.keyboard.press('Control+z')
  await cell(/^Amira Haddad, Monday 8 February, shift/).waitFor()
  await page.keyboard.press('Control+z')
  await cell(/^Amira Haddad, Monday 8 February, free/).waitFor()
  const { prisma } = line.database
  await expect.poll(() => prisma.shift.count({ where: { plan: 'draft', date: new Date('2027-02-08') } })).toBe(0)
  expect(await page.getByRole('alert').count()).toBe(0)
})

test('one person, the dark theme, Russian, a phone', async () => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByRole('link', { name: 'Lena Krause' }).click()
  await page.getByRole('heading', { name: 'Lena Krause' }).waitFor()
  await shot('roster-person-dark')
  expect(await violations()).toEqual([])
  await page.goto(`${line.url}/roster?week=2026-W48`)
  await page.getByRole('grid').waitFor()
  await page.getByRole('button', { name: 'Русский' }).click()
  await page.getByText('Исправить').first().waitFor()
  await shot('roster-week-dark-ru')
  expect(await violations()).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${line.url}/roster?week=2026-W43`)
  await page.getByRole('grid').waitFor()
  await shot('roster-phone')
  expect(await violations()).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByText('25 ч').first().waitFor()
  await shot('roster-clock-change')
  await page.getByRole('button', { name: 'English' }).click()
})

test('who does not plan reads what is published', async () => {
  await line.database.prisma.person.updateMany({ where: { name: 'Petra Vogel' }, data: { role: 'agent' } })
  await page.goto(`${line.url}/roster?week=2026-W48`)
  await cell(/^Amira Haddad, Saturday 28 November, shift/).focus()
  await page.keyboard.press('Delete')
  await page.keyboard.press('Enter')
  await shot('roster-agent')
  expect(await page.getByRole('menu').count()).toBe(0)
  expect(await page.getByRole('button', { name: /Publish|Draft|Copy/ }).count()).toBe(0)
  expect(await violations()).toEqual([])
  expect(complaints).toEqual([])
})
