import { describe, expect, it } from 'vitest'
import { factsOf, gatheringOf, titleOf } from '../../../services/desk/forms/checklist.ts'
import { answersOf, scriptOf } from '../../../services/desk/forms/script.ts'
import { pathOf } from '../../../services/desk/pop/path.ts'
import { isSure } from '../../../services/desk/pop/service.ts'
import { SHIPPED_REASONS } from '../../../services/rules/reasons.ts'
import { reasonRule } from '../../../services/schemas/rules.ts'

const rule = reasonRule.parse({
  title: { en: 'A fault', ru: 'Неисправность' },
  script: [
    { step: 'acknowledge', say: { en: 'Hello, {{customer}}.', ru: 'Здравствуйте, {{customer}}.' } },
    { step: 'acknowledge', say: { en: 'You say: {{words}}.', ru: 'Вы говорите: {{words}}.' } },
    { step: 'end', say: { en: 'Number {{ number }}, at {{address}}.' } },
  ],
  asks: [
    { name: 'contract', question: { en: 'Which contract?' }, isRequired: false },
    { name: 'address', question: { en: 'Where?', ru: 'Где?' } },
    { name: 'since', question: { en: 'Since when?' } },
  ],
  answers: [{ key: 'air', question: { en: 'It gurgles' }, answer: { en: 'At {{address}}: let the air out.' } }],
})

describe('the script', () => {
  it('fills what is known, leaves what is not for all to see, and greets by name only who is sure', () => {
    const known = { words: 'It is cold.', address: 'Main Street 1', number: undefined }
    expect(scriptOf(rule, { ...known, customer: 'Marta Nowak' }, 'en').map(({ say }) => say)).toEqual([
      'Hello, Marta Nowak.',
      'You say: It is cold..',
      'Number {{ number }}, at Main Street 1.',
    ])
    expect(scriptOf(rule, known, 'ru').map(({ say }) => say)).toEqual(['Вы говорите: It is cold..', 'Number {{ number }}, at Main Street 1.'])
    expect(answersOf(rule, known, 'en')).toEqual([{ key: 'air', question: 'It gurgles', answer: 'At Main Street 1: let the air out.' }])
  })

  it('blanks of blanks stay blanks', () => {
    expect(scriptOf(rule, { words: '  ', customer: 'A' }, 'en')[1]?.say).toBe('You say: {{words}}.')
  })

  it.each(Object.keys(SHIPPED_REASONS))('the reason "%s" says something in both languages', (key) => {
    const shipped = reasonRule.parse(SHIPPED_REASONS[key])
    for (const language of ['en', 'ru']) expect(scriptOf(shipped, {}, language).filter(({ say }) => say.trim() !== '').length).toBeGreaterThan(0)
  })
})

describe('the checklist', () => {
  const asked = (gathering: Omit<Parameters<typeof gatheringOf>[0], 'rule' | 'language'>) =>
    gatheringOf({ rule, language: 'en', ...gathering }).map(({ name, value }) => [name, value])

  it('of a new case asks for all, with what the call has captured', () => {
    expect(asked({ typed: { since: 'Monday' }, captured: { contract: '123456' }, about: null })).toEqual([
      ['contract', '123456'],
      ['address', null],
      ['since', 'Monday'],
    ])
  })

  it('of an open case asks what is missing only, and first what its owner has asked for', () => {
    const about = { facts: { contract: '123456', address: 'Main Street 1' }, missing: [{ name: 'photo', question: 'A photo of the plate?' }] }
    expect(asked({ typed: { photo: 'sent' }, captured: {}, about })).toEqual([
      ['photo', 'sent'],
      ['since', null],
    ])
    // What was typed over a known fact stays to be seen.
    expect(asked({ typed: { address: 'Side Street 2' }, captured: {}, about }).map(([name]) => name)).toEqual(['photo', 'address', 'since'])
  })

  it('what was typed counts before what was known, and blanks count for nothing', () => {
    const about = { facts: { address: 'old', since: 'May' }, missing: [] }
    expect(factsOf({ typed: { address: 'new', since: ' ' }, captured: { contract: '1', since: 'keyed' }, about })).toEqual({
      contract: '1',
      address: 'new',
      since: 'May',
    })
  })

  it.each([
    ['Boiler', 'Boiler'],
    ['  ', 'A fault'],
  ])('a title "%s" becomes "%s"', (written, title) => expect(titleOf(written, rule, 'It is cold.', 'en')).toBe(title))
})

describe('what pops', () => {
  it('the way through the menu, with what was pressed and said', () => {
    expect(
      pathOf([
        { kind: 'said', step: 'greet', text: 'Hello', language: 'en' },
        { kind: 'asked', step: 'main', text: '1 or 2?', language: 'en' },
        { kind: 'silent', step: 'main' },
        { kind: 'asked', step: 'main', text: '1 or 2?', language: 'en' },
        { kind: 'pressed', step: 'main', digits: '2' },
        { kind: 'went', step: 'main', to: 'whatIsIt', why: 'pressed 2' },
        { kind: 'asked', step: 'whatIsIt', text: 'What is it?', language: 'en' },
        { kind: 'spoke', step: 'whatIsIt', text: 'the heating' },
        { kind: 'asked', step: 'main', text: '1 or 2?', language: 'en' },
        { kind: 'pressed', step: 'main', digits: '1' },
        { kind: 'dialled', step: 'ringAgents', numbers: 2 },
      ]),
    ).toEqual([
      { step: 'main', answer: '2' },
      { step: 'what is it', answer: 'the heating' },
      { step: 'main', answer: '1' },
      { step: 'ring agents', answer: null },
    ])
  })

  it.each([
    ['confirmed', false, true],
    ['known', true, true],
    ['known', false, false],
    ['claimed', true, false],
    ['new', true, false],
    ['none', false, false],
  ])('%s, own number %s: greeted by name %s', (identity, own, sure) => expect(isSure(identity, own)).toBe(sure))
})
