import type { z } from 'zod'
import type { Database } from '../db.ts'
import type { auditEntry, auditFilter } from '../schemas/audit.ts'
import { CHAIN_BEGIN, followChain, type ChainedEntry, type ChainFault } from './chain.ts'

const PAGE = 5_000

export type AuditVerdict = {
  /** Entries that follow on each other, from the first one. */
  entries: bigint
  /** Of the last of them: written down elsewhere it proves later that nothing was cut off the end. */
  hash: string
  fault: ChainFault | undefined
  /** Entries that were committed without a place in the chain: the database never does that. */
  unchained: number
}

/** Follows the chain from its first entry, page by page, and reckons every hash anew. It sees one state of the table, whatever is written meanwhile. */
export async function verifyAudit({ pool }: Pick<Database, 'pool'>): Promise<AuditVerdict> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    let end = CHAIN_BEGIN
    for (;;) {
      const { rows } = await client.query<Omit<ChainedEntry, 'seq'> & { seq: string }>(
        'select seq, at, actor, kind, subject, body::text as body, prev, hash from audit_entry where seq > $1 order by seq limit $2',
        [end.seq.toString(), PAGE],
      )
      const followed = followChain(
        end,
        rows.map((row) => ({ ...row, seq: BigInt(row.seq) })),
      )
      end = followed.end
      if (followed.fault || rows.length < PAGE)
        return { ...(await rest()), entries: end.seq, hash: Buffer.from(end.hash).toString('hex'), fault: followed.fault }
    }
  } finally {
    await client.query('rollback').catch(() => undefined)
    client.release()
  }

  async function rest() {
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from audit_entry where seq is null or hash is null or seq < 1')
    return { unchained: rows[0]?.count ?? 0 }
  }
}

type Filter = z.infer<typeof auditFilter>
export type AuditReader = ReturnType<typeof auditReader>

/** What was done, the newest first. */
export function auditReader({ prisma }: Pick<Database, 'prisma'>) {
  return async ({ subject, actor, kind, before, limit }: Filter): Promise<z.infer<typeof auditEntry>[]> => {
    const where = { ...(subject && { subject }), ...(actor && { actor }), ...(kind && { kind }), ...(before !== undefined && { seq: { lt: before } }) }
    const rows = await prisma.auditEntry.findMany({ where, orderBy: { id: 'desc' }, take: limit })
    return rows.map((row) => ({
      ...{ seq: row.seq === null ? null : Number(row.seq), at: row.at.toISOString(), actor: row.actor, kind: row.kind, subject: row.subject },
      ...{ body: row.body as Record<string, unknown>, hash: row.hash === null ? null : Buffer.from(row.hash).toString('hex') },
    }))
  }
}
