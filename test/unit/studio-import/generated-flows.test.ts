import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importFlow } from '../../../services/studio-import/import-flow.ts'
import { callThrough, definitionOf, loaded, type WidgetJson } from './support.ts'

const names = ['menu', 'Menu 2', 'order', 'say_1', 'back', 'goodbye', 'constructor', 'меню', 'call-out', 'http', 'vars', 'end']
const exits: Record<string, string[]> = {
  'say-play': ['audioComplete'],
  'gather-input-on-call': ['keypress', 'speech', 'timeout'],
  'split-based-on': ['noMatch'],
  'connect-call-to': ['callCompleted', 'hangup'],
  'enqueue-call': ['callComplete', 'failedToEnqueue', 'callFailure'],
  'send-to-flex': ['callComplete', 'failedToEnqueue', 'callFailure'],
  'record-voicemail': ['recordingComplete', 'noAudio', 'hangup'],
  'make-http-request': ['success', 'failed'],
  'run-function': ['success', 'fail'],
  'run-subflow': ['completed', 'failed'],
  'set-variables': ['next'],
  'send-message': ['sent', 'failed'],
  'capture-payments': ['success', 'maxFailedAttempts'],
  'fork-stream': ['next'],
  'made-up-widget': ['done', 'lost'],
}
const conditionTypes = [
  'equal_to',
  'matches_any_of',
  'not_equal_to',
  'is_blank',
  'regex',
  'contains',
  'starts_with',
  'less_than',
  'is_before_time',
  'is_after_date',
  'odd',
]
const liquid = fc.constantFrom(
  ...names.flatMap((name) => [`{{widgets.${name}.Digits}}`, `{{ widgets.${name}.SpeechResult | downcase }}`, `{{widgets['${name}'].parsed.a[0].b}}`]),
  '{{flow.variables.count | plus: 1}}',
  '{{flow.variables.host}}',
  '{{flow.data.x}}',
  '{{trigger.call.From}}',
  '{{contact.channel.address}}',
  '{{widgets.call-out.DialCallStatus}}',
  '{{ "now" | date: "%H:%M" }}',
  '{% if x %}',
  '{% else %}',
  '{% endif %}',
  '{{',
  '{%',
  '}}',
  '{{}}',
)
const word = fc.constantFrom(
  'Press 1.',
  'yes',
  "it's",
  'say "x"',
  '1',
  '2',
  '#',
  '*',
  '1,2,3',
  '+49 30 23125 100',
  'https://example.com/a?b=1',
  '(((',
  '\\',
  '\n',
  '<break/>',
  '. . . . ',
  '08:30',
  'ja',
  '',
  '\u2028',
)
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: word }, { weight: 2, arbitrary: liquid }, fc.string({ maxLength: 5 })), { maxLength: 4 })
  .map((parts) => parts.join(' '))
const value: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.integer({ min: -1, max: 9000 }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.record({ key: text, value: text }), { maxLength: 3 }),
)
const keys = [
  'say',
  'play',
  'language',
  'url',
  'body',
  'method',
  'to',
  'noun',
  'timeout',
  'number_of_digits',
  'finish_on_key',
  'parameters',
  'variables',
  'input',
  'max_length',
  'waitUrl',
  'x',
]
const next = fc.option(fc.constantFrom(...names, 'nowhere', 'Trigger'), { freq: 4 })
const condition = fc.record({
  type: fc.constantFrom(...conditionTypes),
  arguments: fc.array(liquid, { minLength: 1, maxLength: 1 }),
  value: text,
  friendly_name: fc.constant('If'),
})
const properties = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...keys), value), { selector: ([key]) => key, maxLength: 8 })
  .map((pairs): Record<string, unknown> => ({ say: 'Hello.', url: 'https://example.com/x', to: '+493023125100', noun: 'number', ...Object.fromEntries(pairs) }))
const matches = fc.array(fc.record({ event: fc.constant('match'), next, conditions: fc.array(condition, { maxLength: 2 }) }), { maxLength: 4 })

const widget = (name: string): fc.Arbitrary<WidgetJson> =>
  fc.constantFrom(...Object.keys(exits)).chain((type) =>
    fc.record({
      name: fc.constant(name),
      type: fc.constant(type),
      properties,
      transitions: fc
        .tuple(
          fc.tuple(...(exits[type] ?? []).map((event) => fc.record({ event: fc.constant(event), next }))),
          type === 'split-based-on' ? matches : fc.constant([]),
        )
        .map(([plain, more]) => [...plain, ...more]),
    }),
  )
const flows = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: names.length }).chain((chosen) => fc.tuple(...chosen.map(widget)))

/** Counted anew, without the importer's own list: what stands in a definition. */
function countParts(widgets: readonly WidgetJson[]): number {
  const count = (held: unknown): number => {
    if (typeof held === 'string') return 1 + [...held.matchAll(/\{\{[^]*?\}\}|\{%[^]*?%\}/g)].length
    return typeof held === 'object' && held !== null ? 1 + Object.values(held).reduce((sum: number, one) => sum + count(one), 0) : 1
  }
  const inText = (held: string): number => count(held) - 1
  return widgets.reduce((sum, { properties: held = {}, transitions = [] }) => {
    const own = Object.values(held).reduce((all: number, one) => all + count(one), 0)
    const ways = (transitions as { conditions?: { arguments: string[]; value: string }[] }[]).map(({ conditions = [] }) =>
      conditions.reduce((all, one) => all + 1 + inText(one.value) + one.arguments.reduce((some, argument) => some + inText(argument), 0), 1),
    )
    return sum + 1 + own + ways.reduce((all, one) => all + one, 0)
  }, 0)
}

describe('any flow of any widgets', () => {
  it('becomes a flow without errors, in which every call comes to an end, and of which every part is accounted for', () => {
    fc.assert(
      fc.property(flows, fc.integer({ min: 1, max: 1_000_000 }), (widgets, seed) => {
        const outcome = importFlow(definitionOf(widgets), { fileName: 'any.json', zone: 'Europe/Berlin' })
        if ('problems' in outcome) throw new Error(outcome.problems.join('\n'))
        const { account } = outcome.imported
        // The trigger with its transition, and the flags with the one in them.
        expect(account.total).toBe(countParts(widgets) + 3)
        expect(account.carried + account.named + account.covered).toBe(account.total)
        const flow = loaded(outcome.imported)
        const { turns, failed } = callThrough(flow, seed)
        expect(turns).not.toBeNull()
        // Who says nothing between one message and the next is asked for one by the line itself, in the end.
        expect(failed.filter((reason) => !reason.endsWith('silences in a row'))).toEqual([])
      }),
      { numRuns: 100 },
    )
  }, 60_000)

  it('whatever else stands in the file: a flow, or reasons', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((states) => `{"initial_state":"a","states":${states}}`),
        ),
        (source) => {
          const outcome = importFlow(source, { fileName: 'any.json', zone: 'Europe/Berlin' })
          expect('problems' in outcome && outcome.problems.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 300 },
    )
  })
})
