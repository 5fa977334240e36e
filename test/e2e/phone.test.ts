import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { outcomeOfTranscript } from '../../services/calls/transcripts/outcome.ts'
import { loadFlows } from '../../services/ivr/files.ts'
import { tryFlow } from '../../services/ivr/transcripts/coverage.ts'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { startLine, type TestLine } from '../support/line.ts'

const SHOTS = join(import.meta.dirname, 'screenshots')
let line: TestLine
let browser: LaunchedBrowser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  await mkdir(SHOTS, { recursive: true })
  line = await startLine({ speed: 1 })
  browser = await launchBrowser()
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
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}

test('a webhook that arrives twice is seen in the step log, changes nothing, and the call is saved as a test that goes the same way', async () => {
  await page.goto(`${line.url}/phone`)
  await page.getByRole('switch', { name: 'Text only' }).click()
  await page.getByRole('button', { name: 'Next webhook twice' }).click()
  await page.getByText('arrives twice').first().waitFor()
  await shot('phone-faults')
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  const keys = page.getByRole('group', { name: 'Keys', exact: true })
  const reads = async (text: RegExp) => page.getByRole('log').getByText(text).first().waitFor()
  const press = async (digits: string) => {
    for (const digit of digits) await keys.getByRole('button', { name: new RegExp(`^${digit}\\b`) }).click()
  }
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
    .getByText(/POST \/webhooks\/twilio\/voice → 200 · \d+ ms/)
    .first()
    .waitFor()
  await log.getByText('State of the call').first().waitFor()
  const call = await line.database.prisma.call.findFirstOrThrow({ orderBy: { startedAt: 'desc' }, include: { cases: true } })
  expect(call.cases).toHaveLength(1)
  await shot('phone-log')

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a test' }).click()])
  const source = await readFile(await download.path(), 'utf8')
  expect(source).toContain('pressed: "123456"')
  const { flows } = await loadFlows('ivr-flows')
  const support = flows.find(({ flow }) => flow.id === 'support')
  if (support === undefined) throw new Error('there is no flow "support"')
  expect(tryFlow(support.flow, [{ file: 'saved.yaml', source }], outcomeOfTranscript).faults).toEqual([])
  expect(complaints).toEqual([])
})

test('callbacks, incidents and the directory are kept from the page', async () => {
  await page.goto(`${line.url}/incidents`)
  await page.getByRole('button', { name: 'Open an incident' }).click()
  await page.getByLabel('Name').fill('Internet in Mitte')
  await page.getByLabel(/in English/).fill('The internet is down in Mitte. We are working on it.')
  await page.getByRole('dialog').getByRole('button', { name: 'Open an incident' }).click()
  const end = page.getByRole('button', { name: 'End “Internet in Mitte”' })
  await end.waitFor()
  await page.locator('q', { hasText: 'The internet is down in Mitte. We are working on it.' }).waitFor()
  await shot('incidents')
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
  await row.getByText('open now').waitFor()
  await shot('directory')

  await page.setViewportSize({ width: 390, height: 844 })
  await shot('directory-phone')
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1440, height: 900 })

  await page.goto(`${line.url}/callbacks`)
  await page.getByRole('heading', { name: 'Callbacks' }).waitFor()
  await shot('callbacks')
  expect(complaints).toEqual([])
})
