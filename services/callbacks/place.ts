import { scoreOf } from '../cases/score.ts'
import type { CallbackRule, ScoreRule } from '../schemas/rules.ts'

/** What a place is made of. `askedAt`: when he asked, began to wait on the line, or when the window that he chose begins. */
export type PlaceFacts = { askedAt: Date; severity: string; contacts: number; isDistressed: boolean; isVip: boolean }
export type Place = { placeAt: Date; headStartSeconds: number; terms: { name: string; value: number; points: number }[]; version: number }

/**
 * His place: the instant at which he would have had to ask without any head start. Points are the score's (services/cases/score.ts) without its age and
 * its promise, which all who wait have alike; each is worth `minutesPerPoint`, all together at most `mostHeadStartMinutes`, and fewer than those of a
 * normal case put him back as much. Who has the earliest place is next: nobody is overtaken by somebody who asked more than that later, however many come.
 */
export function placeOf(
  facts: PlaceFacts,
  score: { body: ScoreRule; version: number },
  rule: Pick<CallbackRule, 'minutesPerPoint' | 'mostHeadStartMinutes'>,
): Place {
  const { askedAt, ...rest } = facts
  const { terms: all, version } = scoreOf({ ...rest, openedAt: askedAt, promisedAt: null }, score, askedAt)
  const terms = all.filter(({ name, points }) => points !== 0 && name !== 'age' && name !== 'promise')
  const points = terms.reduce((sum, term) => sum + term.points, 0) - (score.body.severity.normal ?? 0)
  const most = rule.mostHeadStartMinutes * 60
  const headStartSeconds = Math.max(-most, Math.min(most, Math.round(points * rule.minutesPerPoint * 60)))
  return { placeAt: new Date(askedAt.getTime() - headStartSeconds * 1_000), headStartSeconds, terms, version }
}

/** Of several who ask for the same and of whom nobody has proved that the number is his, each has a key of his own beside this one. */
export const apartKeyOf = (sameKey: string, id: string): string => `${sameKey} #${id}`
export const isSameOrApart = (key: string, sameKey: string): boolean => key === sameKey || key.startsWith(`${sameKey} #`)

/** Of open callbacks with the same number, extension and customer there is one; five people behind one switchboard are five. */
export function sameKeyOf({
  number,
  extension,
  customerId,
  name,
  askFor,
}: {
  number: string
  extension: string | null
  customerId: string | null
  name: string
  askFor: string | null
}): string {
  const who = customerId ?? [name, askFor ?? ''].map((one) => one.trim().toLowerCase().replace(/\s+/g, ' ')).join('/')
  return `${number} ${extension ?? ''} ${who}`
}
