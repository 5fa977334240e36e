import { isDomainError } from '../../errors.ts'
import { dateAt, plusDays } from '../../local-time/wall-clock.ts'
import type { NightRule } from '../../roster-rules/model.ts'
import { findTwoNights } from '../../roster-rules/nights.ts'
import type { StoredShift } from './diff.ts'
import { placeShift, wallOf } from './place-shift.ts'

const DAY = 86_400_000

/** Why a shift was not copied. */
export type CopyObstacle =
  | { code: 'TWO_NIGHTS'; nights: readonly [string, string] }
  | { code: 'OVERLAP' }
  | { code: 'PERSON_UNKNOWN' }
  | { code: 'AMBIGUOUS_TIME' | 'SKIPPED_TIME' | 'SHIFT_TOO_LONG'; message: string }

export type CopyPlan = { added: StoredShift[]; refused: Array<{ shift: StoredShift; date: string; obstacle: CopyObstacle }> }

/** Whole weeks from one date to another, so that a Monday stays a Monday: the first copied day is `target` or within the week after it. */
export function weeksTo(from: string, target: string): number {
  return Math.ceil((Date.parse(target) - Date.parse(from)) / DAY / 7)
}

/**
 * Which shifts can stand so many weeks later, with the times that the clock on the wall shows. One after the other: what was taken stands in the way
 * of what comes after. `standing`: the draft around the target. The ids of the added are those of their models.
 */
export function planCopy(
  models: readonly StoredShift[],
  weeks: number,
  standing: readonly StoredShift[],
  { house, isActive }: { house: NightRule; isActive: (personId: string) => boolean },
): CopyPlan {
  const plan: CopyPlan = { added: [], refused: [] }
  const rosters = new Map<string, StoredShift[]>()
  const placeOn = placing()
  for (const shift of standing) rosters.set(shift.personId, [...(rosters.get(shift.personId) ?? []), shift])
  for (const model of [...models].sort((a, b) => a.from - b.from)) {
    const date = plusDays(model.date, weeks * 7)
    const his = rosters.get(model.personId) ?? []
    const placed = isActive(model.personId) ? placeOn(model, date) : ({ code: 'PERSON_UNKNOWN' } as const)
    const obstacle = 'code' in placed ? placed : obstacleOf(placed, his, house)
    if (obstacle) plan.refused.push({ shift: model, date, obstacle })
    else if (!('code' in placed)) {
      plan.added.push(placed)
      rosters.set(model.personId, [...his, placed])
    }
  }
  return plan
}

/** Many have the same shift of a day, and asking a zone is slow: each is placed once. */
function placing(): (model: StoredShift, date: string) => StoredShift | CopyObstacle {
  const known = new Map<string, Placed | CopyObstacle>()
  return (model, date) => {
    const key = JSON.stringify([date, model.zone, model.from, model.to, model.breaks])
    const placed = known.get(key) ?? place(model, date)
    known.set(key, placed)
    return 'code' in placed ? placed : { ...model, ...placed, version: 1 }
  }
}

type Placed = Pick<StoredShift, 'from' | 'to' | 'breaks' | 'date'>

function place(model: StoredShift, date: string): Placed | CopyObstacle {
  try {
    const placed = placeShift({ ...wallOf(model), date, zone: model.zone })
    return { ...placed, date: dateAt(placed.from, model.zone) }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { code: error.code === 'AMBIGUOUS_TIME' || error.code === 'SKIPPED_TIME' ? error.code : 'SHIFT_TOO_LONG', message: error.message }
  }
}

function obstacleOf(shift: StoredShift, standing: readonly StoredShift[], house: NightRule): CopyObstacle | undefined {
  const near = standing.filter(({ from, to }) => from < shift.to + 4 * DAY && shift.from - 4 * DAY < to)
  if (near.some(({ from, to }) => from < shift.to && shift.from < to)) return { code: 'OVERLAP' }
  const [nights] = findTwoNights([...near, shift], house)
  return nights && { code: 'TWO_NIGHTS', nights: nights.dates }
}
