import { describe, expect, it } from 'vitest'
import { importFlow } from '../../../services/studio-import/import-flow.ts'
import { definitionOf, imported } from './support.ts'

const problemsOf = (source: string): string[] => {
  const outcome = importFlow(source, { fileName: 'flow.json', zone: 'Europe/Berlin' })
  return 'problems' in outcome ? outcome.problems : []
}
const say = (name: string, next: string | null) => ({ name, type: 'say-play', transitions: [{ event: 'audioComplete', next }], properties: { say: 'Hello.' } })
const trigger = { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingCall', next: 'a' }], properties: {} }

describe('what is no flow that can be called is refused, with place and reason', () => {
  const table: Record<string, [string, RegExp]> = {
    'an empty file': [' \n', /the file is empty/],
    'broken JSON': ['{"states": [', /this is no JSON \(.+\)/],
    'another JSON': ['{"hello": 1}', /"states", the list of widgets, is missing/],
    'a list': ['[1, 2]', /"states", the list of widgets, is missing/],
    'no widgets': ['{"states": [], "initial_state": "Trigger"}', /"states" is empty/],
    'the old format, known by its types': [
      '{"states": [{"type": "InitialState", "name": "Trigger"}]}',
      /before 2019 \("initial_state" is missing; a widget has the type "InitialState"\)/,
    ],
    'the old format, known by its ids': [
      `{"states": [{"type": "x", "name": "y", "sid": "FF${'0'.repeat(32)}"}]}`,
      /before 2019 .*called by ids such as "FF000000\.\.\."/,
    ],
    'no first widget': [JSON.stringify({ states: [trigger] }), /initial_state/],
    'a first widget that is not there': [JSON.stringify({ states: [trigger], initial_state: 'Start' }), /initial_state: no widget is called "Start"/],
    'a widget without a name': [JSON.stringify({ states: [trigger, { type: 'say-play' }], initial_state: 'Trigger' }), /states\[1\]\.name/],
    'a broken transition': [
      JSON.stringify({ states: [trigger, { name: 'a', type: 'say-play', transitions: [{ next: 'b' }] }], initial_state: 'Trigger' }),
      /states\[1\] "a"\.transitions\[0\]\.event/,
    ],
    'two widgets of one name': [
      JSON.stringify({ states: [trigger, say('a', null), say('a', null)], initial_state: 'Trigger' }),
      /states\[2\]: the name "a" is that of states\[1\]/,
    ],
    'a flow for messages': [
      JSON.stringify({ states: [{ ...trigger, transitions: [{ event: 'incomingMessage', next: 'a' }] }, say('a', null)], initial_state: 'Trigger' }),
      /no call enters this flow: "incomingCall" leads nowhere/,
    ],
    'a call that enters nowhere': [JSON.stringify({ states: [trigger], initial_state: 'Trigger' }), /"incomingCall" leads to "a", which does not exist/],
    'too many widgets': [definitionOf(Array.from({ length: 2001 }, (_, n) => say(`w${n}`, null))), /2002 widgets; Studio allows 2000/],
  }
  for (const [what, [source, reason]] of Object.entries(table)) {
    it(what, () => {
      const problems = problemsOf(source)
      expect(problems[0]).toMatch(reason)
      expect(problems.join('\n')).not.toMatch(/\n\s+at /)
    })
  }
})

describe('what can be called is taken', () => {
  it('out of the envelope of the API', () => {
    const inner = JSON.parse(definitionOf([say('a', null)])) as unknown
    expect(imported(JSON.stringify({ sid: 'FW1', friendly_name: 'Line', definition: inner })).yaml).toContain('Hello.')
  })

  it('a flow that a program starts, if it speaks; and that is told', () => {
    const states = [{ ...trigger, transitions: [{ event: 'incomingRequest', next: 'a' }] }, say('a', null)]
    const { account } = imported(JSON.stringify({ states, initial_state: 'Trigger' }))
    expect(account.notes.map(({ message }) => message)).toContainEqual(expect.stringContaining('a program started this flow'))
  })

  it('two thousand widgets in a row, the last of which leads back to the first', () => {
    const chain = Array.from({ length: 1999 }, (_, n) => say(`w${n}`, `w${(n + 1) % 1999}`))
    const made = imported(definitionOf(chain))
    expect(made.account.notes).toEqual([expect.objectContaining({ widget: 'w1998', message: expect.stringContaining('goes round without asking') as string })])
    expect(made.yaml).toContain('next: message')
  }, 60_000)

  it('a transition to nowhere leads to a message, and is named', () => {
    const made = imported(definitionOf([say('a', 'gone')]))
    expect(made.account.notes).toEqual([
      expect.objectContaining({
        widget: 'a',
        part: 'transition 1 "audioComplete"',
        message: expect.stringContaining('"gone", which does not exist') as string,
      }),
    ])
    expect(made.yaml).toContain('next: message')
  })
})
