import { wallOf } from '../format/zoned.ts'
import type { DirectoryEntry } from '../api/line-types.ts'

type Hours = NonNullable<DirectoryEntry['hours']>
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** `mon-fri 08:00-12:00, 13:00-18:00; sat 09:00-12:00`, as it is written into the form. */
export const hoursToText = (hours: Hours | null): string =>
  Object.entries(hours ?? {})
    .map(([days, ranges]) => `${days} ${ranges.join(', ')}`)
    .join('; ')

/** Null: nothing was written, so always. Undefined: it cannot be read. */
export const textToHours = (text: string): Hours | null | undefined => {
  const parts = text
    .split(';')
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean)
  if (parts.length === 0) return null
  const read = parts.map((part) => /^([a-z]{3}(?:-[a-z]{3})?)\s+([\d:,\s-]+)$/.exec(part))
  if (read.some((match) => match === null)) return undefined
  return Object.fromEntries(read.map((match) => [match?.[1] ?? '', (match?.[2] ?? '').split(',').map((range) => range.replace(/\s/g, ''))]))
}

/** By the clock of the entry's zone; a range that ends at or before its start goes on to the next day. */
export const isOpenAt = ({ hours, zone }: Pick<DirectoryEntry, 'hours' | 'zone'>, now: number): boolean => {
  if (hours === null) return true
  const { date, time } = wallOf(now, zone)
  const today = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
  return Object.entries(hours).some(([written, ranges]) => {
    const days = daysOf(written)
    return ranges.some((range) => {
      const [from = '', to = ''] = range.split('-')
      const passesMidnight = to <= from
      const isToday = days.includes(today) && time >= from && (passesMidnight || time < to)
      return isToday || (passesMidnight && days.includes((today + 6) % 7) && time < to)
    })
  })
}

const daysOf = (written: string): number[] => {
  const [from = '', to = from] = written.split('-')
  const first = DAYS.indexOf(from)
  const length = ((DAYS.indexOf(to) - first + 7) % 7) + 1
  return Array.from({ length }, (_, n) => (first + n) % 7)
}
