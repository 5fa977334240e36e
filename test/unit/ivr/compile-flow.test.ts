import { expect, it } from 'vitest'
import { compileFlow } from '../../../services/ivr/compile-flow.ts'
import { flowFileSchema } from '../../../services/ivr/flow-file.ts'
import { aFlow, aSession, heard, play, press, silence } from './support.ts'

const menu = (fields: string): string =>
  `  main: { do: menu, prompt: { en: Main. }, options: { '1': mail }, ${fields} }\n  mail: { do: voicemail, prompt: { en: Speak. }, title: T, next: bye }\n  bye: { do: hangUp }`

it.each([
  // top                                             step          silences until the voicemail
  ['', '', 2],
  ['settings: { tries: 5 }', '', 2],
  ['settings: { silences: 3 }', '', 3],
  ['settings: { silences: 3 }', 'tries: 4', 4],
  ['onNoInput: { tries: 4 }', '', 4],
  ['onNoInput: { tries: 4 }', 'tries: 2', 2],
  ['onNoInput: { tries: 4 }', 'onNoInput: { tries: 1 }', 1],
  ['', 'tries: 5, onNoInput: { tries: 2 }', 2],
])('tries: %j, step %j -> %i', (top, step, tries) => {
  const flow = aFlow(menu(step), top)
  const silences = (count: number): string =>
    heard(
      play(
        flow,
        Array.from({ length: count }, () => silence),
      ).instructions,
    )
  expect(silences(tries)).toBe('Speak.')
  if (tries > 1) expect(silences(tries - 1)).toContain('Main.')
})

it('says the handler’s sentences in turn, the last one again', () => {
  const flow = aFlow(menu(''), 'onNoMatch: { tries: 9, prompts: [{ en: A }, { en: B }] }')
  expect(
    [1, 2, 3].map((count) =>
      heard(
        play(
          flow,
          Array.from({ length: count }, () => press('7')),
        ).instructions,
      ),
    ),
  ).toEqual(['A | Main.', 'B | Main.', 'B | Main.'])
})

it('waits for # only where keys have several lengths', () => {
  expect(play(aFlow(menu('')), []).instructions[0]).not.toHaveProperty('finishOnKey')
  const long = aFlow("  main: { do: menu, prompt: { en: M }, options: { '1': main, '22': main } }")
  expect(play(long, []).instructions[0]).toMatchObject({ maxDigits: 2, finishOnKey: '#' })
  expect(play(long, [press('1#')]).log).toContainEqual(expect.objectContaining({ kind: 'went', why: 'key 1' }))
})

it('replaces built-in sentences, and speaks English where nobody wrote one', () => {
  const flow = aFlow(menu(''), 'phrases: { noInput: { en: Hm? } }')
  expect(heard(play(flow, [silence]).instructions)).toBe('Hm? | Main.')
  const file = flowFileSchema.parse({
    flow: 'f',
    title: 'T',
    zone: 'UTC',
    languages: ['de'],
    start: 'a',
    steps: { a: { do: 'menu', prompt: { de: 'Ja?' }, options: {} } },
  })
  const german = compileFlow(file)
  expect(aSession(german).language).toBe('de')
  expect(play(german, [silence]).instructions[0]).toMatchObject({ prompts: [{ language: 'en' }, { text: 'Ja?', language: 'de' }] })
})

it('refuses what was not checked', () => {
  const steps = { a: { do: 'branch', when: [{ if: '(', goTo: 'a' }], else: 'a' } }
  expect(() => compileFlow(flowFileSchema.parse({ flow: 'f', title: 'T', zone: 'UTC', languages: ['en'], start: 'a', steps }))).toThrow(/too early/)
})
