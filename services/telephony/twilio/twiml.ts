import type { CallInstruction, SpokenInstruction } from '../provider.ts'
import { STATUS_RETRIES, VOICE_RETRIES } from './retries.ts'
import type { Action } from './webhook.ts'
import { xmlElement, xmlResponse, xmlText } from './xml.ts'

/** Where the line calls back. `answerTurn` is the turn that the next request will answer. */
export type Links = { baseUrl: string; answerTurn: number; language: string }

/** Voices' locales that Twilio wants, by our language. https://www.twilio.com/docs/voice/twiml/say#attributes-language */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB', ru: 'ru-RU', de: 'de-DE', fr: 'fr-FR', es: 'es-ES', pl: 'pl-PL' }
const locale = (language: string): string => LOCALES[language] ?? language

/** Instructions become TwiML. Nothing to do (a call that is over) hangs up: a caller never hears silence. */
export function twiml(instructions: readonly CallInstruction[], links: Links): string {
  return xmlResponse(...(instructions.length === 0 ? [HANGUP] : instructions.map((instruction) => verb(instruction, links))))
}

const HANGUP = xmlElement('Hangup')

function spoken(instruction: SpokenInstruction | { verb: 'pause'; seconds: number }): string {
  if (instruction.verb === 'pause') return xmlElement('Pause', { length: instruction.seconds })
  return instruction.verb === 'play' ? xmlElement('Play', {}, xmlText(instruction.url)) : say(instruction)
}

function say({ text, language }: { text: string; language: string }): string {
  return xmlElement('Say', { language: locale(language) }, xmlText(text))
}

/** Names and meanings: https://www.twilio.com/docs/voice/twiml. A test compares each verb with Twilio's own builder. */
function verb(instruction: CallInstruction, links: Links): string {
  switch (instruction.verb) {
    case 'say':
    case 'play':
      return spoken(instruction)
    case 'pause':
      return xmlElement('Pause', { length: instruction.seconds })
    case 'gather':
      return gather(instruction, links)
    case 'dial':
      return dial(instruction, links)
    case 'record': {
      const { maxSeconds: maxLength, silenceSeconds: timeout, finishOnKey } = instruction
      // Nothing was recorded (silence): Twilio falls through instead of calling the action.
      return (
        xmlElement('Record', { action: actionUrl(links, 'record'), maxLength, timeout, finishOnKey, playBeep: true }) + redirect(actionUrl(links, 'record'))
      )
    }
    case 'continue':
      return redirect(actionUrl(links, 'continue'))
    case 'hangUp':
      return HANGUP
    case 'reject':
      return xmlElement('Reject', { reason: instruction.reason })
  }
}

type Verb<V extends CallInstruction['verb']> = Extract<CallInstruction, { verb: V }>

function gather({ accepts, prompts, language, timeoutSeconds, maxDigits, finishOnKey = '', hints = [] }: Verb<'gather'>, links: Links): string {
  const takesSpeech = accepts.includes('speech')
  return xmlElement(
    'Gather',
    {
      input: accepts.map((way) => (way === 'keys' ? 'dtmf' : 'speech')).join(' '),
      action: actionUrl(links, 'gather'),
      timeout: timeoutSeconds,
      // Without it silence falls through to the next verb and the flow never hears of it.
      actionOnEmptyResult: true,
      finishOnKey,
      numDigits: maxDigits,
      ...(takesSpeech && { language: locale(language), speechTimeout: 'auto', hints: hints.length > 0 ? hints.slice(0, 500).join(', ') : undefined }),
    },
    prompts.map(spoken).join(''),
  )
}

function dial({ numbers, timeoutSeconds, screen }: Verb<'dial'>, links: Links): string {
  const called = {
    statusCallback: `${links.baseUrl}/webhooks/twilio/status${STATUS_RETRIES}`,
    statusCallbackEvent: 'initiated ringing answered completed',
    url: screen && screenUrl(links, 'ask', screen),
  }
  return xmlElement(
    'Dial',
    { action: actionUrl(links, 'dial'), timeout: timeoutSeconds, answerOnBridge: true },
    numbers.map((number) => xmlElement('Number', called, xmlText(number))).join(''),
  )
}

const redirect = (url: string): string => xmlElement('Redirect', {}, xmlText(url))

/** Asked on the called person's leg before he is connected: only a human presses 1. */
export function screenTwiml(screen: { text: string; language: string }, links: Links): string {
  return xmlResponse(xmlElement('Gather', { input: 'dtmf', numDigits: 1, timeout: 8, action: screenUrl(links, 'accept', screen) }, say(screen)), HANGUP)
}

/** An empty answer lets the screened person through; a hang-up sends the call on. */
export function screenedTwiml(isAccepted: boolean): string {
  return isAccepted ? xmlResponse() : xmlResponse(HANGUP)
}

export function actionUrl({ baseUrl, answerTurn, language }: Links, on: Action): string {
  return `${baseUrl}/webhooks/twilio/voice?turn=${answerTurn}&on=${on}&lang=${language}${VOICE_RETRIES}`
}

function screenUrl({ baseUrl }: Links, step: 'ask' | 'accept', screen: { text: string; language: string }): string {
  return `${baseUrl}/webhooks/twilio/screen/${step}?${new URLSearchParams({ lang: screen.language, text: screen.text })}${VOICE_RETRIES}`
}

/** The answer while something is down: a word to the caller, then the same turn again with what he entered. */
export function putOffTwiml(text: string, links: Links, retry: { on: Action | undefined; count: number; held: string; turn: number }): string {
  const query = new URLSearchParams({ turn: String(retry.turn), lang: links.language, retry: String(retry.count) })
  if (retry.on) query.set('on', retry.on)
  if (retry.held) query.set('held', retry.held)
  return xmlResponse(
    say({ text, language: links.language }),
    xmlElement('Pause', { length: 2 }),
    redirect(`${links.baseUrl}/webhooks/twilio/voice?${query}${VOICE_RETRIES}`),
  )
}

type Texts = ReadonlyArray<{ text: string; language: string }>

/** The last answer of a line that cannot think: a message can always be left; Twilio keeps it and tells us later. */
export function leaveMessageTwiml(texts: Texts, links: Links): string {
  return xmlResponse(
    ...texts.map(say),
    xmlElement('Record', { action: actionUrl(links, 'message'), maxLength: 120, timeout: 5, playBeep: true, finishOnKey: '#' }),
    HANGUP,
  )
}

/** A last word, and the end of the call. */
export function farewellTwiml(texts: Texts): string {
  return xmlResponse(...texts.map(say), HANGUP)
}
