import type { WorkPiece } from '../../pay-rules/model.ts'
import { merge, without } from '../../roster-rules/gaps.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Break, Duty, Interval } from '../../roster-rules/model.ts'
import { lengthOf, workMinutes } from '../../roster-rules/person-roster.ts'

/** What somebody worked in a month, piece by piece, each with its source. No minute stands in two pieces. */

export type BrokenDuty = Duty & { breaks: readonly Break[] }
/** A worked time that was accepted. `breaks` are unpaid. */
export type AcceptedTime = Interval & {
  shiftId: string | null
  effect: 'instead' | 'beside' | 'none'
  zone: string
  breaks: readonly Interval[]
  source: 'clock' | 'talk' | 'correction'
  callSid: string | null
  reason: string
}
/** A time in which he was on the phone, by the call log; `source`: which call. */
export type Talk = Interval & { source: string }

/** All of one person, some days wider than the month: what a piece belongs to may lie outside of it. */
export type WorkFacts = {
  month: Interval
  duties: readonly BrokenDuty[]
  leaves: readonly Interval[]
  times: readonly AcceptedTime[]
  talks: readonly Talk[]
  /** His site, whose holidays hold for work without a shift. */
  home?: string | null
}
/** `planned`: minutes at the desk by the roster, swaps and overrides included, leave not taken out. */
export type Work = { pieces: WorkPiece[]; planned: number }

/** All that one person has of one shift. Over midnight of the month's end it counts where it begins, with what hangs on it. */
type Assignment = Interval & { duty: BrokenDuty; parts: readonly BrokenDuty[] }
type Anchored = WorkPiece & { anchor: number }

export function workOf({ month, duties, leaves, times, talks, home = null }: WorkFacts): Work {
  const assignments = assignmentsOf(duties)
  const isMine = (anchor: number): boolean => month.from <= anchor && anchor < month.to
  const desk = assignments.filter(({ duty }) => duty.kind === 'desk')
  const all = paidOnce([
    ...desk.flatMap((one) => insteadPieces(one, times)),
    ...desk.flatMap((one) => rosterPieces(one, leaves, times)),
    ...orphans(assignments, times, home),
    ...besidePieces(assignments, times, home),
  ])
  for (const one of assignments) if (one.duty.kind === 'onCall') all.push(...onCallPieces(one, { leaves, times, talks, taken: paidOf(all) }))
  const planned = assignments.filter(({ duty, from }) => duty.kind === 'desk' && isMine(from)).flatMap(({ parts }) => parts)
  return {
    pieces: all
      .filter(({ anchor }) => isMine(anchor))
      .sort((a, b) => a.from - b.from || a.to - b.to)
      .map(({ anchor: _, ...piece }) => piece),
    planned: planned.reduce((sum, part) => sum + workMinutes(part), 0),
  }
}

/** Where what belongs to a shift is counted: where his part of the shift begins; without one, where it begins itself. */
export function anchorOf(duties: readonly Duty[], { shiftId, from }: { shiftId: string | null; from: number }): number {
  const starts = duties.filter((duty) => duty.shiftId === shiftId).map((duty) => duty.from)
  return starts.length > 0 ? Math.min(...starts) : from
}

function assignmentsOf(duties: readonly BrokenDuty[]): Assignment[] {
  return [...groupBy(duties, ({ shiftId }) => shiftId).values()].flatMap((parts) => {
    const sorted = [...parts].sort((a, b) => a.from - b.from)
    const [duty] = sorted
    return duty ? [{ duty, parts: sorted, from: duty.from, to: sorted.at(-1)?.to ?? duty.to }] : []
  })
}

const insteadOf = (times: readonly AcceptedTime[], shiftId: string): AcceptedTime | undefined =>
  times.find((time) => time.shiftId === shiftId && time.effect !== 'beside')

/** What somebody has said of one time may be another piece's too (he stayed into his next shift): the earlier of the list is paid. */
function paidOnce(pieces: readonly Anchored[]): Anchored[] {
  const all: Anchored[] = []
  for (const piece of pieces)
    all.push(...without([piece], paidOf(all)).map(({ from, to }) => ({ ...piece, from, to, breaks: within({ from, to }, piece.breaks) })))
  return all
}

function insteadPieces({ duty, from }: Assignment, times: readonly AcceptedTime[]): Anchored[] {
  const row = insteadOf(times, duty.shiftId)
  return row?.effect === 'instead' ? [{ ...pieceOfTime(row, 'desk', duty.siteId), anchor: from }] : []
}

function rosterPieces({ duty, parts, from }: Assignment, leaves: readonly Interval[], times: readonly AcceptedTime[]): Anchored[] {
  if (insteadOf(times, duty.shiftId)) return []
  return parts.flatMap((part) =>
    without([part], leaves).map((one) => ({
      ...one,
      kind: 'desk',
      zone: part.zone,
      siteId: part.siteId,
      shiftId: part.shiftId,
      breaks: within(
        one,
        part.breaks.filter(({ isPaid }) => !isPaid),
      ),
      source: rosterSource(part),
      anchor: from,
    })),
  )
}

/** Accepted for a shift that has become another one's since: he has worked it all the same. */
function orphans(assignments: readonly Assignment[], times: readonly AcceptedTime[], home: string | null): Anchored[] {
  const known = new Set(assignments.map(({ duty }) => duty.shiftId))
  return times
    .filter(({ effect, shiftId }) => effect === 'instead' && shiftId !== null && !known.has(shiftId))
    .map((row) => ({ ...pieceOfTime(row, 'desk', home), anchor: row.from }))
}

/** What he worked beside his shifts, as far as it is not paid already. */
function besidePieces(assignments: readonly Assignment[], times: readonly AcceptedTime[], home: string | null): Anchored[] {
  return times
    .filter(({ effect }) => effect === 'beside')
    .map((row) => {
      const shift = assignments.find(({ duty }) => duty.shiftId === row.shiftId)
      const piece = pieceOfTime(row, shift?.duty.kind === 'onCall' ? 'callOut' : 'desk', shift?.duty.siteId ?? home)
      return { ...piece, anchor: shift?.from ?? row.from }
    })
}

/** Standing by, without the time in which he was active: that is work. */
function onCallPieces({ duty, parts, from }: Assignment, given: Pick<WorkFacts, 'leaves' | 'times' | 'talks'> & { taken: readonly Interval[] }): Anchored[] {
  const row = insteadOf(given.times, duty.shiftId)
  const place = { zone: duty.zone, siteId: duty.siteId, shiftId: duty.shiftId, anchor: from }
  const standing = row ? (row.effect === 'none' ? [] : [row]) : without(parts, given.leaves)
  return standing.flatMap((part) => {
    const { from: begin, to } = part
    const talks = given.talks.map((talk) => ({ ...talk, ...wholeMinutes(talk) })).filter((talk) => talk.from < to && begin < talk.to)
    const active = without(merge(within(part, talks)), given.taken)
    return [
      {
        ...{ kind: 'onCall', from: begin, to, ...place },
        breaks: merge([...active, ...within(part, [...given.taken, ...(row?.breaks ?? [])])]),
        source: row ? timeSource(row) : rosterSource(duty),
      },
      ...active.map((one): Anchored => {
        const sources = talks.filter((talk) => talk.from < one.to && one.from < talk.to).map(({ source }) => source)
        return { ...one, kind: 'callOut', ...place, breaks: [], source: [...new Set(sources)].join(' ') }
      }),
    ]
  })
}

function pieceOfTime(row: AcceptedTime, kind: 'desk' | 'callOut', siteId: string | null): WorkPiece {
  const { from, to, zone, shiftId } = row
  return { kind, from, to, zone, siteId, shiftId, breaks: within(row, row.breaks), source: timeSource(row) }
}

/** Why somebody stands in may be an illness: it stays out of a statement of pay. */
const rosterSource = ({ source }: Duty): string => (source === 'shift' ? 'roster' : source)
const timeSource = ({ source, callSid, reason }: AcceptedTime): string =>
  source === 'clock' ? 'clock' : source === 'talk' ? `talk:${callSid ?? ''}` : `correction:${reason}`

const paidOf = (pieces: readonly WorkPiece[]): Interval[] => pieces.flatMap((piece) => without([piece], piece.breaks))

/** The parts of others that lie within an interval. */
function within({ from, to }: Interval, others: readonly Interval[]): Interval[] {
  return others.map((one) => ({ from: Math.max(one.from, from), to: Math.min(one.to, to) })).filter((one) => one.from < one.to)
}

const MINUTE = 60_000
/** A minute that was begun counts. */
export function wholeMinutes({ from, to }: Interval): Interval {
  return { from: Math.floor(from / MINUTE) * MINUTE, to: Math.ceil(to / MINUTE) * MINUTE }
}

/** Minutes of a piece that count. */
export function minutesOf(piece: WorkPiece): number {
  return without([piece], merge(piece.breaks)).reduce((sum, one) => sum + lengthOf(one), 0)
}
