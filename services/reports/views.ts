import type { MonthReport, MonthRow } from '../schemas/reports.ts'
import type { HouseFigure } from './definitions.ts'
import type { CountedFigure, Sums } from './figures/store.ts'

/** Null where nothing stands below the line: 0 would say that it went badly. */
const share = (above: number, below: number): number | null => (below === 0 ? null : above / below)

type Named = { id: string; name: string; level: { name: string } | null }

export function rowOf({ id, name, level }: Named, sums: (figure: CountedFigure) => Sums | undefined): MonthRow {
  const count = (figure: CountedFigure): number => sums(figure)?.count ?? 0
  const seconds = (figure: CountedFigure): number => Math.round(sums(figure)?.sum ?? 0)
  const [solved, passed, received, ratings] = [count('solved'), count('passed'), count('received'), count('ratings')]
  const left = share(sums('secondsLeftAtReceipt')?.sum ?? 0, received)
  return {
    person: { id, name },
    level: level?.name ?? null,
    ...{ solved, solvedOnSpot: count('solvedOnSpot'), passed, received, passRate: share(passed, solved + passed) },
    ...{ custodySeconds: seconds('custodySeconds'), idleSeconds: seconds('idleSeconds'), unattendedSeconds: seconds('unattendedSeconds') },
    ...{ passedUnread: count('passedUnread'), reachedTop: count('reachedTop'), secondsLeftAtReceipt: left === null ? null : Math.round(left) },
    ...{ reopened: count('reopened'), csat: share(sums('csat')?.good ?? 0, ratings), ratings, factsMissed: count('factsMissed') },
  }
}

export function totalsOf(counted: (figure: HouseFigure) => { count: number; sum: number }): Omit<MonthReport['totals'], 'byReason'> {
  const [top, promises, csat] = [counted('reachedTop'), counted('promisesKept'), counted('csat')]
  return {
    ...{ opened: counted('opened').count, solved: counted('solved').count, closed: counted('closed').count, open: counted('open').count },
    ...{ reachedTop: top.sum, reachedTopOf: top.count, promisesDue: promises.count, promisesKept: promises.sum },
    ...{ csat: share(csat.sum, csat.count), ratings: csat.count, ratingsAsked: counted('ratingsAsked').count },
  }
}
