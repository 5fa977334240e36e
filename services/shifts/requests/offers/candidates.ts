import { dayOf, mondayOf } from '../../../roster-rules/calendar.ts'
import type { Finding, NightRule, Shift } from '../../../roster-rules/model.ts'
import { nightsOf } from '../../../roster-rules/nights.ts'
import { workMinutes } from '../../../roster-rules/person-roster.ts'
import type { WorkerView } from '../../../schemas/planning.ts'
import { burdensOf, isWeekend, type Burden } from '../../fairness/burdens.ts'
import type { Beyond } from '../../fairness/ledger.ts'
import { isUnlawful } from '../../roster/what-if/what-if.ts'

/** Who is asked whether he works a shift, in which order and why. */

/**
 * What he has worked and will work around the shift: nights, weekends and hours. `balance`: what he has had beyond his share, by the ledger of the year
 * before; of nights for a night, of holidays or weekends for one of those, else of hours.
 */
export type Load = { nights: number; weekends: number; hours: number; balance: number }
export type Candidate = { personId: string; rank: number; why: Load }
export type Considered = { worker: WorkerView; load: Load; beyond: Beyond; findings: readonly Finding[] }

/** So far back and ahead of the shift work is shown. */
export const LOAD_DAYS = { before: 56, after: 14 } as const
const NOTHING: Beyond = { nights: 0, weekends: 0, holidays: 0, minutes: 0 }

export type Weighing = { ledger: ReadonlyMap<string, Beyond>; house: NightRule; holidays: ReadonlySet<string> }

/** How somebody stands towards a shift. */
export function weigh(worker: WorkerView, pieces: readonly Shift[], shift: Shift, { ledger, house, holidays }: Weighing): Pick<Considered, 'load' | 'beyond'> {
  const day = dayOf(shift.date)
  const near = pieces.filter((piece) => dayOf(piece.date) >= day - LOAD_DAYS.before && dayOf(piece.date) <= day + LOAD_DAYS.after)
  const minutes = near.filter(({ kind }) => kind === 'desk').reduce((sum, piece) => sum + workMinutes(piece), 0)
  const beyond = ledger.get(worker.id) ?? NOTHING
  const burden = burdenOf(shift, { house, holidays })
  const load = {
    nights: [...nightsOf(near, house).values()].filter((of) => of > house.minutes).length,
    weekends: new Set(near.flatMap((piece) => (isWeekend(piece.date) ? [mondayOf(dayOf(piece.date))] : []))).size,
    hours: Math.round(minutes / 6) / 10,
    balance: burden === null ? Math.round(beyond.minutes / 6) / 10 : Math.round(beyond[burden] * 10) / 10,
  }
  return { load, beyond }
}

/** The burden that it is first of all; null: only hours. */
function burdenOf(shift: Shift, { house, holidays }: Pick<Weighing, 'house' | 'holidays'>): Burden | null {
  const is = burdensOf({ house, holidays })(shift)
  return is.nights ? 'nights' : is.holidays ? 'holidays' : is.weekends ? 'weekends' : null
}

/** Who could stand there at all: he takes calls, is no guest or trainee, and is of that level or has worked it lately. */
export function mayStandIn(worker: WorkerView, pieces: readonly Shift[], levelId: string): boolean {
  if (!worker.isActive || worker.isGuest || worker.isTrainee || worker.role === 'payroll') return false
  return worker.level?.id === levelId || pieces.some((piece) => piece.levelId === levelId)
}

/**
 * Those who may lawfully take it, the fairest first: who has had the least beyond his share of what it is (nights, holidays, weekends), then of hours; of
 * the level itself before those above it.
 */
export function rankCandidates(considered: readonly Considered[], shift: Shift, weighing: Weighing): Candidate[] {
  const burden = burdenOf(shift, weighing)
  const keyOf = ({ worker, beyond }: Considered): Array<number | string> => [
    worker.level?.id === shift.levelId ? 0 : 1,
    burden === null ? 0 : beyond[burden],
    beyond.minutes,
    worker.name,
    worker.id,
  ]
  return considered
    .filter(({ findings }) => !findings.some(isUnlawful))
    .map((one) => ({ one, key: keyOf(one) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ one }, index) => ({ personId: one.worker.id, rank: index + 1, why: one.load }))
}

function compare(a: ReadonlyArray<number | string>, b: ReadonlyArray<number | string>): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1
}
