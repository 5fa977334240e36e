import { groupBy } from '../../roster-rules/group-by.ts'
import type { PackId } from '../../roster-rules/model.ts'
import type { AgentRules } from '../../planner/problem.ts'
import type { Cell, Cells } from './cells.ts'

/** Which type may not follow which on the next day, always; and pairs of single days that exclude each other beside that. */
export type Successions = { forbidden: AgentRules['forbidden']; pairs: ReadonlyArray<{ first: readonly Cell[]; second: readonly Cell[] }> }

/**
 * What excludes each other on any ordinary day is forbidden on all; what does so only where the clock changes is a pair of two days. So is what lies two
 * days apart: a night that begins after midnight belongs to the evening before.
 */
export function successionsOf(cells: Cells, pack: PackId, excludes: (pack: PackId, one: Cell, other: Cell) => boolean): Successions {
  const { types, at } = cells
  const usual = types.map((_, one) => types.flatMap((_type, other) => (isUsual(at[one] ?? [], at[other] ?? [], (a, b) => excludes(pack, a, b)) ? [other] : [])))
  const pairs = cells.all.flatMap((one) => {
    const onNext = types.flatMap((_, other) => {
      const next = at[other]?.[one.day + 1]
      return next && !usual[one.type]?.includes(other) && excludes(pack, one, next) ? [next] : []
    })
    const after = types.flatMap((_, other) => {
      const next = at[other]?.[one.day + 2]
      return next && excludes(pack, one, next) ? [next] : []
    })
    return [onNext, after].flatMap((second) => (second.length > 0 ? [{ one, second }] : []))
  })
  // Those of one day that exclude the same make one limit.
  const groups = groupBy(pairs, ({ one, second }) => JSON.stringify([one.day, second.map(({ day, type }) => [day, type])]))
  return { forbidden: usual, pairs: [...groups.values()].map((group) => ({ first: group.map(({ one }) => one), second: group[0]?.second ?? [] })) }
}

/** On more than half of the days. */
function isUsual(one: ReadonlyArray<Cell | null>, other: ReadonlyArray<Cell | null>, excludes: (a: Cell, b: Cell) => boolean): boolean {
  let [days, excluded] = [0, 0]
  one.forEach((cell, day) => {
    const next = other[day + 1]
    if (!cell || !next) return
    days += 1
    if (excludes(cell, next)) excluded += 1
  })
  return excluded * 2 > days
}
