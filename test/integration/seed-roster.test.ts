import { afterEach, expect, it } from 'vitest'
import { seedDemo } from '../../prisma/seed.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { checkRoster } from '../../services/roster-rules/check.ts'
import { findGaps } from '../../services/roster-rules/gaps.ts'
import { getRosterSettings, listColleagues, listDuties, listHolidays, listLevels, listNeeds, listShifts, listShiftTypes } from '../../services/shifts/store.ts'
import { cloneDatabase } from '../support/database.ts'

const EVER = { from: '2025-01-01', to: '2028-01-01' }

let stop: () => Promise<void>
afterEach(() => stop())

async function seededAt(now: string): Promise<Database> {
  const { url, drop } = await cloneDatabase()
  const database = openDatabase({ url, onError: () => undefined })
  stop = async () => {
    await database.close()
    await drop()
  }
  await seedDemo({ database, now: new Date(now) })
  return database
}

it.each([
  ['an ordinary week', '2026-11-18T09:00:00Z', []],
  ['clocks go back', '2026-10-12T21:30:00Z', ['nightLength']],
  ['clocks go forward', '2026-03-25T02:00:00Z', []],
  ['the turn of the year', '2026-12-29T23:30:00Z', []],
])('the demo company has a lawful roster with one gap and one shift too much: %s', async (_, now, others) => {
  const database = await seededAt(now)
  const from = Date.parse(now)
  await database.prisma.$transaction(async (tx) => {
    const shifts = await listShifts(tx, 'published', EVER)
    const draft = await listShifts(tx, 'draft', EVER)
    expect(draft).toEqual(shifts)
    const workers = await listColleagues(tx)
    const findings = checkRoster({
      shifts: shifts,
      workers,
      leaves: [],
      shiftTypes: await listShiftTypes(tx),
      levels: await listLevels(tx),
      house: (await getRosterSettings(tx)).night,
    })
    expect(findings.filter(({ severity }) => severity !== 'warning')).toEqual([])
    expect(findings.map(({ rule }) => rule).filter((rule) => rule !== 'contractHours')).toEqual(others)
    expect(findings.filter(({ rule }) => rule === 'contractHours')).toHaveLength(1)
    const span = { from, to: from + 27 * 86_400_000 }
    const gaps = findGaps({
      needs: await listNeeds(tx),
      duties: await listDuties(tx, { from: new Date(from - 7 * 86_400_000), to: new Date(span.to + 86_400_000) }),
      leaves: [],
      workers,
      holidays: await listHolidays(tx, { from: '2026-01-01', to: '2028-01-01' }),
      ...span,
    })
    expect(gaps).toHaveLength(1)
  })
})
