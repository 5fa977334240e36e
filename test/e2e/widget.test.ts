import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { publicRequest, type PublicOptions, type PublicStatus } from '../../services/schemas/callbacks.ts'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { foreignSite, type ForeignSite } from '../support/foreign-site.ts'
import { startLine, type TestLine } from '../support/line.ts'
import { axeViolations } from '../support/page.ts'
import { shoot } from '../support/screenshots.ts'

let line: TestLine
let site: ForeignSite
let browser: LaunchedBrowser
let page: Page
let complaints: string[]

beforeAll(async () => {
  line = await startLine({ speed: 1 })
  site = await foreignSite(line.url)
  browser = await launchBrowser({ viewport: { width: 320, height: 640 } })
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await line?.stop()
})
beforeEach(async () => {
  complaints = []
  page = await browser.context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) complaints.push(message.text())
  })
})
afterEach(async () => {
  expect(complaints).toEqual([])
  await page.close()
})

const shot = (name: string) => shoot(page, `widget-${name}`)
const heading = (name: string) => page.getByRole('heading', { level: 2, name }).waitFor()
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
/** What a screen reader would say of the place where the keyboard is. */
const focused = () =>
  page.evaluate<{ name: string; isInvalid: string | null; says: string }>(`(() => {
    const root = document.querySelector('nightline-callback').shadowRoot
    const at = root.activeElement
    const texts = (at?.getAttribute('aria-describedby') ?? '').split(' ').map((id) => root.getElementById(id)?.textContent)
    return { name: at?.getAttribute('name') ?? at?.localName, isInvalid: at?.getAttribute('aria-invalid'), says: texts.filter(Boolean).join(' ') }
  })()`)
const fitsWidth = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth')

const SLOTS = ['2026-11-18T14:00:00Z', '2026-11-18T15:00:00Z', '2026-11-19T09:00:00Z'].map((from) => ({ from, to: from.replace(':00:00', ':30:00') }))
const OPTIONS: PublicOptions = {
  ...{ company: 'Havel Heating', languages: ['en', 'ru'], canCall: true, now: { waitMinutes: 6 }, windows: SLOTS, zone: 'Europe/Berlin', opensAt: null },
  topics: [{ key: 'fault', title: 'Something does not work' }],
}
const STATUS: PublicStatus = {
  ...{ state: 'waiting', window: SLOTS[0] as { from: string; to: string }, zone: 'Europe/Berlin', position: 3, waitMinutes: 9 },
  ...{ numberEnds: '20', canMove: true, windows: SLOTS },
}
const JSON_HEADERS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }
const give = (route: Route, status: number, body: unknown) => route.fulfill({ status, headers: JSON_HEADERS, json: body })
type Sent = { body: unknown; key: string | undefined }
/** A line that answers as the test says; what is sent to it has to fit the API. */
async function playLine({ options = () => OPTIONS, answer }: { options?: () => PublicOptions | 503; answer?: (route: Route, sent: Sent) => unknown }) {
  await page.route('**/api/public/callbacks**', async (route) => {
    const request = route.request()
    const path = new URL(request.url()).pathname.replace('/api/public/callbacks', '')
    if (request.method() === 'OPTIONS') return give(route, 204, null)
    if (path === '/options') {
      const offered = options()
      return offered === 503 ? give(route, 503, { code: 'UNAVAILABLE' }) : give(route, 200, offered)
    }
    if (request.method() === 'GET') return give(route, 200, STATUS)
    const body: unknown = request.postDataJSON()
    if (path === '') expect(publicRequest.safeParse(body).error).toBeUndefined()
    return answer?.(route, { body, key: request.headers()['idempotency-key'] })
  })
}

test('is less than 10 kB, and a link where there is no script', async () => {
  const script = await readFile(join(import.meta.dirname, '../../dashboard/dist/widget.js'))
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(10_000)
  await page.route('**/widget.js', (route) => route.abort())
  await page.goto(site.page())
  expect(await page.getByRole('link', { name: 'Ask to be called back' }).getAttribute('href')).toBe(`${line.url}/callback`)
})

test('on a foreign page with a strict policy a visitor asks with the keyboard alone, and is in the queue', async () => {
  await page.goto(site.page())
  await heading('We call you back')
  await page.getByText('As soon as possible').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await shot('form')
  expect(await fitsWidth()).toBe(true)
  await press('Tab')
  expect((await focused()).name).toBe('number')
  await page.keyboard.type('030 23125217')
  await press('Tab', 'Enter', 'Tab')
  await page.keyboard.type('12')
  await press('Tab')
  await page.keyboard.type('Mr Braun')
  await press('Tab')
  expect((await focused()).name).toBe('when')
  await press('Tab', 'Tab')
  await page.keyboard.type('The boiler hums')
  await press('Tab', 'Tab')
  expect((await focused()).name).toBe('button')
  await press('Enter')
  await heading('Thank you. We call you back.')
  expect((await focused()).name).toBe('h2')
  await page.getByText('as soon as possible, by').waitFor()
  await page.getByText('You are number 1').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await shot('promised')
  const callback = await line.database.prisma.callback.findFirstOrThrow({ where: { number: '+493023125217' } })
  expect(callback).toMatchObject({ source: 'web', extension: '12', askFor: 'Mr Braun', words: 'The boiler hums', isAsap: true, language: 'en' })
  await press('Tab')
  expect((await focused()).name).toBe('a')
  const opened = browser.context.waitForEvent('page')
  await press('Enter')
  const own = await opened
  await own.waitForLoadState()
  expect(new URL(own.url()).pathname).toBe(`/callback/${callback.token}`)
  expect(await own.evaluate('[document.referrer, opener]')).toEqual(['', null])
  await own.close()
  const left = await page.evaluate('[document.cookie, localStorage.length, sessionStorage.length]')
  expect(left).toEqual(['', 0, 0])
  expect(await browser.context.cookies()).toEqual([])
})

test('in Russian: what is wrong is said at its field, and the way leads to the first', async () => {
  await playLine({ answer: (route) => give(route, 400, { code: 'INVALID_INPUT', faults: [{ place: 'body.number', message: 'cannot be called' }] }) })
  await page.goto(site.page('lang="auto"', 'ru'))
  await heading('Мы вам перезвоним')
  await page.getByText('Ждать сейчас около 6 мин.').waitFor()
  await page.getByRole('button', { name: 'Перезвоните мне' }).click()
  expect(await focused()).toMatchObject({ name: 'number', isInvalid: 'true', says: expect.stringContaining('Укажите номер, по которому') })
  await page.getByLabel('Ваш номер телефона').fill('позвоните')
  await page.getByRole('radio', { name: 'В удобное мне время' }).check()
  await page.getByText('Звонить через коммутатор?').click()
  await page.getByLabel('Добавочный номер').fill('двенадцать')
  await page.getByText('Звонить через коммутатор?').click()
  await page.getByRole('button', { name: 'Перезвоните мне' }).click()
  expect(await focused()).toMatchObject({ name: 'number', says: expect.stringContaining('По этому номеру позвонить нельзя') })
  await page.getByText('Добавочный номер — до 12 цифр.').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await shot('russian')
  expect(await fitsWidth()).toBe(true)
  await page.getByLabel('Добавочный номер').fill('')
  await page.getByLabel('Ваш номер телефона').fill('+49 900 1234567')
  await page.getByRole('button', { name: 'Перезвоните мне' }).click()
  await page.getByText('По этому номеру позвонить нельзя').waitFor()
  expect((await focused()).name).toBe('number')
  expect(await page.getByLabel('Ваш номер телефона').inputValue()).toBe('+49 900 1234567')
})

test('offline and while the server is broken everything typed is kept, and the same request goes again', async () => {
  const sent: Sent[] = []
  let isBroken = true
  let isUnknown = true
  await playLine({
    options: () => (isUnknown ? 503 : OPTIONS),
    answer: (route, one) => {
      sent.push(one)
      return isBroken
        ? route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' })
        : give(route, 200, { state: 'case', token: null, caseNumber: '1000017', window: null, waitMinutes: null })
    },
  })
  await page.goto(site.page())
  await page.getByLabel('What shall we know').fill('Nobody can call me')
  await page.getByRole('group', { name: 'When?' }).getByText('The line does not answer.').waitFor()
  isUnknown = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('radio', { name: 'Do not call' }).check()
  await page.getByLabel('E-mail address').fill('mara@example.com')
  await browser.context.setOffline(true)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('alert').getByText('You are offline.').waitFor()
  await browser.context.setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('alert').getByText('The line does not answer.').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await shot('broken')
  expect(await page.getByLabel('What shall we know').inputValue()).toBe('Nobody can call me')
  isBroken = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await heading('Thank you. We have it.')
  await page.getByText('Its number is 1000017.').waitFor()
  expect(sent.at(-1)?.body).toMatchObject({ wish: 'written', email: 'mara@example.com', words: 'Nobody can call me' })
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
})

test('a time that is gone meanwhile: new ones are shown, and what was typed is kept', async () => {
  let windows = SLOTS
  let asked = 0
  const wishes: unknown[] = []
  await playLine({
    options: () => {
      asked += 1
      return { ...OPTIONS, now: null, windows }
    },
    answer: (route, { body }) => {
      wishes.push((body as { wish: unknown }).wish)
      if (wishes.length > 1) return give(route, 200, { state: 'accepted', token: 'a-token', caseNumber: null, window: SLOTS[1], waitMinutes: null })
      windows = SLOTS.slice(1)
      return give(route, 409, { code: 'WINDOW_GONE' })
    },
  })
  await page.clock.install()
  await page.goto(site.page())
  await page.getByLabel('Your phone number').fill('030 23125218')
  await page.getByText('Times are in: Central European Time').waitFor()
  await page.getByLabel('Time', { exact: true }).focus()
  await page.clock.fastForward(61_000)
  await expect.poll(() => asked).toBe(2)
  expect((await focused()).name).toBe('from')
  await page.getByRole('button', { name: 'Call me back' }).click()
  await page.getByText('This time is not free any more.').waitFor()
  expect(await focused()).toMatchObject({ name: 'from', isInvalid: 'true' })
  await expect.poll(() => page.getByLabel('Time', { exact: true }).locator('option').count()).toBe(3)
  await page.getByLabel('Time', { exact: true }).selectOption({ label: '16:00 – 16:30' })
  await page.getByRole('button', { name: 'Call me back' }).click()
  await heading('Thank you. We call you back.')
  await page.getByText('You are number 3. Wait now: about 9 min.').waitFor()
  expect(wishes).toEqual([SLOTS[0], SLOTS[1]])
})

test('the code of a text comes first when the line asks for it; wrong digits are said at the field', async () => {
  await playLine({
    answer: (route, { body }) => {
      if (!('code' in (body as object))) return give(route, 200, { state: 'codeNeeded', token: 'a-token', caseNumber: null, window: SLOTS[0], waitMinutes: 6 })
      return (body as { code: string }).code === '123456' ? give(route, 200, STATUS) : give(route, 422, { code: 'CODE_WRONG', values: { left: 2 } })
    },
  })
  await page.goto(site.page())
  await page.getByLabel('Your phone number').fill('030 23125219')
  await page.getByText('Wait now: about 6 min.').waitFor()
  await page.getByRole('button', { name: 'Call me back' }).click()
  await heading('Confirm your number')
  await page.getByLabel('The six digits').fill('654321')
  await press('Enter')
  await page.getByText('These are not the six digits').waitFor()
  expect(await focused()).toMatchObject({ name: 'code', isInvalid: 'true' })
  expect(await axeViolations(page)).toEqual([])
  await shot('code')
  await page.getByLabel('The six digits').fill('123 456')
  await press('Enter')
  await page.getByText('You are number 3').waitFor()
})

test('folded, in the colour of the site and in the dark: nothing is asked before it is opened, and closed hours promise nothing', async () => {
  let asked = 0
  await playLine({
    options: () => {
      asked += 1
      return { ...OPTIONS, canCall: false, now: null, windows: [], opensAt: '2026-11-19T07:00:00Z' }
    },
    answer: (route) => give(route, 429, { code: 'NOT_NOW' }),
  })
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.goto(site.page('folded label="Talk to us" accent="#ffd400"'))
  const button = page.getByRole('button', { name: 'Talk to us' })
  await button.waitFor()
  expect([await button.getAttribute('aria-expanded'), asked]).toEqual(['false', 0])
  await button.press('Enter')
  await page.getByText('We are there again on Thursday').waitFor()
  expect(await button.getAttribute('aria-expanded')).toBe('true')
  expect(await page.getByRole('radio').count()).toBe(0)
  expect(await axeViolations(page)).toEqual([])
  expect(await page.evaluate(`getComputedStyle(document.querySelector('nightline-callback').shadowRoot.querySelector('.fold')).transitionDuration`)).toBe('0s')
  await shot('closed-dark')
  await page.getByLabel('E-mail address').fill('mara@example.com')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('We cannot take requests at this moment.').waitFor()
})
