import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SESSION_COOKIE } from '../../services/http/access.ts'
import type { OfferView } from '../../services/schemas/requests.ts'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { atDesk, type AtDesk } from '../support/desk.ts'
import { startLine, type TestLine } from '../support/line.ts'
import { axeViolations } from '../support/page.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'
import { shoot } from '../support/screenshots.ts'

let line: TestLine
let browser: LaunchedBrowser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  line = await startLine({ speed: 1 })
  await emptyTheRoster(line)
  browser = await launchBrowser({ viewport: { width: 390, height: 844 } })
  page = await browser.context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
})
afterAll(async () => {
  await browser?.close()
  await line?.stop()
})

const shot = (name: string) => shoot(page, name)
const sitDown = async ({ cookie }: AtDesk, { context } = browser) => {
  await context.clearCookies()
  await context.addCookies([{ name: SESSION_COOKIE, value: cookie.split('=').slice(1).join('='), url: line.url }])
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

test('who plans looks for somebody by keyboard, and sees who says yes; whoever is slower is told', async () => {
  const supervisor = await line.database.prisma.person.findFirstOrThrow({ where: { role: 'supervisor' } })
  const desk = await launchBrowser()
  try {
    await sitDown(await atDesk(line, supervisor.name), desk)
    const planning = await desk.context.newPage()
    planning.setDefaultTimeout(20_000)
    const shiftId = await putOnShift(line, { name: 'Omar Saleh', from: '2026-11-25T06:00', to: '2026-11-25T12:00' })
    await planning.goto(`${line.url}/roster?week=2026-W48&plan=published`)
    const cell = planning.getByRole('gridcell', { name: /^Omar Saleh, Wednesday 25 November, shift/ })
    await cell.focus()
    await planning.keyboard.press('Enter')
    await planning.getByRole('menuitem', { name: 'Find a replacement' }).focus()
    await planning.keyboard.press('Enter')
    await planning.getByLabel('Reason').waitFor()
    await expect.poll(() => planning.evaluate('document.activeElement.tagName')).toBe('INPUT')
    await planning.keyboard.type('He is ill')
    await planning.keyboard.press('Enter')
    await planning.getByRole('list', { name: 'Offered to, in this order' }).waitFor()
    expect(await axeViolations(planning)).toEqual([])
    const offer = await line.database.prisma.shiftOffer.findFirstOrThrow({
      where: { shiftId },
      include: { people: { include: { person: true }, orderBy: { rank: 'asc' } } },
    })
    const [first, second] = await Promise.all(offer.people.slice(0, 2).map(({ person }) => atDesk(line, person.name)))
    if (first === undefined || second === undefined) throw new Error('fewer than two may take it')

    await sitDown(second)
    await page.goto(`${line.url}/my-shifts`)
    const take = page.getByRole('button', { name: /^Take it: .*25/ })
    await take.waitFor()
    await first.ask('POST', `/api/shift-offers/${offer.id}/answer`, { isYes: true })
    await planning.getByText(`${offer.people[0]?.person.name} has taken it`).waitFor()
    // It leaves the other's page by itself.
    await take.waitFor({ state: 'detached' })
    await planning.keyboard.press('Escape')
    await expect.poll(() => cell.and(planning.locator(':focus')).count()).toBe(1)
  } finally {
    await desk.close()
  }
})
