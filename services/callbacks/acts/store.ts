import type { Callback } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'

/** Who owns its case. */
export async function ownerOf(tx: Transaction, { caseId }: Pick<Callback, 'caseId'>): Promise<string | null> {
  if (caseId === null) return null
  return (await tx.custody.findFirst({ where: { caseId, toAt: null }, select: { personId: true } }))?.personId ?? null
}

/** Who of us has called him last. */
export async function lastCallerOf(tx: Transaction, { id }: Pick<Callback, 'id'>): Promise<string | null> {
  const last = await tx.callbackAttempt.findFirst({
    where: { callbackId: id, customerRungAt: { not: null } },
    orderBy: { n: 'desc' },
    select: { personId: true },
  })
  return last?.personId ?? null
}

/**
 * The first in order that he may call: his own, or nobody's whose skill he has and whose language he speaks; nothing that is paused. One that somebody
 * else takes just now is left to him.
 */
export async function findNext(tx: Transaction, personId: string, at: Date): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    select b.id from callback b join person p on p.id = ${personId}::uuid
    where b.state = 'waiting' and (b.person_id = p.id or (b.person_id is null
      and (b.skill is null or exists (select from attestation a where a.person_id = p.id and a.skill_key = b.skill and (a.expires_at is null or a.expires_at > ${at})))
      and (p.speaks = '{}' or b.language = any(p.speaks))
      and not exists (select from callback_pause q where q.resumed_at is null and (q.skill is null or q.skill = b.skill))))
    order by (b.person_id is null), b.place_at, b.id limit 1 for no key update of b skip locked`
  return row?.id
}
