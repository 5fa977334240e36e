import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { expect, it } from 'vitest'
import { openDatabase } from '../../services/db.ts'
import { monthOf } from '../../services/reports/month.ts'
import { reportService } from '../../services/reports/service.ts'
import { liveCase } from '../support/case-lives.ts'
import { cloneDatabase } from '../support/database.ts'
import { randomLife, recount } from '../support/random-lives.ts'
import { seeded } from '../support/seeded.ts'
import { smallRoster } from '../support/small-roster.ts'

const CASES = Number(process.env['PROOF_COUNT'] ?? 120)
const DAY = 86_400_000

/** March 2026: the clocks go forward, and the month has 743 hours. */
it(`the report of ${CASES} random cases is what a naive recount finds, while the month runs and after it`, { timeout: 600_000 }, async () => {
  const cloned = await cloneDatabase()
  const database = openDatabase({ url: cloned.url, onError: () => undefined })
  try {
    const { from, to } = monthOf('2026-03', 'Europe/Berlin')
    expect((to.getTime() - from.getTime()) / 3_600_000).toBe(743)
    const roster = await smallRoster(database)
    const clara = await roster.person('Clara', { role: 'executive' })
    const top = (await database.prisma.level.create({ data: { id: randomUUID(), rank: 3, name: 'Top', headId: clara, isExecutive: true } })).id
    const people = [await roster.person('A'), await roster.person('B'), await roster.person('C'), clara]
    const chance = seeded(CASES)
    const world = { people, levels: [roster.front, roster.second, top], from: from.getTime() - 4 * DAY, to: to.getTime(), now: to.getTime() + 20 * DAY }
    const lives = Array.from({ length: CASES }, () => randomLife(chance, world))
    for (const life of lives) await liveCase(database, life)

    for (const now of [to.getTime() + 20 * DAY, to.getTime() + DAY, from.getTime() + 15 * DAY + 1_234]) {
      const { getMonth } = reportService({ database, clock: { now: () => DateTime.fromMillis(now, { zone: 'utc' }) } })
      const { rows, totals } = await getMonth('2026-03')
      for (const id of people) {
        const { person: _person, level: _level, ...found } = rows.find(({ person }) => person.id === id) ?? expect.fail('everybody did something')
        expect(found).toEqual(recount(lives, id, { from: from.getTime(), to: to.getTime(), now }))
      }
      expect(totals.solved).toBe(rows.reduce((all, { solved }) => all + solved, 0))
      expect(totals.solved).toBeGreaterThan(CASES / 10)
    }
  } finally {
    await database.close()
    await cloned.drop()
  }
})
