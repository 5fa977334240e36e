import { expect, it } from 'vitest'
import { checkForms, checkNames } from '../../../services/ivr/check-names.ts'
import { checkPrompts } from '../../../services/ivr/check-prompts.ts'
import type { Path } from '../../../services/ivr/findings.ts'
import { flowFileSchema } from '../../../services/ivr/flow-file.ts'

const found = (step: object, top: object = {}): string[] => {
  const file = flowFileSchema.parse({ flow: 'f', title: 'T', zone: 'UTC', languages: ['en', 'ru'], start: 'a', steps: { a: step }, ...top })
  const reports: string[] = []
  const report = (rule: string, path: Path): void => {
    reports.push(`${rule} ${path.join('.')}`)
  }
  checkPrompts(file, report)
  checkForms(file, report)
  checkNames(file, ['code'], report)
  return reports
}
const both = { en: 'x', ru: 'x' }
const gather = { do: 'gather', name: 'code', prompt: both, next: 'a' }

it.each([
  // every place in which something is spoken or written
  [{ ...gather, prompt: [both, { en: 'x' }] }, 'missing-text steps.a.prompt.1'],
  [{ ...gather, confirm: { prompt: { ru: '{{answer}}' } } }, 'missing-text steps.a.confirm.prompt'],
  [{ ...gather, onNoInput: { prompts: [both, { ru: 'x' }] } }, 'missing-text steps.a.onNoInput.prompts.1'],
  [{ ...gather, onNoMatch: { prompts: [{ ru: 'x' }] } }, 'missing-text steps.a.onNoMatch.prompts.0'],
  [{ do: 'dial', to: 'keeper', onFailed: 'a', screen: { en: 'x' } }, 'missing-text steps.a.screen'],
  [{ do: 'hangUp', prompt: { en: '{{answer}}', ru: 'x' } }, 'unknown-name steps.a.prompt.en'],
  [{ do: 'hangUp', prompt: { en: { in: 'ru', say: '{{customer.known}}' }, ru: 'x' } }, 'unknown-name steps.a.prompt.en'],
  [{ do: 'set', values: { x: '{{nothing}}' }, next: 'a' }, 'unknown-name steps.a.values.x'],
  [{ do: 'voicemail', prompt: both, title: '{{', next: 'a' }, 'template steps.a.title'],
  [{ do: 'openCase', title: 'x', reason: '{{x y}}', next: 'a' }, 'template steps.a.reason'],
  [{ do: 'hangUp', prompt: { en: `${'x'.repeat(109)}{{customer.name}}`, ru: 'x' } }, undefined],
  [{ do: 'hangUp', prompt: { en: 'x'.repeat(121), ru: 'x' } }, 'long-prompt steps.a.prompt'],
])('%j: %s', (step, expected) => {
  expect(found(step)).toEqual(expected === undefined ? [] : [expected])
})

it('checks what all steps inherit', () => {
  expect(found({ do: 'hangUp' }, { onNoInput: { prompts: [{ en: 'x' }] } })).toEqual(['missing-text onNoInput.prompts.0'])
  expect(found({ do: 'hangUp' }, { phrases: { wait: { en: '{{answer}}' }, confirmKeys: { en: '{{answer}}' } } })).toEqual(['unknown-name phrases.wait.en'])
})
