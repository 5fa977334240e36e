import type { Transaction } from '../../db.ts'
import type { RawEvent } from '../provider.ts'

/** Keeps a webhook as it came, in a transaction. False: it is stored already. */
export async function saveRawEvent(tx: Transaction, { fingerprint, callSid, kind, token, url, params, receivedAt }: RawEvent): Promise<boolean> {
  const count = await tx.$executeRaw`
    insert into call_event (fingerprint, call_sid, kind, token, url, params, received_at)
    values (decode(${fingerprint}, 'hex'), ${callSid}, ${kind}, ${token}, ${url}, ${JSON.stringify(params)}::jsonb, ${receivedAt}::timestamptz)
    on conflict do nothing`
  return count === 1
}
