import { groupBy } from '../../roster-rules/group-by.ts'
import type { Shift, Worker } from '../../roster-rules/model.ts'
import type { Cells } from './cells.ts'
import type { Horizon } from './horizon.ts'
import type { Prices } from './prices.ts'
import type { Money, Question, WishOf } from './question.ts'

/** What it costs that one person works a cell, and what it costs that he is off, by kind: so that the result can say what was paid for what. */
export type OwnCosts = { wishes: CostTable; premiums: CostTable; changes: CostTable }
/** By day, by type; `off` by day. */
export type CostTable = { at: number[][]; off: number[] }

export function emptyTable(days: number, types: number): CostTable {
  return { at: Array.from({ length: days }, () => new Array<number>(types).fill(0)), off: new Array<number>(days).fill(0) }
}

export type CostsInput = {
  worker: Worker
  cells: Cells
  horizon: Horizon
  prices: Prices
  wishes: readonly WishOf[]
  /** His free shifts of the draft, and what is published of his. */
  draft: readonly Shift[]
  published: readonly Shift[]
  isPublished: boolean
  premiumOf: Question['premiumOf']
  rates: Question['rates']
  /** Days on which he may work something. */
  isOpen: (day: number) => boolean
}

export function costsOf(input: CostsInput): OwnCosts {
  return { wishes: wishCosts(input), premiums: premiumCosts(input), changes: changeCosts(input) }
}

function wishCosts({ cells, horizon, prices, wishes, isOpen }: CostsInput): CostTable {
  const table = emptyTable(horizon.dates.length, cells.types.length)
  for (const { from, to, kind, shiftTypeId, weight } of wishes) {
    const price = prices.wish * weight
    for (const [day, date] of horizon.dates.entries()) {
      if (date < from || date >= to || !isOpen(day)) continue
      const wants = (type: number): boolean => shiftTypeId === null || cells.types[type]?.id === shiftTypeId
      if (kind === 'on') add(table.off, day, price)
      cells.types.forEach((_, type) => {
        if (kind === 'off' ? wants(type) : !wants(type)) add(table.at[day], type, price)
      })
    }
  }
  return table
}

/** Premiums as minutes of plain pay, so that currencies can be compared and a dearer hour counts more. */
function premiumCosts({ worker, cells, horizon, prices, premiumOf, rates }: CostsInput): CostTable {
  const table = emptyTable(horizon.dates.length, cells.types.length)
  for (const { day, type, shift } of cells.all) {
    const money: Money | null = premiumOf(worker, { ...shift, id: '', personId: worker.id })
    if (!money || money.amount === 0) continue
    const rate = rates.get(money.currency) ?? 0
    if (rate > 0) add(table.at[day], type, Math.round((prices.premiumMinute * money.amount * 60) / rate))
  }
  return table
}

function changeCosts({ cells, horizon, prices, draft, published, isPublished, isOpen }: CostsInput): CostTable {
  const table = emptyTable(horizon.dates.length, cells.types.length)
  const typeOf = new Map(cells.types.map(({ id }, index) => [id, index]))
  const charge = (shift: Shift, price: number): void => {
    const day = horizon.indexOf(shift.date)
    if (!isOpen(day)) return
    add(table.off, day, price)
    cells.types.forEach((_, type) => {
      if (type !== typeOf.get(shift.shiftTypeId ?? '')) add(table.at[day], type, price)
    })
  }
  for (const shift of draft) charge(shift, prices.change)
  for (const shift of published) charge(shift, prices.publishedChange)
  if (!isPublished) return table
  const known = new Set(published.map(({ date }) => date))
  for (const [day, date] of horizon.dates.entries()) {
    if (known.has(date) || !isOpen(day)) continue
    cells.types.forEach((_, type) => {
      add(table.at[day], type, prices.publishedChange)
    })
  }
  return table
}

function add(list: number[] | undefined, index: number, amount: number): void {
  if (list) list[index] = (list[index] ?? 0) + amount
}

export function byPerson<T extends { personId: string }>(things: readonly T[]): (id: string) => readonly T[] {
  const known = groupBy(things, ({ personId }) => personId)
  return (id) => known.get(id) ?? []
}
