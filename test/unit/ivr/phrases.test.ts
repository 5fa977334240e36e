import { expect, it } from 'vitest'
import { builtInPhrases, digitWords, lastResortLanguage } from '../../../services/ivr/phrases.ts'
import { gapsOf, parseTemplate } from '../../../services/ivr/templates.ts'

it.each(Object.entries(builtInPhrases))('%s is short enough, in order, and there in the last resort', (name, texts) => {
  expect(texts[lastResortLanguage]).toBeTruthy()
  for (const text of Object.values(texts)) {
    const parsed = parseTemplate(text)
    expect(parsed.kind === 'template' && gapsOf(parsed.template)).toEqual(name.startsWith('confirm') ? ['answer'] : [])
    expect(text.length).toBeLessThanOrEqual(120)
  }
})

it('knows all ten digits', () => {
  for (const words of Object.values(digitWords)) expect(new Set(Object.values(words)).size).toBe(10)
})
