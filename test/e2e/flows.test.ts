import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { startLine, type TestLine } from '../support/line.ts'
import { axeViolations } from '../support/page.ts'
import { shoot } from '../support/screenshots.ts'

const OLD = 'Hello. This is the support line.'
const NEW = 'Good day. This is the support line of today.'
let line: TestLine
let browser: LaunchedBrowser
let page: Page
let flowsDir: string
const complaints: string[] = []

beforeAll(async () => {
  // Publishing writes into the folder: never into the one that is shipped.
  flowsDir = await mkdtemp(join(tmpdir(), 'nightline-flows-'))
  await cp(join(import.meta.dirname, '../../ivr-flows'), flowsDir, { recursive: true })
  line = await startLine({ speed: 1, flowsDir })
  browser = await launchBrowser()
  page = await browser.context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
})
afterAll(async () => {
  await browser?.close()
  await line?.stop()
  if (flowsDir !== undefined) await rm(flowsDir, { recursive: true, force: true })
})

const shot = (name: string) => shoot(page, name, { fullPage: false })
const tab = (name: string) => page.getByRole('navigation', { name: 'Views of the flow' }).getByRole('link', { name }).click()

test('an admin breaks a flow, mends it, publishes another prompt, and takes the old one back into use', async () => {
  const petra = await line.database.prisma.person.findFirstOrThrow({ where: { role: 'admin' } })
  await page.goto((await line.app.links.createFirstAdminLink(petra.id)).url)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page
    .getByLabel(/password/i)
    .first()
    .waitFor()
  await page.goto(`${line.url}/flows`)
  await page.getByRole('link', { name: 'Support line' }).waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('link', { name: 'Support line' }).click()

  const steps = page.locator('.react-flow__node')
  await steps.first().waitFor()
  const { view } = (await page.evaluate('fetch("/api/flows/support").then((answer) => answer.json())')) as { view: { steps: unknown[] } }
  expect(await steps.count()).toBe(view.steps.length)
  // The drawing is laid out anew when the traffic is there.
  await page.getByText(/[1-9]\d* calls? in 7 days drawn/).waitFor()
  await page.locator('.react-flow__node[data-id="main"]').click()
  await page.getByRole('heading', { name: 'main' }).waitFor()
  await shot('flow-graph')
  expect(await axeViolations(page)).toEqual([])

  await tab('Text')
  const text = page.getByRole('textbox', { name: 'Text' })
  const source = await text.inputValue()
  await text.fill(source.replace('next: incidents', 'next: incidentz'))
  await page
    .getByText(/incidentz/)
    .nth(1)
    .waitFor()
  await page.getByText('1 error').waitFor()
  await shot('flow-text')
  expect(await axeViolations(page)).toEqual([])
  await tab('Graph')
  await page.locator('.react-flow__node[data-id="greetByName"] .flow-badge.bad').waitFor()

  await tab('Text')
  await text.fill(source.replace(OLD, NEW))
  await page.getByText('1 error').waitFor({ state: 'detached' })
  await tab('Graph')
  await listenByKeys()
  await tab('Compare')
  await page.getByText(NEW).waitFor()
  await shot('flow-compare')
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Publish …' }).click()
  await page.getByLabel('Why').fill('A friendlier greeting')
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('There is no draft').waitFor()
  expect(await inUse()).toContain(NEW)

  await tab('History')
  await page.getByText('A friendlier greeting').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page
    .getByRole('button', { name: /^Roll back to/ })
    .first()
    .click()
  await page.getByLabel('Why').fill('Callers asked for the old one')
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText('Callers asked for the old one').waitFor()
  expect(await inUse()).toContain(OLD)

  await page.setViewportSize({ width: 390, height: 844 })
  await tab('Graph')
  await page.reload()
  await page.getByRole('list', { name: 'Steps' }).waitFor()
  await shot('flow-phone')
  expect(await axeViolations(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('the drawing in Russian and in the dark', async () => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate('localStorage.setItem("nightline.language", "ru")')
  await page.goto(`${line.url}/flows/support?step=main`)
  await page.locator('.react-flow__node').first().waitFor()
  await page.getByText('Сюда ведут').waitFor()
  await shot('flow-dark-ru')
  expect(await axeViolations(page)).toEqual([])
})

/** The draft is heard before it is published, and the drawing says where the call stands. */
async function listenByKeys(): Promise<void> {
  await page.getByRole('button', { name: 'Listen' }).click()
  const said = page.getByRole('log', { name: 'What is said' })
  await page.getByLabel('Date').fill('2026-11-18')
  await page.getByLabel('Who calls').selectOption('unknown')
  await said.getByText(NEW).waitFor()
  const keys = page.getByRole('group', { name: 'Keys' })
  await keys.getByRole('button', { name: '3' }).click()
  await said.getByText('pressed 3').waitFor()
  await page.locator('.react-flow__node[data-id="message"] .standing').waitFor()
  await shot('flow-listen')
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await page.getByText('Outcome: Voicemail').waitFor()
  await page.getByText('keeps the message').waitFor()
  await page.getByRole('button', { name: 'Begin again' }).click()
  await keys.getByRole('button', { name: '3' }).waitFor()
  expect(await said.getByText('pressed 3').count()).toBe(0)
}

const inUse = async (): Promise<string> => ((await page.evaluate('fetch("/api/flows/support").then((answer) => answer.json())')) as { source: string }).source
