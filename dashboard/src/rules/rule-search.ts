import type { RuleKind } from '../../../services/schemas/rules.ts'

export const RULE_KINDS: readonly RuleKind[] = ['reason', 'template', 'score', 'policy', 'recording', 'callback', 'pay']
/** What the page shows; it stands in the URL. */
export type RuleSearch = { kind?: RuleKind; key?: string }

export const readRuleSearch = (search: Record<string, unknown>): RuleSearch => {
  const kind = RULE_KINDS.find((known) => known === search['kind'])
  const { key } = search
  return { ...(kind ? { kind } : {}), ...(typeof key === 'string' && key !== '' ? { key } : {}) }
}
