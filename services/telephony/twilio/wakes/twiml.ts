import type { WakeReply } from '../../provider.ts'
import { STATUS_RETRIES, VOICE_RETRIES } from '../retries.ts'
import { say } from '../say.ts'
import { xmlElement, xmlResponse, xmlText } from '../xml.ts'

/** How long a key is waited for after the last word. */
const KEY_SECONDS = 6
/** Shorter than the leg's own limit (client.ts), so that the talk ends by its own. */
const MOST_TALK_SECONDS = 3_000

export type WakePath = 'ask' | 'answer' | 'connect' | 'status'

/** The address for one step of one attempt. `held`: what he pressed before it was put off. */
export function wakeUrl(baseUrl: string, path: WakePath, query: { attempt: string; lang: string; retry?: number; held?: string }): string {
  const { attempt, lang, retry, held } = query
  const given = { attempt, lang, ...(retry !== undefined && { retry: String(retry) }), ...(held !== undefined && { held }) }
  return `${baseUrl}/webhooks/twilio/wake/${path}?${new URLSearchParams(given)}`
}

/** What somebody hears who is woken. A mailbox presses nothing: it is hung up on. */
export function wakeTwiml(reply: WakeReply, baseUrl: string, attempt: string): string {
  const { language: lang } = reply
  const url = (path: WakePath): string => wakeUrl(baseUrl, path, { attempt, lang }) + VOICE_RETRIES
  const ask = (action: string, content: string): string =>
    xmlElement('Gather', { input: 'dtmf', numDigits: 1, timeout: KEY_SECONDS, finishOnKey: '', action }, content)
  switch (reply.kind) {
    case 'asks':
      return xmlResponse(
        ask(url('answer'), say({ text: reply.text, language: lang }) + xmlElement('Pause', { length: 2 }) + say({ text: reply.text, language: lang })),
        HANGUP,
      )
    case 'offers':
      return xmlResponse(ask(url('connect'), say({ text: reply.text, language: lang })), HANGUP)
    case 'ends':
      return xmlResponse(say({ text: reply.text, language: lang }), HANGUP)
    case 'connects': {
      const status = wakeUrl(baseUrl, 'status', { attempt, lang }) + STATUS_RETRIES
      const called = { statusCallback: status, statusCallbackEvent: 'initiated ringing answered completed' }
      return xmlResponse(
        xmlElement('Dial', { callerId: reply.from, timeLimit: MOST_TALK_SECONDS, answerOnBridge: true }, xmlElement('Number', called, xmlText(reply.to))),
        // Without an action the next verb follows: the caller may still be on our line, so that his own is busy.
        say({ text: reply.after, language: lang }),
        HANGUP,
      )
    }
  }
}
const HANGUP = xmlElement('Hangup')

/** A word while something is down, and the same step once more. */
export function putOffWakeTwiml(said: { text: string; language: string }, again: string): string {
  return xmlResponse(say(said), xmlElement('Pause', { length: 2 }), xmlElement('Redirect', {}, xmlText(again + VOICE_RETRIES)))
}
