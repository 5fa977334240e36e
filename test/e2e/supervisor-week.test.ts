// A supervisor makes and publishes a whole week with the mouse, and the next one with the keyboard alone.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plusDays } from '../../services/local-time/wall-clock.ts'
import { hashPassword } from '../../services/people/sign-in/service.ts'
import { launchBrowser, type LaunchedBrowser } from '../support/browser.ts'
import { startLine, type TestLine } from '../support/line.ts'
import { axeViolations, isTrue } from '../support/page.ts'

/** Early, Late, Night, on Call; Monday first. Every need of the demo company is met. */
const WEEKS = {
  mouse: {
    monday: '2027-01-11',
    week: '2027-W02',
    shifts: {
      'Amira Haddad': 'EEEEE--',
      'Dana Novak': 'EEELL--',
      'Irina Sokolova': '--EE-LL',
      'Boris Ivanov': 'LLL--EE',
      'Greta Lind': 'EE--E-N',
      'Lena Krause': 'N-N-N--',
      'Omar Saleh': '-N-N-N-',
      'Elif Kaya': 'C-C-C-C',
      'Hugo Martin': '-C-C-C-',
    },
  },
  keyboard: {
    monday: '2027-01-18',
    week: '2027-W03',
    shifts: {
      'Amira Haddad': 'EEEEE--',
      'Dana Novak': 'EEEEE--',
      'Irina Sokolova': '--EE-LL',
      'Boris Ivanov': 'N-N-N--',
      'Greta Lind': '-N-N-N-',
      'Lena Krause': 'LL---EE',
      'Omar Saleh': '--LLL-N',
      'Elif Kaya': '-C-C-C-',
      'Hugo Martin': 'C-C-C-C',
    },
  },
} as const
const TYPES = { E: 'Early', L: 'Late', N: 'Night', C: 'On call' } as const
type Key = keyof typeof TYPES
type Week = (typeof WEEKS)[keyof typeof WEEKS]
type Planned = { name: string; column: number; key: Key }

const plannedIn = ({ shifts }: Week): Planned[] =>
  Object.entries(shifts).flatMap(([name, days]) => [...days].flatMap((key, at) => (key === '-' ? [] : [{ name, column: at + 1, key: key as Key }])))

let line: TestLine
let browser: LaunchedBrowser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  line = await startLine({ speed: 1 })
  await line.database.prisma.person.updateMany({ where: { role: 'supervisor' }, data: { passwordHash: await hashPassword('a long password') } })
  browser = await launchBrowser()
  page = await browser.context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
})
afterAll(async () => {
  await browser?.close()
  await line?.stop()
})

const at = (row: number, column: number) => page.locator(`[role="gridcell"][data-row="${row}"][data-column="${column}"]`)

/** Rows by name, as the grid shows them: the first of them are drawn at once, the others in the picture after. */
async function rows(): Promise<Map<string, number>> {
  await isTrue(
    page,
    `(() => {
      const grid = document.querySelector('[role="grid"]')
      return grid.querySelectorAll('[role="rowheader"]').length === Number(grid.getAttribute('aria-rowcount')) - 1
    })()`,
  )
  const heads = await page.evaluate(`[...document.querySelectorAll('[role="rowheader"] a')].map((link) => [link.textContent, Number(link.dataset.row)])`)
  return new Map(heads as [string, number][])
}
const row = (known: Map<string, number>, name: string): number => {
  const found = known.get(name)
  if (found === undefined) throw new Error(`${name} is not in the grid`)
  return found
}

/** Who works when in that week, out of what phones are rung by. */
async function published({ monday }: Week): Promise<string[]> {
  const { rows: duties } = await line.database.pool.query<{ name: string; date: string; type: string }>(
    `select p.name, s.date::text as date, t.name as type from duty d join shift s on s.plan = d.plan and s.id = d.shift_id join person p on p.id = d.person_id
       join shift_type t on t.id = s.shift_type_id where d.plan = 'published' and s.date >= $1::date and s.date < $1::date + 7`,
    [monday],
  )
  return duties.map(({ name, date, type }) => `${name} ${date} ${type}`).sort()
}
const wanted = (week: Week): string[] =>
  plannedIn(week)
    .map(({ name, column, key }) => `${name} ${plusDays(week.monday, column - 1)} ${TYPES[key]}`)
    .sort()

test('with the mouse', { timeout: 180_000 }, async () => {
  const week = WEEKS.mouse
  await page.goto(`${line.url}/sign-in`)
  await page.getByLabel(/e-mail/i).fill('chen@havel-heating.example')
  await page.getByRole('textbox', { name: 'Password' }).fill('a long password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: 'Roster' }).click()
  await page.goto(`${line.url}/roster?week=${week.week}`)
  await page.getByRole('grid').waitFor()
  expect(await axeViolations(page)).toEqual([])
  const known = await rows()

  const [first, ...others] = plannedIn(week)
  if (!first) throw new Error('nothing is planned')
  // One is dragged out of the palette onto the wrong day, dragged to the right one; one is added by mistake and removed.
  await drag(page.locator('.roster-type').filter({ hasText: 'Early' }), at(row(known, first.name), 7))
  await page.getByRole('button', { name: 'Publish 1 change' }).waitFor()
  await drag(at(row(known, first.name), 7).locator('[data-shift]'), at(row(known, first.name), first.column))
  await at(row(known, first.name), first.column).locator('[data-shift]').waitFor()
  for (const { name, column, key } of others) await addByMouse(row(known, name), column, TYPES[key])
  await addByMouse(row(known, 'Amira Haddad'), 6, 'Late')
  // At once, before the server has given it its id: the choice holds.
  await at(row(known, 'Amira Haddad'), 6).locator('[data-shift]').click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await at(row(known, 'Amira Haddad'), 6).locator('[data-shift]').waitFor({ state: 'detached' })

  const count = wanted(week).length
  // What is left begins on the Sunday before, which nobody has planned.
  await page.getByText(/Gaps\s*2/).waitFor()
  await page.getByText('Mon 11 Jan 00:00 – 06:00').waitFor()
  await page.getByRole('button', { name: `Publish ${count} changes` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Amira Haddad').first().waitFor()
  expect(await axeViolations(page)).toEqual([])
  await dialog.getByRole('button', { name: `Publish ${count} changes` }).click()
  await page.getByRole('button', { name: 'All is published' }).waitFor()
  expect(await axeViolations(page)).toEqual([])
  expect(await published(week)).toEqual(wanted(week))
})

test('with the keyboard alone', { timeout: 180_000 }, async () => {
  const week = WEEKS.keyboard
  // Since the address is typed, too.
  await page.goto(`${line.url}/roster?week=${week.week}`)
  await page.getByRole('grid').waitFor()
  const known = await rows()
  await press('Tab', async () => (await focused()).isInGrid, 60)

  for (const { name, column, key } of plannedIn(week)) {
    await walkTo(row(known, name), column)
    await page.keyboard.press('n')
    await page.getByRole('menu').waitFor()
    await press('ArrowDown', async () => (await focused()).words.startsWith(TYPES[key]), 12)
    await page.keyboard.press('Enter')
    await at(row(known, name), column).locator('[data-shift]').waitFor()
  }
  // Moved by a day and back, removed and taken back.
  const amira = row(known, 'Amira Haddad')
  await walkTo(amira, 5)
  await page.keyboard.press('Alt+ArrowRight')
  await at(amira, 6).locator('[data-shift]').waitFor()
  await page.keyboard.press('Alt+ArrowLeft')
  await at(amira, 5).locator('[data-shift]').waitFor()
  await page.keyboard.press('Delete')
  await at(amira, 5).locator('[data-shift]').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+z')
  await at(amira, 5).locator('[data-shift]').waitFor()
  await page.getByText('Every need is covered.').waitFor()
  expect(await axeViolations(page)).toEqual([])

  await walkTo(amira, 5)
  await page.keyboard.press('p')
  await page.getByRole('dialog').waitFor()
  const count = wanted(week).length
  await press('Tab', async () => (await focused()).words === `Publish ${count} changes`, 20)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'All is published' }).waitFor()
  expect(await published(week)).toEqual(wanted(week))
  expect(complaints).toEqual([])
})

async function addByMouse(inRow: number, column: number, type: string): Promise<void> {
  await at(inRow, column).click()
  await page.getByRole('menuitem', { name: new RegExp(`^${type}`) }).click()
  await at(inRow, column).locator('[data-shift]').waitFor()
}

type Place = ReturnType<Page['locator']>
async function drag(from: Place, to: Place): Promise<void> {
  const [a, b] = [await from.boundingBox(), await to.boundingBox()]
  if (!a || !b) throw new Error('nothing to drag')
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2)
  await page.mouse.down()
  await page.mouse.move(a.x + a.width / 2 + 12, a.y + a.height / 2 + 2, { steps: 4 })
  await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 8 })
  await page.mouse.up()
}

type Focus = { isInGrid: boolean; row: number; column: number; words: string }
const focused = () =>
  page.evaluate(`(() => { const { activeElement: on } = document
    return { isInGrid: !!on.closest('[role="grid"]') && on.hasAttribute('data-row'), row: Number(on.dataset.row), column: Number(on.dataset.column), words: on.textContent.trim() } })()`) as Promise<Focus>

async function press(key: string, until: () => Promise<boolean>, most: number): Promise<void> {
  for (let times = 0; times <= most; times += 1) {
    if (await until()) return
    await page.keyboard.press(key)
  }
  throw new Error(`${most} times ${key}: the focus is on ${JSON.stringify(await focused())}`)
}

async function walkTo(toRow: number, toColumn: number): Promise<void> {
  for (let steps = 0; steps < 40; steps += 1) {
    const { row: onRow, column: onColumn } = await focused()
    if (onRow === toRow && onColumn === toColumn) return
    await page.keyboard.press(onRow < toRow ? 'ArrowDown' : onRow > toRow ? 'ArrowUp' : onColumn < toColumn ? 'ArrowRight' : 'ArrowLeft')
  }
  throw new Error(`row ${toRow}, column ${toColumn} was not reached: ${JSON.stringify(await focused())}`)
}
