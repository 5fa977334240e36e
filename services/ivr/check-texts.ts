import { namesOf, parseExpression } from './expressions.ts'
import type { Path } from './findings.ts'
import type { FileHandler, FilePrompt, FileStep, FlowFile } from './flow-file.ts'
import { phraseValues } from './phrases.ts'
import type { PhraseName } from './phrases.ts'
import { gapsOf, parseTemplate } from './templates.ts'

/** Something that is said (or sent). `values`: what it may name beside the values of the call. */
export type Written = { prompt: FilePrompt; path: Path; values: readonly string[]; isSpoken: boolean }
/** One text of it, in the language in which it is spoken. */
export type Text = { text: string; path: Path; language?: string }
/** A value that is named, and where; one of `names` is enough. */
export type Use = { names: readonly string[]; path: Path; written: string }

/** Everything that is said at a step, its handlers included. */
export function promptsOf(id: string, step: FileStep): Written[] {
  const at = ['steps', id]
  const spoken = (prompt: FilePrompt | undefined, ...path: Path): Written[] =>
    prompt === undefined ? [] : [{ prompt, path: [...at, ...path], values: [], isSpoken: true }]
  const fields = 'prompt' in step ? spoken(step.prompt, 'prompt') : []
  switch (step.do) {
    case 'gather':
      return [...fields, ...handlersOf(step, at), ...readBack(step, at)]
    case 'menu':
    case 'survey':
      return [...fields, ...handlersOf(step, at)]
    case 'dial':
      return [...fields, ...spoken(step.screen, 'screen')]
    case 'queue':
      return [...fields, ...spoken(step.position, 'position'), ...spoken(step.screen, 'screen')]
    case 'wake':
      return [...fields, ...spoken(step.waiting, 'waiting')]
    case 'sms':
      return [{ prompt: step.text, path: [...at, 'text'], values: [], isSpoken: false }]
    default:
      return fields
  }
}

/** What all steps of a file have in common: its handlers and its phrases. */
export function sharedPrompts(file: FlowFile): Written[] {
  const phrases = Object.entries(file.phrases).flatMap(([name, prompt]): Written[] =>
    prompt === undefined ? [] : [{ prompt, path: ['phrases', name], values: phraseValues[name as PhraseName] ?? [], isSpoken: true }],
  )
  return [...handlersOf(file, []), ...phrases]
}

/** Texts that are not said: titles, reasons, values, addresses. */
export function templatesOf(id: string, step: FileStep): Text[] {
  const at = (field: string, text: string, ...path: Path): Text => ({ text, path: ['steps', id, field, ...path] })
  switch (step.do) {
    case 'set':
      return Object.entries(step.values).map(([name, text]) => at('values', text, name))
    case 'voicemail':
      return [at('title', step.title)]
    case 'callback':
      return step.title === undefined ? [] : [at('title', step.title)]
    case 'openCase':
    case 'wake':
      return [at('title', step.title), at('reason', step.reason)]
    case 'transfer':
      return [at('to', step.to)]
    case 'http':
      return [at('url', step.url), ...Object.entries(step.body ?? {}).map(([name, text]) => at('body', text, name))]
    default:
      return []
  }
}

export function textsOf({ prompt, path }: Written): Text[] {
  const isList = Array.isArray(prompt)
  return (isList ? prompt : [prompt]).flatMap((entry, n) =>
    Object.entries(entry).map(([language, written]) => ({
      path: isList ? [...path, n, language] : [...path, language],
      ...(typeof written === 'string' ? { text: written, language } : { text: written.say, language: written.in }),
    })),
  )
}

/** Every value that a step names. What cannot be read is a finding of its own, so it names nothing here. */
export function usesOf(id: string, step: FileStep): Use[] {
  const inTexts = [...promptsOf(id, step).flatMap(textsOf), ...templatesOf(id, step)].flatMap(namesIn)
  switch (step.do) {
    case 'branch':
      return step.when.flatMap(({ if: condition }, n) => {
        const parsed = parseExpression(condition)
        const names = parsed.kind === 'broken' ? [] : namesOf(parsed.expression)
        return names.map((name): Use => ({ names: [name], path: ['steps', id, 'when', n, 'if'], written: `"${name}"` }))
      })
    case 'sms':
    case 'callback':
    case 'wake':
      return step.number === undefined ? inTexts : [...inTexts, { names: [step.number], path: ['steps', id, 'number'], written: `"${step.number}"` }]
    case 'dial':
      return step.to === 'owner' ? [...inTexts, { names: ['status.number'], path: ['steps', id, 'to'], written: 'the case whose owner is rung' }] : inTexts
    case 'voicemail': {
      const onCase: Use = { names: ['status.number', 'case.number'], path: ['steps', id, 'keep'], written: 'the case that gets the message' }
      return step.keep === 'onCase' ? [...inTexts, onCase] : inTexts
    }
    default:
      return inTexts
  }
}

/** The names that all prompts of a file share. */
export const sharedUses = (file: FlowFile): Use[] => sharedPrompts(file).flatMap(textsOf).flatMap(namesIn)

function namesIn({ text, path, language }: Text): Use[] {
  const parsed = parseTemplate(text, language)
  return parsed.kind === 'broken' ? [] : gapsOf(parsed.template).map((name) => ({ names: [name], path, written: `{{${name}}}` }))
}

function handlersOf(owner: { onNoInput?: FileHandler | undefined; onNoMatch?: FileHandler | undefined }, at: Path): Written[] {
  return (['onNoInput', 'onNoMatch'] as const).flatMap((which) =>
    (owner[which]?.prompts ?? []).map((prompt, n): Written => ({ prompt, path: [...at, which, 'prompts', n], values: [], isSpoken: true })),
  )
}

function readBack(step: Extract<FileStep, { do: 'gather' }>, at: Path): Written[] {
  return typeof step.confirm === 'object' ? [{ prompt: step.confirm.prompt, path: [...at, 'confirm', 'prompt'], values: ['answer'], isSpoken: true }] : []
}
