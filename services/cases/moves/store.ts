import type { Case, Custody } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import { findRuleVersion, getRule } from '../../rules/store.ts'
import type { Role } from '../../schemas/people.ts'
import type { PolicyRule } from '../../schemas/rules.ts'
import type { MovedCase, Mover } from '../moves.ts'
import { missingNames } from '../views.ts'

type MoverRow = Omit<Mover, 'most'> & { name: string; language: string; role: Role }
export type NamedMover = Mover & { name: string; language: string }

/** Whether he makes the move now: where he stands, whether he is on, what he can, and what he has in hand. `levelId`: whose limit counts. */
export async function mover(tx: Transaction, personId: string, levelId: string, at: Date): Promise<NamedMover> {
  const [person] = await tx.$queryRaw<MoverRow[]>`
    select p.id, p.name, p.language, p.role::text as role, p.level_id as "levelId", l.rank as "levelRank",
           exists (select from duty d where d.plan = 'published' and d.person_id = p.id and tstzrange(d.starts_at, d.ends_at) @> ${at}::timestamptz) as "isOn",
           array(select a.skill_key from attestation a where a.person_id = p.id and (a.expires_at is null or a.expires_at > ${at}::timestamptz)) as skills,
           (select count(*)::int from custody u where u.person_id = p.id and u.to_at is null and not u.is_keeper) as "inHand"
      from person p left join level l on l.id = p.level_id where p.id = ${personId}::uuid`
  if (!person) throw new Error(`there is no person ${personId}`)
  const policy = await getRule(tx, 'policy')
  return { ...person, most: policy.body.levels[levelId]?.mostInHand ?? null }
}

/** The policy that a case began with. */
export async function policyOf(tx: Transaction, { policyVersion }: Pick<Case, 'policyVersion'>): Promise<PolicyRule> {
  const policy = await findRuleVersion(tx, 'policy', '', policyVersion)
  return (policy ?? (await getRule(tx, 'policy'))).body
}

type StandingRow = { level: MovedCase['level']; isFrontLine: boolean; owner: MovedCase['owner'] }

/** The facts by which moves.ts decides. */
export async function movedCase(tx: Transaction, row: Case & { custody: Custody | undefined }, at: Date): Promise<MovedCase> {
  const [standing] = await tx.$queryRaw<StandingRow[]>`
    select jsonb_build_object('id', l.id, 'name', l.name, 'rank', l.rank, 'isExecutive', l.is_executive) as level,
           not exists (select from level lower where lower.rank < l.rank) as "isFrontLine",
           (select jsonb_build_object('id', p.id, 'name', p.name, 'isKeeper', ${row.custody?.isKeeper ?? false}::boolean, 'isOn',
              exists (select from duty d where d.plan = 'published' and d.person_id = p.id and tstzrange(d.starts_at, d.ends_at) @> ${at}::timestamptz))
              from person p where p.id = ${row.custody?.personId ?? null}::uuid) as owner
      from level l where l.id = ${row.levelId}::uuid`
  if (!standing) throw new Error(`case ${row.number} is at a level that there is not`)
  const reason = await findRuleVersion(tx, 'reason', row.reason, row.reasonVersion)
  const policy = await policyOf(tx, row)
  const { number, status, words, acknowledgement } = row
  return {
    ...{ number, status, words, acknowledgement, ...standing },
    missingFacts: missingNames(reason?.body, row.facts as Record<string, string>),
    skill: policy.levels[row.levelId]?.skill ?? null,
  }
}
