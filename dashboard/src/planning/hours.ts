/** "37:30" and "37.5" and "37,5" -> 2250 minutes; null for what is no number of hours. */
export const readHours = (text: string): number | null => {
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(text.trim())
  if (clock) return Number(clock[1]) * 60 + Number(clock[2])
  const number = /^\d{1,3}([.,]\d{1,2})?$/.exec(text.trim())
  return number ? Math.round(Number(text.trim().replace(',', '.')) * 60) : null
}

/** 2250 -> "37.5" */
export const hoursText = (minutes: number): string => String(Math.round(minutes / 0.6) / 100)

/** "31.00" -> 3100 minor units; all currencies here have two decimals. Null for what is no amount. */
export const readAmount = (text: string): number | null => {
  const parts = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(text.trim())
  return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')) : null
}

export const amountText = (minor: number): string => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`

/** How long a shift is by the clock on the wall, on a day without a change of clocks: minutes from start to end, the end maybe tomorrow. */
export const wallMinutes = (from: string, to: string): number => {
  const [start, end] = [from, to].map((time) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    return hours * 60 + minutes
  }) as [number, number]
  return end <= start ? end + 1440 - start : end - start
}

/** [1,2,3,5] -> [[1,3],[5,5]]: weekdays in runs, so that they can be said shortly. */
export const dayRuns = (days: readonly number[]): [number, number][] => {
  const runs: [number, number][] = []
  for (const day of [...new Set(days)].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === day - 1) last[1] = day
    else runs.push([day, day])
  }
  return runs
}

export type Expiry = 'never' | 'over' | 'soon' | 'fine'

const SOON_DAYS = 30

/** How a skill stands: no end, ended, ends within 30 days, or later. */
export const expiryOf = (expiresAt: string | null, now: number): Expiry => {
  if (expiresAt === null) return 'never'
  const left = Date.parse(expiresAt) - now
  if (left <= 0) return 'over'
  return left <= SOON_DAYS * 86_400_000 ? 'soon' : 'fine'
}

/** The contract that holds on a date: the last one that has begun. */
export const contractOn = <C extends { validFrom: string }>(contracts: readonly C[], date: string): C | undefined =>
  [...contracts].filter(({ validFrom }) => validFrom <= date).sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]
