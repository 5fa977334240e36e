import { randomUUID } from 'node:crypto'
import type { Prisma, WorkedTime } from '../../../../prisma/generated/client.ts'
import type { Transaction } from '../../../db.ts'
import { groupBy } from '../../../roster-rules/group-by.ts'
import { getRule } from '../../../rules/store.ts'
import type { PayRule } from '../../../schemas/rules.ts'
import { clockedTime, type Said } from '../clocked.ts'
import { readWorked, type WorkedFacts } from '../facts/store.ts'
import { tellProposed } from '../worked-times/store.ts'
import type { BrokenDuty } from '../worked.ts'

/** What calls and the clock say of shifts that ended between `from` and `now`, written down as worked time; each once. Who decides is told of what is new. */
export async function proposeTimes(tx: Transaction, { from, now }: { from: Date; now: Date }): Promise<void> {
  const { body } = await getRule(tx, 'pay')
  const rows = await (body.worked === 'clock' ? keepClocked(tx, body, from, now) : proposeTalks(tx, body, from, now))
  const proposed = rows.filter(({ state }) => state === 'proposed')
  await tellProposed(tx, proposed, now)
}

/** Whom a call kept beyond his planned end, at the desk or on call, until the next shift of his begins. */
async function proposeTalks(tx: Transaction, { talkMinutes }: PayRule, from: Date, now: Date): Promise<WorkedTime[]> {
  const made = await tx.$queryRaw<{ id: string }[]>`
    insert into worked_time (id, person_id, shift_id, effect, starts_at, ends_at, zone, source, call_sid, state, created_by, created_at)
    select gen_random_uuid(), person_id, shift_id, 'beside', ends_at, to_timestamp(ceil(extract(epoch from till) / 60) * 60), zone, 'talk', call_sid, 'proposed', 'call log', ${now}
      from (select distinct on (l.call_sid, d.person_id) d.person_id, d.shift_id, d.ends_at, d.zone, l.call_sid,
                   least(coalesce(l.ended_at, c.ended_at), (select min(n.starts_at) from duty n where n.plan = 'published' and n.person_id = d.person_id and n.starts_at >= d.ends_at)) as till
              from duty d
              join shift s on s.plan = d.plan and s.id = d.shift_id
              join call_leg l on l.person_id = d.person_id and l.accepted_at is not null and l.accepted_at >= d.starts_at and l.accepted_at < d.ends_at
                             and l.started_at >= d.starts_at - interval '1 hour' and l.started_at < d.ends_at
              join call c on c.sid = l.call_sid
             where d.plan = 'published' and tstzrange(d.starts_at, d.ends_at) && tstzrange(${from}, ${now}) and d.ends_at <= ${now}
               and coalesce(l.ended_at, c.ended_at) > d.ends_at
             order by l.call_sid, d.person_id, till desc) talk
     where till >= ends_at + make_interval(mins => ${talkMinutes}::int)
    on conflict do nothing
    returning id::text`
  return tx.workedTime.findMany({ where: { id: { in: made.map(({ id }) => id) } } })
}

/** Who did not sign in at all is not taken off: that he was absent somebody has to say. */
async function keepClocked(tx: Transaction, rule: PayRule, from: Date, now: Date): Promise<WorkedTime[]> {
  // A shift is looked at once, also by several workers.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('nightline clocked time'))`
  const settledBefore = now.getTime() - rule.lateMinutes * 60_000
  const facts = await readWorked(tx, { from, to: now })
  const rows: Prisma.WorkedTimeCreateManyInput[] = []
  const known = await listKnown(tx, facts)
  for (const personId of facts.people) {
    const { duties, leaves } = facts.of(personId)
    const shifts = [...groupBy(duties, ({ shiftId }) => shiftId)].filter(
      ([id, parts]) => !known.has(`${id} ${personId}`) && isOver(parts, from.getTime(), settledBefore),
    )
    if (shifts.length === 0) continue
    const said = await listSaid(tx, personId, from)
    for (const [shiftId, parts] of shifts) {
      const clocked = clockedTime(parts, duties, said, leaves, rule)
      const [begin, end] = [Math.min(...parts.map((one) => one.from)), Math.max(...parts.map((one) => one.to))]
      const zone = parts[0]?.zone ?? 'UTC'
      const made = { id: randomUUID(), personId, shiftId, zone, source: 'clock', createdBy: 'clock', createdAt: now }
      const isExcused = leaves.some((leave) => leave.from <= begin && end <= leave.to)
      if (clocked.kind === 'asPlanned' || isExcused) continue
      if (clocked.kind === 'absent') rows.push({ ...made, effect: 'none', state: 'proposed', startsAt: new Date(begin), endsAt: new Date(end) })
      else
        rows.push({
          ...made,
          effect: 'instead',
          state: 'accepted',
          startsAt: new Date(clocked.from),
          endsAt: new Date(clocked.to),
          breaks: iso(clocked.breaks),
        })
    }
  }
  return tx.workedTime.createManyAndReturn({ data: rows, skipDuplicates: true })
}

/** Shifts of people of which somebody has said already what was worked instead, whatever was decided. */
async function listKnown(tx: Transaction, { people, of }: WorkedFacts): Promise<Set<string>> {
  const shiftId = { in: [...new Set(people.flatMap((id) => of(id).duties.map((duty) => duty.shiftId)))] }
  const rows = await tx.workedTime.findMany({ where: { shiftId, effect: { not: 'beside' } }, select: { shiftId: true, personId: true } })
  return new Set(rows.map((row) => `${row.shiftId} ${row.personId}`))
}

const iso = (intervals: ReadonlyArray<{ from: number; to: number }>) =>
  intervals.map(({ from, to }) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }))

const isOver = (parts: readonly BrokenDuty[], from: number, to: number): boolean =>
  parts.every((one) => one.kind === 'desk' && one.from >= from && one.to <= to)

/** What the program did for want of an answer (`unanswered`) he has not said, and nobody's pay is cut by it: what he said before goes on. */
async function listSaid(tx: Transaction, personId: string, since: Date): Promise<Said[]> {
  const rows = await tx.presence.findMany({ where: { personId, fromAt: { gte: new Date(since.getTime() - 36 * 3_600_000) } }, orderBy: { fromAt: 'asc' } })
  return rows.reduce<Said[]>((said, { state, fromAt, toAt, via }) => {
    const one = { state, from: fromAt.getTime(), to: toAt?.getTime() ?? null }
    if (via !== 'unanswered') return [...said, one]
    return said.map((before, n) => (n === said.length - 1 ? { ...before, to: one.to } : before))
  }, [])
}
