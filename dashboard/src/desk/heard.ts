import type { PhoneEvent } from '../phone/phone-events.ts'

/** What the agent's phone in the page hears and says, as text. */
export type Heard = { n: number; who: 'line' | 'you' | 'other' | 'keys'; text: string; language?: string }

/** The events of all legs of a call as one of them meets them: the line's words to others are not heard here. */
export const heardOf = (events: readonly PhoneEvent[], legSid: string): Heard[] =>
  events.flatMap(({ n, type, leg, text = '', language }): Heard[] => {
    const isOwn = leg === legSid
    if (type === 'said' && isOwn) return [{ n, who: 'line', text, ...(language === undefined ? {} : { language }) }]
    if (type === 'spoke') return [{ n, who: isOwn ? 'you' : 'other', text }]
    if (type === 'pressed' && isOwn) return [{ n, who: 'keys', text }]
    return []
  })

/** What was said before this phone was picked up was said to the line, not to the agent. */
export const sinceAnswered = (events: readonly PhoneEvent[], legSid: string): PhoneEvent[] => {
  const from = events.findIndex(({ type, leg }) => type === 'answered' && leg === legSid)
  return from < 0 ? [] : events.slice(from)
}
