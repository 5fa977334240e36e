import type { FilePrompt } from '../ivr/flow-file.ts'
import type { Carrying } from './carrying.ts'
import { textOf } from './carrying.ts'
import type { Widget } from './definition.ts'
import type { Place } from './ledger.ts'
import { readLiquid, withoutBlocks } from './liquid.ts'
import { LOST, carryTemplate } from './values.ts'

/** What our flow says where Studio says nothing: it just ends, or only plays a file. */
export type OwnText = 'goodbye' | 'message' | 'question'
const ownTexts: Readonly<Record<string, Readonly<Record<OwnText, string>>>> = {
  en: { goodbye: 'Goodbye.', message: 'Please leave a message after the tone.', question: 'Please choose.' },
  ru: { goodbye: 'До свидания.', message: 'Оставьте сообщение после сигнала.', question: 'Сделайте выбор.' },
  de: { goodbye: 'Auf Wiederhören.', message: 'Bitte sprechen Sie nach dem Ton.', question: 'Bitte wählen Sie.' },
  es: { goodbye: 'Adiós.', message: 'Deje un mensaje después de la señal.', question: 'Elija una opción.' },
  fr: { goodbye: 'Au revoir.', message: 'Laissez un message après le signal.', question: 'Faites votre choix.' },
  it: { goodbye: 'Arrivederci.', message: 'Lasci un messaggio dopo il segnale.', question: 'Scelga, per favore.' },
  pt: { goodbye: 'Até logo.', message: 'Deixe uma mensagem após o sinal.', question: 'Escolha uma opção.' },
  ja: { goodbye: '失礼いたします。', message: '発信音のあとにメッセージをお話しください。', question: 'お選びください。' },
}

/** A sentence of ours, in English where we do not have the language. */
export function ownPrompt(language: string, text: OwnText): FilePrompt {
  const own = Object.hasOwn(ownTexts, language) ? ownTexts[language] : undefined
  return { [language]: own === undefined ? { in: 'en', say: ownTexts['en']?.[text] ?? '' } : own[text] }
}

export const hasOwnTexts = (language: string): boolean => Object.hasOwn(ownTexts, language)

/** `pt-BR` -> `pt`. */
export const languageOf = (written: string): string | undefined => /^([a-z]{2,3})(?:[-_].*)?$/i.exec(written.trim())?.[1]?.toLowerCase()

/** A prompt out of the `say` of a widget; null when nothing is left to be said. */
export function carryPrompt(carrying: Carrying, widget: Widget): FilePrompt | null {
  const place: Place = [widget.index, 'properties', 'say']
  const sentences = carrySentences(carrying, place, textOf(widget, 'say'))
  const spoken = languageOf(textOf(widget, 'language'))
  if (spoken !== undefined) carrying.ledger.carry(widget.index, 'properties', 'language')
  if (sentences.length === 0) return null
  const { language } = carrying
  const entry = (text: string) => ({ [language]: spoken === undefined || spoken === language ? text : { in: spoken, say: text } })
  // A list, so that a sentence whose value is not known is left out and the others are heard.
  const hasGap = sentences.some((sentence) => sentence.includes('{{'))
  return hasGap && sentences.length > 1 ? sentences.map(entry) : entry(sentences.join(' '))
}

/** A text of a message (SMS), in one piece. */
export function carryText(carrying: Carrying, place: Place, text: string): string {
  return carrySentences(carrying, place, text).join(' ')
}

/** What stands in a text, sentence by sentence, without those of which a value is lost. */
function carrySentences(carrying: Carrying, place: Place, text: string): string[] {
  const { ledger } = carrying
  const pieces = readLiquid(text)
  const { text: carried, lost } = carryTemplate(carrying, place, pieces, withoutBlocks(pieces))
  ledger.carry(...place)
  if (lost > 0) ledger.name(place, 'a sentence is left out, since a value in it is not known here; write it anew')
  const plain = withoutMarks(carried)
  if (plain !== carried) ledger.name(place, 'pauses and marks of pronunciation (SSML, rows of dots) are left out; listen to the text')
  return plain
    .split(/\s*\n\s*/)
    .flatMap((line, n, lines) => (n < lines.length - 1 && /[\p{L}\p{N}]$/u.test(line) ? `${line}.` : line).split(/(?<=[.!?…])\s+|(?<=[。！？])/u))
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => !sentence.includes(LOST) && /[\p{L}\p{N}]|\{\{/u.test(sentence))
}

const withoutMarks = (text: string): string =>
  text
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/(?:[ \t]*\.[ \t]+){2,}\.?/g, ' ')
    .replace(/\.{4,}/g, ' ')
