import { expect, it } from 'vitest'
import { diffFlows } from '../../../services/ivr/flow-diff.ts'
import type { FlowFile } from '../../../services/ivr/flow-file.ts'
import { readFlowFile } from '../../../services/ivr/parse-flow.ts'
import { head } from './support.ts'

const base = `${head}steps:
  main:
    do: menu
    prompt: { en: 'For faults, press 1.' }
    options: { '1': fault, '2': bye }
  fault: { do: voicemail, title: Fault, prompt: { en: Speak. }, next: bye }
  bye: { do: hangUp, prompt: { en: Goodbye. } }
`
const fileOf = (source: string): FlowFile => {
  const read = readFlowFile(source, 'test.yaml')
  if ('findings' in read) throw new Error(JSON.stringify(read.findings))
  return read.file
}
const diff = (source: string) => diffFlows(fileOf(base), fileOf(source))

it.each([
  ['nothing, but for comments, order and quotes', base.replace("'For faults, press 1.'", '"For faults, press 1."').replace('steps:', 'steps: # all'), []],
  [
    'a prompt',
    base.replace('press 1', 'press one'),
    [{ kind: 'changed', step: 'main', field: 'prompt.en', before: '"For faults, press 1."', after: '"For faults, press one."' }],
  ],
  [
    'an option',
    base.replace("'2': bye", "'3': bye"),
    [
      { kind: 'changed', step: 'main', field: 'options.3', before: null, after: '"bye"' },
      { kind: 'changed', step: 'main', field: 'options.2', before: '"bye"', after: null },
    ],
  ],
  ['a step more', `${base}  more: { do: goTo, goTo: bye }\n`, [{ kind: 'added', step: 'more' }]],
  [
    'a step less',
    base.replace("'1': fault", "'1': bye").replace(/ {2}fault: .*\n/, ''),
    [
      { kind: 'changed', step: 'main', field: 'options.1', before: '"fault"', after: '"bye"' },
      { kind: 'removed', step: 'fault' },
    ],
  ],
  ['another name for a step', base.replace(/\bbye\b/g, 'end'), [{ kind: 'renamed', step: 'end', before: 'bye' }]],
  ['a setting', base.replace('title: Test', 'title: Night'), [{ kind: 'changed', step: null, field: 'title', before: '"Test"', after: '"Night"' }]],
])('%s', (_, source, expected) => {
  expect(diff(source)).toEqual(expected)
})
