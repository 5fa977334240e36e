import { Refused, elements, textOf, whole, type Attributes, type Warnings } from './reading.ts'
import type { Prompt } from './verbs.ts'
import type { XmlElement } from './xml.ts'

export const isPrompt = ({ name }: XmlElement): boolean => ['Say', 'Play', 'Pause'].includes(name)

const longestSpeech = 4096
/** Elements of SSML that Twilio speaks; what they say is heard, how they say it is not. */
const ssml = ['break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w', 'amazon:effect', 'amazon:domain']

export function readPrompt(element: XmlElement, warnings: Warnings): Prompt {
  const at = element.attributes
  if (element.name === 'Pause') return { verb: 'pause', seconds: whole(at['length'], 1, 0, 13910, 'Pause length') }
  if (element.name === 'Say') return readSay(element, warnings)
  const digits = at['digits'] ?? ''
  if (!/^[0-9A-Dw*#]*$/i.test(digits)) throw new Refused(12200, `Play: invalid digits "${digits}"; allowed: 0-9, A-D, *, #, w.`)
  return { verb: 'play', url: textOf(element).replace(/\s+/g, ' ').trim(), digits, loop: whole(at['loop'], 1, 0, 13410, 'Play loop') }
}

function readSay(element: XmlElement, warnings: Warnings): Prompt {
  checkSsml(element)
  const text = textOf(element).replace(/\s+/g, ' ').trim()
  if (text === '') warnings.push({ code: 13520, message: 'Say: invalid text (empty).' })
  if (text.length > longestSpeech) warnings.push({ code: 13521, message: `Say: the text has ${text.length} characters; at most 4096 are spoken.` })
  return say(text.slice(0, longestSpeech), element.attributes)
}

function checkSsml(element: XmlElement): void {
  for (const child of elements(element)) {
    if (!ssml.includes(child.name)) throw new Refused(12200, `Schema validation: <${child.name}> is not allowed in <Say>; allowed: ${ssml.join(', ')}.`)
    checkSsml(child)
  }
}

export function say(text: string, at: Attributes): Prompt {
  return { verb: 'say', text, language: at['language'] ?? 'en-US', voice: at['voice'] ?? '', loop: whole(at['loop'], 1, 0, 13510, 'Say loop') }
}
