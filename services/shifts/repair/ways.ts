import type { Finding, Interval, Shift } from '../../roster-rules/model.ts'
import { isUnlawful, type Move, type Trial, type WhatIf } from '../roster/what-if/what-if.ts'

/** Ways in which a hole in the roster is mended within the rules, those with the fewest changes first. */

/** Work that needs somebody: what is left of a piece of one who drops out, or a shift that nobody has. */
export type Hole = { span: Interval; shift: Shift; piece: Shift | null; without: string | null }
/** `places`: how many come before those who take it, by fairness. */
export type Way = Required<Trial> & { findings: Finding[]; touched: string[]; places: number }
/** Who could stand there, the fairest first. */
export type Takers = readonly string[]

/** Enough to choose the best of. */
const ENOUGH = 2
/** Halves begin on whole half hours. */
const HALF_STEP = 30 * 60_000
/** Of somebody's own work so many pieces are tried to go to a third one. */
const MOST_FREED = 2
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** `before`: what the repair changes already. One person takes it; else one takes it and a third one takes what he had; else two share it. */
export function waysToMend(tried: WhatIf, hole: Hole, takers: Takers, before: Required<Trial>): Way[] {
  const search = searchOf(tried, hole, takers, before)
  const ways = search.singles()
  if (ways.length < ENOUGH) ways.push(...search.halves())
  if (ways.length < ENOUGH) ways.push(...search.chains())
  return ways.sort(compareWays)
}

export function compareWays(a: Way, b: Way): number {
  const warnings = ({ findings }: Way): number => findings.length
  return (
    a.touched.length - b.touched.length || a.moves.length - b.moves.length || warnings(a) - warnings(b) || a.places - b.places || (keyOf(a) < keyOf(b) ? -1 : 1)
  )
}

/** By which rules how many are kept from taking it, the most first. */
export function whatKeeps(tried: WhatIf, hole: Hole, takers: Takers, before: Required<Trial>): Array<{ rule: string; people: number }> {
  const { single } = searchOf(tried, hole, takers, before)
  const counts = new Map<string, number>()
  for (const taker of takers) {
    const rules = new Set(
      tried
        .findings(single(taker, hole.span))
        .filter(isUnlawful)
        .map(({ rule }) => rule),
    )
    for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  }
  return [...counts].map(([rule, people]) => ({ rule, people })).sort((a, b) => b.people - a.people || (a.rule < b.rule ? -1 : 1))
}

function searchOf(tried: WhatIf, hole: Hole, takers: Takers, before: Required<Trial>) {
  const { span, piece, shift } = hole
  const placeOf = new Map(takers.map((id, place) => [id, place]))
  /** Judged by itself first: most trials fail there, and what was changed before costs time to look at. */
  const known = new Map<string, boolean>()

  const single = (taker: string, part: Interval): Required<Trial> =>
    piece ? { moves: [{ piece, taker, ...part }], added: [] } : { moves: [], added: [partOf(shift, taker, part)] }
  const also = (...trials: Array<Required<Trial>>): Required<Trial> => ({
    moves: trials.flatMap(({ moves }) => moves),
    added: trials.flatMap(({ added }) => added),
  })

  function wayOf(trial: Required<Trial>): Way | undefined {
    const whole = also(before, trial)
    const findings = tried.findings(whole)
    if (findings.some(isUnlawful)) return undefined
    const touched = [...new Set([...whole.moves.flatMap(({ taker, piece: its }) => [taker, its.personId]), ...whole.added.map(({ personId }) => personId)])]
    const others = touched.filter((id) => id !== hole.without)
    return { ...whole, findings, touched: others, places: others.reduce((sum, id) => sum + (placeOf.get(id) ?? 0), 0) }
  }

  function isLawful(key: string, trial: Required<Trial>): boolean {
    const found = known.get(key) ?? !tried.findings(trial).some(isUnlawful)
    known.set(key, found)
    return found
  }

  function singles(): Way[] {
    return takers.flatMap((taker) => (isLawful(`whole ${taker}`, single(taker, span)) ? (wayOf(single(taker, span)) ?? []) : []))
  }

  function halves(): Way[] {
    const middle = span.from + Math.round((span.to - span.from) / 2 / HALF_STEP) * HALF_STEP
    if (middle <= span.from || middle >= span.to) return []
    const [first, second] = [
      { from: span.from, to: middle },
      { from: middle, to: span.to },
    ]
    const [early, late] = [first, second].map((part) => takers.filter((taker) => isLawful(`${part.from} ${taker}`, single(taker, part))))
    const pairs = (early ?? []).flatMap((one) => (late ?? []).filter((other) => other !== one).map((other) => ({ one, other })))
    const sorted = pairs.sort((a, b) => placeSum(a) - placeSum(b))
    return firstOf(sorted, ({ one, other }) => wayOf(also(single(one, first), single(other, second))))
  }

  /** What keeps him from it (his own work near it) goes to a third one. */
  function chains(): Way[] {
    const options = takers.flatMap((taker) => freedBy(taker).map((freed) => ({ taker, freed })))
    return firstOf(options, ({ taker, freed }) => {
      const away = { moves: [wholeMove(freed, NOBODY)], added: [] }
      if (!isLawful(`${taker} without ${freed.id}`, also(single(taker, span), away))) return undefined
      const thirds = takers.filter((third) => third !== taker && third !== freed.personId && third !== hole.without)
      for (const third of thirds) {
        const given = { moves: [wholeMove(freed, third)], added: [] }
        if (!isLawful(`${third} gets ${patternOf(freed)}`, given)) continue
        const way = wayOf(also(single(taker, span), given))
        if (way) return way
      }
      return undefined
    })
  }

  function freedBy(taker: string): Shift[] {
    const blocking = new Set(
      tried
        .findings(single(taker, span))
        .filter(isUnlawful)
        .flatMap(({ shiftIds }) => shiftIds),
    )
    const taken = new Set(before.moves.map((move) => move.piece))
    return tried
      .piecesOf(taker)
      .filter((own) => own !== piece && !taken.has(own) && own.from >= hole.span.from - NEAR && own.to <= hole.span.to + NEAR)
      .filter((own) => own.date === shift.date || blocking.has(own.id) || (own.from < span.to && span.from < own.to))
      .slice(0, MOST_FREED)
  }

  const placeSum = ({ one, other }: { one: string; other: string }): number => (placeOf.get(one) ?? 0) + (placeOf.get(other) ?? 0)
  return { singles, halves, chains, single }
}

/** Work of others that is further away stays with them. */
const NEAR = 36 * 3_600_000

function firstOf<T>(options: readonly T[], wayFor: (option: T) => Way | undefined): Way[] {
  const ways: Way[] = []
  for (const option of options) {
    const way = wayFor(option)
    if (way) ways.push(way)
    if (ways.length >= ENOUGH) break
  }
  return ways
}

const wholeMove = (piece: Shift, taker: string): Move => ({ piece, taker, from: piece.from, to: piece.to })

function partOf(shift: Shift, personId: string, { from, to }: Interval): Shift {
  const breaks = shift.breaks.map((rest) => ({ ...rest, from: Math.max(rest.from, from), to: Math.min(rest.to, to) })).filter((rest) => rest.from < rest.to)
  return { ...shift, personId, from, to, breaks }
}

/** What is the same for whoever gets it. */
const patternOf = ({ from, to, kind, levelId, skill, shiftTypeId, siteId }: Shift): string => [from, to, kind, levelId, skill, shiftTypeId, siteId].join(' ')

const keyOf = ({ moves, added }: Way): string =>
  [...moves.map(({ piece, taker, from }) => `${piece.id} ${taker} ${from}`), ...added.map(({ personId, from }) => `${personId} ${from}`)].join()
