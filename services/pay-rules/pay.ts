import { dateOf, dayOf, daysAround, mondayOf, startOf } from '../roster-rules/calendar.ts'
import type { Interval } from '../roster-rules/model.ts'
import { dateAt } from '../local-time/wall-clock.ts'
import { type Premium, lineBook, premiumsOf } from './lines.ts'
import type { Counted, PayInput, PayLine, PayPack, PayResult, PaySum, PayTerms, PremiumRule, Segment, WorkPiece } from './model.ts'
import { overtimeCounter } from './overtime.ts'
import { payPackOn } from './packs.ts'
import { type Cut, cutPart, paidParts } from './segments.ts'

type Terms = PayTerms['rates'][number]
type Work = { piece: WorkPiece; index: number; begunAt: number }

const NO_PACK: PayPack = { id: '', name: { en: '', ru: '' }, validFrom: '', asOf: '', stacking: 'additive', rules: [], note: '' }

/**
 * What the work of one person and month is paid. Rates and packs hold from 00:00 of a date, so a night over a change is cut at midnight. Breaks are taken out
 * first. Standing by is paid by its own rate, and no premiums.
 */
export function payOf(input: PayInput): PayResult {
  const { terms } = input
  const book = lineBook()
  const segments: Segment[] = []
  let [onCall, withoutTerms] = [0, 0]

  const overtime = overtimeCounter()
  const norms = normsOf(input)
  const holidays = holidaysOf(terms)
  const earlier = inOrder(input.before ?? [])
  for (const { piece, begunAt } of earlier) {
    for (const { cut } of cutsOf(piece, begunAt, terms, holidays(piece.siteId))) overtime.addBefore(cut, piece.zone)
  }
  for (const { piece, index, begunAt } of inOrder(input.pieces, earlier)) {
    const resting = holidays(piece.siteId)
    for (const { cut, agreed, pack } of cutsOf(piece, begunAt, terms, resting)) {
      const rate = agreed?.hourlyRate ?? null
      if (rate === null) withoutTerms += cut.minutes
      if (piece.kind === 'onCall') {
        onCall += cut.minutes
        if (agreed && rate !== null) book.addHours('onCall', agreed.onCallRate, cut.minutes, agreed.currency)
        continue
      }
      const norm = { week: () => agreed?.weeklyMinutes ?? 0, month: () => norms(piece.siteId) }
      for (const part of overtime.add(cut, piece.zone, pack.rules, norm)) {
        const premiums = rate === null ? [] : premiumsOf(part.rules, rate, pack)
        segments.push(segmentOf(part, index, rate ?? 0, pack, premiums))
        if (rate === null) continue
        book.addHours('base', rate, part.minutes, agreed?.currency)
        for (const premium of premiums) book.addPremium(premium, pack, part.minutes, agreed?.currency)
      }
    }
  }
  const lines = book.lines()
  return { ...sumOf(lines, terms.currency), ...minutesOf(segments), onCall, withoutTerms, lines, segments }
}

/** Sorted by begin. Work of which one piece ends where the next begins was begun with the first of them, be it in the month before (`earlier`). */
function inOrder(pieces: readonly WorkPiece[], earlier: readonly Work[] = []): Work[] {
  const sorted = pieces.map((piece, index) => ({ piece, index, begunAt: piece.from })).sort((a, b) => a.piece.from - b.piece.from || a.piece.to - b.piece.to)
  const begunBy = new Map(earlier.flatMap(({ piece, begunAt }) => (piece.kind === 'onCall' ? [] : [[piece.to, begunAt] as const])))
  for (const work of sorted) {
    if (work.piece.kind === 'onCall') continue
    work.begunAt = begunBy.get(work.piece.from) ?? work.piece.from
    begunBy.set(work.piece.to, work.begunAt)
  }
  return sorted
}

type Agreed = { agreed: Terms | undefined; pack: PayPack }

/** A piece cut where a rule of the pack in force begins or ends to hold (each Sunday's end among them, so no part lies in two weeks), and where terms change. */
function cutsOf(piece: WorkPiece, begunAt: number, terms: PayTerms, holidays: ReadonlySet<string>): Array<Agreed & { cut: Cut }> {
  const place = { zone: piece.zone, holidays }
  return paidParts(piece).flatMap((part) =>
    stretchesOf(part, piece.zone, terms).flatMap(({ agreed, pack, ...stretch }) =>
      cutPart(stretch, pack, begunAt, place).map((cut) => ({ cut, agreed, pack })),
    ),
  )
}

/** Nearly always one: cut at the midnight at which a rate or a pack changes. */
function stretchesOf(part: Interval, zone: string, terms: PayTerms): Array<Interval & Agreed> {
  const stretches: Array<Interval & Agreed> = []
  const { first, last } = daysAround(part)
  for (let day = first; day <= last; day++) {
    const from = Math.max(part.from, startOf(day, zone))
    const to = Math.min(part.to, startOf(day + 1, zone))
    if (from >= to) continue
    const date = dateOf(day)
    const agreed = terms.rates.findLast(({ validFrom }) => validFrom <= date)
    const pack = (agreed && payPackOn(terms.packs, agreed.pack, date)) ?? NO_PACK
    const before = stretches.at(-1)
    if (before?.agreed === agreed && before?.pack === pack) before.to = to
    else stretches.push({ from, to, agreed, pack })
  }
  return stretches
}

/** What is missing of what the work is paid by: no contract on a day of work, or one without a rate, from its first day on. */
export type Unagreed = { what: 'noContract' | 'noRate'; from: string }

export function unagreedOf({ pieces, terms }: Pick<PayInput, 'pieces' | 'terms'>): Unagreed | null {
  const missing = pieces.flatMap((piece) =>
    paidParts(piece).flatMap((part) =>
      stretchesOf(part, piece.zone, terms).flatMap(({ from, agreed }): Unagreed[] => {
        if (agreed) return agreed.hourlyRate === null ? [{ what: 'noRate', from: agreed.validFrom }] : []
        return [{ what: 'noContract', from: dateAt(from, piece.zone) }]
      }),
    ),
  )
  return missing.sort((a, b) => (a.from < b.from ? -1 : 1))[0] ?? null
}

function segmentOf({ from, to, minutes, rules, counts }: Cut, piece: number, rate: number, pack: PayPack, premiums: readonly Premium[]): Segment {
  return { from, to, piece, minutes, rate, pack: pack.id, rules: rules.map(({ id }) => id), paid: premiums.map(({ rule }) => rule.id), counts }
}

function holidaysOf({ holidays }: PayTerms): (siteId: string | null) => ReadonlySet<string> {
  const known = new Map<string | null, ReadonlySet<string>>()
  return (siteId) => {
    const found = known.get(siteId) ?? new Set(holidays.filter((one) => one.siteId === null || one.siteId === siteId).map(({ date }) => date))
    known.set(siteId, found)
    return found
  }
}

/** What the contract asks of the month: a fifth of the weekly minutes for each day from Monday to Friday that is no holiday and on which he was there. */
function normsOf({ month, terms, away = [] }: PayInput): (siteId: string | null) => number {
  const holidays = holidaysOf(terms)
  const known = new Map<string | null, number>()
  const absent = new Set(away)
  return (siteId) => {
    const resting = holidays(siteId)
    const found = known.get(siteId)
    if (found !== undefined) return found
    let fifths = 0
    const first = dayOf(`${month}-01`)
    for (let day = first; dateOf(day).startsWith(month); day++) {
      const date = dateOf(day)
      if (day - mondayOf(day) >= 5 || resting.has(date) || absent.has(date)) continue
      fifths += terms.rates.findLast(({ validFrom }) => validFrom <= date)?.weeklyMinutes ?? 0
    }
    known.set(siteId, fifths / 5)
    return fifths / 5
  }
}

function minutesOf(segments: readonly Segment[]): Pick<PayResult, 'worked' | Counted> {
  const sum = (which?: Counted): number =>
    segments.reduce((total, { minutes, counts }) => total + (which === undefined || counts.includes(which) ? minutes : 0), 0)
  return { worked: sum(), night: sum('night'), sunday: sum('sunday'), holiday: sum('holiday'), overtime: sum('overtime') }
}

/** Of lines in one currency: money of two is never added together. */
function sumOf(all: readonly PayLine[], own: string, other?: string): PaySum {
  const lines = all.filter(({ currency }) => currency === other)
  const sum = (which: (line: PayLine) => boolean): number => lines.filter(which).reduce((total, { amount }) => total + amount, 0)
  const [base, standingBy] = [sum(({ rule }) => rule === 'base'), sum(({ rule }) => rule === 'onCall')]
  const premiums = sum(({ pack }) => pack !== null)
  return { currency: other ?? own, base, standingBy, premiums, total: base + standingBy + premiums }
}

/** What it comes to, added up from its lines: in its own currency first, then in each other one. */
export function sumsOf({ currency, lines }: Pick<PayResult, 'currency' | 'lines'>): [own: PaySum, ...others: PaySum[]] {
  const others = new Set(lines.flatMap((line) => line.currency ?? []))
  return [sumOf(lines, currency), ...[...others].map((other) => sumOf(lines, currency, other))]
}

/** The rule that a line is about; undefined for base and standing by. */
export function ruleOf({ rule, pack }: PayLine, { packs }: Pick<PayTerms, 'packs'>): PremiumRule | undefined {
  const version = packs.findLast(({ id, validFrom }) => id === pack?.id && validFrom === pack.validFrom)
  return version?.rules.find(({ id }) => id === rule)
}

/** The month of a piece, by the clock of its workplace. */
export function monthOf({ from, zone }: Pick<WorkPiece, 'from' | 'zone'>): string {
  return dateAt(from, zone).slice(0, 7)
}
