import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { outcomeOfTranscript } from '../../../services/calls/transcripts/outcome.ts'
import type { Flow } from '../../../services/ivr/flow.ts'
import { rehearse, type Rehearsal, type RehearsalCall } from '../../../services/ivr/rehearsal/rehearse.ts'
import { flowOf } from './support.ts'

const flow = flowOf(`
flow: test
title: Test
zone: Europe/Berlin
languages: [en, ru]
start: who
steps:
  who: { do: customer, unknown: when, openCase: when, next: when }
  when: { do: hours, days: { mon-fri: '09:00-17:00' }, onShift: true, open: news, closed: closed }
  closed: { do: say, prompt: { en: 'We open {{opening.next}}.', ru: 'Откроемся {{opening.next}}.' }, next: message }
  news: { do: incident, joined: bye, next: main }
  main:
    do: menu
    prompt: { en: 'Press 1 to 9.', ru: 'Нажмите 1-9.' }
    options: { '1': ring, '2': keep, '3': contract, '4': wait, '5': status, '6': signIn, '7': names, '8': ask, '9': urgent, '0': { goTo: call, say: { en: [call me back], ru: [перезвоните] } } }
  ring: { do: dial, to: onShift, onFailed: message, onGap: nobody, onBusy: busy }
  keep: { do: dial, to: keeper, onFailed: message, onGap: nobody, onBusy: busy }
  own: { do: dial, to: owner, onFailed: message, onGap: nobody, onBusy: busy }
  nobody: { do: say, prompt: { en: Nobody is on., ru: Никого нет. }, next: message }
  busy: { do: say, prompt: { en: All are busy., ru: Все заняты. }, next: message }
  contract: { do: gather, name: contract, input: both, minDigits: 6, maxDigits: 6, confirm: true, identifies: contract, prompt: { en: Six digits., ru: Шесть цифр. }, next: report }
  report: { do: openCase, title: T, reason: R, next: told, onDelay: message }
  told: { do: hangUp, prompt: { en: 'Your case is {{case.number}}, you hear {{case.by}}.', ru: 'Номер {{case.number}}, {{case.by}}.' } }
  wait: { do: queue, leave: report, callback: call, onFailed: message, onGap: nobody }
  status: { do: caseStatus, next: isSo, onNotFound: message }
  isSo: { do: say, prompt: { en: 'It is {{status.words}}.', ru: 'Оно {{status.words}}.' }, next: own }
  signIn: { do: presence, next: bye, onFailed: message }
  names: { do: directory, next: found, onNotFound: message }
  found: { do: hangUp, served: true, prompt: { en: 'You asked for {{directory.name}}.', ru: '{{directory.name}}.' } }
  ask: { do: http, url: 'https://weather.example/today', answer: { degrees: { at: degrees, is: number } }, next: weather, onFailed: message, prompt: { en: One moment., ru: Минуту. } }
  weather: { do: hangUp, served: true, prompt: { en: 'It is {{captured.degrees}} degrees.', ru: '{{captured.degrees}}.' } }
  urgent: { do: wake, title: T, reason: R, next: woken, onNobody: message }
  woken: { do: hangUp, served: true, prompt: { en: '{{wake.person}} calls you {{wake.by}}.', ru: '{{wake.person}}, {{wake.by}}.' } }
  call: { do: callback, title: T, next: calls, onNoNumber: message, onDelay: message }
  calls: { do: hangUp, prompt: { en: 'We call {{callback.by}}.', ru: 'Позвоним {{callback.by}}.' } }
  message: { do: voicemail, title: T, prompt: { en: Speak after the tone., ru: Говорите. }, next: bye }
  bye: { do: hangUp, prompt: { en: Thank you., ru: Спасибо. } }
`)

const plain: RehearsalCall = { caller: 'known', at: '2026-11-18T10:00', people: 'free', opening: 'byClock', events: [] }
const listen = (events: RehearsalCall['events'], world: Partial<RehearsalCall> = {}, to: Flow = flow): Rehearsal =>
  rehearse(to, { ...plain, ...world, events }, outcomeOfTranscript)
const heard = ({ lines }: Rehearsal): string => lines.flatMap((line) => (line.by === 'line' ? [line.text] : [])).join(' ')

describe('each question of a flow is answered', () => {
  it.each<[what: string, events: RehearsalCall['events'], words: string, world?: Partial<RehearsalCall>]>([
    ['who is on', [{ pressed: '1' }, { dial: 'noAnswer' }], 'Speak after the tone'],
    ['who is on, nobody', [{ pressed: '1' }], 'Nobody is on', { people: 'nobody', opening: 'open' }],
    ['who is on, busy', [{ pressed: '1' }], 'All are busy', { people: 'busy' }],
    ['who answers for a level', [{ pressed: '2' }], 'All are busy', { people: 'busy' }],
    ['the case', [{ pressed: '3' }, { pressed: '123456' }, { pressed: '1' }], 'Your case is 1000180, you hear by 6 PM'],
    ['the place in the queue', [{ pressed: '4' }], 'To be called back', { people: 'busy' }],
    ['the queue, nobody', [{ pressed: '4' }], 'Nobody is on', { people: 'nobody', opening: 'open' }],
    ['how a case stands, and its owner', [{ pressed: '5' }, { pressed: '1000180' }], 'It is being worked on. All are busy', { people: 'busy' }],
    ['the PIN', [{ pressed: '6' }, { pressed: '4711' }, { pressed: '1' }], 'Thank you', { caller: 'staff' }],
    ['the directory', [{ pressed: '7' }, { pressed: '264' }], 'You asked for Amira Haddad'],
    ['a request', [{ pressed: '8' }], 'It is 1 degrees'],
    ['who is woken', [{ pressed: '9' }], 'Hugo Martin calls you by 6 PM'],
    ['who is woken, nobody', [{ pressed: '9' }], 'Speak after the tone', { people: 'busy' }],
    ['the callback, by words', [{ said: 'call me back' }], 'We call by 6 PM'],
    ['the hours', [], 'We open tomorrow at 8 AM. Speak after the tone', { at: '2026-11-18T17:00' }],
    ['the roster of the hours', [], 'We open tomorrow at 8 AM', { people: 'nobody' }],
    ['closed all the same', [], 'We open tomorrow at 8 AM', { opening: 'closed' }],
    ['in Russian', [], 'Откроемся завтра в 8 часов. Говорите', { opening: 'closed', language: 'ru' }],
  ])('%s', (_, events, words, world) => {
    const told = listen(events, world)
    expect(heard(told)).toContain(words)
    expect(told).toMatchObject({ played: events.length })
    expect(told.outcome).not.toBe('failed')
  })
})

describe('where the call stands', () => {
  it('says what it waits for, what has happened and how it ended', () => {
    expect(listen([])).toMatchObject({ step: 'main', waitingFor: 'keys', hearsWords: true, mostKeys: 1, ended: false, outcome: null, effects: [] })
    expect(listen([{ pressed: '3' }])).toMatchObject({ step: 'contract', waitingFor: 'keys', mostKeys: 6 })
    expect(listen([{ pressed: '1' }])).toMatchObject({ step: 'ring', waitingFor: 'phone' })
    expect(listen([{ pressed: '1' }, { dial: 'answered' }])).toMatchObject({ ended: true, outcome: 'answered', waitingFor: 'nothing' })
    expect(listen([{ pressed: '4' }, 'silence'], { people: 'busy' })).toMatchObject({ step: 'wait', waitingFor: 'hold', played: 2 })
    expect(listen([{ pressed: '4' }, { pressed: '1' }], { people: 'busy' })).toMatchObject({ ended: true, step: 'told', effects: ['openCase'] })
    const message = listen([{ recorded: 12 }], { opening: 'closed' })
    expect(message).toMatchObject({ ended: true, outcome: 'voicemail', effects: ['voicemail'], step: 'bye' })
    expect(message.lines.at(-2)).toEqual({ by: 'caller', did: 'recorded', text: '12', step: 'message' })
  })

  it('plays up to what does not fit', () => {
    expect(listen([{ pressed: '1' }, { pressed: '1' }, { dial: 'answered' }])).toMatchObject({ played: 1, waitingFor: 'phone' })
    expect(listen([{ dial: 'answered' }])).toMatchObject({ played: 0, step: 'main' })
  })

  it('ends whatever somebody does who only is silent', () => {
    expect(listen(Array.from({ length: 60 }, () => 'silence' as const))).toMatchObject({ ended: true })
  })
})

it('the shipped line can be listened to', async () => {
  const shipped = flowOf(await readFile('ivr-flows/support.yaml', 'utf8'), await readFile('ivr-flows/survey.yaml', 'utf8'))
  expect(heard(listen([], {}, shipped))).toContain('Hello, Marta Nowak')
  expect(heard(listen([], { caller: 'withheld' }, shipped))).toContain('Hello. This is the support line.')
  expect(heard(listen([], { caller: 'staff' }, shipped))).toContain('This is a phone of ours')
})
