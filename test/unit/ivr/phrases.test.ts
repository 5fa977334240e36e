import { expect, it } from 'vitest'
import { listNames } from '../../../services/ivr/names.ts'
import { builtInPhrases, digitWords, lastResortLanguage, phraseNames, phraseValues, usualPhrases } from '../../../services/ivr/phrases.ts'
import { phrasesOf } from '../../../services/ivr/step-phrases.ts'
import type { PhraseName } from '../../../services/ivr/phrases.ts'
import { gapsOf, parseTemplate } from '../../../services/ivr/templates.ts'

/** Eight seconds at fifteen letters a second. */
const longestPrompt = 120
const phrases = Object.entries(builtInPhrases) as Array<[PhraseName, Record<string, string>]>

it.each(phrases)('%s is short enough, in order, and there in the last resort', (name, texts) => {
  expect(texts[lastResortLanguage]).toBeTruthy()
  const named = Object.entries(texts).map(([language, text]) => {
    const parsed = parseTemplate(text, language)
    expect(parsed.kind).toBe('template')
    const spoken = text
      .replace('{{promise.by}}', language === 'ru' ? 'не позднее чем завтра в 8 часов утра' : 'by tomorrow at 8 AM')
      .replace(/{{.*?}}/g, 'Marta Nowak')
    expect([spoken, spoken.length <= longestPrompt]).toEqual([spoken, true])
    return parsed.kind === 'template' ? gapsOf(parsed.template) : []
  })
  for (const gaps of named) {
    expect([...gaps].sort()).toEqual([...(named[0] ?? [])].sort())
    for (const gap of gaps) expect([...listNames([]), ...(phraseValues[name] ?? [])]).toContain(gap)
    for (const value of phraseValues[name] ?? []) expect(gaps).toContain(value)
  }
})

it('each phrase belongs to a kind of step, or to any flow', () => {
  expect(new Set([...usualPhrases, ...Object.values(phrasesOf).flat()])).toEqual(new Set(phraseNames))
})

it('knows all ten digits', () => {
  for (const words of Object.values(digitWords)) expect(new Set(Object.values(words)).size).toBe(10)
})
