import type { WorkedTime } from '../../../../prisma/generated/client.ts'
import { groupBy } from '../../../roster-rules/group-by.ts'
import type { Break, Interval, Leave } from '../../../roster-rules/model.ts'
import { listDuties, listLeaves, type Plan, type Reader, type Span } from '../../store.ts'
import type { AcceptedTime, BrokenDuty, Talk } from '../worked.ts'

/** What people have worked, out of Postgres, by person. */
export type FactsOf = { duties: BrokenDuty[]; leaves: Leave[]; times: WorkedTime[]; talks: Talk[] }
export type WorkedFacts = { people: string[]; of: (personId: string) => FactsOf }

/** What begins in the span; `people`: only these. */
export async function readWorked(tx: Reader, span: Span, people?: readonly string[]): Promise<WorkedFacts> {
  const isAsked = ({ personId }: { personId: string }): boolean => people === undefined || people.includes(personId)
  const duties = (await listDuties(tx, span)).filter(isAsked)
  const breaks = await breaksOf(tx, new Set(duties.map(({ shiftId }) => shiftId)))
  const leaves = (await listLeaves(tx, span)).filter(isAsked)
  const times = await tx.workedTime.findMany({
    where: { startsAt: { gte: span.from, lt: span.to }, ...(people && { personId: { in: [...people] } }) },
    orderBy: [{ startsAt: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
  })
  const onCall = new Set(duties.filter(({ kind }) => kind === 'onCall').map(({ personId }) => personId))
  const talks = onCall.size === 0 ? [] : await listTalks(tx, span, [...onCall])
  const by = {
    duties: groupBy(
      duties.map((duty) => ({ ...duty, breaks: breaks.get(duty.shiftId) ?? [] })),
      ({ personId }) => personId,
    ),
    leaves: groupBy(leaves, ({ personId }) => personId),
    times: groupBy(times, ({ personId }) => personId),
    talks: groupBy(talks, ({ personId }) => personId),
  }
  const of = (id: string): FactsOf => ({
    duties: by.duties.get(id) ?? [],
    leaves: by.leaves.get(id) ?? [],
    times: by.times.get(id) ?? [],
    talks: by.talks.get(id) ?? [],
  })
  return { people: [...by.duties.keys()], of }
}

export async function breaksOf(tx: Reader, shiftIds: ReadonlySet<string>, plan: Plan = 'published'): Promise<Map<string, Break[]>> {
  const rows = await tx.shift.findMany({ where: { plan, id: { in: [...shiftIds] } }, select: { id: true, breaks: true } })
  return new Map(
    rows.map(({ id, breaks }) => [
      id,
      (breaks as { from: string; to: string; isPaid: boolean }[]).map(({ from, to, isPaid }) => ({ from: Date.parse(from), to: Date.parse(to), isPaid })),
    ]),
  )
}

/**
 * When somebody was on the phone, by the call log: calls that he took, and calls that woke him, from the first ring to the end, once he had picked up
 * (whether he took the case or not).
 */
async function listTalks(tx: Reader, { from, to }: Span, people: readonly string[]): Promise<(Talk & { personId: string })[]> {
  const rows = await tx.$queryRaw<{ person_id: string; source: string; from_at: Date; to_at: Date }[]>`
    select l.person_id::text, 'call:' || l.call_sid as source, l.accepted_at as from_at, coalesce(l.ended_at, c.ended_at) as to_at
      from call_leg l join call c on c.sid = l.call_sid
     where l.person_id = any(${people}::uuid[]) and l.accepted_at is not null and l.started_at >= ${from} and l.started_at < ${to}
       and coalesce(l.ended_at, c.ended_at) > l.accepted_at
    union all
    select a.person_id::text, 'waking:' || w.call_sid, a.started_at, a.ended_at
      from wake_attempt a join wake w on w.id = a.wake_id
     where a.person_id = any(${people}::uuid[]) and a.state in ('accepted', 'declined') and a.started_at >= ${from} and a.started_at < ${to}
       and a.ended_at > a.started_at
     order by from_at, source`
  return rows.map((row) => ({ personId: row.person_id, from: row.from_at.getTime(), to: row.to_at.getTime(), source: row.source }))
}

type UnpaidBreaks = { from: string; to: string }[]
export const unpaidBreaks = (row: Pick<WorkedTime, 'breaks'>): Interval[] =>
  (row.breaks as UnpaidBreaks).map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }))

/** As the rules count it. */
export function acceptedTime(row: WorkedTime): AcceptedTime {
  const { shiftId, effect, startsAt, endsAt, zone, source, callSid, reason } = row
  return {
    ...{ shiftId, zone, callSid, reason, from: startsAt.getTime(), to: endsAt.getTime(), breaks: unpaidBreaks(row) },
    effect: effect as AcceptedTime['effect'],
    source: source as AcceptedTime['source'],
  }
}
