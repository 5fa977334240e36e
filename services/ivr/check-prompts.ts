import { promptsOf, sharedPrompts, textsOf, type Text, type Written } from './check-texts.ts'
import { suggest, type Report } from './findings.ts'
import type { FileStep, FlowFile } from './flow-file.ts'
import { builtInPhrases, usualPhrases, type PhraseName } from './phrases.ts'
import { phrasesOf } from './step-phrases.ts'
import { parseTemplate, type Gap } from './templates.ts'
import { findOfficialese } from './word-lists.ts'

/** A listener keeps about eight seconds in mind. */
const mostSeconds = 8
/** A voice says about so many letters a second, at each pace. */
const lettersPerSecond = { slow: 13, normal: 15, fast: 17 }
const mostWords = 20
/** How long values are, as a rule: a name; and a case number that is said digit by digit, twice. */
const usualValue = 11
const usualSlowNumber = 42
const caseNumbers = ['case.number', 'status.number', 'incident.case']

/** Everything that is spoken: each text in each language, short and plain enough to be kept in mind. */
export function checkPrompts(file: FlowFile, report: Report): void {
  for (const written of [...sharedPrompts(file), ...Object.entries(file.steps).flatMap(([id, step]) => promptsOf(id, step))]) {
    checkLanguages(file, written, report)
    checkTexts(file, written, report)
  }
  checkPhrases(file, report)
  checkLateNumbers(file, report)
}

function checkLanguages(file: FlowFile, { prompt, path }: Written, report: Report): void {
  const isList = Array.isArray(prompt)
  // `phrases:` may give one sentence in one language only; the others are built in.
  const needed = path[0] === 'phrases' ? [] : file.languages
  for (const [n, entry] of (isList ? prompt : [prompt]).entries()) {
    const at = isList ? [...path, n] : path
    for (const language of needed) {
      if (!Object.hasOwn(entry, language)) report('missing-text', at, `the text in "${language}" is missing; add it`)
    }
    for (const [language, text] of Object.entries(entry)) {
      if ((typeof text === 'string' ? text : text.say).trim() === '') report('missing-text', [...at, language], `the text in "${language}" is empty; write it`)
      if (!file.languages.includes(language)) {
        const known = `${file.languages.join(', ')})${suggest(language, file.languages)}`
        report('unspoken-language', [...at, language], `"${language}" is never spoken: it is not among "languages" (${known}; add it there, or delete the text`)
      }
      if (typeof text !== 'string' && text.in === language) {
        report('unspoken-language', [...at, language], `"in: ${text.in}" is what is spoken anyhow; write the text alone`)
      }
    }
  }
}

function checkTexts(file: FlowFile, written: Written, report: Report): void {
  const long = written.isSpoken ? findLong(file, written) : undefined
  if (long !== undefined) {
    report(
      'long-prompt',
      written.path,
      `takes about ${long.seconds} s in "${long.language}"; nobody keeps more than ${mostSeconds} s in mind, shorten or split it`,
    )
  }
  for (const { text, path, language = '' } of textsOf(written)) {
    const found = findOfficialese(text.replace(/{{.*?}}/g, ' '), language)
    if (found.length > 0) {
      report('officialese', path, `nobody talks like that: ${found.map(({ word, plain }) => `instead of "${word}" say "${plain}"`).join('; ')}`)
    }
    if (!written.isSpoken) continue
    const words = longestSentence(text)
    // A prompt that is too long must be shortened anyhow.
    if (words > mostWords && long === undefined)
      report('long-sentence', path, `a sentence has ${words} words; who listens loses it after ${mostWords}, make two of it`)
  }
  const fast = written.isSpoken ? textsOf(written).find((text) => fastNumber(text) !== undefined) : undefined
  if (fast === undefined) return
  const name = fastNumber(fast)
  report('fast-number', fast.path, `{{${name}}} is said too fast to be written down; write {{${name} | slowly}}`)
}

const fastNumber = ({ text, language = '' }: Text): string | undefined =>
  gapsOf(text, language).find(({ written, filter }) => filter !== 'slowly' && caseNumbers.includes(written))?.written

/** All sentences of a prompt are heard one after the other. */
function findLong({ settings }: FlowFile, written: Written): { seconds: number; language: string } | undefined {
  const letters = new Map<string, number>()
  for (const { text, path, language = '' } of textsOf(written)) {
    const heardBy = String(path.at(-1))
    letters.set(heardBy, (letters.get(heardBy) ?? 0) + lengthOf(text, language))
  }
  const perSecond = lettersPerSecond[settings.pace]
  for (const [language, length] of letters) {
    if (length > mostSeconds * perSecond) return { seconds: Math.ceil(length / perSecond), language }
  }
  return undefined
}

function lengthOf(text: string, language: string): number {
  const parsed = parseTemplate(text, language)
  if (parsed.kind === 'broken') return 0
  return parsed.template.parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : lengthOfGap(part)), 0)
}

function lengthOfGap({ filter }: Gap): number {
  if (filter === 'slowly') return usualSlowNumber
  return filter === null || filter === 'digits' ? usualValue : Math.max(...Object.values(filter.plural).map((form) => form.length))
}

function gapsOf(text: string, language: string): Gap[] {
  const parsed = parseTemplate(text, language)
  return parsed.kind === 'broken' ? [] : parsed.template.parts.filter((part) => typeof part !== 'string')
}

/** The most words between two full stops; a value counts as one. */
function longestSentence(text: string): number {
  const sentences = text.replace(/{{.*?}}/g, 'x').split(/[.!?…]+(?=\s|$)/u)
  return Math.max(...sentences.map((sentence: Text['text']) => sentence.match(/[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu)?.length ?? 0))
}

/** Sentences that the flow leaves to us, in languages that we do not have: they would be spoken in English. */
function checkPhrases(file: FlowFile, report: Report): void {
  const said = new Set([...usualPhrases, ...Object.values(file.steps).flatMap(phrasesAt)])
  for (const [n, language] of file.languages.entries()) {
    const missing = [...said].filter((name) => {
      const own = file.phrases[name]
      const isGiven = own !== undefined && (Array.isArray(own) ? own : [own]).some((entry) => Object.hasOwn(entry, language))
      return !isGiven && !Object.hasOwn(builtInPhrases[name], language)
    })
    if (missing.length === 0) continue
    const names = missing.join(', ')
    report('missing-phrase', ['languages', n], `in "${language}" some sentences would be spoken in English; write them under "phrases": ${names}`)
  }
}

const phrasesAt = (step: FileStep): ReadonlyArray<PhraseName> => (step.do === 'subflow' ? [] : phrasesOf[step.do])

/** A case may get its number later than the caller can wait. */
function checkLateNumbers(file: FlowFile, report: Report): void {
  for (const [id, step] of Object.entries(file.steps)) {
    if ((step.do !== 'openCase' && step.do !== 'callback') || step.onDelay !== undefined || !namesResult(step.next, file.steps[step.next])) continue
    report('no-answer-yet', ['steps', id], `"${step.next}" speaks of what may come too late; give "onDelay" a step that does without it`)
  }
}

function namesResult(id: string, step: FileStep | undefined): boolean {
  return step !== undefined && promptsOf(id, step).some((prompt) => textsOf(prompt).some(({ text }) => /{{\s*(case|callback)\./.test(text)))
}
