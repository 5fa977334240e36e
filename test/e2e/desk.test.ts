import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { LINE, MARTA, startLine, type TestLine } from '../support/line.ts'
import { axeViolations } from '../support/page.ts'
import { phone } from '../support/phones.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'
import { shoot } from '../support/screenshots.ts'

const WORDS = 'It is cold since Friday and nobody came.'
let line: TestLine
let browser: LaunchedBrowser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  line = await startLine({ speed: 1 })
  await emptyTheRoster(line)
  await putOnShift(line, { name: 'Amira Haddad', from: '2026-11-18T08:00', to: '2026-11-18T16:00' })
  browser = await launchBrowser()
  page = await browser.context.newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  const amira = await line.database.prisma.person.findFirstOrThrow({ where: { name: 'Amira Haddad' } })
  await page.goto((await line.app.links.invite(amira.id)).url)
  await page.locator('input[type=password]').first().waitFor()
  for (const field of await page.locator('input[type=password]').all()) await field.fill('a long password')
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await page.getByRole('heading', { name: 'No call now' }).or(page.getByText('No call now')).first().waitFor()
})
afterAll(async () => {
  await browser?.close()
  await line?.stop()
})

const shot = (name: string) => shoot(page, name)
const bar = () => page.getByRole('region', { name: 'Marta Nowak is calling' })
const words = () => page.getByLabel('In the caller’s own words')
const form = () => page.getByRole('region', { name: 'The two steps' })

test('a phone rings on any page, her record is there before it is answered, and what is typed lives until the case has gone up', async () => {
  await page.getByRole('link', { name: 'Customers', exact: true }).first().click()
  await page.waitForURL('**/customers')
  const marta = phone(MARTA, line.simulator)
  await marta.dials(LINE)
  await marta.hears('To talk to a person, press 1')
  await marta.presses('1')
  await bar().waitFor()
  await expect.poll(() => page.title(), { timeout: 5_000 }).toBe('☎ Marta Nowak is calling')
  await shot('desk-rings')

  await page.getByRole('link', { name: 'Desk', exact: true }).first().click()
  await page.getByRole('link', { name: 'Marta Nowak' }).waitFor()
  await page.reload()
  await bar().waitFor()
  await form().getByText('as soon as you have answered').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.keyboard.press('a')
  await page.getByRole('region', { name: 'The call' }).getByText('On the line').waitFor()
  await bar().waitFor({ state: 'detached' })

  await words().waitFor()
  await page.keyboard.press('w')
  await page.keyboard.type(WORDS)
  await page.keyboard.press('Control+Enter')
  await form().getByText('fields are still missing').waitFor()
  expect(await line.database.prisma.case.count({ where: { words: WORDS } })).toBe(0)
  await page.getByLabel('What is it about').selectOption('fault')
  await page
    .getByRole('button', { name: /^I said that/ })
    .last()
    .click()
  await page.reload()
  await words().waitFor()
  expect(await words().inputValue()).toBe(WORDS)
  expect(await page.getByLabel('What you told the caller').inputValue()).toMatch(/We take this on/)
  await shot('desk-form')

  // Every question of the reason but the last one that is required: the server's list is asked, not one written here.
  const sid = marta.callSid
  const { checklist } = (await (await page.request.get(`${line.url}/api/desk/forms/${sid}`)).json()) as {
    checklist: { name: string; question: string; isRequired: boolean }[]
  }
  const needed = checklist.filter(({ isRequired }) => isRequired)
  for (const { question } of needed.slice(1)) await form().getByLabel(question).fill('As she said.')
  await page.getByLabel('Why it is passed up').fill('A heating engineer must look at it.')
  await page.keyboard.press('Control+Enter')
  await form().getByText('1 field is still missing').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await form()
    .getByLabel(needed[0]?.question ?? '')
    .fill('Ring at Nowak.')
  await page.keyboard.press('Control+Enter')
  await form()
    .getByText(/^Written down at/)
    .waitFor()
  await form()
    .getByText(/Your case number is/)
    .waitFor()
  await shot('desk-sent')

  const [opened] = await line.database.prisma.case.findMany({
    where: { words: WORDS },
    include: { level: true, custodies: { orderBy: { fromAt: 'asc' }, include: { person: true } } },
  })
  expect(opened).toMatchObject({ callSid: sid, reason: 'fault', level: { rank: 2 } })
  expect(opened?.custodies.map(({ how }) => how)).toEqual(['born', 'passUp'])
  expect(opened?.custodies[0]?.person.name).toBe('Amira Haddad')
  await marta.hangsUp()
  await page.getByRole('region', { name: 'The call' }).getByText('Over', { exact: true }).waitFor()
  await form()
    .getByText(/^Written down at/)
    .waitFor()
  expect(complaints).toEqual([])
})
