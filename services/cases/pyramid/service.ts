import type { Clock } from '../../clock.ts'
import { Prisma, type Database, type Transaction } from '../../db.ts'
import { getRule } from '../../rules/store.ts'
import type { PolicyRule } from '../../schemas/rules.ts'
import type { PyramidView } from '../../schemas/pyramid.ts'
import { keeperOf } from '../../shifts/keeper.ts'
import { rosterAround, type RosterAround } from '../../shifts/on-shift/store.ts'
import { countCases, DUE_FIRST, isLateAt, listCaseRows } from '../rows/store.ts'

/** Of each level; the list of cases has the rest. */
const MOST_CASES = 50
/** Alarms of the last day. */
const ALARM_HOURS = 24
/** Of the sweeper that moves cases at their hour; it stirs every few seconds. */
const LATE_AFTER_SECONDS = 120

export type PyramidReader = ReturnType<typeof pyramidReader>

/** The storeys with their cases, the executive first. */
export function pyramidReader({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return async (): Promise<PyramidView> => {
    const now = clock.now().toJSDate()
    const levels = await prisma.level.findMany({ include: { head: { select: { id: true, name: true } } }, orderBy: { rank: 'desc' } })
    const [roster, policy] = await Promise.all([rosterAround(prisma, now), getRule(prisma, 'policy')])
    const storeys = await Promise.all(levels.map((level) => storey(prisma, level, { roster, policy: policy.body, now })))
    return { at: now.toISOString(), levels: storeys, heartbeat: await heartbeat(prisma), alarms: await listAlarms(prisma, now) }
  }
}

type Level = { id: string; rank: number; name: string; isExecutive: boolean; headId: string; head: { id: string; name: string } }
type Around = { roster: RosterAround; policy: PolicyRule; now: Date }

async function storey(tx: Transaction, level: Level, { roster, policy, now }: Around): Promise<PyramidView['levels'][number]> {
  const { id, rank, name, isExecutive, head } = level
  const here = Prisma.sql`c.status = 'open' and c.level_id = ${id}::uuid`
  const [cases, open, unattended, late, people] = await Promise.all([
    listCaseRows(tx, { where: here, order: DUE_FIRST, limit: MOST_CASES }, now),
    countCases(tx, here),
    countCases(tx, Prisma.sql`${here} and u.is_keeper`),
    countCases(tx, Prisma.sql`${here} and ${isLateAt(now)}`),
    peopleOf(tx, level, { roster, policy, now }),
  ])
  const { personId, why } = keeperOf(level, now.getTime(), roster.duties, roster.leaves, roster.people)
  const keeper = { id: personId, name: roster.people.find((person) => person.id === personId)?.name ?? head.name, why }
  return { id, rank, name, isExecutive, keeper, people, open, unattended, late, cases }
}

/** Who is on at the level, and whoever of it has cases in hand. */
async function peopleOf(tx: Transaction, { id: levelId }: Level, { roster, policy, now }: Around): Promise<PyramidView['levels'][number]['people']> {
  const at = now.getTime()
  const on = roster.duties.filter((duty) => duty.levelId === levelId && duty.from <= at && at < duty.to).map(({ personId }) => personId)
  const rows = await tx.$queryRaw<{ id: string; name: string; inHand: number }[]>`
    select p.id, p.name, count(u.id)::int as "inHand"
      from person p left join custody u on u.person_id = p.id and u.to_at is null and not u.is_keeper
     where p.id = any(${[...new Set(on)]}::uuid[]) or (p.level_id = ${levelId}::uuid and u.id is not null)
     group by p.id, p.name order by p.name, p.id`
  return rows.map((row) => ({ ...row, most: policy.levels[levelId]?.mostInHand ?? null }))
}

/** By the machine's clock, as the sweeper leaves it: the clock of a simulation may stand still. */
async function heartbeat(tx: Transaction): Promise<PyramidView['heartbeat']> {
  const [row] = await tx.$queryRaw<{ at: Date; isLate: boolean }[]>`
    select beat_at as at, beat_at < clock_timestamp() - make_interval(secs => ${LATE_AFTER_SECONDS}) as "isLate" from sweep where name = 'deadlines'`
  return { at: row?.at.toISOString() ?? null, isLate: row?.isLate ?? true }
}

/** Each alarm once, though many were told. */
async function listAlarms(tx: Transaction, now: Date): Promise<PyramidView['alarms']> {
  const since = new Date(now.getTime() - ALARM_HOURS * 3_600_000)
  const rows = await tx.notice.findMany({
    where: { kind: 'alarm', createdAt: { gte: since, lte: now } },
    distinct: ['key'],
    orderBy: [{ key: 'asc' }, { createdAt: 'asc' }],
  })
  return rows
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .map(({ body, createdAt }) => {
      const { what, kind, text } = body as { what?: string; kind?: string; text?: string }
      return { kind: kind ?? what ?? 'alarm', at: createdAt.toISOString(), text: text ?? '' }
    })
}
