import type { Prisma } from '../../../prisma/generated/client.ts'
import type { Database, Transaction } from '../../db.ts'
import { domainError, type DomainError } from '../../errors.ts'
import { plusDays } from '../../local-time/wall-clock.ts'
import { tell } from '../../notifications/store.ts'
import type { Role } from '../../schemas/people.ts'
import type { OverrideView } from '../../schemas/rosters.ts'
import { shiftOf, toDate, type Period, type Plan, type Reader } from '../store.ts'
import type { PersonalCount, StoredShift } from './diff.ts'
import { refusalOf, type Refusal } from './refusals.ts'

/** The roster in Postgres: how it is changed, and what the screen needs beside the values of services/shifts/store.ts. */

type Prism = Database['prisma']

const MOST_TRIES = 5

/**
 * One change of the roster. Publishing (`alone`) waits for all others and they for it, so what is published is what was compared. The checks that
 * wait for the commit are made just before it, so that a refusal is the error of a statement. Of two who lock each other out one tries again from
 * the start: up to five times.
 */
export async function changeRoster<T>(prisma: Prism, work: (tx: Transaction) => Promise<T>, { alone = false } = {}): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await prisma.$transaction(
        async (tx) => {
          if (alone) await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('nightline_roster'))`
          else await waitForPublishing(tx)
          const done = await work(tx)
          await tx.$executeRaw`set constraints all immediate`
          return done
        },
        { timeout: 60_000, maxWait: 10_000 },
      )
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal?.kind === 'again' && tries < MOST_TRIES) continue
      throw (refusal && (await explainRefusal(prisma, refusal))) ?? error
    }
  }
}

async function explainRefusal(prisma: Prism, refusal: Refusal): Promise<DomainError | undefined> {
  const nameOf = async (id: string | undefined): Promise<string> => (id && (await prisma.person.findUnique({ where: { id } }))?.name) || 'Somebody'
  switch (refusal.kind) {
    case 'twoNights':
      return domainError('TWO_NIGHTS', { name: await nameOf(refusal.personId), night: refusal.night, next: plusDays(refusal.night, 1) })
    case 'overlap':
      return domainError('OVERLAP', { name: await nameOf(refusal.personId) })
    case 'covered':
      return domainError('COVERED_ALREADY')
    case 'again':
      return undefined
  }
}

/** Whoever changes duties of these persons waits here for others who do; always in the same order. */
export async function lockPeople(tx: Transaction, people: Iterable<string | null>): Promise<void> {
  const ids = [...new Set([...people].filter((id) => id !== null))].sort()
  await tx.$executeRaw`insert into roster_guard (person_id) select id from unnest(${ids}::uuid[]) as id order by id on conflict do nothing`
  await tx.$queryRaw`select person_id from roster_guard where person_id = any(${ids}::uuid[]) order by person_id for update`
}

/**
 * Whoever changes what the rules read of somebody (leave, contracts, skills) waits for changes of his shifts and for publications, and they for him: each
 * sees what the other has done. To be called before any row of his is held.
 */
export async function lockFactsOf(tx: Transaction, personId: string): Promise<void> {
  await waitForPublishing(tx)
  await lockPeople(tx, [personId])
}

async function waitForPublishing(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock_shared(hashtext('nightline_roster'))`
}

/** Of one plan, by id. */
export async function findShift(db: Reader, plan: Plan, id: string): Promise<StoredShift | undefined> {
  const row = await db.shift.findUnique({ where: { plan_id: { plan, id } } })
  return row ? shiftOf(row) : undefined
}

/** Shifts of some people that begin on a day of the period. */
export async function listShiftsOf(db: Reader, plan: Plan, people: readonly string[], { from, to }: Period): Promise<StoredShift[]> {
  const where = { plan, personId: { in: [...people] }, date: { gte: toDate(from), lt: toDate(to) } }
  return (await db.shift.findMany({ where, orderBy: [{ startsAt: 'asc' }, { id: 'asc' }] })).map(shiftOf)
}

/** The shifts that lie in the period in one of the plans, as they are in both. */
export async function listBothPlans(db: Reader, { from, to }: Period): Promise<Record<Plan, StoredShift[]>> {
  const plan = { in: ['draft', 'published'] }
  const near = await db.shift.findMany({ where: { plan, date: { gte: toDate(from), lt: toDate(to) } } })
  const times = new Map<string, number>()
  for (const { id } of near) times.set(id, (times.get(id) ?? 0) + 1)
  const alone = [...times].flatMap(([id, count]) => (count === 1 ? [id] : []))
  const elsewhere =
    alone.length === 0
      ? []
      : await db.shift.findMany({ where: { plan, id: { in: alone }, OR: [{ date: { lt: toDate(from) } }, { date: { gte: toDate(to) } }] } })
  const rows = [...near, ...elsewhere]
  const of = (which: Plan): StoredShift[] => rows.filter((row) => row.plan === which).map(shiftOf)
  return { draft: of('draft'), published: of('published') }
}

/** How many shifts of the period differ between the plans; the same as `diffShifts` finds. */
export async function countUnpublished(db: Reader, { from, to }: Period): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    with near as (select distinct id from shift where plan in ('draft', 'published') and date >= ${toDate(from)}::date and date < ${toDate(to)}::date)
    select count(*)::int as count
      from near left join shift d on d.plan = 'draft' and d.id = near.id left join shift p on p.plan = 'published' and p.id = near.id
     where (d.person_id, d.shift_type_id, d.site_id, d.starts_at, d.ends_at, d.kind, d.level_id, d.skill, d.breaks, d.buddy_id, d.note)
           is distinct from (p.person_id, p.shift_type_id, p.site_id, p.starts_at, p.ends_at, p.kind, p.level_id, p.skill, p.breaks, p.buddy_id, p.note)`
  return row?.count ?? 0
}

export async function listOverrides(db: Reader, where: Prisma.OverrideWhereInput): Promise<OverrideView[]> {
  const rows = await db.override.findMany({ where, orderBy: [{ fromAt: 'asc' }, { id: 'asc' }] })
  return rows.map(({ kind, fromAt, toAt, createdAt, revokedAt, ...rest }) => ({
    ...rest,
    kind: kind === 'swap' ? ('swap' as const) : ('override' as const),
    fromAt: fromAt.toISOString(),
    toAt: toAt.toISOString(),
    createdAt: createdAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  }))
}

/** Tells each person how many of his shifts are other ones now. In one order: see `tell`. */
export async function tellChanges(
  tx: Transaction,
  counted: ReadonlyMap<string, PersonalCount>,
  { key, at, from, to }: Period & { key: string; at: Date },
): Promise<void> {
  for (const [personId, counts] of [...counted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await tell(tx, [personId], { kind: 'roster', key, body: { from, to, ...counts } }, at)
  }
}

/** The published shifts that these people work in the period, wholly or partly, or are planned for, or where a guest sits at their side; and who stands in. */
export async function listWorked(db: Reader, people: readonly string[], { from, to }: Period): Promise<{ shifts: StoredShift[]; covers: OverrideView[] }> {
  const personId = { in: [...people] }
  const near = { fromAt: { lt: toDate(plusDays(to, 3)) }, toAt: { gt: toDate(plusDays(from, -1)) } }
  const covered = await db.override.findMany({ where: { personId, revokedAt: null, ...near }, select: { shiftId: true } })
  const rows = await db.shift.findMany({
    where: {
      plan: 'published',
      date: { gte: toDate(from), lt: toDate(to) },
      OR: [{ personId }, { buddyId: personId }, { id: { in: covered.map(({ shiftId }) => shiftId) } }],
    },
  })
  return { shifts: rows.map(shiftOf), covers: await listOverrides(db, { revokedAt: null, shiftId: { in: rows.map(({ id }) => id) } }) }
}

/** Somebody who works here; PERSON_UNKNOWN otherwise. */
export async function checkPerson(db: Reader, id: string): Promise<{ id: string; name: string; role: Role }> {
  const person = await db.person.findUnique({ where: { id } })
  if (!person?.isActive) throw domainError('PERSON_UNKNOWN', { person: person?.name ?? id })
  return person
}

const AT_ONCE = 500

/** Many shifts at once into the draft, as they are. */
export async function addDraft(tx: Transaction, shifts: ReadonlyArray<Omit<StoredShift, 'zone' | 'date'>>): Promise<void> {
  for (let start = 0; start < shifts.length; start += AT_ONCE) {
    const rows = shifts.slice(start, start + AT_ONCE)
    await tx.shift.createMany({ data: rows.map((shift) => ({ plan: 'draft', id: shift.id, version: shift.version, ...shiftColumns(shift) })) })
  }
}

/** The columns of a shift that somebody plans; zone and day the database finds itself. */
export function shiftColumns({
  personId,
  shiftTypeId,
  siteId,
  from,
  to,
  kind,
  levelId,
  skill,
  breaks,
  buddyId,
  note,
}: Omit<StoredShift, 'id' | 'version' | 'zone' | 'date'>) {
  return {
    personId,
    shiftTypeId,
    siteId,
    startsAt: new Date(from),
    endsAt: new Date(to),
    kind,
    levelId,
    skill,
    breaks: breaks.map((rest) => ({ from: new Date(rest.from).toISOString(), to: new Date(rest.to).toISOString(), isPaid: rest.isPaid })),
    buddyId,
    note,
  }
}
