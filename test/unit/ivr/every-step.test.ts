import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DateTime } from 'luxon'
import type { Answer, Question } from '../../../services/ivr/questions.ts'
import type { Position, Session, Step } from '../../../services/ivr/session.ts'
import { lostStep } from '../../../services/ivr/turn.ts'
import type { CallEvent, CallInstruction } from '../../../services/telephony/provider.ts'
import { aSession, cameBack, decide, dialEnded, flowOf, noon, press, recorded, silence, speech } from './support.ts'

/** Every kind of step, each reached by a key, a word or what comes before it; every way ends at a message. */
const source = `
flow: all
title: All
zone: Europe/Berlin
languages: [en, ru]
start: hello
keys: { '0': { goTo: ring, say: { en: [operator], ru: [оператор] } }, '*': back, '9': repeat }
onNoInput: { goTo: mail }
onNoMatch: { goTo: ring }
steps:
  hello: { do: say, prompt: { en: Hello., ru: Здравствуйте. }, next: hours }
  hours: { do: hours, onShift: true, days: { mon-fri: '08:00-20:00' }, open: known, closed: mail }
  known: { do: customer, unknown: main, openCase: status, next: main }
  main:
    do: menu
    prompt: { en: Main., ru: Главное. }
    options:
      '1': { goTo: wait, say: { en: [wait], ru: [ждать] } }
      '2': wake
      '3': { goTo: phone, say: { en: [call me back], ru: [перезвоните] } }
      '4': status
      '5': names
      '6': incident
      '7': more
      '8': { goTo: main, language: { en: ru, ru: en } }
  more:
    do: menu
    prompt: { en: More., ru: Ещё. }
    options: { '1': branch, '2': code, '3': words, '4': marks, '5': request, '6': pin, '7': part, '8': over }
  wait: { do: queue, prompt: { en: Wait., ru: Ждите. }, leave: leave, callback: wish, onFailed: mail, onGap: ring, onAnswered: marks, giveUpSeconds: 120, maxHoldSeconds: 40 }
  wake: { do: wake, title: T, reason: R, totalSeconds: 60, next: told, onNobody: onCase, onNoNumber: mail }
  told: { do: say, prompt: { en: '{{wake.person}} {{wake.by}}', ru: '{{wake.person}} {{wake.by}}' }, next: text }
  text: { do: sms, text: { en: '{{case.number}}', ru: '{{case.number}}' }, next: bye, onNoNumber: mail }
  leave: { do: openCase, title: T, reason: R, promise: true, next: text, onDelay: bye }
  phone: { do: gather, name: phone, input: both, minDigits: 3, confirm: true, prompt: { en: Number?, ru: Номер? }, next: wishOther }
  wishOther: { do: callback, title: T, number: captured.phone, next: bye, onNoNumber: phone, onDelay: mail }
  wish: { do: callback, title: T, next: bye, onNoNumber: phone, onDelay: mail }
  status: { do: caseStatus, next: owner, onNotFound: ring }
  owner: { do: dial, to: owner, onFailed: onCase, onGap: ring, onAnswered: marks }
  names: { do: directory, next: hand, onNotFound: ring }
  hand: { do: transfer, to: '{{directory.number}}', onFailed: office }
  office: { do: transfer, to: 'client:office', onFailed: ring }
  incident: { do: incident, joined: bye, next: main }
  branch: { do: branch, when: [{ if: customer.known, goTo: set }], else: code }
  set: { do: set, values: { kind: 'known {{customer.name}}' }, next: over }
  code: { do: gather, name: code, minDigits: 3, maxDigits: 4, identifies: contract, prompt: { en: Code?, ru: Код? }, next: over }
  words: { do: gather, name: words, input: speech, prompt: { en: Say it., ru: Говорите. }, next: over }
  marks: { do: survey, prompt: { en: Marks?, ru: Оценка? }, next: comment }
  comment: { do: voicemail, title: C, keep: comment, prompt: { en: Why?, ru: Почему? }, next: bye }
  request: { do: http, url: 'https://x.example/{{call.to}}', next: over, onFailed: mail }
  pin: { do: presence, next: bye, onFailed: ring }
  part: { do: subflow, flow: part, next: over }
  over: { do: goTo, goTo: ring }
  ring: { do: dial, to: onShift, onFailed: keeper, onGap: mail, onAnswered: marks }
  keeper: { do: dial, to: keeper, onFailed: mail }
  onCase: { do: voicemail, title: C, keep: onCase, prompt: { en: Speak., ru: Говорите. }, next: bye }
  mail: { do: voicemail, title: M, prompt: { en: Speak., ru: Говорите. }, next: bye }
  bye: { do: hangUp, prompt: { en: Bye., ru: До свидания. } }
`
const part = `
flow: part
title: Part
zone: UTC
languages: [en, ru]
start: ask
steps:
  ask: { do: menu, prompt: { en: Part., ru: Часть. }, options: { '1': return, '2': wait }, onNoInput: { goTo: return }, onNoMatch: { goTo: return } }
  wait: { do: queue, onFailed: return, giveUpSeconds: 60 }
`
const flow = flowOf(source, part)
const people = ['+493023125301', '+493023125302']
const words = { en: 'by 5 PM', ru: 'до 17 часов' }

/** Everything that the program may answer to a question; fast-check chooses. */
function answersTo(question: Question): Answer[] {
  const unknown: Answer = { kind: 'unknown', reason: 'it took too long' }
  const round = people.filter((phone) => !('asked' in question) || question.kind === 'directory' || !question.asked.includes(phone))
  const rung = round.map((phone) => ({ name: 'Dana', phone, why: 'on' }))
  const aCase = { number: '1042', words, level: 'Front', by: words }
  const entry = { id: 'e', name: 'Office', number: '+493023125303', hours: null, isOpen: true }
  const incident = { id: 'i', text: words, caseNumber: '1043', by: words }
  switch (question.kind) {
    case 'onShift':
    case 'keeper':
    case 'owner':
      return (['on', 'busy', 'gap'] as const)
        .map((standing): Answer => ({ kind: 'people', standing, round: standing === 'on' ? rung : [], notAsked: [] }))
        .concat(unknown)
    case 'queue':
      return (['turn', 'wait', 'gap'] as const)
        .map((standing): Answer => ({ kind: 'queue', standing, ahead: 2, waitMinutes: 5, round: standing === 'turn' ? rung : [], notAsked: [] }))
        .concat(unknown, { kind: 'queue', standing: 'turn', ahead: 0, waitMinutes: null, round: [], notAsked: [] })
    case 'opening':
      return [{ kind: 'opening', isOpen: true, next: null }, { kind: 'opening', isOpen: false, next: words }, unknown]
    case 'pin':
      return [
        { kind: 'pin', verdict: 'right', personId: 'dana' },
        { kind: 'pin', verdict: 'wrong', personId: null },
        { kind: 'pin', verdict: 'tooMany', personId: null },
        unknown,
      ]
    case 'wake':
      return (['calling', 'accepted', 'nobody'] as const)
        .map((state): Answer => ({ kind: 'wake', state, person: 'Chen', by: words, caseNumber: state === 'calling' ? null : '1042', owner: 'Chen' }))
        .concat(unknown)
    case 'promise':
      return [{ kind: 'promise', at: '2026-03-05T07:00:00Z', by: words }, unknown]
    case 'caseStatus':
      return [
        { kind: 'caseStatus', verdict: 'found', case: aCase },
        { kind: 'caseStatus', verdict: 'wrong', case: null },
        { kind: 'caseStatus', verdict: 'tooMany', case: null },
        unknown,
      ]
    case 'customer':
      return [{ kind: 'customer', isKnown: true, openCases: 1, case: aCase }, { kind: 'customer', isKnown: false, openCases: 0, case: null }, unknown]
    case 'incidents':
      return [{ kind: 'incidents', incidents: [] }, { kind: 'incidents', incidents: [incident, incident] }, unknown]
    case 'directory':
      return [
        { kind: 'directory', entries: [] },
        { kind: 'directory', entries: [entry] },
        { kind: 'directory', entries: [entry, { ...entry, number: null }] },
        unknown,
      ]
  }
}

const key = fc.oneof(fc.constantFrom(...'0123456789*#', '123', '1234#', '03023125201#', '100042#', ''))
const said = fc.oneof(fc.string(), fc.constantFrom('yes', 'no', 'operator', 'wait', 'one two three', 'Office', 'нет', 'ждать'))
const event: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.constant<CallEvent>({ kind: 'incoming' }),
  fc.constant(silence),
  key.map(press),
  fc.tuple(said, fc.constantFrom(0.2, 0.9)).map(([text, confidence]) => speech(text, confidence)),
  fc.constantFrom(dialEnded('answered'), dialEnded('busy'), dialEnded('noAnswer'), recorded(0), recorded(9)),
  fc.nat(6).map((turn) => cameBack({ case: { number: '7', turn: String(turn) }, callback: { number: '1', turn: String(turn) } })),
  fc.constant(cameBack()),
)
const moment = fc.record({ event, seconds: fc.constantFrom(0, 1, 5, 21, 45, 200), choice: fc.nat(11) })

/** What comes when the caller does nothing and nobody takes a call, and after how many seconds. */
function nothing(instructions: readonly CallInstruction[]): { event: CallEvent; seconds: number } {
  const pause = instructions.reduce((sum, one) => sum + (one.verb === 'pause' ? one.seconds : 0), 0)
  const last = instructions.at(-1)
  switch (last?.verb) {
    case 'gather':
      return { event: silence, seconds: last.timeoutSeconds + last.prompts.reduce((sum, one) => sum + (one.verb === 'pause' ? one.seconds : 1), 0) }
    case 'dial':
      return { event: dialEnded('noAnswer'), seconds: last.timeoutSeconds }
    case 'record':
      return { event: recorded(0), seconds: last.silenceSeconds }
    default:
      return { event: cameBack(), seconds: pause }
  }
}

const takesLine = ['gather', 'dial', 'record', 'continue', 'hangUp', 'reject']
/** Why a message may be taken; anything else is a bug. */
const lostFor = /silences in a row|steps without a question|names no step|the step "gone" does not exist/

function take(session: Session, given: CallEvent, now: DateTime, choice: number, start = flow.start): Step {
  const before = structuredClone(session)
  const step = decide({ ...flow, start }, session, given, now, (question) => {
    const answers = answersTo(question)
    return answers[choice % answers.length] ?? { kind: 'unknown', reason: '' }
  })
  expect(session).toEqual(before)
  expect(step.session.turn).toBe(before.turn + 1)
  expect(step.instructions.map(({ verb }) => verb).filter((verb) => takesLine.includes(verb))).toEqual([step.instructions.at(-1)?.verb])
  expect(step.session.isOver).toBe(step.instructions.at(-1)?.verb === 'hangUp')
  expect(JSON.parse(JSON.stringify(step.session))).toEqual(step.session)
  for (const entry of step.log) if (entry.kind === 'failed') expect(entry.reason).toMatch(lostFor)
  return step
}

// A busy machine may need longer than usual.
it('a call in which anything may happen, wherever it begins, is answered at each moment, and silence ends it', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(fc.array(moment, { maxLength: 25 }), fc.constantFrom(...flow.steps.keys()), fc.boolean(), fc.nat(11), (moments, start, isOurs, choice) => {
      let now = noon
      let step = take(aSession(flow, { staff: isOurs ? ['dana'] : [] }), { kind: 'incoming' }, now, choice, start)
      seen.add(flow.steps.get(step.session.position?.step ?? '')?.do ?? '')
      for (const moment of moments) {
        now = now.plus({ seconds: moment.seconds })
        step = take(step.session, moment.event, now, moment.choice)
        seen.add(flow.steps.get(step.session.position?.step ?? '')?.do ?? '')
      }
      for (let turns = 0; !step.session.isOver; turns += 1) {
        expect(turns).toBeLessThan(400)
        const { event, seconds } = nothing(step.instructions)
        now = now.plus({ seconds })
        step = take(step.session, event, now, choice)
        seen.add(flow.steps.get(step.session.position?.step ?? '')?.do ?? '')
      }
    }),
    { numRuns: 400 },
  )
  // Every step at which a call can stand was there.
  const waiting = [
    'menu',
    'gather',
    'survey',
    'dial',
    'queue',
    'wake',
    'transfer',
    'voicemail',
    'openCase',
    'callback',
    'caseStatus',
    'directory',
    'incident',
    'http',
    'presence',
  ]
  expect(waiting.filter((kind) => !seen.has(kind))).toEqual([])
}, 60_000)

const position: fc.Arbitrary<Position> = fc.record(
  {
    step: fc.constantFrom(...flow.steps.keys(), lostStep, 'gone', '__proto__'),
    awaiting: fc.constantFrom('input', 'confirmation', 'dial', 'recording', 'result', 'choice', 'hold', 'wake'),
    noInput: fc.nat(3),
    noMatch: fc.nat(3),
    silences: fc.nat(15),
    pending: fc.record({ value: fc.string(), by: fc.constantFrom('keys', 'speech'), isUnsure: fc.boolean() }),
    meant: fc.constantFrom('1', '0', '9', '*', 'x'),
    isKeysOnly: fc.boolean(),
    waits: fc.nat(8),
    awaits: fc.record({ name: fc.constantFrom('case', 'callback', 'http:request'), turn: fc.nat(3) }),
    ringing: fc.record({ since: fc.constantFrom(0, noon.toMillis() - 30_000), asked: fc.constantFrom([], people) }),
    hold: fc.record({ queue: fc.constant('all/wait'), since: fc.constantFrom(0, noon.toMillis()), offeredAt: fc.constantFrom(0, noon.toMillis()) }),
    personId: fc.constant('dana'),
  },
  { requiredKeys: ['step', 'awaiting', 'noInput', 'noMatch', 'silences'] },
)

it('any stored position is answered, also one of another version of the flow', () => {
  fc.assert(
    fc.property(position, event, fc.nat(11), fc.constantFrom('en', 'ru', 'xx'), (where, given, choice, language) => {
      take({ ...aSession(flow, { staff: ['dana'] }), position: where, language, trail: ['main', 'gone'] }, given, noon, choice)
    }),
    { numRuns: 2000 },
  )
})
