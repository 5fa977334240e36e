import type { CallInstruction, SpokenInstruction } from '../provider.ts'
import { STATUS_RETRIES, VOICE_RETRIES } from './retries.ts'
import type { Action } from './webhook.ts'
import { locale, say, saysOf } from './say.ts'
import { xmlElement, xmlResponse, xmlText } from './xml.ts'

/** Where the line calls back. `answerTurn` is the turn that the next request will answer. */
export type Links = { baseUrl: string; answerTurn: number; language: string }

/**
 * Twilio refuses an answer over 64 kB (11750), and the caller hears an error. What is said beyond this is left out, for what takes the line must not
 * be; the rest of an answer cannot be long: at most ten numbers, each with its screen, or hints.
 */
const MOST_SPOKEN_BYTES = 20_000
const MOST_HINT_BYTES = 10_000
const MOST_SCREEN_LETTERS = 300
/** https://www.twilio.com/docs/voice/twiml/gather#hints */
const MOST_HINTS = 500
const MOST_HINT_LETTERS = 100

/** Instructions become TwiML. Nothing to do (a call that is over) hangs up: a caller never hears silence. */
export function twiml(instructions: readonly CallInstruction[], links: Links): string {
  const said = instructions.filter(isSpoken)
  const rest = instructions.filter((instruction) => !isSpoken(instruction))
  return xmlResponse(...within(MOST_SPOKEN_BYTES, said.flatMap(spoken)), ...(instructions.length === 0 ? [HANGUP] : rest.map((one) => verb(one, links))))
}

const HANGUP = xmlElement('Hangup')

type Spoken = SpokenInstruction | { verb: 'pause'; seconds: number }
const isSpoken = (instruction: CallInstruction): instruction is Spoken => ['say', 'play', 'pause'].includes(instruction.verb)

function spoken(instruction: Spoken): string[] {
  if (instruction.verb === 'pause') return [xmlElement('Pause', { length: instruction.seconds })]
  return instruction.verb === 'play' ? [xmlElement('Play', {}, xmlText(instruction.url))] : saysOf(instruction)
}

/** As many as there is room for, from the first on. */
function within(most: number, texts: readonly string[]): string[] {
  let left = most
  return texts.filter((text) => (left -= Buffer.byteLength(text)) >= 0)
}

/** Names and meanings: https://www.twilio.com/docs/voice/twiml. A test compares each verb with Twilio's own builder. */
function verb(instruction: Exclude<CallInstruction, Spoken>, links: Links): string {
  switch (instruction.verb) {
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
      ...(takesSpeech && { language: locale(language), speechTimeout: 'auto', hints: hintsOf(hints) }),
    },
    within(MOST_SPOKEN_BYTES, prompts.flatMap(spoken)).join(''),
  )
}

function hintsOf(hints: readonly string[]): string | undefined {
  const short = hints.filter((words) => words.length <= MOST_HINT_LETTERS).slice(0, MOST_HINTS)
  return hints.length > 0 ? within(MOST_HINT_BYTES, short).join(', ') : undefined
}

/** Nobody has said that he takes this call, so whoever picked up may be a machine: Twilio would let us pay for four hours. */
const MOST_UNASKED_SECONDS = 3_600

function dial({ numbers, timeoutSeconds, screen }: Verb<'dial'>, links: Links): string {
  const called = {
    statusCallback: `${links.baseUrl}/webhooks/twilio/status${STATUS_RETRIES}`,
    statusCallbackEvent: 'initiated ringing answered completed',
    url: screen && screenUrl(links.baseUrl, 'ask', screen),
  }
  return xmlElement(
    'Dial',
    { action: actionUrl(links, 'dial'), timeout: timeoutSeconds, timeLimit: screen ? undefined : MOST_UNASKED_SECONDS, answerOnBridge: true },
    numbers.map((address) => target(address, called)).join(''),
  )
}

/** Whom Twilio calls: a phone, a SIP address, or a program (`client:alice`). */
function target(address: string, called: Parameters<typeof xmlElement>[1]): string {
  if (/^sips?:/.test(address)) return xmlElement('Sip', called, xmlText(address))
  const [, identity] = /^client:(.*)$/.exec(address) ?? []
  return identity === undefined ? xmlElement('Number', called, xmlText(address)) : xmlElement('Client', called, xmlText(identity))
}

const redirect = (url: string): string => xmlElement('Redirect', {}, xmlText(url))

/** Asked on the called person's leg before he is connected: only a human presses 1. */
export function screenTwiml(screen: { text: string; language: string }, links: Links): string {
  return xmlResponse(xmlElement('Gather', { input: 'dtmf', numDigits: 1, timeout: 8, action: screenUrl(links.baseUrl, 'accept', screen) }, say(screen)), HANGUP)
}

/** An empty answer lets the screened person through; a hang-up sends the call on. */
export function screenedTwiml(isAccepted: boolean): string {
  return isAccepted ? xmlResponse() : xmlResponse(HANGUP)
}

/** A caller who holds is told to ask again at once: his music ends there. */
export const lookAgainUrl = (baseUrl: string, { turn, language }: { turn: number; language: string }): string =>
  `${baseUrl}/webhooks/twilio/voice?turn=${turn}&on=continue&lang=${language}`

export function actionUrl({ baseUrl, answerTurn, language }: Links, on: Action): string {
  return `${baseUrl}/webhooks/twilio/voice?turn=${answerTurn}&on=${on}&lang=${language}${VOICE_RETRIES}`
}

export function screenUrl(baseUrl: string, step: 'ask' | 'accept', screen: { text: string; language: string }): string {
  return `${baseUrl}/webhooks/twilio/screen/${step}?${new URLSearchParams({ lang: screen.language, text: screen.text.slice(0, MOST_SCREEN_LETTERS).toWellFormed() })}${VOICE_RETRIES}`
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
