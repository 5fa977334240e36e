import { describe, expect, it } from 'vitest'
import { edgesOfFlow, edgeText } from '../../../services/ivr/paths/edges.ts'
import { prove, type Proof } from '../../../services/ivr/paths/proof.ts'
import { pathLines } from '../../../services/ivr/paths/report.ts'
import { walk } from '../../../services/ivr/paths/walk.ts'
import { aFlow, flowOf } from './support.ts'

const message = '  message: { do: voicemail, title: M, prompt: { en: Speak. }, next: bye }\n  bye: { do: hangUp, prompt: { en: Bye. } }\n'
const served = '  told: { do: hangUp, served: true, prompt: { en: We open at 8. } }\n'

const proofOf = (steps: string, top = '', mostPrompts?: number): Proof => prove(walk(aFlow(steps, top)), mostPrompts === undefined ? {} : { mostPrompts })
const kindsOf = ({ problems }: Proof): string[] => problems.map(({ kind, step }) => `${kind} ${step}`.trim())

describe('ways that end well', () => {
  it('a menu with a person, a case and a message', () => {
    const proof = proofOf(`
  main:
    do: menu
    prompt: { en: One or two. }
    options: { '1': ring, '2': contract, '3': message }
  contract: { do: gather, name: contract, prompt: { en: Number. }, minDigits: 6, maxDigits: 6, confirm: true, next: report }
  report: { do: openCase, title: T, reason: R, next: bye }
  ring: { do: dial, to: onShift, onFailed: message, onGap: keeper }
  keeper: { do: dial, to: keeper, onFailed: message }
${message}`)
    expect(proof.problems).toEqual([])
    expect(proof.untaken).toEqual([])
    expect(proof.figures).toMatchObject({ longest: 3, edges: 10, edgesTaken: 10, endings: { nothing: 0, served: 0, callback: 0 } })
    for (const kind of ['answered', 'voicemail', 'case', 'nothingSaid'] as const) expect(proof.figures.endings[kind], kind).toBeGreaterThan(0)
  })

  it('who may go round need not: the shortest way counts', () => {
    const proof = proofOf(`
  main: { do: menu, prompt: { en: Again or go. }, options: { '1': other, '2': told } }
  other: { do: menu, prompt: { en: Back. }, options: { '1': main } }
${served}${message}`)
    expect(proof.problems).toEqual([])
    expect(proof.figures.longest).toBe(1)
  })
})

it('every kind of step: each edge is gone, each end is good, and waiting itself makes no endless ways', () => {
  const proof = prove(walk(flowOf(everyKind)))
  expect(proof.problems).toEqual([])
  expect(proof.untaken).toEqual([])
  expect(proof.figures).toMatchObject({ edges: 54, longest: 10, mostWhileSilent: 4 })
  expect(proof.figures.stations).toBeLessThan(4_000)
}, 60_000)

describe('ways that do not', () => {
  it.each<[what: string, steps: string, found: string[], way: string]>([
    [
      'a good-bye that brought nothing',
      `  main: { do: menu, prompt: { en: One. }, options: { '1': bye, '0': message } }\n${message}`,
      ['endsBadly bye'],
      'key 1',
    ],
    [
      'silence that goes round',
      `  main: { do: menu, prompt: { en: One. }, options: { '1': message }, onNoInput: { goTo: other } }
  other: { do: menu, prompt: { en: Two. }, options: { '1': message }, onNoInput: { goTo: main } }\n${message}`,
      ['endless main'],
      'silence',
    ],
    [
      'a program that goes round',
      `  main: { do: dial, to: ['+493023125301'], onFailed: ask }
  ask: { do: menu, prompt: { en: One. }, options: { '1': told }, onNoInput: { goTo: main } , onNoMatch: { goTo: told } }\n${served}`,
      ['endless main'],
      'noAnswer',
    ],
    [
      'silence for which nothing is said',
      `  main: { do: menu, prompt: { en: One. }, options: { '1': told } }\n${served}`,
      ['failed main', 'failed main'],
      'silence',
    ],
    [
      'a hang-up only in one of the program’s answers',
      `  main: { do: hours, onShift: true, open: ring, closed: message }
  ring: { do: dial, to: onShift, onFailed: message, onBusy: bye }\n${message}`,
      ['endsBadly bye'],
      'unknown caller, en, opening: open, onShift: busy',
    ],
    [
      'a condition that holds for one number only',
      `  main: { do: gather, name: pin, prompt: { en: Number. }, minDigits: 4, maxDigits: 4, next: which }
  which: { do: branch, when: [{ if: "captured.pin == '4711'", goTo: bye }], else: message }\n${message}`,
      ['endsBadly bye'],
      'key 4711',
    ],
  ])('%s', (_, steps, found, way) => {
    const proof = proofOf(steps)
    expect(kindsOf(proof)).toEqual(found)
    expect(proof.problems[0]?.way).toContain(way)
  })

  it('more questions than a caller should be asked', () => {
    const gathers = Array.from(
      { length: 5 },
      (_, n) => `  g${n}: { do: gather, name: n${n}, prompt: { en: Number ${n}. }, minDigits: 1, next: ${n < 4 ? `g${n + 1}` : 'message'} }\n`,
    )
    const top = 'keys: { "0": message }'
    expect(proofOf(`  main: { do: goTo, goTo: g0 }\n${gathers.join('')}${message}`, top).figures.longest).toBe(6)
    expect(kindsOf(proofOf(`  main: { do: goTo, goTo: g0 }\n${gathers.join('')}${message}`, top, 5))).toEqual(['tooLong'])
  })

  it('says so when a call can stand in too many ways', () => {
    const flow = aFlow(`  main: { do: menu, prompt: { en: One. }, options: { '1': message } }\n${message}`)
    expect(prove(walk(flow, { mostStations: 2 })).problems[0]).toMatchObject({ kind: 'tooMany' })
  })
})

it('one edge for each pair of steps, with all that leads there; what no call takes is named', () => {
  const flow = aFlow(`
  main: { do: menu, prompt: { en: One. }, options: { '1': which, '0': message } }
  which: { do: branch, when: [{ if: "captured.never == '1'", goTo: told }], else: message }
  never: { do: gather, name: never, prompt: { en: Never. }, minDigits: 1, next: message }
${served}${message}`)
  expect(edgesOfFlow(flow).map(edgeText)).toEqual([
    'main -> message (key 0, onNoInput, onNoMatch)',
    'main -> which (key 1)',
    'which -> told (condition 1)',
    'which -> message (else)',
    'never -> message (next, onNoInput, onNoMatch)',
    'message -> bye (next)',
  ])
  const proof = prove(walk(flow))
  expect(proof.untaken.map(edgeText)).toEqual(['which -> told (condition 1)', 'never -> message (next, onNoInput, onNoMatch)'])
  expect(pathLines('a.yaml', proof).at(-1)).toMatch(
    /^a\.yaml: every way ends well; \d+ stations, \d+ moves, 4 of 6 edges; ends: voicemail \d+, nothingSaid \d+; longest way 2 prompts, while silent \d+$/,
  )
})

const everyKind = `flow: big
title: Big
zone: Europe/Berlin
languages: [en, ru]
start: who
keys: { '0': { goTo: wait, say: { en: [operator], ru: [оператор] } }, '*': back, '9': repeat }
onNoInput: { goTo: message }
onNoMatch: { goTo: message }
steps:
  who: { do: customer, unknown: banner, openCase: hasCase, next: banner }
  hasCase:
    do: menu
    prompt: { en: 'You have a case. For it press 1, for anything else press 2.', ru: 'У вас есть обращение. О нём - 1, о другом - 2.' }
    options: { '1': toOwner, '2': banner }
  toOwner: { do: dial, to: owner, onFailed: onCase, onBusy: onCase, onGap: onCase }
  onCase: { do: voicemail, keep: onCase, title: T, prompt: { en: Speak., ru: Говорите. }, next: thanks }
  banner: { do: incident, joined: joined, next: main }
  joined: { do: hangUp, served: true, prompt: { en: We call you., ru: Мы позвоним. } }
  main:
    do: menu
    prompt: { en: 'One to five.', ru: 'Один - пять.' }
    options:
      '1': { goTo: wait, say: { en: [talk], ru: [поговорить] } }
      '2': { goTo: status, say: { en: [status], ru: [статус] } }
      '3': { goTo: names, say: { en: [names], ru: [имена] } }
      '4': { goTo: urgent, say: { en: [urgent], ru: [срочно] } }
      '5': { goTo: balance, say: { en: [money], ru: [деньги] } }
      '8': { goTo: main, language: { en: ru, ru: en }, say: { en: [russian], ru: [английский] } }
  wait: { do: queue, leave: leave, callback: callMe, onFailed: message, onGap: message, onAnswered: survey }
  leave: { do: openCase, promise: true, title: T, reason: R, next: left }
  left: { do: hangUp, served: true, prompt: { en: Left., ru: Оставлено. } }
  callMe: { do: callback, title: T, next: willCall, onNoNumber: phone }
  phone: { do: gather, name: phone, minDigits: 6, maxDigits: 15, confirm: true, prompt: { en: Your number., ru: Ваш номер. }, next: callThat }
  callThat: { do: callback, number: captured.phone, title: T, next: willCall, onNoNumber: message }
  willCall: { do: sms, text: { en: We call., ru: Позвоним. }, next: left }
  status: { do: caseStatus, next: told, onNotFound: message }
  told: { do: say, served: true, prompt: { en: 'It is {{status.words}}.', ru: 'Оно {{status.words}}.' }, next: toOwner }
  names: { do: directory, next: isItOpen, onNotFound: message }
  isItOpen: { do: branch, when: [{ if: directory.isOpen, goTo: connect }], else: message }
  connect: { do: transfer, to: '{{directory.number}}', onFailed: message }
  urgent: { do: wake, title: T, reason: R, next: woken, onNobody: urgentMessage }
  woken: { do: hangUp, served: true, prompt: { en: '{{wake.person}} calls you by {{wake.by}}.', ru: '{{wake.person}} позвонит до {{wake.by}}.' } }
  urgentMessage: { do: voicemail, keep: onCase, severity: urgent, title: T, prompt: { en: Speak., ru: Говорите. }, next: thanks }
  balance: { do: gather, name: contract, input: both, minDigits: 6, maxDigits: 6, identifies: contract, prompt: { en: Contract., ru: Договор. }, next: askThem }
  askThem: { do: http, url: 'https://api.example/balance?contract={{captured.contract}}', answer: { isLate: { at: late, is: boolean } }, next: late, onFailed: message }
  late: { do: branch, when: [{ if: "captured.isLate == 'true'", goTo: wait }], else: fine }
  fine: { do: hangUp, served: true, prompt: { en: Fine., ru: Хорошо. } }
  message: { do: voicemail, title: T, prompt: { en: Speak., ru: Говорите. }, next: thanks }
  survey: { do: survey, prompt: { en: One to five., ru: От одного до пяти. }, next: thanks }
  thanks: { do: hangUp, prompt: { en: Thanks., ru: Спасибо. } }
`
