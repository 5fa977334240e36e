import type { RoomEntry, RoomReply } from '../../provider.ts'
import { STATUS_RETRIES, VOICE_RETRIES } from '../retries.ts'
import { say } from '../say.ts'
import { actionUrl, type Links } from '../twiml.ts'
import { xmlElement, xmlResponse, xmlText } from '../xml.ts'

/** How long a key is waited for after the last word. */
const KEY_SECONDS = 6
const HANGUP = xmlElement('Hangup')
/** So long it is quiet between two words to somebody who is held. */
const QUIET_SECONDS = 12

export type RoomPath = 'enter' | 'ask' | 'answer' | 'status'

export function roomUrl(baseUrl: string, path: RoomPath, query: { member: string; lang: string; retry?: number; held?: string }): string {
  const { member, lang, retry, held } = query
  const given = { member, lang, ...(retry !== undefined && { retry: String(retry) }), ...(held !== undefined && { held }) }
  return `${baseUrl}/webhooks/twilio/room/${path}?${new URLSearchParams(given)}`
}

/** What the caller hears while he is held, or alone. */
export const holdUrl = (baseUrl: string, language: string): string => `${baseUrl}/webhooks/twilio/room/hold?lang=${language}`

/** Where the caller's line asks how it goes on after the room. */
export const callerBackUrl = (baseUrl: string, { turn, language }: { turn: number; language: string }): string =>
  `${baseUrl}/webhooks/twilio/voice?turn=${turn}&on=room&lang=${language}`

/** The caller comes in; when the room is over his line asks us how it goes on. Nobody else's leaving leaves him in silence: who talks with him ends the room. */
export function callerTwiml(entry: RoomEntry, links: Links): string {
  return xmlResponse(xmlElement('Dial', { action: actionUrl(links, 'room') }, conference({ ...entry, endsRoom: true }, links.baseUrl)))
}

/** What somebody of ours hears whose leg comes into a room, or is called for it. A mailbox presses nothing: it is hung up on. */
export function roomTwiml(reply: RoomReply, baseUrl: string, member: string): string {
  const { language: lang } = reply
  switch (reply.kind) {
    case 'enters':
      return xmlResponse(xmlElement('Dial', {}, conference(reply, baseUrl)), HANGUP)
    case 'asks': {
      const action = roomUrl(baseUrl, 'answer', { member, lang }) + VOICE_RETRIES
      const text = say({ text: reply.text, language: lang })
      const asked = xmlElement('Gather', { input: 'dtmf', numDigits: 1, timeout: KEY_SECONDS, finishOnKey: '', action }, text)
      return xmlResponse(asked, HANGUP)
    }
    case 'ends':
      return xmlResponse(say({ text: reply.text, language: lang }), HANGUP)
  }
}

function conference({ callSid, name, isMuted, coaches, endsRoom, language }: RoomEntry, baseUrl: string): string {
  return xmlElement(
    'Conference',
    {
      beep: false,
      startConferenceOnEnter: true,
      endConferenceOnExit: endsRoom,
      muted: isMuted ? true : undefined,
      coach: coaches ?? undefined,
      waitUrl: holdUrl(baseUrl, language) + VOICE_RETRIES,
      statusCallback: `${baseUrl}/webhooks/twilio/room/events?call=${callSid}${STATUS_RETRIES}`,
      statusCallbackEvent: 'start end join leave',
    },
    xmlText(name),
  )
}

/** A word now and then, for who hears nothing at all believes that the line is dead. Twilio asks again when it is over. */
export function holdTwiml(words: ReadonlyArray<{ text: string; language: string }>): string {
  return xmlResponse(...words.map(say), xmlElement('Pause', { length: QUIET_SECONDS }))
}
