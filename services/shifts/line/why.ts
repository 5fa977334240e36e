import { DateTime } from 'luxon'
import type { OnShiftAnswer, OnShiftPerson, PresenceState } from '../../roster-rules/model.ts'

/** The reasons that a call's log gives, in English as all of the log. Names only, no numbers. All staff reads them: why somebody stands in is not said. */

/** Why somebody is rung: "published shift until 06:00", "override for Dana Novak, until 06:00", "on call until 08:00, urgent". */
export function whyRung(person: OnShiftPerson, { nameOf, zone, isUrgent }: { nameOf: (id: string) => string; zone: string; isUrgent: boolean }): string {
  const until = `until ${DateTime.fromMillis(person.until, { zone }).toFormat('HH:mm')}`
  const onCall = person.kind === 'onCall' ? (isUrgent ? ', on call, urgent' : ', on call, nobody at the desk') : ''
  if (person.source !== 'shift') return `${person.source} for ${nameOf(person.plannedId)}, ${until}${onCall}`
  return person.kind === 'onCall' ? `on call ${until}, ${isUrgent ? 'urgent' : 'nobody at the desk'}` : `published shift ${until}`
}

const DOING: Readonly<Record<PresenceState, string>> = { ready: 'ready', onACall: 'on a call', wrapUp: 'wrapping up a call', break: 'on a break', away: 'away' }

/** Why somebody is not. */
export function whyNotRung({ why, state }: OnShiftAnswer['notRung'][number], wanted: { skill: string | null; language: string | null }): string {
  switch (why) {
    case 'notReady':
      return state ? DOING[state] : 'not ready'
    case 'notSignedIn':
      return 'has not signed in'
    case 'onLeave':
      return 'on leave'
    case 'replaced':
      return 'somebody stands in'
    case 'noSkill':
      return `has not the skill "${wanted.skill}"`
    case 'skillExpired':
      return `the skill "${wanted.skill}" has expired`
    case 'otherLanguage':
      return `does not speak "${wanted.language}"`
    case 'onCallOnlyIfUrgent':
      return 'on call, only for urgent calls or an empty desk'
    case 'noPhone':
      return 'has no phone'
    case 'inactive':
      return 'no longer with us'
  }
}
