import type { Duty } from '../../roster-rules/model.ts'

/**
 * Duties as a calendar file (RFC 5545), for other programs. Written by hand: the package for it needs 0.4 ms for each event, and a team's
 * months would keep callers waiting for seconds.
 */
export type FeedNames = {
  people: ReadonlyMap<string, string>
  levels: ReadonlyMap<string, string>
  sites: ReadonlyMap<string, string>
  /** Of a shift: the name of its type; without one it is just a shift. */
  types: ReadonlyMap<string, string>
}
export type Feed = { title: string; language: string; withNames: boolean }

const WORDS = {
  en: { shift: 'Shift', onCall: 'On call', for: 'Stands in for' },
  ru: { shift: 'Смена', onCall: 'Дежурство', for: 'Вместо' },
} as const

/** How often a program may ask again; calendars ask seldom enough without it. */
export const FRESH_MINUTES = 15

export function calendarOf(feed: Feed, duties: readonly Duty[], names: FeedNames, now: Date): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Nightline//Roster//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(feed.title)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:PT${FRESH_MINUTES}M`,
    `X-PUBLISHED-TTL:PT${FRESH_MINUTES}M`,
    ...duties.flatMap((duty) => eventOf(feed, duty, names, now)),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

/** A piece of a shift: the same one has the same name whenever it is asked for, so that a program changes it and does not double it. */
export function uidOf({ shiftId, overrideId, from }: Duty): string {
  return `${[shiftId, ...(overrideId === null ? [] : [overrideId]), stamp(from)].join('-')}@nightline`
}

function eventOf({ language, withNames }: Feed, duty: Duty, names: FeedNames, now: Date): string[] {
  const words = language === 'ru' ? WORDS.ru : WORDS.en
  const nameOf = (id: string): string => names.people.get(id) ?? '?'
  const what = `${names.types.get(duty.shiftId) ?? words.shift} (${names.levels.get(duty.levelId) ?? '?'})`
  const marked = duty.kind === 'onCall' ? `${words.onCall}: ${what}` : what
  const isStandIn = duty.personId !== duty.plannedId
  return [
    'BEGIN:VEVENT',
    `UID:${uidOf(duty)}`,
    `DTSTAMP:${stamp(now.getTime())}`,
    // In UTC: a duty is an interval of real time, whatever the clocks of its site do meanwhile.
    `DTSTART:${stamp(duty.from)}`,
    `DTEND:${stamp(duty.to)}`,
    `SUMMARY:${escaped(withNames ? `${nameOf(duty.personId)}: ${marked}` : marked)}`,
    `LOCATION:${escaped(names.sites.get(duty.siteId) ?? '')}`,
    // Not why: the reason may be somebody's illness, and this leaves the house.
    ...(isStandIn ? [`DESCRIPTION:${escaped(`${words.for} ${nameOf(duty.plannedId)}`)}`] : []),
    `TRANSP:${duty.kind === 'onCall' ? 'TRANSPARENT' : 'OPAQUE'}`,
    'END:VEVENT',
  ]
}

/** `20261122T210000Z` */
function stamp(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n')
}

const MOST_OCTETS = 75

/** A line has 75 octets at most; a longer one goes on in the next, behind a blank. Letters stay whole. */
function folded(line: string): string {
  // A letter has three octets at most (two of these make one of four).
  if (line.length * 3 <= MOST_OCTETS) return line
  const octets = Buffer.from(line)
  const parts: string[] = []
  for (let begin = 0; begin < octets.length;) {
    let end = Math.min(begin + (begin === 0 ? MOST_OCTETS : MOST_OCTETS - 1), octets.length)
    while (isWithinLetter(octets[end])) end -= 1
    parts.push(octets.toString('utf8', begin, end))
    begin = end
  }
  return parts.join('\r\n ')
}

function isWithinLetter(octet: number | undefined): boolean {
  return octet !== undefined && (octet & 0xc0) === 0x80
}
