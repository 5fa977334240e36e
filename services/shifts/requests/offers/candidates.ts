import { dayOf, mondayOf } from '../../../roster-rules/calendar.ts'
import type { Finding, NightRule, Shift } from '../../../roster-rules/model.ts'
import { nightsOf } from '../../../roster-rules/nights.ts'
import { contractOn, workMinutes } from '../../../roster-rules/person-roster.ts'
import type { WorkerView } from '../../../schemas/planning.ts'

/** Who is asked whether he works a shift, in which order and why. */

/** What he has worked and will work around the shift; `contractMinutes`: what is agreed for that time. */
export type Load = { nights: number; weekends: number; minutes: number; contractMinutes: number }
export type Candidate = { personId: string; rank: number; why: Load }
export type Considered = { worker: WorkerView; load: Load; findings: readonly Finding[] }

/** So far back and ahead of the shift work counts. */
export const LOAD_DAYS = { before: 56, after: 14 } as const
/** A full week, where nothing is agreed. */
const FULL_WEEK_MINUTES = 2_400

export function loadOf(pieces: readonly Shift[], worker: WorkerView, date: string, house: NightRule): Load {
  const day = dayOf(date)
  const near = pieces.filter((piece) => dayOf(piece.date) >= day - LOAD_DAYS.before && dayOf(piece.date) <= day + LOAD_DAYS.after)
  const weekly = contractOn(worker, date)?.weeklyMinutes ?? FULL_WEEK_MINUTES
  const desk = near.filter(({ kind }) => kind === 'desk')
  return {
    nights: [...nightsOf(near, house).values()].filter((minutes) => minutes > house.minutes).length,
    weekends: new Set(near.flatMap((piece) => (isWeekend(piece.date) ? [mondayOf(dayOf(piece.date))] : []))).size,
    minutes: desk.reduce((sum, piece) => sum + workMinutes(piece), 0),
    contractMinutes: Math.round((weekly * (LOAD_DAYS.before + LOAD_DAYS.after)) / 7),
  }
}

/** Who could stand there at all: he takes calls, is no guest or trainee, and is of that level or has worked it lately. */
export function mayStandIn(worker: WorkerView, pieces: readonly Shift[], levelId: string): boolean {
  if (!worker.isActive || worker.isGuest || worker.isTrainee || worker.role === 'payroll') return false
  return worker.level?.id === levelId || pieces.some((piece) => piece.levelId === levelId)
}

/**
 * Those who may lawfully take it, the fairest first: who has had the fewest nights (of a night shift), weekends (of a weekend) and then hours, each for
 * what is agreed with him; of the level itself before those above it.
 */
export function rankCandidates(considered: readonly Considered[], shift: Shift, house: NightRule): Candidate[] {
  const isNight = [...nightsOf([shift], house).values()].some((minutes) => minutes > house.minutes)
  const keyOf = ({ worker, load }: Considered): Array<number | string> => {
    const share = Math.max(1, load.contractMinutes)
    return [
      worker.level?.id === shift.levelId ? 0 : 1,
      isNight ? load.nights / share : 0,
      isWeekend(shift.date) ? load.weekends / share : 0,
      load.minutes / share,
      worker.name,
      worker.id,
    ]
  }
  return considered
    .filter(({ findings }) => findings.every(({ severity }) => severity === 'warning'))
    .map((one) => ({ one, key: keyOf(one) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ one }, index) => ({ personId: one.worker.id, rank: index + 1, why: one.load }))
}

export function isWeekend(date: string): boolean {
  const day = dayOf(date)
  return day - mondayOf(day) >= 5
}

function compare(a: ReadonlyArray<number | string>, b: ReadonlyArray<number | string>): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1
}
