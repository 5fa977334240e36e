import type pg from 'pg'

/** A leg of somebody of ours, with the call that it belongs to. */
export type OwnLeg = {
  callSid: string
  legSid: string
  state: 'ringing' | 'talking' | 'over'
  since: Date
  number: string | null
  isHelpAsked: boolean
  /** He listens or helps; another one talks with the caller and writes. */
  isHelping: boolean
}

/**
 * What rings at somebody or is talked on by him, and what he has talked on and not written down yet. A phone that several share rings for all of
 * them. What somebody else has answered rings no more, whether its end was reported or not; who is called into a call rings all the same.
 */
export async function listOwnLegs(pool: pg.Pool, { personId, now }: { personId: string; now: Date }): Promise<OwnLeg[]> {
  const [begun, ended] = [before(now, WRITE_DOWN_MINUTES), before(now, EMPTY_MINUTES)]
  const { rows } = await pool.query<OwnLeg>({ name: 'desk_legs', text: OWN_LEGS, values: [personId, begun, ended] })
  return rows
}
/** So long a form is offered in which something is written; and one in which nothing is, after its call: not every call has something to be written down. */
const WRITE_DOWN_MINUTES = 12 * 60
const EMPTY_MINUTES = 10
const before = (now: Date, minutes: number): Date => new Date(now.getTime() - minutes * 60_000)

const IS_HELPING = `exists (select from room_member m where m.leg_sid = l.sid and m.role = 'supervisor')`

const OWN_LEGS = `
  select * from (
    select c.sid as "callSid", l.sid as "legSid", case when l.accepted_at is null then 'ringing' else 'talking' end as state,
           coalesce(l.accepted_at, l.started_at) as since, l.number, l.help_asked_at is not null as "isHelpAsked",
           ${IS_HELPING} as "isHelping"
      from call c join call_leg l on l.call_sid = c.sid join person p on p.id = $1::uuid
     where c.ended_at is null and l.ended_at is null and (l.person_id = p.id or (l.person_id is null and l.number = p.phone))
       and (l.accepted_at is not null or not exists (
         select from call_leg o where o.call_sid = c.sid and o.sid <> l.sid and o.accepted_at >= l.started_at and o.ended_at is null))
    union all
    select f.call_sid, l.sid, 'over', coalesce(l.ended_at, c.ended_at), l.number, false, false
      from desk_form f join call c on c.sid = f.call_sid
      join lateral (select * from call_leg where call_sid = c.sid and person_id = $1::uuid and accepted_at is not null order by accepted_at desc limit 1) l on true
     where f.person_id = $1::uuid and f.submitted_at is null and f.updated_at > $2 and (f.version > 1 or coalesce(l.ended_at, c.ended_at) > $3)
       and (c.ended_at is not null or l.ended_at is not null)
  ) own order by array_position(array['talking', 'ringing', 'over'], state), since desc limit 20`

export type TalkedLeg = { legSid: string; acceptedAt: Date | null; isOver: boolean }

/** Whether somebody is, or was, on this call, and by which leg; who only helps is not. */
export async function findOwnLeg(pool: pg.Pool, callSid: string, personId: string): Promise<TalkedLeg | undefined> {
  const { rows } = await pool.query<TalkedLeg>({
    name: 'desk_own_leg',
    text: `select l.sid as "legSid", l.accepted_at as "acceptedAt", l.ended_at is not null or c.ended_at is not null as "isOver"
             from call c join call_leg l on l.call_sid = c.sid join person p on p.id = $2::uuid
            where c.sid = $1 and (l.person_id = p.id or (l.person_id is null and l.number = p.phone)) and not ${IS_HELPING}
            order by l.accepted_at is null, l.ended_at is not null, l.started_at desc limit 1`,
    values: [callSid, personId],
  })
  return rows[0]
}

export type UnderWay = {
  callSid: string
  agent: { id: string; name: string }
  customer: { id: string; name: string } | null
  since: Date
  isHelpAsked: boolean
}

/** Calls that somebody of ours talks on; who has asked for help comes first. */
export async function listUnderWay(pool: pg.Pool): Promise<UnderWay[]> {
  const { rows } = await pool.query<UnderWay>(`
    select distinct on (l.help_asked_at is null, l.accepted_at, c.sid) c.sid as "callSid", jsonb_build_object('id', p.id, 'name', p.name) as agent,
           case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end as customer, l.accepted_at as since, l.help_asked_at is not null as "isHelpAsked"
      from call c join call_leg l on l.call_sid = c.sid join person p on p.id = l.person_id left join customer u on u.id = c.customer_id
     where c.ended_at is null and l.ended_at is null and l.accepted_at is not null
       and not exists (select from room_member m where m.leg_sid = l.sid and m.role = 'supervisor')
     order by l.help_asked_at is null, l.accepted_at, c.sid limit 200`)
  return rows
}

/** How many cases of his level nobody has taken. */
export async function countWaiting(pool: pg.Pool, personId: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>({
    name: 'desk_waiting',
    text: `select count(*)::int as n from "case" c join custody u on u.case_id = c.id and u.to_at is null
            where c.status = 'open' and u.is_keeper and c.level_id = (select level_id from person where id = $1::uuid)`,
    values: [personId],
  })
  return rows[0]?.n ?? 0
}
