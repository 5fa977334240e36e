import { createHash } from 'node:crypto'

/** An entry as it stands in the table; `body` as the database writes it out. */
export type ChainedEntry = { seq: bigint; at: Date; actor: string; kind: string; subject: string; body: string; prev: Uint8Array; hash: Uint8Array }
/** Where the chain has been followed to. */
export type ChainEnd = { seq: bigint; hash: Uint8Array }
export type ChainFault = {
  seq: bigint
  /** missing: entries are not there; order: it does not follow on the one before; changed: what it says is not what was chained. */
  fault: 'missing' | 'order' | 'changed'
  text: string
}

export const CHAIN_BEGIN: ChainEnd = { seq: 0n, hash: new Uint8Array() }

/**
 * What the database hashes, reckoned anew: each field with its length in characters before it, after the hash of the entry before. A length before each field
 * means that nothing can be moved from one field into the next.
 */
export function hashOfEntry({ seq, at, actor, kind, subject, body }: Omit<ChainedEntry, 'prev' | 'hash'>, prev: Uint8Array): Buffer {
  const fields = [String(seq), at.toISOString(), actor, kind, subject, body]
  const text = fields.map((field) => `${[...field].length}:${field}`).join(',')
  return createHash('sha256').update(prev).update(text, 'utf8').digest()
}

/** Follows the chain over some entries in order of `seq`; stops at the first fault. */
export function followChain(begin: ChainEnd, entries: readonly ChainedEntry[]): { end: ChainEnd; fault?: ChainFault } {
  let end = begin
  for (const entry of entries) {
    const { seq } = entry
    const expected = end.seq + 1n
    if (seq !== expected) {
      const missing = seq - expected === 1n ? `entry ${expected} is missing` : `entries ${expected} to ${seq - 1n} are missing`
      return { end, fault: { seq: expected, fault: 'missing', text: missing } }
    }
    if (!isSame(entry.prev, end.hash)) return { end, fault: { seq, fault: 'order', text: `entry ${seq} does not follow on entry ${end.seq}` } }
    const hash = hashOfEntry(entry, end.hash)
    if (!isSame(entry.hash, hash))
      return { end, fault: { seq, fault: 'changed', text: `entry ${seq} is not what was written (${entry.kind} of ${entry.subject})` } }
    end = { seq, hash }
  }
  return { end }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
