import { DateTime } from 'luxon'
import type { Flow } from '../flow.ts'
import type { SessionStart } from '../session.ts'
import type { Literals } from './literals.ts'

/** A caller who dials, at an instant. */
export type Start = { label: string; start: SessionStart; now: DateTime }

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const landline = '+493023125200'
const mobile = '+12125550100'
const ourNumber = '+493023125100'

/** Every kind of caller in every language, and at every hour that a condition tells from another. */
export function startsOf(flow: Flow, literals: Literals): Start[] {
  const from = (number: string | null) => ({ from: number, to: ourNumber })
  const callers: Array<[label: string, start: Pick<SessionStart, 'call' | 'customer' | 'staff'>]> = [
    ['unknown caller', { call: from(landline), customer: null }],
    ['mobile', { call: from(mobile), customer: null }],
    ['number withheld', { call: from(null), customer: null }],
    ['customer', { call: from(landline), customer: { name: 'Marta Nowak' } }],
    ['one of us', { call: from(landline), customer: null, staff: ['somebody'] }],
    ...literals.of('call.from').map((number): [string, Pick<SessionStart, 'call' | 'customer'>] => [number, { call: from(number), customer: null }]),
    ...literals.of('call.to').map((to): [string, Pick<SessionStart, 'call' | 'customer'>] => [`to ${to}`, { call: { from: landline, to }, customer: null }]),
  ]
  const place = { siteId: 'site', zone: flow.zone }
  return instantsOf(flow, literals).flatMap((now) =>
    flow.languages.flatMap((language) =>
      callers.map(([label, start]): Start => {
        return { label: `${label}, ${language}${now.at}`, now: now.instant, start: { flowVersion: 'draft', language, place, ...start } }
      }),
    ),
  )
}

/** A Wednesday at noon; with conditions about the time also each time and day that they name, and the minute or day before. */
function instantsOf({ zone }: Flow, literals: Literals): Array<{ at: string; instant: DateTime }> {
  const noon = DateTime.fromISO('2026-03-04T12:00', { zone })
  const times = literals.of('now.time').map((text) => DateTime.fromISO(text, { zone }))
  const hours = [noon, ...times.flatMap((time) => [time, time.minus({ minutes: 1 })])].filter(({ isValid }) => isValid)
  const named = literals.of('now.weekday').map((day) => noon.plus({ days: (weekdays.indexOf(day) - noon.weekday + 8) % 7 }))
  const dates = literals.of('now.date').flatMap((text) => [DateTime.fromISO(text, { zone }), DateTime.fromISO(text, { zone }).minus({ days: 1 })])
  const days = [noon, ...named, ...dates].filter(({ isValid }) => isValid)
  const isTimed = hours.length + days.length > 2
  return days.flatMap((day) =>
    hours.map(({ hour, minute }) => {
      const instant = day.set({ hour, minute, second: 0, millisecond: 0 })
      // In UTC: the clock of a zone is slow to read, and it is read at every move.
      return { at: isTimed ? `, ${instant.toFormat('ccc yyyy-MM-dd HH:mm', { locale: 'en' })}` : '', instant: instant.toUTC() }
    }),
  )
}
