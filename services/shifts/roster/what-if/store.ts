import { DAYS_AROUND } from '../../../roster-rules/check.ts'
import type { Shift } from '../../../roster-rules/model.ts'
import type { WorkerView } from '../../../schemas/planning.ts'
import { listShifts, type Period, type Reader } from '../../store.ts'
import type { StoredShift } from '../diff.ts'
import { readFacts, type Facts } from '../facts/store.ts'
import { marginOf, TOLD_AROUND } from '../judge.ts'
import { listOverrides, listWorked } from '../store.ts'
import { toCover } from '../views.ts'
import { workedShifts } from '../worked.ts'
import { whatIf, type WhatIf } from './what-if.ts'

/** What is worked by the published roster around these days, and what would be broken if it were changed. */
export type Standing = { tried: WhatIf; pieces: readonly StoredShift[]; facts: Facts; workers: readonly WorkerView[] }

/** `people`: only what these work, and guests at their side; else everybody. */
export async function readStanding(db: Reader, dates: Period, people?: readonly string[]): Promise<Standing> {
  const around = marginOf(marginOf(dates, TOLD_AROUND), DAYS_AROUND)
  const pieces = people ? await workedBy(db, people, around) : await workedByAll(db, around)
  const concerned = people && [...new Set([...people, ...pieces.map(({ personId }) => personId)])]
  const facts = await readFacts({ prisma: db }, around, concerned)
  return { tried: whatIf(pieces, facts.rules), pieces, facts, workers: facts.workers }
}

async function workedBy(db: Reader, people: readonly string[], around: Period): Promise<StoredShift[]> {
  const { shifts, covers } = await listWorked(db, people, around)
  const isTheirs = ({ personId, buddyId }: Shift): boolean => people.includes(personId) || (buddyId !== null && people.includes(buddyId))
  return workedShifts(shifts, covers.map(toCover)).filter(isTheirs)
}

async function workedByAll(db: Reader, around: Period): Promise<StoredShift[]> {
  const shifts = await listShifts(db, 'published', around)
  const covers = await listOverrides(db, { revokedAt: null, fromAt: { lt: new Date(around.to) }, toAt: { gt: new Date(around.from) } })
  return workedShifts(shifts, covers.map(toCover))
}
