import { endAnswered, type PhoneWindows } from '../../../callbacks/phone/store.ts'
import type { Transaction } from '../../../db.ts'
import { numberVariants } from '../../../telephony/caller-id.ts'
import type { CallStatus } from '../../../telephony/provider.ts'
import { outcomeOf } from '../../outcome.ts'
import { endOf, followAbandoned, performAbandoned } from '../abandoned/store.ts'
import { settleCustomer } from '../identity/store.ts'
import { sessionOf, type CallRow } from '../performed.ts'

/** The call has ended (or something came in after its end): its outcome, and whose record it lies on. */
export async function settleCall(tx: Transaction, call: CallRow, windows: PhoneWindows): Promise<void> {
  const [accepted, messages, captured, did] = await Promise.all([
    tx.callLeg.count({ where: { callSid: call.sid, acceptedAt: { not: null } } }),
    countMessages(tx, call.sid),
    tx.captured.count({ where: { callSid: call.sid } }),
    kindsInLog(tx, call.sid),
  ])
  const achieved = sessionOf(call).achieved ?? []
  const outcome = outcomeOf({
    status: call.status as CallStatus,
    achieved,
    wasAccepted: accepted > 0,
    hasRecording: messages > 0,
    wasTurnedAway: did.has('turnedAway'),
    hasFailed: did.has('failed') || call.turn === 0,
  })
  const follow = outcome === 'abandoned' && call.outcome === null ? await followAbandoned(tx, call, windows) : undefined
  await tx.call.update({ where: { sid: call.sid }, data: { outcome } })
  if (outcome === 'turned-away' && call.outcome === null) await countTurnedAway(tx, call)
  // Silence leads to a person too; only who pressed or said something has asked for him.
  const askedForPerson = did.has('dialled') && (did.has('pressed') || did.has('spoke'))
  const deservesRecord = accepted > 0 || captured > 0 || achieved.length > 0 || askedForPerson || follow !== undefined
  const customerId = await settleCustomer(tx, call, endOf(call), deservesRecord)
  if (follow) await performAbandoned(tx, call, follow, customerId)
  if (accepted > 0 && call.direction === 'inbound' && call.fromNumber !== null)
    await endAnswered(tx, { ...call, number: call.fromNumber, customerId }, endOf(call))
}

async function countTurnedAway(tx: Transaction, { fromNumber }: CallRow): Promise<void> {
  const number = { in: fromNumber === null ? [] : [...numberVariants(fromNumber)] }
  await tx.blockedNumber.updateMany({ where: { number }, data: { turnedAway: { increment: 1 } } })
}

/** Recordings that somebody must answer; what a caller thinks of us is none. */
async function countMessages(tx: Transaction, callSid: string): Promise<number> {
  const [row] = await tx.$queryRaw<[{ n: number }]>`
    select count(*)::int as n from recording r where r.call_sid = ${callSid} and not exists (
      select from effect e where e.call_sid = r.call_sid and e.kind = 'voicemail' and e.body->>'recordingSid' = r.sid and e.body->>'keep' = 'comment')`
  return row.n
}

/** Which kinds of entries the call's log has. */
async function kindsInLog(tx: Transaction, callSid: string): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ kind: string }[]>`
    select distinct entry->>'kind' as kind from call_event, jsonb_array_elements(log) as entry where call_sid = ${callSid} and turn is not null`
  return new Set(rows.map(({ kind }) => kind))
}
