import type { BoardLevel, Duty, Leave } from '../api/shift-types.ts'
import { daysBetween, lastDayOf, mondayOf, plusDays, wallOf } from '../format/zoned.ts'

/** In which way a duty is on the own list: by the roster, or for somebody else. What others took over is not on it. */
export type Mark = 'own' | 'standsIn' | 'swapped'

export const markOf = (duty: Pick<Duty, 'planned' | 'source'>, myId: string): Mark => {
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

export type Followers = { names: string[]; from: string; zone: string }

/** Who begins next on the same level, as the board knows it; undefined when nobody begins within a day. */
export const followers = (levels: readonly BoardLevel[], duty: Duty): Followers | undefined => {
  const level = levels.find(({ id }) => id === duty.levelId)
  const next = (level?.next ?? []).filter((one) => one.person.id !== duty.person.id).sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
  const [first] = next
  if (first === undefined) return undefined
  const together = next.filter(({ from }) => Date.parse(from) === Date.parse(first.from))
  return { names: [...new Set(together.map(({ person }) => person.name))], from: first.from, zone: first.zone }
}

export type WeekDay = { date: string; duties: Duty[]; leaves: Leave[] }

/** The seven days from a Monday on: duties on the day on which they begin by the clock of their site, leave on each of its days by `zone`. */
export const weekDays = (duties: readonly Duty[], leaves: readonly Leave[], monday: string, zone: string): WeekDay[] =>
  [0, 1, 2, 3, 4, 5, 6].map((day) => {
    const date = plusDays(monday, day)
    return {
      date,
      duties: duties.filter((duty) => wallOf(duty.from, duty.zone).date === date).sort((a, b) => Date.parse(a.from) - Date.parse(b.from)),
      leaves: leaves.filter(({ fromAt, toAt }) => wallOf(fromAt, zone).date <= date && date <= lastDayOf(toAt, zone)),
    }
  })

/** Can it still be given away or exchanged? It is one's own to give, and has not begun. */
export const mayGive = (duty: Duty, myId: string, now: number): boolean => duty.person.id === myId && Date.parse(duty.from) > now
