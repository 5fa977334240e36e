import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { startLine, type TestLine } from '../support/line.ts'
import { shoot } from '../support/screenshots.ts'

let line: TestLine
let browser: LaunchedBrowser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  line = await startLine({ speed: 1 })
  browser = await launchBrowser()
  page = await browser.context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    const isExpected = message.location().url.endsWith('/api/me') && message.text().includes('401') // asked before the sign-in
    if (message.type() === 'error' && !isExpected) complaints.push(`${message.text()} ${message.location().url}`)
  })
})
afterAll(async () => {
  await browser?.close()
  await line?.stop()
})

const shot = (name: string) => shoot(page, name)

test('the first admin signs in by link, calls the line with the mouse, reads it, and finds the call on the customer’s record', async () => {
  const petra = await line.database.prisma.person.findFirstOrThrow({ where: { role: 'admin' } })
  const link = await line.app.links.createFirstAdminLink(petra.id)
  await page.goto(link.url)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page
    .getByLabel(/password/i)
    .first()
    .waitFor()
  await shot('welcome')

  await page.goto(`${line.url}/phone`)
  await page.getByRole('switch', { name: 'Text only' }).click()
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  const handset = page.getByRole('region', { name: 'The caller’s phone' }).or(page.getByRole('region', { name: "The caller's phone" }))
  const keys = handset.getByRole('group', { name: 'Keys' })
  const press = async (digits: string) => {
    for (const digit of digits) await keys.getByRole('button', { name: new RegExp(`^${digit}\\b`) }).click()
  }
  const reads = async (text: string | RegExp) => handset.getByText(text).first().waitFor()
  await reads(/Hello, Marta Nowak/)
  await shot('phone')
  await reads(/report a fault, press 2/)
  await press('2')
  await reads(/six digits of your contract number/)
  await press('123456')
  await reads(/You entered 1 2 3 4 5 6/)
  await press('1')
  await reads(/Your case number is/)
  await reads(/Amira Haddad looks after it now/)
  await page.getByText('call ended').waitFor()
  await shot('phone-ended')

  await page.getByRole('link', { name: /Record of Marta Nowak/ }).click()
  await page.getByRole('heading', { name: /Marta Nowak/ }).waitFor()
  await page
    .getByText(/Self-served/)
    .first()
    .waitFor()
  await shot('customer')
  const call = await line.database.prisma.call.findFirstOrThrow({ orderBy: { startedAt: 'desc' }, include: { cases: true } })
  expect(call).toMatchObject({ outcome: 'self-served', identity: 'confirmed' })
  await page
    .getByText(call.cases[0]?.number ?? 'no case')
    .first()
    .waitFor()
  await page.goto(`${line.url}/calls/${call.sid}`)
  await page.getByText('123456').first().waitFor()
  await shot('call')
  expect(complaints).toEqual([])
})
