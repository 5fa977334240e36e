import type { Transaction } from '../../db.ts'
import type { RawEvent } from '../provider.ts'

/** Has this webhook come before? */
export async function isRepeated(tx: Pick<Transaction, '$queryRaw'>, { fingerprint }: Pick<RawEvent, 'fingerprint'>): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`select 1 from call_event where fingerprint = decode(${fingerprint}, 'hex')`
  return rows.length > 0
}

/** Keeps a webhook as it came, in a transaction. False: it is stored already. */
export async function saveRawEvent(tx: Transaction, { fingerprint, callSid, kind, token, url, params, receivedAt }: RawEvent): Promise<boolean> {
  const count = await tx.$executeRaw`
    insert into call_event (fingerprint, call_sid, kind, token, url, params, received_at)
    values (decode(${fingerprint}, 'hex'), ${callSid}, ${kind}, ${token}, ${url}, ${JSON.stringify(params)}::jsonb, ${receivedAt}::timestamptz)
    on conflict do nothing`
  return count === 1
}
