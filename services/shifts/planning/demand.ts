import { groupBy } from '../../roster-rules/group-by.ts'
import type { Interval } from '../../roster-rules/model.ts'
import type { Cell } from './cells.ts'
import { placeOf, type OpenNeed } from './cover-rows.ts'

/** The shifts that a place (site, level, kind of shift) asks of its people, if they were dealt out well: what shares are made of. */
export type Demand = { siteId: string; levelId: string; kind: 'desk' | 'onCall'; cells: readonly Cell[] }

type Stretch = Interval & { people: number; cells: readonly Cell[] }

export function demandOf(needs: readonly OpenNeed[]): Demand[] {
  const places = groupBy(needs, placeOf)
  return [...places.values()].flatMap((own) => {
    const [one] = own
    return one ? { siteId: one.siteId, levelId: one.levelId, kind: one.kind, cells: fillUp(highest(own)) } : []
  })
}

/** At each time the greatest of the needs that hold: one who has a skill counts for the plain need beside it. */
function highest(needs: readonly OpenNeed[]): Stretch[] {
  const edges = [...new Set(needs.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const starting = [...needs].sort((a, b) => a.from - b.from)
  const stretches: Stretch[] = []
  let [open, next]: [OpenNeed[], number] = [[], 0]
  for (const [n, from] of edges.slice(0, -1).entries()) {
    const to = edges[n + 1] ?? from
    open = open.filter((need) => need.to > from)
    for (let need = starting[next]; need && need.from <= from; need = starting[next]) {
      open.push(need)
      next += 1
    }
    const people = Math.max(0, ...open.map(({ missing }) => missing))
    const cells = [...new Set(open.flatMap((need) => need.cells))].filter(({ shift }) => shift.from <= from && to <= shift.to)
    if (people > 0) stretches.push({ from, to, people, cells })
  }
  return stretches
}

/** The first that nobody fills gets the shift that fills most beside it, again and again. */
function fillUp(stretches: readonly Stretch[]): Cell[] {
  const left = stretches.map(({ people }) => people)
  const chosen: Cell[] = []
  for (const [at, { cells }] of stretches.entries()) {
    while ((left[at] ?? 0) > 0) {
      const best = cells
        .map((cell) => ({ cell, fills: filled(cell, at, stretches, left) }))
        .reduce<{ cell: Cell; fills: number } | null>((a, b) => (a && a.fills >= b.fills ? a : b), null)
      if (!best) break
      chosen.push(best.cell)
      for (let n = at; n < stretches.length && (stretches[n]?.from ?? Infinity) < best.cell.shift.to; n += 1) {
        if (stretches[n]?.cells.includes(best.cell)) left[n] = (left[n] ?? 0) - 1
      }
    }
  }
  return chosen
}

function filled(cell: Cell, at: number, stretches: readonly Stretch[], left: readonly number[]): number {
  let [useful, idle] = [0, 0]
  for (let n = at; n < stretches.length; n += 1) {
    const stretch = stretches[n]
    if (!stretch || stretch.from >= cell.shift.to) break
    if (!stretch.cells.includes(cell)) continue
    if ((left[n] ?? 0) > 0) useful += stretch.to - stretch.from
    else idle += stretch.to - stretch.from
  }
  return useful - idle / 10
}
