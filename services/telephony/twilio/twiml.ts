import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import type { CallInstruction, SpokenInstruction } from '../provider.ts'
import { STATUS_RETRIES, VOICE_RETRIES } from './retries.ts'
import type { Action } from './webhook.ts'

/** Where the line calls back. `answerTurn` is the turn that the next request will answer. */
export type Links = { baseUrl: string; answerTurn: number; language: string }

/** Voices' locales that Twilio wants, by our language. https://www.twilio.com/docs/voice/twiml/say#attributes-language */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB', ru: 'ru-RU', de: 'de-DE', fr: 'fr-FR', es: 'es-ES', pl: 'pl-PL' }
const locale = (language: string): string => LOCALES[language] ?? language

/** Instructions become TwiML. Nothing to do (a call that is over) hangs up: a caller never hears silence. */
export function twiml(instructions: readonly CallInstruction[], links: Links): string {
  const response = new VoiceResponse()
  for (const instruction of instructions) add(response, instruction, links)
  if (instructions.length === 0) response.hangup()
  return response.toString()
}

type Speaking = { say: VoiceResponse['say']; play: VoiceResponse['play'] }

function speak(into: Speaking, spoken: SpokenInstruction): void {
  if (spoken.verb === 'play') into.play(spoken.url)
  else into.say({ language: locale(spoken.language) as 'en-GB' }, spoken.text)
}

function add(response: VoiceResponse, instruction: CallInstruction, links: Links): void {
  switch (instruction.verb) {
    case 'say':
    case 'play':
      return speak(response as unknown as Speaking, instruction)
    case 'pause':
      response.pause({ length: instruction.seconds })
      return
    case 'gather':
      return addGather(response, instruction, links)
    case 'dial':
      return addDial(response, instruction, links)
    case 'record':
      response.record({
        action: actionUrl(links, 'record'), maxLength: instruction.maxSeconds, timeout: instruction.silenceSeconds,
        finishOnKey: instruction.finishOnKey, playBeep: true,
      })
      // Nothing was recorded (silence): Twilio falls through instead of calling the action.
      response.redirect(actionUrl(links, 'record'))
      return
    case 'continue':
      response.redirect(actionUrl(links, 'continue'))
      return
    case 'hangUp':
      response.hangup()
      return
    case 'reject':
      response.reject({ reason: instruction.reason })
      return
  }
}

type Verb<V extends CallInstruction['verb']> = Extract<CallInstruction, { verb: V }>

function addGather(response: VoiceResponse, gather: Verb<'gather'>, links: Links): void {
  const input = gather.accepts.map((way) => (way === 'keys' ? 'dtmf' : 'speech')).join(' ')
  const node = response.gather({
    input: [input as 'dtmf'], action: actionUrl(links, 'gather'), timeout: gather.timeoutSeconds,
    // Without it silence falls through to the next verb and the flow never hears of it.
    actionOnEmptyResult: true,
    finishOnKey: gather.finishOnKey ?? '',
    ...(gather.maxDigits !== undefined && { numDigits: gather.maxDigits }),
    ...(gather.accepts.includes('speech') && {
      language: locale(gather.language) as 'en-GB', speechTimeout: 'auto',
      ...(gather.hints && gather.hints.length > 0 && { hints: gather.hints.slice(0, 500).join(', ') }),
    }),
  })
  for (const prompt of gather.prompts) speak(node as unknown as Speaking, prompt)
}

function addDial(response: VoiceResponse, dial: Verb<'dial'>, links: Links): void {
  const node = response.dial({ action: actionUrl(links, 'dial'), timeout: dial.timeoutSeconds, answerOnBridge: true })
  const screen = dial.screen && screenUrl(links, 'ask', dial.screen)
  for (const number of dial.numbers) {
    node.number({
      statusCallback: `${links.baseUrl}/webhooks/twilio/status${STATUS_RETRIES}`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      ...(screen !== undefined && { url: screen }),
    }, number)
  }
}

/** Asked on the called person's leg before he is connected: only a human presses 1. */
export function screenTwiml(screen: { text: string; language: string }, links: Links): string {
  const response = new VoiceResponse()
  const gather = response.gather({ input: ['dtmf'], numDigits: 1, timeout: 8, action: screenUrl(links, 'accept', screen) })
  gather.say({ language: locale(screen.language) as 'en-GB' }, screen.text)
  response.hangup()
  return response.toString()
}

/** An empty answer lets the screened person through; a hang-up sends the call on. */
export function screenedTwiml(isAccepted: boolean): string {
  const response = new VoiceResponse()
  if (!isAccepted) response.hangup()
  return response.toString()
}

export function actionUrl({ baseUrl, answerTurn, language }: Links, on: Action): string {
  return `${baseUrl}/webhooks/twilio/voice?turn=${answerTurn}&on=${on}&lang=${language}${VOICE_RETRIES}`
}

function screenUrl({ baseUrl }: Links, step: 'ask' | 'accept', screen: { text: string; language: string }): string {
  return `${baseUrl}/webhooks/twilio/screen/${step}?${new URLSearchParams({ lang: screen.language, text: screen.text })}${VOICE_RETRIES}`
}

/** The answer while something is down: a word to the caller, then the same turn again with what he entered. */
export function putOffTwiml(text: string, links: Links, retry: { on: Action | undefined; count: number; held: string; turn: number }): string {
  const response = new VoiceResponse()
  response.say({ language: locale(links.language) as 'en-GB' }, text)
  response.pause({ length: 2 })
  const query = new URLSearchParams({ turn: String(retry.turn), lang: links.language, retry: String(retry.count) })
  if (retry.on) query.set('on', retry.on)
  if (retry.held) query.set('held', retry.held)
  response.redirect(`${links.baseUrl}/webhooks/twilio/voice?${query}${VOICE_RETRIES}`)
  return response.toString()
}

type Texts = ReadonlyArray<{ text: string; language: string }>

/** The last answer of a line that cannot think: a message can always be left; Twilio keeps it and tells us later. */
export function leaveMessageTwiml(texts: Texts, links: Links): string {
  const response = new VoiceResponse()
  for (const { text, language } of texts) response.say({ language: locale(language) as 'en-GB' }, text)
  response.record({ action: actionUrl(links, 'message'), maxLength: 120, timeout: 5, playBeep: true, finishOnKey: '#' })
  response.hangup()
  return response.toString()
}

/** A last word, and the end of the call. */
export function farewellTwiml(texts: Texts): string {
  const response = new VoiceResponse()
  for (const { text, language } of texts) response.say({ language: locale(language) as 'en-GB' }, text)
  response.hangup()
  return response.toString()
}
