import type { Language } from '../telephony/provider.ts'
import { parseExpression } from './expressions.ts'
import type { Expression } from './expressions.ts'
import { returnTarget } from './flow-file.ts'
import type { FileChoice, FileHandler, FilePrompt, FileStep, FlowFile } from './flow-file.ts'
import { wayOut } from './flow-graph.ts'
import type { Choice, DialTarget, Flow, FlowStep, GatherStep, Handler, Listening, Prompt, Question, Sentence, SurveyStep, Wanted } from './flow.ts'
import { toOpeningHours } from './opening-hours.ts'
import { builtInPhrases, lastResortLanguage, phraseNames } from './phrases.ts'
import type { PhraseName } from './phrases.ts'
import type { Phrase } from './speech.ts'
import { placeSteps, returns } from './subflows.ts'
import { parseTemplate } from './templates.ts'
import type { Template } from './templates.ts'

type FileQuestion = Extract<FileStep, { do: 'menu' | 'gather' | 'survey' }>
type Context = { file: FlowFile; languages: Flow['languages']; phrases: Flow['phrases'] }

/**
 * Makes the form that the engine runs; `others` are the files of its subflows, by flow. Throws when a file was not checked before:
 * `parse-flow.ts` checks first.
 */
export function compileFlow(file: FlowFile, others: ReadonlyMap<string, FlowFile> = new Map()): Flow {
  const [first, ...rest] = file.languages
  if (first === undefined) throw new Error(`flow ${file.flow} has no language`)
  const languages: Flow['languages'] = [first, ...rest]
  const phrases = compilePhrases(file, languages)
  const contexts = new Map<FlowFile, Context>([[file, { file, languages, phrases }]])
  const contextOf = (from: FlowFile): Context => {
    const context = contexts.get(from) ?? { file: from, languages, phrases: compilePhrases(from, languages) }
    contexts.set(from, context)
    return context
  }
  const steps = placeSteps(file, others).map(({ id, step, from }): [string, FlowStep] => [id, compileStep(id, step, contextOf(from))])
  // A subflow that is dialled by itself has nowhere to return to.
  const end: [string, FlowStep] = [returnTarget, { id: returnTarget, do: 'hangUp', prompt: phrases.goodbye, isServed: false }]
  return {
    id: file.flow,
    title: file.title,
    zone: file.zone,
    languages,
    start: file.start,
    pace: file.settings.pace,
    phrases,
    steps: new Map(returns(file) ? [...steps, end] : steps),
  }
}

function compileStep(id: string, step: FileStep, context: Context): FlowStep {
  const { languages, phrases, file } = context
  const prompt = (written: FilePrompt): Prompt => compilePrompt(written, languages)
  const maybePrompt = (written: FilePrompt | undefined): Prompt | null => (written === undefined ? null : prompt(written))
  const timeoutSeconds = ('timeoutSeconds' in step ? step.timeoutSeconds : undefined) ?? file.settings.timeoutSeconds
  switch (step.do) {
    case 'say':
      return { id, do: 'say', prompt: prompt(step.prompt), next: step.next, language: step.language ?? null, isServed: step.served ?? false }
    case 'menu': {
      const question = compileQuestion(id, step, context)
      return { ...question, do: 'menu', listening: menuListening([...question.choices.keys()]) }
    }
    case 'gather':
      return compileGather(id, step, context)
    case 'set':
      return {
        id,
        do: 'set',
        next: step.next,
        values: Object.entries(step.values).map(([name, value]) => ({ name, value: template(value) })),
      }
    case 'branch':
      return {
        id,
        do: 'branch',
        else: step.else,
        when: step.when.map(({ if: condition, goTo }) => ({ if: expression(condition), goTo })),
      }
    case 'hours':
      return {
        id,
        do: 'hours',
        hours: step.days === undefined ? null : toOpeningHours({ ...step, days: step.days }, file.zone),
        onShift: step.onShift ? wanted(step) : null,
        hasSiteHolidays: step.siteHolidays ?? true,
        open: step.open,
        closed: step.closed,
      }
    case 'dial':
      return {
        id,
        do: 'dial',
        prompt: maybePrompt(step.prompt),
        to: dialTarget(step),
        order: step.order,
        timeoutSeconds: step.timeoutSeconds,
        screen: maybePrompt(step.screen) ?? phrases.screen,
        onAnswered: step.onAnswered ?? null,
        onFailed: step.onFailed,
        onGap: step.onGap ?? step.onFailed,
        onBusy: step.onBusy ?? step.onFailed,
      }
    case 'voicemail':
      return {
        id,
        do: 'voicemail',
        prompt: prompt(step.prompt),
        maxSeconds: step.maxSeconds,
        silenceSeconds: step.silenceSeconds,
        title: template(step.title),
        severity: step.severity,
        keep: step.keep,
        next: step.next,
        onEmpty: step.onEmpty ?? null,
        noInput: { tries: 2, goTo: null, prompts: [phrases.noInput] },
      }
    case 'openCase':
      return {
        id,
        do: 'openCase',
        title: template(step.title),
        reason: template(step.reason),
        severity: step.severity,
        hasPromise: step.promise,
        prompt: maybePrompt(step.prompt) ?? phrases.wait,
        next: step.next,
        onDelay: step.onDelay ?? step.next,
      }
    case 'queue':
      return {
        id,
        do: 'queue',
        wanted: wanted(step),
        mustSpeak: step.language ?? false,
        order: step.order,
        prompt: maybePrompt(step.prompt),
        position: maybePrompt(step.position) ?? phrases.queuePosition,
        music: step.music ?? null,
        holdSeconds: step.holdSeconds,
        maxHoldSeconds: step.maxHoldSeconds,
        giveUpSeconds: step.giveUpSeconds,
        timeoutSeconds: step.timeoutSeconds,
        screen: maybePrompt(step.screen) ?? phrases.screen,
        leave: step.leave ?? null,
        callback: step.callback ?? null,
        onAnswered: step.onAnswered ?? null,
        onFailed: step.onFailed,
        onGap: step.onGap ?? step.onFailed,
      }
    case 'wake': {
      const { skill, isOfSite } = wanted({ ...step, level: undefined })
      return {
        id,
        do: 'wake',
        number: capturedName(step.number),
        wanted: { skill, isOfSite },
        title: template(step.title),
        reason: template(step.reason),
        prompt: maybePrompt(step.prompt) ?? phrases.wakePrompt,
        waiting: maybePrompt(step.waiting) ?? phrases.wakeWaiting,
        ringSeconds: step.ringSeconds,
        totalSeconds: step.totalSeconds,
        next: step.next,
        onNobody: step.onNobody,
        onNoNumber: step.onNoNumber ?? step.onNobody,
      }
    }
    case 'transfer':
      return {
        id,
        do: 'transfer',
        to: template(step.to),
        prompt: maybePrompt(step.prompt),
        timeoutSeconds,
        onAnswered: step.onAnswered ?? null,
        onFailed: step.onFailed,
      }
    case 'callback':
      return {
        id,
        do: 'callback',
        number: capturedName(step.number),
        wanted: wanted(step),
        title: template(step.title ?? ''),
        severity: step.severity,
        prompt: maybePrompt(step.prompt) ?? phrases.wait,
        next: step.next,
        onNoNumber: step.onNoNumber,
        onDelay: step.onDelay ?? step.next,
      }
    case 'caseStatus':
      return {
        id,
        do: 'caseStatus',
        prompt: maybePrompt(step.prompt) ?? phrases.askCaseNumber,
        timeoutSeconds,
        confidence: file.settings.confidence,
        choices: compileChoices(file.keys, id, languages),
        tries: step.tries,
        next: step.next,
        onNotFound: step.onNotFound,
      }
    case 'directory':
      return {
        id,
        do: 'directory',
        section: step.section ?? null,
        prompt: maybePrompt(step.prompt) ?? phrases.askName,
        timeoutSeconds,
        confidence: file.settings.confidence,
        choices: compileChoices(file.keys, id, languages),
        tries: step.tries,
        next: step.next,
        onNotFound: step.onNotFound,
      }
    case 'incident':
      return { id, do: 'incident', prompt: maybePrompt(step.prompt) ?? phrases.incidentOffer, timeoutSeconds, joined: step.joined, next: step.next }
    case 'customer':
      return { id, do: 'customer', unknown: step.unknown, openCase: step.openCase ?? step.next, next: step.next }
    case 'survey':
      return compileSurvey(id, step, context)
    case 'sms':
      return { id, do: 'sms', number: capturedName(step.number), text: prompt(step.text), next: step.next, onNoNumber: step.onNoNumber ?? step.next }
    case 'http':
      return {
        id,
        do: 'http',
        url: template(step.url),
        method: step.method,
        body: step.body === undefined ? null : Object.entries(step.body).map(([name, value]) => ({ name, value: template(value) })),
        timeoutSeconds: step.timeoutSeconds,
        answer: Object.entries(step.answer).map(([name, { at, is, optional }]) => ({ name, at: at.split('.'), is, isOptional: optional })),
        prompt: maybePrompt(step.prompt) ?? phrases.wait,
        next: step.next,
        onFailed: step.onFailed,
      }
    case 'subflow':
      throw new Error(`step "${id}" enters a subflow that nobody has put in its place`)
    case 'goTo':
      return { id, do: 'goTo', goTo: step.goTo, language: step.language ?? null }
    case 'presence':
      return {
        id,
        do: 'presence',
        prompt: maybePrompt(step.prompt) ?? phrases.askPin,
        timeoutSeconds,
        tries: step.tries ?? 3,
        next: step.next,
        onFailed: step.onFailed,
      }
    case 'hangUp':
      return { id, do: 'hangUp', prompt: maybePrompt(step.prompt), isServed: step.served ?? false }
  }
}

function dialTarget(step: Extract<FileStep, { do: 'dial' }>): DialTarget {
  const { to, level, language, urgent } = step
  if (Array.isArray(to)) return { kind: 'numbers', numbers: to }
  if (to === 'keeper') return { kind: 'keeper', level: level ?? null }
  if (to === 'owner') return { kind: 'owner' }
  return { kind: 'onShift', wanted: wanted(step), mustSpeak: language ?? false, isUrgent: urgent ?? false }
}

function wanted({ skill, level, site }: Pick<Extract<FileStep, { do: 'dial' | 'hours' | 'queue' | 'callback' }>, 'skill' | 'level' | 'site'>): Wanted {
  return { skill: skill ?? null, level: level ?? null, isOfSite: site === 'caller' }
}

function compileGather(id: string, step: Extract<FileStep, { do: 'gather' }>, context: Context): GatherStep {
  const isNumber = step.minDigits !== undefined || step.maxDigits !== undefined || step.input === 'keys'
  const maxDigits = step.maxDigits ?? 40
  const readBack =
    typeof step.confirm === 'object'
      ? compilePrompt(step.confirm.prompt, context.languages)
      : step.confirm
        ? context.phrases[isNumber ? 'confirmKeys' : 'confirmSpeech']
        : null
  return {
    ...compileQuestion(id, step, context),
    do: 'gather',
    name: step.name,
    input: step.input,
    isNumber,
    minDigits: step.minDigits ?? 1,
    maxDigits,
    finishOnKey: step.finishOnKey,
    listening: { maxDigits, finishOnKey: step.finishOnKey },
    readBack,
    identifies: step.identifies ?? null,
    next: step.next,
  }
}

/** A mark is one digit, and any other digit is not understood. */
function compileSurvey(id: string, step: Extract<FileStep, { do: 'survey' }>, context: Context): SurveyStep {
  const question = compileQuestion(id, step, context)
  const digits = { isNumber: true, minDigits: 1, maxDigits: 1, finishOnKey: '#', listening: { maxDigits: 1 } }
  return { ...question, ...digits, do: 'survey', name: step.name, input: 'both', most: step.most, readBack: null, identifies: null, next: step.next }
}

/** `captured.phone` -> `phone` */
function capturedName(written: string | undefined): string | null {
  return written === undefined ? null : written.slice('captured.'.length)
}

function compileQuestion(id: string, step: FileQuestion, { file, languages, phrases }: Context): Question {
  const written = { ...file.keys, ...(step.do === 'menu' ? step.options : {}) }
  const handler = (which: 'onNoInput' | 'onNoMatch', sorry: Prompt): Handler => {
    const given: FileHandler = { ...file[which], ...step[which] }
    const usual = which === 'onNoInput' ? file.settings.silences : file.settings.tries
    return {
      tries: step[which]?.tries ?? step.tries ?? file[which].tries ?? usual,
      goTo: given.goTo ?? wayOut(file) ?? null,
      prompts: given.prompts?.map((prompt) => compilePrompt(prompt, languages)) ?? [sorry],
    }
  }
  return {
    id,
    prompt: compilePrompt(step.prompt, languages),
    timeoutSeconds: step.timeoutSeconds ?? file.settings.timeoutSeconds,
    confidence: file.settings.confidence,
    choices: compileChoices(written, id, languages),
    phrases: new Map(languages.map((language): [Language, Phrase[]] => [language, phrasesOf(written, language)])),
    noInput: handler('onNoInput', phrases.noInput),
    noMatch: handler('onNoMatch', phrases.noMatch),
  }
}

function compileChoices(written: Readonly<Record<string, FileChoice>>, step: string, languages: Flow['languages']): Question['choices'] {
  return new Map(Object.entries(written).map(([key, choice]) => [key, compileChoice(choice, step, languages)]))
}

function compileChoice(written: FileChoice, step: string, languages: Flow['languages']): Choice {
  if (typeof written === 'string') return { to: written, language: null }
  const change = written.language
  const pairs = typeof change === 'string' ? languages.map((from): [Language, Language] => [from, change]) : Object.entries(change ?? {})
  return { to: written.goTo ?? step, language: change === undefined ? null : new Map(pairs) }
}

function phrasesOf(choices: Readonly<Record<string, FileChoice>>, language: Language): Phrase[] {
  return Object.entries(choices).flatMap(([key, choice]) => (typeof choice === 'string' ? [] : (choice.say?.[language] ?? []).map((words) => ({ words, key }))))
}

/** With keys of several lengths the line cannot know when the caller is done, so # ends them. */
function menuListening(keys: ReadonlyArray<string>): Listening {
  const maxDigits = Math.max(1, ...keys.map((key) => key.length))
  return maxDigits === 1 || keys.includes('#') ? { maxDigits } : { maxDigits, finishOnKey: '#' }
}

function compilePhrases(file: FlowFile, languages: Flow['languages']): Flow['phrases'] {
  const phrase = (name: PhraseName): Prompt => {
    const own = file.phrases[name]
    const builtIn = builtInPhrases[name]
    return new Map(
      languages.map((language): [Language, ReadonlyArray<Sentence>] => {
        const given = own === undefined ? [] : sentencesOf(own, language)
        const spoken = Object.hasOwn(builtIn, language) ? language : lastResortLanguage
        return [language, given.length > 0 ? given : [sentence(builtIn[spoken] ?? '', spoken)]]
      }),
    )
  }
  return Object.fromEntries(phraseNames.map((name) => [name, phrase(name)])) as Record<PhraseName, Prompt>
}

function compilePrompt(written: FilePrompt, languages: Flow['languages']): Prompt {
  return new Map(languages.map((language) => [language, sentencesOf(written, language)]))
}

function sentencesOf(written: FilePrompt, language: Language): Sentence[] {
  const entries = Array.isArray(written) ? written : [written]
  return entries.flatMap((entry) => {
    const text = entry[language]
    if (text === undefined) return []
    return [typeof text === 'string' ? sentence(text, language) : sentence(text.say, text.in)]
  })
}

function sentence(text: string, language: Language): Sentence {
  const parsed = template(text, language)
  return { template: parsed, language, fixed: parsed.fixed === null ? null : { verb: 'say', text: parsed.fixed, language } }
}

function template(text: string, language?: Language): Template {
  const parsed = parseTemplate(text, language)
  if (parsed.kind === 'broken') throw new Error(parsed.problem)
  return parsed.template
}

function expression(text: string): Expression {
  const parsed = parseExpression(text)
  if (parsed.kind === 'broken') throw new Error(parsed.problem)
  return parsed.expression
}
