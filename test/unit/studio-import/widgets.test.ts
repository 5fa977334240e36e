import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { formatNote } from '../../../services/studio-import/ledger.ts'
import { heard, play, press, speech } from '../ivr/support.ts'
import { callThrough, definitionOf, imported, loaded, type WidgetJson } from './support.ts'

type Steps = Record<string, Record<string, unknown>>
const take = (widgets: readonly WidgetJson[]) => {
  const made = imported(definitionOf(widgets))
  return { made, flow: loaded(made), steps: (parse(made.yaml) as { steps: Steps }).steps, notes: made.account.notes.map((note) => formatNote('f', note)) }
}
const say = (name: string, text: string, next: string | null = null): WidgetJson => ({
  name,
  type: 'say-play',
  transitions: [{ event: 'audioComplete', next }],
  properties: { say: text, loop: 1 },
})
const when = (subject: string, type: string, value: string, next: string | null) => ({
  event: 'match',
  next,
  conditions: [{ friendly_name: 'If', arguments: [subject], type, value }],
})
const split = (name: string, input: string, noMatch: string | null, ...matches: unknown[]): WidgetJson => ({
  name,
  type: 'split-based-on',
  transitions: [{ event: 'noMatch', next: noMatch }, ...matches],
  properties: { input },
})
const gather = (name: string, [keypress, speechNext, timeout]: (string | null)[], more: Record<string, unknown> = {}): WidgetJson => ({
  name,
  type: 'gather-input-on-call',
  transitions: [
    { event: 'keypress', next: keypress },
    { event: 'speech', next: speechNext },
    { event: 'timeout', next: timeout },
  ],
  properties: { say: 'Press one for sales, two for service.', timeout: 6, ...more },
})

/** A front desk, as many of them are wired: a menu, a repetition with an excuse, a night branch, a number that rings out. */
const frontDesk: WidgetJson[] = [
  gather('Main Menu', ['which', null, 'sorry'], { number_of_digits: 1, speech_model: 'numbers_and_commands' }),
  split(
    'which',
    '{{widgets.Main Menu.Digits}}',
    'sorry',
    when('{{widgets.Main Menu.Digits}}', 'equal_to', '1', 'night'),
    when('{{widgets.Main Menu.Digits}}', 'matches_any_of', '2, 3', 'desk'),
  ),
  say('sorry', 'Sorry, I did not get that.', 'Main Menu'),
  split('night', '{{trigger.call.From}}', 'desk', when("{{ 'now' | date: '%H:%M' }}", 'is_after_time', '6:00 PM', 'mail')),
  {
    name: 'desk',
    type: 'connect-call-to',
    transitions: [{ event: 'callCompleted', next: 'how' }],
    properties: { noun: 'number', to: '+49 30 23125-100', timeout: 15, record: true },
  },
  split('how', '{{widgets.desk.DialCallStatus}}', 'mail', when('{{widgets.desk.DialCallStatus}}', 'equal_to', 'completed', null)),
  { name: 'mail', type: 'record-voicemail', transitions: [{ event: 'recordingComplete' }], properties: { max_length: 3600, timeout: 4, transcribe: true } },
]

describe('a front desk', () => {
  const { made, flow, steps, notes } = take(frontDesk)

  it('the question and its split are one menu; the excuse is what is said before it is asked again', () => {
    expect(steps['mainMenu']).toEqual({
      do: 'menu',
      prompt: { en: 'Press one for sales, two for service.' },
      timeoutSeconds: 6,
      options: { '1': 'night', '2': 'desk', '3': 'desk' },
      onNoInput: { prompts: [{ en: 'Sorry, I did not get that.' }] },
      onNoMatch: { prompts: [{ en: 'Sorry, I did not get that.' }] },
    })
    expect(Object.keys(steps)).not.toContain('which')
    expect(Object.keys(steps)).not.toContain('sorry')
  })

  it('the clock, the number and how the call ended go on as before', () => {
    expect(steps['night']).toMatchObject({ when: [{ if: "now.time > '18:00'", goTo: 'mail' }], else: 'desk' })
    expect(steps['desk']).toMatchObject({ do: 'transfer', to: '+493023125100', timeoutSeconds: 15, onAnswered: 'deskAnswered', onFailed: 'deskFailed' })
    expect(heard(play(flow, [press('2'), { kind: 'dialEnded', result: 'noAnswer', talkSeconds: 0 }]).instructions)).toContain('leave a message')
    expect(play(flow, [press('2'), { kind: 'dialEnded', result: 'answered', talkSeconds: 9 }]).instructions.at(-1)).toEqual({ verb: 'hangUp' })
  })

  it('what could not be carried over is named with its place', () => {
    for (const told of [
      /widget "Main Menu": property "speech_model": cannot be carried over: the line chooses/,
      /widget "desk": property "record": cannot be carried over: calls are not recorded/,
      /widget "mail": property "max_length": 3600 cannot be carried over: here it may be 1 to 600/,
      /widget "mail": property "transcribe"/,
    ]) {
      expect(notes).toContainEqual(expect.stringMatching(told))
    }
    expect(made.account.named).toBeLessThan(made.account.total / 3)
  })
})

/** An order line with another language, words beside keys, a request, a counter and texts with Liquid. */
const orders: WidgetJson[] = [
  {
    name: 'set-up',
    type: 'set-variables',
    transitions: [{ event: 'next', next: 'ask' }],
    properties: {
      variables: [
        { key: 'base', value: 'https://orders.example.com', index: '0' },
        { key: 'tries', value: '{{flow.variables.tries | plus: 1}}', type: 'number' },
        { key: 'constructor', value: 'x' },
      ],
    },
  },
  gather('ask', ['look', 'look', null], {
    say: 'Bitte nennen oder tippen Sie Ihre Bestellnummer.',
    language: 'de-DE',
    number_of_digits: 6,
    finish_on_key: '*',
  }),
  {
    name: 'look',
    type: 'make-http-request',
    transitions: [
      { event: 'success', next: 'state' },
      { event: 'failed', next: 'tell' },
    ],
    properties: {
      method: 'POST',
      content_type: 'application/json;charset=utf-8',
      url: '{{flow.variables.base}}/v1/{{widgets.ask.Digits}}',
      body: '{"order": "{{widgets.ask.Digits}}", "count": 2, "from": "{{trigger.call.From}}", "sid": "{{trigger.call.CallSid}}"}',
    },
  },
  split(
    'state',
    '{{widgets.look.parsed.state}}',
    'tell',
    when('{{widgets.look.parsed.days}}', 'greater_than', '3', 'late'),
    when('{{widgets.look.parsed.state}}', 'does_not_match_any_of', 'sent,on its way', 'late'),
    when('{{widgets.look.parsed.items[0].name}}', 'starts_with', 'A.b', 'tell'),
    when('{{widgets.look.body}}', 'equal_to', 'x', 'tell'),
    when('{{widgets.look.parsed.state}}', 'regex', '(?=x)y', 'tell'),
  ),
  {
    name: 'tell',
    type: 'say-play',
    transitions: [{ event: 'audioComplete', next: 'text' }],
    properties: {
      language: 'de-DE',
      say: 'Danke. Stand: {{widgets.look.parsed.state}}. {{widgets.gone.body}} kommt. {% if flow.variables.vip %}Hallo.{% else %}Bis bald.{% endif %}',
    },
  },
  say('late', '<speak>Your order is late.<break time="1s"/></speak>', 'text'),
  {
    name: 'text',
    type: 'send-message',
    transitions: [{ event: 'sent' }, { event: 'failed', next: 'late' }],
    properties: { to: '{{contact.channel.address}}', body: 'Ihre Bestellung {{widgets.ask.Digits}}', from: '{{flow.channel.address}}' },
  },
]

describe('an order line', () => {
  const { steps, notes, flow } = take(orders)

  it('keeps the answer, sends it to a fixed host, and reads what is asked for out of the answer', () => {
    expect(steps['ask']).toMatchObject({ do: 'gather', name: 'ask', input: 'both', minDigits: 6, maxDigits: 6, finishOnKey: '*', next: 'look' })
    expect(steps['look']).toMatchObject({
      url: 'https://orders.example.com/v1/{{captured.ask}}',
      method: 'post',
      body: { order: '{{captured.ask}}', count: '2', from: '{{call.from}}', sid: '' },
      answer: {
        lookState: { at: 'state', is: 'text', optional: true },
        lookDays: { at: 'days', is: 'number', optional: true },
        lookItems0Name: { at: 'items.0.name' },
      },
    })
  })

  it('conditions become ours, and those that cannot are named', () => {
    expect(steps['state']).toEqual({
      do: 'branch',
      when: [
        { if: 'captured.lookDays > 3', goTo: 'late' },
        { if: String.raw`not (captured.lookState matches '(?i)^\s*sent\s*$' or captured.lookState matches '(?i)^\s*on its way\s*$')`, goTo: 'late' },
        { if: String.raw`captured.lookItems0Name matches '(?i)^\s*A\.b'`, goTo: 'tell' },
      ],
      else: 'tell',
    })
    expect(notes).toContainEqual(
      expect.stringMatching(/widget "state": transition 5 "match", condition equal_to "x": cannot be carried over: "body" of a make-http-request/),
    )
    expect(notes).toContainEqual(expect.stringMatching(/condition regex "\(\?=x\)y": cannot be carried over: the pattern/))
  })

  it('texts keep what is known, sentence by sentence, in their language', () => {
    expect(steps['tell']?.['prompt']).toEqual([{ de: 'Danke.' }, { de: 'Stand: {{captured.lookState}}.' }, { de: 'Bis bald.' }])
    expect(steps['late']?.['prompt']).toEqual({ de: 'Your order is late.' })
    expect(notes).toContainEqual(
      expect.stringMatching(/widget "tell": property "say": "\{\{widgets.gone.body\}\}" cannot be carried over: there is no widget "gone"/),
    )
    expect(notes).toContainEqual(
      expect.stringMatching(/\{% if flow.variables.vip %\}" cannot be carried over: a text has no conditions here; put a "branch" before it/),
    )
    expect(notes).toContainEqual(expect.stringMatching(/widget "set-up": property "variables", entry 2, "value": .*the filter "plus: 1" does not exist here/))
  })

  it('can be called', () => {
    expect(callThrough(flow, 5).turns).not.toBeNull()
  })
})

describe('words beside keys', () => {
  it('go to the key that leads to the same place, or to a key of their own, which is told', () => {
    const { steps, notes, flow } = take([
      gather('menu', ['byKey', 'byWord', null]),
      split('byKey', '{{widgets.menu.Digits}}', null, when('{{widgets.menu.Digits}}', 'equal_to', '1', 'sales')),
      split(
        'byWord',
        '{{widgets.menu.SpeechResult}}',
        null,
        when('{{widgets.menu.SpeechResult}}', 'matches_any_of', 'Sales,buy', 'sales'),
        when('{{widgets.menu.SpeechResult}}', 'contains', 'help', 'help'),
      ),
      say('sales', 'Sales.'),
      say('help', 'Help.'),
    ])
    expect(steps['menu']?.['options']).toEqual({ '1': { goTo: 'sales', say: { en: ['Sales', 'buy'] } }, '2': { goTo: 'help', say: { en: ['help'] } } })
    expect(notes).toContainEqual(expect.stringMatching(/the words help have the key 2 now/))
    expect(heard(play(flow, [speech('I want to buy')]).instructions)).toContain('Sales.')
    expect(heard(play(flow, [press('2')]).instructions)).toContain('Help.')
  })
})

describe('a clinic with widgets that have no step here', () => {
  it('names each with what to do, and the call goes on', () => {
    const { steps, notes, flow, made } = take([
      {
        name: 'pay',
        type: 'capture-payments',
        transitions: [{ event: 'success', next: 'agent' }, { event: 'hangup' }],
        properties: { payment_connector: 'Default' },
      },
      { name: 'agent', type: 'connect-call-to', transitions: [{ event: 'callCompleted', next: null }], properties: { noun: 'conference', to: 'Room 1' } },
      say('lost', 'Nobody comes here.'),
    ])
    expect(steps['pay']).toEqual({ do: 'goTo', goTo: 'agent' })
    expect(steps['agent']).toMatchObject({ do: 'dial', to: 'onShift', onFailed: 'message' })
    expect(made.yaml).toContain('# was: capture-payments; card data must not be taken here')
    expect(notes).toContainEqual(expect.stringMatching(/widget "pay" \(capture-payments\): cannot be carried over: card data/))
    expect(notes).toContainEqual(expect.stringMatching(/widget "lost" \(say-play\): no call comes to it, so it is left out/))
    expect(callThrough(flow, 2).turns).not.toBeNull()
  })
})
