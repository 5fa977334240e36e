import { describe, expect, it } from 'vitest'
import { mostNested } from '../../../services/ivr/subflows.ts'
import { aFlow, flowOf, heard, play, press, silence } from './support.ts'

const file = (flow: string, steps: string, top = ''): string => `flow: ${flow}\ntitle: T\nzone: UTC\nlanguages: [en, ru]\nstart: ask\n${top}\nsteps:\n${steps}`
/** Enters the subflow twice, once from each menu. */
const main = file(
  'main',
  `
  ask: { do: menu, prompt: { en: Main., ru: Главное. }, options: { '1': first, '8': { goTo: ask, language: ru } } }
  first: { do: subflow, flow: part, next: between }
  between: { do: menu, prompt: { en: Between., ru: Между. }, options: { '1': second } }
  second: { do: subflow, flow: part, next: done }
  done: { do: menu, prompt: { en: 'Done {{captured.code}}.', ru: 'Всё {{captured.code}}.' }, options: {} }
  person: { do: menu, prompt: { en: Person., ru: Человек. }, options: {} }
  mail: { do: voicemail, title: M, prompt: { en: Speak., ru: Говорите. }, next: done }`,
  "keys: { '0': person, '*': back }",
)
const part = file(
  'part',
  `
  ask: { do: menu, prompt: { en: Part., ru: Часть. }, options: { '1': code, '2': return, '3': { goTo: return, language: en } } }
  code: { do: gather, name: code, minDigits: 2, maxDigits: 2, prompt: { en: Code?, ru: Код? }, onNoMatch: { goTo: return }, next: return }
  desk: { do: menu, prompt: { en: Desk., ru: Стол. }, options: {} }`,
  "keys: { '5': desk }\nonNoInput: { tries: 1, goTo: desk }\nphrases: { noMatch: { en: Part did not understand. } }",
)
const keys = (...pressed: string[]) => pressed.map((key) => (key === '-' ? silence : press(key)))

describe('a subflow', () => {
  it.each([
    // keys                                  heard
    [['1'], 'Part.'],
    [['1', '2'], 'Between.'],
    [['1', '2', '1', '2'], 'Done .'],
    [['1', '1', '42', '1'], 'Part.'],
    [['1', '1', '42', '1', '2'], 'Done 42.'],
    // Its own keys, silences and sentences; those of the flow that enters it do not hold in it.
    [['1', '5'], 'Desk.'],
    [['1', '0'], 'Part did not understand. | Part.'],
    [['0'], 'Person.'],
    [['1', '-'], 'Desk.'],
    [['1', '2', '-', '-'], 'Person.'],
    [['1', '1', '7', '7', '7'], 'Between.'],
    [['1', '2', '5'], 'Sorry, I did not understand that. | Between.'],
    // He speaks the language that he spoke before, and may change it within.
    [['8', '1'], 'Часть.'],
    [['8', '1', '3'], 'Between.'],
  ])('%j -> %s', (pressed, said) => {
    expect(heard(play(flowOf(main, part), keys(...pressed)).instructions)).toBe(said)
  })

  it('knows the way back to the menu before, out of it and into it', () => {
    const both = flowOf(main, part.replace("'5': desk", "'5': desk, '*': back"))
    expect(heard(play(both, keys('1', '*')).instructions)).toBe('Main.')
    expect(heard(play(both, keys('1', '2', '*')).instructions)).toBe('Part.')
  })

  it('stands in the flow once for each step that enters it', () => {
    const { steps } = flowOf(main, part)
    expect([...steps.keys()].filter((id) => id.includes('/'))).toEqual(['first/ask', 'first/code', 'first/desk', 'second/ask', 'second/code', 'second/desk'])
    expect(play(flowOf(main, part), keys('1', '1', '42')).session.captured).toMatchObject({ code: { step: 'first/code' } })
  })

  it('may enter another one, which leads back through both', () => {
    const outer = file('outer', `\n  ask: { do: subflow, flow: part, next: said }\n  said: { do: say, prompt: { en: Out., ru: Вне. }, next: return }`)
    const nested = flowOf(main.replaceAll('flow: part', 'flow: outer'), outer, part)
    expect(nested.steps.has('first/ask/code')).toBe(true)
    expect(heard(play(nested, keys('1', '2')).instructions)).toBe('Out. | Between.')
    expect(heard(play(nested, keys('1', '5')).instructions)).toBe('Desk.')
  })

  it('that is dialled by itself ends with a good-bye', () => {
    const { instructions, session } = play(flowOf(part), keys('2'))
    expect([heard(instructions), session.isOver]).toEqual(['Goodbye.', true])
  })

  it.each([
    ['missing', [], /the subflow "part" of step "first" is missing/],
    ['entering itself', [file('part', '  ask: { do: subflow, flow: part, next: return }')], new RegExp(`nested more than ${mostNested} deep`)],
  ])('%s is an error, which the check reports before', (_, others, message) => {
    expect(() => flowOf(main, ...others)).toThrow(message)
  })

  it('leaves every way out to the step that says it', () => {
    const all = file(
      'part',
      `
  ask: { do: queue, leave: a, callback: b, onFailed: c, onGap: d, onAnswered: e }
  a: { do: wake, title: T, reason: R, next: f, onNobody: g, onNoNumber: h }
  b: { do: callback, title: T, next: f, onNoNumber: g, onDelay: h }
  c: { do: customer, unknown: f, openCase: g, next: return }
  d: { do: incident, joined: f, next: return }
  e: { do: transfer, to: '+493023125300', onAnswered: f, onFailed: return }
  f: { do: caseStatus, next: return, onNotFound: g }
  g: { do: directory, next: return, onNotFound: h }
  h: { do: hangUp }`,
    )
    const targets = [...flowOf(main, all).steps.values()].flatMap((step) =>
      step.id.startsWith('first/')
        ? Object.entries(step).flatMap(([field, value]) => (field !== 'id' && typeof value === 'string' && /^[a-h]$/.test(value) ? [value] : []))
        : [],
    )
    expect(targets).toEqual([])
  })
})

it('a flow without subflows has the steps of its file', () => {
  expect([...aFlow('  main: { do: hangUp }').steps.keys()]).toEqual(['main'])
})
