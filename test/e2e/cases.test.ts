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
  line = await startLine({ speed: 1, hasWork: true })
  browser = await launchBrowser()
  page = await browser.context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  const petra = await line.database.prisma.person.findFirstOrThrow({ where: { role: 'admin' } })
  await page.goto((await line.app.links.createFirstAdminLink(petra.id)).url)
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

const shot = (name: string) => shoot(page, name)
const dialog = () => page.getByRole('dialog')
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

test('an admin finds a late case, sees why it stands where it stands, takes it over and solves it for good', async () => {
  await page.goto(`${line.url}/cases`)
  await page.getByRole('link', { name: 'No heat on the third floor' }).waitFor()
  await page.locator('details.why').first().click()
  await page.getByText('Why it stands here').first().waitFor()
  await shot('cases')
  expect(await axeViolations(page)).toEqual([])
  await page.getByLabel('Severity').selectOption('urgent')
  await page.getByRole('link', { name: 'No heat on the third floor' }).waitFor({ state: 'detached' })
  expect(new URL(page.url()).search).toBe('?severity=urgent')

  await page.goto(`${line.url}/pyramid`)
  await page.getByRole('button', { name: 'No heat on the third floor' }).click()
  await page.getByRole('heading', { name: /^Why \d+ is here$/ }).waitFor()
  await page.getByText('A pump has to be changed').first().waitFor()
  await page.getByRole('button', { name: 'Dry run of tonight' }).click()
  await page.getByRole('cell', { name: 'goes to the top' }).first().waitFor()
  await shot('pyramid')
  expect(await axeViolations(page)).toEqual([])

  await page.getByRole('complementary').getByRole('link', { name: 'No heat on the third floor' }).click()
  await heading('No heat on the third floor')
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Take over' }).click()
  await dialog().getByRole('button', { name: 'Take over' }).click()
  await dialog().getByText('This is needed').waitFor()
  await dialog().getByLabel('Reason').fill('Hugo is away today')
  await dialog().getByRole('button', { name: 'Take over' }).click()
  await page.getByRole('button', { name: 'Solve' }).click()
  await dialog().getByLabel('What was the solution?').fill('The pump was changed on Sunday.')
  await dialog().getByLabel('What satisfied the customer?').fill('A warm room and an apology')
  expect(await axeViolations(page)).toEqual([])
  await dialog().getByRole('button', { name: 'Solve' }).click()
  await dialog().waitFor({ state: 'detached' })
  await page.getByText('The pump was changed on Sunday').first().waitFor()
  await page.getByText('Hugo is away today').first().waitFor()
  await shot('case-solved')
  const solved = await line.database.prisma.case.findFirstOrThrow({ where: { title: 'No heat on the third floor' }, include: { custodies: true } })
  expect(solved.status).toBe('solved')
  expect(solved.custodies.filter(({ toAt }) => toAt === null)).toEqual([])
})

test('everything is found from one field, and a note on a record stays', async () => {
  await page.keyboard.press('Control+k')
  await dialog().getByRole('combobox').fill('nowak')
  await dialog()
    .getByRole('option', { name: /Marta Nowak/ })
    .waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.keyboard.press('Enter')
  await heading('Marta Nowak')
  await page.getByLabel('New note').fill('Has a dog that barks at fitters.')
  await page.getByRole('button', { name: 'Keep the note' }).click()
  await page.getByRole('listitem').getByText('Has a dog that barks at fitters.').first().waitFor()
  await shot('customer')
  expect(await axeViolations(page)).toEqual([])
})

test('a figure of the month opens its rows, a template gets a new version, and the executive reads Russian in the dark on a phone', async () => {
  await page.goto(`${line.url}/reports`)
  await page.getByRole('button', { name: /^Solved of Petra Vogel: 1/ }).click()
  await dialog().getByText('The credit is the owner’s').waitFor()
  await dialog()
    .getByRole('link', { name: /^\d{6}$/ })
    .first()
    .waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await shot('month')
  expect(await axeViolations(page)).toEqual([])

  await page.goto(`${line.url}/rules?kind=template&key=solved`)
  const text = page.getByRole('group', { name: 'English' }).getByLabel('Text', { exact: true })
  await text.fill(`${await text.inputValue()} {{nobody}}`)
  await page.getByLabel('Why is it changed?').fill('A blank too many')
  await page.getByRole('button', { name: 'Keep as a new version' }).click()
  await page.getByText(/nobody fills/).waitFor()
  await text.fill('{{company}}: case {{number}} is solved. {{solution}}')
  await page.getByRole('button', { name: 'Keep as a new version' }).click()
  await page.getByRole('heading', { name: 'Version 1' }).waitFor()
  await page.getByText('A blank too many').first().waitFor()
  await shot('rules')
  expect(await axeViolations(page)).toEqual([])

  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate('localStorage.setItem("nightline.language", "ru")')
  await page.goto(`${line.url}/executive`)
  await page.getByText('The oven room boiler fails every Monday').waitFor()
  await page.getByText('заместитель: Farid Rahimi').waitFor()
  await shot('executive-phone-ru')
  expect(await axeViolations(page)).toEqual([])
  await page.goto(`${line.url}/pyramid`)
  await page.getByText('Managing director').waitFor()
  expect(await axeViolations(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  expect(complaints).toEqual([])
})
