import { describe, expect, it } from 'vitest'
import type { CallEvent } from '../../../services/telephony/provider.ts'
import { aFlow, heard, play, press, silence, speech, verbs } from './support.ts'

const unsure = (text: string): CallEvent => speech(text, 0.3)
const top = `keys: { '0': { goTo: person, say: { en: [operator] } }, '9': repeat }
phrases: { confirmMeant: { en: 'Meant {{answer}}?' }, confirmKeys: { en: 'Entered {{answer}}?' }, useKeys: { en: Keys. }, noMatch: { en: Sorry. }, noInput: { en: Hello? } }`
const end = `
  person: { do: menu, prompt: { en: Person. }, options: {} }
  done: { do: menu, prompt: { en: 'Done.' }, options: {} }`
const lastOf = (flow: ReturnType<typeof aFlow>, events: CallEvent[]) => {
  const { instructions, session, log } = play(flow, events)
  const [gather] = instructions
  return { said: heard(instructions), accepts: gather?.verb === 'gather' ? gather.accepts.join(' ') : verbs(instructions), session, log }
}

describe('words in a menu', () => {
  const flow = aFlow(
    `  main: { do: menu, prompt: { en: Main. }, options: { '1': { goTo: done, say: { en: [a fault, broken] } }, '2': main, '4': done } }${end}`,
    top,
  )

  it.each<[CallEvent[], string, string]>([
    [[speech('it is broken')], 'Done.', 'keys speech'],
    [[{ kind: 'speech', text: 'it is broken' }], 'Done.', 'keys speech'],
    [[speech('it is broken', 0.6)], 'Done.', 'keys speech'],
    [[unsure('it is broken')], 'Meant a fault?', 'keys speech'],
    [[unsure('it is broken'), press('1')], 'Done.', 'keys speech'],
    [[unsure('it is broken'), speech('yes')], 'Done.', 'keys speech'],
    [[unsure('it is broken'), press('2')], 'Keys. | Main.', 'keys'],
    [[unsure('it is broken'), speech('no')], 'Keys. | Main.', 'keys'],
    [[unsure('it is broken'), press('4')], 'Done.', 'keys speech'],
    [[unsure('it is broken'), silence], 'Hello? | Meant a fault?', 'keys speech'],
    // A "yes" that may have been a "no" is none.
    [[unsure('it is broken'), unsure('yes')], 'Sorry. | Meant a fault?', 'keys speech'],
    [[unsure('it is broken'), unsure('yes'), unsure('yes')], 'Keys. | Meant a fault?', 'keys'],
    [[unsure('it is broken'), press('2'), silence], 'Hello? | Main.', 'keys'],
    [[unsure('it is broken'), press('2'), press('9')], 'Main.', 'keys'],
    [[unsure('it is broken'), press('2'), press('1')], 'Done.', 'keys speech'],
    [[unsure('it is broken'), press('2'), speech('it is broken')], 'Sorry. | Main.', 'keys'],
    [[unsure('operator'), press('1')], 'Person.', 'keys speech'],
    [[speech('hm')], 'Sorry. | Main.', 'keys speech'],
    [[speech('hm'), speech('hm')], 'Keys. | Main.', 'keys'],
    [[unsure('hm'), unsure('hm')], 'Keys. | Main.', 'keys'],
    [[press('7'), press('7')], 'Sorry. | Main.', 'keys speech'],
    [[speech('hm'), speech('hm'), press('7')], 'Person.', 'keys speech'],
  ])('%j -> %s, then %s', (events, said, accepts) => {
    expect(lastOf(flow, events)).toMatchObject({ said, accepts })
  })

  it('a flow may never ask', () => {
    const never = aFlow(
      `  main: { do: menu, prompt: { en: Main. }, options: { '1': { goTo: done, say: { en: [a fault] } } } }${end}`,
      `settings: { confidence: 0 }\n${top}`,
    )
    expect(lastOf(never, [speech('a fault', 0.01)]).said).toBe('Done.')
  })
})

describe('words that are an answer', () => {
  const gather = (fields: string) => aFlow(`  main: { do: gather, name: code, prompt: { en: Code? }, next: done, ${fields} }${end}`, top)
  const digits = 'input: both, minDigits: 3, maxDigits: 4'

  it.each<[string, CallEvent[], string, string]>([
    [digits, [speech('one two three')], 'Done.', 'keys speech'],
    [digits, [unsure('one two three')], 'Entered 123?', 'keys speech'],
    [digits, [unsure('one two three'), press('1')], 'Done.', 'keys speech'],
    [digits, [unsure('one two three'), press('2')], 'Keys. | Code?', 'keys'],
    [digits, [unsure('one two three'), press('2'), press('999#')], 'Done.', 'keys speech'],
    [`${digits}, confirm: true`, [unsure('one two three'), press('2'), press('999#')], 'Entered 999?', 'keys'],
    [`${digits}, confirm: true`, [speech('one two three'), press('2')], 'Keys. | Code?', 'keys'],
    [`${digits}, confirm: true`, [press('123#'), press('2')], 'Code?', 'keys speech'],
    [digits, [unsure('operator')], 'Meant operator?', 'keys speech'],
    [digits, [unsure('operator'), press('2')], 'Keys. | Code?', 'keys'],
    [digits, [speech('hm'), speech('hm')], 'Keys. | Code?', 'keys'],
    ['input: both', [unsure('the lift')], 'Meant the lift?', 'keys speech'],
    // Where no key can be the answer, he is led on to a person.
    ['input: speech', [unsure('the lift'), press('1')], 'Done.', 'keys speech'],
    ['input: speech', [unsure('the lift'), press('2')], 'Person.', 'keys'],
    ['input: speech, confirm: true', [speech('the lift'), press('2')], 'Code?', 'keys speech'],
    ['input: speech, minDigits: 3', [unsure('one two three'), press('2')], 'Keys. | Code?', 'keys'],
  ])('%s: %j -> %s, then %s', (fields, events, said, accepts) => {
    // The menu "person" has words too, so it hears them.
    expect(lastOf(gather(fields), events)).toMatchObject({ said, accepts: said === 'Person.' ? 'keys speech' : accepts })
  })

  it('are kept unconfirmed until he has said that they are right, and dropped when they are not', () => {
    const code = { value: '123', by: 'speech', step: 'main' }
    expect(lastOf(gather(digits), [unsure('one two three')]).session.captured).toEqual({ code: { ...code, confirmed: false } })
    expect(lastOf(gather(digits), [unsure('one two three'), press('1')]).session.captured).toEqual({ code: { ...code, confirmed: true } })
    expect(lastOf(gather(digits), [unsure('one two three'), press('2')]).session.captured).toEqual({})
  })
})

describe('a survey', () => {
  const flow = aFlow(`  main: { do: survey, prompt: { en: Marks? }, next: done }${end}`, top)

  it.each<[CallEvent[], string, number | null]>([
    [[press('5')], 'Done.', 5],
    [[press('1')], 'Done.', 1],
    [[speech('four')], 'Done.', 4],
    [[unsure('four'), press('1')], 'Done.', 4],
    [[unsure('four'), press('2'), press('3')], 'Done.', 3],
    [[press('6')], 'Sorry. | Marks?', null],
    [[press('0')], 'Person.', null],
    [[press('9')], 'Marks?', null],
    [[silence, silence], 'Person.', null],
  ])('%j -> %s, mark %s', (events, said, score) => {
    const { instructions, effects, session } = play(flow, events)
    expect(heard(instructions)).toBe(said)
    expect(effects).toEqual(score === null ? [] : [{ kind: 'rating', name: 'rating', score, most: 5 }])
    expect(session.achieved).toEqual(score === null ? [] : ['served'])
  })

  it('takes one key, and keeps the mark under its name', () => {
    const named = aFlow(`  main: { do: survey, name: speed, most: 9, prompt: { en: Marks? }, next: done }${end}`, top)
    expect(play(named, []).instructions).toMatchObject([{ maxDigits: 1, accepts: ['keys', 'speech'] }])
    expect(play(named, [press('9')])).toMatchObject({ session: { captured: { speed: { value: '9' } } }, effects: [{ name: 'speed', score: 9, most: 9 }] })
  })
})
