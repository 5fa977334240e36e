import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { z } from 'zod'
import type { Clock } from '../../../clock.ts'
import type { Database } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import { dateAt, plusDays } from '../../../local-time/wall-clock.ts'
import { findingView, toInstant } from '../../../roster-rules/from-wire.ts'
import type { Shift } from '../../../roster-rules/model.ts'
import type { Role } from '../../../schemas/people.ts'
import type { repair, repairQuery, repairs } from '../../../schemas/plans.ts'
import { listGaps } from '../../on-shift/store.ts'
import { isPayOffice } from '../../pay/who.ts'
import { checkPeriod } from '../../period.ts'
import { mayStandIn, rankCandidates, weigh } from '../../requests/offers/candidates.ts'
import { weighingOf } from '../../requests/offers/making/service.ts'
import { readPrices, type PriceOf } from '../../requests/price/store.ts'
import { checkSite } from '../../settings/store.ts'
import { foldOf } from '../../roster/place-shift.ts'
import { readStanding, type Standing } from '../../roster/what-if/store.ts'
import { listLevels, listShiftTypes, type Period, type Reader } from '../../store.ts'
import { holesOf, vacanciesOf, wallAt } from '../holes.ts'
import { compareWays, waysToMend, whatKeeps, type Hole, type Takers, type Way } from '../ways.ts'

export type RepairQuery = z.infer<typeof repairQuery>
type Repairs = z.infer<typeof repairs>
type Repair = z.infer<typeof repair>
type Said = Repairs['why'][number]

/** The longest time that is mended at once. */
const MOST_DAYS = 14
const NOTHING = { moves: [], added: [], findings: [], touched: [], places: 0 } satisfies Way

/**
 * Finds the two best repairs: the fewest people touched, then the fewest changes, the fewest warnings, and who has had the least. Nothing is stored. Who sees
 * no pay (`role`) gets what it costs at the house's mean rate: an exact sum would say what he is paid who takes it.
 */
export async function findRepairs({ prisma }: Pick<Database, 'prisma'>, query: RepairQuery, clock: Clock, role: Role = 'supervisor'): Promise<Repairs> {
  checkPeriod({ from: query.fromAt, to: query.toAt }, MOST_DAYS)
  const now = clock.now().toMillis()
  const dates = datesAround(query)
  const standing = await readStanding(prisma, dates)
  const holes = await readHoles(prisma, query, standing, now)
  const seen = seenOf(standing, query)
  if (holes.length === 0) return { repairs: [], why: [{ what: 'repairNothing', with: {} }], seen }
  const takersOf = await rankTakers(prisma, standing, holes)
  const found = await mendAll(standing, holes, takersOf)
  const prices = await readPrices(
    prisma,
    found.ways.flatMap((way) => [...way.touched]),
    dates,
    isPayOffice(role) ? 'own' : 'mean',
  )
  const names = new Map(standing.workers.map(({ id, name }) => [id, name]))
  const open = found.open.map(({ hole, why }) => ({ hole, why }))
  return {
    repairs: found.ways.map((way) =>
      repairView(
        way,
        open.map(({ hole }) => hole),
        names,
        prices,
      ),
    ),
    why: open.flatMap(({ why }) => why),
    seen,
  }
}

/** What a choice is made on: the work and the absences around; equal as long as nobody has changed them. */
export function seenOf({ pieces, facts }: Standing, query: RepairQuery): string {
  const [from, to] = [Date.parse(query.fromAt) - 2 * DAY, Date.parse(query.toAt) + 2 * DAY]
  const near = pieces
    .filter((piece) => piece.from < to && from < piece.to)
    .map((piece) => [piece.id, piece.personId, piece.from, piece.to, piece.kind, piece.levelId, piece.skill].join(' '))
  const away = facts.leaves
    .filter((leave) => Date.parse(leave.fromAt) < to && from < Date.parse(leave.toAt))
    .map(({ id, fromAt, toAt }) => `${id} ${fromAt} ${toAt}`)
  return createHash('sha256')
    .update(JSON.stringify([near.sort(), away.sort()]))
    .digest('base64url')
    .slice(0, 32)
}

const DAY = 86_400_000

/** Dates, half-open, of whatever zone. */
export function datesAround({ fromAt, toAt }: RepairQuery): Period {
  return { from: plusDays(fromAt.slice(0, 10), -1), to: plusDays(toAt.slice(0, 10), 1) }
}

async function readHoles(db: Reader, query: RepairQuery, { pieces }: Standing, now: number): Promise<Hole[]> {
  const within = { from: Date.parse(query.fromAt), to: Date.parse(query.toAt) }
  if ('personId' in query) return holesOf(pieces, query.personId, within, now)
  const { siteId, levelId, kind, skill } = query
  await checkSite(db, siteId)
  const { zone } = await db.site.findUniqueOrThrow({ where: { id: siteId }, select: { zone: true } })
  if (!(await listLevels(db)).some(({ id }) => id === levelId)) throw domainError('NOT_FOUND', { kind: 'level', id: levelId })
  const gaps = (await listGaps(db, { from: new Date(within.from), to: new Date(within.to) })).filter(
    (gap) => gap.siteId === siteId && gap.levelId === levelId && gap.kind === kind && gap.skill === skill,
  )
  const people = Math.max(1, ...gaps.map(({ need, have }) => need - have))
  return vacanciesOf({ ...within, siteId, zone, levelId, kind, skill, people }, await listShiftTypes(db), now)
}

/** For each hole who could stand there, the fairest first; whether it is lawful is found out by trying. */
async function rankTakers(db: Reader, { tried, workers, facts }: Standing, holes: readonly Hole[]): Promise<(hole: Hole) => Takers> {
  const [first] = holes
  const weighing = await weighingOf(db, facts, first?.shift.date ?? '')
  const known = new Map<Shift, Takers>()
  return (hole) => {
    const { shift, without } = hole
    const found =
      known.get(shift) ??
      rankCandidates(
        workers
          .filter((worker) => worker.id !== without && mayStandIn(worker, tried.piecesOf(worker.id), shift.levelId))
          .map((worker) => ({ worker, ...weigh(worker, tried.piecesOf(worker.id), shift, weighing), findings: [] })),
        shift,
        weighing,
      ).map(({ personId }) => personId)
    known.set(shift, found)
    return found
  }
}

type Mended = { ways: Way[]; open: Array<{ hole: Hole; why: Said[] }> }

/** One hole after the other, each on top of what was changed for those before; the second repair differs where it first can. */
async function mendAll(standing: Standing, holes: readonly Hole[], takersOf: (hole: Hole) => Takers): Promise<Mended> {
  let standings: Way[] = [NOTHING]
  const open: Mended['open'] = []
  for (const hole of holes) {
    const takers = takersOf(hole)
    const next = standings.flatMap((before) => {
      // Who is touched already is asked first: so fewer people are.
      const order = [...before.touched.filter((id) => takers.includes(id)), ...takers.filter((id) => !before.touched.includes(id))]
      return waysToMend(standing.tried, hole, order, { moves: before.moves, added: before.added })
    })
    // Others are served between one hole and the next.
    await setImmediate()
    if (next.length === 0) open.push({ hole, why: whyNobody(standing, hole, takers) })
    else standings = next.sort(compareWays).slice(0, 2)
  }
  return { ways: standings.filter(({ moves, added }) => moves.length + added.length > 0), open }
}

function whyNobody({ tried }: Standing, hole: Hole, takers: Takers): Said[] {
  const kept = whatKeeps(tried, hole, takers, { moves: [], added: [] })
  const span = { from: toInstant(hole.span.from), to: toInstant(hole.span.to) }
  return [
    { what: 'repairNobody', with: { ...span, people: takers.length } },
    ...kept.map(({ rule, people }) => ({ what: 'repairKept', with: { rule, people } })),
  ]
}

function repairView(way: Way, left: readonly Hole[], names: ReadonlyMap<string, string>, priceOf: PriceOf): Repair {
  const ref = (id: string) => ({ id, name: names.get(id) ?? '' })
  const taken = [
    ...way.moves.map(({ piece, taker, from, to }) => ({ ...piece, personId: taker, from: Math.max(from, piece.from), to: Math.min(to, piece.to) })),
    ...way.added,
  ]
  const money: Record<string, number> = {}
  for (const piece of taken) {
    const price = priceOf(piece)
    if (price) money[price.currency] = (money[price.currency] ?? 0) + price.total
  }
  return {
    steps: [
      ...way.moves.map(({ piece, taker, from, to }) => ({
        ...{ kind: 'override' as const, shiftId: piece.id, withShiftId: null, shift: null, person: ref(taker) },
        ...{ fromAt: toInstant(from), toAt: toInstant(to) },
      })),
      ...way.added.map((shift) => ({
        ...{ kind: 'newShift' as const, shiftId: null, withShiftId: null, shift: newShiftOf(shift), person: ref(shift.personId) },
        ...{ fromAt: toInstant(shift.from), toAt: toInstant(shift.to) },
      })),
    ],
    touched: way.touched.map(ref),
    cost: { minutes: taken.reduce((sum, { from, to }) => sum + Math.round((to - from) / 60_000), 0), money, fairness: way.places },
    findings: way.findings.map(findingView),
    left: left.map(({ shift: { siteId, levelId, kind, skill }, span }) => ({
      ...{ siteId, levelId, kind, skill, need: 1, have: 0 },
      ...{ from: toInstant(span.from), to: toInstant(span.to) },
    })),
  }
}

/** As somebody would add it by hand: times of the clock there. */
function newShiftOf(shift: Shift): NonNullable<Repair['steps'][number]['shift']> {
  const { personId, siteId, kind, levelId, skill, shiftTypeId, from, to, zone } = shift
  const fold = foldOf(shift)
  return {
    ...{ personId, siteId, kind, levelId, skill, shiftTypeId, date: dateAt(from, zone), startsAt: wallAt(from, zone), endsAt: wallAt(to, zone) },
    ...{ buddyId: null, note: '', ...(fold && { fold }) },
  }
}
