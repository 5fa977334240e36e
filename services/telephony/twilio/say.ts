import type { SpokenInstruction } from '../provider.ts'
import { xmlElement, xmlText } from './xml.ts'

/** Voices' locales that Twilio wants, by our language. https://www.twilio.com/docs/voice/twiml/say#attributes-language */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB', ru: 'ru-RU', de: 'de-DE', fr: 'fr-FR', es: 'es-ES', pl: 'pl-PL' }
export const locale = (language: string): string => LOCALES[language] ?? language

/**
 * The voices that an account begins with know no SSML (warning 13513), so that another pace needs a voice that does. Without one for the language
 * the sentence is spoken as usual. https://www.twilio.com/docs/voice/twiml/say/text-speech
 */
const VOICES: Readonly<Record<string, string>> = {
  en: 'Polly.Amy',
  ru: 'Polly.Tatyana',
  de: 'Polly.Marlene',
  fr: 'Polly.Celine',
  es: 'Polly.Lucia',
  pl: 'Polly.Ewa',
}
const RATES = { slow: '85%', fast: '115%' } as const

/** What one Say may hold; more of it nobody hears (13521): so many letters, and so many once the text is encoded for a URL (a Russian one counts six). */
const MOST_LETTERS = 3_000
const MOST_ENCODED = 4_500
/** Pieces of words that fit however they are encoded: twelve for each sign. */
const WORDS = /\s?\S{1,370}|\s+?/gu

type Sentence = Omit<Extract<SpokenInstruction, { verb: 'say' }>, 'verb'>

export function say(sentence: Sentence): string {
  return saysOf(sentence).join('')
}

/** A text as one Say, or several when it is long; an empty one is none (13520). */
export function saysOf({ text, language, pace }: Sentence): string[] {
  const voice = pace && VOICES[language]
  const rate = voice && RATES[pace]
  return piecesOf(text)
    .map(xmlText)
    .filter((piece) => piece.trim() !== '')
    .map((piece) => xmlElement('Say', { voice, language: locale(language) }, rate ? xmlElement('prosody', { rate }, piece) : piece))
}

function piecesOf(text: string): string[] {
  if (text.length <= MOST_ENCODED / 12) return [text]
  const pieces: string[] = []
  let piece = ''
  let encoded = 0
  for (const [word] of text.toWellFormed().matchAll(WORDS)) {
    const { length } = encodeURIComponent(word)
    if (piece.length + word.length > MOST_LETTERS || encoded + length > MOST_ENCODED) {
      pieces.push(piece)
      piece = ''
      encoded = 0
    }
    piece += word
    encoded += length
  }
  return [...pieces, piece]
}
