import { IANAZone } from 'luxon'
import { suggest, type Path, type Report } from './findings.ts'
import { specialTargets, type FileStep, type FlowFile } from './flow-file.ts'

/** Fields that contradict each other, or say nothing where they stand. */
export function checkFields(file: FlowFile, report: Report): void {
  checkZone(['zone'], file.zone, report)
  if (new Set(file.languages).size !== file.languages.length) report('language', ['languages'], 'a language is listed twice; list each once')
  for (const [id, step] of Object.entries(file.steps)) {
    if (specialTargets.includes(id)) report('reserved-name', ['steps', id], `"${id}" has a meaning of its own as a target; give the step another name`)
    checkStep(file, ['steps', id], step, report)
  }
}

function checkStep(file: FlowFile, at: Path, step: FileStep, report: Report): void {
  switch (step.do) {
    case 'say':
    case 'goTo':
      if (step.language !== undefined) checkLanguage(file, step.language, [...at, 'language'], report)
      return
    case 'gather':
      return checkGather(at, step, report)
    case 'hours':
      return checkHours(at, step, report)
    case 'dial':
      return checkDial(at, step, report)
    case 'http':
      return checkHttp(at, step, report)
    default:
  }
}

export function checkLanguage(file: FlowFile, language: string, path: Path, report: Report): void {
  if (file.languages.includes(language)) return
  report('language', path, `the language "${language}" is not among the flow's languages (${file.languages.join(', ')}); add it to "languages"`)
}

function checkZone(path: Path, zone: string, report: Report): void {
  if (!IANAZone.isValidZone(zone)) report('zone', path, `the zone "${zone}" does not exist; write one such as "Europe/Berlin"`)
}

function checkGather(at: Path, step: Extract<FileStep, { do: 'gather' }>, report: Report): void {
  const isPin = step.identifies === 'pin'
  if (isPin && (step.confirm !== false || step.input !== 'keys')) {
    report('secret', at, 'a PIN is neither read back nor spoken, since others may hear it; use "input: keys" and no "confirm"')
  }
  if (step.input === 'speech' && !isPin) {
    report('speech-only', [...at, 'input'], 'who cannot speak, or is in a noisy place, gets no further; write "input: both", so that keys do as well')
  }
  const { minDigits = 1, maxDigits = 40 } = step
  if (minDigits <= maxDigits) return
  report('digits', [...at, 'minDigits'], `minDigits (${minDigits}) is more than maxDigits (${maxDigits}), so no answer is right; correct one of them`)
}

function checkHours(at: Path, step: Extract<FileStep, { do: 'hours' }>, report: Report): void {
  if (step.zone !== undefined) checkZone([...at, 'zone'], step.zone, report)
  if (step.days === undefined && !step.onShift) report('who', at, 'nothing says when it is open; give it "days", or "onShift: true"')
  for (const field of ['skill', 'level', 'site'] as const) {
    if (step[field] !== undefined && !step.onShift) report('who', [...at, field], `"${field}" is about people; add "onShift: true"`)
  }
  if (step.days !== undefined || !step.onShift) return
  for (const field of ['holidays', 'siteHolidays', 'zone'] as const) {
    if (step[field] !== undefined) report('without-effect', [...at, field], `"${field}" changes nothing without "days": the roster alone says when it is open`)
  }
}

/** Fields that mean nothing for whom is rung. */
const meaningless = {
  onShift: [],
  keeper: ['skill', 'site', 'language', 'urgent'],
  owner: ['skill', 'level', 'site', 'language', 'urgent'],
  numbers: ['skill', 'level', 'site', 'language', 'urgent', 'onGap', 'onBusy'],
} as const

function checkDial(at: Path, step: Extract<FileStep, { do: 'dial' }>, report: Report): void {
  const target = Array.isArray(step.to) ? 'numbers' : step.to
  for (const field of meaningless[target]) {
    if (step[field] !== undefined) report('who', [...at, field], `"${field}" means nothing for ${target}; it belongs to "to: onShift"`)
  }
}

function checkHttp(at: Path, step: Extract<FileStep, { do: 'http' }>, report: Report): void {
  const host = /^http:\/\/(\[[^\]]*\]|[^/:?#]*)/.exec(step.url)?.[1]
  const isHere = host === 'localhost' || host === '[::1]' || (host !== undefined && /^127(\.\d+){3}$/.test(host))
  if (host !== undefined && !isHere) report('http-plain', [...at, 'url'], 'everybody on the way can read what is sent and change the answer; write https://')
  if (step.body !== undefined && step.method === 'get') report('without-effect', [...at, 'body'], '"body" is not sent with "method: get"; write "method: post"')
}

/** A skill that nobody is ever on for: nobody would ever be rung. */
export function checkSkills(file: FlowFile, skills: readonly string[] | undefined, report: Report): void {
  for (const [id, step] of Object.entries(file.steps)) {
    if (skills === undefined || !('skill' in step) || step.skill === undefined || skills.includes(step.skill)) continue
    report('unknown-skill', ['steps', id, 'skill'], `nobody is ever on for "${step.skill}"${suggest(step.skill, skills)}; ${skillsThere(skills)}`)
  }
}

const skillsThere = (skills: readonly string[]): string => (skills.length === 0 ? 'nobody has a skill yet' : `there is ${skills.join(', ')}`)
