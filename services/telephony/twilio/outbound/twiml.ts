import type { OutboundReply } from '../../provider.ts'
import { STATUS_RETRIES, VOICE_RETRIES } from '../retries.ts'
import { say } from '../say.ts'
import { holdUrl } from '../rooms/twiml.ts'
import { screenUrl } from '../twiml.ts'
import { xmlElement, xmlResponse, xmlText } from '../xml.ts'

/** How long a key is waited for after the last word. */
const KEY_SECONDS = 6
/** Shorter than the leg's own limit (client.ts), so that the talk ends by its own. */
const MOST_TALK_SECONDS = 3_000
const HANGUP = xmlElement('Hangup')

/** Which of our calls, what he was led to ('' = nothing yet), and (put off because something was down) how often and what he did. */
export type OutboundQuery = { call: string; lang: string; step?: string; retry?: number; held?: string }

export function outboundUrl(baseUrl: string, path: 'ask' | 'status' | 'who', { call, lang, step, retry, held }: OutboundQuery): string {
  const given = { call, lang, ...(step && { step }), ...(retry !== undefined && { retry: String(retry) }), ...(held && { held }) }
  return `${baseUrl}/webhooks/twilio/outbound/${path}?${new URLSearchParams(given)}`
}

/** What somebody hears whom we have called. Who presses nothing comes back too: a purpose decides what silence means. */
export function outboundTwiml(reply: OutboundReply, baseUrl: string, call: string): string {
  const { language: lang } = reply
  const spoken = (text: string): string => say({ text, language: lang })
  const next = (step: string): string => outboundUrl(baseUrl, 'ask', { call, lang, step }) + VOICE_RETRIES
  switch (reply.kind) {
    case 'asks': {
      const times = Array.from({ length: reply.times ?? 1 }, () => spoken(reply.text)).join(xmlElement('Pause', { length: 2 }))
      const how = { input: 'dtmf', numDigits: 1, timeout: KEY_SECONDS, finishOnKey: '', actionOnEmptyResult: true, action: next(reply.step) }
      return xmlResponse(xmlElement('Gather', how, times), HANGUP)
    }
    case 'records': {
      const how = { action: next(reply.step), maxLength: reply.maxSeconds, timeout: 5, finishOnKey: '#', playBeep: true }
      // Nothing was recorded (silence): Twilio falls through instead of calling the action.
      return xmlResponse(spoken(reply.text), xmlElement('Record', how), xmlElement('Redirect', {}, xmlText(next(reply.step))))
    }
    case 'connects': {
      const called = {
        statusCallback: outboundUrl(baseUrl, 'status', { call, lang }) + STATUS_RETRIES,
        statusCallbackEvent: 'initiated ringing answered completed',
        ...(reply.screen !== undefined && { url: screenUrl(baseUrl, 'ask', { text: reply.screen, language: lang }) }),
      }
      const how = { callerId: reply.from, timeout: reply.ringSeconds, timeLimit: MOST_TALK_SECONDS, answerOnBridge: true, action: next(reply.step) }
      return xmlResponse(reply.before === undefined ? '' : spoken(reply.before), xmlElement('Dial', how, xmlElement('Number', called, xmlText(reply.to))))
    }
    case 'joins': {
      const how = { beep: false, startConferenceOnEnter: true, endConferenceOnExit: true, waitUrl: holdUrl(baseUrl, lang) + VOICE_RETRIES }
      const room = xmlElement('Dial', { action: next(reply.step) }, xmlElement('Conference', how, xmlText(reply.room)))
      return xmlResponse(reply.before === undefined ? '' : spoken(reply.before), room)
    }
    case 'ends':
      return xmlResponse(spoken(reply.text), HANGUP)
  }
}
