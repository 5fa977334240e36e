import { describe, expect, it } from 'vitest'
import type { DirectoryMatch } from '../../../services/ivr/questions.ts'
import type { CallEvent } from '../../../services/telephony/provider.ts'
import { aFlow, cameBack, heard, play, press, silence, speech, withAnswers } from './support.ts'

const flow = aFlow(
  `  main: { do: directory, section: sales, next: chosen, onNotFound: lost }
  chosen: { do: say, prompt: { en: '{{directory.name}} at {{directory.number | digits}}.' }, next: bye }
  lost: { do: say, prompt: { en: Nobody. }, next: bye }
  menu: { do: menu, prompt: { en: Menu. }, options: { '1': main } }
  bye: { do: hangUp }`,
  "keys: { '0': menu, '9': repeat }",
)
const entry = (name: string): DirectoryMatch => ({ id: name, name, number: '+493023125300', hours: null, isOpen: true })
const people = ['Chen Wei', 'Mara Lind', 'Marta Nowak', 'Marek Sobel', 'Mario Rossi', 'Mary Stone']
const byKeys: Record<string, string[]> = { '24': ['Chen Wei'], '62': people.slice(1), '627': people.slice(1, 3) }
const bySpeech: Record<string, string[]> = { 'chen wei': ['Chen Wei'], 'i want chen wei please': ['Chen Wei'], chan: ['Chen Wei'], mar: people.slice(1, 3) }
const answers = withAnswers({
  directory: ({ by, asked }) => ({ kind: 'directory', entries: ((by === 'keys' ? byKeys : bySpeech)[asked.toLowerCase()] ?? []).map(entry) }),
})
const run = (...events: CallEvent[]) => play(flow, events, { answers })
const unsure = (text: string): CallEvent => ({ kind: 'speech', text, confidence: 0.3 })

const asks = 'Please say the name, or enter its first letters on the keys, then hash.'
const none = 'If it is none of them, press 9.'
const two = `For Mara Lind, press 1. | For Marta Nowak, press 2. | ${none}`
const notFound = 'I cannot find that name.'
const chen = 'Chen Wei at 4 9 3 0 2 3 1 2 5 3 0 0.'

describe('directory', () => {
  it.each<[what: string, events: CallEvent[], hears: string]>([
    ['asks', [], asks],
    ['letters of one', [press('24#')], chen],
    ['the whole name', [speech('Chen Wei')], chen],
    ['the whole name among words', [speech('I want Chen Wei please')], chen],
    ['a name like it is read out first', [speech('Chan')], `For Chen Wei, press 1. | ${none}`],
    ['the whole name unsurely', [unsure('Chen Wei')], `For Chen Wei, press 1. | ${none}`],
    ['read out and right', [speech('Chan'), press('1')], chen],
    ['several', [press('627#')], two],
    ['four at most', [press('62#')], `For Mara Lind, press 1. | For Marta Nowak, press 2. | For Marek Sobel, press 3. | For Mario Rossi, press 4. | ${none}`],
    ['the fifth was not read out', [press('62#'), press('5')], `Sorry, I did not understand that. | ${heard(run(press('62#')).instructions)}`],
    ['the second', [press('627#'), press('2')], 'Marta Nowak at 4 9 3 0 2 3 1 2 5 3 0 0.'],
    ['the second, said', [speech('Mar'), speech('two')], 'Marta Nowak at 4 9 3 0 2 3 1 2 5 3 0 0.'],
    ['none of them', [press('627#'), press('9')], `${notFound} | ${asks}`],
    ['none of them twice', [press('627#'), press('9'), press('627#'), press('9')], `${notFound} | Nobody.`],
    ['silence at the choice asks the choice again', [press('627#'), silence], `I did not hear anything. | ${two}`],
    ['the line came back at the choice', [press('627#'), cameBack()], two],
    ['not found', [press('33#')], `${notFound} | ${asks}`],
    ['not found, then found', [press('33#'), press('24#')], chen],
    ['not found twice', [speech('Xu'), press('33#')], `${notFound} | Nobody.`],
    ['found nobody by unsure words', [unsure('Xu')], `${notFound} | Please use the keys of your phone. | ${asks}`],
    ['no letters', [press('12#')], `Sorry, I did not understand that. | ${asks}`],
    ['no letters twice', [press('12#'), press('1#')], 'Nobody.'],
    ['silent twice', [silence, silence], 'Nobody.'],
    ['a key of the flow', [press('0')], 'Menu.'],
    ['a key of the flow at the choice', [press('627#'), press('0')], 'Menu.'],
    ['a key that begins a name is a name', [press('9')], `${notFound} | ${asks}`],
    ['the line came back', [cameBack()], asks],
  ])('%s', (_, events, hears) => expect(heard(run(...events).instructions)).toBe(hears))

  it('writes down what was asked in vain, but not what may have been misheard', () => {
    expect(run(speech('Xu'), press('33#')).effects).toEqual([
      { kind: 'unmet', asked: 'Xu', by: 'speech', section: 'sales' },
      { kind: 'unmet', asked: '33', by: 'keys', section: 'sales' },
    ])
    expect(run(press('627#'), press('9')).effects).toEqual([{ kind: 'unmet', asked: '627', by: 'keys', section: 'sales' }])
    expect([run(unsure('Xu')).effects, run(press('12#')).effects, run(press('24#')).effects]).toEqual([[], [], []])
    expect(run(speech('Xu')).log).toContainEqual({ kind: 'notFound', step: 'main', what: 'directory', asked: 'Xu' })
  })

  it('hears keys only, once words were not understood', () => {
    expect(run().instructions).toMatchObject([{ accepts: ['keys', 'speech'], maxDigits: 12, finishOnKey: '#' }])
    expect(run(press('627#')).instructions).toMatchObject([{ accepts: ['keys', 'speech'], maxDigits: 1 }])
    expect(run(unsure('Xu')).instructions).toMatchObject([{ accepts: ['keys'] }])
    expect(run(unsure('Xu'), speech('Chen Wei')).session.directory).toBeNull()
    expect(run(speech('Mar'), unsure('two')).instructions).toMatchObject([{ accepts: ['keys'], maxDigits: 1 }])
  })

  it('goes on when nobody could look it up, and forgets who was chosen before', () => {
    const slow = withAnswers({ directory: { kind: 'unknown', reason: 'slow' } })
    expect(heard(play(flow, [press('24#')], { answers: slow }).instructions)).toBe('Nobody.')
    const again = run(press('627#'), press('0'), press('1'))
    expect([run(press('24#')).session.directory?.name, again.session.directory]).toEqual(['Chen Wei', null])
  })
})
