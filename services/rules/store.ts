import type { Transaction } from '../db.ts'
import { RULE_BODIES, type RuleBodies, type RuleKind } from '../schemas/rules.ts'
import { SHIPPED } from './shipped.ts'

export type Rule<Kind extends RuleKind> = { kind: Kind; key: string; version: number; body: RuleBodies[Kind] }
type Reader = Pick<Transaction, 'ruleVersion'>

/** The rule as it stands now; version 0 is what the program shipped with. Undefined: there is none of this key. */
export async function findRule<Kind extends RuleKind>(tx: Reader, kind: Kind, key: string): Promise<Rule<Kind> | undefined> {
  const row = await tx.ruleVersion.findFirst({ where: { kind, key }, orderBy: { version: 'desc' } })
  return row ? ruleOf(kind, key, row.version, row.body) : shipped(kind, key)
}

/** The rule as it stood in `version`: what a case began with. */
export async function findRuleVersion<Kind extends RuleKind>(tx: Reader, kind: Kind, key: string, version: number): Promise<Rule<Kind> | undefined> {
  if (version === 0) return shipped(kind, key)
  const row = await tx.ruleVersion.findUnique({ where: { kind_key_version: { kind, key, version } } })
  return row ? ruleOf(kind, key, version, row.body) : undefined
}

/** For rules of which there is always one: policy, score, recording, callback, pay. */
export async function getRule<Kind extends 'policy' | 'score' | 'recording' | 'callback' | 'pay'>(tx: Reader, kind: Kind): Promise<Rule<Kind>> {
  const rule = await findRule(tx, kind, '')
  if (!rule) throw new Error(`the program ships no rule "${kind}"`)
  return rule
}

function shipped<Kind extends RuleKind>(kind: Kind, key: string): Rule<Kind> | undefined {
  const body = (SHIPPED[kind] as Readonly<Record<string, unknown>>)[key]
  return body === undefined ? undefined : ruleOf(kind, key, 0, body)
}

/** Stored bodies go through the schema too: what a later version of the program added gets its default. */
function ruleOf<Kind extends RuleKind>(kind: Kind, key: string, version: number, body: unknown): Rule<Kind> {
  return { kind, key, version, body: RULE_BODIES[kind].parse(body) as RuleBodies[Kind] }
}
