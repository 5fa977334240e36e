import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { begin } from '../../../services/ivr/engine.ts'
import { lostStep } from '../../../services/ivr/turn.ts'
import type { Position } from '../../../services/ivr/session.ts'
import type { CallEvent } from '../../../services/telephony/provider.ts'
import { aFlow, aSession, continued, decide, dialEnded, flowOf, heard, noon, play, press, recorded, silence, speech, verbs, withPeople } from './support.ts'

const support = readFileSync(new URL('../../flows/small-line.yaml', import.meta.url), 'utf8')
const flow = flowOf(support)
const people = ['+493023125301', '+493023125302']

describe('a small line', () => {
  it.each([
    // keys                          language  last sentences
    [
      ['2', '123456', '1'],
      'en',
      'Your case number is 1 0 4 2. | Mara Lind looks after it now. You will have an answer within 20 hours. | Thank you for your call. Goodbye.',
    ],
    [
      ['8', '2', '123456', '1'],
      'ru',
      'Номер вашего обращения: 1 0 4 2. | Теперь за него отвечает Mara Lind. Вы получите ответ в течение 20 часов. | Спасибо за звонок. До свидания.',
    ],
    [
      ['8', '8', '2', '123456', '2', '123456', '1'],
      'en',
      'Your case number is 1 0 4 2. | Mara Lind looks after it now. You will have an answer within 20 hours. | Thank you for your call. Goodbye.',
    ],
  ])('reports a fault with the keys %j in %s', (keys, language, last) => {
    const { session, instructions, effects } = play(flow, [...keys.map(press), continued(), continued('1042')])
    expect(heard(instructions)).toBe(last)
    expect(session).toMatchObject({
      language,
      isOver: true,
      achieved: ['caseOpened', 'served'],
      captured: { contract: { value: '123456', confirmed: true, by: 'keys' } },
    })
    expect(effects).toEqual([
      { kind: 'identify', reference: { kind: 'contract', value: '123456' } },
      { kind: 'openCase', severity: 'normal', title: 'Fault, contract 123456', reason: 'Reported in the phone menu for contract 123456' },
    ])
  })

  it.each([
    // what a stranger changes                             keys                     what is heard then
    ['the number of digits', (s: string) => s.replaceAll('Digits: 6', 'Digits: 4'), ['2', '1234'], 'You entered 1 2 3 4.'],
    ['the prompt', (s: string) => s.replace(/Please enter the six digits.*/, 'Contract, please.'), ['2'], 'Contract, please.'],
    ['no read-back', (s: string) => s.replace('confirm: true', 'confirm: false'), ['2', '123456'], 'Thank you. I am writing it down'],
    [
      'a further question',
      (s: string) =>
        s
          .replace('next: report', 'next: room')
          .replace(
            '  report:\n',
            '  room:\n    do: gather\n    name: room\n    prompt: { en: Which room?, ru: Какая комната? }\n    next: report\n  report:\n',
          ),
      ['2', '123456', '1'],
      'Which room?',
    ],
    [
      'a menu between',
      (s: string) =>
        s
          .replace('next: report', 'next: kind')
          .replace('  report:\n', "  kind:\n    do: menu\n    prompt: { en: Is it urgent?, ru: Срочно? }\n    options: { '1': report }\n  report:\n"),
      ['2', '123456', '1'],
      'Is it urgent?',
    ],
    [
      'a third language',
      (s: string) =>
        s
          .replace('[en, ru]', '[en, ru, de]')
          .replace('{ en: ru, ru: en }', '{ en: de, ru: en, de: en }')
          .replace(/en: To talk/, 'de: Willkommen.\n      en: To talk')
          .replace(/^( *(?:- )*)\{ en: /gm, '$1{ de: Text, en: ')
          .replace(/prompt: \{ en/g, 'prompt: { de: Text, en')
          .replace(/screen: \{ en/g, 'screen: { de: Text, en')
          .replace(/^( *)(- )?en: (?!To)/gm, (_, space: string, dash: string | undefined) =>
            dash === undefined ? `${space}de: Text\n${space}en: ` : `${space}- de: Text\n${space}  en: `,
          ),
      ['8'],
      'Willkommen.',
    ],
  ])('follows the file when it changes: %s', (_, edit, keys, expected) => {
    const edited = edit(support)
    expect(edited).not.toBe(support)
    expect(heard(play(flowOf(edited), keys.map(press)).instructions)).toContain(expected)
  })

  it('greets by name only whom it knows', () => {
    expect(heard(play(flow, [], { customer: { name: 'Marta Nowak' } }).instructions)).toMatch(/^Hello, Marta Nowak\./)
    expect(heard(play(flow, []).instructions)).toMatch(/^Hello\. This/)
  })

  it('rings who is on during opening hours, else takes a message', () => {
    expect(play(flow, [press('1')], { people }).instructions.at(-1)).toMatchObject({ verb: 'dial', numbers: people, screen: { language: 'en' } })
    expect(heard(play(flow, [press('1')], { people }, noon.set({ hour: 23 })).instructions)).toMatch(/^For questions we are closed now/)
    expect(heard(play(flow, [press('1')]).instructions)).toMatch(/^Nobody can come to the phone/)
    const missed = play(flow, [press('0'), dialEnded('noAnswer'), recorded(12)], { people })
    expect(missed.effects).toMatchObject([{ kind: 'voicemail', title: 'Message from +493023125200', seconds: 12 }])
    expect(missed.session).toMatchObject({ isOver: true, achieved: ['voicemail'] })
  })

  it('ends at a person or a message when nothing is heard, never at a hang-up', () => {
    const { all } = play(flow, [silence, silence], { people })
    expect(all.map(({ instructions }) => verbs(instructions))).toEqual(['gather', 'gather', 'say dial'])
    expect(heard(all[1]?.instructions ?? [])).toMatch(/^I did not hear anything\. \| /)
  })
})

describe('a menu', () => {
  const menus = aFlow(
    `
  main: { do: menu, prompt: { en: Main. }, options: { '1': second, '2': { goTo: person, say: { en: [a person] } } } }
  second: { do: menu, prompt: { en: Second. }, tries: 2, options: { '1': third, '0': third, '4': main, '5': round } }
  round: { do: say, prompt: { en: Round. }, next: second }
  third: { do: menu, prompt: { en: Third. }, onNoMatch: { tries: 1, goTo: main }, options: {} }
  person: { do: dial, to: ['+4930123456'], onFailed: mail, onAnswered: bye }
  mail: { do: voicemail, prompt: { en: Speak. }, title: Mail, next: bye, onEmpty: main }
  bye: { do: hangUp, prompt: { en: Bye. }, served: true }`,
    "keys: { '0': person, '*': back, '9': repeat }",
  )

  it.each<[CallEvent[], string, string]>([
    // events                                               heard                                          why
    [[press('9')], 'Main.', 'repeat'],
    [[press('*')], 'Main.', 'nothing to go back to'],
    [[press('1')], 'Second.', 'option'],
    [[press('1'), press('*')], 'Main.', 'back'],
    [[press('1'), press('1'), press('*')], 'Second.', 'back from the third'],
    [[press('1'), press('1'), press('*'), press('*')], 'Main.', 'back twice'],
    [[press('1'), press('0')], 'Third.', 'an own key hides the inherited one'],
    [[press('1'), press('4'), press('*')], 'Second.', 'back after a way round'],
    [[press('1'), press('4'), press('*'), press('*')], 'Main.', 'back twice after a way round'],
    [[press('1'), press('5'), press('*')], 'Main.', 'back, not to where he is'],
    [[press('7')], 'Sorry, I did not understand that. | Main.', 'no match'],
    [[silence, press('7'), press('7')], 'Sorry, I did not understand that. | Main.', 'counted apart'],
    [[silence], 'I did not hear anything. | Main.', 'a silence'],
    [[press('1'), silence], 'I did not hear anything. | Second.', 'tries of the step'],
    [[press('1'), silence, press('1'), press('8')], 'Main.', 'handler of the step'],
    [[press('1'), press('1'), silence], 'I did not hear anything. | Third.', 'other handler is inherited'],
    [[continued()], 'Main.', 'unexpected'],
    [[dialEnded('busy')], 'Main.', 'unexpected'],
    [[recorded(3)], 'Main.', 'unexpected'],
    [[{ kind: 'incoming' }], 'Main.', 'unexpected'],
    [[press('')], 'I did not hear anything. | Main.', 'an empty press is silence'],
    [[press('2'), dialEnded('busy')], 'Speak.', 'nobody answered'],
    [[press('2'), dialEnded('busy'), recorded(0)], 'I did not hear anything. | Speak.', 'empty message'],
    [[press('2'), dialEnded('busy'), recorded(0), silence], 'Main.', 'empty twice'],
    [[press('2'), dialEnded('answered')], 'Bye.', 'after the talk'],
  ])('%j -> %s (%s)', (events, expected) => {
    expect(heard(play(menus, events).instructions)).toBe(expected)
  })

  it.each([
    [[silence, silence], 'silent 2 times'],
    [[press('7'), press('7'), press('7')], 'not understood 3 times'],
    [[press('0')], 'key 0'],
    [[speech('Can I speak to a PERSON, please?')], 'key 2'],
  ])('%j leads to a person: %s', (events, why) => {
    const { instructions, log } = play(menus, events)
    expect(verbs(instructions)).toBe('dial')
    expect(log).toContainEqual(expect.objectContaining({ kind: 'went', to: 'person', why }))
  })

  it('ends a call whose silence goes in a circle with a message', () => {
    const circle = aFlow(
      "  main: { do: menu, prompt: { en: Main. }, onNoInput: { goTo: other }, options: { '1': other } }\n  other: { do: menu, prompt: { en: Other. }, onNoInput: { goTo: main }, options: {} }",
    )
    expect(
      verbs(
        play(
          circle,
          Array.from({ length: 11 }, () => silence),
        ).instructions,
      ),
    ).toBe('gather')
    const { instructions, session } = play(
      circle,
      Array.from({ length: 12 }, () => silence),
    )
    expect(verbs(instructions)).toBe('say record')
    expect(session.position?.step).toBe(lostStep)
    const alive = [...Array.from({ length: 11 }, () => silence), press('9'), silence]
    expect(verbs(play(circle, alive).instructions)).toBe('gather')
  })

  it('accepts words only where it has some', () => {
    expect(play(menus, []).instructions[0]).toMatchObject({ accepts: ['keys', 'speech'], hints: ['a person'], maxDigits: 1 })
    expect(play(menus, [press('1')]).instructions[0]).toMatchObject({ accepts: ['keys'] })
  })
})

describe('a gather', () => {
  const steps = (fields: string): ReturnType<typeof aFlow> =>
    aFlow(
      `
  main: { do: gather, name: code, prompt: { en: Code? }, next: done, ${fields} }
  done: { do: say, prompt: { en: 'It is {{captured.code}}.' }, next: end }
  end: { do: menu, prompt: { en: End. }, options: {} }
  person: { do: hangUp, prompt: { en: Person. } }`,
      "keys: { '0': person, '*': back, '9': repeat }",
    )
  const four = 'minDigits: 3, maxDigits: 4'

  it.each([
    // fields                         events                                             heard
    [four, [press('1234')], 'It is 1234. | End.'],
    [four, [press('123#')], 'It is 123. | End.'],
    [four, [press('12')], 'Sorry, I did not understand that. | Code?'],
    [four, [press('12345')], 'Sorry, I did not understand that. | Code?'],
    [four, [press('12*4')], 'Sorry, I did not understand that. | Code?'],
    [four, [press('0')], 'Person.'],
    [four, [press('9')], 'Code?'],
    [four, [press('12'), press('1'), press('2')], 'Person.'],
    [four, [silence, silence], 'Person.'],
    [four, [speech('one two three')], 'Sorry, I did not understand that. | Code?'],
    [`${four}, tries: 1`, [silence], 'Person.'],
    ['minDigits: 1, maxDigits: 1', [press('0')], 'It is 0. | End.'],
    [`input: both, ${four}`, [speech('One, two, 3')], 'It is 123. | End.'],
    ['input: speech', [speech(' The lift is broken. ')], 'It is The lift is broken.. | End.'],
    ['input: speech', [press('0')], 'Person.'],
    [`confirm: true, ${four}`, [press('123')], 'You entered 1 2 3. If that is right, press 1. To enter it again, press 2.'],
    [`confirm: true, ${four}`, [press('123'), press('1')], 'It is 123. | End.'],
    [`confirm: true, ${four}`, [press('123'), press('2')], 'Code?'],
    [`confirm: true, ${four}`, [press('123'), press('2'), press('321'), press('1')], 'It is 321. | End.'],
    [`confirm: true, ${four}`, [press('123'), press('2'), press('123'), press('2'), press('123'), press('2')], 'Person.'],
    [
      `confirm: true, ${four}`,
      [press('123'), press('5')],
      'Sorry, I did not understand that. | You entered 1 2 3. If that is right, press 1. To enter it again, press 2.',
    ],
    [`confirm: true, ${four}`, [press('123'), continued()], 'You entered 1 2 3. If that is right, press 1. To enter it again, press 2.'],
    [`confirm: true, ${four}`, [press('123'), press('9')], 'You entered 1 2 3. If that is right, press 1. To enter it again, press 2.'],
    [`confirm: true, ${four}`, [press('123'), press('0')], 'Person.'],
    [`confirm: true, ${four}`, [press('123'), silence, silence], 'Person.'],
    [`confirm: true, input: both, ${four}`, [speech('1 2 3'), speech('yes, right')], 'It is 123. | End.'],
    ['confirm: true, input: speech', [speech('the lift'), speech('no')], 'Code?'],
    ["confirm: { prompt: { en: '{{answer}}?' } }", [press('55')], '55?'],
  ])('with %s: %j -> %s', (fields, events, expected) => {
    expect(heard(play(steps(fields), events).instructions)).toBe(expected)
  })

  it('keeps an answer that is not confirmed yet, and drops a refused one', () => {
    const confirmed = steps(`confirm: true, ${four}`)
    expect(play(confirmed, [press('123')]).session.captured).toEqual({ code: { value: '123', by: 'keys', confirmed: false, step: 'main' } })
    expect(play(confirmed, [press('123'), press('2')]).session.captured).toEqual({})
    expect(play(confirmed, [press('123')]).effects).toEqual([])
  })
})

describe('the other steps', () => {
  const tail = '  end: { do: menu, prompt: { en: End. }, options: {} }\n  late: { do: say, prompt: { en: Late. }, next: end }'

  it('set and branch', () => {
    const set = aFlow(`
  main: { do: set, values: { kind: 'call from {{call.from}}' }, next: choice }
  choice: { do: branch, when: [{ if: captured.kind contains '+49', goTo: german }], else: end }
  german: { do: say, prompt: { en: 'German {{captured.kind}}' }, next: end }\n${tail}`)
    expect(heard(play(set, []).instructions)).toBe('German call from +493023125200 | End.')
    expect(heard(play(set, [], { call: { from: null, to: null } }).instructions)).toBe('End.')
  })

  it('go to with a language, a sentence in another language, and a list without unknown values', () => {
    const both = flowOf(`flow: t\ntitle: T\nzone: UTC\nlanguages: [en, ru]\nstart: main\nsteps:
  main: { do: goTo, goTo: hi, language: ru }
  hi: { do: say, prompt: [{ en: a, ru: 'Привет, {{customer.name}}' }, { en: b, ru: { in: en, say: English } }], next: end }
  end: { do: menu, prompt: { en: '{{customer.name}}?', ru: '{{customer.name}}?' }, options: {} }`)
    expect(play(both, []).instructions).toMatchObject([
      {
        verb: 'gather',
        language: 'ru',
        prompts: [
          { text: 'English', language: 'en' },
          { text: '?', language: 'ru' },
        ],
      },
    ])
  })

  it.each([
    [[continued('7')], 'Case 7. | End.'],
    [[continued(), continued('7')], 'Case 7. | End.'],
    [[silence, continued('7')], 'Case 7. | End.'],
    [[1, 2, 3, 4, 5].map(() => continued()), ''],
    [[1, 2, 3, 4, 5, 6].map(() => continued()), 'Late. | End.'],
    [[continued('7'), press('1'), continued('7')], ''],
    [[continued('7'), press('1'), continued('8')], 'Case 8. | End.'],
  ])('open case waits for its own result: %j -> %s', (events, expected) => {
    const opens = aFlow(`
  main: { do: openCase, title: T, reason: R, severity: high, next: number, onDelay: late }
  number: { do: say, prompt: { en: 'Case {{case.number}}.' }, next: end }
  again: { do: goTo, goTo: main }
  end: { do: menu, prompt: { en: End. }, options: { '1': main } }
  late: { do: say, prompt: { en: Late. }, next: end }`)
    const { instructions, all } = play(opens, events)
    expect(heard(instructions)).toBe(expected)
    expect(verbs(all[0]?.instructions ?? [])).toBe('say pause continue')
  })

  it('a circle that the checks cannot see ends with a message, not with silence', () => {
    const steps = Array.from({ length: 60 }, (_, n) => `  s${n}: { do: say, prompt: { en: '${n}' }, next: ${n === 59 ? 'end' : `s${n + 1}`} }`).join('\n')
    const { instructions, log, session } = play(aFlow(`  main: { do: goTo, goTo: s0 }\n${steps}\n${tail}`), [])
    expect(instructions.at(-1)?.verb).toBe('record')
    expect(log).toContainEqual(expect.objectContaining({ kind: 'failed' }))
    const after = decide(flow, session, recorded(4), noon)
    expect(after.effects).toMatchObject([{ kind: 'voicemail', severity: 'high' }])
    expect(verbs(after.instructions)).toBe('say hangUp')
  })

  it('says first, and lets keys interrupt what comes before a question', () => {
    const says = aFlow('  main: { do: say, prompt: { en: One. }, next: two }\n  two: { do: say, prompt: { en: Two. }, next: end }\n' + tail)
    expect(play(says, []).instructions).toMatchObject([{ verb: 'gather', prompts: [{ text: 'One.' }, { text: 'Two.' }, { text: 'End.' }] }])
  })
})

describe('begin', () => {
  it.each([
    ['ru', 'ru'],
    ['de', 'en'],
    [undefined, 'en'],
  ])('speaks %s as %s', (language, spoken) => {
    expect(begin(flow, { flowVersion: 'v', language, call: { from: null, to: null }, customer: null, staff: ['dana'] })).toMatchObject({
      flow: 'support',
      flowVersion: 'v',
      turn: 0,
      position: null,
      language: spoken,
      isOver: false,
      staff: ['dana'],
      place: null,
    })
  })
})

const key = fc.string({ unit: fc.constantFrom(...'0123456789*#'), maxLength: 8 })
const event: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.constant<CallEvent>({ kind: 'incoming' }),
  fc.constant(silence),
  fc.oneof(fc.constantFrom('1', '2', '3', '8', '123456'), key).map(press),
  fc.oneof(fc.string(), fc.constantFrom('yes', 'operator', 'one two three four five six')).map(speech),
  fc.constantFrom(continued(), continued('12'), dialEnded('answered'), dialEnded('busy'), recorded(0), recorded(9)),
)
const position: fc.Arbitrary<Position> = fc.record(
  {
    step: fc.constantFrom(...flow.steps.keys(), lostStep, 'gone', 'constructor', '__proto__'),
    awaiting: fc.constantFrom('input', 'confirmation', 'dial', 'recording', 'result', 'choice'),
    noInput: fc.nat(5),
    noMatch: fc.nat(5),
    silences: fc.nat(15),
    pending: fc.record({ value: fc.string(), by: fc.constantFrom('keys', 'speech') }),
    waits: fc.nat(8),
    refused: fc.nat(4),
    ringing: fc.record({
      since: fc.constantFrom(0, noon.toMillis() - 116_000, noon.toMillis() - 30_000, noon.toMillis() + 1),
      asked: fc.constantFrom([], ['+493023125302'], people),
    }),
    personId: fc.constant('dana'),
  },
  { requiredKeys: ['step', 'awaiting', 'noInput', 'noMatch', 'silences'] },
)

describe('whatever happens', () => {
  const check = (session: ReturnType<typeof aSession>, given: CallEvent, now: DateTime, people: readonly string[]): ReturnType<typeof decide> => {
    const before = structuredClone(session)
    const step = decide(flow, session, given, now, withPeople(people))
    expect(session).toEqual(before)
    expect(step.session.turn).toBe(before.turn + 1)
    const ending = step.instructions.filter(({ verb }) => ['gather', 'dial', 'record', 'continue', 'hangUp', 'reject'].includes(verb))
    expect(ending).toHaveLength(1)
    expect(step.instructions.at(-1)).toBe(ending[0])
    expect(step.session.isOver).toBe(ending[0]?.verb === 'hangUp')
    expect(JSON.parse(JSON.stringify(step.session))).toEqual(step.session)
    return step
  }

  it('random events at random states are answered', () => {
    fc.assert(
      fc.property(position, event, fc.constantFrom('en', 'ru', 'xx'), fc.boolean(), (where, given, language, isOver) => {
        check({ ...aSession(flow, { staff: ['dana'] }), position: where, language, isOver, trail: ['main', 'gone'] }, given, noon, people)
      }),
      { numRuns: 2000 },
    )
  })

  it('random calls are answered from beginning to end', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.boolean(), (events, isOn) => {
        let session = aSession(flow, { staff: isOn ? ['dana'] : [] })
        for (const given of events) session = check(session, given, noon, isOn ? people : []).session
      }),
      { numRuns: 300 },
    )
  })

  it('a session that makes no sense at all is answered with a message', () => {
    const broken = { ...aSession(flow), captured: null, position: { step: 'contract', awaiting: 'input', noInput: 0, noMatch: 0, silences: 0 } }
    const step = decide(flow, broken as never, press('123456'), noon)
    expect(verbs(step.instructions)).toMatch(/gather|say record/)
  })
})
