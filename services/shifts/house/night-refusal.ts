/** How Postgres says that a night rule is broken by what stands already (check_night_rule in the migrations). */
const REFUSAL = /the (draft|published) roster has two nights in a row of person ([0-9a-f-]{36})/

/** Whose nights refuse the new rule, in which plan; undefined for any other error. */
export function brokenNight(error: unknown): { plan: string; personId: string } | undefined {
  const [, plan, personId] = REFUSAL.exec(error instanceof Error ? error.message : '') ?? []
  return plan && personId ? { plan, personId } : undefined
}
