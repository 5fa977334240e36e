import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../services/ivr/questions.ts'
import type { CallEvent } from '../../../services/telephony/provider.ts'
import { aFlow, cameBack, heard, play, press, silence, speech, verbs, withAnswers } from './support.ts'

const flow = aFlow(
  `  main: { do: caseStatus, next: told, onNotFound: lost }
  told: { do: say, prompt: { en: 'It is {{status.words}}, with {{status.level}}, {{status.by}}.' }, next: bye }
  lost: { do: say, prompt: { en: Not found. }, next: bye }
  menu: { do: menu, prompt: { en: Menu. }, options: { '1': main } }
  bye: { do: hangUp, prompt: { en: Bye. } }`,
  "keys: { '0': menu, '9': repeat, '*': back }",
)
const words = (en: string): Record<string, string> => ({ en })
const found: Answer = {
  kind: 'caseStatus',
  verdict: 'found',
  case: { number: '100018', words: words('open'), level: 'Front line', by: words('by tomorrow at 8 AM') },
}
const wrong: Answer = { kind: 'caseStatus', verdict: 'wrong', case: null }
const tooMany: Answer = { kind: 'caseStatus', verdict: 'tooMany', case: null }
const answers = withAnswers({ caseStatus: ({ number }) => (number === '100018' ? found : number === '111111' ? tooMany : wrong) })
const unsure = (text: string): CallEvent => ({ kind: 'speech', text, confidence: 0.3 })

const asks = 'Please say your case number, or enter it, then hash.'
const notFound = 'I cannot find a case with that number.'
const status = 'It is open, with Front line, by tomorrow at 8 AM. | Bye.'
const useKeys = 'Please use the keys of your phone.'
const unclear = 'Sorry, I did not understand that.'

describe('case status', () => {
  it.each<[what: string, events: CallEvent[], hears: string]>([
    ['asks', [], asks],
    ['keys', [press('100018#')], status],
    ['keys up to the longest', [press('100018')], status],
    ['said', [speech('one zero zero, 0 1 eight')], status],
    ['wrong once', [press('100019#')], `${notFound} | ${asks}`],
    ['wrong, then right', [press('100019#'), press('100018#')], status],
    ['wrong three times', [press('100019#'), press('100020#'), press('100021#')], `${notFound} | Not found. | Bye.`],
    ['too many wrong ones lately', [press('111111#')], `${notFound} | Not found. | Bye.`],
    ['too short', [press('12345#')], `${unclear} | ${asks}`],
    ['no digits', [press('12*456#')], `${unclear} | ${asks}`],
    ['wrong and unclear count together', [press('100019#'), press('1#'), press('2#')], 'Not found. | Bye.'],
    ['said unsurely', [unsure('one zero zero zero one eight')], `${useKeys} | ${asks}`],
    ['said unsurely, then keyed', [unsure('one zero zero zero one eight'), press('100018#')], status],
    ['other words', [speech('my heating')], `${useKeys} | ${asks}`],
    ['silent once', [silence], `I did not hear anything. | ${asks}`],
    ['only hash', [press('#')], `I did not hear anything. | ${asks}`],
    ['silent twice', [silence, silence], 'Not found. | Bye.'],
    ['silent, then right', [silence, press('100018#')], status],
    ['the line came back', [cameBack()], asks],
    ['a key of the flow', [press('0')], 'Menu.'],
    ['repeat', [press('9')], asks],
    ['back with no menu passed', [press('*')], asks],
    ['back to the menu', [press('0'), press('1'), press('*')], 'Menu.'],
  ])('%s', (_, events, hears) => expect(heard(play(flow, events, { answers }).instructions)).toBe(hears))

  it('hears keys and speech, and once speech was unclear keys only', () => {
    expect(play(flow, [], { answers }).instructions).toMatchObject([{ accepts: ['keys', 'speech'], maxDigits: 10, finishOnKey: '#' }])
    expect(play(flow, [speech('my heating')], { answers }).instructions).toMatchObject([{ accepts: ['keys'] }])
    expect(play(flow, [speech('my heating'), press('100019#')], { answers }).instructions).toMatchObject([{ accepts: ['keys'] }])
    expect(heard(play(flow, [speech('my heating'), speech('100018')], { answers }).instructions)).toBe(`${useKeys} | ${asks}`)
  })

  it('says nothing of a failed look-up that is not true', () => {
    const { instructions, log } = play(flow, [press('100018#')], { answers: withAnswers({ caseStatus: { kind: 'unknown', reason: 'slow' } }) })
    expect(heard(instructions)).toBe('Not found. | Bye.')
    expect(log).toContainEqual({ kind: 'notKnown', step: 'main', question: 'caseStatus', reason: 'slow' })
  })

  it('keeps the number that was found, and of others only the end', () => {
    const right = play(flow, [press('100018#')], { answers })
    expect(right.log[0]).toEqual({ kind: 'pressed', step: 'main', digits: '100018' })
    expect(right.session.about?.number).toBe('100018')
    const { log, session } = play(flow, [speech('one zero zero zero one nine')], { answers })
    expect(session.about).toBeUndefined()
    expect(log.slice(0, 2)).toEqual([
      { kind: 'spoke', step: 'main', text: '****19', confidence: 0.9 },
      { kind: 'notFound', step: 'main', what: 'case', asked: '****19' },
    ])
    expect(JSON.stringify(play(flow, [press('4711#')], { answers }).all.flatMap((step) => step.log))).not.toContain('47')
  })

  it('ends every way with the line taken', () => {
    for (const events of [[silence], [silence, silence], [press('1#')], [press('100018#')]]) {
      expect(verbs(play(flow, events, { answers }).instructions)).toMatch(/(gather|hangUp)$/)
    }
  })
})
