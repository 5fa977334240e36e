import { DateTime } from 'luxon'
import { isOpen, toOpeningHours, type WrittenHours } from '../ivr/opening-hours.ts'
import { horizonEnd, hoursBetween, inWords, nextOpening } from '../shifts/next-opening.ts'

export type EntryHours = { days: WrittenHours['days']; zone: string } | null

const HORIZON_DAYS = 14

type Sentences = { open: (until: string) => string; closed: (next: string) => string; unknown: string }
const SENTENCES: Readonly<Record<string, Sentences>> = {
  en: {
    open: (until) => `open until ${until.replace(/^(today at|today|on) /, '')}`,
    closed: (next) => `closed now, open ${next.replace(/^(today) /, '')}`,
    unknown: 'closed now',
  },
  ru: { open: (until) => `открыто, закрывается ${until}`, closed: (next) => `сейчас закрыто, откроется ${next}`, unknown: 'сейчас закрыто' },
}

/** Is it open at this instant, by the clock of its own zone? Without hours it always is. */
export function isOpenAt(hours: EntryHours, at: number): boolean {
  return hours === null || isOpen(toOpeningHours(hours, hours.zone), DateTime.fromMillis(at, { zone: 'utc' }))
}

/** "open until 6 PM", "closed now, open tomorrow at 8 AM": by the caller's clock. Null: it never closes. */
export function hoursInWords(hours: EntryHours, { at, zone, languages }: { at: number; zone: string; languages: readonly string[] }) {
  if (hours === null) return null
  const open = hoursBetween(toOpeningHours(hours, hours.zone), at, horizonEnd(at, HORIZON_DAYS))
  const next = nextOpening({ at, open, horizonDays: HORIZON_DAYS })
  if (next.isOpen && next.closesAt === null) return null
  const said = (language: string): string => {
    const sentences = SENTENCES[language] ?? SENTENCES['en']
    const words = (instant: number): string => inWords(instant, { at, zone, language })
    if (next.isOpen && next.closesAt !== null) return sentences?.open(words(next.closesAt)) ?? ''
    return (next.opensAt === null ? sentences?.unknown : sentences?.closed(words(next.opensAt))) ?? ''
  }
  return Object.fromEntries(languages.map((language) => [language, said(language)]))
}
