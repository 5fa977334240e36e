import type { CaseScore } from '../schemas/cases.ts'
import type { ScoreRule } from '../schemas/rules.ts'

/** What the score is made of, as it stands at an instant. */
export type ScoreFacts = {
  severity: string
  openedAt: Date
  /** The earliest promise that is neither kept nor replaced. */
  promisedAt: Date | null
  /** How often the customer came to us in the last seven days, by whatever way. */
  contacts: number
  isDistressed: boolean
  isVip: boolean
}

const HOUR = 3_600_000

/** Where a case stands among others, and why: the points of its terms add up to the total. Its age always makes it grow, so nobody starves. */
export function scoreOf(facts: ScoreFacts, { body: rule, version }: { body: ScoreRule; version: number }, now: Date): CaseScore {
  const hours = Math.max(0, now.getTime() - facts.openedAt.getTime()) / HOUR
  const again = Math.min(Math.max(0, facts.contacts - 1), rule.mostContacts)
  const nearness = facts.promisedAt === null ? 0 : nearnessOf(facts.promisedAt, rule.promiseHours, now)
  const severity = rule.severity[facts.severity as keyof typeof rule.severity] ?? 0
  const terms: CaseScore['terms'] = [
    { name: 'severity', value: severity, points: severity },
    { name: 'age', value: rounded(hours), points: rounded(hours * rule.perHour) },
    { name: 'promise', value: rounded(nearness), points: rounded(nearness * rule.promise) },
    { name: 'contacts', value: facts.contacts, points: again * rule.perContact },
    { name: 'distress', value: Number(facts.isDistressed), points: facts.isDistressed ? rule.distress : 0 },
    { name: 'vip', value: Number(facts.isVip), points: facts.isVip ? rule.vip : 0 },
  ]
  return { total: rounded(terms.reduce((sum, { points }) => sum + points, 0)), version, terms }
}

/** 0 until the last hours before the promise, 1 from its instant on. */
function nearnessOf(promisedAt: Date, promiseHours: number, now: Date): number {
  const left = (promisedAt.getTime() - now.getTime()) / HOUR
  return Math.min(1, Math.max(0, 1 - left / promiseHours))
}

/** A second of age still counts. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000
