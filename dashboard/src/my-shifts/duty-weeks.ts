import type { BoardLevel, Duty } from '../api/shift-types.ts'
import { daysBetween, mondayOf, wallOf } from '../format/zoned.ts'

/** In which way a duty is on the own list: his own, or he stands in for somebody, or somebody stands in for him. */
export type Mark = 'own' | 'standsIn' | 'swapped' | 'replaced'

export const markOf = (duty: Pick<Duty, 'person' | 'planned' | 'source'>, myId: string): Mark => {
  if (duty.person.id !== myId) return 'replaced'
  if (duty.planned.id === myId) return 'own'
  return duty.source === 'swap' ? 'swapped' : 'standsIn'
}

/** `weeks`: 0 is the week of now, 1 the next, -1 the last. */
export type Week = { monday: string; weeks: number; duties: Duty[] }

/** Duties by week; each lies on the day on which it begins by the clock of its own site, as on the roster. */
export const dutyWeeks = (duties: readonly Duty[], now: number): Week[] => {
  const weeks = new Map<string, Duty[]>()
  for (const duty of [...duties].sort((a, b) => Date.parse(a.from) - Date.parse(b.from))) {
    const monday = mondayOf(wallOf(duty.from, duty.zone).date)
    weeks.set(monday, [...(weeks.get(monday) ?? []), duty])
  }
  return [...weeks].map(([monday, list]) => ({ monday, duties: list, weeks: daysBetween(mondayOf(wallOf(now, list[0]?.zone ?? 'UTC').date), monday) / 7 }))
}

export const nextDuty = (own: readonly Duty[], now: number): Duty | undefined =>
  [...own].filter(({ from }) => Date.parse(from) > now).sort((a, b) => Date.parse(a.from) - Date.parse(b.from))[0]

/** Where the work ends that this duty is a part of: one shift may be several duties without a pause. */
export const endOfWork = (duty: Duty, own: readonly Duty[]): string => {
  let end = duty.to
  for (;;) {
    const later = own.find((one) => one.kind === duty.kind && Date.parse(one.from) <= Date.parse(end) && Date.parse(one.to) > Date.parse(end))
    if (later === undefined) return end
    end = later.to
  }
}

/** Who begins on the same level when one's own work ends, or before it; empty when the board knows nobody. */
export const followers = (levels: readonly BoardLevel[], duty: Duty, end: string): string[] => {
  const level = levels.find(({ id }) => id === duty.levelId)
  const next = (level?.next ?? []).filter((one) => one.kind === duty.kind && one.person.id !== duty.person.id)
  const soon = next.filter(({ from }) => Date.parse(from) <= Date.parse(end) + 60_000)
  return [...new Set(soon.map(({ person }) => person.name))]
}
