import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SESSION_COOKIE } from '../../services/http/access.ts'
import type { OfferView } from '../../services/schemas/requests.ts'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { atDesk, type AtDesk } from '../support/desk.ts'
import { startLine, type TestLine } from '../support/line.ts'
import { axeViolations } from '../support/page.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'

const SHOTS = join(import.meta.dirname, 'screenshots')
let line: TestLine
let browser: LaunchedBrowser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  await mkdir(SHOTS, { recursive: true })
  line = await startLine({ speed: 1 })
  await emptyTheRoster(line)
  browser = await launchBrowser({ viewport: { width: 390, height: 844 } })
  page = await browser.context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
})
afterAll(async () => {
  await browser?.close()
  await line?.stop()
})

const shot = (name: string) => page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
const sitDown = async ({ cookie }: AtDesk) => {
  await browser.context.clearCookies()
  await browser.context.addCookies([{ name: SESSION_COOKIE, value: cookie.split('=').slice(1).join('='), url: line.url }])
}
test('an agent takes a night that is offered, on a phone, and sees why it is paid as it is', async () => {
  const supervisor = await line.database.prisma.person.findFirstOrThrow({ where: { role: 'supervisor' } })
  const planner = await atDesk(line, supervisor.name)
  const shiftId = await putOnShift(line, { name: 'Omar Saleh', from: '2026-11-20T22:00', to: '2026-11-21T06:00' })
  // Eight hours without a break would be against the law for whoever takes it.
  const breaks = [{ from: '2026-11-21T01:00:00.000Z', to: '2026-11-21T01:30:00.000Z', isPaid: false }]
  await line.database.prisma.shift.update({ where: { plan_id: { plan: 'published', id: shiftId } }, data: { breaks } })
  const offer = await planner.ask<OfferView>('POST', '/api/shift-offers', { kind: 'replacement', shiftId, reason: 'He is ill' })
  const [first] = offer.people
  if (first === undefined) throw new Error('nobody may take it')
  const agent = await atDesk(line, first.name)
  await sitDown(agent)

  await page.goto(`${line.url}/my-shifts`)
  const take = page.getByRole('button', { name: /^Take it: / })
  await take.waitFor()
  expect(await page.getByText('He is ill').count()).toBe(0)
  expect(await axeViolations(page)).toEqual([])
  await shot('my-shifts-offer')
  await take.click()
  await page
    .getByRole('status')
    .filter({ hasText: /^It is yours: .* 22:00–06:00/ })
    .waitFor()
  await page.locator('.week-day', { hasText: '22:00–06:00' }).waitFor()
  expect(await take.count()).toBe(0)
  await shot('my-shifts-taken')
  expect(await line.database.prisma.shiftOffer.findUniqueOrThrow({ where: { id: offer.id } })).toMatchObject({ state: 'done', takenById: agent.id })

  await page.getByRole('link', { name: 'What I am paid' }).click()
  await page.getByRole('heading', { name: 'Pay for November 2026' }).waitFor()
  const lines = page.locator('section', { has: page.getByRole('heading', { name: 'What it is made of' }) })
  await lines.locator('summary[aria-label^="Why?"]', { hasText: 'Why?' }).last().click()
  await lines
    .getByText(/× €21\.50 × 25%/)
    .first()
    .waitFor()
  await page.getByText('The lines below add up to this sum.').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await shot('my-pay')
  expect(complaints).toEqual([])
})
