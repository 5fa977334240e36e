// The plain pages in a real browser, at the width of a small phone and with the keyboard alone.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { axeViolations } from '../support/page.ts'
import { publicLine, type PublicLine } from '../support/public-callbacks.ts'
import { shoot } from '../support/screenshots.ts'

let line: PublicLine
let url: string
let browser: LaunchedBrowser
let page: Page
let complaints: string[]

beforeAll(async () => {
  line = await publicLine()
  url = await line.app.listen({ host: '127.0.0.1', port: 0 })
  browser = await launchBrowser({ viewport: { width: 320, height: 640 } })
})
afterAll(async () => {
  await browser?.close()
  await line?.close()
})
beforeEach(async () => {
  complaints = []
  page = await browser.context.newPage()
  page.setDefaultTimeout(5_000)
  page.on('console', (message) => complaints.push(message.text()))
})
afterEach(async () => {
  // What was refused has a status of 4xx, and the browser notes that.
  expect(complaints.filter((text) => !text.startsWith('Failed to load resource: the server responded with a status of 4'))).toEqual([])
  await page.close()
})

const shot = (name: string) => shoot(page, `callback-${name}`)
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const focused = () => page.evaluate('document.activeElement.id')
const isTooWide = () => page.evaluate('document.documentElement.scrollWidth > innerWidth')

test('from the form to the call that is cancelled, with the keyboard alone', async () => {
  await page.goto(`${url}/callback?lang=en`)
  expect(await axeViolations(page)).toEqual([])
  expect(await isTooWide()).toBe(false)
  await shot('form')
  // Sent empty: the fault stands at the field, which has the focus.
  await page.locator('#number').focus()
  await press('Enter')
  await page.getByRole('alert').waitFor()
  expect(await focused()).toBe('number')
  expect(await page.locator('#number').getAttribute('aria-describedby')).toBe('number-hint number-fault')
  expect(await axeViolations(page)).toEqual([])
  await shot('fault')
  await page.keyboard.type('030 2345678')
  await press('Tab', 'Tab', 'Tab')
  await page.keyboard.type('Ida Krause')
  await press('Enter')
  await page.waitForURL(/\/callback\/[\w-]{43}/)
  await page.getByText('You are in the queue.').waitFor()
  expect(await axeViolations(page)).toEqual([])
  expect(await isTooWide()).toBe(false)
  await shot('waiting')
  await page.locator('summary', { hasText: 'Cancel the call' }).focus()
  await press('Enter', 'Tab', 'Enter')
  await page.getByText('This call is cancelled.').waitFor()
  expect(await axeViolations(page)).toEqual([])
})

test('in Russian, in the dark, with a code', async () => {
  await line.ruleIs({ code: 'always' })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`${url}/callback?lang=ru`)
  expect(await axeViolations(page)).toEqual([])
  await shot('form-ru-dark')
  await page.getByLabel('Ваш телефон').fill('+49 151 23456789')
  await page
    .getByLabel(/пн, 2 марта/)
    .first()
    .check()
  await page.getByRole('button', { name: 'Отправить' }).click()
  const { text } = await line.database.prisma.textMessage.findFirstOrThrow()
  await page.getByLabel('Код').fill(/\d{6}/.exec(text)?.[0] ?? '')
  expect(await axeViolations(page)).toEqual([])
  await shot('code-ru-dark')
  await press('Enter')
  await page.getByText('Мы позвоним вам в это время:').waitFor()
  await page.getByText('Выбрать другое время').click()
  expect(await axeViolations(page)).toEqual([])
  expect(await isTooWide()).toBe(false)
  await shot('scheduled-ru-dark')
})
