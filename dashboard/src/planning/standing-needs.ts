import { wallWindow } from '../../../services/local-time/wall-clock.ts'
import { dayOf } from '../../../services/roster-rules/calendar.ts'
import { toNeed } from '../../../services/roster-rules/from-wire.ts'
import { holdsOn } from '../../../services/roster-rules/gaps.ts'
import type { Need } from '../api/shift-types.ts'
import { daysBetween, plusDays } from '../format/zoned.ts'

type Question = { from: string; to: string; levelId: string; skill: string; closed: ReadonlySet<string> }

/** How many people the needs of a level ask for at each of these instants, as the roster is measured: of one person who meets several, the highest counts. */
export const standingNeeds = (needs: readonly Need[], instants: readonly number[], { from, to, levelId, skill, closed }: Question): number[] => {
  const rules = needs.map(toNeed)
  const own = needs.filter((need) => need.kind === 'desk' && need.levelId === levelId && (skill === '' || need.skill === skill))
  const dates = Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => plusDays(from, index - 1))
  const windows = own.flatMap((need) =>
    dates
      .filter((date) => holdsOn(toNeed(need), dayOf(date), closed, rules))
      .map((date) => ({ ...wallWindow(date, need.startsAt, need.endsAt, need.zone), people: need.people })),
  )
  return instants.map((at) => Math.max(0, ...windows.filter((one) => one.from <= at && at < one.to).map(({ people }) => people)))
}
