/** Words that carriers everywhere take for "no more texts" and "texts again". https://www.twilio.com/docs/messaging/features/opt-out */
const STOP = new Set(['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout', 'стоп', 'отписаться'])
const START = new Set(['start', 'unstop', 'yes', 'старт'])

/** What a text asks of us. A keyword counts only by itself: "please stop the water" is a message. */
export function wishIn(text: string): 'stop' | 'start' | 'message' {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '')
  return STOP.has(word) ? 'stop' : START.has(word) ? 'start' : 'message'
}
