import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../services/ivr/questions.ts'
import type { CallEvent } from '../../../services/telephony/provider.ts'
import { aFlow, cameBack, flowOf, head, heard, noon, play, press, silence, speech, verbs, withAnswers } from './support.ts'

const words = (text: string): Record<string, string> => ({ en: text, ru: text })
const unknown: Answer = { kind: 'unknown', reason: 'slow' }

describe('incident', () => {
  const flow = aFlow(
    `  main: { do: incident, joined: joined, next: menu }
  joined: { do: hangUp, prompt: { en: 'Case {{incident.case | digits}}, {{incident.by}}.' } }
  menu: { do: menu, prompt: { en: [Menu] }, options: { '1': main } }`.replace('[Menu]', "'Menu {{incident.text}}'"),
  )
  const incident = (id: string) => ({ id, text: words(`${id} is cold.`), caseNumber: '100018', by: words('by noon') })
  const answersOf = (...ids: string[]) => withAnswers({ incidents: { kind: 'incidents', incidents: ids.map(incident) } })
  const offer = (id: string): string => `${id} is cold. If that is why you call, press 1. Otherwise stay on the line.`
  const menu = 'Menu '

  it.each<[what: string, ids: string[], events: CallEvent[], hears: string]>([
    ['none', [], [], menu],
    ['one', ['Mitte'], [], offer('Mitte')],
    ['it is', ['Mitte'], [press('1')], 'Case 1 0 0 0 1 8, by noon.'],
    ['silence: it is not', ['Mitte'], [silence], menu],
    ['another key: it is not', ['Mitte'], [press('2')], menu],
    ['words: it is not', ['Mitte'], [speech('yes')], menu],
    ['the newest first, then the next', ['Mitte', 'Moabit'], [silence], offer('Moabit')],
    ['the second one', ['Mitte', 'Moabit'], [silence, press('1')], 'Case 1 0 0 0 1 8, by noon.'],
    ['two at most', ['Mitte', 'Moabit', 'Pankow'], [silence, silence], menu],
    ['the line came back', ['Mitte', 'Moabit'], [cameBack()], offer('Mitte')],
  ])('%s', (_, ids, events, hears) => expect(heard(play(flow, events, { answers: answersOf(...ids) }).instructions)).toBe(hears))

  it('joins the one that was offered, and only that', () => {
    const { effects, session } = play(flow, [silence, press('1')], { answers: answersOf('Mitte', 'Moabit') })
    expect([effects, session.achieved, session.incident?.id]).toEqual([[{ kind: 'joinIncident', incidentId: 'Moabit' }], ['served'], 'Moabit'])
    const not = play(flow, [silence], { answers: answersOf('Mitte') })
    expect([not.effects, not.session.achieved, not.session.incident]).toEqual([[], [], null])
  })

  it('goes on when nobody can say, and asks about the site that was called', () => {
    expect(heard(play(flow, [], { answers: withAnswers({ incidents: unknown }) }).instructions)).toBe(menu)
    const asked: unknown[] = []
    const answers = withAnswers({ incidents: (question) => (asked.push(question), { kind: 'incidents', incidents: [] }) })
    play(flow, [], { answers, place: { siteId: 'berlin', zone: 'Europe/Moscow' } })
    expect(asked).toEqual([{ kind: 'incidents', siteId: 'berlin', zone: 'Europe/Moscow', languages: ['en'] }])
  })
})

describe('customer', () => {
  const flow = aFlow(`  main: { do: customer, unknown: stranger, openCase: told, next: known }
  stranger: { do: hangUp, prompt: { en: Stranger. } }
  told: { do: hangUp, prompt: { en: '{{customer.openCases | plural one: "One case", other: "# cases"}}, {{status.words}}.' } }
  known: { do: hangUp, prompt: { en: Known. } }`)
  const open = { number: '100018', words: words('open'), level: 'Front line', by: null }
  const customer = (isKnown: boolean, openCases: number): Answer => ({ kind: 'customer', isKnown, openCases, case: openCases > 0 ? open : null })

  it.each<[what: string, name: string | null, answer: Answer, hears: string]>([
    ['nobody whom we know is not asked about', null, unknown, 'Stranger.'],
    ['not sure', 'Marta', customer(false, 0), 'Stranger.'],
    ['no open case', 'Marta', customer(true, 0), 'Known.'],
    ['an open case', 'Marta', customer(true, 1), 'One case, open.'],
    ['three', 'Marta', customer(true, 3), '3 cases, open.'],
    ['nobody can say', 'Marta', unknown, 'Known.'],
  ])('%s', (_, name, answer, hears) => {
    const { instructions, log } = play(flow, [], { customer: name === null ? null : { name }, answers: withAnswers({ customer: answer }) })
    expect(heard(instructions)).toBe(hears)
    expect(log.some(({ kind }) => kind === 'notKnown')).toBe(name !== null && answer === unknown)
  })

  it('lets the branch on open cases see how many there are', () => {
    const { session } = play(flow, [], { customer: { name: 'Marta' }, answers: withAnswers({ customer: customer(true, 2) }) })
    expect([session.openCases, session.about?.number]).toEqual([2, '100018'])
  })
})

describe('sms', () => {
  const mobile = '+4915123456789'
  const file = (number: string, text = 'Your number is {{case.number}}.'): string => `${head.replace('[en]', '[en, ru]')}steps:
  main: { do: gather, name: phone, maxDigits: 15, prompt: { en: Number., ru: Номер. }, next: text }
  text: { do: sms, ${number} text: [{ en: Hello., ru: Привет. }, { en: '${text}', ru: '${text}' }], next: done, onNoNumber: none }
  done: { do: hangUp, prompt: { en: Done., ru: Готово. } }
  none: { do: hangUp, prompt: { en: None., ru: Нет. } }`
  const call = (from: string | null) => ({ call: { from, to: '+493023125100' } })
  const keyed = press('015123456789#')

  it.each<[what: string, number: string, from: string | null, events: CallEvent[], to: string | null]>([
    ['his mobile', '', mobile, [press('1#')], mobile],
    ['a landline', '', '+493023125200', [press('1#')], null],
    ['withheld', '', null, [press('1#')], null],
    ['keyed', 'number: captured.phone,', '+493023125200', [keyed], mobile],
    ['keyed: a landline', 'number: captured.phone,', mobile, [press('03023125200#')], null],
    ['keyed: premium', 'number: captured.phone,', mobile, [press('09001234567#')], null],
    ['keyed: nonsense', 'number: captured.phone,', mobile, [press('1#')], null],
  ])('%s', (_, number, from, events, to) => {
    const { effects, instructions, session } = play(flowOf(file(number)), events, call(from))
    expect(effects).toEqual(to === null ? [] : [{ kind: 'sms', to, text: 'Hello.' }])
    expect([heard(instructions), session.achieved]).toEqual([to === null ? 'None.' : 'Done.', []])
  })

  it('speaks the language of the call, and leaves out what is not known', () => {
    const { effects } = play(flowOf(file('', '{{language}}!')), [press('1#')], { ...call(mobile), language: 'ru' })
    expect(effects).toEqual([{ kind: 'sms', to: mobile, text: 'Привет. ru!' }])
    const empty = flowOf(file('').replace('{ en: Hello., ru: Привет. }, ', ''))
    expect(play(empty, [press('1#')], call(mobile)).effects).toEqual([])
  })
})

describe('http', () => {
  const flow = aFlow(`  main: { do: gather, name: contract, input: both, prompt: { en: Contract. }, next: ask }
  ask:
    do: http
    url: https://erp.example/contracts/{{captured.contract}}?of={{customer.name}}
    method: post
    body: { line: 'from {{call.to}}', none: '{{captured.balance}}' }
    timeoutSeconds: 2
    answer: { balance: { at: data.balance, is: number }, tariff: { at: data.tariff, optional: true } }
    next: told
    onFailed: failed
  told: { do: menu, prompt: { en: 'Balance {{captured.balance}}, {{captured.tariff}}.' }, options: { '1': ask } }
  failed: { do: hangUp, prompt: { en: Failed. } }`)
  const customer = { name: 'Tom & Olga / Söhne' }
  const result = (values: Record<string, string>, turn = '1'): CallEvent => cameBack({ 'http:ask': { ...values, turn } })

  it('sends the request once, with its values encoded, and waits', () => {
    const { effects, instructions, session } = play(flow, [press('12#')], { customer })
    expect(effects).toEqual([
      {
        kind: 'http',
        step: 'ask',
        method: 'post',
        url: 'https://erp.example/contracts/12?of=Tom%20%26%20Olga%20%2F%20S%C3%B6hne',
        body: { line: 'from +493023125100', none: '' },
        timeoutSeconds: 2,
        answer: [
          { name: 'balance', at: ['data', 'balance'], is: 'number', isOptional: false },
          { name: 'tariff', at: ['data', 'tariff'], is: 'text', isOptional: true },
        ],
      },
    ])
    expect([verbs(instructions), heard(instructions)]).toEqual(['say pause continue', 'One moment, please.'])
    expect(session.position?.awaits).toEqual({ name: 'http:ask', turn: 1 })
  })

  it.each<[what: string, events: CallEvent[], hears: string]>([
    ['answered', [result({ ok: 'yes', balance: '12.5', tariff: 'Warm' })], 'Balance 12.5, Warm.'],
    ['answered later', [cameBack(), result({ ok: 'yes', balance: '12.5', tariff: 'Warm' })], 'Balance 12.5, Warm.'],
    ['failed', [result({ ok: 'no', why: 'HTTP 500' })], 'Failed.'],
    ['no answer in time', [cameBack(), cameBack(), cameBack(), cameBack(), cameBack()], 'Failed.'],
    ['still in time', [cameBack(), cameBack(), cameBack(), cameBack()], ''],
    ['the answer of an earlier request', [result({ ok: 'yes', balance: '1', tariff: 'Old' }, '0')], ''],
  ])('%s', (_, events, hears) => expect(heard(play(flow, [press('12#'), ...events], { customer }).instructions)).toBe(hears))

  it('keeps the values, and forgets those of the answer before', () => {
    const first = [press('12#'), result({ ok: 'yes', balance: '12.5', tariff: 'Warm' })]
    const { session } = play(flow, first, { customer })
    expect(session.captured).toMatchObject({
      contract: { value: '12' },
      balance: { value: '12.5', by: 'flow', confirmed: false, step: 'ask' },
      tariff: { value: 'Warm' },
    })
    const again = play(flow, [...first, press('1'), result({ ok: 'yes', balance: '9' }, '3')], { customer })
    expect(Object.keys(again.session.captured)).toEqual(['contract', 'balance'])
  })

  it('asks nobody when a value is not known, or leads out of the path', () => {
    const unknownName = play(flow, [press('12#')], { customer: null })
    expect([unknownName.effects, heard(unknownName.instructions)]).toEqual([[], 'Failed.'])
    for (const said of ['..', '.']) expect(play(flow, [speech(said)], { customer }).effects).toEqual([])
    const [effect] = play(flow, [speech('../admin?x=1#y')], { customer }).effects
    expect(effect?.kind === 'http' && new URL(effect.url).pathname).toBe('/contracts/..%2Fadmin%3Fx%3D1%23y')
  })
})

it('a flow speaks as slowly as it says, also what has no gap', () => {
  const at = (pace: string) => aFlow("  main: { do: menu, prompt: [{ en: A. }, { en: 'To {{call.to}}' }], options: {} }", `settings: { pace: ${pace} }`)
  const pace = (name: string) => play(at(name), [], {}, noon).instructions.flatMap((one) => (one.verb === 'gather' ? one.prompts : []))
  expect(pace('slow')).toMatchObject([{ text: 'A.', pace: 'slow' }, { pace: 'slow' }])
  expect(pace('fast')).toMatchObject([{ pace: 'fast' }, { text: 'To +493023125100', pace: 'fast' }])
  expect(pace('normal').every((one) => !('pace' in one))).toBe(true)
})
