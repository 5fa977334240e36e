import type { Board, Duty, Gap } from '../api/shift-types.ts'

const NOT_RUNG = [
  'notReady',
  'notSignedIn',
  'onLeave',
  'replaced',
  'noSkill',
  'skillExpired',
  'otherLanguage',
  'onCallOnlyIfUrgent',
  'noPhone',
  'inactive',
] as const

/** The words for why somebody is not rung; a reason that this page does not know yet is still said, as "another reason". */
export const notRungKey = (why: string): `now.notRung.${(typeof NOT_RUNG)[number] | 'other'}` =>
  `now.notRung.${NOT_RUNG.find((known) => known === why) ?? 'other'}`

/** Those who begin together as the next ones. */
export const nextWords = (duties: readonly Duty[]): { names: string[]; from: string; zone: string } | null => {
  const [first, ...rest] = [...duties].sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
  if (first === undefined) return null
  const together = [first, ...rest.filter(({ from }) => Date.parse(from) === Date.parse(first.from))]
  return { names: [...new Set(together.map(({ person }) => person.name))], from: first.from, zone: first.zone }
}

const isDuring = ({ from, to }: Pick<Gap, 'from' | 'to'>, now: number) => Date.parse(from) <= now && now < Date.parse(to)

export const gapNow = (gaps: readonly Gap[], levelId: string, now: number): boolean => gaps.some((gap) => gap.levelId === levelId && isDuring(gap, now))

export type GapLine = { gap: Gap; level: string; missing: number; isNow: boolean }

/** The gaps, the nearest first, with the level's name and how many people are missing. */
export const gapLines = ({ gaps, levels, at }: Board): GapLine[] => {
  const now = Date.parse(at)
  return [...gaps]
    .filter(({ to }) => Date.parse(to) > now)
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
    .map((gap) => ({ gap, level: levels.find(({ id }) => id === gap.levelId)?.name ?? '?', missing: gap.need - gap.have, isNow: isDuring(gap, now) }))
}

/** The zone of a gap's site, as far as the board tells: by a duty there. */
export const zoneOfSite = ({ levels }: Board, siteId: string): string | undefined =>
  levels.flatMap(({ now, next }) => [...now, ...next]).find((duty) => duty.siteId === siteId)?.zone
