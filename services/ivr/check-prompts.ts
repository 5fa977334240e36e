import { suggest } from './findings.ts'
import type { Path, Report } from './findings.ts'
import type { FileHandler, FilePrompt, FileStep, FlowFile } from './flow-file.ts'
import { conditionNames, listNames } from './names.ts'
import { builtInPhrases, presencePhrases } from './phrases.ts'
import type { PhraseName } from './phrases.ts'
import { gapsOf, parseTemplate } from './templates.ts'

type Written = { prompt: FilePrompt; path: Path; hasAnswer: boolean }

/** A listener keeps about eight seconds in mind; a voice says about fifteen letters a second. */
const longestPrompt = 8 * 15
const usualValue = 'Marta Nowak'

/** Everything that is spoken: each text in each language, with names that exist, and short enough to be kept in mind. */
export function checkPrompts(file: FlowFile, captured: ReadonlyArray<string>, report: Report): void {
  const names = listNames(captured)
  for (const written of promptsOf(file)) {
    checkLanguages(file, written, report)
    checkTexts(written, names, report)
  }
  for (const { text, path } of templatesOf(file)) checkTemplate(text, path, names, report)
  checkPhrases(file, report)
  checkLateCases(file, report)
}

function promptsOf(file: FlowFile): Written[] {
  const handler = (path: Path, given: FileHandler | undefined): Written[] =>
    (given?.prompts ?? []).map((prompt, n) => ({ prompt, path: [...path, 'prompts', n], hasAnswer: false }))
  const steps = Object.entries(file.steps).flatMap(([id, step]): Written[] => {
    const at = ['steps', id]
    const prompt = 'prompt' in step ? step.prompt : undefined
    const own = prompt !== undefined ? [{ prompt, path: [...at, 'prompt'], hasAnswer: false }] : []
    const question =
      step.do === 'menu' || step.do === 'gather' ? [...handler([...at, 'onNoInput'], step.onNoInput), ...handler([...at, 'onNoMatch'], step.onNoMatch)] : []
    const readBack =
      step.do === 'gather' && typeof step.confirm === 'object' ? [{ prompt: step.confirm.prompt, path: [...at, 'confirm', 'prompt'], hasAnswer: true }] : []
    const screen = step.do === 'dial' && step.screen !== undefined ? [{ prompt: step.screen, path: [...at, 'screen'], hasAnswer: false }] : []
    return [...own, ...question, ...readBack, ...screen]
  })
  const inherited = [...handler(['onNoInput'], file.onNoInput), ...handler(['onNoMatch'], file.onNoMatch)]
  const phrases = Object.entries(file.phrases).flatMap(([name, prompt]): Written[] =>
    prompt === undefined ? [] : [{ prompt, path: ['phrases', name], hasAnswer: name.startsWith('confirm') }],
  )
  return [...inherited, ...phrases, ...steps]
}

function checkLanguages(file: FlowFile, { prompt, path }: Written, report: Report): void {
  const isList = Array.isArray(prompt)
  const entries = isList ? prompt : [prompt]
  // `phrases:` may give one sentence in one language only; the others are built in.
  const needed = path[0] === 'phrases' ? [] : file.languages
  for (const [n, entry] of entries.entries()) {
    const at = isList ? [...path, n] : path
    for (const language of needed) {
      if (!Object.hasOwn(entry, language)) report('error', 'missing-text', at, `the text in "${language}" is missing; add it`)
    }
    for (const [language, text] of Object.entries(entry)) {
      if (!file.languages.includes(language)) {
        report(
          'advice',
          'language',
          [...at, language],
          `"${language}" is never spoken: it is not among "languages" (${file.languages.join(', ')})${suggest(language, file.languages)}`,
        )
      }
      if (typeof text !== 'string' && text.in === language) {
        report('advice', 'language', [...at, language], `"in: ${text.in}" is what is spoken anyhow; write the text alone`)
      }
    }
  }
}

function checkTexts({ prompt, path, hasAnswer }: Written, names: ReadonlyArray<string>, report: Report): void {
  const isList = Array.isArray(prompt)
  const lengths = new Map<string, number>()
  for (const [n, entry] of (isList ? prompt : [prompt]).entries()) {
    for (const [language, written] of Object.entries(entry)) {
      const text = typeof written === 'string' ? written : written.say
      const spoken = typeof written === 'string' ? language : written.in
      checkTemplate(text, isList ? [...path, n, language] : [...path, language], hasAnswer ? [...names, 'answer'] : names, report, spoken)
      lengths.set(language, (lengths.get(language) ?? 0) + text.replace(/{{.*?}}/g, usualValue).length)
    }
  }
  for (const [language, length] of lengths) {
    if (length <= longestPrompt) continue
    report(
      'advice',
      'long-prompt',
      path,
      `takes about ${Math.round(length / 15)} s in "${language}"; nobody keeps more than 8 s in mind, shorten it to ${longestPrompt} letters`,
    )
  }
}

function checkTemplate(text: string, path: Path, names: ReadonlyArray<string>, report: Report, language?: string): void {
  const parsed = parseTemplate(text, language)
  if (parsed.kind === 'broken') return report('error', 'template', path, parsed.problem)
  for (const name of gapsOf(parsed.template)) {
    if (conditionNames.includes(name) || !names.includes(name)) {
      report(
        'error',
        'unknown-name',
        path,
        `{{${name}}} is not known here${suggest(name, names)}; there is ${names.filter((known) => !conditionNames.includes(known)).join(', ')}`,
      )
    }
  }
}

function templatesOf(file: FlowFile): Array<{ text: string; path: Path }> {
  return Object.entries(file.steps).flatMap(([id, step]) => {
    const at = ['steps', id]
    switch (step.do) {
      case 'set':
        return Object.entries(step.values).map(([name, text]) => ({ text, path: [...at, 'values', name] }))
      case 'voicemail':
        return [{ text: step.title, path: [...at, 'title'] }]
      case 'openCase':
        return [
          { text: step.title, path: [...at, 'title'] },
          { text: step.reason, path: [...at, 'reason'] },
        ]
      default:
        return []
    }
  })
}

/** Sentences that the flow leaves to us, in languages that we do not have: they would be spoken in English. */
function checkPhrases(file: FlowFile, report: Report): void {
  for (const [n, language] of file.languages.entries()) {
    const missing = Object.entries(builtInPhrases)
      .filter(([name]) => isSpoken(file, name as PhraseName))
      .filter(([name, builtIn]) => {
        const own = file.phrases[name as PhraseName]
        const given = own !== undefined && (Array.isArray(own) ? own : [own]).some((entry) => Object.hasOwn(entry, language))
        return !given && !Object.hasOwn(builtIn, language)
      })
      .map(([name]) => name)
    if (missing.length === 0) continue
    report(
      'advice',
      'missing-phrase',
      ['languages', n],
      `in "${language}" some sentences would be spoken in English; write them under "phrases": ${missing.join(', ')}`,
    )
  }
}

/** Some phrases belong to steps that few flows have. */
function isSpoken(file: FlowFile, name: PhraseName): boolean {
  const steps = Object.values(file.steps)
  if (presencePhrases.includes(name)) return steps.some((step) => step.do === 'presence')
  return name !== 'stillTrying' || steps.some((step) => step.do === 'dial' && step.order !== 'allAtOnce')
}

/** A case may get its number later than the caller can wait. */
function checkLateCases(file: FlowFile, report: Report): void {
  for (const [id, step] of Object.entries(file.steps)) {
    if (step.do !== 'openCase' || step.onDelay !== undefined || !namesCase(file.steps[step.next])) continue
    report('advice', 'no-answer-yet', ['steps', id], `"${step.next}" speaks the case number, which may come late; give "onDelay" a step that does without it`)
  }
}

function namesCase(step: FileStep | undefined): boolean {
  return step !== undefined && 'prompt' in step && JSON.stringify(step.prompt ?? '').includes('{{case.')
}
