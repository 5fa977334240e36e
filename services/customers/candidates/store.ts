import { Prisma, type Transaction } from '../../db.ts'
import type { Candidate } from '../../schemas/calls.ts'
import { numberVariants } from '../../telephony/caller-id.ts'
import { isOurs } from '../store.ts'

const MOST = 20
/** A month: he may well be calling again. */
const RECENT = 30 * 24 * 3_600_000

type Row = { id: string; name: string; standing: Candidate['reasons'][number]; hasOpenCase: boolean; isRecent: boolean }

/** Whose call it may be, and why, the likeliest first: nobody when the number says nothing (hidden, ours). `at`: when he called. */
export async function listCandidates(tx: Pick<Transaction, '$queryRaw' | 'phoneNumber' | 'person'>, number: string | null, at: Date): Promise<Candidate[]> {
  if (number === null || (await isOurs(tx, number))) return []
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    select c.id, c.name, cp.standing, exists (select from "case" k where k.customer_id = c.id and k.status = 'open') as "hasOpenCase",
           exists (select from call o where o.customer_id = c.id and o.started_at > ${new Date(at.getTime() - RECENT)} and o.started_at < ${at}) as "isRecent"
      from contact_point cp join customer c on c.id = cp.customer_id
     where cp.kind = 'phone' and cp.value = any(${[...numberVariants(number)]}) and cp.valid_to is null and c.merged_into_id is null
     order by array_position(array['direct', 'shared', 'unconfirmed'], cp.standing), 4 desc, 5 desc, c.name limit ${MOST}`)
  return rows.map(({ id, name, standing, hasOpenCase, isRecent }) => ({
    id,
    name,
    reasons: [standing, ...(hasOpenCase ? (['openCase'] as const) : []), ...(isRecent ? (['recentContact'] as const) : [])],
  }))
}
