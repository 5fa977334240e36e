import type { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { outcomeOfTranscript } from '../../../services/calls/transcripts/outcome.ts'
import type { Flow } from '../../../services/ivr/flow.ts'
import type { Question } from '../../../services/ivr/questions.ts'
import { parseTranscript } from '../../../services/ivr/transcripts/parse-transcript.ts'
import { tryFlow } from '../../../services/ivr/transcripts/coverage.ts'
import { writeTranscript, type SavedTranscript } from '../../../services/ivr/transcripts/write-transcript.ts'
import type { CallEvent } from '../../../services/telephony/provider.ts'
import { aSession, decide, dialEnded, flowOf, noon, press, recorded, silence, speech, withPeople, type Answers } from './support.ts'

const flow = flowOf(`
flow: test
title: Test
zone: Europe/Berlin
languages: [en]
start: when
steps:
  when: { do: hours, onShift: true, open: main, closed: closed }
  closed: { do: say, prompt: [{ en: We are closed. }, { en: 'We open {{opening.next}}.' }], next: message }
  main:
    do: menu
    prompt: { en: 'One to six, {{customer.name}}.' }
    options: { '1': ring, '2': { goTo: contract, say: { en: [a fault] } }, '3': urgent, '4': wait, '5': status, '6': signIn }
  ring: { do: dial, to: onShift, order: inOrder, onFailed: message, onGap: message }
  contract: { do: gather, name: contract, input: both, minDigits: 6, maxDigits: 6, confirm: true, identifies: contract, prompt: { en: Six digits. }, next: report }
  report: { do: openCase, title: T, reason: R, next: told, onDelay: message }
  told: { do: hangUp, prompt: { en: 'Your case is {{case.number}}. {{case.owner}} owns it.' } }
  urgent: { do: wake, title: T, reason: R, next: woken, onNobody: message }
  woken: { do: hangUp, served: true, prompt: { en: '{{wake.person}} calls you by {{wake.by}}.' } }
  wait: { do: queue, leave: report, onFailed: message, onGap: message }
  status: { do: caseStatus, next: isSo, onNotFound: message }
  isSo: { do: hangUp, served: true, prompt: { en: 'It is {{status.words}}.' } }
  signIn: { do: presence, next: bye, onFailed: message }
  message: { do: voicemail, title: T, prompt: { en: Speak after the tone. }, next: bye }
  bye: { do: hangUp, prompt: { en: Thank you. } }
`)

type Happened = [event: CallEvent, seconds?: number]
const back: Happened = [{ kind: 'noInput' }, 21]
const looks: Happened = [{ kind: 'continued', results: {} }, 4]
const caseIsThere = (turn: number): Happened => [{ kind: 'continued', results: { case: { number: '1000180', owner: 'Amira Haddad', turn: String(turn) } } }, 1]

/** A call as it would be stored, and then saved. */
function saved(
  happened: readonly Happened[],
  answers: Answers = withPeople(['+493023125301']),
  over: Parameters<typeof aSession>[1] = {},
  of: Flow = flow,
): SavedTranscript {
  let session = aSession(of, over)
  let now: DateTime = noon
  const turns = [[{ kind: 'incoming' } as const, 0] as const, ...happened].map(([event, seconds = 5]) => {
    now = now.plus({ seconds })
    const step = decide(of, session, event, now, answers)
    session = step.session
    return { at: now.toMillis(), log: step.log }
  })
  const hasFailed = turns.some(({ log }) => log.some(({ kind }) => kind === 'failed'))
  const outcome = outcomeOfTranscript({ achieved: session.achieved, hasFailed })
  return writeTranscript({ title: 'Saved', flow: of, session, turns, outcome }, outcomeOfTranscript)
}

/** Answers of one kind, one after the other, and people for the rest. */
const then = (kind: Question['kind'], ...all: Array<ReturnType<Answers>>): Answers => {
  const left = [...all]
  return (question, now) => (question.kind === kind ? (left.length > 1 ? left.shift() : left[0]) : undefined) ?? withPeople(['+493023125301'])(question, now)
}
const waiting = (ahead: number) => ({ kind: 'queue', standing: 'wait', ahead, waitMinutes: 3, round: [], notAsked: [] }) as const
const turnOf = (name: string) =>
  ({ kind: 'queue', standing: 'turn', ahead: 0, waitMinutes: null, round: [{ name, phone: '+493023125301', why: '' }], notAsked: [] }) as const
const woken = (state: 'calling' | 'accepted') => {
  return { kind: 'wake', state, person: state === 'accepted' ? 'Boris' : null, by: { en: '3:40 AM' }, caseNumber: '1000180', owner: 'Amira' } as const
}
const status = (verdict: 'wrong' | 'found') => {
  return {
    kind: 'caseStatus',
    verdict,
    case: verdict === 'wrong' ? null : { number: '1000180', words: { en: 'being worked on' }, level: '2', by: null },
  } as const
}

describe('a call that was saved goes the same way again', () => {
  it.each<[what: string, call: SavedTranscript, has: RegExp]>([
    ['a fault by keys', saved([[press('2')], [press('123456')], [press('1')], caseIsThere(3)]), /heard: "?Your case is 1000180\. Amira Haddad owns it/],
    ['the case is late', saved([[press('2')], [press('123456')], [press('1')], [{ kind: 'continued', results: {} }, 1], caseIsThere(3)]), /late/],
    ['by words, with a known customer', saved([[speech('a fault')], [silence]], undefined, { customer: { name: 'Marta Nowak' } }), /customer: Marta Nowak/],
    [
      'two are rung one after the other',
      saved([[press('1')], [dialEnded('noAnswer'), 20], [dialEnded('answered'), 90]], withPeople(['+493023125301', '+493023125302'])),
      /Agent 2/,
    ],
    ['closed', saved([[recorded(12)]], withPeople([])), /We open tomorrow at 8 AM/],
    ['nothing said', saved([[silence], [silence], [silence], [silence]]), /silence\n[^]*outcome: abandoned/],
    [
      'he holds, moves up and is put through',
      saved([[press('4')], back, back, [dialEnded('answered'), 60]], then('queue', waiting(2), waiting(2), turnOf('Amira Haddad'))),
      /passes: 102 s\n {2}- dial: answered/,
    ],
    ['he leaves it with us while he holds', saved([[press('4')], back, [press('1')], caseIsThere(3)], then('queue', waiting(1))), /pressed: "1"/],
    ['somebody is woken', saved([[press('3')], looks, looks, looks], then('wake', woken('calling'), woken('calling'), woken('accepted'))), /accepted: Boris/],
    [
      'a wrong case number, then the right one',
      saved([[press('5')], [press('1234567')], [press('1000180')]], then('caseStatus', status('wrong'), status('found'))),
      /wrong/,
    ],
    ['a PIN, which is not in it', saved([[press('6')], [press('4711')], [press('1')]], undefined, { staff: ['dana'] }), /pressed: "0000"/],
    ['hung up in the middle', saved([[press('2')]]), /hangsUp/],
    ['a withheld number', saved([[press('2')]], undefined, { call: { from: null, to: '+493023125100' } }), /caller: withheld/],
  ])('%s', (_, { source, unsure }, has) => {
    expect(unsure).toEqual([])
    expect(source).toMatch(has)
    expect(source).not.toContain('4711')
    expect(tryFlow(flow, [{ file: 'saved.yaml', source }], outcomeOfTranscript).faults).toEqual([])
  })
})

it('passes over what the flow says otherwise by now, and names it', () => {
  const changed = { ...flow, steps: new Map(flow.steps) }
  const { source } = saved([[press('2')], [press('123456')]])
  const contract = flow.steps.get('contract')
  const told = flow.steps.get('closed')
  if (contract?.do !== 'gather' || told?.do !== 'say') throw new Error('not so')
  changed.steps.set('contract', { ...contract, prompt: told.prompt })
  const [fault] = tryFlow(changed, [{ file: 'saved.yaml', source }], outcomeOfTranscript).faults
  expect(fault).toMatchObject({ expected: 'Six digits.', heard: 'We are closed.' })
})

it('names what cannot be said again from what is stored, and the file still goes through', () => {
  const session = aSession(flow)
  const first = decide(flow, session, { kind: 'incoming' }, noon, withPeople(['+493023125301']))
  const turns = [{ at: noon.toMillis(), log: first.log.map((entry) => (entry.kind === 'asked' ? { ...entry, text: 'Something else.' } : entry)) }]
  const { source, unsure } = writeTranscript({ title: 'Odd', flow, session: first.session, turns, outcome: 'abandoned' }, outcomeOfTranscript)
  expect(unsure).toEqual(['Something else.'])
  expect(parseTranscript(source)).toMatchObject({ transcript: { lines: [{ heard: '*' }, 'hangsUp'] } })
})
