import { MINUTE, mondayOf } from '../roster-rules/calendar.ts'
import type { PremiumRule } from './model.ts'
import type { Cut } from './segments.ts'
import { dayAt } from './windows.ts'

type OvertimeRule = PremiumRule & { window: Extract<PremiumRule['window'], { kind: 'overtime' }> }
const isOvertime = (rule: PremiumRule): rule is OvertimeRule => rule.window.kind === 'overtime'

/** What the contract asks of a week, and of the month up to its end, at a time and place. */
export type Norm = { week: () => number; month: () => number }

/**
 * Counts work in the order in which it is done, and cuts it where overtime begins and ends. A calendar month is that of the statement; weeks run from Monday to
 * Sunday by the clock of the workplace, and each minute belongs to the week in which it lies.
 */
export function overtimeCounter() {
  const counted = new Map<string, number>()
  const done = (key: string): number => counted.get(key) ?? 0
  const count = ({ minutes, counts }: Cut, key: string): void => {
    counted.set(`${key} all`, done(`${key} all`) + minutes)
    if (!counts.includes('holiday')) counted.set(`${key} beside holidays`, done(`${key} beside holidays`) + minutes)
  }

  return {
    /** Work that counts towards its week, and is no part of this statement. */
    addBefore: (cut: Cut, zone: string): void => count(cut, weekOf(cut, zone)),
    /** A stretch of work that lies in one week, given back in parts with the rules of overtime that hold. */
    add: (cut: Cut, zone: string, rules: readonly PremiumRule[], norm: Norm): Cut[] => {
      const week = weekOf(cut, zone)
      const isHoliday = cut.counts.includes('holiday')
      const spans = rules.filter(isOvertime).flatMap((rule) => {
        const { per, afterMinutes, plusMinutes = 0, upToMinutes = Infinity, isBesideHolidays = false } = rule.window
        if (isBesideHolidays && isHoliday) return []
        const begin = (afterMinutes === 'contract' ? norm[per]() : afterMinutes) + plusMinutes
        const before = done(`${per === 'week' ? week : 'month'} ${isBesideHolidays ? 'beside holidays' : 'all'}`)
        // In minutes of this stretch.
        return [{ rule, from: begin - before, to: begin + upToMinutes - before }]
      })
      count(cut, week)
      count(cut, 'month')
      return spans.length === 0 ? [cut] : split(cut, spans)
    },
  }
}

const weekOf = ({ from }: Cut, zone: string): string => String(mondayOf(dayAt(from, zone)))

function split(cut: Cut, spans: ReadonlyArray<{ rule: PremiumRule; from: number; to: number }>): Cut[] {
  const inside = spans.flatMap(({ from, to }) => [from, to]).filter((minute) => minute > 0 && minute < cut.minutes)
  // Norms of a month are fifths of minutes at times: overtime begins with the first whole minute.
  const edges = [...new Set([0, ...inside.map(Math.ceil), cut.minutes])].sort((a, b) => a - b)
  return edges.slice(1).map((to, n) => {
    const from = edges[n] ?? to
    const over = spans.filter((span) => span.from <= from && to <= Math.ceil(span.to)).map(({ rule }) => rule)
    return {
      from: cut.from + from * MINUTE,
      to: cut.from + to * MINUTE,
      minutes: to - from,
      rules: [...cut.rules, ...over],
      counts: over.length > 0 ? [...cut.counts, 'overtime'] : cut.counts,
    }
  })
}
