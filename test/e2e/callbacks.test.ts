import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addCallbackEvent, changeState, holdCallback } from '../../services/callbacks/store.ts'
import { aCallback } from '../support/callbacks.ts'
import { atDesk } from '../support/desk.ts'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { startLine, type TestLine } from '../support/line.ts'
import { axeViolations } from '../support/page.ts'
import { shoot } from '../support/screenshots.ts'

let line: TestLine
let browser: LaunchedBrowser
let page: Page
const complaints: string[] = []
/** A Wednesday morning in Berlin; time runs as it does, and nobody is dialled: what stands in the queue stays there. */
const NOW = '2026-11-18T10:00:00+01:00'
const at = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000)

beforeAll(async () => {
  line = await startLine({ at: NOW, speed: 1, roles: ['web'] })
  await fillQueue()
  browser = await launchBrowser()
  page = await browser.context.newPage()
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  await enter('Chen Wei')
})
afterAll(async () => {
  await browser?.close()
  await line?.stop()
})

const cookies = new Map<string, string>()
async function enter(who: string): Promise<void> {
  const cookie = cookies.get(who) ?? (await atDesk(line, who)).cookie
  cookies.set(who, cookie)
  const [name = '', value = ''] = cookie.split('=')
  await browser.context.addCookies([{ name, value, url: line.url }])
}

type Tx = Parameters<typeof aCallback>[0]
const inTransaction = <T>(work: (tx: Tx) => Promise<T>) => line.database.prisma.$transaction(work)
const asked = (number: string, minutes: number, more: object) =>
  inTransaction(async (tx) => (await aCallback(tx, { at: at(minutes), dueAt: at(minutes + 120), number: `+4930231258${number}`, ...more })).callback)

let ida: { id: string }
async function fillQueue(): Promise<void> {
  await asked('01', -50, { name: 'Oskar Lehmann', words: 'The invoice is wrong', source: 'web' })
  ida = await asked('02', -40, { name: 'Ida Brandt', words: 'Water comes from the boiler', severity: 'urgent', source: 'ivr', extension: '14' })
  await asked('03', -30, { name: 'Jan Vogt', source: 'form', askFor: 'Mrs Vogt' })
  await asked('04', -20, { name: 'Olga Petrova', language: 'ru', source: 'api' })
  for (const [n, day] of [1, 1, 1, 2].entries())
    await asked(`1${n}`, -10, { name: `Later ${n}`, isAsap: false, window: { from: at(day * 1_440 + 60), to: at(day * 1_440 + 120) }, source: 'web' })
  const tried = await asked('05', -45, { name: 'Paul Weber', source: 'ivr' })
  const dana = await line.database.prisma.person.findFirstOrThrow({ where: { name: 'Dana Novak' } })
  await rings(tried.id, dana.id, -35)
  await inTransaction(async (tx) => {
    const held = await holdCallback(tx, tried.id)
    const data = { state: 'ended', outcome: 'customerNoAnswer', acceptedAt: at(-34.8), customerRungAt: at(-34.7), endedAt: at(-34) }
    await tx.callbackAttempt.updateMany({ where: { callbackId: tried.id, endedAt: null }, data })
    if (held) await changeState(tx, held, 'resting', { at: at(-34), why: 'he did not answer', data: { nextAt: at(25), tries: 1, firstTryAt: at(-34.7) } })
  })
  const kept = await asked('06', -200, { name: 'Karl Klein', source: 'web', dueAt: at(-140) })
  await line.database.prisma.callback.update({ where: { id: kept.id }, data: { firstTryAt: at(-180), reachedAt: at(-180), tries: 1 } })
  await inTransaction(async (tx) => {
    const held = await holdCallback(tx, kept.id)
    if (held) await changeState(tx, held, 'done', { at: at(-170), why: 'they have talked', data: { endWhy: 'talked' } })
  })
  await asked('07', -210, { name: 'Bert Broken', source: 'ivr', dueAt: at(-90) })
  await inTransaction(async (tx) => {
    const { id } = await tx.callback.update({
      where: { id: (await tx.callback.findFirstOrThrow({ where: { name: 'Bert Broken' } })).id },
      data: { brokenAt: at(-90), brokenWhy: 'tooMany' },
    })
    await addCallbackEvent(tx, { callbackId: id, at: at(-90), kind: 'broken', why: 'the window is over without a try' })
  })
  await line.database.prisma.spending.create({ data: { id: randomUUID(), kind: 'call', key: 'call:a', at: at(-10), reservedMinor: 250 } })
}

const rings = (id: string, personId: string, minutes: number) =>
  inTransaction(async (tx) => {
    const held = await holdCallback(tx, id)
    if (!held) return
    const n = (await tx.callbackAttempt.count({ where: { callbackId: id } })) + 1
    const why = 'Dana Novak is free for the longest'
    await tx.callbackAttempt.create({
      data: { id: randomUUID(), callbackId: id, n, personId, number: held.number, state: 'offering', why, startedAt: at(minutes) },
    })
    await changeState(tx, held, 'offering', { at: at(minutes), why, personId })
  })

const shot = (name: string) => shoot(page, name)
const dialog = () => page.getByRole('dialog')
const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })

test('a supervisor reads the order with its reasons, opens one by keyboard, and a phone that rings shows at once', async () => {
  await page.goto(`${line.url}/callbacks`)
  await row('Ida Brandt').waitFor()
  const waiting = await page.locator('.queue-table .link-button').allTextContents()
  expect(waiting.slice(0, 5)).toEqual(['Bert Broken', 'Ida Brandt', 'Oskar Lehmann', 'Jan Vogt', 'Olga Petrova'])
  await page
    .getByText(/promised$|of \d+ promised/)
    .first()
    .waitFor()
  await page.getByText('1 of 2 windows kept').waitFor()
  await shot('callback-queue')
  expect(await axeViolations(page)).toEqual([])

  await row('Ida Brandt').locator('details.why').click()
  await page.getByText('Counted from').filter({ visible: true }).first().waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('complementary', { name: /Callback to/ }).waitFor()
  expect(new URL(page.url()).searchParams.get('shown')).toBe(ida.id)
  const dana = await line.database.prisma.person.findFirstOrThrow({ where: { name: 'Dana Novak' } })
  await rings(ida.id, dana.id, 1)
  await page.getByText('Dana Novak · rings').first().waitFor({ timeout: 5_000 })
  await page.getByText('Try 1 · Dana Novak').waitFor()
  await shot('callback-chain')
  expect(await axeViolations(page)).toEqual([])
  expect(await page.getByRole('complementary').getByRole('button', { name: 'Move' }).count()).toBe(0)
})

test('he moves one with a reason, pauses a skill and goes on, gives one to somebody, cancels, and writes down a new one', async () => {
  await row('Jan Vogt').getByRole('button').click()
  await page.getByRole('button', { name: 'Move' }).click()
  const window = dialog().getByLabel('When')
  await window.locator('option').nth(2).waitFor({ state: 'attached' })
  await dialog().getByRole('button', { name: 'Move' }).click()
  await dialog().getByText('This is needed').first().waitFor()
  expect(await axeViolations(page)).toEqual([])
  await window.selectOption({ index: 2 })
  await dialog().getByLabel('Reason').fill('He asked for later')
  await dialog().getByRole('button', { name: 'Move' }).click()
  await dialog().waitFor({ state: 'detached' })
  await page.locator('q', { hasText: 'He asked for later' }).waitFor()
  await shot('callback-moved')

  await row('Olga Petrova').getByRole('button').click()
  await page.getByRole('button', { name: 'Take over' }).click()
  await dialog().getByLabel('Who shall call?').selectOption('Irina Sokolova')
  await dialog().getByRole('button', { name: 'Take over' }).click()
  await row('Olga Petrova').getByText('only Irina Sokolova calls').waitFor()
  await page.getByRole('button', { name: 'Cancel it' }).click()
  await dialog().getByLabel('Reason').fill('She called herself')
  await dialog().getByRole('button', { name: 'Cancel it' }).click()
  await row('Olga Petrova').waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Pause' }).click()
  await dialog().getByLabel('Reason').fill('The line to the carrier is down')
  await dialog().getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Go on with All callbacks' }).click()
  await page.getByText('Nothing is paused.').waitFor()

  await page.getByRole('button', { name: 'New callback' }).click()
  await dialog().getByLabel('Number').fill('030 23125 899')
  await dialog().getByLabel('Name').fill('Nora Neu')
  await dialog().getByLabel('When').locator('option').nth(1).waitFor({ state: 'attached' })
  await dialog().getByLabel('When').selectOption({ index: 1 })
  await dialog().getByLabel('What is it about?').fill('She wants an offer')
  await shot('callback-new')
  expect(await axeViolations(page)).toEqual([])
  await dialog().getByRole('button', { name: 'Promise it' }).click()
  await page.getByRole('complementary').getByText('She wants an offer').waitFor()
  const nora = await line.database.prisma.callback.findFirstOrThrow({ where: { name: 'Nora Neu' } })
  expect(nora).toMatchObject({ number: '+493023125899', source: 'agent' })
})

test('an agent takes the next at his desk and puts it off with a reason', async () => {
  const { prisma } = line.database
  const greta = await prisma.person.findFirstOrThrow({ where: { name: 'Greta Lind' } })
  const { siteId, levelId } = await prisma.shift.findFirstOrThrow({ where: { personId: greta.id, plan: 'published' } })
  const hour = { startsAt: at(-5), endsAt: at(60) }
  await prisma.shift.create({ data: { plan: 'published', id: randomUUID(), personId: greta.id, siteId, levelId, kind: 'desk', ...hour } })
  await enter('Greta Lind')
  await page.goto(`${line.url}/desk`)
  await page.getByText('Nobody waits for you.').waitFor()
  await page.getByRole('button', { name: 'Take the next callback' }).click()
  await page.getByRole('link', { name: 'Bert Broken' }).waitFor()
  await page.getByRole('button', { name: 'Put off +49 30 23125 807' }).click()
  await dialog().getByLabel('When').selectOption('30')
  await dialog().getByLabel('Reason').fill('He is in a meeting')
  expect(await axeViolations(page)).toEqual([])
  await dialog().getByRole('button', { name: 'Put off' }).click()
  await dialog().waitFor({ state: 'detached' })
  await page.locator('.pill', { hasText: 'Put off' }).waitFor()
  await shot('callback-desk')
  const bert = await line.database.prisma.callback.findFirstOrThrow({ where: { name: 'Bert Broken' }, include: { person: true } })
  expect(bert).toMatchObject({ state: 'snoozed', person: { name: 'Greta Lind' } })
})

test('the filters stand in the URL; in the dark on a phone in Russian nothing is cut off', async () => {
  await enter('Chen Wei')
  await page.goto(`${line.url}/callbacks`)
  await row('Oskar Lehmann').waitFor()
  await page.getByLabel('State').selectOption('done')
  await row('Karl Klein').waitFor()
  expect(new URL(page.url()).searchParams.get('state')).toBe('done')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate('localStorage.setItem("nightline.language", "ru")')
  await page.goto(`${line.url}/callbacks`)
  await page.getByRole('heading', { name: 'Обратные звонки' }).waitFor()
  await page.getByText('Oskar Lehmann').waitFor()
  await shot('callback-phone-ru')
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Oskar Lehmann' }).click()
  await page.getByRole('complementary').waitFor()
  await shot('callback-phone-chain-ru')
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  expect(await axeViolations(page)).toEqual([])
  expect(complaints).toEqual([])
})
