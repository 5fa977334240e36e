import { checkLanguage } from './check-fields.ts'
import type { Path, Report } from './findings.ts'
import type { FileChoice, FileStep, FlowFile } from './flow-file.ts'
import { normalizeSpeech } from './speech.ts'

/** More than this nobody keeps in mind while he listens. */
const mostOptions = 5

type Choices = Readonly<Record<string, FileChoice>>

/** Keys and words: each means one thing, and there are not too many. */
export function checkChoices(file: FlowFile, report: Report): void {
  checkChoiceLanguages(file, file.keys, ['keys'], report)
  checkWords(file.keys, {}, ['keys'], report)
  for (const [id, step] of Object.entries(file.steps)) {
    if (step.do === 'gather') checkFinish(file, id, step, report)
    if (step.do !== 'menu') continue
    const path = ['steps', id, 'options']
    checkChoiceLanguages(file, step.options, path, report)
    checkWords(step.options, withoutKeys(file.keys, Object.keys(step.options)), path, report)
    checkKeys(file, step.options, path, report)
    checkWidth(file, id, step.options, path, report)
  }
}

function checkChoiceLanguages(file: FlowFile, choices: Choices, path: Path, report: Report): void {
  for (const [key, choice] of Object.entries(choices)) {
    const change = typeof choice === 'string' ? undefined : choice.language
    const named = typeof change === 'string' ? [change] : Object.entries(change ?? {}).flat()
    for (const language of new Set(named)) checkLanguage(file, language, [...path, key, 'language'], report)
  }
}

/** Words that mean two keys mean none. */
function checkWords(choices: Choices, inherited: Choices, path: Path, report: Report): void {
  const owners = new Map(wordsOf(inherited).map(({ word, key }) => [word, key]))
  for (const { word, phrase, key } of wordsOf(choices)) {
    const owner = owners.get(word)
    if (owner !== undefined && owner !== key) {
      report('clashing-words', [...path, key, 'say'], `"${phrase}" means option ${owner} as well as option ${key}; keep it at one of them`)
    }
    owners.set(word, key)
  }
}

function wordsOf(choices: Choices): { word: string; phrase: string; key: string }[] {
  return Object.entries(choices).flatMap(([key, choice]) =>
    Object.entries(typeof choice === 'string' ? {} : (choice.say ?? {})).flatMap(([language, phrases]) =>
      phrases.map((phrase) => ({ word: `${language} ${normalizeSpeech(phrase)}`, phrase, key })),
    ),
  )
}

function checkKeys(file: FlowFile, options: Choices, path: Path, report: Report): void {
  const keys = [...new Set([...Object.keys(options), ...Object.keys(file.keys)])]
  for (const [key, choice] of Object.entries(options)) {
    if (file.keys[key] !== undefined && targetOf(file.keys[key]) !== targetOf(choice)) {
      report('clashing-keys', [...path, key], `option ${key} hides the key ${key} that all menus have; choose another key`)
    }
    const shorter = keys.find((other) => other !== key && options[other] === undefined && key.startsWith(other))
    if (shorter !== undefined) {
      report(
        'clashing-keys',
        [...path, key],
        `option ${key} begins with ${shorter}, which all menus have: who presses ${shorter} must wait; choose another key`,
      )
    }
    const longer = keys.find((other) => other !== key && other.startsWith(key))
    if (longer !== undefined) {
      report('clashing-keys', [...path, key], `option ${key} is the beginning of ${longer}: who presses ${key} must wait; use keys of one length`)
    }
  }
}

/** A key that ends every answer never comes alone. */
function checkFinish(file: FlowFile, id: string, step: Extract<FileStep, { do: 'gather' }>, report: Report): void {
  if (file.keys[step.finishOnKey] === undefined) return
  const path = ['steps', id, 'finishOnKey']
  report(
    'clashing-keys',
    path,
    `${step.finishOnKey} ends the answer here, so the key ${step.finishOnKey} that all questions have does nothing; choose another one`,
  )
}

/** What all menus have need not be remembered, nor who cannot understand them: the switch of language. */
function checkWidth(file: FlowFile, id: string, options: Choices, path: Path, report: Report): void {
  const counted = Object.entries(options).filter(([key, choice]) => {
    const to = targetOf(choice) ?? id
    const isSwitch = typeof choice !== 'string' && choice.language !== undefined && to === id
    return !isSwitch && to !== 'back' && to !== 'repeat' && file.keys[key] === undefined
  })
  if (counted.length <= mostOptions) return
  report('menu-too-wide', path, `${counted.length} options; nobody keeps more than ${mostOptions} in mind, put the rarer ones into a menu of their own`)
}

const targetOf = (choice: FileChoice | undefined): string | undefined => (typeof choice === 'string' ? choice : choice?.goTo)

const withoutKeys = (choices: Choices, keys: readonly string[]): Choices => Object.fromEntries(Object.entries(choices).filter(([key]) => !keys.includes(key)))
