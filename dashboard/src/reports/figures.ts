import type { MonthReport, MonthRow } from '../api/case-types.ts'

export type FigureKind = 'count' | 'rate' | 'seconds'
/** A figure of a person's row. */
export type Figure = { name: Exclude<keyof MonthRow, 'person' | 'level' | 'ratings'>; kind: FigureKind; isBad?: true }

/** In the order of the table. */
export const FIGURES: readonly Figure[] = [
  { name: 'solved', kind: 'count' },
  { name: 'solvedOnSpot', kind: 'count' },
  { name: 'passed', kind: 'count' },
  { name: 'received', kind: 'count' },
  { name: 'passRate', kind: 'rate' },
  { name: 'custodySeconds', kind: 'seconds' },
  { name: 'idleSeconds', kind: 'seconds' },
  { name: 'unattendedSeconds', kind: 'seconds' },
  { name: 'passedUnread', kind: 'count', isBad: true },
  { name: 'reachedTop', kind: 'count', isBad: true },
  { name: 'secondsLeftAtReceipt', kind: 'seconds' },
  { name: 'reopened', kind: 'count', isBad: true },
  { name: 'csat', kind: 'rate' },
  { name: 'factsMissed', kind: 'count', isBad: true },
]

type Totals = MonthReport['totals']
/** The figures of the house, each with what it is a part of. `name` is the figure's name for its definition and its rows. */
export type HouseFigure = { name: string; kind: FigureKind; value: number | null; of?: number }

export const houseFigures = (totals: Totals): HouseFigure[] => [
  { name: 'opened', kind: 'count', value: totals.opened },
  { name: 'solved', kind: 'count', value: totals.solved },
  { name: 'open', kind: 'count', value: totals.open },
  { name: 'reachedTop', kind: 'count', value: totals.reachedTop, of: totals.reachedTopOf },
  { name: 'promisesKept', kind: 'count', value: totals.promisesKept, of: totals.promisesDue },
  { name: 'csat', kind: 'rate', value: totals.csat, of: totals.ratings },
]
