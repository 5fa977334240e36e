import { dateAt, plusDays, wallWindow } from '../local-time/wall-clock.ts'
import { inWords } from '../shifts/next-opening.ts'
import { HOURS_TO_THE_TOP } from './deadline.ts'

/** When a customer may be called: by the clock on his wall. */
const WAKING = { from: '08:00', to: '20:00' }
const MINUTE = 60_000

/**
 * By when a customer is told that he has an answer: the latest whole minute up to `latest` (his case's 20 hours; without a case, 20 hours from
 * `now`) in the waking hours of `zone`. A case that runs out while he sleeps has none: then it is `latest` itself.
 */
export function promisedAt(now: number, zone: string, latest: number = now + HOURS_TO_THE_TOP * 60 * MINUTE): number {
  for (let date = dateAt(latest, zone); date >= dateAt(now, zone); date = plusDays(date, -1)) {
    const waking = wallWindow(date, WAKING.from, WAKING.to, zone)
    const until = Math.floor(Math.min(waking.to, latest) / MINUTE) * MINUTE
    if (until >= waking.from && until > now) return until
  }
  return latest
}

/** A time told to a customer, as it stands in "you have an answer ...": "by tomorrow at 8 AM", "by Monday at 9 AM". */
export function byInWords(instant: number, told: { at: number; zone: string; language: string }): string {
  const words = inWords(instant, told)
  return told.language === 'ru' ? `не позднее чем ${words}` : `by ${words.replace(/^on /, '')}`
}

/** The same in several languages. */
export function byInEach(instant: number, { languages, ...told }: { at: number; zone: string; languages: readonly string[] }): Record<string, string> {
  return Object.fromEntries(languages.map((language) => [language, byInWords(instant, { ...told, language })]))
}
