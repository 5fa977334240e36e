import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { outcomeOfTranscript } from '../../services/calls/transcripts/outcome.ts'
import { loadFlows } from '../../services/ivr/files.ts'
import { tryFlow } from '../../services/ivr/transcripts/coverage.ts'
import { phoneControl } from '../../services/phone/client.ts'
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
  browser = await launchBrowser({ flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] })
  page = await browser.context.newPage()
  page.setDefaultTimeout(30_000)
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

const shot = async (name: string) => {
  await page.evaluate('window.scrollTo(0, 0)')
  await shoot(page, name)
}
const reads = async (text: RegExp) => page.getByRole('log').getByText(text).first().waitFor()
const press = async (keys: string) => {
  const pad = page.getByRole('group', { name: 'Keys', exact: true })
  for (const key of keys) await pad.getByRole('button', { name: key === '#' ? 'hash' : new RegExp(`^${key}\\b`) }).click()
}

test('a webhook that arrives twice is seen in the step log, changes nothing, and the call is saved as a test that goes the same way', async () => {
  await page.goto(`${line.url}/phone`)
  await page.getByRole('switch', { name: 'Text only' }).click()
  await page.getByRole('button', { name: 'Next webhook twice' }).click()
  await page.getByText('arrives twice').first().waitFor()
  await shot('phone-faults')
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  await reads(/report a fault, press 2/)
  await press('2')
  await reads(/six digits of your contract number/)
  await press('123456')
  await reads(/You entered 1 2 3 4 5 6/)
  await press('1')
  await reads(/Your case number is/)
  await page.getByText('call ended').waitFor()

  const log = page.getByRole('region', { name: 'Call, step by step' })
  await log.getByText('arrives twice').first().waitFor()
  await log
    .getByText(/POST \/webhooks\/twilio\/voice · 200 · \d+ ms/)
    .first()
    .waitFor()
  await log.getByText('State of the call').first().waitFor()
  const call = await line.database.prisma.call.findFirstOrThrow({ orderBy: { startedAt: 'desc' }, include: { cases: true } })
  expect(call.cases).toHaveLength(1)
  await shot('phone-log')
  expect(await axeViolations(page)).toEqual([])

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a test' }).click()])
  const source = await readFile(await download.path(), 'utf8')
  expect(source).toContain('pressed: "123456"')
  const { flows } = await loadFlows('ivr-flows')
  const support = flows.find(({ flow }) => flow.id === 'support')
  if (support === undefined) throw new Error('there is no flow "support"')
  expect(tryFlow(support.flow, [{ file: 'saved.yaml', source }], outcomeOfTranscript).faults).toEqual([])
  expect(complaints).toEqual([])
})

test('a message is spoken into a microphone, and is as long as somebody spoke', async () => {
  await page.goto(`${line.url}/phone`)
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  await reads(/For a message, 3/)
  await press('3')
  await page.getByRole('button', { name: 'Speak' }).click()
  await page.getByText('The microphone is on.').waitFor()
  await page.waitForTimeout(6_000)
  await page.getByRole('button', { name: 'Stop and send' }).click()
  await page.getByRole('button', { name: 'Speak' }).waitFor()
  await page.waitForTimeout(3_000)
  await press('#')
  await page
    .getByText(/Message recorded/)
    .first()
    .waitFor()
  await shot('phone-microphone')
  // The carrier tells of a recording a moment after the caller has been thanked for it.
  const { prisma } = line.database
  const { sid: callSid } = await prisma.call.findFirstOrThrow({ orderBy: { startedAt: 'desc' } })
  await expect.poll(async () => (await prisma.recording.findFirst({ where: { callSid } }))?.seconds, { timeout: 15_000 }).toBeGreaterThanOrEqual(5)
  const { body } = await phoneControl(line.simulator)('GET', `calls/${callSid}/events`)
  const spoken = z.object({ events: z.array(z.object({ type: z.string() })) }).parse(JSON.parse(body))
  expect(spoken.events.filter(({ type }) => type === 'spoke').length).toBeGreaterThanOrEqual(3)
  expect(complaints).toEqual([])
})

test('callbacks, incidents and the directory are kept from the page', async () => {
  await page.goto(`${line.url}/incidents`)
  await page.getByRole('button', { name: 'Open an incident' }).click()
  await page.getByLabel('Name').fill('Internet in Mitte')
  await page.getByLabel(/in English/).fill('The internet is down in Mitte. We are working on it.')
  await page.getByRole('dialog').getByRole('button', { name: 'Open an incident' }).click()
  const end = page.getByRole('button', { name: 'It is over: Internet in Mitte' })
  await end.waitFor()
  await page.locator('q', { hasText: 'The internet is down in Mitte. We are working on it.' }).waitFor()
  await shot('incidents')
  expect(await axeViolations(page)).toEqual([])
  await end.click()
  await page.getByText(/· ended /).waitFor()

  await page.goto(`${line.url}/directory`)
  await page.getByRole('button', { name: 'Add an entry' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('Locksmith Brandt')
  await dialog.getByLabel('Section').fill('Trades')
  await dialog.getByLabel('Number').fill('+49 30 23125 450')
  await dialog.getByLabel('Hours').fill('mon-fri 08:00-18:00')
  await dialog.getByLabel('Source').fill('asked by phone')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const row = page.getByRole('row', { name: /Locksmith Brandt/ })
  await row.getByText('open now').filter({ visible: true }).waitFor()
  await shot('directory')
  expect(await axeViolations(page)).toEqual([])

  await page.setViewportSize({ width: 390, height: 844 })
  await shot('directory-phone')
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1440, height: 900 })

  await page.goto(`${line.url}/callbacks`)
  await page.getByRole('heading', { name: 'Callbacks' }).waitFor()
  await shot('callbacks')
  expect(await axeViolations(page)).toEqual([])
  expect(complaints).toEqual([])
})
