import { describe, expect, it } from 'vitest'
import { blanksFor, NOTICES, templateOf, windowInWords } from '../../../services/callbacks/notices/words.ts'
import { BROKEN_WORDS, nextCallable, whyBroken, type BrokenFacts } from '../../../services/callbacks/sweep/decide.ts'
import { blanksOf } from '../../../services/rules/blanks.ts'
import { SHIPPED_TEMPLATES } from '../../../services/rules/templates.ts'

const at = (iso: string): number => Date.parse(`2026-03-02T${iso}:00Z`)
const window = (from: string, to: string) => ({ from: at(from), to: at(to) })
const clock = { at: at('09:00'), zone: 'Europe/Berlin', language: 'en' }

describe('what customers read', () => {
  it.each([
    ['en', '13:00', '14:00', 'today 14:00-15:00'],
    ['ru', '13:00', '14:00', 'сегодня 14:00-15:00'],
    ['en', '33:00', '34:00', 'tomorrow 10:00-11:00'],
    ['en', '57:00', '58:00', 'Wed 4 Mar 10:00-11:00'],
    ['ru', '57:00', '58:00', 'ср 4 мар. 10:00-11:00'],
  ])('in %s from %s to %s: %s', (language, from, to, words) => {
    const hours = (text: string) => at('00:00') + Number(text.slice(0, 2)) * 3_600_000
    expect(windowInWords({ from: hours(from), to: hours(to) }, { ...clock, language })).toBe(words)
  })

  it('says by when, what is free instead, and what to do without a link', () => {
    const told = { ...clock, window: window('13:00', '15:00'), isAsap: true, link: 'https://x/callback/t', free: [window('15:00', '16:00')] }
    expect(blanksFor('confirmed', told)).toEqual({
      when: 'as soon as we can, at the latest by today 16:00',
      change: 'See, move or cancel it: https://x/callback/t',
    })
    expect(blanksFor('broken', told)).toEqual({ when: 'by today 16:00', change: 'Choose another time (today 16:00-17:00): https://x/callback/t' })
    expect(blanksFor('atRisk', { ...told, link: null, isAsap: false })).toEqual({
      when: 'today 14:00-16:00',
      change: 'If another time suits you better, call us.',
    })
    expect(blanksFor('cancelled', told)).toEqual({ when: 'by today 16:00', change: 'If you still need us, call us.' })
  })

  it('has a template for each notice in both languages, with blanks that are filled, and English ones that fit into the small alphabet of texts', () => {
    for (const kind of NOTICES) {
      const template = SHIPPED_TEMPLATES[templateOf(kind)]
      for (const language of ['en', 'ru']) {
        const text = template?.text[language] ?? ''
        expect(template?.subject?.[language]).toBeTruthy()
        expect(blanksOf(text)?.every((name) => ['company', 'when', 'change', 'number'].includes(name))).toBe(true)
        expect(text).toContain(kind === 'unreachable' ? '{{number}}' : '{{change}}')
      }
      expect(template?.text['en']).toMatch(/^[\x20-\x7e]+$/)
    }
  })
})

describe('why a window was not kept', () => {
  const all: BrokenFacts = { window: window('09:00', '10:00'), planned: [window('08:00', '16:00')], isSomebodyThere: true, wasPaused: false, wasOffered: false }
  it.each([
    ['queueTooLong', {}],
    ['nobodyThere', { isSomebodyThere: false }],
    ['coverEnded', { planned: [window('08:00', '09:30')] }],
    ['coverEnded', { planned: [window('08:00', '10:00')] }],
    ['agentsUnreachable', { wasOffered: true }],
    ['paused', { wasPaused: true, wasOffered: true }],
    ['snoozed', { aside: 'snoozed', wasPaused: true, wasOffered: true }],
    ['money', { aside: 'money', isSomebodyThere: false }],
    ['noCover', { planned: [window('11:00', '16:00')], wasPaused: true, aside: 'money' }],
  ] as const)('%s', (why, facts) => {
    expect(whyBroken({ ...all, ...facts })).toBe(why)
    expect(BROKEN_WORDS[why]).toBeTruthy()
  })
})

describe('when he can be called next', () => {
  const hours = { from: '08:00', to: '20:00', zones: ['America/New_York'] as [string] } // 13:00 to 01:00 UTC
  it.each([
    ['14:00', [window('08:00', '16:00')], '14:00'],
    ['09:00', [window('08:00', '16:00')], '13:00'],
    ['09:00', [window('08:00', '12:00'), window('14:00', '16:00')], '14:00'],
    ['09:00', [window('08:00', '12:00')], null],
  ] as const)('asked at %s', (asked, cover, next) => expect(nextCallable(at(asked), cover, hours)).toBe(next === null ? null : at(next)))
})
