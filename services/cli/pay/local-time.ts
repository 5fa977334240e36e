import { DateTime } from 'luxon'
import { wallClock } from '../../local-time/wall-clock.ts'
import { CannotStart } from '../../reasons.ts'

export type Fold = 'first' | 'last'

const LOCAL = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)(Z|[+-]\d{2}:\d{2})?$/

/** The instant of a local time (epoch milliseconds). A time that comes twice is asked for, and one that never comes is refused: neither is guessed. */
export function instantOf(option: string, text: string, zone: string, fold: Fold | undefined): number {
  const [, date = '', time = '', offset] = LOCAL.exec(text) ?? []
  const day = DateTime.fromISO(date, { zone: 'utc' }).isValid ? DateTime.fromISO(date, { zone }) : undefined
  if (day === undefined) throw new CannotStart(`${option}: "${text}" is not a local time; write one such as 2026-10-24T22:00`)
  // The first midnight of a date that a zone left out would be on another one.
  const [first, last] = (['first', 'last'] as const).map((which) => wallClock(day.set({ hour: 12 }), time, which))
  if (first === undefined || last === undefined || first.toFormat("yyyy-MM-dd'T'HH:mm") !== `${date}T${time}`)
    throw new CannotStart(`${option}: ${date} ${time} never comes in ${zone}, the clocks are put forward over it; write the time that they showed`)
  const offsets = [first, last].map((moment) => moment.toFormat('ZZ'))
  if (offset !== undefined) {
    const meant = [first, last].find((moment) => moment.offset === offsetOf(offset))
    if (meant === undefined)
      throw new CannotStart(`${option}: at ${date} ${time} the clocks of ${zone} are at ${[...new Set(offsets)].join(' or ')}, not at ${offset}`)
    return meant.toMillis()
  }
  if (first.toMillis() === last.toMillis()) return first.toMillis()
  if (fold === undefined)
    throw new CannotStart(
      `${option}: ${date} ${time} comes twice in ${zone}, the clocks are put back; write ${date}T${time}${offsets[0] ?? ''} or ${date}T${time}${offsets[1] ?? ''}, or add --fold first or --fold last`,
    )
  return (fold === 'first' ? first : last).toMillis()
}

function offsetOf(text: string): number {
  if (text === 'Z') return 0
  const [hours = 0, minutes = 0] = text.slice(1).split(':').map(Number)
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
