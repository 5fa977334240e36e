import type { OutboundCall } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'

/** Such a call runs no flow; its log shows this in its place, and what the call is for in place of a version. */
const FLOW = 'outbound'

/**
 * A call to a customer, or for one, is a call like any other: it lies on his record from the moment at which its phone rings, with the leg that we
 * placed. Again it changes nothing.
 */
export async function logLeg(tx: Transaction, call: OutboundCall, legSid: string, at: Date): Promise<void> {
  if (call.ofCallSid !== null)
    await logOtherLeg(
      tx,
      { sid: legSid, callSid: call.ofCallSid, number: call.to, status: 'ringing', isAnswered: false, isOver: false, durationSeconds: null },
      at,
    )
  if (call.customerNumber === null) return
  await tx.$executeRaw`
    insert into call (sid, direction, from_raw, from_number, from_kind, to_raw, to_number, number_label, site_name, zone, customer_id, identity,
      flow, flow_version, language, turn, session, status, started_at, last_event_at)
    select ${legSid}, 'outbound', ${call.from}, ${call.from}, 'number', ${call.customerNumber}, ${call.customerNumber}, n.label, s.name, s.zone,
      c.customer_id, case when c.customer_id is null then 'none' else 'known' end, ${FLOW}, ${call.purpose}, ${call.language}, 1, '{}', 'ringing', ${at}, ${at}
      from (select 1) one
      left join phone_number n on n.number = ${call.from} left join site s on s.id = n.site_id
      left join "case" c on c.id = ${call.caseId}::uuid
    on conflict (sid) do nothing`
  await tx.$executeRaw`
    insert into call_leg (sid, call_sid, number, person_id, status, started_at)
    values (${legSid}, ${legSid}, ${call.to}, ${call.personId}::uuid, 'ringing', ${at}) on conflict (sid) do nothing`
}

/** Somebody has picked up. A machine takes no call. */
export async function logAnswer(tx: Transaction, { legSid, answeredBy }: OutboundCall, at: Date): Promise<void> {
  if (legSid === null) return
  await tx.$executeRaw`
    update call set status = 'in-progress', answered_at = coalesce(answered_at, ${at}), last_event_at = greatest(last_event_at, ${at})
     where sid = ${legSid} and flow = ${FLOW} and ended_at is null`
  if (answeredBy === 'machine') await tx.$executeRaw`update call_leg set status = 'in-progress', accepted_at = null where sid = ${legSid} and ended_at is null`
  else
    await tx.$executeRaw`
      update call_leg set status = 'in-progress', accepted_at = coalesce(accepted_at, ${at}) where sid = ${legSid} and ended_at is null`
}

/** Another party's leg of such a call: the customer with whom he is connected, or the owner of the case. */
export async function logOtherLeg(
  tx: Transaction,
  leg: { sid: string; callSid: string; number: string; status: string; isAnswered: boolean; isOver: boolean; durationSeconds: number | null },
  at: Date,
): Promise<void> {
  const [answeredAt, endedAt] = [leg.isAnswered ? at : null, leg.isOver ? at : null]
  await tx.$executeRaw`
    insert into call_leg (sid, call_sid, number, person_id, status, accepted_at, started_at, ended_at, duration_seconds)
    select ${leg.sid}, c.sid, ${leg.number}, (select id from person where phone = ${leg.number} and is_active order by name, id limit 1),
      ${leg.status}, ${answeredAt}::timestamptz, ${at}, ${endedAt}::timestamptz, ${leg.durationSeconds}::int
      from call c where c.sid = ${leg.callSid}
    on conflict (sid) do update set accepted_at = coalesce(call_leg.accepted_at, excluded.accepted_at),
      status = case when call_leg.ended_at is null then excluded.status else call_leg.status end,
      ended_at = coalesce(call_leg.ended_at, excluded.ended_at),
      duration_seconds = greatest(call_leg.duration_seconds, excluded.duration_seconds)`
}

/** It was answered if a person took it on the customer's side; a mailbox, a refusal and silence are a call that failed. */
export async function logEnd(tx: Transaction, { legSid, to, customerNumber, answeredBy, ofCallSid }: OutboundCall, at: Date): Promise<void> {
  if (legSid === null || (customerNumber === null && ofCallSid === null)) return
  await tx.$executeRaw`
    update call_leg set ended_at = ${at}, status = case when status = 'in-progress' then 'completed' else 'no-answer' end
     where (call_sid = ${legSid} or sid = ${legSid}) and ended_at is null`
  if (customerNumber === null) return
  const isToHim = to === customerNumber
  await tx.$executeRaw`
    update call c set ended_at = ${at}, last_event_at = greatest(last_event_at, ${at}),
      status = case when answered_at is null then 'no-answer' else 'completed' end,
      duration_seconds = coalesce(duration_seconds, case when answered_at is not null then extract(epoch from ${at}::timestamptz - answered_at)::int end),
      outcome = case when exists (select from recording r where r.call_sid = c.sid) then 'voicemail'
                     when exists (select from call_leg l where l.call_sid = c.sid and l.accepted_at is not null
                                     and (l.number = c.to_number and (not ${isToHim} or ${answeredBy ?? ''} <> 'machine'))) then 'answered'
                     else 'failed' end
     where sid = ${legSid} and flow = ${FLOW} and ended_at is null`
}
