import { domainError } from '../../errors.ts'
import type { Transaction } from '../../db.ts'
import { findGaps } from '../../roster-rules/gaps.ts'
import type { Duty, Gap, Leave, Presence } from '../../roster-rules/model.ts'
import { keeperOf, type Keeper } from '../keeper.ts'
import type { RingablePerson } from '../on-shift.ts'
import { run, type Runner } from '../statement/store.ts'
import { listColleagues, listDuties, listHolidays, listLeaves, listNeeds, type Reader, type Span } from '../store.ts'

/** What decides who is on at an instant: the published duties from two days before (work without a pause) to some time after it, the people on them, and when they are away. */
export type RosterAround = {
  duties: readonly Duty[]
  leaves: readonly Leave[]
  presences: ReadonlyArray<Presence & { via: string }>
  people: readonly RingablePerson[]
  mustSignIn: boolean
}

/** One statement: it is on the way of a call. `until`: duties that begin before it are in it, else those of the next day. */
export async function rosterAround(db: Runner, at: Date, until = new Date(at.getTime() + 86_400_000)): Promise<RosterAround> {
  const [row] = await run<RosterAround>(db, 'roster_around', AROUND, [at, until])
  if (!row) throw new Error('a statement without a table gave no row')
  return row
}

/** Epoch milliseconds. */
const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`

/** When he became ready (a wrap-up's end) or, while he is not, began what he does: calls leave their mark there too. */
const AROUND = `
  with d as materialized (
    select d.*, s.person_id as planned_id, coalesce(o.kind, 'shift') as source, coalesce(o.reason, '') as reason, s.site_id, s.kind as shift_kind, s.level_id, s.skill, s.buddy_id
      from duty d join shift s on s.plan = d.plan and s.id = d.shift_id left join override o on o.id = d.override_id
     where d.plan = 'published' and tstzrange(d.starts_at, d.ends_at) && tstzrange($1::timestamptz - interval '2 days', $2::timestamptz)
  ), who as materialized (
    select p.*, r.state, r.from_at, r.to_at, r.until, r.via
      from person p left join lateral (select * from presence where person_id = p.id and from_at <= $1 order by from_at desc, to_at desc limit 1) r on true
     where p.id in (select person_id from d union select planned_id from d)
  )
  select
    coalesce((select jsonb_agg(jsonb_build_object('shiftId', shift_id, 'personId', person_id, 'overrideId', override_id, 'from', ${ms('starts_at')}, 'to', ${ms('ends_at')},
      'source', source, 'plannedId', planned_id, 'reason', reason, 'siteId', site_id, 'zone', zone, 'kind', shift_kind, 'levelId', level_id, 'skill', skill, 'buddyId', buddy_id)
      order by starts_at, person_id) from d), '[]') as duties,
    coalesce((select jsonb_agg(jsonb_build_object('id', id, 'personId', person_id, 'kind', kind, 'from', ${ms('from_at')}, 'to', ${ms('to_at')}))
      from leave where person_id in (select id from who) and from_at < $2 and to_at > $1), '[]') as leaves,
    coalesce((select jsonb_agg(jsonb_build_object('personId', id, 'state', state, 'from', ${ms('from_at')}, 'until', ${ms('until')}, 'via', via))
      from who where state is not null and (to_at is null or to_at > $1)), '[]') as presences,
    coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'isActive', is_active, 'isTrainee', is_trainee, 'isGuest', role = 'guest', 'phone', phone, 'speaks', speaks,
      'levelRank', (select rank from level where id = who.level_id), 'idleSince', coalesce(${ms('coalesce(until, from_at)')}, 0), 'contracts', '[]'::jsonb,
      'attestations', coalesce((select jsonb_agg(jsonb_build_object('skill', skill_key, 'expiresAt', ${ms('expires_at')})) from attestation where person_id = who.id), '[]')))
      from who), '[]') as people,
    coalesce((select must_sign_in from company), true) as "mustSignIn"`

export type NamedKeeper = Keeper & { levelId: string; name: string }

/** Who answers for a level at an instant: on shift there, else on call there, else its head. */
export async function keeperAt(tx: Transaction, levelId: string, at: Date): Promise<NamedKeeper> {
  const level = await tx.level.findUnique({ where: { id: levelId }, include: { head: true } })
  if (!level) throw domainError('NOT_FOUND', { kind: 'level', id: levelId })
  const { duties, leaves, people } = await rosterAround(tx, at)
  const keeper = keeperOf(level, at.getTime(), duties, leaves, people)
  return { ...keeper, levelId, name: people.find(({ id }) => id === keeper.personId)?.name ?? level.head.name }
}

/** Where the published roster has fewer people than are needed. */
export async function listGaps(tx: Reader, span: Span): Promise<Gap[]> {
  const [from, to] = [span.from.getTime(), span.to.getTime()]
  const dates = { from: new Date(from - 3 * 86_400_000).toISOString().slice(0, 10), to: new Date(to + 3 * 86_400_000).toISOString().slice(0, 10) }
  const [needs, duties, leaves, workers, holidays] = await Promise.all([
    listNeeds(tx),
    listDuties(tx, span),
    listLeaves(tx, span),
    listColleagues(tx),
    listHolidays(tx, dates),
  ])
  return findGaps({ needs, duties, leaves, workers, holidays, from, to })
}

/** Everything that gaps and attestations depend on, as one short text: the same text, nothing to look for. Small tables, a few milliseconds. */
export async function rosterMark(tx: Pick<Reader, '$queryRaw'>, from: Date, to: Date): Promise<string> {
  const [row] = await tx.$queryRaw<[{ mark: string }]>`
    select md5(concat_ws('|',
      (select sum(changes) from roster_guard),
      (select string_agg(n::text, ',' order by id) from need n),
      (select string_agg(l::text, ',' order by id) from leave l where from_at < ${to} and to_at > ${from}),
      (select string_agg(h::text, ',' order by site_id, date) from holiday h),
      (select string_agg(a::text, ',' order by person_id, skill_key) from attestation a),
      (select string_agg(concat(id, role, is_active, is_trainee), ',' order by id) from person))) as mark`
  return row.mark
}

/** A look for gaps takes a tenth of a second of this process: it is made anew when something has changed, or after this time. */
const GAPS_KEEP = 10 * 60_000

/** Gaps from now on for so many days, for many who ask. */
export function gapsAhead(tx: Reader, days: number): (now: number) => Promise<Gap[]> {
  let known: { mark: string; at: number; gaps: Promise<Gap[]> } | undefined
  return async (now) => {
    const span = { from: new Date(now), to: new Date(now + days * 86_400_000) }
    const mark = await rosterMark(tx, span.from, span.to)
    if (!known || known.mark !== mark || now < known.at || now >= known.at + GAPS_KEEP) {
      const looked = { mark, at: now, gaps: listGaps(tx, span) }
      known = looked
      looked.gaps.catch(() => {
        if (known === looked) known = undefined
      })
    }
    return (await known.gaps).filter((gap) => gap.to > now).map((gap) => ({ ...gap, from: Math.max(gap.from, now) }))
  }
}

/** Is he on a published duty at this instant? */
export async function isOnDuty(db: Runner, personId: string, at: Date): Promise<boolean> {
  const text = `select 1 as one from duty where plan = 'published' and person_id = $1::uuid and tstzrange(starts_at, ends_at) @> $2::timestamptz limit 1`
  return (await run(db, 'is_on_duty', text, [personId, at])).length > 0
}
