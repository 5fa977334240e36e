import { IANAZone } from 'luxon'
import { checkPrompts } from './check-prompts.ts'
import { namesOf, parseExpression } from './expressions.ts'
import type { Finding, Path, Report } from './findings.ts'
import { suggest } from './findings.ts'
import type { FileChoice, FileStep, FlowFile } from './flow-file.ts'
import { specialTargets } from './flow-file.ts'
import { edgesOf, inheritedEdges, reachableSteps, silentCircles } from './flow-graph.ts'
import { listNames } from './names.ts'
import { normalizeSpeech } from './speech.ts'

/** What a check may know beside the file; what is absent is not checked. */
export type CheckFacts = {
  /** The files of its subflows, by flow. */
  subflows?: ReadonlyMap<string, FlowFile>
  /** Skills that somebody is ever on for: a queue or wake for another one would never reach anybody. */
  skills?: readonly string[]
}

/** What the schema cannot see: all findings at once, in the order of their lines. `lineOf` finds the line of a path in the file. */
export function checkFlow(file: FlowFile, fileName: string, lineOf: (path: Path) => number, _facts: CheckFacts = {}): Finding[] {
  const findings: Finding[] = []
  const report: Report = (severity, rule, path, message) => {
    const step = path[0] === 'steps' && typeof path[1] === 'string' ? { step: path[1] } : {}
    findings.push({ severity, file: fileName, line: lineOf(path), ...step, rule, message })
  }
  const captured = capturedNames(file)
  checkTop(file, report)
  checkTargets(file, report)
  checkChoices(file, report)
  checkConditions(file, listNames(captured), report)
  checkDigits(file, report)
  checkWho(file, report)
  checkPrompts(file, captured, report)
  // A wrong name would make the steps behind it seem unreachable: one mistake, one finding.
  checkWays(file, !findings.some(({ rule }) => rule === 'missing-step'), report)
  return findings.sort((a, b) => a.line - b.line)
}

function capturedNames(file: FlowFile): string[] {
  return Object.values(file.steps).flatMap((step) => (step.do === 'gather' ? [step.name] : step.do === 'set' ? Object.keys(step.values) : []))
}

function checkTop(file: FlowFile, report: Report): void {
  const zones: Array<[Path, string]> = [[['zone'], file.zone]]
  for (const [id, step] of Object.entries(file.steps)) {
    if (step.do === 'hours' && step.zone !== undefined) zones.push([['steps', id, 'zone'], step.zone])
    if (specialTargets.includes(id)) {
      report('error', 'reserved-name', ['steps', id], `"${id}" has a meaning of its own in options; give the step another name`)
    }
    if ((step.do === 'say' || step.do === 'goTo') && step.language !== undefined) checkLanguage(file, step.language, ['steps', id, 'language'], report)
  }
  for (const [path, zone] of zones) {
    if (!IANAZone.isValidZone(zone)) report('error', 'zone', path, `the zone "${zone}" does not exist; write one such as "Europe/Berlin"`)
  }
  if (new Set(file.languages).size !== file.languages.length) report('error', 'language', ['languages'], 'a language is listed twice; list each once')
}

function checkLanguage(file: FlowFile, language: string, path: Path, report: Report): void {
  if (file.languages.includes(language)) return
  report('error', 'language', path, `the language "${language}" is not among the flow's languages (${file.languages.join(', ')}); add it to "languages"`)
}

function checkTargets(file: FlowFile, report: Report): void {
  const ids = Object.keys(file.steps)
  const edges = [
    { to: file.start, label: '"start"', path: ['start'] },
    ...inheritedEdges(file),
    ...Object.entries(file.steps).flatMap(([id, step]) => edgesOf(id, step)),
  ]
  for (const { to, label, path } of edges) {
    if (ids.includes(to)) continue
    const why = specialTargets.includes(to) ? 'works for keys only; name a step' : `does not exist${suggest(to, ids)}`
    report('error', 'missing-step', path, `${label} leads to "${to}", which ${why}`)
  }
}

function checkChoices(file: FlowFile, report: Report): void {
  checkChoiceSet(file, file.keys, ['keys'], report)
  for (const [id, step] of Object.entries(file.steps)) {
    if (step.do !== 'menu') continue
    const path = ['steps', id, 'options']
    checkChoiceSet(file, step.options, path, report)
    const keys = [...new Set([...Object.keys(step.options), ...Object.keys(file.keys)])]
    for (const key of Object.keys(step.options)) {
      if (file.keys[key] !== undefined) {
        report('advice', 'clashing-keys', [...path, key], `option ${key} hides the key ${key} that all menus have; choose another key`)
      }
      const longer = keys.find((other) => other !== key && other.startsWith(key))
      if (longer !== undefined) {
        report('advice', 'clashing-keys', [...path, key], `option ${key} is the beginning of ${longer}: who presses ${key} must wait; use keys of one length`)
      }
    }
  }
}

function checkChoiceSet(file: FlowFile, choices: Readonly<Record<string, FileChoice>>, path: Path, report: Report): void {
  const owners = new Map<string, string>()
  for (const [key, choice] of Object.entries(choices)) {
    if (typeof choice === 'string') continue
    const change = choice.language
    const named = typeof change === 'string' ? [change] : Object.entries(change ?? {}).flat()
    for (const language of named) checkLanguage(file, language, [...path, key, 'language'], report)
    for (const [language, phrases] of Object.entries(choice.say ?? {})) {
      for (const phrase of phrases) {
        const word = `${language} ${normalizeSpeech(phrase)}`
        const owner = owners.get(word)
        if (owner !== undefined && owner !== key) {
          report('error', 'clashing-words', [...path, key, 'say'], `"${phrase}" means option ${owner} as well as option ${key}; keep it at one of them`)
        }
        owners.set(word, key)
      }
    }
  }
}

function checkConditions(file: FlowFile, names: ReadonlyArray<string>, report: Report): void {
  for (const [id, step] of Object.entries(file.steps)) {
    if (step.do !== 'branch') continue
    for (const [n, { if: condition }] of step.when.entries()) {
      const path = ['steps', id, 'when', n, 'if']
      const parsed = parseExpression(condition)
      if (parsed.kind === 'broken') {
        report('error', 'condition', path, `condition "${condition}": ${parsed.problem}`)
        continue
      }
      for (const name of namesOf(parsed.expression)) {
        if (!names.includes(name)) report('error', 'unknown-name', path, `"${name}" is not known here${suggest(name, names)}; put texts in quotes`)
      }
    }
  }
}

function checkDigits(file: FlowFile, report: Report): void {
  for (const [id, step] of Object.entries(file.steps)) {
    if (step.do === 'gather' && step.identifies === 'pin' && (step.confirm !== false || step.input !== 'keys')) {
      report('error', 'secret', ['steps', id], 'a PIN is neither read back nor spoken, since others may hear it; use "input: keys" and no "confirm"')
    }
    if (step.do !== 'gather' || (step.minDigits ?? 1) <= (step.maxDigits ?? 40)) continue
    report(
      'error',
      'digits',
      ['steps', id, 'minDigits'],
      `minDigits (${step.minDigits}) is more than maxDigits (${step.maxDigits ?? 40}), so no answer is right; correct one of them`,
    )
  }
}

/** Who is meant by `hours` and `dial`: fields that say nothing here. */
function checkWho(file: FlowFile, report: Report): void {
  for (const [id, step] of Object.entries(file.steps)) {
    if (step.do === 'hours') {
      if (step.days === undefined && !step.onShift) report('error', 'who', ['steps', id], 'nothing says when it is open; give it "days", or "onShift: true"')
      for (const field of ['skill', 'level', 'site'] as const) {
        if (step[field] !== undefined && !step.onShift) report('error', 'who', ['steps', id, field], `"${field}" is about people; add "onShift: true"`)
      }
      if (step.days === undefined) {
        for (const field of ['holidays', 'siteHolidays', 'zone'] as const) {
          if (step[field] !== undefined)
            report('advice', 'who', ['steps', id, field], `"${field}" changes nothing without "days": the roster alone says when it is open`)
        }
      }
    }
    if (step.do !== 'dial') continue
    const target = Array.isArray(step.to) ? 'numbers' : step.to
    const meaningless = {
      onShift: [],
      keeper: ['skill', 'site', 'language', 'urgent'],
      owner: ['skill', 'level', 'site', 'language', 'urgent'],
      numbers: ['skill', 'level', 'site', 'language', 'urgent', 'onGap', 'onBusy'],
    } as const
    for (const field of meaningless[target]) {
      if (step[field] !== undefined) report('error', 'who', ['steps', id, field], `"${field}" means nothing for ${target}; it belongs to "to: onShift"`)
    }
  }
}

function checkWays(file: FlowFile, isWhole: boolean, report: Report): void {
  const reachable = reachableSteps(file)
  for (const [id, step] of Object.entries(file.steps)) {
    if (isWhole && !reachable.has(id)) report('advice', 'unreachable', ['steps', id], 'no way leads here; lead an option or a "next" to it, or delete it')
    for (const edge of edgesOf(id, step)) if (edge.kind === 'handler') checkHandler(file.steps[edge.to], edge.path, report)
  }
  for (const edge of inheritedEdges(file)) if (edge.kind === 'handler') checkHandler(file.steps[edge.to], edge.path, report)
  for (const circle of silentCircles(file)) {
    const [first = ''] = circle
    report(
      'error',
      'silent-circle',
      ['steps', first],
      `the steps ${[...circle, first].map((id) => `"${id}"`).join(' -> ')} go round without asking the caller anything; put a menu, a gather or a hangUp between them`,
    )
  }
}

function checkHandler(target: FileStep | undefined, path: Path, report: Report): void {
  if (target?.do !== 'hangUp') return
  report('advice', 'silence-hangs-up', path, 'who is not heard or not understood is cut off; lead him to a person or a voicemail')
}
