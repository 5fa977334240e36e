import { settleIdentity, type KeyedReference } from '../../../customers/store.ts'
import type { Transaction } from '../../../db.ts'
import type { CallRow } from '../performed.ts'

/** Whose call is it, by all that was keyed so far? */
export async function settleCustomer(tx: Transaction, call: CallRow, now: Date, deservesRecord: boolean, keyed?: KeyedReference): Promise<string | null> {
  const pin = keyed?.kind === 'pin' ? keyed.value : undefined
  if (pin !== undefined) await forgetPins(tx, call.sid)
  return settleIdentity(tx, call.sid, { reference: await keyedReference(tx, call.sid), ...(pin !== undefined && { pin }), deservesRecord, now })
}

/** A PIN was compared: it need not stand in the outbox any longer. */
async function forgetPins(tx: Transaction, callSid: string): Promise<void> {
  await tx.$executeRaw`
    update effect set body = jsonb_set(body, '{reference,value}', '"****"')
     where call_sid = ${callSid} and kind = 'identify' and body->'reference'->>'kind' = 'pin'`
}

/** The contract number (or the like) that was keyed last in this call and that no agent has refused. */
async function keyedReference(tx: Transaction, callSid: string): Promise<KeyedReference | null> {
  const [row] = await tx.$queryRaw<{ reference: KeyedReference }[]>`
    select body->'reference' as reference from effect
     where call_sid = ${callSid} and kind = 'identify' and body->'reference'->>'kind' <> 'pin' and coalesce(result, '{}')->'refused' is null
     order by turn desc, n desc limit 1`
  return row?.reference ?? null
}
