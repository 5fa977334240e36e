import type { Edit } from './edits.ts'
import { movedShift, shiftOfType } from './make-shift.ts'
import type { PayFacts } from './pay.ts'
import { previewOf, type Preview } from './preview.ts'
import type { GapView, LevelRank, Roster, ShiftTypeView, ShiftView, WorkerView } from './types.ts'
import { addDays } from './weeks.ts'
import { wallTime } from './wall-time.ts'

/** A change of one shift that mends something, and all that it would do. */
export type Mend = { edit: Edit; preview: Preview }
/** What is to be mended: the shifts of a finding, or a time without enough people. */
export type Wound = { shifts: readonly ShiftView[] } | { gap: GapView }

type World = { roster: Roster; levels: readonly LevelRank[]; pay: PayFacts; zoneOf: (siteId: string) => string }

/** The best changes of a single shift, judged by the very rules of the server: nothing unlawful, then what mends most, is fairest, costs least. */
export const mendsOf = (wound: Wound, world: World, most = 2): Mend[] => {
  const edits = 'gap' in wound ? fillings(wound.gap, world) : wound.shifts.flatMap((shift) => givings(shift, world.roster))
  return edits
    .map((edit) => ({ edit, preview: previewOf(world.roster, world.levels, edit, world.pay) }))
    .filter(({ preview }) => preview.added.every(({ severity }) => severity === 'warning') && mendsSomething(wound, preview))
    .sort((a, b) => compare(worthOf(a), worthOf(b)))
    .slice(0, most)
}

const mendsSomething = (wound: Wound, { cured, short }: Preview): boolean => ('gap' in wound ? short < 0 : cured.length > 0)

const mayWork = ({ isActive, isTrainee, isGuest }: WorkerView): boolean => isActive && !isTrainee && !isGuest

/** The shift given to each of the others, or taken off the roster. */
const givings = (shift: ShiftView, { workers }: Roster): Edit[] => [
  ...workers
    .filter((worker) => mayWork(worker) && worker.id !== shift.personId)
    .map(({ id }) => ({ before: shift, after: { ...movedShift(shift, { personId: id, date: shift.date }), buddyId: null } })),
  { before: shift, after: null },
]

/** A new shift of each kind that meets the need, for each who may work it. */
const fillings = (gap: GapView, { roster, zoneOf }: World): Edit[] => {
  const zone = zoneOf(gap.siteId)
  const date = new Date(gap.from).toLocaleDateString('sv-SE', { timeZone: zone })
  const people = roster.workers.filter((worker) => mayWork(worker) && (gap.skill === null || worker.attestations.some(({ skill }) => skill === gap.skill)))
  const fits = roster.shiftTypes.filter((type) => isFor(type, gap))
  // A gap after midnight may belong to a shift of the evening before.
  const dates = wallTime(gap.from, zone) < '12:00' ? [date, addDays(date, -1)] : [date]
  return dates.flatMap((day) =>
    fits.flatMap((type) => {
      const sample = shiftOfType(type, { personId: '', date: day }, zone, '')
      if (sample.startsAt >= gap.to || sample.endsAt <= gap.from) return []
      return people.map(({ id }) => ({ before: null, after: { ...sample, id: crypto.randomUUID(), personId: id } }))
    }),
  )
}

const isFor = (type: ShiftTypeView, gap: GapView): boolean =>
  type.isActive && type.siteId === gap.siteId && type.levelId === gap.levelId && type.kind === gap.kind && (type.skill === null || type.skill === gap.skill)

/** The smaller in its first differing place the better: gaps, findings mended, warnings, people untouched by it, nights, hours over the contract, money. */
const worthOf = ({ edit, preview }: Mend): number[] => [
  preview.short,
  -preview.cured.length,
  preview.added.length,
  edit.after === null ? 1 : 0,
  preview.nights === null ? 0 : Math.round(preview.nights.after.deviation * 1_000 - preview.nights.before.deviation * 1_000),
  Math.max(0, ...preview.work.map(({ after, agreed }) => (agreed === null ? after : after - agreed))),
  preview.money.reduce((sum, { premiums }) => sum + premiums, 0),
]

const compare = (a: readonly number[], b: readonly number[]): number => {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
