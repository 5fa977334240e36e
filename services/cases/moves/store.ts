import type { Case, Custody } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import { findRuleVersion, getRule } from '../../rules/store.ts'
import type { PolicyRule } from '../../schemas/rules.ts'
import { isOnDuty } from '../../shifts/on-shift/store.ts'
import type { MovedCase, Mover } from '../moves.ts'
import { missingNames } from '../views.ts'

/** Whether he makes the move now: where he stands, whether he is on, what he can, and what he has in hand. `levelId`: whose limit counts. */
export async function mover(tx: Transaction, personId: string, levelId: string, at: Date): Promise<Mover> {
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId }, include: { level: true } })
  const skills = await tx.attestation.findMany({ where: { personId, OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] }, select: { skillKey: true } })
  const policy = await getRule(tx, 'policy')
  return {
    id: personId,
    role: person.role,
    levelId: person.levelId,
    levelRank: person.level?.rank ?? null,
    isOn: await isOnDuty(tx, personId, at),
    skills: skills.map(({ skillKey }) => skillKey),
    inHand: await countInHand(tx, personId),
    most: policy.body.levels[levelId]?.mostInHand ?? null,
  }
}

/** Cases that he has taken; those that he only keeps do not count. */
export const countInHand = (tx: Pick<Transaction, 'custody'>, personId: string): Promise<number> =>
  tx.custody.count({ where: { personId, toAt: null, isKeeper: false } })

/** The policy that a case began with. */
export async function policyOf(tx: Transaction, { policyVersion }: Pick<Case, 'policyVersion'>): Promise<PolicyRule> {
  const policy = await findRuleVersion(tx, 'policy', '', policyVersion)
  return (policy ?? (await getRule(tx, 'policy'))).body
}

/** The facts by which moves.ts decides. */
export async function movedCase(tx: Transaction, row: Case & { custody: Custody | undefined }, at: Date): Promise<MovedCase> {
  const level = await tx.level.findUniqueOrThrow({ where: { id: row.levelId } })
  const lowest = await tx.level.findFirstOrThrow({ orderBy: { rank: 'asc' } })
  const reason = await findRuleVersion(tx, 'reason', row.reason, row.reasonVersion)
  const policy = await policyOf(tx, row)
  return {
    number: row.number,
    status: row.status,
    level,
    isFrontLine: level.id === lowest.id,
    owner: row.custody ? await ownerOf(tx, row.custody, at) : null,
    words: row.words,
    acknowledgement: row.acknowledgement,
    missingFacts: missingNames(reason?.body, row.facts as Record<string, string>),
    skill: policy.levels[row.levelId]?.skill ?? null,
  }
}

async function ownerOf(tx: Transaction, { personId, isKeeper }: Custody, at: Date): Promise<MovedCase['owner']> {
  const { name } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { name: true } })
  return { id: personId, name, isKeeper, isOn: await isOnDuty(tx, personId, at) }
}
